"""The commands of cases: every press is a POST that opens one transaction and calls one action."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.guards import actor, hub_id, needs
from app.cases import actions, forms, queries
from app.cases.states import Ask, CaseState
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction, transaction
from app.patients import actions as patients
from app.terms.band import Band
from app.terms.caller import CallerType
from app.web.forms import Form

blueprint = Blueprint("cases", __name__, template_folder="templates")

Answer = Response | tuple[str, int]


def case_page(case_id: UUID, panel: str = "") -> Response:
    """Back to the case; the page puts the focus on the panel that changed."""
    return redirect(f"/cases/{case_id}{f'#{panel}' if panel else ''}", 303)


def _saved(
    title: str, form: Form, case_id: UUID, act: Callable[[Transaction], object], panel: str
) -> Answer:
    """Check a form, run its action, and go back; or draw the form again with its errors.

    Nothing that was typed is lost: the refused entry is drawn as it was sent.
    """
    sentence = "Some of this needs another look. Nothing you typed was lost."
    if form.validate():
        try:
            with transaction(actor()) as tx:
                act(tx)
        except Invalid as wrong:
            sentence = wrong.sentence
            form.refuse(wrong)
        except Conflict as taken:
            if not taken.changes:
                raise
            return _conflict(taken, form, case_id), 409
        else:
            return case_page(case_id, panel)
    page = render_template(
        "cases/form.html", title=title, form=form, sentence=sentence, back=f"/cases/{case_id}"
    )
    return page, 422


def _conflict(taken: Conflict, form: Form, case_id: UUID) -> str:
    with transaction(actor()) as tx:
        version = queries.case(tx, case_id).record_version
    return render_template(
        "cases/conflict.html",
        conflict=taken,
        form=form,
        version=version,
        keep_url=request.path,
        back=f"/cases/{case_id}",
    )


@blueprint.post("/cases/take-next")
@needs("case.coordinate")
def take_next() -> Response:
    """Take the waiting case of the highest band and the longest wait."""
    with transaction(actor()) as tx:
        case = actions.take_next(tx, hub_id())
    return case_page(case.id)


@blueprint.post("/cases/<uuid:case_id>/take")
@needs("queue.write")
def take(case_id: UUID) -> Response:
    """Take a chosen row: a coordinator coordinates it, a call handler streams it."""
    who = actor()
    with transaction(who) as tx:
        if who.may("case.coordinate"):
            actions.take(tx, case_id)
        else:
            actions.stream(tx, case_id)
    return case_page(case_id)


@blueprint.post("/cases/<uuid:case_id>/streamed")
@needs("case.stream")
def streamed(case_id: UUID) -> Answer:
    """Save the call handler's page; with `finish`, pass the case on with everything carried."""
    form = forms.StreamingForm.sent()

    def act(tx: Transaction) -> None:
        actions.write_record(tx, case_id, form.version.data or 0, form.given())
        actions.tell_caller(tx, case_id, CallerType(form.caller_type.data))
        if form.finish.data:
            actions.finish_streaming(tx, case_id)

    answer = _saved("Streaming", form, case_id, act, "streaming")
    if form.finish.data and isinstance(answer, Response):
        return redirect("/board", 303)
    return answer


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
            actions.hand_over(tx, case_id, _id(form.to.data))

    answer = _saved("Hand over", form, case_id, act, "")
    return redirect("/board", 303) if isinstance(answer, Response) else answer


@blueprint.post("/cases/<uuid:case_id>/give/<uuid:staff_id>")
@needs("supervise")
def give(case_id: UUID, staff_id: UUID) -> Response:
    """A supervisor gives a case to somebody."""
    with transaction(actor()) as tx:
        actions.give(tx, case_id, staff_id)
    return redirect("/supervisor", 303)


@blueprint.post("/cases/<uuid:case_id>/caller")
@needs("queue.write")
def caller(case_id: UUID) -> Answer:
    """Save who rings and where the patient is."""
    form = forms.CallerForm.sent()

    def act(tx: Transaction) -> None:
        actions.write_record(tx, case_id, form.version.data or 0, form.given())
        actions.tell_caller(tx, case_id, CallerType(form.caller_type.data))

    return _saved("Caller", form, case_id, act, "caller")


@blueprint.post("/cases/<uuid:case_id>/situation")
@needs("queue.write")
def situation(case_id: UUID) -> Answer:
    """Save what has happened."""
    form = forms.SituationForm.sent()
    return _saved(
        "Situation",
        form,
        case_id,
        lambda tx: actions.write_record(tx, case_id, form.version.data or 0, form.given()),
        "situation",
    )


@blueprint.post("/cases/<uuid:case_id>/patient")
@needs("queue.write")
def patient(case_id: UUID) -> Answer:
    """Save who the patient is said to be."""
    form = forms.PatientForm.sent()

    def act(tx: Transaction) -> None:
        case = queries.held(tx, case_id)
        person = patients.tell(tx, case.hub_id, case.id, case.patient_id, form.told())
        actions.bind_patient(tx, case.id, person)
        actions.touch(tx, case.id)

    return _saved("Patient", form, case_id, act, "patient")


@blueprint.post("/cases/<uuid:case_id>/verify")
@needs("queue.write")
def verify(case_id: UUID) -> Answer:
    """Write which identifiers were checked aloud."""
    form = forms.VerifyForm.sent()

    def act(tx: Transaction) -> None:
        case = queries.held(tx, case_id)
        if case.patient_id is None:
            raise Invalid("Nobody is named yet. Write who the patient is first.")
        patients.verify(
            tx, case.id, case.patient_id, form.version.data or 0, form.checked.data or []
        )
        actions.touch(tx, case.id)

    return _saved("Verify the patient", form, case_id, act, "patient")


@blueprint.post("/cases/<uuid:case_id>/observations")
@needs("queue.write")
def observations(case_id: UUID) -> Answer:
    """Record vital signs; the score is reckoned here and shown with its parts."""
    form = forms.ObservationForm.sent()
    return _saved(
        "NEWS2",
        form,
        case_id,
        lambda tx: actions.observe(tx, case_id, form.observations(tx.now)),
        "news2",
    )


@blueprint.post("/cases/<uuid:case_id>/notes")
@needs("queue.write")
def note(case_id: UUID) -> Answer:
    """Add a note or an SBAR."""
    form = forms.NoteForm.sent()
    kind = "sbar" if form.situation.data else "note"
    return _saved(
        "Note",
        form,
        case_id,
        lambda tx: actions.write_note(tx, case_id, kind, form.body()),
        "notes",
    )


@blueprint.post("/cases/<uuid:case_id>/override")
@needs("case.override")
def override(case_id: UUID) -> Answer:
    """Set the band with a reason and an expiry."""
    form = forms.OverrideForm.sent()
    return _saved(
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
    return _saved(
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
            actions.wait_for(tx, case_id, _state(state))
    return case_page(case_id, "plan")


@blueprint.post("/cases/<uuid:case_id>/close")
@needs("case.close")
def close(case_id: UUID) -> Answer:
    """Close with an outcome and the safety advice given."""
    form = forms.CloseForm.sent()
    return _saved(
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


@blueprint.post("/cases/<uuid:case_id>/join/<uuid:into_id>")
@needs("queue.write")
def join(case_id: UUID, into_id: UUID) -> Response:
    """This call is about an open case: its contact moves there."""
    with transaction(actor()) as tx:
        actions.join_contact(tx, case_id, into_id)
    return case_page(into_id)


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
    return _saved(
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
        actions.end_emergency(tx, case_id, _state(state))
    return case_page(case_id)


def _state(text: str) -> CaseState:
    try:
        return CaseState(text)
    except ValueError:
        raise Conflict("There is no such state. Nothing was changed.") from None


def _id(text: Any) -> UUID:  # noqa: ANN401  # a form's own value
    try:
        return UUID(str(text))
    except ValueError:
        raise Invalid(
            "Choose who should have it.", {"to": ["Choose who should have it."]}
        ) from None
