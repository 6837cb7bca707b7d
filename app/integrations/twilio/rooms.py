"""Rooms, and the parties in them: hold, mute, add, remove, close."""

from app.integrations.twilio import reading
from app.integrations.twilio.account import PAGE, Account
from app.integrations.twilio.overrides import for_answer, for_notice
from app.integrations.twilio.results import CallPlaced, Conference, Participant

_PROGRESS = ["initiated", "ringing", "answered", "completed"]
_ROOM_EVENTS = ["start", "end", "join", "leave", "mute", "hold", "modify"]


class Rooms(Account):
    """Conferences and who is in them."""

    def conferences_open(self) -> list[Conference]:
        """Every room that somebody is in, also the one where somebody is still alone."""
        return [
            reading.conference(each)
            for status in ("init", "in-progress")
            for each in self.api.conferences.list(status=status, page_size=PAGE)
        ]

    def find_conference(self, name: str) -> Conference | None:
        """The newest open room of this name."""
        found = [
            reading.conference(each)
            for each in self.api.conferences.list(friendly_name=name, page_size=PAGE)
        ]
        return next((each for each in found if each.status != "completed"), None)

    def participants(self, conference: str) -> list[Participant]:
        """Who is in the room now."""
        found = self.api.conferences(conference).participants.list(page_size=PAGE)
        return [reading.participant(each) for each in found]

    def hold(self, conference: str, call_sid: str, *, on: bool, hold_url: str) -> None:
        """Put one party on hold with something to hear, or take them off again."""
        changes = {"hold_url": for_answer(hold_url), "hold_method": "POST"} if on else {}
        self._change(conference, call_sid, hold=on, **changes)

    def mute(self, conference: str, call_sid: str, *, on: bool) -> None:
        """Stop one party from being heard, or let them be heard again."""
        self._change(conference, call_sid, muted=on)

    def announce(self, conference: str, call_sid: str, url: str) -> None:
        """Say something to one party that the others do not hear."""
        self._change(conference, call_sid, announce_url=for_answer(url), announce_method="POST")

    def remove_participant(self, conference: str, call_sid: str) -> None:
        """Take one party out of the room."""
        self.api.conferences(conference).participants(call_sid).delete()

    def add_participant(  # noqa: PLR0913 - what makes up a party
        self,
        conference: str,
        to: str,
        from_: str,
        *,
        label: str,
        status_callback: str,
        conference_status_callback: str,
        timeout_seconds: int,
    ) -> CallPlaced:
        """Dial somebody straight into the room. Not safe to repeat.

        Nobody is asked to press a key, so voicemail would join the talk: use it only for lines
        that a person always answers; else `place_call` with a screening document.
        """
        party = self.api.conferences(conference).participants.create(
            to=to,
            from_=from_,
            label=label,
            beep="false",
            start_conference_on_enter=True,
            end_conference_on_exit=False,
            timeout=timeout_seconds,
            status_callback=for_notice(status_callback),
            status_callback_method="POST",
            status_callback_event=_PROGRESS,
            conference_status_callback=for_notice(conference_status_callback),
            conference_status_callback_method="POST",
            conference_status_callback_event=_ROOM_EVENTS,
        )
        return CallPlaced(party.call_sid, int(party.queue_time or 0))

    def end_conference(self, conference: str) -> None:
        """Close a room for everybody in it."""
        self.api.conferences(conference).update(status="completed")

    def _change(self, conference: str, call_sid: str, **changes: object) -> None:
        self.api.conferences(conference).participants(call_sid).update(**changes)
