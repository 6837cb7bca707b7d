"""How a need reaches us: a call, a form, a member of staff; and how its caller comes and goes."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert

from app.cases import queries
from app.cases.actions.owing import owe, settle
from app.cases.actions.prioritising import prioritise
from app.cases.facts import CallerReach, CallerTold, CaseClosed, CaseOpened, ContactReceived
from app.cases.models import CallRecord, Case, CaseNumber, Contact, Obligation
from app.cases.states import MOVES, CaseState, Channel, Debt, Queue, Reach
from app.foundation.identifiers import new_id
from app.foundation.moves import move
from app.foundation.problems import Conflict
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.terms.caller import CallerType

FIRST_NUMBER = 2001

_CONTACTS = cast("Table", Contact.__table__)
_NUMBERS = cast("Table", CaseNumber.__table__)
# built once: building a statement takes longer than running it, and a telephone waits
_KEEP_CONTACT = insert(_CONTACTS).on_conflict_do_nothing().returning(_CONTACTS.c.id)
_NEXT_NUMBER = (
    insert(_NUMBERS)
    .on_conflict_do_update(index_elements=["hub_id"], set_={"last": _NUMBERS.c.last + 1})
    .returning(_NUMBERS.c.last)
)


@dataclass(frozen=True, slots=True)
class Received:
    """What a contact became.

    Attributes:
        fresh: False when this contact was known already and nothing was written.
    """

    case_id: UUID
    contact_id: UUID
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a contact comes from, as far as is known; recognised, never proven."""

    caller_type: CallerType
    number: str | None = None
    organisation_id: UUID | None = None
    line: str = ""
    express: bool = False


def receive_call(tx: Transaction, hub_id: UUID, call_sid: str, source: Source) -> Received:
    """Make contact and case of a call that rings, once per call.

    Safe to repeat: the same call gives the same case and writes nothing. (Hazard H-001.)
    """
    return _receive(
        tx,
        hub_id,
        Channel.TELEPHONE,
        call_sid,
        source,
        {"reach": Reach.ON_LINE, "on_line_since": tx.now, "queue": Queue.STREAMING},
    )


def receive_form(
    tx: Transaction, hub_id: UUID, request_key: str, source: Source, fields: dict[str, Any]
) -> Received:
    """Make contact and case of a referral form; it is streamed by what the form asked.

    Safe to repeat with the same `request_key`: a double press sends one referral.
    """
    received = _receive(
        tx,
        hub_id,
        Channel.WEB_FORM,
        request_key,
        source,
        {
            "reach": Reach.WRITTEN,
            "queue": Queue.COORDINATOR,
            "state": CaseState.AWAITING_COORDINATOR,
            "streamed_at": tx.now,
            "record": fields,
        },
    )
    return received


def open_by_staff(tx: Transaction, hub_id: UUID) -> UUID:
    """Open a case with no contact behind it, owned by whoever asked (999 with no case open)."""
    tx.actor.must_see(hub_id)
    received = _receive(
        tx,
        hub_id,
        Channel.STAFF,
        str(new_id()),
        Source(caller_type=CallerType.OTHER),
        {
            "reach": Reach.WRITTEN,
            "queue": None,
            "owner_id": tx.actor.id,
            "owner_since": tx.now,
            "state": CaseState.IN_COORDINATION,
        },
    )
    return received.case_id


def _receive(  # noqa: PLR0913, PLR0917  # one place makes every case
    tx: Transaction,
    hub_id: UUID,
    channel: Channel,
    request_key: str,
    source: Source,
    given: dict[str, Any],
) -> Received:
    case_id, contact_id = new_id(), new_id()
    fresh = tx.session.scalar(
        _KEEP_CONTACT,
        {
            "id": contact_id,
            "hub_id": hub_id,
            "case_id": case_id,
            "channel": channel,
            "request_key": request_key,
            "caller_type": source.caller_type,
            "from_number": source.number,
            "organisation_id": source.organisation_id,
            "received_at": tx.now,
        },
    )
    if fresh is None:
        known = tx.session.scalars(
            select(Contact).where(
                Contact.hub_id == hub_id,
                Contact.channel == channel,
                Contact.request_key == request_key,
            )
        ).one()
        return Received(known.case_id, known.id, fresh=False)
    record = given.pop("record", {})
    case = Case(
        id=case_id,
        hub_id=hub_id,
        state=given.pop("state", CaseState.NEW),
        arrived_at=tx.now,
        caller_type=source.caller_type,
        caller_line=source.line,
        claimed_org_id=source.organisation_id,
        express=source.express,
        call_back_number=source.number,
        band=2,
        due_at=tx.now,
        reasons=[],
        sort="",
        record_version=1 if record else 0,
        need=record.get("need", ""),
        where_now=record.get("where_now", ""),
        **given,
    )
    prioritise(tx, case, record=record, told=False)
    case.number = _next_number(tx, hub_id)
    tx.session.add(case)
    if record:
        tx.session.add(
            CallRecord(
                hub_id=hub_id,
                case_id=case_id,
                version=1,
                written_at=tx.now,
                written_by=tx.actor.id,
                fields=record,
            )
        )
    tx.record(
        ContactReceived(
            hub_id=hub_id,
            case_id=case_id,
            contact_id=contact_id,
            channel=channel,
            caller_type=source.caller_type,
            organisation_id=source.organisation_id,
        )
    )
    tx.record(
        CaseOpened(
            hub_id=hub_id, case_id=case_id, number=case.number, band=case.band, due_at=case.due_at
        )
    )
    return Received(case_id, contact_id, fresh=True)


def _next_number(tx: Transaction, hub_id: UUID) -> int:
    # the hub's row stays locked to the commit; it is taken late in the webhook's transaction
    given = {"hub_id": hub_id, "last": FIRST_NUMBER}
    return int(tx.session.execute(_NEXT_NUMBER, given).scalar_one())


def tell_caller(tx: Transaction, case_id: UUID, caller_type: CallerType) -> None:
    """Keep what the caller pressed in the menu; the band follows it. Safe to repeat."""
    case = queries.held(tx, case_id)
    if case.caller_type == caller_type:
        return
    case.caller_type = caller_type
    case.version += 1
    tx.record(CallerTold(hub_id=case.hub_id, case_id=case.id, caller_type=caller_type))
    prioritise(tx, case)


def caller_joined(tx: Transaction, case_id: UUID) -> None:
    """The caller speaks with a person of ours now."""
    case = queries.held(tx, case_id)
    if case.spoken_to_at is None:
        case.spoken_to_at = tx.now
    _reach(tx, case, Reach.ON_LINE)
    for debt in queries.owed(tx, case):
        if debt.kind == Debt.CALL_BACK:
            settle(tx, case, debt, "reached")


def caller_left(tx: Transaction, case_id: UUID, leg_ref: str, *, abandoned: bool) -> None:
    """The caller's line ended. Abandoned means nobody of ours had spoken with them.

    An abandoned or silent call always becomes a call-back task with its band and clock kept; a
    withheld number cannot be rung and is shown as lost. Safe to repeat.
    """
    case = queries.held(tx, case_id)
    if not abandoned:
        _reach(tx, case, Reach.CALL_BACK if case.call_back_number else Reach.LOST)
        return
    reach = Reach.CALL_BACK if case.call_back_number else Reach.LOST
    if case.state != CaseState.CLOSED:
        owe(tx, case, Debt.CALL_BACK, leg_ref, case.due_at)
    _reach(tx, case, reach, abandoned=True)


def ask_call_back(tx: Transaction, case_id: UUID, leg_ref: str) -> None:
    """The caller pressed the key for a call-back: priority and waiting time are kept."""
    case = queries.held(tx, case_id)
    owe(tx, case, Debt.CALL_BACK, leg_ref, case.due_at)
    _reach(tx, case, Reach.CALL_BACK if case.call_back_number else Reach.LOST)


def join_contact(tx: Transaction, case_id: UUID, into_id: UUID) -> None:
    """A person says that this call is about an open case: its contacts move there, it closes.

    The older case keeps its band, its clock and its place; it is the same need.

    Raises:
        Conflict: they are one case already, or the other is closed.
    """
    tx.actor.must("queue.write")
    first, second = sorted([case_id, into_id])
    pair = {first: queries.held(tx, first), second: queries.held(tx, second)}
    case, into = pair[case_id], pair[into_id]
    if case.id == into.id or case.hub_id != into.hub_id or into.state == CaseState.CLOSED:
        raise Conflict("These cannot be joined. The other case must be open and not this one.")
    if case.owner_id not in (None, tx.actor.id):
        raise Conflict("A colleague has this case. Only they can join it to another.")
    tx.session.execute(
        update(Contact)
        .where(Contact.hub_id == case.hub_id, Contact.case_id == case.id)
        .values(case_id=into.id)
    )
    lines.move_to_case(tx, case.hub_id, case.id, into.id)
    # what the caller is owed goes with them, or nobody would ever see that it is owed
    tx.session.execute(
        update(Obligation)
        .where(
            Obligation.hub_id == case.hub_id,
            Obligation.case_id == case.id,
            Obligation.kind == Debt.CALL_BACK,
            Obligation.settled_at.is_(None),
        )
        .values(case_id=into.id)
    )
    if into.reach != Reach.ON_LINE and case.reach != Reach.WRITTEN:
        into.reach, into.on_line_since = case.reach, case.on_line_since
    into.call_back_number = into.call_back_number or case.call_back_number
    into.version += 1
    before = CaseState(case.state)
    case.state = move(before, CaseState.CLOSED, MOVES)
    case.queue, case.owner_id, case.owner_since = None, None, None
    case.closed_at, case.disposition = tx.now, "NO_ACT"
    case.outcome = {"joined_into": str(into.id)}
    case.version += 1
    tx.record(
        CaseClosed(hub_id=case.hub_id, case_id=case.id, disposition="NO_ACT", from_state=before)
    )
    tx.record(CallerReach(hub_id=into.hub_id, case_id=into.id, reach=Reach(into.reach)))
    prioritise(tx, into)


def _reach(tx: Transaction, case: Case, reach: Reach, *, abandoned: bool = False) -> None:
    if case.reach == reach and (reach is not Reach.ON_LINE or case.on_line_since):
        return
    case.reach = reach
    case.on_line_since = tx.now if reach is Reach.ON_LINE else None
    case.version += 1
    tx.record(CallerReach(hub_id=case.hub_id, case_id=case.id, reach=reach, abandoned=abandoned))
