"""The one queue in which callers are parked; the order they are taken in is ours."""

from collections.abc import Iterable
from typing import Any

from app.integrations.http import Refused
from app.integrations.twilio import reading
from app.integrations.twilio.account import PAGE, Account
from app.integrations.twilio.overrides import for_answer
from app.integrations.twilio.results import QueueMember


class Queues(Account):
    """The waiting queue."""

    def ensure_queue(self, name: str) -> str:
        """The SID of the queue of this name, which is made if it is not there. Safe to repeat."""
        found = self._queue(name)
        if found:
            return found
        try:
            return str(self.api.queues.create(friendly_name=name, max_size=5000).sid)
        except Refused:
            # Another process may have made it a moment ago.
            found = self._queue(name)
            if found:
                return found
            raise

    def queue_members(self, queue_sid: str) -> list[QueueMember]:
        """Everybody who is really waiting, in order of arrival."""
        found = self.api.queues(queue_sid).members.list(page_size=PAGE)
        return [reading.queue_member(each) for each in found]

    def take_member(self, queue_sid: str, call_sid: str, url: str) -> None:
        """Take one chosen caller out of the queue. The first to ask wins; the next hears `Gone`."""
        self.api.queues(queue_sid).members(call_sid).update(url=for_answer(url), method="POST")

    def _queue(self, name: str) -> str | None:
        queues: Iterable[Any] = self.api.queues.list(page_size=PAGE)
        return next((str(each.sid) for each in queues if each.friendly_name == name), None)
