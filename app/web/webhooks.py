"""The guard of every address that Twilio asks: signed, ours and whole, or refused unwritten."""

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from app.integrations.twilio.signature import verify
from app.web.doors import Door, Guarded, hang
from app.web.figures import WEBHOOKS_REFUSED
from app.web.forms import csrf
from config.settings import Settings

log = logging.getLogger(__name__)

Kind = Literal[
    "voice.inbound",
    "voice.browser",
    "voice.gather_action",
    "voice.enqueue_wait",
    "voice.enqueue_action",
    "voice.dial_action",
    "voice.screen",
    "voice.hold",
    "voice.status",
    "voice.fallback",
    "conference.status",
    "recording.status",
    "sms.inbound",
    "sms.status",
]

Parameters = dict[str, str]
"""Every field as it came, unknown and empty ones too. A name that comes twice keeps its second
value under `name[1]`, so that nothing is lost."""

_SIDS = {"CallSid": "CA", "ConferenceSid": "CF", "RecordingSid": "RE", "MessageSid": "(?:SM|MM)"}
_NEEDED = {"voice": "CallSid", "conference": "ConferenceSid", "recording": "RecordingSid"}
_OF_TEXTS = "MessageSid"

P = ParamSpec("P")
View = Callable[Concatenate[Parameters, P], ResponseReturnValue]


def from_twilio(kind: Kind) -> Callable[[View[P]], Callable[P, ResponseReturnValue]]:
    """Let in only requests that Twilio signed, for our account; hand their fields to the view.

    A refusal writes nothing and is counted: 403 where it is not Twilio's, 400 where it is and
    lacks what its kind always has. Anything that goes wrong behind this door is a fault of ours
    and is answered with a 5xx, so that Twilio asks again.

    Args:
        kind: which webhook it is, for the journal of raw requests and the counters.
    """

    def guard(view: View[P]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            settings: Settings = current_app.extensions["settings"]
            reason = _not_twilio(settings)
            if reason:
                return _refuse(kind, reason, 403)
            parameters = _parameters()
            reason = _not_whole(kind, parameters)
            if reason:
                return _refuse(kind, reason, 400)
            if parameters["AccountSid"] != settings.twilio.account_sid:
                return _refuse(kind, "account", 403)
            return view(parameters, *args, **kwargs)

        hang(guarded, Door(Guarded.TWILIO, kind))
        csrf.exempt(guarded)
        return guarded

    return guard


def raw_target() -> str:
    """Path and query exactly as they came over the wire.

    What the framework makes of them is decoded and no longer matches what was signed. gunicorn
    keeps the original as RAW_URI, the development server as REQUEST_URI.
    """
    environ = request.environ
    return str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")


def _not_twilio(settings: Settings) -> str | None:
    header = request.headers.get("X-Twilio-Signature")
    if not header:
        return "unsigned"
    as_json = request.mimetype == "application/json"
    signed = verify(
        settings.web.public_url,
        raw_target(),
        [] if as_json else request.form.items(multi=True),
        header,
        [settings.twilio.auth_token, settings.twilio.second_auth_token or ""],
        json_body=request.get_data() if as_json else None,
    )
    return None if signed else "signature"


def _not_whole(kind: Kind, parameters: Parameters) -> str | None:
    """What a genuine request of this kind lacks."""
    if not parameters.get("AccountSid"):
        return "no_account"
    field = _NEEDED.get(kind.split(".")[0], _OF_TEXTS)
    if not re.fullmatch(_SIDS[field] + "[0-9a-f]{32}", parameters.get(field, "")):
        return "no_sid"
    if any("\x00" in value for value in parameters.values()):
        return "zero_byte"  # no text column holds one, so it could never be written
    return None


def _parameters() -> Parameters:
    parameters: Parameters = {}
    for name, values in request.form.lists():
        for number, value in enumerate(values):
            parameters[name if number == 0 else f"{name}[{number}]"] = value
    return parameters


def _refuse(kind: Kind, reason: str, status: int) -> Response:
    WEBHOOKS_REFUSED.labels(kind, reason).inc()
    log.warning("webhook refused", extra={"kind": kind, "reason": reason, "status": status})
    return Response("Refused.\n", status, content_type="text/plain")
