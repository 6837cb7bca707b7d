"""Readers of telephony: one's own call as the phone window shows it, and whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts import queries as accounts
from app.cases import queries as cases
from app.cases.states import Queue
from app.foundation.transaction import Transaction
from app.lines import queries as legs
from app.lines.queries import CallOrder, Leg
from app.lines.states import LegRole, LegState, OrderState
from app.staffing import queries as staffing
from app.telephony.models import DeskPhone, LanguageLine

ROLE_WORDS = {
    LegRole.CALLER: "Caller",
    LegRole.COORDINATOR: "Colleague",
    LegRole.THIRD_PARTY: "Third party",
    LegRole.AMBULANCE_CONTROL: "Ambulance control",
}


@dataclass(frozen=True, slots=True)
class PartyOnCall:
    """Somebody on the call, or being rung.

    Attributes:
        id: of the leg; also of the order that it comes of.
        state: "ringing", "queued", "answered" (reached, not in the room yet), "in_room", "on_hold".
    """

    id: UUID
    role: LegRole
    words: str
    state: str
    held_since: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class MyCall:
    """The call that the phone window is about.

    Attributes:
        claim: with which the browser rings in; None when it has, or is not to.
        state: "connecting", "alone" (the caller is not there yet, or no more), "talking", "held".
    """

    case_id: UUID
    number: int
    caller: str
    room: str | None
    claim: str | None
    state: str
    since: datetime | None
    held_since: datetime | None
    parties: Sequence[PartyOnCall]


def my_call(tx: Transaction) -> MyCall | None:
    """The call that whoever asks is on, or is to join now; None when there is none."""
    if tx.actor.id is None:
        return None
    mine = legs.legs_of_staff(tx, tx.actor.id)
    if mine:
        return _call(tx, mine[0].case_id, mine[0].room, None, mine[0])
    claims = legs.claims_of(tx, tx.actor.id)
    if not claims:
        return None
    return _call(tx, claims[0].case_id, claims[0].room, claims[0].token, None)


def call_waits(tx: Transaction, hub_id: UUID) -> bool:
    """Whether somebody on the line waits for whoever asks, who is free to take them now."""
    if tx.actor.id is None:
        return False
    desk = staffing.desk(tx, hub_id, tx.actor.id)
    if desk is None or not staffing.is_free(desk, tx.now):
        return False
    queues = [queue for queue, right in _FOR.items() if tx.actor.may(right)]
    return any(case.on_line_since for case in cases.waiting(tx, hub_id, queues))


_FOR = {Queue.STREAMING: "case.stream", Queue.COORDINATOR: "case.coordinate"}
"""Who may take what waits."""


def parties(tx: Transaction, hub_id: UUID, case_id: UUID, caller: str) -> list[PartyOnCall]:
    """Everybody on a case's call, and whoever is being rung for it; the caller first."""
    live = legs.live_legs(tx, hub_id, case_id)
    orders = [o for o in legs.open_orders(tx, hub_id, case_id) if o.id not in {g.id for g in live}]
    words = _words(tx, hub_id, case_id, caller, live, orders)
    found = [
        PartyOnCall(
            leg.id,
            LegRole(leg.role),
            words[leg.id],
            _state(leg),
            leg.held_since,
            leg.staff_id is not None and leg.staff_id == tx.actor.id,
        )
        for leg in live
    ]
    found += [
        PartyOnCall(o.id, LegRole(o.role), words[o.id], "ringing", None, mine=False)
        for o in orders
        if o.state != OrderState.REFUSED
    ]
    return sorted(found, key=lambda party: list(LegRole).index(party.role))


def desk_phone(tx: Transaction, hub_id: UUID, staff_id: UUID) -> str | None:
    """The telephone on somebody's desk, if they use one."""
    return tx.session.scalar(
        select(DeskPhone.number).where(DeskPhone.hub_id == hub_id, DeskPhone.staff_id == staff_id)
    )


def languages(tx: Transaction, hub_id: UUID) -> list[str]:
    """Languages for which the hub has a number, text relay among them."""
    tx.actor.must_see(hub_id)
    return list(
        tx.session.scalars(
            select(LanguageLine.language)
            .where(LanguageLine.hub_id == hub_id)
            .order_by(LanguageLine.language)
        )
    )


def language_line(tx: Transaction, hub_id: UUID, language: str) -> str | None:
    """Whom to ring for a language."""
    tx.actor.must_see(hub_id)
    return tx.session.scalar(
        select(LanguageLine.number).where(
            LanguageLine.hub_id == hub_id, LanguageLine.language == language.lower()
        )
    )


def _call(
    tx: Transaction, case_id: UUID, room: str | None, claim: str | None, mine: Leg | None
) -> MyCall:
    case = cases.case(tx, case_id)
    caller = "" if cases.is_guarded(tx, case) else case.caller_line
    everybody = parties(tx, case.hub_id, case_id, caller)
    others = [party for party in everybody if not party.mine]
    held = [p.held_since for p in others if p.role is LegRole.CALLER and p.held_since]
    if mine is None or mine.room is None:
        state = "connecting"
    elif held:
        state = "held"
    elif any(party.state == "in_room" for party in others):
        state = "talking"
    else:
        state = "alone"
    return MyCall(
        case_id,
        case.number,
        caller,
        room,
        claim,
        state,
        mine.answered_at if mine else None,
        min(held, default=None),
        others,
    )


def _words(  # noqa: PLR0913, PLR0917  # one place names everybody
    tx: Transaction,
    hub_id: UUID,
    case_id: UUID,
    caller: str,
    live: Sequence[Leg],
    orders: Sequence[CallOrder],
) -> dict[UUID, str]:
    labels = {order.id: order.label for order in legs.orders(tx, hub_id, case_id)}
    names = accounts.names(tx, [leg.staff_id for leg in live if leg.staff_id])
    found: dict[UUID, str] = {}
    everybody: list[Leg | CallOrder] = [*live, *orders]
    for each in everybody:
        role = LegRole(each.role)
        if role is LegRole.CALLER:
            found[each.id] = caller or ROLE_WORDS[role]
        elif role is LegRole.COORDINATOR and each.staff_id in names:
            found[each.id] = names[each.staff_id]
        else:
            found[each.id] = labels.get(each.id) or ROLE_WORDS[role]
    return found


def _state(leg: Leg) -> str:
    if leg.state == LegState.ON_HOLD:
        return "on_hold"
    if leg.room is not None:
        return "in_room"
    return str(leg.state)
