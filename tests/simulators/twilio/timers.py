"""Simulated time: one thread that wakes for whatever is due, and a speed that shortens waits."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime


class Timer:
    """Something that will be done later, unless it is cancelled first."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Let it not happen."""
        self._action = None

    def fire(self) -> None:
        """Do it now, once."""
        action, self._action = self._action, None
        if action:
            action()


class Timers:
    """Does things after so many simulated seconds. What it does must not block."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._due: list[tuple[float, int, Timer]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="timers", daemon=True).start()

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Do `action` after simulated seconds."""
        timer = Timer(action)
        with self._changed:
            at = time.monotonic() + self.real(seconds)
            heapq.heappush(self._due, (at, next(self._numbers), timer))
            self._changed.notify()
        return timer

    def real(self, seconds: float) -> float:
        """Simulated seconds in seconds of the wall clock."""
        return seconds / self.speed

    def simulated(self, seconds: float) -> float:
        """Seconds of the wall clock in simulated seconds."""
        return seconds * self.speed

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._due or self._due[0][0] > time.monotonic():
                    wait = self._due[0][0] - time.monotonic() if self._due else None
                    self._changed.wait(wait)
                _, _, timer = heapq.heappop(self._due)
            timer.fire()


def now() -> datetime:
    """The wall clock: what the simulator writes must agree with the clock of the app."""
    return datetime.now(UTC)  # noqa: TID251 - another process, which has no transaction


def rfc2822(instant: datetime | None) -> str | None:
    """An instant as Twilio writes it."""
    return format_datetime(instant) if instant else None
