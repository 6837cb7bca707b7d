"""HTTP to the app over kept connections: little work for each request, and no hidden retry."""

import contextlib
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from urllib3.util.wait import wait_for_read


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered."""

    status: int
    body: bytes
    content_type: str


class Failed(Exception):  # noqa: N818 - an outcome
    """No answer came. `kind` is Twilio's word for why: `ct` not connected, `rt` not answered."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


class Wire:
    """A pool of connections, shared by all legs; threads come and go, connections stay."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        *,
        connect: float,
        read: float,
    ) -> Answer:
        """Send once. A connection that the other side has closed is noticed before it is used."""
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._take(place)
        try:
            if connection is None:
                connection = self._connect(place, connect)
            if connection.sock is not None:
                connection.sock.settimeout(max(read, 0.001))
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            answer = Answer(
                response.status, response.read(), response.headers.get("Content-Type", "")
            )
        except (OSError, HTTPException, ValueError) as error:
            if connection is not None:
                connection.close()
            raise Failed("rt", f"{type(error).__name__}: {error}") from error
        except Failed:
            raise
        if response.will_close:
            connection.close()
        else:
            self._keep(place, connection)
        return answer

    def _connect(self, place: tuple[str, str], timeout: float) -> HTTPConnection:
        scheme, netloc = place
        kind = HTTPSConnection if scheme == "https" else HTTPConnection
        connection = kind(netloc, timeout=timeout)
        try:
            connection.connect()
        except OSError as error:
            raise Failed("ct", f"{type(error).__name__}: {error}") from error
        return connection

    def _take(self, place: tuple[str, str]) -> HTTPConnection | None:
        while True:
            with self._lock:
                idle = self._idle.get(place)
                connection = idle.pop() if idle else None
            if connection is None:
                return None
            # Readable while nothing was asked means that the other side has hung up.
            with contextlib.suppress(OSError, ValueError):
                if connection.sock is not None and not wait_for_read(connection.sock, 0):
                    return connection
            connection.close()

    def _keep(self, place: tuple[str, str], connection: HTTPConnection) -> None:
        with self._lock:
            self._idle.setdefault(place, []).append(connection)
