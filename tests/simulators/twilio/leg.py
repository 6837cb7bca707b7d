"""One leg of a call: where it stands, and what may interrupt whatever it is doing."""

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime

from tests.simulators.twilio.endings import HungUp, Moved, Target
from tests.simulators.twilio.people import Person
from tests.simulators.twilio.timers import Timer, Timers, now

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_PLACES = ("From", "To", "Caller", "Called")


def new_sid(prefix: str) -> str:
    """An identifier as Twilio makes them."""
    return prefix + uuid.uuid4().hex


class Leg:
    """A leg. Its fields are guarded by the lock of the exchange, which `changed` shares."""

    def __init__(
        self,
        lock: threading.RLock,
        timers: Timers,
        *,
        account_sid: str,
        from_: str,
        to: str,
        direction: str,
        person: Person,
        parent_sid: str | None = None,
        extra: dict[str, str] | None = None,
    ) -> None:
        self.sid = new_sid("CA")
        self.account_sid, self.from_, self.to = account_sid, from_, to
        self.direction, self.parent_sid = direction, parent_sid
        self.person = person
        self.extra = dict(extra or {})
        self.status = "queued"
        self.created: datetime = now()
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.began = time.monotonic()
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        self.queue_time_ms = 0
        self.callback: str | None = None
        self.callback_events: set[str] = set()
        self.sequence = 0
        self.end_status: str | None = None
        self.gathers = 0
        self.doing = ""
        self.silent = False
        self.waiting = False
        self.watcher: Leg | None = None
        self.changed = threading.Condition(lock)
        self.digits: deque[str] = deque()
        self.timers: dict[str, Timer] = {}
        self._clock = timers
        self._move: Target | None = None

    # ------------------------------------------------------------------ from outside

    def hang_up(self, status: str | None = None) -> None:
        """End it, from either side, as soon as it looks up."""
        with self.changed:
            if self.status in OVER or self.end_status:
                return
            self.end_status = status or "completed"
            self.changed.notify_all()

    def move(self, target: Target) -> bool:
        """Take it elsewhere. False if it is over or about to be."""
        with self.changed:
            if self.status in OVER or self.end_status:
                return False
            self._move = target
            self.changed.notify_all()
            return True

    def press(self, digits: str) -> None:
        """Press keys."""
        with self.changed:
            self.digits.extend(digits)
            self.changed.notify_all()

    def later(self, name: str, seconds: float | None, action: Callable[[], None]) -> None:
        """Have something happen to this leg after simulated seconds, instead of what was set."""
        self.not_later(name)
        if seconds is not None:
            self.timers[name] = self._clock.after(seconds, action)

    def not_later(self, name: str) -> None:
        """Let it not happen."""
        timer = self.timers.pop(name, None)
        if timer:
            timer.cancel()

    # ------------------------------------------------------------------ its own thread

    def wait(self, seconds: float | None, until: Callable[[], bool] = lambda: False) -> bool:
        """Pass simulated time; true as soon as `until` is, false when the time is up.

        Raises:
            HungUp: It ended meanwhile.
            Moved: The app took it elsewhere meanwhile.
        """
        deadline = None if seconds is None else time.monotonic() + self._clock.real(seconds)
        with self.changed:
            while True:
                self.look_up()
                if until():
                    return True
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self.changed.wait(left)

    def look_up(self) -> None:
        """Notice what happened while something else was being done."""
        with self.changed:
            if self.end_status:
                raise HungUp
            if self._move:
                target, self._move = self._move, None
                raise Moved(target)

    # ------------------------------------------------------------------ what it looks like

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.status in OVER

    def seconds(self) -> int:
        """How long it has been, or was, answered, in simulated seconds."""
        if self.answered_at is None:
            return 0
        until = self.ended_at or time.monotonic()
        return round(self._clock.simulated(until - self.answered_at))

    def params(self) -> dict[str, str]:
        """What every voice webhook of this leg carries."""
        known = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": self.status,
            "Direction": self.direction,
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
        }
        for place in _PLACES:
            known |= {f"{place}Country": "GB", f"{place}City": "", f"{place}State": ""}
            known[f"{place}Zip"] = ""
        if self.parent_sid:
            known["ParentCallSid"] = self.parent_sid
        return known | self.extra
