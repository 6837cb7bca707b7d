"""The workspace of one case, put together from its panels."""

from datetime import datetime
from typing import Any

from app.accounts import queries as accounts
from app.cases import pathways
from app.cases import queries as cases
from app.cases.states import CaseState, Reach
from app.console import rows, timeline
from app.console.call_view import call_panel
from app.console.case_view.banner import banner
from app.console.case_view.doing import closing_of, emergency_of, plan_of
from app.console.case_view.drawn import Drawn
from app.console.case_view.knowing import caller_of, news2_of, situation_of
from app.console.views import (
    Action,
    CaseView,
    Link,
    Note,
    NoteLine,
)
from app.directory import queries as directory
from app.foundation import journal
from app.foundation.transaction import Transaction
from app.patients import queries as patients
from app.terms import moments


def case_view(
    tx: Transaction,
    found: cases.Case,
    *,
    chosen: str = "",
    changing: bool = False,
    open_form: str = "",
) -> CaseView:
    """Everything the workspace shows of a case.

    Args:
        chosen: the next step that is being worked on, before it is agreed.
        changing: the list of steps stands open again though one was agreed.
        open_form: the form that stands open.
    """
    hub = directory.hub(tx, found.hub_id)
    it = Drawn(
        row=found,
        ref=f"{hub.code}-{found.number}",
        record=cases.record(tx, found),
        person=patients.patient(tx, found.patient_id) if found.patient_id else None,
        now=tx.now,
        mine=found.owner_id is not None and found.owner_id == tx.actor.id,
    )
    board_row = rows.rows(tx, found.hub_id, [found])[0]
    notes = cases.notes(tx, found)
    entries = journal.of_case(tx.session, found.hub_id, found.id)
    names = accounts.names(
        tx,
        {note.written_by for note in notes if note.written_by}
        | timeline.people(entries)
        | ({found.owner_id} if found.owner_id else set()),
    )
    return CaseView(
        id=str(found.id),
        ref=it.ref,
        band=found.band,
        due=board_row.due,
        state=found.state.replace("_", " "),
        patient=banner(it),
        yours=_yours(it, names),
        caller=caller_of(it),
        situation=situation_of(it),
        news2=news2_of(it, cases.score(tx, found)),
        plan=plan_of(it, chosen, changing=changing),
        closing=closing_of(it, cases.owed(tx, found), open_=open_form == "close"),
        timeline=tuple(timeline.lines(entries, names, tx.actor.id, tx.now)),
        reasons=pathways.sentence([pathways.Reason.of(reason) for reason in found.reasons], tx.now),
        owner_id=str(found.owner_id or ""),
        can_write=it.mine,
        closed=found.state == CaseState.CLOSED,
        emergency=emergency_of(tx, it),
        notes=tuple(_note(note, names, tx.now) for note in notes),
        actions=_actions(it),
        strips=_strips(it),
        open_form=open_form,
        earlier=_earlier(tx, it, hub.code),
        call=call_panel(tx, found),
    )


def _yours(it: Drawn, names: dict[Any, str]) -> str:
    case = it.row
    if case.state == CaseState.CLOSED and case.closed_at:
        return f"Closed {moments.moment(case.closed_at, it.now)}."
    if case.owner_id is None or case.owner_since is None:
        return "Nobody has it."
    since = moments.moment(case.owner_since, it.now)
    if it.mine:
        return f"Yours since {since}."
    return f"With {names.get(case.owner_id, 'somebody')} since {since}."


def _note(note: Any, names: dict[Any, str], now: datetime) -> NoteLine:  # noqa: ANN401  # a row
    headings = {"text": ""}
    return NoteLine(
        when=moments.moment(note.written_at, now),
        who=names.get(note.written_by, "Frontdoor"),
        parts=tuple(
            (headings.get(part, part.capitalize()), words) for part, words in note.body.items()
        ),
    )


def _actions(it: Drawn) -> tuple[Action, ...]:
    case, base = it.row, f"/cases/{it.row.id}"
    if case.state == CaseState.CLOSED:
        return (Action("Reopen", f"{base}/reopen", kind="plain"),)
    if it.mine:
        return (Action("Hand over", f"{base}/hand-over", kind="plain", key="H", get=True),)
    if case.owner_id is None:
        return (Action("Take", f"{base}/take", kind="go", key="T"),)
    return ()


def _strips(it: Drawn) -> tuple[Note, ...]:
    if it.row.state == CaseState.CLOSED:
        return ()
    strips = []
    if it.row.reach == Reach.LOST:
        strips.append(
            Note(
                "The caller's number was withheld and the line ended.",
                "They cannot be rung back. Look for the caller by what they said.",
                "warn",
                "warn",
            )
        )
    others = int(it.record.get("others_affected") or 0)
    if others >= pathways.OUTBREAK_FROM:
        strips.append(
            Note(
                f"Perhaps an outbreak: {others} other residents are affected.",
                "Ask about each of them. Say it to the home and to the health protection team.",
                "warn",
                "warn",
            )
        )
    return tuple(strips)


def _earlier(tx: Transaction, it: Drawn, code: str) -> tuple[Link, ...]:
    if not it.row.call_back_number or (it.person is not None and it.person.restricted):
        return ()
    found = cases.earlier_from(tx, it.row.hub_id, it.row.call_back_number, cases.SAME_NUMBER_LATELY)
    return tuple(
        Link(
            f"{code}-{other.number}, {moments.moment(other.arrived_at, it.now)}: "
            f"{other.need or 'need not asked'}",
            f"/cases/{other.id}",
        )
        for other in found
        if other.id != it.row.id
    )
