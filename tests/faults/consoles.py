"""A console without a browser: it follows the board by the numbers, as the page's own script does.

What it shows is what it was told over the socket, and what it read itself when the numbers said
that something was missed. It never looks into the database.
"""

import re
import threading
import time
from typing import Any

import requests
import socketio

from tests.faults.people import Person

NOT_LIVE_SECONDS = 5.0
TICK_SECONDS = 0.1
REJOIN_SECONDS = 0.4
ROW = re.compile(r'<tr [^>]*id="case-([0-9a-f-]{36})"[^>]*>')
ATTRIBUTE = re.compile(r'data-(owner|band|sort|group)="([^"]*)"')
SEQ = re.compile(r'data-seq="(\d+)"')

Row = tuple[str, int, str]
"""Owner, band and place in the order of one row."""


class Console:
    """One signed-in board."""

    def __init__(self, person: Person, live_url: str) -> None:
        self.person, self.live_url = person, live_url
        self.seq = -1
        self.rows: dict[str, Row] = {}
        self.reads = self.pieces = self.joins = 0
        self._lock = threading.Lock()
        self._heard = time.monotonic()
        self._look_at = 0.0
        self._over = threading.Event()
        self._line = self._new_line()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def open(self) -> None:
        """Read the board, join the room, and stay until `close`."""
        self._read()
        self._watching.start()

    def close(self) -> None:
        """Close the page."""
        self._over.set()
        self._watching.join()
        self._line.disconnect()

    @property
    def shown(self) -> dict[str, Row]:
        """What stands on the screen now."""
        with self._lock:
            return dict(self.rows)

    def _hello(self, hello: dict[str, Any]) -> None:
        self.joins += 1
        self._told(hello["seq"])

    def _beat(self, beat: dict[str, Any]) -> None:
        self._told(beat["seq"])

    def _told(self, seq: int) -> None:
        self._heard = time.monotonic()
        with self._lock:
            if seq > self.seq:
                self._look_at = self._look_at or time.monotonic()

    def _piece(self, piece: dict[str, Any]) -> None:
        self._heard = time.monotonic()
        self.pieces += 1
        with self._lock:
            if piece["seq"] <= self.seq:
                return
            if piece["prev"] > self.seq:
                self._look_at = self._look_at or time.monotonic()
            else:
                self.seq = piece["seq"]
            if piece["gone"]:
                self.rows.pop(piece["case"], None)
            elif piece["html"]:
                self.rows.update(rows_of(piece["html"]))
            elif piece["case"]:
                self._look_at = self._look_at or time.monotonic()

    def _watch(self) -> None:
        while not self._over.wait(TICK_SECONDS):
            now = time.monotonic()
            if not self._line.connected:
                self._join()
            if now - self._heard > NOT_LIVE_SECONDS:
                self._heard = now
                self._look_at = self._look_at or now
            if self._look_at and now >= self._look_at:
                self._read()

    def _new_line(self) -> socketio.Client:
        # it is joined anew from here: the library's own way begins only after its first success
        line = socketio.Client(
            reconnection=False,
            handle_sigint=False,
            websocket_extra_options={"origin": self.person.url},
        )
        for event in ("hello", "piece", "beat"):
            line.on(event, getattr(self, f"_{event}"))
        return line

    def _join(self) -> None:
        self._line = self._new_line()
        try:
            self._line.connect(
                f"{self.live_url}?audience=board",
                socketio_path="live",
                transports=["websocket"],
                headers={"Cookie": self.person.cookie},
                wait_timeout=5,
            )
        except socketio.exceptions.ConnectionError:
            self._over.wait(REJOIN_SECONDS)

    def _read(self) -> None:
        """Read the whole board; one older than what is shown is read again."""
        self._look_at = 0.0
        try:
            answer = self.person.get("/board")
        except requests.RequestException:
            answer = None
        if answer is None or answer.status_code != 200:
            self._look_at = time.monotonic() + 1.0
            return
        found = SEQ.search(answer.text)
        assert found, "the board does not tell its number"
        with self._lock:
            if int(found.group(1)) < self.seq:
                self._look_at = time.monotonic() + 0.3
                return
            self.reads += 1
            self.seq = int(found.group(1))
            self.rows = rows_of(answer.text)


def rows_of(html: str) -> dict[str, Row]:
    """The rows in a piece of page."""
    found = {}
    for row in ROW.finditer(html):
        told = dict(ATTRIBUTE.findall(row.group(0)))
        found[row.group(1)] = (told["owner"], int(told["band"]), told["sort"])
    return found
