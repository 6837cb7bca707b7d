"""999: one action from any screen, for every role; red until a human voice answers."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.cases import queries
from app.cases.actions.owing import owe, settle
from app.cases.actions.prioritising import prioritise
from app.cases.facts import BackUpAsked, EmergencyEnded, EmergencyMoved, EmergencyRaised
from app.cases.models import Case
from app.cases.states import MOVES, Ask, CaseState, Debt, EmergencyState, Reach
from app.directory import queries as directory
from app.foundation.moves import move
from app.foundation.problems import Conflict
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines.states import LegRole, OrderPriority
from app.terms.caller import CallerType

ALARM_AFTER = timedelta(seconds=30)
"""Control not answered after this sounds on every desk (hazard H-014)."""

CONFIRM_WITHIN = timedelta(minutes=10)
"""By then the incident number and category must be written."""


def raise_emergency(tx: Transaction, case_id: UUID, ask: Ask = Ask.BACK_UP) -> Case:
    """Upgrade to 999 in one press: dial ambulance control's professional line, start the alarm.

    The order to dial is written in this same transaction, with its deadline, so that it is found
    again whatever dies. Pressing again while control is being dialled changes nothing.

    Args:
        ask: with a crew or control on the line, what to ask control for instead:
            back-up, when nothing is said, or conveyance.
    """
    tx.actor.must("emergency.raise")
    case = queries.held(tx, case_id)
    if case.state == CaseState.UPGRADED_999:
        return case
    if case.state == CaseState.CLOSED:
        raise Conflict(
            "This case is closed. Press 999 on the board: it opens a new case and dials."
        )
    case.before_999 = case.state
    case.state = move(CaseState(case.state), CaseState.UPGRADED_999, MOVES)
    if case.owner_id is None and tx.actor.id is not None:
        case.queue, case.owner_id, case.owner_since = None, tx.actor.id, tx.now
    case.emergency, case.emergency_at = EmergencyState.DIALLING, tx.now
    case.emergency_incident = None
    case.version += 1
    # with the case in it: two cases of a hub may need 999 in one second, and each needs its call
    key = f"{case.id}:{tx.now.timestamp():.0f}"
    control = next(iter(directory.ambulance_areas(tx, case.hub_id)), None)
    if control is None:
        # nobody to dial: red and alarming at once, until a person has dialled by telephone
        case.emergency_due_at = tx.now
    else:
        case.emergency_due_at = tx.now + ALARM_AFTER
        lines.want_call(
            tx,
            lines.Wanted(
                hub_id=case.hub_id,
                case_id=case.id,
                purpose="999",
                request_key=key,
                priority=OrderPriority.EMERGENCY,
                role=LegRole.AMBULANCE_CONTROL,
                to_number=control.control_number,
            ),
        )
    owe(tx, case, Debt.EMERGENCY_CONFIRMATION, key, tx.now + CONFIRM_WITHIN)
    tx.record(EmergencyRaised(hub_id=case.hub_id, case_id=case.id))
    if crew_on_line(case):
        tx.record(BackUpAsked(hub_id=case.hub_id, case_id=case.id, ask=ask))
    prioritise(tx, case)
    return case


def crew_on_line(case: Case) -> bool:
    """Whether an ambulance crew or control is the caller and on the line now."""
    return case.reach == Reach.ON_LINE and CallerType(case.caller_type).is_ambulance


def alarm_due(tx: Transaction, limit: int = 50) -> int:
    """Sound every upgrade that no human voice has answered in time. A duty of the clock.

    Returns:
        How many alarms began.
    """
    late = tx.session.scalars(
        select(Case)
        .where(Case.emergency == EmergencyState.DIALLING, Case.emergency_due_at <= tx.now)
        .order_by(Case.emergency_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for case in late:
        _emergency(tx, case, EmergencyState.ALARM)
    return len(late)


def control_answered(tx: Transaction, case_id: UUID) -> None:
    """A person heard a human voice at control, on our line or on any telephone: the alarm ends.

    A carrier's "answered" is not enough: it may be a recorded voice.
    """
    case = _upgraded(tx, case_id)
    if case.emergency in (EmergencyState.DIALLING, EmergencyState.ALARM):
        _emergency(tx, case, EmergencyState.ANSWERED)


def confirm_emergency(tx: Transaction, case_id: UUID, incident: str, category: str) -> None:
    """Write control's incident number and category; until then it is "999 not confirmed"."""
    case = _upgraded(tx, case_id)
    case.emergency_incident = {"incident": incident, "category": category}
    _emergency(tx, case, EmergencyState.CONFIRMED)
    for debt in queries.owed(tx, case):
        if debt.kind == Debt.EMERGENCY_CONFIRMATION:
            settle(tx, case, debt, "confirmed")


def end_emergency(tx: Transaction, case_id: UUID, to: CaseState) -> None:
    """Control hands the case back to us, or has it and we await its outcome.

    Raises:
        Conflict: the incident number has not been written.
    """
    case = _upgraded(tx, case_id)
    if case.emergency != EmergencyState.CONFIRMED:
        raise Conflict("999 is not confirmed. Write control's incident number and category first.")
    case.state = move(CaseState.UPGRADED_999, to, MOVES)
    case.disposition = "999" if to is CaseState.AWAITING_OUTCOME else case.disposition
    if case.owner_id is None and tx.actor.id is not None:
        # given back while it was red: whoever ends the upgrade goes on with it
        case.queue, case.owner_id, case.owner_since = None, tx.actor.id, tx.now
    case.version += 1
    tx.record(EmergencyEnded(hub_id=case.hub_id, case_id=case.id, to_state=to))
    prioritise(tx, case)


def _upgraded(tx: Transaction, case_id: UUID) -> Case:
    case = queries.held(tx, case_id)
    if case.state != CaseState.UPGRADED_999:
        raise Conflict("This case is not with 999.")
    return case


def _emergency(tx: Transaction, case: Case, to: EmergencyState) -> None:
    case.emergency = to
    case.emergency_due_at = None
    case.version += 1
    tx.record(EmergencyMoved(hub_id=case.hub_id, case_id=case.id, to=to))
