"""What is decided: priority, plan, waiting, closing, reopening."""

from datetime import timedelta
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from app.accounts.guards import actor, needs
from app.cases import actions, forms
from app.cases.states import CaseState
from app.cases.web.saving import Answer, blueprint, case_page, saved, state_named
from app.foundation.transaction import transaction
from app.terms.band import Band


@blueprint.post("/cases/<uuid:case_id>/override")
@needs("case.override")
def override(case_id: UUID) -> Answer:
    """Set the band with a reason and an expiry."""
    form = forms.OverrideForm.sent()
    return saved(
        "Priority",
        form,
        case_id,
        lambda tx: actions.override(
            tx,
            case_id,
            Band(int(form.band.data)),
            form.reason.data or "",
            tx.now + timedelta(minutes=int(form.minutes.data)),
        ),
        "",
    )


@blueprint.post("/cases/<uuid:case_id>/plan")
@needs("case.coordinate")
def plan(case_id: UUID) -> Answer:
    """Confirm the main next step with what it needs."""
    disposition, form = forms.plan_form(request.form)
    return saved(
        "Plan",
        form,
        case_id,
        lambda tx: actions.agree_plan(tx, case_id, disposition, form.given()),
        "plan",
    )


@blueprint.post("/cases/<uuid:case_id>/wait/<state>")
@needs("case.coordinate")
def wait(case_id: UUID, state: str) -> Response:
    """Wait for the caller, a partner or a team; or wait no more."""
    with transaction(actor()) as tx:
        if state == CaseState.AWAITING_OUTCOME:
            actions.await_outcome(tx, case_id)
        else:
            actions.wait_for(tx, case_id, state_named(state))
    return case_page(case_id, "plan")


@blueprint.post("/cases/<uuid:case_id>/close")
@needs("case.close")
def close(case_id: UUID) -> Answer:
    """Close with an outcome and the safety advice given."""
    form = forms.CloseForm.sent()
    return saved(
        "Close",
        form,
        case_id,
        lambda tx: actions.close(tx, case_id, form.given()),
        "",
    )


@blueprint.post("/cases/<uuid:case_id>/reopen")
@needs("queue.write")
def reopen(case_id: UUID) -> Response:
    """The same need is back."""
    with transaction(actor()) as tx:
        actions.reopen(tx, case_id)
    return case_page(case_id)
