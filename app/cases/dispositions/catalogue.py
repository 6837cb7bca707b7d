"""The list of dispositions: for whom, accepted how, in what time, and what each needs.

Source: docs/domain/dispositions.md, "The list". A row added here is offered everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from app.cases.dispositions.codes import Acceptance, Code, DestinationKind, Travel
from app.cases.dispositions.needs import Needed

A, D, N = Acceptance, DestinationKind, Needed
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """One thing that can be done next.

    Attributes:
        name: as it is offered: "Crisis team, within two hours".
        short: as it stands in a sentence: "The crisis team".
        accepts_by: every way is needed, in this order.
        within: usual times to choose from, longest last; empty where `time` says it in words.
        time: the usual time in words.
        needs: besides the caller's agreement.
        travel: whether the patient or carer must go somewhere.
        may_be_main: whether it can be the one main step of a plan.
        agreed: whether the caller must have agreed. A rescue waits for nobody.
    """

    code: Code
    name: str
    short: str
    kind: DestinationKind
    accepts_by: tuple[Acceptance, ...] = ()
    within: tuple[timedelta, ...] = ()
    time: str
    needs: tuple[Needed, ...] = ()
    travel: Travel = Travel.NONE
    may_be_main: bool = True
    agreed: bool = True

    @property
    def no_travel(self) -> bool:
        """Whether neither patient nor carer has to go anywhere."""
        return self.travel is Travel.NONE


_LIST = (
    Disposition(
        code=Code.GP_IH, name="Own GP practice, in hours", short="A GP slot",
        kind=D.GENERAL_PRACTICE, accepts_by=(A.BOOKING,), time="as 111 or you say",
        needs=(N.SLOT_REFERENCE, N.CONTACT_NUMBER), travel=Travel.DEPENDS,
    ),
    Disposition(
        code=Code.GP_OOH, name="GP out of hours", short="Out of hours",
        kind=D.GENERAL_PRACTICE, accepts_by=(A.BOOKING,),
        within=(_HOUR, 2 * _HOUR, 6 * _HOUR), time="within 1, 2 or 6 h",
        needs=(N.TRANSPORT,), travel=Travel.DEPENDS,
    ),
    Disposition(
        code=Code.AVS, name="Acute visiting service, today", short="The visiting service",
        kind=D.GENERAL_PRACTICE, accepts_by=(A.DISPATCH,), time="the same day",
        needs=(N.ACCESS_NOTES,),
    ),
    Disposition(
        code=Code.UCR2, name="Crisis team, within two hours", short="The crisis team",
        kind=D.CRISIS_TEAM, accepts_by=(A.DISPATCH, A.ACCEPT), within=(2 * _HOUR,),
        time="within 2 h", needs=(N.INCLUSION,),
    ),
    Disposition(
        code=Code.UCR48, name="Reablement, within two days", short="Reablement",
        kind=D.CRISIS_TEAM, accepts_by=(A.REFERRAL, A.ACCEPT), within=(48 * _HOUR,),
        time="within 48 h", needs=(N.BASELINE_FUNCTION,),
    ),
    Disposition(
        code=Code.HAH_VW, name="Hospital at home", short="Hospital at home",
        kind=D.HOSPITAL_AT_HOME, accepts_by=(A.CLINICIAN,), within=(4 * _HOUR,),
        time="within 4 h", needs=(N.CONSULTANT, N.MONITORING_PLAN),
    ),
    Disposition(
        code=Code.SDEC, name="Same-day emergency care", short="Same-day emergency care",
        kind=D.HOSPITAL, accepts_by=(A.CLINICIAN,), time="the same day, before its cut-off",
        needs=(N.TRAVEL, N.AMBULATORY), travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.UTC, name="Urgent treatment centre", short="The treatment centre",
        kind=D.URGENT_TREATMENT, accepts_by=(A.BOOKING,), within=(4 * _HOUR,),
        time="within 4 h", travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.ED, name="Emergency department", short="ED",
        kind=D.HOSPITAL, accepts_by=(A.NOTIFY,), within=(_HOUR, 4 * _HOUR),
        time="within 1 to 4 h", needs=(N.ALTERNATIVES, N.REASON), travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.DIR_ADM, name="Direct admission to a ward", short="Direct admission",
        kind=D.HOSPITAL, accepts_by=(A.CLINICIAN, A.BED), time="as agreed with the ward",
        needs=(N.WARD, N.CLINICIAN, N.TRANSPORT, N.NOT_VIA_ED), travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.COMM_NURS, name="Community nursing", short="Community nursing",
        kind=D.COMMUNITY, accepts_by=(A.REFERRAL,), within=(4 * _HOUR, 24 * _HOUR),
        time="within 4 to 24 h", needs=(N.TASK, N.SUPPLIES),
    ),
    Disposition(
        code=Code.EQUIP, name="Community equipment", short="Equipment",
        kind=D.EQUIPMENT, accepts_by=(A.ORDER,), within=(4 * _HOUR, 24 * _HOUR),
        time="within 4 or 24 h", needs=(N.MEASURED_NEED, N.DELIVERY_ACCESS),
    ),
    Disposition(
        code=Code.MH_CRISIS, name="Mental-health crisis team",
        short="The mental-health crisis team",
        kind=D.MENTAL_HEALTH, accepts_by=(A.WARM_TRANSFER,), within=(4 * _HOUR,),
        time="within 4 h", needs=(N.RISK_SCREEN,),
    ),
    Disposition(
        code=Code.SAFE_HAVEN, name="Safe Haven café", short="The Safe Haven",
        kind=D.MENTAL_HEALTH, accepts_by=(A.SIGNPOST, A.NOTIFY), time="in its opening hours",
        needs=(N.NOT_IN_DANGER,), travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.SOC_CARE, name="Social care, urgent", short="Social care",
        kind=D.SOCIAL_CARE, accepts_by=(A.REFERRAL, A.ACCEPT), within=(4 * _HOUR,),
        time="within 4 h", needs=(N.CONSENT_OR_CAPACITY, N.SAFEGUARDING),
    ),
    Disposition(
        code=Code.SAFEGUARD, name="Safeguarding concern", short="A safeguarding concern",
        kind=D.SOCIAL_CARE, accepts_by=(A.REFERRAL,), time="the same day",
        may_be_main=False, agreed=False,
    ),
    Disposition(
        code=Code.PHARM, name="Community pharmacy", short="The pharmacy",
        kind=D.PHARMACY, accepts_by=(A.REFERRAL,), within=(2 * _HOUR, 24 * _HOUR),
        time="within 2 to 24 h", needs=(N.OPEN_AND_IN_STOCK,), travel=Travel.DEPENDS,
    ),
    Disposition(
        code=Code.PALL, name="Palliative team", short="The palliative team",
        kind=D.PALLIATIVE, accepts_by=(A.WARM_TRANSFER,), within=(_HOUR,),
        time="within 1 h", needs=(N.PLAN_CHECKED,),
    ),
    Disposition(
        code=Code.DENTAL, name="Urgent dentist", short="The dentist",
        kind=D.DENTAL_OR_EYE, accepts_by=(A.BOOKING,), time="as 111 or you say",
        travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.EYE, name="Urgent eye service", short="The eye service",
        kind=D.DENTAL_OR_EYE, accepts_by=(A.BOOKING,), time="as 111 or you say",
        travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.VCS, name="Voluntary sector or social prescribing", short="The voluntary sector",
        kind=D.VOLUNTARY, accepts_by=(A.REFERRAL,), within=(120 * _HOUR,),
        time="within 5 days", needs=(N.CONSENT,), travel=Travel.DEPENDS,
    ),
    Disposition(
        code=Code.FALLS_LIFT, name="Help off the floor", short="Help off the floor",
        kind=D.COMMUNITY, accepts_by=(A.DISPATCH,), within=(_HOUR / 2, _HOUR),
        time="within 30 to 60 min", needs=(N.NO_INJURY,),
    ),
    Disposition(
        code=Code.STEP_UP, name="Community or intermediate-care bed", short="A community bed",
        kind=D.COMMUNITY, accepts_by=(A.ACCEPT,), time="the same day", travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.TRANSPORT, name="Patient transport", short="Transport",
        kind=D.TRANSPORT, accepts_by=(A.BOOKING,), time="as agreed", needs=(N.MOBILITY,),
        travel=Travel.NEEDED,
    ),
    Disposition(
        code=Code.MDT, name="Neighbourhood team meeting", short="The team meeting",
        kind=D.MEETING, accepts_by=(A.REFERRAL,), time="the next meeting, or now",
        needs=(N.KEY_WORKER,), may_be_main=False,
    ),
    Disposition(
        code=Code.SELF, name="Self-care with advice", short="Self-care",
        kind=D.NOBODY, time="now", needs=(N.SAFETY_TEXT,),
    ),
    Disposition(
        code=Code.EMERGENCY, name="Emergency ambulance (999)", short="999",
        kind=D.AMBULANCE, accepts_by=(A.WARM_TRANSFER, A.ACKNOWLEDGEMENT), time="now",
        travel=Travel.NEEDED, agreed=False,
    ),
    Disposition(
        code=Code.NO_ACT, name="Nothing to do: enquiry, duplicate or wrong number",
        short="Doing nothing", kind=D.NOBODY, time="now", needs=(N.WHY_NOTHING,), agreed=False,
    ),
)  # fmt: skip

CATALOGUE: Mapping[Code, Disposition] = MappingProxyType({each.code: each for each in _LIST})
CHOICES = [(each.code.value, each.name) for each in _LIST]
"""For a form, in the order of the list."""


def named(code: str) -> Disposition | None:
    """The disposition of a code, or None if there is no such code."""
    try:
        return CATALOGUE[Code(code)]
    except ValueError:
        return None
