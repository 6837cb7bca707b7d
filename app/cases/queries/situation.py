"""What is known of a case, put together as the rules of priority take it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import load_only

from app.cases import pathways
from app.cases.models import Case, Contact
from app.cases.news2 import NotValid, Score, news2
from app.cases.queries.finding import record as written
from app.cases.red_flags import RedFlag
from app.cases.soft_signs import SoftSign
from app.cases.states import CaseState, Reach
from app.cases.vital_signs import observations_kept
from app.foundation.transaction import Transaction
from app.foundation.working_time import london_date
from app.patients import queries as patients
from app.patients.queries import Patient
from app.terms.age import age_on
from app.terms.caller import CallerType

STREAMING_STATES = frozenset({CaseState.NEW, CaseState.STREAMING})


def score(tx: Transaction, case: Case) -> Score | NotValid | None:
    """The NEWS2 of the newest vital signs, or why there is none; None if none were taken."""
    return situation(tx, case, written(tx, case)).news2


def situation(
    tx: Transaction, case: Case, record: Mapping[str, Any], *, overridden: bool = True
) -> pathways.Situation:
    """All that bears on how soon a case must be looked at, as the rules take it.

    Args:
        record: the call record.
        overridden: whether a clinician's override is part of it.
    """
    person = (
        patients.patients(tx, [case.patient_id]).get(case.patient_id) if case.patient_id else None
    )
    age = _age(person, record, tx.now)
    pregnant = bool(record.get("pregnant"))
    seen = case.news2.get("signs") if case.news2 else None
    in_24h, in_96h = _contacts(tx, case, person)
    hours = record.get("dx_hours")
    return pathways.Situation(
        arrived_at=case.arrived_at,
        caller=CallerType(case.caller_type),
        on_line=case.reach == Reach.ON_LINE,
        spoken_to=case.spoken_to_at is not None,
        streamed=case.streamed_at is not None or case.state not in STREAMING_STATES,
        kind=pathways.NeedKind(record.get("kind") or pathways.NeedKind.CLINICAL),
        red_flags=frozenset(RedFlag(flag) for flag in record.get("red_flags") or ()),
        says_999=bool(record.get("says_999")),
        news2=news2(observations_kept(seen), age_years=age, pregnant=pregnant) if seen else None,
        others_affected=int(record.get("others_affected") or 0),
        soft_signs=frozenset(SoftSign(sign) for sign in record.get("soft_signs") or ()),
        age_years=age,
        pregnant=pregnant,
        dx_minutes=round(float(hours) * 60) if hours not in (None, "") else None,
        carer_alone_unsafe=bool(record.get("alone_unsafe")),
        end_of_life=bool(record.get("end_of_life")),
        end_of_life_plan=bool(record.get("end_of_life_plan")),
        on_floor_since=_instant(record.get("fell_at")),
        care_home_express=case.express,
        contacts_24h=in_24h,
        contacts_96h=in_96h,
        lives_alone=bool(record.get("lives_alone")),
        frailty=int(record["frailty"]) if record.get("frailty") else None,
        to_top=case.to_top,
        override=pathways.Override.of(case.override) if case.override and overridden else None,
    )


def _contacts(tx: Transaction, case: Case, person: Patient | None) -> tuple[int, int]:
    """Contacts about this patient in 24 and 96 hours; only a verified NHS number links them."""
    if person is None or person.verified_at is None or person.nhs_number is None:
        return 1, 1
    since = case.arrived_at - timedelta(hours=96)
    rows = tx.session.scalars(
        select(Contact)
        .join(Case, (Case.id == Contact.case_id) & (Case.hub_id == Contact.hub_id))
        .join(Patient, Patient.id == Case.patient_id)
        .where(
            Contact.hub_id == case.hub_id,
            Patient.nhs_number == person.nhs_number,
            Patient.verified_at.is_not(None),
            Contact.received_at > since,
            Contact.received_at <= case.arrived_at,
        )
        .options(load_only(Contact.received_at))
    ).all()
    day = case.arrived_at - timedelta(hours=24)
    return max(sum(row.received_at > day for row in rows), 1), max(len(rows), 1)


def _age(person: Patient | None, record: Mapping[str, Any], now: datetime) -> int | None:
    if person is not None and person.born_on is not None:
        return age_on(person.born_on, london_date(now)).years
    if person is not None and person.age_told is not None:
        return person.age_told
    born = record.get("born_on")
    return age_on(date.fromisoformat(born), london_date(now)).years if born else None


def _instant(text: Any) -> datetime | None:  # noqa: ANN401  # the JSON boundary
    return datetime.fromisoformat(text) if text else None
