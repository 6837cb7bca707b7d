"""What people write: streaming, caller, situation, patient, observations, notes."""

from uuid import UUID

from flask import redirect
from werkzeug.wrappers import Response

from app.accounts.guards import needs
from app.cases import actions, forms, queries
from app.cases.web.saving import Answer, blueprint, saved
from app.foundation.problems import Invalid
from app.foundation.transaction import Transaction
from app.patients import actions as patients
from app.terms.caller import CallerType


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

    answer = saved("Streaming", form, case_id, act, "streaming")
    if form.finish.data and isinstance(answer, Response):
        return redirect("/board", 303)
    return answer


@blueprint.post("/cases/<uuid:case_id>/caller")
@needs("queue.write")
def caller(case_id: UUID) -> Answer:
    """Save who rings and where the patient is."""
    form = forms.CallerForm.sent()

    def act(tx: Transaction) -> None:
        actions.write_record(tx, case_id, form.version.data or 0, form.given())
        actions.tell_caller(tx, case_id, CallerType(form.caller_type.data))

    return saved("Caller", form, case_id, act, "caller")


@blueprint.post("/cases/<uuid:case_id>/situation")
@needs("queue.write")
def situation(case_id: UUID) -> Answer:
    """Save what has happened."""
    form = forms.SituationForm.sent()
    return saved(
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

    return saved("Patient", form, case_id, act, "patient")


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

    return saved("Verify the patient", form, case_id, act, "patient")


@blueprint.post("/cases/<uuid:case_id>/observations")
@needs("queue.write")
def observations(case_id: UUID) -> Answer:
    """Record vital signs; the score is reckoned here and shown with its parts."""
    form = forms.ObservationForm.sent()
    return saved(
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
    return saved(
        "Note",
        form,
        case_id,
        lambda tx: actions.write_note(tx, case_id, kind, form.body()),
        "notes",
    )
