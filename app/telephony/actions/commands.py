"""What a colleague asks for during a call: hold, others joining, leaving, ending, ringing back."""

from dataclasses import dataclass
from uuid import UUID

from app.cases import queries as case_queries
from app.cases.queries import Case
from app.cases.states import CaseState, Reach
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.queries import Leg
from app.lines.states import LegRole, LegState, OrderPriority, Wish
from app.telephony import queries
from app.telephony.actions.joining import give_line
from app.telephony.actions.rooms import bring_caller
from app.terms.telephone import TelephoneNumber

CONSULT = "consult"
INTERPRETER = "interpreter"
CALL_PURPOSES = frozenset({CONSULT, INTERPRETER, "call_back", "desk_phone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody to ring into the talk.

    Attributes:
        request_key: of the form; pressing its button twice rings once.
    """

    number: TelephoneNumber
    label: str
    request_key: str


def hold(tx: Transaction, case_id: UUID, leg_id: UUID | None = None) -> None:
    """Put the caller, or one party, on hold. Pressing again changes nothing."""
    _, live = _my_call(tx, case_id)
    for leg in _meant(live, leg_id):
        if leg.state == LegState.ANSWERED:
            lines.wish(tx, leg, Wish.HOLD)


def resume(tx: Transaction, case_id: UUID, leg_id: UUID | None = None) -> None:
    """Take the caller, or one party, off hold. Pressing again changes nothing."""
    _, live = _my_call(tx, case_id)
    for leg in _meant(live, leg_id):
        if leg.state == LegState.ON_HOLD or leg.wish == Wish.HOLD:
            lines.wish(tx, leg, Wish.RESUME)


def add(tx: Transaction, case_id: UUID, party: Party, *, hold_caller: bool) -> UUID:
    """Ring somebody into the talk; they join when they press a key.

    Args:
        tx: the transaction.
        case_id: the case.
        party: whom.
        hold_caller: consult first, with the caller on hold; False for an interpreter.

    Returns:
        The order's id.
    """
    case, live = _my_call(tx, case_id)
    if hold_caller:
        hold(tx, case_id)
    if not any(leg.room for leg in live):
        raise Conflict("You are not in the call yet. Wait until you hear the caller, then add.")
    return _ring_third_party(tx, case, party, CONSULT)


def interpreter(tx: Transaction, case_id: UUID, language: str, request_key: str) -> UUID:
    """Ring an interpreter of a language, or text relay, into the talk in one press.

    Raises:
        Invalid: the hub has no number for it.
    """
    case, _ = _my_call(tx, case_id)
    number = queries.language_line(tx, case.hub_id, language)
    if number is None:
        raise Invalid(
            "There is no number for this language in the directory. Add a person by number.",
            {"language": ["Choose a language that has a number."]},
        )
    party = Party(
        number=TelephoneNumber(number), label=language.capitalize(), request_key=request_key
    )
    return _ring_third_party(tx, case, party, INTERPRETER)


def leave(tx: Transaction, case_id: UUID) -> None:
    """Leave the others to themselves: the caller stays with whoever was added.

    Raises:
        Conflict: the caller would be alone.
    """
    case, live = _my_call(tx, case_id)
    mine = [leg for leg in live if leg.staff_id == tx.actor.id]
    rooms = {leg.room for leg in mine if leg.room}
    inside = [leg for leg in live if leg.room in rooms and leg.staff_id != tx.actor.id]
    callers = [leg for leg in inside if leg.role == LegRole.CALLER]
    if callers and len(inside) == len(callers):
        raise Conflict(
            "The caller would be alone. End the call, or hand the case back so that it waits again."
        )
    for caller in callers:
        if caller.state == LegState.ON_HOLD:
            lines.wish(tx, caller, Wish.RESUME)
    for leg in mine:
        lines.wish(tx, leg, Wish.END)
    lines.cancel_orders(tx, case.hub_id, case_id, frozenset({"desk_phone"}))


def end(tx: Transaction, case_id: UUID) -> None:
    """End the call for everybody in it, and take back what was not rung yet."""
    case, live = _my_call(tx, case_id)
    for leg in live:
        lines.wish(tx, leg, Wish.END)
    lines.cancel_orders(tx, case.hub_id, case_id, CALL_PURPOSES)
    room = legs.open_room(tx, case.hub_id, case_id)
    if room is not None:
        lines.call_then(tx, room.name, None)


def release(tx: Transaction, case_id: UUID, leg_id: UUID) -> None:
    """Take one third party out of the talk; the caller comes off hold."""
    _, live = _my_call(tx, case_id)
    for leg in live:
        if leg.id == leg_id and leg.role not in (LegRole.CALLER, LegRole.COORDINATOR):
            lines.wish(tx, leg, Wish.END)
    for caller in _meant(live, None):
        if caller.state == LegState.ON_HOLD:
            lines.wish(tx, caller, Wish.RESUME)


def retrieve(tx: Transaction, case_id: UUID) -> None:
    """Come back into a talk that one has left, or that one's telephone dropped out of."""
    case = case_queries.held(tx, case_id)
    _must_own(tx, case)
    live = legs.held_legs(tx, case.hub_id, case_id)
    if not any(leg.role != LegRole.COORDINATOR for leg in live):
        raise Conflict("Nobody is on the line any more.")
    if not any(leg.staff_id == tx.actor.id for leg in live):
        give_line(tx, case, _me(tx))


def ring_back(tx: Transaction, case_id: UUID) -> None:
    """Ring the caller back: one's own line first, the caller second. Band and clock stay.

    Raises:
        Conflict: the number is withheld, or the caller is on the line.
    """
    case = case_queries.held(tx, case_id)
    _must_own(tx, case)
    if case.call_back_number is None or case.reach == Reach.LOST:
        raise Conflict("The number was withheld. This caller cannot be rung back.")
    live = legs.held_legs(tx, case.hub_id, case_id)
    if any(leg.role == LegRole.CALLER for leg in live):
        raise Conflict("The caller is on the line.")
    lines.call_then(tx, lines.open_room(tx, case.hub_id, case_id), case.call_back_number)
    if any(leg.staff_id == tx.actor.id and leg.room for leg in live):
        bring_caller(tx, case.hub_id, case_id)
    else:
        give_line(tx, case, _me(tx))


def _ring_third_party(tx: Transaction, case: Case, party: Party, purpose: str) -> UUID:
    return lines.want_call(
        tx,
        lines.Wanted(
            hub_id=case.hub_id,
            case_id=case.id,
            purpose=purpose,
            request_key=party.request_key,
            priority=OrderPriority.CONSULT,
            role=LegRole.THIRD_PARTY,
            to_number=party.number.e164,
            label=party.label,
        ),
    )


def _my_call(tx: Transaction, case_id: UUID) -> tuple[Case, list[Leg]]:
    """The case and its live legs, for somebody who has it or is on the call."""
    case = case_queries.held(tx, case_id)
    live = list(legs.held_legs(tx, case.hub_id, case_id))
    if case.owner_id != tx.actor.id and not any(leg.staff_id == tx.actor.id for leg in live):
        raise Conflict("This is not your call. Nothing was changed.")
    return case, live


def _must_own(tx: Transaction, case: Case) -> None:
    if case.owner_id != tx.actor.id or case.state == CaseState.CLOSED:
        raise Conflict("This is not your case. Take it first.")


def _meant(live: list[Leg], leg_id: UUID | None) -> list[Leg]:
    if leg_id is not None:
        return [leg for leg in live if leg.id == leg_id]
    return [leg for leg in live if leg.role == LegRole.CALLER]


def _me(tx: Transaction) -> UUID:
    if tx.actor.id is None:
        raise Conflict("Only a person can be on a call.")
    return tx.actor.id
