"""Posts requests as a carrier does: at a steady rate whatever comes back, or so many in flight."""

import asyncio
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

ANSWER_SECONDS = 15.0
"""A carrier waits this long; what comes later was not answered."""

NO_ANSWER = 599


@dataclass(frozen=True, slots=True)
class Post:
    """One request.

    Attributes:
        reference: whose it is: of a call, its id.
        kind: which of a call's requests.
    """

    reference: str
    kind: str
    path: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of one.

    Attributes:
        at, answered_at: `time.monotonic()`, which all processes of one machine share.
    """

    reference: str
    kind: str
    at: float
    answered_at: float
    status: int

    @property
    def fine(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300


class Call(Protocol):
    """Requests that follow from each other."""

    def steps(self) -> Generator[Post | float, str, None]:
        """Yields each request, or seconds to wait; it is sent each answer."""
        ...


class Lines:
    """Connections that are kept open between requests, as many as are needed at once."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.posted: list[Posted] = []

    async def post(self, post: Post) -> str:
        """Post one and return what was answered; what came of it is kept."""
        at = time.monotonic()
        try:
            status, text = await asyncio.wait_for(self._exchange(post), ANSWER_SECONDS)
        except (OSError, TimeoutError, EOFError):
            status, text = NO_ANSWER, ""
        self.posted.append(Posted(post.reference, post.kind, at, time.monotonic(), status))
        return text

    async def _exchange(self, post: Post) -> tuple[int, str]:
        head = "".join(f"{name}: {value}\r\n" for name, value in post.headers)
        body = post.body.encode()
        request = (
            f"POST {post.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"{head}\r\n"
        ).encode() + body
        kept = self._free.pop() if self._free else None
        if kept is not None:
            try:
                return await self._once(*kept, request)
            except (OSError, EOFError):
                pass  # it was closed while idle: ask again on a new one, as every client does
        return await self._once(*await asyncio.open_connection(self.host, self.port), request)

    async def _once(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
    ) -> tuple[int, str]:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
        text = (await reader.readexactly(length)).decode() if length else ""
        if "connection: close" in head:
            writer.close()
        else:
            self._free.append((reader, writer))
        return int(head.split(" ", 2)[1]), text


async def steadily(lines: Lines, posts: Sequence[Post], per_second: float) -> None:
    """Post each at its instant, however long the ones before it take."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    going: set[asyncio.Task[str]] = set()
    for number, post in enumerate(posts):
        await asyncio.sleep(start + number / per_second - loop.time())
        task = asyncio.create_task(lines.post(post))
        going.add(task)
        task.add_done_callback(going.discard)
    await asyncio.gather(*going)


async def in_flight(lines: Lines, posts: Sequence[Post], hands: int) -> None:
    """Post all, always so many at once."""
    left = iter(posts)

    async def hand() -> None:
        for post in left:
            await lines.post(post)

    await asyncio.gather(*(hand() for _ in range(hands)))


async def in_calls(lines: Lines, calls: Sequence[Call], per_second: float) -> None:
    """Begin each call at its instant; within it, each request follows the answer to the last."""
    loop = asyncio.get_running_loop()
    start = loop.time()

    async def whole(call: Call) -> None:
        steps = call.steps()
        step = next(steps, None)
        while step is not None:
            if isinstance(step, float):
                await asyncio.sleep(step)
                answer = ""
            else:
                answer = await lines.post(step)
            try:
                step = steps.send(answer)
            except StopIteration:
                return

    async def begun(number: int, call: Call) -> None:
        await asyncio.sleep(start + number / per_second - loop.time())
        await whole(call)

    await asyncio.gather(*(begun(number, call) for number, call in enumerate(calls)))


Work = Callable[..., Any]


def post_all(line: Connection) -> None:
    """The process: do each piece of work it is given, answer what came of it, until `stop`.

    A piece of work is host, port, one of the three functions above, and its arguments.
    """
    while True:
        asked = line.recv()
        if asked == "stop":
            return
        host, port, work, arguments = asked
        line.send(asyncio.run(_work(host, port, work, arguments)))


async def _work(host: str, port: int, work: Work, arguments: Sequence[Any]) -> list[Posted]:
    lines = Lines(host, port)
    await work(lines, *arguments)
    return lines.posted
