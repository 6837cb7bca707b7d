"""What we decide to do, and the end: plan, waiting, closing, reopening."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.cases import dispositions, queries
from app.cases.actions.owing import owe, settle
from app.cases.actions.prioritising import prioritise
from app.cases.facts import CaseClosed, CaseReopened, CaseWaits, PlanAgreed
from app.cases.models import Case, Note
from app.cases.states import CLOSABLE, MOVES, CaseState, Debt, Queue
from app.foundation.identifiers import new_id
from app.foundation.moves import move, spoken
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction
from app.lines import queries as lines
from app.lines.states import LegRole

REOPEN_WITHIN = timedelta(days=7)
OUTCOME_WITHIN = timedelta(hours=24)

WAITING = frozenset(
    {
        CaseState.AWAITING_CALLER,
        CaseState.AWAITING_PARTNER,
        CaseState.AWAITING_DISPATCH,
        CaseState.IN_DELIVERY,
    }
)
"""What an owner may say that a case waits for. Every other state has an action of its own."""

WORKED_ON = WAITING | {
    CaseState.IN_COORDINATION,
    CaseState.PLAN_AGREED,
    CaseState.AWAITING_OUTCOME,
}
"""Where a case is in a coordinator's hands: not with 999, not in a queue, not closed."""


def agree_plan(tx: Transaction, case_id: UUID, disposition: str, plan: dict[str, Any]) -> Case:
    """Confirm the main disposition with everything it needs.

    Raises:
        Invalid: something it needs is missing; each error names the rule and the way on.
        Conflict: the case is not in coordination.
    """
    tx.actor.must("case.coordinate")
    case = queries.held(tx, case_id)
    refusals = dispositions.missing(disposition, plan)
    if refusals:
        raise Invalid(
            "This plan needs more before it can be confirmed.",
            _beside(refusals),
        )
    before = CaseState(case.state)
    if before is not CaseState.PLAN_AGREED:
        case.state = move(before, CaseState.PLAN_AGREED, MOVES)
    case.disposition, case.plan = disposition, plan
    case.version += 1
    tx.record(
        PlanAgreed(hub_id=case.hub_id, case_id=case.id, disposition=disposition, from_state=before)
    )
    prioritise(tx, case)
    return case


def wait_for(tx: Transaction, case_id: UUID, state: CaseState) -> None:
    """Say that the owner waits for the caller, a partner or a team; or waits no more.

    Raises:
        Conflict: nobody works on it, or that state is reached by an action of its own.
    """
    case = _worked_on(queries.held(tx, case_id))
    if state not in WAITING | {CaseState.IN_COORDINATION}:
        raise Conflict(f"A case does not become {spoken(state)} by waiting. Nothing was changed.")
    case.state = move(CaseState(case.state), state, MOVES)
    case.version += 1
    tx.record(CaseWaits(hub_id=case.hub_id, case_id=case.id, to_state=state))
    prioritise(tx, case)


def close(tx: Transaction, case_id: UUID, outcome: dict[str, Any]) -> Case:
    """Close with what happened, what was avoided and the safety advice given.

    Args:
        outcome: the closing form's fields; `safety_net` says what advice was given.

    Raises:
        Invalid: no agreed plan, or no safety advice.
        Conflict: something is still owed, for example a call-back.
    """
    tx.actor.must("case.close")
    case = queries.held(tx, case_id)
    if case.disposition is None or case.state not in CLOSABLE:
        sentence = "There is no agreed plan. Choose the main next step first."
        raise Invalid(sentence, {"disposition": [sentence]})
    refusals = dispositions.missing_to_close(outcome)
    if refusals:
        raise Invalid("This case cannot be closed yet.", _beside(refusals))
    for debt in queries.owed(tx, case):
        if debt.kind != Debt.OUTCOME:
            raise Conflict(f"{_OWED_WORDS[Debt(debt.kind)]} Do that first, then close.")
        settle(tx, case, debt, "closed")
    if any(
        leg.role == LegRole.CALLER and leg.room is None
        for leg in lines.live_legs(tx, case.hub_id, case.id)
    ):
        # a closed case is on no board: this caller would wait for nobody
        raise Conflict("The caller is on the line and waits for somebody. Speak to them first.")
    before = CaseState(case.state)
    case.state = move(before, CaseState.CLOSED, MOVES)
    case.queue, case.owner_id, case.owner_since = None, None, None
    case.outcome, case.closed_at, case.priority_due_at = outcome, tx.now, None
    case.version += 1
    tx.record(
        CaseClosed(
            hub_id=case.hub_id,
            case_id=case.id,
            disposition=case.disposition or "",
            from_state=before,
        )
    )
    return case


def _worked_on(case: Case) -> Case:
    if case.owner_id is None or case.state not in WORKED_ON:
        raise Conflict(
            f"This case is {spoken(CaseState(case.state))}. Take it first. Nothing was changed."
        )
    return case


def _beside(refusals: list[dispositions.Refusal]) -> dict[str, list[str]]:
    return {refusal.field: [refusal.sentence] for refusal in refusals}


_OWED_WORDS = {
    Debt.CALL_BACK: "The caller is still owed a call-back.",
    Debt.EMERGENCY_CONFIRMATION: "999 is not confirmed: the incident number is missing.",
    Debt.OUTCOME: "The outcome is still owed.",
}


def await_outcome(tx: Transaction, case_id: UUID) -> None:
    """The plan is being carried out elsewhere; the outcome is owed within a day."""
    case = _worked_on(queries.held(tx, case_id))
    case.state = move(CaseState(case.state), CaseState.AWAITING_OUTCOME, MOVES)
    case.version += 1
    owe(tx, case, Debt.OUTCOME, "outcome", tx.now + OUTCOME_WITHIN)
    tx.record(CaseWaits(hub_id=case.hub_id, case_id=case.id, to_state=CaseState.AWAITING_OUTCOME))
    prioritise(tx, case)


def reopen(tx: Transaction, case_id: UUID) -> Case:
    """The same need is back within seven days: the case returns to its queue.

    Raises:
        Conflict: it is not closed, or was closed longer ago.
    """
    tx.actor.must("queue.write")
    case = queries.held(tx, case_id)
    if case.closed_at is None or tx.now - case.closed_at > REOPEN_WITHIN:
        raise Conflict("A case can be reopened for seven days after it was closed. Open a new one.")
    case.state = move(CaseState(case.state), CaseState.REOPENED, MOVES)
    case.queue, case.closed_at, case.overdue_at = Queue.COORDINATOR, None, None
    # what was decided then is no decision now; the note and the journal keep it
    _keep_earlier_end(tx, case)
    case.disposition, case.plan, case.outcome = None, None, None
    case.version += 1
    tx.record(CaseReopened(hub_id=case.hub_id, case_id=case.id, queue=Queue.COORDINATOR))
    prioritise(tx, case)
    return case


def _keep_earlier_end(tx: Transaction, case: Case) -> None:
    before = {"main next step": case.disposition, **(case.plan or {}), **(case.outcome or {})}
    decided = {name.replace("_", " "): str(said) for name, said in before.items() if said}
    tx.session.add(
        Note(
            id=new_id(),
            hub_id=case.hub_id,
            case_id=case.id,
            kind="earlier_end",
            written_at=tx.now,
            written_by=tx.actor.id,
            body={"text": "Reopened. This was decided before.", **decided},
        )
    )
