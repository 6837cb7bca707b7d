"""What stands around every page: header, phone bar, alerts, strips."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from app.accounts.queries import Seat
from app.cases import queries as cases
from app.cases.states import CaseState, EmergencyState, Queue
from app.console import rows
from app.console.views import Action, Alert, BoardRow, Link, NextCall, Person, PhoneBar, Shell
from app.console.views.shell import PhoneState
from app.directory import queries as directory
from app.foundation import journal
from app.foundation.transaction import Transaction
from app.lines import queries as lines
from app.lines.states import LegRole
from app.staffing import queries as staffing
from app.staffing.states import DeskState
from app.terms import moments
from app.terms.band import Band

PAGES = (
    ("Board", "/board", "queue.read"),
    ("My cases", "/mine", "queue.read"),
    ("Supervisor", "/supervisor", "supervise"),
    ("Wallboard", "/wall", "wallboard.read"),
    ("Refer", "/refer", "refer.write"),
)


def shell(  # noqa: PLR0913  # a page is these
    tx: Transaction,
    seat: Seat,
    title: str,
    path: str,
    *,
    live_url: str,
    audience: Literal["board", "wall"] = "board",
    case: cases.Case | None = None,
) -> Shell:
    """The page around a page. Reads the hub's number first, before any row of the page.

    Args:
        path: the page's own address, to mark it in the header.
        case: the case the page is inside, if any.
    """
    seq = journal.last_number(tx.session, seat.hub_id)
    hub = directory.hub(tx, seat.hub_id)
    who = tx.actor
    takes_calls = who.may("case.coordinate") or who.may("case.stream")
    mine = cases.owned_by(tx, hub.id, seat.person.id) if takes_calls else ()
    listening = any(who.may(right) for right in ("queue.read", "wallboard.read"))
    return Shell(
        title=title,
        hub=hub.name,
        hub_id=str(hub.id),
        me=Person(str(seat.person.id), seat.person.name, seat.person.role),
        now=tx.now.isoformat(),
        clock=moments.clock_to_the_second(tx.now),
        pages=tuple(
            Link(label, url, current=path == url) for label, url, right in PAGES if who.may(right)
        ),
        seq=seq,
        live_url=live_url if listening else "",
        phone_url="/phone" if takes_calls else "",
        audience=audience,
        phone=phone_bar(tx, seat, case) if takes_calls else None,
        alerts=tuple(alerts(tx, seat)) if who.may("queue.read") else (),
        open_cases=tuple(
            Link(f"{hub.code}-{each.number}", f"/cases/{each.id}", current=each == case)
            for each in mine[:4]
        ),
        training=hub.practice_ground,
        case_id=str(case.id) if case else "",
        letters=seat.letter_keys_on,
        volume=seat.volume,
    )


def phone_bar(tx: Transaction, seat: Seat, case: cases.Case | None = None) -> PhoneBar:
    """My state, who is on the line, who would be next, and 999."""
    rescue = Action(
        "999 for this patient" if case else "999",
        f"/cases/{case.id}/999" if case else "/999",
        kind="stop",
        key="Shift F1",
    )
    waiting = cases.waiting(tx, seat.hub_id, list(Queue))
    calls = sorted(each.on_line_since for each in waiting if each.on_line_since)
    legs = lines.legs_of_staff(tx, seat.person.id)
    bar = _on_call(tx, legs[0], rescue) if legs else _off_call(tx, seat, rescue, waiting)
    return replace(
        bar,
        waiting=_waiting(len(calls)),
        longest=moments.duration(tx.now - calls[0], seconds=True) if calls else "",
        longest_since=calls[0].isoformat() if calls else "",
        # the bar fetches itself, and 999 is to stay this patient's
        url=f"/phone-bar?case={case.id}" if case else "/phone-bar",
    )


def _off_call(
    tx: Transaction, seat: Seat, rescue: Action, waiting: Sequence[cases.Case]
) -> PhoneBar:
    desk = staffing.desk(tx, seat.hub_id, seat.person.id)
    state = DeskState(desk.state) if desk else DeskState.AWAY
    ready = state is DeskState.READY
    take = Action("Take next call", "/cases/take-next", kind="go", key="F2", icon="phone")
    return PhoneBar(
        state=_BAR[state][0],
        words=_BAR[state][1],
        emergency=rescue,
        since=desk.since.isoformat() if desk else "",
        passed=moments.duration(tx.now - desk.since, seconds=True) if desk else "",
        next=_next(tx, waiting[0]) if waiting and ready else None,
        who="" if waiting else "Nobody is waiting.",
        headset=staffing.headset_words(desk, tx.now) if desk else "",
        actions=(take,) if tx.actor.may("case.coordinate") else (),
        end=_desk_actions(state, on_shift=desk is not None),
    )


_BAR: dict[DeskState, tuple[PhoneState, str]] = {
    DeskState.READY: ("ready", "Ready"),
    DeskState.ON_CALL: ("wrap", "Call ended"),
    DeskState.WRAP_UP: ("wrap", "Finishing off"),
    DeskState.BREAK: ("break", "On a break"),
    DeskState.AWAY: ("off", "Not taking calls"),
}


def _desk_actions(state: DeskState, *, on_shift: bool) -> tuple[Action, ...]:
    if not on_shift:
        return (Action("Come on shift", "/desk/sign-on", kind="plain"),)
    if state is DeskState.READY:
        return (Action("Take a break", "/desk/break", kind="plain"),)
    return (
        Action("Ready for calls", "/desk/ready", kind="plain"),
        Action("End my shift", "/desk/sign-off", kind="plain"),
    )


def _on_call(tx: Transaction, mine: lines.Leg, rescue: Action) -> PhoneBar:
    case = cases.case(tx, mine.case_id)
    legs = lines.live_legs(tx, mine.hub_id, mine.case_id)
    caller = next((leg for leg in legs if leg.role == LegRole.CALLER), None)
    others = [leg for leg in legs if leg.id != mine.id and leg is not caller]
    row = rows.rows(tx, case.hub_id, [case])[0]
    base = f"/telephony/cases/{case.id}"
    held_since = caller.held_since if caller else None
    since = held_since or mine.answered_at or mine.rang_at
    if caller is None:
        who = "Nobody else is on the line" if not others else "The caller has left"
    elif caller.room is None:
        who = f"Bringing {_caller(row)} to you"
    else:
        who = _caller(row)
    number = "" if row.restricted or caller is None else rows.spoken_number(caller.from_number)
    more = [number, "recorded, caller told"]
    if others:
        more.append(f"{len(others)} more on the line")
    return PhoneBar(
        state="held" if held_since else "on_call",
        words="On hold" if held_since else "On a call",
        emergency=rescue,
        since=since.isoformat(),
        passed=moments.duration(tx.now - since, seconds=True),
        who=who,
        who_more=", ".join(part for part in more if part),
        actions=(
            Action("Mute", "", key="F4", local="mute"),
            Action("Resume", f"{base}/resume", key="F8")
            if held_since
            else Action("Hold", f"{base}/hold", key="F8"),
            Action("Add or transfer", f"/cases/{case.id}#add-number", key="F9", get=True),
            Action("Leave", f"{base}/leave", kind="plain"),
            Action("End call", f"{base}/end", kind="plain"),
        ),
    )


def _next(tx: Transaction, case: cases.Case) -> NextCall:
    row = rows.rows(tx, case.hub_id, [case])[0]
    earlier = ""
    if case.call_back_number and not row.restricted:
        before = [
            each
            for each in cases.earlier_from(
                tx, case.hub_id, case.call_back_number, cases.SAME_NUMBER_LATELY
            )
            if each.id != case.id
        ]
        if before:
            at = moments.moment(before[0].arrived_at, tx.now)
            earlier = f"This number also rang {at}"
    return NextCall(
        who=_caller(row)[:1].lower() + _caller(row)[1:],
        where="" if row.restricted else rows.spoken_number(case.call_back_number),
        since=row.on_line_since,
        waited=row.on_line,
        history=earlier,
    )


def _caller(row: BoardRow) -> str:
    return "Restricted patient's caller" if row.restricted else row.caller


def _waiting(count: int) -> str:
    if not count:
        return "No calls waiting"
    return "1 call waiting" if count == 1 else f"{count} calls waiting"


def alerts(tx: Transaction, seat: Seat) -> list[Alert]:
    """What interrupts this person now: Life for owner and supervisor, Late for who is free."""
    found = []
    supervises = tx.actor.may("supervise")
    desk = staffing.desk(tx, seat.hub_id, seat.person.id)
    free = desk is not None and staffing.is_free(desk, tx.now)
    code = directory.hub(tx, seat.hub_id).code
    for case in cases.board(tx, seat.hub_id):
        ref = f"{code}-{case.number}"
        mine = case.owner_id == seat.person.id
        nobody = case.owner_id is None
        if case.emergency == EmergencyState.ALARM and case.state == CaseState.UPGRADED_999:
            found.append(_life_999(case.id, ref, sounding=mine or supervises or nobody))
        elif case.band == Band.P0 and nobody:
            found.append(
                Alert(
                    id=f"p0-{case.id}",
                    kind="life",
                    strong="P0 with nobody on it.",
                    words=f"Case {ref}.",
                    actions=(Action("Take it", f"/cases/{case.id}/take", kind="go"),),
                    icon="band0",
                    sounding=supervises or free,
                )
            )
        elif case.band == Band.P1 and nobody and case.due_at <= tx.now:
            late = moments.due(case.due_at, tx.now)
            found.append(
                Alert(
                    id=f"late-{case.id}",
                    kind="late",
                    strong=f"P1 {late.first}.",
                    words=f"Case {ref}, nobody is on it.",
                    actions=(Action("Take it", f"/cases/{case.id}/take"),),
                    icon="band1",
                    sounding=supervises or free,
                )
            )
    return found


def _life_999(case_id: UUID, ref: str, *, sounding: bool) -> Alert:
    return Alert(
        id=f"999-{case_id}",
        kind="life",
        strong="Ambulance control has not answered.",
        words=f"Case {ref}. Dial it on any telephone.",
        actions=(
            Action("Control has answered", f"/cases/{case_id}/999/answered", kind="go"),
            Action("Open", f"/cases/{case_id}", kind="plain", get=True),
        ),
        icon="band0",
        sounding=sounding,
    )
