"""Twilio's queue: a parking place in order of arrival."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from tests.simulators.twilio.leg import Leg, new_sid
from tests.simulators.twilio.timers import Timers, now


@dataclass(slots=True)
class Member:
    """Somebody parked."""

    leg: Leg
    since: float = field(default_factory=time.monotonic)
    enqueued: datetime = field(default_factory=now)


@dataclass(slots=True)
class Queue:
    """A queue by name. Guarded by the lock of the exchange."""

    name: str
    timers: Timers
    max_size: int = 1000
    sid: str = field(default_factory=lambda: new_sid("QU"))
    created: datetime = field(default_factory=now)
    members: list[Member] = field(default_factory=list)

    def member(self, call_sid: str) -> Member | None:
        """The member with this leg, or the one at the front."""
        if call_sid == "Front":
            return self.members[0] if self.members else None
        return next((m for m in self.members if m.leg.sid == call_sid), None)

    def position(self, member: Member) -> int:
        """Order of arrival, from 1; 0 for somebody who has left."""
        return self.members.index(member) + 1 if member in self.members else 0

    def waited(self, member: Member) -> int:
        """Simulated seconds since arrival."""
        return int(self.timers.simulated(time.monotonic() - member.since))

    def average(self) -> int:
        """Mean wait of those waiting now."""
        waits = [self.waited(member) for member in self.members]
        return sum(waits) // len(waits) if waits else 0

    def params(self, member: Member) -> dict[str, str]:
        """What a wait webhook carries besides."""
        return {
            "QueueSid": self.sid,
            "QueuePosition": str(max(self.position(member), 1)),
            "QueueTime": str(self.waited(member)),
            "AvgQueueTime": str(self.average()),
            "CurrentQueueSize": str(len(self.members)),
            "MaxQueueSize": str(self.max_size),
        }
