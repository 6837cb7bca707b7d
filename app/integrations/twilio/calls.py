"""Placing, moving, ending and looking up legs."""

from datetime import UTC, datetime

from app.integrations.twilio import reading
from app.integrations.twilio.account import PAGE, Account
from app.integrations.twilio.overrides import for_answer, for_notice
from app.integrations.twilio.results import Call, CallPlaced

_PROGRESS = ["initiated", "ringing", "answered", "completed"]


class Calls(Account):
    """Legs."""

    def place_call(  # noqa: PLR0913 - what makes up a call
        self,
        to: str,
        from_: str,
        url: str,
        status_callback: str,
        *,
        timeout_seconds: int,
        reference: str,
    ) -> CallPlaced:
        """Ring a number and run the document at `url` when it is answered. Not safe to repeat.

        Args:
            to: Who is rung, in E.164 form.
            from_: One of our own numbers.
            url: What the answered call does.
            status_callback: Where its progress is told.
            timeout_seconds: How long it rings; Twilio adds 5. Voicemail answers from about 15.
            reference: Our own id of this attempt. It must stand in `status_callback`: after a
                silence it is the only thing that tells our call from another to the same number.
        """
        if not reference or reference not in status_callback:
            raise ValueError("the callback must carry our reference")
        call = self.api.calls.create(
            to=to,
            from_=from_,
            url=for_answer(url),
            method="POST",
            status_callback=for_notice(status_callback),
            status_callback_method="POST",
            status_callback_event=_PROGRESS,
            timeout=timeout_seconds,
        )
        return CallPlaced(call.sid, int(call.queue_time or 0))

    def redirect_call(self, call_sid: str, url: str) -> None:
        """Take a live leg out of whatever it is doing and into another document."""
        self.api.calls(call_sid).update(url=for_answer(url), method="POST")

    def end_call(self, call_sid: str) -> None:
        """Hang up a leg, whether it is waiting to be dialled, ringing or talking."""
        self.api.calls(call_sid).update(status="completed")

    def fetch_call(self, call_sid: str) -> Call:
        """How one leg stands now."""
        return reading.call(self.api.calls(call_sid).fetch())

    def calls_since(self, start_time: datetime) -> list[Call]:
        """Every leg begun at or after an instant, whatever became of it."""
        return self._calls(start_time)

    def find_calls_to(self, to: str, since: datetime) -> list[Call]:
        """Legs to one number, to settle whether a call that nobody confirmed was placed."""
        return self._calls(since, to=to)

    def children(self, call_sid: str) -> list[Call]:
        """Legs that this leg dialled."""
        found = self.api.calls.list(parent_call_sid=call_sid, page_size=PAGE)
        return [reading.call(each) for each in found]

    def _calls(self, since: datetime, **filters: str) -> list[Call]:
        # Twilio's filter is by the second and, on some accounts, by the day: cut finely here.
        floor = since.astimezone(UTC).replace(microsecond=0)
        found = self.api.calls.list(start_time_after=floor, page_size=PAGE, **filters)
        calls = [reading.call(each) for each in found]
        return [each for each in calls if (each.started_at or each.created_at or floor) >= floor]
