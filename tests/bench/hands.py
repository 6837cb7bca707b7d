"""The two processes beside the servers: one that listens as many consoles, one that posts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.posting import Posted, Work, post_all
from tests.bench.sockets import Desk, Heard, listen

JOIN_SECONDS = 120.0
WORK_SECONDS = 300.0


class Consoles:
    """Open consoles in a process of their own."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def heard(self) -> list[Heard]:
        """What was heard since the last time, oldest first.

        Raises:
            AssertionError: a console lost its socket: then its silence would mean nothing.
        """
        self._line.send("take")
        messages, lost = _answer(self._line, WORK_SECONDS)
        assert not lost, f"{lost} consoles lost their sockets"
        found: list[Heard] = messages
        return found


class Poster:
    """Posts in a process of its own."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def post(self, host: str, port: int, work: Work, *arguments: Any) -> list[Posted]:  # noqa: ANN401  # of the work
        """Do a piece of work of `posting` and return what came of each request."""
        self._line.send((host, port, work, arguments))
        posted: list[Posted] = _answer(self._line, WORK_SECONDS)
        return posted


@contextmanager
def consoles(desks: Sequence[Desk]) -> Iterator[Consoles]:
    """Open consoles, all joined, for as long as this block lasts."""
    with _process(listen, desks) as line:
        assert _answer(line, JOIN_SECONDS) == "ready"
        yield Consoles(line)


@contextmanager
def poster() -> Iterator[Poster]:
    """Something that posts, for as long as this block lasts."""
    with _process(post_all) as line:
        yield Poster(line)


@contextmanager
def _process(target: Work, *arguments: Any) -> Iterator[Connection]:  # noqa: ANN401  # of the target
    fresh = get_context("spawn")
    ours, theirs = fresh.Pipe()
    process = fresh.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
        ours.send("stop")
        process.join(5)
    finally:
        process.kill()
        process.join()


def _answer(line: Connection, seconds: float) -> Any:  # noqa: ANN401  # whatever was asked for
    if not line.poll(seconds):
        raise TimeoutError(f"a hand of the bench said nothing for {seconds} s")
    return line.recv()
