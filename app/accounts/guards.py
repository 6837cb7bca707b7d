"""Who may pass which door: the one place where a page asks who is there and what they may do."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts import actions
from app.accounts.queries import Seat
from app.accounts.states import Permission
from app.foundation.actor import SERVICE, Actor
from app.foundation.problems import NotAllowed
from app.foundation.transaction import transaction
from app.web.doors import Door, Guarded, hang, public

__all__ = [
    "actor",
    "actor_of_session",
    "at_any_desk",
    "hub_id",
    "needs",
    "public",
    "seat",
    "seat_of_request",
    "signed_in",
]

TOKEN = "seat"  # noqa: S105  # the name of the cookie's entry, no secret

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def needs(
    permission: Permission, *, while_locked: bool = False, in_use: bool = True
) -> Callable[[View[P]], View[P]]:
    """Let in who is signed in and holds a right.

    Args:
        permission: the right.
        while_locked: also while the desk is locked: for what keeps a call alive, and no more.
        in_use: a request says that a person is at the desk; False for what a page asks by itself.
    """
    return _guard(Door(Guarded.PERMISSION, permission), while_locked=while_locked, in_use=in_use)


def signed_in(view: View[P]) -> View[P]:
    """Let in everybody who is signed in."""
    guarded: View[P] = _guard(Door(Guarded.SIGNED_IN), while_locked=False, in_use=True)(view)
    return guarded


def at_any_desk(view: View[P]) -> View[P]:
    """Let in everybody who is signed in, also while their desk is locked. For phone and lock."""
    guarded: View[P] = _guard(Door(Guarded.SIGNED_IN), while_locked=True, in_use=False)(view)
    return guarded


def seat() -> Seat:
    """Who asks, behind a guarded door.

    Raises:
        RuntimeError: this route has no guard, so nobody has looked who is there.
    """
    found = g.get("seat")
    if not isinstance(found, Seat):
        raise RuntimeError("nobody has looked who is there: this route has no guard")  # noqa: TRY004
    return found


def actor() -> Actor:
    """The person who asks, within the one hub they work in now."""
    return seat().actor


def hub_id() -> UUID:
    """The hub that the person who asks works in now."""
    return seat().hub_id


def seat_of_request(*, in_use: bool = False) -> Seat | None:
    """Whoever this browser is signed in as, their desk locked or not; None if nobody."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    with transaction(SERVICE) as tx:
        return actions.arrive(tx, token, in_use=in_use)


def actor_of_session(kept: Mapping[str, Any], *, while_locked: bool = False) -> tuple[Actor, UUID]:
    """The person and the hub of a socket's cookie.

    Args:
        kept: what the cookie holds.
        while_locked: also behind a locked desk: for a wallboard, which names nobody.

    Raises:
        NotAllowed: nobody is signed in, or the desk is locked.
    """
    token = kept.get(TOKEN)
    if isinstance(token, str):
        with transaction(SERVICE) as tx:
            found = actions.arrive(tx, token, in_use=False)
        if found is not None and (while_locked or found.locked_at is None):
            return found.actor, found.hub_id
    raise NotAllowed("Sign in first.")


def _guard(door: Door, *, while_locked: bool, in_use: bool) -> Callable[[View[P]], View[P]]:
    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            found = seat_of_request(in_use=in_use and not _by_itself())
            if found is None:
                return _to("accounts.sign_in")
            if found.locked_at is not None and not while_locked:
                return _to("accounts.unlock")
            g.seat = found
            if door.by is Guarded.PERMISSION and not found.actor.may(door.detail):
                raise NotAllowed("Your role does not include this. Ask your shift manager.")
            return view(*args, **kwargs)

        hang(guarded, door)
        return guarded

    return guard


def _by_itself() -> bool:
    """Whether a panel is fetching itself, with no hand on the keys."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _to(endpoint: str) -> ResponseReturnValue:
    """Send them to sign in or to unlock, and back afterwards if they were only looking."""
    back = request.full_path.rstrip("?") if request.method == "GET" and not _by_itself() else ""
    address = url_for(endpoint) + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": url_for(endpoint)})
    if request.accept_mimetypes.best == "application/json":
        return Response('{"sentence": "Sign in first."}', 401, content_type="application/json")
    return redirect(address, 303)
