"""Pages of accounts: sign in, lock, come back, sign out, choose a hub, set one's own desk."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from app.accounts import actions
from app.accounts.actions import Entered, Refused
from app.accounts.forms import PreferencesForm, SignInForm, UnlockForm
from app.accounts.guards import TOKEN, actor, at_any_desk, public, seat, seat_of_request, signed_in
from app.foundation.actor import SERVICE
from app.foundation.problems import Invalid
from app.foundation.transaction import transaction
from app.foundation.working_time import to_london
from app.web.health import readiness

blueprint = Blueprint("accounts", __name__, template_folder="templates")

HOME = "/"


@blueprint.get("/sign-in")
@public("nobody is signed in before this page")
def sign_in() -> ResponseReturnValue:
    """The page for signing in; it says whether the service is up."""
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@public("nobody is signed in before this page")
def enter() -> ResponseReturnValue:
    """Sign in with name and password."""
    form = SignInForm.sent()
    if not form.validate():
        return _sign_in_page(form), 422
    with transaction(SERVICE) as tx:
        outcome = actions.sign_in(
            tx, form.username.data or "", form.password.data or "", instead_of=session.get(TOKEN)
        )
    match outcome:
        case Refused(sentence):
            form.refuse(Invalid(sentence))
            return _sign_in_page(form), 422
        case Entered(token):
            # a new cookie and a new form token: nothing of whoever sat here before
            session.clear()
            session[TOKEN] = token
            return redirect(_back(), 303)


@blueprint.get("/unlock")
@at_any_desk
def unlock() -> ResponseReturnValue:
    """The page that covers a locked desk."""
    if seat().locked_at is None:
        return redirect(_back(), 303)
    return _unlock_page(UnlockForm(data={"username": seat().person.username}))


@blueprint.post("/unlock")
@at_any_desk
def come_back() -> ResponseReturnValue:
    """Open a locked desk with name and PIN."""
    form = UnlockForm.sent()
    if not form.validate():
        return _unlock_page(form), 422
    with transaction(actor()) as tx:
        refused = actions.unlock(tx, session[TOKEN], form.username.data or "", form.pin.data or "")
    if refused is not None:
        form.refuse(Invalid(refused.sentence))
        return _unlock_page(form), 422
    return redirect(_back(), 303)


@blueprint.post("/lock")
@at_any_desk
def lock() -> ResponseReturnValue:
    """Lock this desk; its call and its cases stay as they are."""
    with transaction(actor()) as tx:
        actions.lock(tx, session[TOKEN])
    return redirect("/unlock", 303)


@blueprint.post("/stay")
@signed_in
def stay() -> ResponseReturnValue:
    """Somebody touches keys or mouse without asking for a page: the desk stays open."""
    return "", 204


@blueprint.get("/stay")
@signed_in
def still_here() -> ResponseReturnValue:
    """A page asks every minute whether its desk is still open, and covers itself when not."""
    return "", 204


@blueprint.post("/sign-out")
@at_any_desk
def sign_out() -> ResponseReturnValue:
    """Leave this desk."""
    with transaction(actor()) as tx:
        actions.sign_out(tx, session[TOKEN])
    session.clear()
    return redirect("/sign-in", 303)


@blueprint.post("/hub/<uuid:hub_id>")
@signed_in
def choose_hub(hub_id: UUID) -> ResponseReturnValue:
    """Work in another of one's own hubs."""
    with transaction(actor()) as tx:
        actions.choose_hub(tx, session[TOKEN], hub_id)
    return redirect(HOME, 303)


@blueprint.get("/settings")
@signed_in
def preferences() -> ResponseReturnValue:
    """How somebody wants their own desk."""
    mine = seat()
    form = PreferencesForm(data={"letter_keys_on": mine.letter_keys_on, "volume": mine.volume})
    return render_template("accounts/settings.html", form=form, seat=mine)


@blueprint.post("/settings")
@signed_in
def prefer() -> ResponseReturnValue:
    """Keep how somebody wants their own desk."""
    form = PreferencesForm.sent()
    if not form.validate():
        return render_template("accounts/settings.html", form=form, seat=seat()), 422
    with transaction(actor()) as tx:
        actions.prefer(tx, letter_keys_on=form.letter_keys_on.data, volume=form.volume.data or 1)
    flash("Your settings are kept.")
    return redirect("/settings", 303)


def _sign_in_page(form: SignInForm) -> str:
    here = seat_of_request()
    return render_template(
        "accounts/sign_in.html",
        form=form,
        here=here,
        degraded=readiness(current_app.extensions["watch"]).degraded,
        next=_back(),
    )


def _unlock_page(form: UnlockForm) -> str:
    mine = seat()
    return render_template(
        "accounts/unlock.html",
        form=form,
        seat=mine,
        since=f"{to_london(mine.locked_at):%H:%M}" if mine.locked_at else "",
        next=_back(),
    )


def _back() -> str:
    """Where they were going, if that is a page of ours; else the first page of their role."""
    given = request.values.get("next", "")
    parts = urlsplit(given)
    inside = given.startswith("/") and not parts.scheme and not parts.netloc
    return given if inside and "\\" not in given and not given.startswith("//") else HOME
