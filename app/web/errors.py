"""What a person sees when something cannot be done: what happened, what is safe, what to do."""

import logging
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.foundation.problems import Conflict, Invalid, NotAllowed, NotFound, Problem, TooOften
from app.web.doors import Guarded, door_of_request

log = logging.getLogger(__name__)

STATUS: dict[type[Problem], tuple[int, str]] = {
    Conflict: (409, "Somebody was there first"),
    NotFound: (404, "Nothing here"),
    NotAllowed: (403, "Not with your role"),
    Invalid: (422, "This needs another look"),
    TooOften: (429, "Too often"),
}
_PLAIN_FAULT = "A fault of ours. Ask again.\n"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What `web/problem.html` takes."""

    status: int
    title: str
    sentence: str
    details: tuple[str, ...] = ()
    correlation_id: str = ""


def handle_errors(app: Flask, open_cases: Path) -> None:
    """Give every failure its page; none of them shows a stack trace."""
    app.register_error_handler(Problem, problem)
    app.register_error_handler(CSRFError, stale_page)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, http)

    def unavailable(fault: Exception) -> ResponseReturnValue:
        """The database is away: a page that needs nothing but this process."""
        log.error("database away", extra={"why": type(fault).__name__, **_who()})
        if _of_twilio():
            return _plain(503)
        return _database_away(open_cases), 503, {"Retry-After": "5"}

    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(PoolTimeoutError, unavailable)
    # everything else: Flask's own last handler gives it to `http` as a 500, already logged


def problem(found: Problem) -> ResponseReturnValue:
    """A problem that a person can be told."""
    if _of_twilio():
        # a 4xx would make Twilio give the call up; what we could not do is our fault, asked again
        log.error("webhook failed", extra={"why": type(found).__name__, **_who()})
        return _plain(500)
    status, title = next(
        (known for kind, known in STATUS.items() if isinstance(found, kind)), (400, "Not done")
    )
    details: tuple[str, ...] = ()
    if isinstance(found, Conflict):
        details = tuple(
            f"{field.replace('_', ' ').capitalize()}: theirs “{theirs}”, yours “{yours}”"
            for field, (theirs, yours) in found.changes.items()
        )
    elif isinstance(found, Invalid):
        details = tuple(sentence for each in found.errors.values() for sentence in each)
    return _answer(ErrorPage(status, title, found.sentence, details))


def stale_page(_found: CSRFError) -> ResponseReturnValue:
    """The page was older than the sign-in, or not ours. Nothing was done."""
    return _answer(
        ErrorPage(
            400,
            "That page was too old",
            "Nothing was done. Go back, read the page again, and press the button once more.",
        )
    )


def too_large(_found: RequestEntityTooLarge) -> ResponseReturnValue:
    """More was sent than any page of ours sends."""
    return _answer(ErrorPage(413, "Too much at once", "Nothing was kept. Send less text."))


def http(found: HTTPException) -> ResponseReturnValue:
    """Whatever the framework itself refused, and faults of ours as 500."""
    status = found.code or 500
    if found.response is not None or status < 400:  # noqa: PLR2004  # a redirect is no failure
        return found.get_response()
    if _of_twilio():
        return _plain(status)
    if status >= 500:  # noqa: PLR2004  # ours
        page = ErrorPage(
            status,
            "A fault of ours",
            "We do not know whether it was done: look before you do it again. Calls go on. "
            "If it stays, give the number below to whoever looks after the system.",
        )
    elif status == 404:  # noqa: PLR2004
        page = ErrorPage(404, "Nothing here", "There is no such page, or it is not yours to see.")
    else:
        page = ErrorPage(status, found.name, "Nothing was done. Go back and try again.")
    return _answer(page)


def _answer(page: ErrorPage) -> ResponseReturnValue:
    page = ErrorPage(
        page.status, page.title, page.sentence, page.details, g.get("correlation_id", "")
    )
    if request.accept_mimetypes.best == "application/json":
        return {"sentence": page.sentence, "details": page.details}, page.status
    return render_template("web/problem.html", page=page), page.status


def _of_twilio() -> bool:
    door = door_of_request()
    return door is not None and door.by is Guarded.TWILIO


def _plain(status: int) -> ResponseReturnValue:
    return _PLAIN_FAULT, status, {"Content-Type": "text/plain"}


def _who() -> dict[str, str | None]:
    return {"endpoint": request.endpoint, "correlation_id": g.get("correlation_id", "")}


def _database_away(open_cases: Path) -> str:
    """Written without a template, so that nothing else can fail while it is needed."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        "<title>Work on paper - Frontdoor</title></head><body><main>"
        "<h1>The database is away. Work on paper.</h1>"
        "<p>Nothing that was confirmed is lost. What you just sent was not kept.</p>"
        "<ol><li>Take the red folder. Write each call on a paper call record.</li>"
        "<li>In an emergency dial 999 or ambulance control on any telephone.</li>"
        "<li>Calls still ring on desk phones and at the fallback number.</li>"
        "<li>The open cases, not older than 15 minutes, are written encrypted in"
        f" <code>{escape(open_cases)}</code>. The shift manager has the pass phrase.</li>"
        "</ol><p>Read this page again to see whether the service is back.</p>"
        "</main></body></html>"
    )
