"""What we do: the plan, what still stands before closing, 999."""

from typing import Any

from app.cases import dispositions
from app.cases import queries as cases
from app.cases.states import CaseState, Debt, EmergencyState
from app.console import rows
from app.console.case_view.drawn import Drawn
from app.console.views import (
    Action,
    Check,
    ClosingPanel,
    EmergencyPanel,
    Note,
    Pick,
    PlanPanel,
)
from app.directory import queries as directory
from app.foundation.transaction import Transaction
from app.terms import moments

FIRST_PICKS = 5
"""Next steps shown before "18 more"."""


def plan_of(it: Drawn, chosen: str, *, changing: bool) -> PlanPanel:
    """The main next step: the list, or the chosen one and what it needs."""
    case = it.row
    picks = tuple(
        Pick(code=each.code.value, name=each.name, why=_why(each))
        for each in dispositions.CATALOGUE.values()
        if each.may_be_main and each.code is not dispositions.Code.EMERGENCY
    )
    code = chosen or ("" if changing else case.disposition or "")
    agreed = ""
    if case.disposition and not chosen:
        known = dispositions.named(case.disposition)
        agreed = f"Plan agreed: {known.name if known else case.disposition}"
    known = dispositions.named(code) if code else None
    confirm = f"Agree: {known.name}" if known is not None and it.mine else ""
    return PlanPanel(
        picks=picks[:FIRST_PICKS],
        more=picks[FIRST_PICKS:],
        chosen=code,
        agreed=agreed,
        change_url=f"/cases/{case.id}?form=plan",
        choose_url=f"/cases/{case.id}",
        confirm=confirm,
        waits=_waits(it),
    )


def _why(step: dispositions.Disposition) -> str:
    needed = [need.label for _, need in dispositions.needs(step.code) if need.label]
    travel = "No travel" if step.no_travel else "Travel"
    asks = f". Needs {', '.join(label.lower() for label in needed[:2])}" if needed else ""
    return f"{step.time.capitalize()}. {travel}{asks}"


def _waits(it: Drawn) -> tuple[Action, ...]:
    case, base = it.row, f"/cases/{it.row.id}/wait"
    if not it.mine:
        return ()
    if case.state == CaseState.IN_COORDINATION:
        return (
            Action("Wait for the caller", f"{base}/awaiting_caller", kind="plain"),
            Action("Wait for a partner", f"{base}/awaiting_partner", kind="plain"),
        )
    if case.state in (CaseState.AWAITING_CALLER, CaseState.AWAITING_PARTNER):
        return (Action("Go on with it", f"{base}/in_coordination", kind="plain"),)
    if case.state == CaseState.PLAN_AGREED:
        return (Action("Await the outcome", f"{base}/awaiting_outcome", kind="plain"),)
    return ()


def closing_of(it: Drawn, owed: Any, *, open_: bool) -> ClosingPanel:  # noqa: ANN401  # rows
    """What still stands before the case may be closed."""
    plan = it.row.plan or {}
    checks = [
        Check("Main next step agreed", it.row.disposition is not None),
        Check("Caller agrees with the plan", plan.get("agreed") == "yes"),
    ]
    checks += [
        Check(_OWED[Debt(debt.kind)], done=False) for debt in owed if debt.kind != Debt.OUTCOME
    ]
    checks += [
        Check("Safety advice recorded", bool((it.row.outcome or {}).get("safety_net"))),
        Check("Outcome recorded", bool((it.row.outcome or {}).get("happened"))),
    ]
    return ClosingPanel(checks=tuple(checks), open=open_)


_OWED = {
    Debt.CALL_BACK: "Caller rung back",
    Debt.EMERGENCY_CONFIRMATION: "999 incident number written",
}


def emergency_of(tx: Transaction, it: Drawn) -> EmergencyPanel | None:
    """How far 999 has come, with the number until it is confirmed; None without 999."""
    case = it.row
    if case.emergency is None or case.emergency_at is None:
        return None
    state = EmergencyState(case.emergency)
    control = next(iter(directory.ambulance_areas(tx, case.hub_id)), None)
    number = rows.spoken_number(control.control_number) if control else "999"
    base = f"/cases/{case.id}/999"
    at = moments.clock_to_the_second(case.emergency_at)
    answered = Action("Control has answered", f"{base}/answered", kind="go")
    match state:
        case EmergencyState.DIALLING:
            note = Note(f"Dialling ambulance control since {at}.", "", "act", "band0", (answered,))
        case EmergencyState.ALARM:
            note = Note("Control has not answered.", f"Dialled {at}.", "act", "band0", (answered,))
        case EmergencyState.ANSWERED:
            note = Note(
                "999 not confirmed.",
                "Write control's incident number and category.",
                "warn",
                "half",
            )
        case EmergencyState.CONFIRMED:
            incident = case.emergency_incident or {}
            note = Note(
                f"999 confirmed. Incident {incident.get('incident', '')}.",
                f"Category {incident.get('category', '')}.",
                "ok",
                "tick",
                (
                    Action("Control has the case", f"{base}/end/awaiting_outcome", kind="go"),
                    Action("Control hands it back", f"{base}/end/in_coordination", kind="plain"),
                )
                if case.state == CaseState.UPGRADED_999
                else (),
            )
    return EmergencyPanel(
        state=state.value,
        note=note,
        number=number,
        dialled_at=case.emergency_at.isoformat(),
    )


def advice(found: cases.Case, number: str) -> str:
    """Words of safety advice to start from, by what was arranged; nothing before a plan stands.

    Args:
        number: where we can be rung, as it is read aloud.
    """
    known = dispositions.named(found.disposition) if found.disposition else None
    return dispositions.advice(known.code, number=number) if known else ""
