"""Consoles without a browser: bare websockets that speak just enough Socket.IO to listen.

They stand in a process of their own, hundreds on one loop, and do no more with a message than a
measurement needs: a full client library would use up the processor that the servers need.
"""

import asyncio
import base64
import contextlib
import json
import os
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

FINAL_TEXT, FINAL_CLOSE, FINAL_PING, FINAL_PONG = 0x81, 0x88, 0x89, 0x8A
CONNECT_SECONDS = 30.0
AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Desk:
    """One console to open.

    Attributes:
        name: of its group, as the reports name it.
        path: with its query, and with `transport=websocket`.
        event: the only event that is noted.
    """

    name: str
    host: str
    port: int
    path: str
    origin: str
    event: str
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message at one console.

    Attributes:
        at: `time.monotonic()`, which all processes of one machine share.
    """

    console: int
    at: float
    message: dict[str, Any]


@dataclass(slots=True)
class Console(asyncio.Protocol):
    """One websocket."""

    number: int
    desk: Desk
    notes: list[tuple[int, float, str]]
    joined: "asyncio.Future[None]"
    lost: bool = False
    _buffer: bytearray = field(default_factory=bytearray)
    _upgraded: bool = False
    _transport: asyncio.Transport | None = None
    _mark: str = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the websocket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._mark = f'42["{self.desk.event}",'
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            (
                f"GET {self.desk.path} HTTP/1.1\r\nHost: {self.desk.host}:{self.desk.port}\r\n"
                f"Origin: {self.desk.origin}\r\nCookie: {self.desk.cookie}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )

    def data_received(self, data: bytes) -> None:
        """Take what came, and note the messages in it with one instant."""
        at = time.monotonic()
        self._buffer += data
        if not self._upgraded:
            head, mark, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not mark:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self._fail(head.decode(errors="replace"))
                return
            self._upgraded = True
            self._buffer = bytearray(rest)
        while (frame := self._frame()) is not None:
            self._take(*frame, at)

    def connection_lost(self, fault: Exception | None) -> None:
        """The server, or we, ended it."""
        self.lost = True
        self._fail(str(fault or "closed"))

    def close(self) -> None:
        """End it."""
        if self._transport is not None:
            self._transport.close()

    def _frame(self) -> tuple[int, str] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = (struct.unpack_from("!H", buffer, 2)[0] if len(buffer) > 3 else -1), 4
        elif length == 127:
            length, start = (struct.unpack_from("!Q", buffer, 2)[0] if len(buffer) > 9 else -1), 10
        if length < 0 or len(buffer) < start + length:
            return None
        frame = buffer[0], buffer[start : start + length].decode()
        del buffer[: start + length]
        return frame

    def _take(self, opcode: int, text: str, at: float) -> None:
        if opcode == FINAL_PING:
            self._write(FINAL_PONG, text)
        elif opcode == FINAL_CLOSE:
            self.close()
        elif text.startswith(self._mark):
            self.notes.append((self.number, at, text))
        elif text == "2":
            self._write(FINAL_TEXT, "3")
        elif text.startswith("0"):
            self._write(FINAL_TEXT, "40")
        elif text.startswith("40") and not self.joined.done():
            self.joined.set_result(None)
        elif text.startswith(("41", "44")):
            self._fail(text)

    def _write(self, opcode: int, text: str) -> None:
        # a mask of zeros is a mask: a client must send one, and we send only a few letters
        payload = text.encode()
        if self._transport is not None:
            self._transport.write(bytes([opcode, 0x80 | len(payload), 0, 0, 0, 0]) + payload)

    def _fail(self, why: str) -> None:
        if not self.joined.done():
            self.joined.set_exception(ConnectionError(f"{self.desk.path}: {why}"))


def listen(line: Connection, desks: Sequence[Desk]) -> None:
    """The process: open all consoles, then answer `take` with what was heard, until `stop`."""
    asyncio.run(_listen(line, desks))


async def _listen(line: Connection, desks: Sequence[Desk]) -> None:
    loop = asyncio.get_running_loop()
    notes: list[tuple[int, float, str]] = []
    consoles: list[Console] = []
    for start in range(0, len(desks), AT_ONCE):
        consoles += await asyncio.gather(
            *(
                _open(loop, start + number, desk, notes)
                for number, desk in enumerate(desks[start : start + AT_ONCE])
            )
        )
    line.send("ready")
    while True:
        asked = await loop.run_in_executor(None, line.recv)
        if asked == "stop":
            break
        heard, notes[:] = list(notes), []
        line.send(
            (
                [Heard(number, at, json.loads(text[2:])[1]) for number, at, text in heard],
                sum(console.lost for console in consoles),
            )
        )
    for console in consoles:
        console.close()
    await asyncio.sleep(0.05)


async def _open(
    loop: asyncio.AbstractEventLoop, number: int, desk: Desk, notes: list[tuple[int, float, str]]
) -> Console:
    for pause in (0.2, 1.0, None):
        console = Console(number, desk, notes, loop.create_future())
        try:
            await loop.create_connection(lambda console=console: console, desk.host, desk.port)  # type: ignore[misc]
            await asyncio.wait_for(console.joined, CONNECT_SECONDS)
        except OSError:
            with contextlib.suppress(ConnectionError):
                console.close()
            if pause is None:
                raise
            await asyncio.sleep(pause)
        else:
            return console
    raise ConnectionError(desk.path)
