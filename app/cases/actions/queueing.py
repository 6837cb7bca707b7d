"""Who has a case: taking, streaming, giving back, handing over. One owner, always."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.cases import queries
from app.cases.actions.prioritising import prioritise
from app.cases.facts import (
    CaseHandedOver,
    CaseReturned,
    CaseStreamed,
    CaseStreaming,
    CaseTaken,
)
from app.cases.models import Case
from app.cases.states import MOVES, CaseState, Queue, Reach
from app.foundation.moves import move
from app.foundation.problems import Conflict, NotFound
from app.foundation.transaction import Transaction
from app.staffing import actions as staffing
from app.staffing import queries as on_shift
from app.terms.moments import clock_to_the_second

TAKEN_INTO_HAND = frozenset(
    {
        CaseState.NEW,
        CaseState.STREAMING,
        CaseState.AWAITING_COORDINATOR,
        CaseState.REOPENED,
    }
)
"""From these a coordinator's taking makes it in coordination; the others stay what they are."""

AHEAD = func.substr(Case.sort, 2, 2)
"""Inside a band: native before aged, then what we dropped ourselves; the letters after the band."""


ABSENT_AFTER = timedelta(hours=1)
"""Four times what locks a desk."""


def take(tx: Transaction, case_id: UUID) -> Case:
    """Give the case to whoever asks; exactly one of two who press at once gets it.

    Pressing again when it is one's own changes nothing.

    Raises:
        Conflict: somebody else has it; the sentence says who and since when. (Hazard H-010.)
    """
    tx.actor.must("case.coordinate")
    case = queries.held(tx, case_id)
    if case.owner_id == tx.actor.id:
        return case
    _refuse_if_taken(tx, case)
    return _assign(tx, case)


def take_next(tx: Transaction, hub_id: UUID) -> Case:
    """Take the waiting case of the highest band, and of those the one that waits longest.

    Calls and promised call-backs come before what was written. A row that somebody else is
    taking this instant is skipped rather than waited for.

    Raises:
        NotFound: nobody is waiting.
    """
    tx.actor.must("case.coordinate")
    tx.actor.must_see(hub_id)
    case = tx.session.scalar(
        select(Case)
        .where(Case.hub_id == hub_id, queries.OPEN, Case.queue.is_not(None))
        .order_by(Case.band, AHEAD, Case.reach == Reach.WRITTEN, Case.arrived_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if case is None:
        raise NotFound("Nobody is waiting.")
    return _assign(tx, case)


def _assign(tx: Transaction, case: Case) -> Case:
    before = CaseState(case.state)
    if before in TAKEN_INTO_HAND:
        case.state = move(before, CaseState.IN_COORDINATION, MOVES)
    _own(tx, case, tx.actor.id)
    tx.record(
        CaseTaken(
            hub_id=case.hub_id,
            case_id=case.id,
            owner_id=_me(tx),
            from_state=before,
            on_line=case.reach == Reach.ON_LINE,
        )
    )
    prioritise(tx, case)
    return case


def stream(tx: Transaction, case_id: UUID) -> Case:
    """Begin streaming: a call handler speaks with the caller first.

    Raises:
        Conflict: somebody has it, or it is past streaming.
    """
    tx.actor.must("case.stream")
    case = queries.held(tx, case_id)
    if case.owner_id == tx.actor.id:
        return case
    _refuse_if_taken(tx, case)
    case.state = move(CaseState(case.state), CaseState.STREAMING, MOVES)
    _own(tx, case, tx.actor.id)
    tx.record(CaseStreaming(hub_id=case.hub_id, case_id=case.id, owner_id=_me(tx)))
    return case


def finish_streaming(tx: Transaction, case_id: UUID) -> Case:
    """End streaming: the case waits for a coordinator with everything carried."""
    tx.actor.must("case.stream")
    case = queries.held(tx, case_id)
    _must_own(tx, case)
    case.state = move(CaseState(case.state), CaseState.AWAITING_COORDINATOR, MOVES)
    case.streamed_at = tx.now
    _queue(case, Queue.COORDINATOR)
    tx.record(CaseStreamed(hub_id=case.hub_id, case_id=case.id, by_id=_me(tx)))
    prioritise(tx, case)
    return case


def give_back(tx: Transaction, case_id: UUID) -> None:
    """Give the case back to its queue, where its band and clock put it."""
    case = queries.held(tx, case_id)
    _must_own(tx, case)
    _return(tx, case, dropped=False)


def return_dropped(tx: Transaction, case_id: UUID, staff_id: UUID) -> bool:
    """The owner's line dropped while the caller is there: back to the top of the band.

    Returns:
        False when the case is no longer that person's; then nothing was changed.
    """
    case = queries.held(tx, case_id)
    if case.owner_id != staff_id or case.state == CaseState.CLOSED:
        return False
    case.to_top = True
    _return(tx, case, dropped=True)
    return True


def release_owner(tx: Transaction, hub_id: UUID, staff_id: UUID) -> int:
    """Somebody signs off: what they have goes back to its queue (hazard H-011).

    Returns:
        How many cases went back.
    """
    mine = tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, queries.OPEN, Case.owner_id == staff_id)
        .order_by(Case.id)
        .with_for_update()
    ).all()
    for case in mine:
        _return(tx, case, dropped=False)
    return len(mine)


def release_absent(tx: Transaction, limit: int = 50) -> int:
    """Give back the cases of people who have touched no desk for an hour. A duty of the clock.

    Whoever goes home without a word leaves nobody behind (hazard H-011). A case whose caller is
    on the line is left alone: a talk may last, and its own end looks after it.

    Returns:
        How many cases went back to their queue.
    """
    since = tx.now - ABSENT_AFTER
    owners = tx.session.scalars(
        select(Case.owner_id)
        .where(queries.OPEN, Case.owner_id.is_not(None), Case.owner_since <= since)
        .distinct()
    ).all()
    gone = accounts.absent(tx, [owner for owner in owners if owner is not None], since)
    left = tx.session.scalars(
        select(Case)
        .where(
            queries.OPEN,
            Case.owner_id.in_(gone),
            Case.owner_since <= since,
            Case.reach != Reach.ON_LINE,
        )
        .order_by(Case.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for case in left:
        _return(tx, case, dropped=False)
    return len(left)


def sign_off(tx: Transaction, hub_id: UUID) -> int:
    """Go off shift: what is left in one's hands goes back to its queue, so nobody is forgotten.

    Returns:
        How many cases went back.

    Raises:
        Conflict: a call is on the line.
    """
    # cases before desks, as everywhere: a call that ends now has its case and asks for the desk
    returned = release_owner(tx, hub_id, _me(tx))
    staffing.sign_off(tx, hub_id)
    return returned


def hand_over(tx: Transaction, case_id: UUID, to_id: UUID) -> Case:
    """Hand one's case to a colleague of the hub who may coordinate.

    Raises:
        Conflict: the colleague may not have it.
    """
    case = queries.held(tx, case_id)
    _must_own(tx, case)
    return _hand(tx, case, to_id)


def give(tx: Transaction, case_id: UUID, to_id: UUID) -> Case:
    """A supervisor gives a case to somebody, whoever has it now."""
    tx.actor.must("supervise")
    return _hand(tx, queries.held(tx, case_id), to_id)


def _hand(tx: Transaction, case: Case, to_id: UUID) -> Case:
    if not accounts.may_coordinate(tx, case.hub_id, to_id):
        raise Conflict("That colleague cannot take cases in this hub. Choose somebody else.")
    before, state = case.owner_id, CaseState(case.state)
    if state is CaseState.CLOSED:
        raise Conflict("This case is closed. Reopen it, or open a new one.")
    if before == to_id:
        return case
    if on_shift.desk(tx, case.hub_id, to_id) is None:
        raise Conflict("That colleague is not on shift. Choose somebody who is, or the queue.")
    if case.queue is not None:
        if state in TAKEN_INTO_HAND:
            case.state = move(state, CaseState.IN_COORDINATION, MOVES)
        _own(tx, case, to_id)
        tx.record(
            CaseTaken(
                hub_id=case.hub_id,
                case_id=case.id,
                owner_id=to_id,
                from_state=state,
                on_line=case.reach == Reach.ON_LINE,
            )
        )
    else:
        if state is CaseState.STREAMING:
            case.state = move(state, CaseState.IN_COORDINATION, MOVES)
        _own(tx, case, to_id)
        tx.record(
            CaseHandedOver(
                hub_id=case.hub_id, case_id=case.id, from_owner_id=before or to_id, owner_id=to_id
            )
        )
    prioritise(tx, case)
    return case


def _return(tx: Transaction, case: Case, *, dropped: bool) -> None:
    state = CaseState(case.state)
    owner = case.owner_id
    if state is CaseState.STREAMING:
        case.state = move(state, CaseState.NEW, MOVES)
        _queue(case, Queue.STREAMING)
    elif state is CaseState.UPGRADED_999:
        _queue(case, Queue.COORDINATOR)  # stays red, first on the board, with nobody on it
    else:
        case.state = move(state, CaseState.AWAITING_COORDINATOR, MOVES)
        _queue(case, Queue.COORDINATOR)
    tx.record(
        CaseReturned(
            hub_id=case.hub_id,
            case_id=case.id,
            queue=Queue(str(case.queue)),
            from_owner_id=owner,
            dropped=dropped,
        )
    )
    prioritise(tx, case)


def _own(tx: Transaction, case: Case, staff_id: UUID | None) -> None:
    case.queue, case.owner_id, case.owner_since = None, staff_id, tx.now
    case.overdue_at, case.to_top = None, False
    case.version += 1


def _queue(case: Case, queue: Queue) -> None:
    case.queue, case.owner_id, case.owner_since = queue, None, None
    case.version += 1


def _me(tx: Transaction) -> UUID:
    if tx.actor.id is None:
        raise Conflict("Only a person can have a case.")
    return tx.actor.id


def _must_own(tx: Transaction, case: Case) -> None:
    if case.owner_id != tx.actor.id:
        holder = _holder(tx, case)
        raise Conflict(f"{holder} This is not yours to hand on. Nothing was changed.")


def _refuse_if_taken(tx: Transaction, case: Case) -> None:
    if case.state == CaseState.CLOSED:
        raise Conflict("This case is closed. Reopen it, or open a new one.")
    if case.owner_id is not None:
        raise Conflict(f"{_holder(tx, case)} Nothing you did was saved or lost.")


def _holder(tx: Transaction, case: Case) -> str:
    if case.owner_id is None or case.owner_since is None:
        return "Nobody has this case now."
    name = accounts.names(tx, [case.owner_id]).get(case.owner_id, "Somebody")
    return f"{name} took this case at {clock_to_the_second(case.owner_since)}."
