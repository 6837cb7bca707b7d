"""What a person says about their own desk: here, ready, on a break, off shift."""

from datetime import timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.guards import actor, at_any_desk, hub_id, needs
from app.foundation.transaction import transaction
from app.staffing import actions
from app.staffing.forms import BreakForm, SignOnForm
from app.staffing.states import Headset
from app.terms.telephone import TelephoneNumber

blueprint = Blueprint("staffing", __name__)

BACK = "/board"


@blueprint.post("/desk/sign-on")
@needs("case.stream")
def sign_on() -> ResponseReturnValue:
    """Come on shift, at the browser's headset or at a desk phone."""
    form = SignOnForm.sent()
    if not form.validate():
        raise form.problem()
    typed = form.desk_number.data
    with transaction(actor()) as tx:
        actions.sign_on(
            tx,
            hub_id(),
            headset=Headset.DESK_PHONE if typed else Headset.BROWSER,
            desk_number=TelephoneNumber.typed(typed) if typed else None,
        )
    return _back()


@blueprint.post("/desk/ready")
@needs("case.stream")
def ready() -> ResponseReturnValue:
    """Be ready for calls."""
    with transaction(actor()) as tx:
        actions.ready(tx, hub_id())
    return _back()


@blueprint.post("/desk/break")
@needs("case.stream")
def take_break() -> ResponseReturnValue:
    """Go on a break."""
    form = BreakForm.sent()
    if not form.validate():
        raise form.problem()
    with transaction(actor()) as tx:
        minutes = form.minutes.data
        actions.take_break(tx, hub_id(), tx.now + timedelta(minutes=minutes) if minutes else None)
    return _back()


@blueprint.post("/desk/seen")
@at_any_desk
def seen() -> ResponseReturnValue:
    """The phone's window is there, also behind a locked desk."""
    with transaction(actor()) as tx:
        actions.seen(tx, hub_id())
    return "", 204


def _back() -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return "", 204
    return redirect(BACK, 303)
