"""The supervisor's view and the wallboard: what needs a person, then the numbers."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from app.cases import queries as cases
from app.cases.states import CaseState, EmergencyState, Queue
from app.console.views import (
    Action,
    Figure,
    Link,
    Note,
    OnShift,
    SupervisorView,
    WallBand,
    WallView,
)
from app.directory import queries as directory
from app.foundation.transaction import Transaction
from app.lines import queries as lines
from app.staffing import queries as staffing
from app.staffing.states import DeskState
from app.terms import moments
from app.terms.band import Band

CREW_SOON = timedelta(minutes=1)


def supervisor_view(tx: Transaction, hub_id: UUID) -> SupervisorView:
    """What needs a person, each with the action that ends it; the numbers; who is on."""
    found = cases.board(tx, hub_id)
    desks = staffing.on_shift(tx, hub_id)
    ready = [each for each in desks if staffing.is_free(each.desk, tx.now)]
    return SupervisorView(
        shift=moments.day_in_table(tx.now),
        needs=tuple(_needs(tx, hub_id, found, ready)),
        figures=_figures(tx, hub_id),
        people=tuple(_people(tx, desks, found)),
        links=(Link("Care homes this week", "/care-homes"),),
    )


def wall_view(tx: Transaction, hub_id: UUID) -> WallView:
    """Figures only: no patient, caller or address, ever."""
    hub = directory.hub(tx, hub_id)
    waiting = cases.waiting(tx, hub_id, list(Queue))
    bands = []
    for band in Band:
        due = [case.due_at for case in waiting if case.band == band]
        soonest = min(due, default=None)
        words = "none"
        if soonest is not None:
            words = "now" if soonest <= tx.now else moments.duration(soonest - tx.now)
        bands.append(WallBand(int(band), len(due), words))
    return WallView(
        hub=hub.name,
        tiles=_figures(tx, hub_id),
        bands=tuple(bands),
        updated=moments.clock_to_the_second(tx.now),
        date=moments.day_in_table(tx.now),
        time=moments.clock(tx.now),
    )


def _figures(tx: Transaction, hub_id: UUID) -> tuple[Figure, ...]:
    now = cases.counts(tx, hub_id)
    today = lines.today(tx, hub_id)
    ready, takers = staffing.free_of(tx, hub_id)
    longest = (
        f"longest {moments.duration(tx.now - now.longest_since, seconds=True)}"
        if now.longest_since
        else "nobody on the line"
    )
    return (
        Figure("Calls waiting", str(now.on_line), longest, "near" if now.on_line else ""),
        Figure(
            "Past their time", str(now.overdue), "with nobody on them", "bad" if now.overdue else ""
        ),
        Figure("Due in 10 minutes", str(now.due_soon), "", "near" if now.due_soon else ""),
        Figure(
            "Answered in 60 s",
            _percent(today.within_60, today.answered),
            f"{today.within_60} of {today.answered} today",
        ),
        Figure(
            "Hung up waiting",
            _percent(today.abandoned, today.offered),
            f"{today.abandoned} of {today.offered}, all rung back",
        ),
        Figure(
            "Coordinators",
            f"{ready} of {takers} free",
            "",
            "near" if takers and not ready else "",
        ),
        Figure("999 in progress", str(now.emergencies), "", "bad" if now.emergencies else ""),
        Figure("In hand", str(now.in_hand), "with a named owner"),
    )


def _percent(part: int, whole: int) -> str:
    # never a figure where there is none: an empty morning is not 100 %
    return f"{100 * part / whole:.0f} %" if whole else "none yet"


def _needs(
    tx: Transaction,
    hub_id: UUID,
    found: Sequence[cases.Case],
    ready: list[staffing.OnShift],
) -> list[Note]:
    code = directory.hub(tx, hub_id).code
    notes = [
        Note(directory.astray(line), "Set its address at the carrier.", "act", "warn")
        for line in directory.lines_astray(tx)
        if line.hub_id == hub_id
    ]
    for case in found:
        ref = f"{code}-{case.number}"
        base = f"/cases/{case.id}"
        give = tuple(
            Action(f"Give to {each.person.name}", f"{base}/give/{each.person.id}")
            for each in ready[:2]
        ) or (Action("Open", base, kind="plain", get=True),)
        if case.state == CaseState.UPGRADED_999 and case.emergency in (
            EmergencyState.DIALLING,
            EmergencyState.ALARM,
        ):
            began = case.emergency_at or case.arrived_at
            notes.append(
                Note(
                    f"999 dialled {moments.duration(tx.now - began)} ago, not yet answered.",
                    f"Case {ref}. Sounds at 30 s.",
                    "act",
                    "band0",
                    (Action("Control has answered", f"{base}/999/answered", kind="go"),),
                )
            )
        elif case.owner_id is None and case.due_at <= tx.now:
            late = moments.due(case.due_at, tx.now)
            notes.append(
                Note(
                    f"P{case.band} {late.first}, nobody is on it.",
                    f"Case {ref}.",
                    "act" if case.band <= Band.P1 else "warn",
                    f"band{case.band}",  # type: ignore[arg-type]  # band0 to band4 are icons
                    give,
                )
            )
    return notes


def _people(
    tx: Transaction,
    desks: list[staffing.OnShift],
    found: Sequence[cases.Case],
) -> list[OnShift]:
    shown = []
    for each in sorted(desks, key=lambda one: one.desk.since):
        own = sum(case.owner_id == each.person.id for case in found)
        state = DeskState(each.desk.state)
        shown.append(
            OnShift(
                name=each.person.name,
                role=each.person.role,
                state=_STATES[state],
                passed=moments.duration(tx.now - each.desk.since, seconds=True),
                doing=f"{own} open",
                icon="phone" if state is DeskState.ON_CALL else "ring",
                since=each.desk.since.isoformat(),
            )
        )
    return shown


_STATES = {
    DeskState.READY: "Ready",
    DeskState.ON_CALL: "On a call",
    DeskState.WRAP_UP: "Finishing off",
    DeskState.BREAK: "Break",
    DeskState.AWAY: "Away",
}
