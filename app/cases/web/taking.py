"""Who has a case: take, give back, hand over, give, join."""

from uuid import UUID

from flask import redirect
from werkzeug.wrappers import Response

from app.accounts.guards import actor, hub_id, needs
from app.cases import actions, forms
from app.cases.web.saving import Answer, blueprint, case_page, id_named, saved
from app.foundation.transaction import Transaction, transaction


@blueprint.post("/cases/take-next")
@needs("case.coordinate")
def take_next() -> Response:
    """Take the waiting case of the highest band and the longest wait."""
    with transaction(actor()) as tx:
        case = actions.take_next(tx, hub_id())
    return case_page(case.id)


@blueprint.post("/cases/<uuid:case_id>/take")
@needs("case.stream")
def take(case_id: UUID) -> Response:
    """Take a chosen row: a coordinator coordinates it, a call handler streams it."""
    who = actor()
    with transaction(who) as tx:
        if who.may("case.coordinate"):
            actions.take(tx, case_id)
        else:
            actions.stream(tx, case_id)
    return case_page(case_id)


@blueprint.post("/cases/<uuid:case_id>/give-back")
@needs("queue.write")
def give_back(case_id: UUID) -> Response:
    """Give one's case back to its queue."""
    with transaction(actor()) as tx:
        actions.give_back(tx, case_id)
    return redirect("/board", 303)


@blueprint.post("/cases/<uuid:case_id>/hand-over")
@needs("queue.write")
def hand_over(case_id: UUID) -> Answer:
    """Hand one's case to a colleague with what they need to know; or to the queue."""
    form = forms.HandOverForm.sent()

    def act(tx: Transaction) -> None:
        if form.note.data:
            actions.write_note(tx, case_id, "hand_over", {"text": form.note.data})
        if form.to.data == "queue":
            actions.give_back(tx, case_id)
        else:
            actions.hand_over(tx, case_id, id_named(form.to.data))

    answer = saved("Hand over", form, case_id, act, "")
    return redirect("/board", 303) if isinstance(answer, Response) else answer


@blueprint.post("/cases/<uuid:case_id>/give/<uuid:staff_id>")
@needs("supervise")
def give(case_id: UUID, staff_id: UUID) -> Response:
    """A supervisor gives a case to somebody."""
    with transaction(actor()) as tx:
        actions.give(tx, case_id, staff_id)
    return redirect("/supervisor", 303)


@blueprint.post("/cases/<uuid:case_id>/join/<uuid:into_id>")
@needs("queue.write")
def join(case_id: UUID, into_id: UUID) -> Response:
    """This call is about an open case: its contact moves there."""
    with transaction(actor()) as tx:
        actions.join_contact(tx, case_id, into_id)
    return case_page(into_id)


@blueprint.post("/desk/sign-off")
@needs("case.stream")
def sign_off() -> Response:
    """Go off shift; open cases go back to their queue."""
    with transaction(actor()) as tx:
        actions.sign_off(tx, hub_id())
    return redirect("/board", 303)
