"""999 from any screen: raised, answered, confirmed, ended."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from app.accounts.guards import actor, hub_id, needs
from app.cases import actions, forms
from app.cases.states import Ask
from app.cases.web.saving import Answer, blueprint, case_page, saved, state_named
from app.foundation.transaction import transaction


@blueprint.post("/999")
@needs("emergency.raise")
def emergency() -> Response:
    """999 with no case open: it makes one and dials."""
    with transaction(actor()) as tx:
        case_id = actions.open_by_staff(tx, hub_id())
        actions.raise_emergency(tx, case_id)
    return case_page(case_id, "emergency")


@blueprint.post("/cases/<uuid:case_id>/999")
@needs("emergency.raise")
def emergency_of_case(case_id: UUID) -> Response:
    """999 for this case, in one press."""
    ask = Ask.CONVEYANCE if request.form.get("ask") == Ask.CONVEYANCE else Ask.BACK_UP
    with transaction(actor()) as tx:
        actions.raise_emergency(tx, case_id, ask)
    return case_page(case_id, "emergency")


@blueprint.post("/cases/<uuid:case_id>/999/answered")
@needs("emergency.raise")
def emergency_answered(case_id: UUID) -> Response:
    """A person heard a human voice at control."""
    with transaction(actor()) as tx:
        actions.control_answered(tx, case_id)
    return case_page(case_id, "emergency")


@blueprint.post("/cases/<uuid:case_id>/999/confirm")
@needs("emergency.raise")
def emergency_confirm(case_id: UUID) -> Answer:
    """Write control's incident number and category."""
    form = forms.EmergencyForm.sent()
    return saved(
        "999",
        form,
        case_id,
        lambda tx: actions.confirm_emergency(
            tx, case_id, form.incident.data or "", form.category.data
        ),
        "emergency",
    )


@blueprint.post("/cases/<uuid:case_id>/999/end/<state>")
@needs("case.coordinate")
def emergency_end(case_id: UUID, state: str) -> Response:
    """Control hands the case back, or has it and we await the outcome."""
    with transaction(actor()) as tx:
        actions.end_emergency(tx, case_id, state_named(state))
    return case_page(case_id)
