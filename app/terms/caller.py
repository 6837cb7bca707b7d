"""Who rings or writes to us, as a kind."""

from enum import StrEnum


class CallerType(StrEnum):
    """The kinds of caller. The values are kept and sent; never change one."""

    AMBULANCE_ON_SCENE = "ambulance_on_scene"
    AMBULANCE_CONTROL = "ambulance_control"
    NHS111 = "nhs111"
    OOH_CLINICIAN = "ooh_clinician"
    GP_PRACTICE = "gp_practice"
    CARE_HOME = "care_home"
    TELECARE = "telecare"
    COMMUNITY_TEAM = "community_team"
    ACUTE_ED = "acute_ed"
    HOSPITAL_DISCHARGE = "hospital_discharge"
    MENTAL_HEALTH = "mental_health"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    FIRE = "fire"
    PHARMACY = "pharmacy"
    VOLUNTARY = "voluntary"
    PATIENT_OR_CARER = "patient_or_carer"
    OTHER = "other"

    @property
    def spoken(self) -> str:
        """As a person says it, to stand alone or begin a line: "Ambulance crew"."""
        return _SPOKEN[self]

    @property
    def is_crew(self) -> bool:
        """A crew standing beside a patient, whose vehicle is kept from the next one."""
        return self is CallerType.AMBULANCE_ON_SCENE

    @property
    def is_ambulance(self) -> bool:
        """Already the ambulance service: an upgrade asks them for back-up or conveyance."""
        return self in (CallerType.AMBULANCE_ON_SCENE, CallerType.AMBULANCE_CONTROL)


_SPOKEN = {
    CallerType.AMBULANCE_ON_SCENE: "Ambulance crew",
    CallerType.AMBULANCE_CONTROL: "Ambulance control",
    CallerType.NHS111: "NHS 111",
    CallerType.OOH_CLINICIAN: "Out-of-hours clinician",
    CallerType.GP_PRACTICE: "GP practice",
    CallerType.CARE_HOME: "Care home",
    CallerType.TELECARE: "Telecare",
    CallerType.COMMUNITY_TEAM: "Community team",
    CallerType.ACUTE_ED: "Emergency department",
    CallerType.HOSPITAL_DISCHARGE: "Hospital discharge team",
    CallerType.MENTAL_HEALTH: "Mental health team",
    CallerType.SOCIAL_CARE: "Social care",
    CallerType.POLICE: "Police",
    CallerType.FIRE: "Fire service",
    CallerType.PHARMACY: "Pharmacy",
    CallerType.VOLUNTARY: "Voluntary organisation",
    CallerType.PATIENT_OR_CARER: "Patient or carer",
    CallerType.OTHER: "Other caller",
}
