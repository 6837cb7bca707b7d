"""How requests of Twilio's library travel: our time-outs, our failures, and no strange hosts."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.http.response import Response

from app.integrations.http import (
    PERSON_WAITING,
    Gone,
    NoAnswer,
    Refused,
    Timeouts,
    TooMany,
    new_session,
    send,
)
from config.settings import SIMULATED_ACCOUNT

TWILIO_HOST = "api.twilio.com"

_ERRORS_FROM = 400
_NOTHING_TO_SAY = 204
_NOT_FOUND = 404
_TOO_MANY = 429
_THEIR_FAULT = 500
# "Call is not in-progress": it ended while we were asking.
_CALL_HAS_ENDED = 21220


class Transport:
    """Takes the place of the HTTP client in Twilio's library.

    Twilio's own has no time-out, logs telephone numbers, and would call whatever host it is
    handed. This one knows a single host, which it replaces when a simulator is configured.
    """

    def __init__(
        self, account_sid: str, base_url: str | None = None, timeouts: Timeouts = PERSON_WAITING
    ) -> None:
        """Refuse a mixture of real account and simulator, whichever way round it is.

        Args:
            account_sid: Whose account it is.
            base_url: The simulator's address; None for Twilio itself.
            timeouts: How long to wait for each request.
        """
        if (base_url is not None) != (account_sid == SIMULATED_ACCOUNT):
            raise ValueError("the simulator has its own account, and no other may be used with it")
        self._base = urlsplit(base_url) if base_url else None
        self._timeouts = timeouts
        self._session = new_session(use_environment=base_url is None)

    def request(  # noqa: PLR0913, PLR0917 - the signature that Twilio's library calls
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> Response:
        """Send one request for Twilio's library; its wishes for time and redirects are not ours.

        What went wrong is told here, before the library sees it: it raises one thing for a
        single resource, another for a list, and passes on a body that is no JSON.

        Raises:
            Refused: Twilio said no.
            NoAnswer: Nothing came, or nothing that says what was done.
        """
        del timeout, allow_redirects
        answer = self._send(method, url, params, data, headers, auth)
        body = _read(answer)
        if answer.status_code >= _ERRORS_FROM:
            code = body.get("code")
            raise meaning_of(
                answer.status_code,
                str(body.get("message") or "no reason given"),
                code if isinstance(code, int) else None,
            )
        return Response(answer.status_code, answer.text, answer.headers)

    def stream(self, url: str, auth: tuple[str, str]) -> requests.Response:
        """Fetch a file piece by piece; whoever asked must close it."""
        return self._send("GET", url, None, None, None, auth, stream=True)

    def _send(  # noqa: PLR0913, PLR0917 - what makes up a request
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None,
        data: Mapping[str, object] | None,
        headers: Mapping[str, str] | None,
        auth: tuple[str, str] | None,
        *,
        stream: bool = False,
    ) -> requests.Response:
        request = requests.Request(
            method.upper(), self._there(url), params=params, data=data, headers=headers, auth=auth
        )
        return send(self._session, request, self._timeouts, stream=stream)

    def _there(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.netloc != TWILIO_HOST or parts.scheme != "https":
            raise ValueError(f"{parts.netloc} is no host that we speak to as Twilio")
        if self._base is None:
            return url
        path = self._base.path.rstrip("/") + parts.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, parts.query, ""))


def _read(answer: requests.Response) -> dict[str, object]:
    if answer.status_code == _NOTHING_TO_SAY:
        return {}
    try:
        body = json.loads(answer.text)
    except json.JSONDecodeError as error:
        if answer.status_code >= _ERRORS_FROM:
            return {}
        raise NoAnswer("Twilio's answer could not be read") from error
    return body if isinstance(body, dict) else {}


def meaning_of(status: int, reason: str, code: int | None) -> Refused | NoAnswer:
    """What an error status means for us: a no, or a silence."""
    if status >= _THEIR_FAULT:
        return NoAnswer(f"Twilio failed with status {status}")
    if status == _TOO_MANY:
        return TooMany("not processed, too many requests", code)
    if status == _NOT_FOUND or code == _CALL_HAS_ENDED:
        return Gone("gone", code)
    return Refused(reason, code)
