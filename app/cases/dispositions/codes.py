"""The codes of dispositions, and the few kinds that describe them."""

from enum import StrEnum


class Code(StrEnum):
    """What can be done next. The values are kept and sent; never change one.

    Source: docs/domain/dispositions.md, "The list".
    """

    GP_IH = "GP_IH"
    GP_OOH = "GP_OOH"
    AVS = "AVS"
    UCR2 = "UCR2"
    UCR48 = "UCR48"
    HAH_VW = "HAH_VW"
    SDEC = "SDEC"
    UTC = "UTC"
    ED = "ED"
    DIR_ADM = "DIR_ADM"
    COMM_NURS = "COMM_NURS"
    EQUIP = "EQUIP"
    MH_CRISIS = "MH_CRISIS"
    SAFE_HAVEN = "SAFE_HAVEN"
    SOC_CARE = "SOC_CARE"
    SAFEGUARD = "SAFEGUARD"
    PHARM = "PHARM"
    PALL = "PALL"
    DENTAL = "DENTAL"
    EYE = "EYE"
    VCS = "VCS"
    FALLS_LIFT = "FALLS_LIFT"
    STEP_UP = "STEP_UP"
    TRANSPORT = "TRANSPORT"
    MDT = "MDT"
    SELF = "SELF"
    EMERGENCY = "999"
    NO_ACT = "NO_ACT"


class DestinationKind(StrEnum):
    """What sort of service the patient is passed to."""

    GENERAL_PRACTICE = "general_practice"
    CRISIS_TEAM = "crisis_team"
    HOSPITAL_AT_HOME = "hospital_at_home"
    HOSPITAL = "hospital"
    URGENT_TREATMENT = "urgent_treatment"
    COMMUNITY = "community"
    EQUIPMENT = "equipment"
    MENTAL_HEALTH = "mental_health"
    SOCIAL_CARE = "social_care"
    PHARMACY = "pharmacy"
    PALLIATIVE = "palliative"
    DENTAL_OR_EYE = "dental_or_eye"
    VOLUNTARY = "voluntary"
    TRANSPORT = "transport"
    MEETING = "meeting"
    AMBULANCE = "ambulance"
    NOBODY = "nobody"


class Acceptance(StrEnum):
    """How the receiver says "ours now". Until then the case stays ours."""

    BOOKING = "booking"
    DISPATCH = "dispatch"
    REFERRAL = "referral"
    ACCEPT = "accept"
    CLINICIAN = "clinician"
    BED = "bed"
    NOTIFY = "notify"
    ORDER = "order"
    WARM_TRANSFER = "warm_transfer"
    SIGNPOST = "signpost"
    ACKNOWLEDGEMENT = "acknowledgement"

    @property
    def spoken(self) -> str:
        """As it is shown: "warm transfer"."""
        return self.value.replace("_", " ")


class Travel(StrEnum):
    """Whether the patient or carer must go somewhere."""

    NONE = "none"
    DEPENDS = "depends"
    NEEDED = "needed"
