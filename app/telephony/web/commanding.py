"""What a colleague's buttons and phone window ask for during a call. Ordinary forms."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, jsonify, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.accounts.guards import actor, at_any_desk, hub_id, needs
from app.cases import queries as cases
from app.foundation import storage
from app.foundation.identifiers import new_id
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction, transaction
from app.integrations.twilio import line
from app.lines import actions as lines
from app.telephony import actions, queries
from app.telephony.forms import AddForm, DeskPhoneForm, InterpreterForm, PartyForm
from app.telephony.web.blueprint import blueprint
from app.terms.telephone import TelephoneNumber

PASS_SECONDS = 1800


@blueprint.route("/telephony/token", methods=["GET", "POST"])
@at_any_desk
def token() -> Response:
    """A short-lived pass for the softphone of whoever is signed in, and of nobody else."""
    person = actor()
    identity = f"coord_{person.id.hex}" if person.id else ""
    answer = jsonify(
        token=line().telephone.access_token(identity, PASS_SECONDS),
        identity=identity,
        seconds=PASS_SECONDS,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/telephony/my-call")
@at_any_desk
def my_call() -> Response:
    """The call that one is on, or is to join now, for the phone window."""
    with transaction(actor()) as tx:
        call = queries.my_call(tx)
        waits = call is None and queries.call_waits(tx, hub_id())
    answer = jsonify(
        claim=call.claim if call else None,
        call=None if call is None else _shown(call),
        waits=waits,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/telephony/cases/<uuid:case_id>/hold")
@needs("case.stream", while_locked=True)
def ask_hold(case_id: UUID) -> ResponseReturnValue:
    """Hold the caller, or one party."""
    return _do(case_id, lambda tx: actions.hold(tx, case_id, _party()))


@blueprint.post("/telephony/cases/<uuid:case_id>/resume")
@needs("case.stream", while_locked=True)
def ask_resume(case_id: UUID) -> ResponseReturnValue:
    """Take the caller, or one party, off hold."""
    return _do(case_id, lambda tx: actions.resume(tx, case_id, _party()))


@blueprint.get("/telephony/cases/<uuid:case_id>/add")
@needs("case.stream")
def show_add(case_id: UUID) -> ResponseReturnValue:
    """Whom to ring into the talk, and who is in it."""
    return _add_page(case_id, AddForm())


@blueprint.post("/telephony/cases/<uuid:case_id>/add")
@needs("case.stream")
def ask_add(case_id: UUID) -> ResponseReturnValue:
    """Ring somebody into the talk. What was typed wrongly is drawn again with its errors."""
    form = AddForm.sent()
    if not form.validate():
        return _add_page(case_id, form), 422
    party = actions.Party(
        number=TelephoneNumber.typed(form.number.data or ""),
        label=form.label.data or "",
        request_key=form.request_key.data or "",
    )
    hold_caller = bool(form.hold_caller.data)
    return _do(case_id, lambda tx: actions.add(tx, case_id, party, hold_caller=hold_caller))


@blueprint.post("/telephony/cases/<uuid:case_id>/interpreter")
@needs("case.stream")
def ask_interpreter(case_id: UUID) -> ResponseReturnValue:
    """Ring an interpreter, or text relay, in one press."""
    form = InterpreterForm.sent()
    if not form.validate():
        raise form.problem()
    language, key = form.language.data or "", form.request_key.data or ""
    return _do(case_id, lambda tx: actions.interpreter(tx, case_id, language, key))


@blueprint.post("/telephony/cases/<uuid:case_id>/release")
@needs("case.stream")
def ask_release(case_id: UUID) -> ResponseReturnValue:
    """Take one third party out of the talk."""
    leg_id = _party()
    if leg_id is None:
        raise NotFound
    return _do(case_id, lambda tx: actions.release(tx, case_id, leg_id))


@blueprint.post("/telephony/cases/<uuid:case_id>/leave")
@needs("case.stream", while_locked=True)
def ask_leave(case_id: UUID) -> ResponseReturnValue:
    """Leave the caller with whoever was added."""
    return _do(case_id, lambda tx: actions.leave(tx, case_id))


@blueprint.post("/telephony/cases/<uuid:case_id>/end")
@needs("case.stream", while_locked=True)
def ask_end(case_id: UUID) -> ResponseReturnValue:
    """End the call for everybody."""
    return _do(case_id, lambda tx: actions.end(tx, case_id))


@blueprint.post("/telephony/cases/<uuid:case_id>/retrieve")
@needs("case.stream")
def ask_retrieve(case_id: UUID) -> ResponseReturnValue:
    """Come back into the talk."""
    return _do(case_id, lambda tx: actions.retrieve(tx, case_id))


@blueprint.post("/telephony/cases/<uuid:case_id>/ring-back")
@needs("case.stream")
def ask_ring_back(case_id: UUID) -> ResponseReturnValue:
    """Ring the caller back: one's own line first."""
    return _do(case_id, lambda tx: actions.ring_back(tx, case_id))


@blueprint.post("/telephony/desk-phone")
@needs("case.stream")
def use_desk_phone() -> ResponseReturnValue:
    """Be rung on a desk phone, or in the browser again."""
    form = DeskPhoneForm.sent()
    if not form.validate():
        raise form.problem()
    number = TelephoneNumber.typed(form.number.data) if form.number.data else None
    with transaction(actor()) as tx:
        actions.use_desk_phone(tx, hub_id(), number)
    return _done("/settings")


@blueprint.get("/recordings/<uuid:recording_id>")
@needs("recordings.listen")
def listen(recording_id: UUID) -> ResponseReturnValue:
    """The sound of a call. Every time that somebody begins to listen is a fact."""
    with transaction(actor()) as tx:
        found = lines.heard(tx, recording_id)
        file = found.file
    if file is None:
        raise NotFound("This recording is not here yet.")
    answer = send_file(storage.recordings() / file, mimetype="audio/wav", conditional=True)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _add_page(case_id: UUID, form: AddForm) -> str:
    with transaction(actor()) as tx:
        case = cases.case(tx, case_id)
        caller = "" if cases.is_guarded(tx, case) else case.caller_line
        parties = queries.parties(tx, case.hub_id, case_id, caller)
        languages = queries.languages(tx, case.hub_id)
    return render_template(
        "telephony/add.html",
        case_id=case_id,
        reference=case.number,
        parties=parties,
        languages=languages,
        form=form,
        key=form.request_key.data or new_id(),
    )


def _do(case_id: UUID, command: Callable[[Transaction], object]) -> ResponseReturnValue:
    with transaction(actor()) as tx:
        command(tx)
    return _done(f"/cases/{case_id}")


def _done(address: str) -> ResponseReturnValue:
    """A page goes back to where it was; a script needs no page."""
    if request.headers.get("HX-Request") == "true" or request.accept_mimetypes.best == (
        "application/json"
    ):
        return Response(status=204)
    return redirect(address, 303)


def _party() -> UUID | None:
    form = PartyForm.sent()
    if not form.validate():
        raise form.problem()
    return UUID(form.leg.data) if form.leg.data else None


def _shown(call: queries.MyCall) -> dict[str, object]:
    return {
        "case": str(call.case_id),
        "number": call.number,
        "caller": call.caller,
        "room": call.room,
        "state": call.state,
        "since": call.since.isoformat() if call.since else None,
        "held_since": call.held_since.isoformat() if call.held_since else None,
        "parties": [
            {
                "id": str(party.id),
                "role": str(party.role),
                "words": party.words,
                "state": party.state,
                "held_since": party.held_since.isoformat() if party.held_since else None,
            }
            for party in call.parties
        ],
    }
