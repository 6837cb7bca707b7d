"""The composite pages: board, case, hand-over, my cases, find, supervisor, wallboard, phone."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.guards import actor, at_any_desk, hub_id, needs, seat, signed_in
from app.cases import forms
from app.cases import queries as cases
from app.console import board, care_homes, case_view, rows, shell, streaming, supervising
from app.console.presence import Presence
from app.console.views import CaseForms, FindView, Found, HandOverView, MineView, Person
from app.console.views.shell import Shell
from app.directory import queries as directory
from app.foundation.transaction import Transaction, transaction
from app.patients import actions as patients
from app.patients import queries as people
from app.staffing import queries as staffing
from config.settings import Settings

blueprint = Blueprint("console", __name__, template_folder="templates", static_folder=None)

LEAST_LETTERS = 3


def _shell(tx: Transaction, title: str, **more: Any) -> Shell:  # noqa: ANN401  # of `shell.shell`
    settings: Settings = current_app.extensions["settings"]
    return shell.shell(
        tx,
        seat(),
        title,
        request.path,
        live_url=settings.web.live_url,
        **more,
    )


@blueprint.get("/")
@signed_in
def home() -> Response:
    """The first page of each role."""
    who = actor()
    first = (
        ("queue.read", "/board"),
        ("refer.write", "/refer"),
        ("wallboard.read", "/wall"),
    )
    return redirect(next((url for right, url in first if who.may(right)), "/settings"), 303)


@blueprint.get("/board")
@needs("queue.read")
def show_board() -> str:
    """What next, and is anyone on it?"""
    with transaction(actor()) as tx:
        around = _shell(tx, "Board")
        view = board.board_view(tx, hub_id())
    here = _looking([row.id for row in view.rows])
    people = tuple((case, person) for case, those in here.items() for person in those)
    return render_template("console/board.html", shell=around, board=replace(view, looking=people))


@blueprint.get("/phone-bar")
@needs("queue.read", in_use=False)
def phone_bar() -> ResponseReturnValue:
    """The phone bar alone, as it fetches itself; nothing for somebody who takes no calls."""
    with transaction(actor()) as tx:
        case = _open_case(tx)
        around = _shell(tx, "Phone", case=case)
    if around.phone is None:
        return "", 204
    return render_template("web/_phone_bar.html", shell=around)


@blueprint.get("/alerts")
@needs("queue.read", in_use=False)
def show_alerts() -> str:
    """What interrupts, as it fetches itself."""
    with transaction(actor()) as tx:
        around = _shell(tx, "Alerts")
    return render_template("web/_alerts.html", shell=around)


def _open_case(tx: Transaction) -> cases.Case | None:
    wanted = request.args.get("case", "")
    try:
        return cases.case(tx, UUID(wanted)) if wanted else None
    except ValueError:
        return None


@blueprint.get("/cases/<uuid:case_id>")
@needs("queue.read")
def show_case(case_id: UUID) -> str:
    """One case: the coordinator's workspace, or the call handler's page while it is streamed."""
    who = actor()
    with transaction(who) as tx:
        around_seq = _shell(tx, "Case", case=cases.case(tx, case_id))
        found = cases.case(tx, case_id)
        if found.patient_id is not None and request.headers.get("HX-Request") != "true":
            patients.view(tx, found.id, found.patient_id)
        drawn = _forms(tx, found, request.args.get("choose", ""))
        if streaming.is_streaming(found, who):
            view = streaming.streaming_view(tx, found)
            return render_template(
                "console/streaming.html",
                shell=around_seq,
                streaming=view,
                form=forms.StreamingForm(data=_record(tx, found)),
                emergency_form=forms.EmergencyForm(),
            )
        page = case_view.case_view(
            tx,
            found,
            chosen=request.args.get("choose", ""),
            changing=request.args.get("form") == "plan",
            open_form=request.args.get("form", ""),
        )
    page = replace(page, presence=_looking([page.id]).get(page.id, ()))
    return render_template("console/case.html", shell=around_seq, case=page, forms=drawn)


def _looking(case_ids: list[str]) -> dict[str, tuple[Person, ...]]:
    """Who has which case open, as a page is loaded; the socket tells of every change after."""
    if request.headers.get("HX-Request") == "true":
        return {}
    presence: Presence = current_app.extensions["presence"]
    return {
        case_id: tuple(Person(one["id"], one["name"]) for one in people)
        for case_id, people in presence.looking(hub_id(), case_ids).items()
    }


def _record(tx: Transaction, found: cases.Case) -> dict[str, Any]:
    return {
        "version": found.record_version,
        "caller_type": found.caller_type,
        "caller_line": found.caller_line,
        "call_back_number": rows.spoken_number(found.call_back_number),
        **{name: value for name, value in cases.record(tx, found).items() if value != ""},
    }


def _forms(tx: Transaction, found: cases.Case, chosen: str) -> CaseForms:
    record = _record(tx, found)
    person = people.patient(tx, found.patient_id) if found.patient_id else None
    told = (
        {name: getattr(person, name) for name in forms.PATIENT_FIELDS} if person else {"version": 0}
    )
    return CaseForms(
        caller=forms.CallerForm(data=record),
        situation=forms.SituationForm(data=record),
        patient=forms.patient_form(told, restricted=person is not None and person.restricted),
        verify=forms.VerifyForm(data={"version": told["version"]}),
        observations=forms.ObservationForm(),
        override=forms.OverrideForm(data={"band": str(found.band)}),
        note=forms.NoteForm(),
        close=forms.CloseForm(
            data={
                "safety_net": case_view.advice(
                    found, rows.spoken_number(directory.line_number(tx, found.hub_id))
                )
            }
        ),
        emergency=forms.EmergencyForm(),
        plan=forms.plan_of(chosen or found.disposition or "", found.plan or {}),
    )


@blueprint.get("/cases/<uuid:case_id>/hand-over")
@needs("queue.write")
def show_hand_over(case_id: UUID) -> str:
    """Whom a case may be handed to."""
    with transaction(actor()) as tx:
        found = cases.case(tx, case_id)
        around = _shell(tx, "Hand over", case=found)
        page = case_view.case_view(tx, found)
        view = HandOverView(
            id=str(found.id),
            ref=page.ref,
            patient=page.patient,
            people=tuple(
                (Person(str(each.person.id), each.person.name, each.person.role), "")
                for each in staffing.on_shift(tx, found.hub_id)
                if each.person.may("case.coordinate") and each.person.id != found.owner_id
            ),
            summary=page.caller.facts + page.situation.facts,
        )
    return render_template(
        "console/hand_over.html", shell=around, hand_over=view, form=forms.HandOverForm()
    )


@blueprint.get("/mine")
@needs("queue.read")
def show_mine() -> str:
    """My open cases, most urgent first."""
    with transaction(actor()) as tx:
        around = _shell(tx, "My cases")
        view = MineView(lines=board.mine(tx, hub_id()))
    return render_template("console/mine.html", shell=around, mine=view)


@blueprint.route("/find", methods=["GET", "POST"])
@needs("queue.read")
def find() -> str:
    """Find a case by number, NHS number, family name or need; what was typed is never in a URL."""
    asked = request.form.get("asked", "").strip()
    with transaction(actor()) as tx:
        around = _shell(tx, "Find")
        view = FindView(asked=asked)
        if request.method == "POST" and len(asked) < LEAST_LETTERS:
            view = FindView(asked=asked, problem="Write at least three letters or figures.")
        elif request.method == "POST":
            view = FindView(asked=asked, found=_found(tx, asked))
    return render_template("console/find.html", shell=around, find=view)


def _found(tx: Transaction, asked: str) -> tuple[Found, ...]:
    hub = directory.hub(tx, hub_id())
    persons = people.find(tx, hub.id, asked)
    by_person = cases.of_patients(tx, hub.id, [person.id for person in persons])
    known = {case.id: case for case in [*cases.find(tx, hub.id, asked), *by_person]}
    drawn = rows.rows(tx, hub.id, list(known.values()))
    return tuple(
        Found(
            case_id=row.id,
            ref=row.ref,
            patient=row.patient or "Patient not named yet",
            where=row.where,
            state=known[UUID(row.id)].state.replace("_", " "),
            when=row.caller_more,
            band=row.band,
            restricted=row.restricted,
        )
        for row in drawn
    )


@blueprint.get("/supervisor")
@needs("supervise")
def supervisor() -> str:
    """What needs a person?"""
    with transaction(actor()) as tx:
        around = _shell(tx, "Supervisor")
        view = supervising.supervisor_view(tx, hub_id())
    return render_template("console/supervisor.html", shell=around, supervisor=view)


@blueprint.get("/care-homes")
@needs("supervise")
def show_care_homes() -> str:
    """How is the care-home pathway doing? No resident is named."""
    with transaction(actor()) as tx:
        around = _shell(tx, "Care homes")
        view = care_homes.care_homes_view(tx, hub_id())
    return render_template("console/care_homes.html", shell=around, care_homes=view)


@blueprint.get("/wall")
@needs("wallboard.read", while_locked=True, in_use=False)
def wall() -> str:
    """Are we all right? No patient, caller or address."""
    with transaction(actor()) as tx:
        around = _shell(tx, "Wallboard", audience="wall")
        view = supervising.wall_view(tx, hub_id())
    return render_template("console/wall.html", shell=around, wall=view)


@blueprint.get("/keys")
@signed_in
def keys() -> str:
    """Every key and what it does."""
    with transaction(actor()) as tx:
        around = _shell(tx, "Keys")
    return render_template("console/keys.html", shell=around, lines=board.KEYS)


@blueprint.get("/phone")
@at_any_desk
def phone() -> str:
    """The softphone's own window: navigation, reload and lock of a page never touch the voice."""
    settings: Settings = current_app.extensions["settings"]
    return render_template("console/phone.html", phone=board.phone_page(settings, seat()))
