"""Conferences: who is in, what everybody is told about it, and when it starts and ends."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.twilio.leg import Leg, new_sid
from tests.simulators.twilio.recording import Recording
from tests.simulators.twilio.timers import now, rfc2822
from tests.simulators.twilio.webhooks import Webhook

if TYPE_CHECKING:
    from tests.simulators.twilio.exchange import Exchange

_EVENT_GROUP = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
    "announcement-end": "announcement",
}


def _yes(value: bool) -> str:
    return "true" if value else "false"


@dataclass(slots=True)
class Participant:
    """One leg in a room."""

    leg: Leg
    attributes: dict[str, str]
    label: str = ""
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    coach_sid: str | None = None
    out: str | None = None
    met: bool = False
    created: datetime = field(default_factory=now)

    @property
    def starts(self) -> bool:
        """Whether its arrival may start the conference."""
        return self.attributes.get("startConferenceOnEnter", "true") == "true"

    @property
    def ends(self) -> bool:
        """Whether its leaving ends the conference."""
        return self.attributes.get("endConferenceOnExit", "false") == "true"

    def params(self) -> dict[str, str]:
        """What an event about it carries."""
        known = {
            "CallSid": self.leg.sid,
            "Muted": _yes(self.muted),
            "Hold": _yes(self.hold),
            "Coaching": _yes(self.coaching),
            "EndConferenceOnExit": _yes(self.ends),
            "StartConferenceOnEnter": _yes(self.starts),
        }
        return known | ({"ParticipantLabel": self.label} if self.label else {})


class Room:
    """A conference. Every method is called with the lock of the exchange held."""

    def __init__(self, exchange: Exchange, name: str) -> None:
        self.exchange, self.name = exchange, name
        self.sid = new_sid("CF")
        self.status = "init"
        self.created = self.updated = now()
        self.participants: list[Participant] = []
        self.sequence = 0
        self.reason: str | None = None
        self.ended_by: str | None = None
        self.recording: Recording | None = None
        # All of these are the first participant's; what later ones say is ignored.
        self.first: dict[str, str] | None = None

    def find(self, call_sid: str) -> Participant | None:
        """A live participant, by its leg or its label."""
        return next((p for p in self.participants if call_sid in {p.leg.sid, p.label}), None)

    def join(self, participant: Participant) -> bool:
        """Let a leg in; false if its label is taken, which keeps it out (error 16025)."""
        if participant.label and any(p.label == participant.label for p in self.participants):
            return False
        if self.first is None:
            self.first = participant.attributes
        self.participants.append(participant)
        opening = self.status == "init" and len(self.participants) > 1
        if opening and any(p.starts for p in self.participants):
            self.status = "in-progress"
            self.updated = now()
            self.tell("conference-start", {})
            if self.first.get("record") == "record-from-start":
                self._record()
        self.tell("participant-join", participant.params(), participant.leg)
        self._moods()
        return True

    def leave(self, participant: Participant, reason: str, why_ended: str | None = None) -> None:
        """Let a leg go, and end the room if it was the last or one that ends it."""
        if participant not in self.participants:
            return
        self.participants.remove(participant)
        participant.out = reason
        for name in ("talk", "alone", "patience"):
            participant.leg.not_later(name)
        over = participant.leg.end_status or "in-progress"
        self.tell(
            "participant-leave",
            participant.params() | {"ParticipantCallStatus": over, "ReasonParticipantLeft": reason},
            participant.leg,
        )
        if participant.ends and self.participants:
            self._end("participant-with-end-conference-on-exit-left", participant)
        elif not self.participants:
            self._end(why_ended or "last-participant-left", participant)
        self._moods()

    def close(self) -> None:
        """End it for all, as the app asked by REST."""
        self._end("conference-ended-via-api", None)

    def tell(self, event: str, params: dict[str, str], leg: Leg | None = None) -> None:
        """Tell the app of an event, if the first participant asked for that kind."""
        first = self.first or {}
        url = first.get("statusCallback")
        number, self.sequence = self.sequence, self.sequence + 1
        if not url or _EVENT_GROUP[event] not in first.get("statusCallbackEvent", "").split():
            return
        known = {
            "AccountSid": self.exchange.credentials.account_sid,
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "SequenceNumber": str(number),
            "Timestamp": rfc2822(now()) or "",
            "StatusCallbackEvent": event,
        }
        method = first.get("statusCallbackMethod", "POST")
        webhook = Webhook(
            "conference.status", url, known | params, method, leg.sid if leg else None
        )
        self.exchange.webhooks.tell(self.sid, webhook)

    def _end(self, reason: str, by: Participant | None) -> None:
        if self.status == "completed":
            return
        self.status, self.reason, self.updated = "completed", reason, now()
        self.ended_by = by.leg.sid if by else None
        for participant in list(self.participants):
            self.participants.remove(participant)
            participant.out = "moderator_ended_conference" if by else "conference_ended_via_api"
            self.tell(
                "participant-leave",
                participant.params()
                | {
                    "ParticipantCallStatus": "in-progress",
                    "ReasonParticipantLeft": participant.out,
                },
                participant.leg,
            )
            participant.leg.changed.notify_all()
        ending = {"ReasonConferenceEnded": reason, "Reason": reason.replace("-", " ")}
        if by:
            ending["CallSidEndingConference"] = by.leg.sid
        if by and by.label:
            ending["ParticipantLabelEndingConference"] = by.label
        self.tell("conference-end", ending)
        if self.recording:
            self.exchange.finish_recording(self.recording)

    def _record(self) -> None:
        first = self.first or {}
        events = first.get("recordingStatusCallbackEvent", "completed").split()
        self.recording = Recording(
            "Conference",
            conference_sid=self.sid,
            callback=first.get("recordingStatusCallback"),
            events=frozenset(events),
            began=time.monotonic(),
        )
        self.exchange.start_recording(self.recording)

    def _moods(self) -> None:
        """People begin to talk when somebody is there, and go when they are left alone."""
        for participant in self.participants:
            leg, person = participant.leg, participant.leg.person
            if len(self.participants) > 1:
                leg.not_later("alone")
                leg.not_later("patience")
                participant.met = True
                if "talk" not in leg.timers:
                    leg.later("talk", person.talk, leg.hang_up)
            elif participant.met:
                leg.not_later("talk")
                leg.later("alone", person.alone, leg.hang_up)
            else:
                # Brought into an empty room: to them it is only more waiting.
                leg.later("patience", person.patience, leg.hang_up)
