"""Enqueue: parked, with a document played over and over, until something happens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.simulators.twilio.endings import Finished, HungUp, Left, Moved, Target, Unusable
from tests.simulators.twilio.queueing import Member, Queue

if TYPE_CHECKING:
    from tests.simulators.twilio.interpreter import Interpreter

_ALLOWED = {"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"}
_SHORTEST_ROUND = 1.0


class Waiting:
    """The verb Enqueue on one leg."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._of = interpreter

    def enqueue(self, element: ET.Element) -> Target | None:
        """Park the leg; returns where it goes when it left by itself or never got in."""
        of = self._of
        leg, exchange = of.leg, of.exchange
        queue = exchange.queue((element.text or "").strip())
        with exchange.lock:
            limit = int(element.get("maxQueueSize", queue.max_size))
            if len(queue.members) >= limit:
                return _action(element, {"QueueResult": "queue-full"})
            member = Member(leg)
            queue.members.append(member)
        leg.later("patience", leg.person.patience, leg.hang_up)
        leg.waiting = True
        try:
            self._listen(element, queue, member)
        except (Left, Unusable) as why:
            result = "leave" if isinstance(why, Left) else "error"
            return _action(element, self._left(queue, member, result))
        except (HungUp, Finished):
            gone = self._left(queue, member, "hangup") | {"CallStatus": "completed"}
            self._tell(element, gone)
            raise
        except Moved:
            self._tell(element, self._left(queue, member, "redirected"))
            raise
        finally:
            leg.waiting = False
            leg.not_later("patience")
            with exchange.lock:
                if member in queue.members:
                    queue.members.remove(member)
        return None

    def _listen(self, element: ET.Element, queue: Queue, member: Member) -> None:
        of = self._of
        url, method = element.get("waitUrl", ""), element.get("waitUrlMethod", "POST")
        if not url:
            of.leg.wait(None)
        while True:
            began = time.monotonic()
            target: Target | None = Target(url, method, kind="voice.enqueue_wait")
            while target:
                with of.exchange.lock:
                    extra = target.extra | queue.params(member)
                kind = target.kind if target.kind != "voice.inbound" else "voice.enqueue_wait"
                document = of.fetch(Target(target.url, target.method, extra, kind))
                target = of.execute(document, _ALLOWED.__contains__)
            # An empty wait document would otherwise be fetched without pause.
            played = of.exchange.timers.simulated(time.monotonic() - began)
            of.leg.wait(max(_SHORTEST_ROUND - played, 0))

    def _left(self, queue: Queue, member: Member, result: str) -> dict[str, str]:
        with self._of.exchange.lock:
            return {
                "QueueResult": result,
                "QueueSid": queue.sid,
                "QueueTime": str(queue.waited(member)),
            }

    def _tell(self, element: ET.Element, extra: dict[str, str]) -> None:
        target = _action(element, extra)
        if target and not self._of.leg.silent:
            self._of.tell(target)


def _action(element: ET.Element, extra: dict[str, str]) -> Target | None:
    url = element.get("action")
    if not url:
        return None
    return Target(url, element.get("method", "POST"), extra, "voice.enqueue_action")
