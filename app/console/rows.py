"""A case as a row of the board: what it is, how long it has, why it is here, who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts import queries as accounts
from app.cases import pathways
from app.cases import queries as cases
from app.cases.states import CaseState, EmergencyState, Reach
from app.console.views.board import BoardRow, Group
from app.console.views.parts import Action, Counted, Due
from app.directory import queries as directory
from app.foundation.transaction import Transaction
from app.foundation.working_time import london_date
from app.patients import queries as patients
from app.patients.queries import Patient
from app.terms import moments
from app.terms.age import age_on
from app.terms.caller import CallerType
from app.terms.person import Sex
from app.terms.telephone import TelephoneNumber

ALARM_AFTER = timedelta(seconds=30)
NEW_FOR = timedelta(minutes=1)
SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows need beside their cases, read once for all of them."""

    code: str
    names: Mapping[UUID, str]
    people: Mapping[UUID, Patient]
    now: datetime


def rows(tx: Transaction, hub_id: UUID, found: Sequence[cases.Case]) -> list[BoardRow]:
    """Cases as rows, in the order given."""
    around = Surroundings(
        code=directory.hub(tx, hub_id).code,
        names=accounts.names(tx, {case.owner_id for case in found if case.owner_id}),
        people=patients.patients(tx, {case.patient_id for case in found if case.patient_id}),
        now=tx.now,
    )
    return [row(case, around) for case in found]


def row(case: cases.Case, around: Surroundings) -> BoardRow:
    """One case as a row."""
    person = around.people.get(case.patient_id) if case.patient_id else None
    group = _group(case)
    ref = f"{around.code}-{case.number}"
    listed = patients.listed_name(person) if person else ""
    caller = CallerType(case.caller_type)
    return BoardRow(
        id=str(case.id),
        ref=ref,
        group=group,
        sort=case.sort,
        band=case.band,
        due=_due(case, group, around.now),
        patient=listed,
        where=_where(case, person, around.now),
        need=case.need or "Need not asked yet",
        reasons=_reasons(case, around.now),
        caller=caller_words(caller, case.caller_line),
        caller_more=_reached(case, around.now),
        on_line_since=case.on_line_since.isoformat() if case.on_line_since else "",
        on_line=moments.duration(around.now - case.on_line_since) if case.on_line_since else "",
        call_back=spoken_number(case.call_back_number) if case.reach == Reach.CALL_BACK else "",
        owner_id=str(case.owner_id or ""),
        owner=around.names.get(case.owner_id, "Somebody") if case.owner_id else "",
        kinds=_kinds(caller, case),
        restricted=person is not None and person.restricted,
        is_new=case.owner_id is None and around.now - case.arrived_at < NEW_FOR,
        live=case.owner_id is None and case.reach == Reach.ON_LINE,
        actions=_actions(case, ref, listed),
    )


def _group(case: cases.Case) -> Group:
    if case.state == CaseState.UPGRADED_999:
        return "999"
    return "hand" if case.owner_id else "waiting"


def _due(case: cases.Case, group: Group, now: datetime) -> Due:
    if group == "999":
        return _emergency_due(case, now)
    if group == "hand":
        since = case.owner_since or case.arrived_at
        return Due(
            first=f"In hand {moments.duration(now - since)}",
            second=f"since {moments.moment(since, now)}",
            up_from=since.isoformat(),
            up_words="In hand",
        )
    said = moments.due(case.due_at, now)
    whole = max((case.due_at - case.arrived_at).total_seconds(), 1)
    gone = (now - case.arrived_at).total_seconds()
    return Due(
        first=said.first,
        second=said.second,
        at=case.due_at.isoformat(),
        start=case.arrived_at.isoformat(),
        late=said.late,
        soon=not said.late and case.due_at - now <= SOON,
        late_second=f"was due {moments.moment(case.due_at, now)}",
        used=min(100, max(0, round(100 * gone / whole))),
    )


def _emergency_due(case: cases.Case, now: datetime) -> Due:
    began = case.emergency_at or case.arrived_at
    state = EmergencyState(case.emergency or EmergencyState.DIALLING)
    if state in (EmergencyState.ANSWERED, EmergencyState.CONFIRMED):
        words = "confirmed" if state is EmergencyState.CONFIRMED else "not confirmed"
        return Due(first=f"999 {words}", second=f"raised {moments.moment(began, now)}", soon=True)
    alarm_at = began + ALARM_AFTER
    return Due(
        first=f"Line open {moments.duration(now - began)}",
        second=f"alarm at {moments.clock_to_the_second(alarm_at)}",
        up_from=began.isoformat(),
        up_words="Line open",
        late=state is EmergencyState.ALARM,
        soon=True,
    )


def _where(case: cases.Case, person: Patient | None, now: datetime) -> str:
    parts = []
    if person is not None:
        age = age_on(person.born_on, london_date(now)).years if person.born_on else person.age_told
        letter = Sex(person.sex).letter if person.sex else ""
        who = " ".join(part for part in (f"{age} y" if age is not None else "", letter) if part)
        parts.append(who)
    parts.append(case.where_now or "Place not asked yet")
    return ", ".join(part for part in parts if part)


def _reasons(case: cases.Case, now: datetime) -> tuple[Counted, ...]:
    kept = [pathways.Reason.of(reason).at(now) for reason in case.reasons]
    return tuple(
        Counted(reason.words, reason.since.isoformat() if reason.since else "") for reason in kept
    )


def caller_words(kind: CallerType, line: str) -> str:
    """Who rings, as a line: "Ambulance crew N214", "Care home, Larch House"."""
    if not line:
        return kind.spoken
    return f"{kind.spoken} {line}" if kind.is_crew else f"{kind.spoken}, {line}"


def _reached(case: cases.Case, now: datetime) -> str:
    at = moments.moment(case.arrived_at, now)
    match Reach(case.reach):
        case Reach.WRITTEN:
            return f"Form, {at}"
        case Reach.LOST:
            return f"Number withheld, rang {at}"
        case _:
            return f"Rang {at}"


def spoken_number(number: str | None) -> str:
    """A number as it is read aloud; nothing if there is none."""
    return str(TelephoneNumber(number)) if number else ""


def _kinds(caller: CallerType, case: cases.Case) -> tuple[str, ...]:
    kinds = [caller.value]
    if caller.is_crew:
        kinds.append("crew")
    if case.express and caller is not CallerType.CARE_HOME:
        kinds.append("care_home")
    return tuple(kinds)


def _actions(case: cases.Case, ref: str, listed: str) -> tuple[Action, ...]:
    spoken = listed or f"enquiry {ref}"
    if case.owner_id is None:
        return (Action("Take", f"/cases/{case.id}/take", key="T", spoken=spoken),)
    return (Action("Open", f"/cases/{case.id}", kind="plain", spoken=spoken, get=True),)
