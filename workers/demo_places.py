"""Invented hubs and organisations of the demonstration: all eighteen kinds of caller in each."""

from dataclasses import dataclass

from app.terms.caller import CallerType as C


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """Somebody who rings.

    Attributes:
        numbers: what they ring from and how that is labelled: a crew's call-sign.
    """

    ods_code: str
    name: str
    caller_type: C
    place: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DemoHub:
    """One hub, its own numbers, the ambulance control of its area, and who rings it."""

    code: str
    name: str
    professional_line: str
    care_home_line: str
    control: tuple[str, str]
    organisations: tuple[DemoOrganisation, ...]


def _mobiles(first: int, signs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"07700900{first + n:03d}", sign) for n, sign in enumerate(signs))


def _desk(number: int, label: str = "") -> tuple[tuple[str, str], ...]:
    return ((f"01632960{number:03d}", label),)


_O = DemoOrganisation

_NORTHVALE = (
    _O(
        "ZZNV01", "Northvale Ambulance Service", C.AMBULANCE_ON_SCENE, "Northvale",
        _mobiles(211, tuple(f"N{n}" for n in range(211, 223))),
    ),
    _O("ZZNV02", "Northvale Ambulance control", C.AMBULANCE_CONTROL, "Northvale", _desk(210)),
    _O("ZZNV03", "Northvale 111", C.NHS111, "Northvale", _desk(211) + _desk(212)),
    _O("ZZNV04", "Northvale Out of Hours", C.OOH_CLINICIAN, "Stonegate", _desk(213)),
    _O("ZZNV11", "Millbeck Surgery", C.GP_PRACTICE, "Millbeck", _desk(220)),
    _O("ZZNV12", "Fernbank Practice", C.GP_PRACTICE, "Harrow Green", _desk(221)),
    _O("ZZNV13", "Ashby Fold Medical Centre", C.GP_PRACTICE, "Ashby Fold", _desk(222)),
    _O("ZZNV14", "Quayside Practice", C.GP_PRACTICE, "Stonegate", _desk(223)),
    _O("ZZNV31", "Larch House", C.CARE_HOME, "Harrow Green", _desk(230)),
    _O("ZZNV32", "Weir House", C.CARE_HOME, "Millbeck", _desk(231)),
    _O("ZZNV33", "The Cedars", C.CARE_HOME, "Harrow Green", _desk(232)),
    _O("ZZNV34", "Beechcroft", C.CARE_HOME, "Ashby Fold", _desk(233)),
    _O("ZZNV35", "Harbour View", C.CARE_HOME, "Stonegate", _desk(234)),
    _O("ZZNV36", "Saltmarsh Lodge", C.CARE_HOME, "Stonegate", _desk(235)),
    _O("ZZNV41", "Tessel Telecare", C.TELECARE, "Northvale", _desk(240) + _desk(241)),
    _O("ZZNV42", "District nurses, Stonegate", C.COMMUNITY_TEAM, "Stonegate", _desk(242)),
    _O("ZZNV43", "Northvale General, ED", C.ACUTE_ED, "Stonegate", _desk(243)),
    _O("ZZNV44", "Northvale General, discharge", C.HOSPITAL_DISCHARGE, "Stonegate", _desk(244)),
    _O("ZZNV45", "Northvale crisis team", C.MENTAL_HEALTH, "Ashby Fold", _desk(245)),
    _O("ZZNV46", "Northvale social care", C.SOCIAL_CARE, "Northvale", _desk(246)),
    _O("ZZNV47", "Northvale Police", C.POLICE, "Northvale", _desk(247)),
    _O("ZZNV48", "Northvale Fire and Rescue", C.FIRE, "Northvale", _desk(248)),
    _O("ZZNV49", "Lockside Pharmacy", C.PHARMACY, "Millbeck", _desk(249)),
    _O("ZZNV81", "Northvale Befrienders", C.VOLUNTARY, "Millbeck", _desk(250)),
    _O("ZZNV82", "Patient line", C.PATIENT_OR_CARER, "Northvale", _mobiles(377, ("",))),
    _O("ZZNV83", "Northvale ferry office", C.OTHER, "Stonegate", _desk(251)),
)  # fmt: skip

_SKERROW = (
    _O(
        "ZZSK01", "Skerrow Ambulance Service", C.AMBULANCE_ON_SCENE, "Skerrow",
        _mobiles(101, tuple(f"S{n}" for n in range(101, 105))),
    ),
    _O("ZZSK02", "Skerrow Ambulance control", C.AMBULANCE_CONTROL, "Skerrow", _desk(110)),
    _O("ZZSK03", "Island 111", C.NHS111, "Skerrow", _desk(111)),
    _O("ZZSK04", "Skerrow Out of Hours", C.OOH_CLINICIAN, "North Haven", _desk(112)),
    _O("ZZSK11", "Skerrow Medical Practice", C.GP_PRACTICE, "Port Skerrow", _desk(120)),
    _O("ZZSK12", "North Haven Surgery", C.GP_PRACTICE, "North Haven", _desk(121)),
    _O("ZZSK31", "Lighthouse View", C.CARE_HOME, "Port Skerrow", _desk(130)),
    _O("ZZSK32", "The Moorings", C.CARE_HOME, "North Haven", _desk(131)),
    _O("ZZSK41", "Island Telecare", C.TELECARE, "Port Skerrow", _desk(140)),
    _O("ZZSK42", "Skerrow community nurses", C.COMMUNITY_TEAM, "Port Skerrow", _desk(141)),
    _O("ZZSK43", "Skerrow Hospital, ED", C.ACUTE_ED, "Port Skerrow", _desk(142)),
    _O("ZZSK44", "Skerrow Hospital, wards", C.HOSPITAL_DISCHARGE, "Port Skerrow", _desk(143)),
    _O("ZZSK45", "Island mental health team", C.MENTAL_HEALTH, "Port Skerrow", _desk(144)),
    _O("ZZSK46", "Skerrow social care", C.SOCIAL_CARE, "Port Skerrow", _desk(145)),
    _O("ZZSK47", "Skerrow Police", C.POLICE, "Port Skerrow", _desk(146)),
    _O("ZZSK48", "Skerrow Fire Service", C.FIRE, "Port Skerrow", _desk(147)),
    _O("ZZSK49", "Harbour Pharmacy", C.PHARMACY, "Port Skerrow", _desk(148)),
    _O("ZZSK81", "Skerrow Lifeline Friends", C.VOLUNTARY, "North Haven", _desk(149)),
    _O("ZZSK82", "Patient line", C.PATIENT_OR_CARER, "Skerrow", _mobiles(177, ("",))),
    _O("ZZSK83", "Skerrow harbour master", C.OTHER, "Port Skerrow", _desk(150)),
)  # fmt: skip

HUBS = (
    DemoHub(
        "NV", "Northvale hub", "01632960200", "01632960201",
        ("Northvale Ambulance", "01632960910"), _NORTHVALE,
    ),
    DemoHub(
        "SK", "Skerrow Island hub", "01632960100", "01632960101",
        ("Skerrow Ambulance", "01632960911"), _SKERROW,
    ),
)  # fmt: skip
