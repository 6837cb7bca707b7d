"""How we speak to any system outside: time-outs, correlation ids and the ways to fail."""

import logging
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

log = logging.getLogger(__name__)

CORRELATION_HEADER = "X-Correlation-ID"


class Refused(Exception):  # noqa: N818 - an answer, not a fault of the program
    """The other side answered, and the answer was no: nothing was done.

    Attributes:
        reason: What it said, in a sentence.
        code: Its own code for the reason, where it has one.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Gone(Refused):
    """Refused because the thing is no longer there: usually a race that somebody else won."""


class TooMany(Refused):
    """Refused unread because we asked too often: safe to ask again a little later."""


class NoAnswer(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """Silence. Whether it was done is unknown, so look before asking again.

    Attributes:
        reason: What we saw instead of an answer.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotReached(NoAnswer):
    """Nobody took the call, so nothing was sent: the one silence that is safe to repeat."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long we wait, in seconds, to be connected and then for each piece of the answer."""

    connect: float = 2.0
    read: float = 5.0


PERSON_WAITING = Timeouts()

_correlation: ContextVar[str] = ContextVar("correlation")


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Everything sent inside carries this id, so that one piece of work can be followed."""
    before = _correlation.set(correlation_id)
    try:
        yield
    finally:
        _correlation.reset(before)


def correlation_id() -> str:
    """The id of the work in hand; a new one where nobody gave one."""
    return _correlation.get(None) or str(uuid.uuid4())


def new_session(connections: int = 16, *, use_environment: bool = True) -> requests.Session:
    """A pool of kept connections. It never retries: what may be repeated is the caller's to say.

    Args:
        connections: How many may be kept open to one host.
        use_environment: Whether proxies of the environment apply; not for our own simulators.
    """
    session = requests.Session()
    session.trust_env = use_environment
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=connections, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def send(
    session: requests.Session,
    request: requests.Request,
    timeouts: Timeouts = PERSON_WAITING,
    *,
    stream: bool = False,
) -> requests.Response:
    """Send one request, once, and give back whatever the other side answered.

    The answer may be any status: only the client knows what its system means by it.

    Raises:
        NotReached: No connection was made, so nothing was sent.
        NoAnswer: It was sent, or may have been, and no whole answer came.
    """
    correlation = correlation_id()
    request.headers = {**_as_dict(request.headers), CORRELATION_HEADER: correlation}
    prepared = session.prepare_request(request)
    environment = session.merge_environment_settings(prepared.url or "", {}, stream, None, None)
    started = time.monotonic()
    outcome: int | str = "silence"
    try:
        response = session.send(
            prepared,
            timeout=(timeouts.connect, timeouts.read),
            allow_redirects=False,
            **environment,
        )
    except requests.RequestException as error:
        outcome = type(error).__name__
        if _never_sent(error):
            raise NotReached(f"no connection to {_host(request)}") from error
        raise NoAnswer(f"no answer from {_host(request)}: {outcome}") from error
    else:
        outcome = response.status_code
        return response
    finally:
        # The path is left out on purpose: some systems put numbers of people into it.
        log.info(
            "outside call",
            extra={
                "method": request.method,
                "host": _host(request),
                "outcome": outcome,
                "milliseconds": round((time.monotonic() - started) * 1000),
                "correlation_id": correlation,
            },
        )


def _never_sent(error: requests.RequestException) -> bool:
    """True only where it is certain: a reset after the connection was made is not."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _host(request: requests.Request) -> str:
    return urlsplit(str(request.url)).netloc


def _as_dict(headers: Mapping[str, str | bytes] | None) -> dict[str, str | bytes]:
    return dict(headers or {})
