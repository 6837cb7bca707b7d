"""Everything the simulator knows, behind one lock: legs, queues, rooms, recordings, texts."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from tests.simulators.twilio.account import Credentials
from tests.simulators.twilio.leg import OVER, Leg, new_sid
from tests.simulators.twilio.misbehaviour import Misbehaviour
from tests.simulators.twilio.people import Callee, Handset, Person
from tests.simulators.twilio.queueing import Queue
from tests.simulators.twilio.recording import Recording
from tests.simulators.twilio.rooms import Room
from tests.simulators.twilio.texts import Message
from tests.simulators.twilio.timers import Timers, now, rfc2822
from tests.simulators.twilio.webhooks import Webhook, Webhooks

API = "https://api.twilio.com"
_SETTLING = 2.0
# A leg that is just asking the app something notices only when it has its answer.
_LONGEST_ENDING = 2.0


@dataclass(frozen=True, slots=True)
class Number:
    """Where what happens on one number is sent; blank for nowhere."""

    voice_url: str = ""
    fallback_url: str = ""
    status_url: str = ""
    sms_url: str = ""
    sid: str = ""


class Exchange:
    """The telephone network as far as this account sees it."""

    def __init__(
        self,
        credentials: Credentials,
        default: Number,
        client_url: str = "",
        speed: float = 1.0,
        calls_per_second: float = 1.0,
    ) -> None:
        self.credentials = credentials
        self.default = default
        self.client_url = client_url or default.voice_url
        self.calls_per_second = calls_per_second
        # The document that works while the app is down, if it is hosted here.
        self.fallback = ""
        self.lock = threading.RLock()
        self.timers = Timers(speed)
        self.misbehaviour = Misbehaviour()
        self.webhooks = Webhooks(credentials.auth_token, self.timers, self.misbehaviour)
        self.webhooks.hang_up = self.hang_up
        self.numbers: dict[str, Number] = {}
        self.callees: dict[str, Callee] = {}
        self.callee = Callee()
        self.handsets: dict[str, Handset] = {}
        self.legs: dict[str, Leg] = {}
        self.queues: dict[str, Queue] = {}
        self.rooms: dict[str, Room] = {}
        self.recordings: dict[str, Recording] = {}
        self.messages: dict[str, Message] = {}
        self._next_slot = 0.0

    # ------------------------------------------------------------------ finding and making

    def number(self, number: str) -> Number:
        """How a number is configured; any number not set up has the default."""
        with self.lock:
            found = self.numbers.get(number)
            if found is None:
                found = self.numbers[number] = replace(self.default, sid=new_sid("PN"))
            return found

    def new_leg(
        self,
        from_: str,
        to: str,
        direction: str,
        person: Person,
        *,
        parent_sid: str | None = None,
        extra: dict[str, str] | None = None,
    ) -> Leg:
        """A leg that is known from now on; nothing happens on it yet."""
        leg = Leg(
            self.lock,
            self.timers,
            account_sid=self.credentials.account_sid,
            from_=from_,
            to=to,
            direction=direction,
            person=person,
            parent_sid=parent_sid,
            extra=extra,
        )
        with self.lock:
            self.legs[leg.sid] = leg
        leg.later("gone", person.hang_up_after, leg.hang_up)
        return leg

    def queue(self, name: str) -> Queue:
        """The queue of this name, made when it is first named."""
        with self.lock:
            return self.queues.setdefault(name, Queue(name, self.timers))

    def queue_by_sid(self, sid: str) -> Queue | None:
        """A queue by its identifier."""
        with self.lock:
            return next((queue for queue in self.queues.values() if queue.sid == sid), None)

    def room(self, name: str) -> Room:
        """The open room of this name or identifier, opened if there is none."""
        with self.lock:
            found = self.open_room(name)
            if found is None:
                found = Room(self, name)
                self.rooms[found.sid] = found
            return found

    def open_room(self, name: str) -> Room | None:
        """The room of this name or identifier that has not ended."""
        with self.lock:
            return next(
                (
                    room
                    for room in reversed(self.rooms.values())
                    if name in {room.sid, room.name} and room.status != "completed"
                ),
                None,
            )

    def slot(self) -> float:
        """Simulated seconds until the account may dial its next REST call; the slot is taken."""
        with self.lock:
            gap = self.timers.real(1 / self.calls_per_second)
            at = max(self._next_slot, time.monotonic())
            self._next_slot = at + gap
            return self.timers.simulated(at - time.monotonic())

    # ------------------------------------------------------------------ what happens on legs

    def run(self, leg: Leg, work: Callable[[], None]) -> None:
        """Give a leg its own thread."""
        threading.Thread(target=work, name=f"leg-{leg.sid[-6:]}", daemon=True).start()

    def hang_up(self, sid: str) -> None:
        """End a leg as its own person would."""
        with self.lock:
            leg = self.legs.get(sid)
        if leg:
            leg.hang_up()

    def progress(self, leg: Leg, event: str, status: str) -> None:
        """Move a leg on, and tell whoever asked to be told."""
        with leg.changed:
            if leg.status in OVER:
                return
            leg.status = status
            leg.started = leg.started or now()
            if status == "in-progress" and leg.answered_at is None:
                leg.answered_at = time.monotonic()
            if status in OVER:
                leg.ended_at, leg.ended = time.monotonic(), now()
                for timer in list(leg.timers):
                    leg.not_later(timer)
            leg.changed.notify_all()
            if leg.silent or not leg.callback or event not in leg.callback_events:
                return
            params = leg.params() | {
                "SequenceNumber": str(leg.sequence),
                "Timestamp": rfc2822(now()) or "",
                "CallbackSource": "call-progress-events",
            }
            leg.sequence += 1
            if status in OVER:
                seconds = leg.seconds()
                params |= {"CallDuration": str(seconds), "SipResponseCode": _sip(status)}
                if status == "completed":
                    params["Duration"] = str(-(-seconds // 60))
            # Still under the lock, so that two events of a leg cannot change places here.
            self.webhooks.tell(
                leg.sid, Webhook("voice.status", leg.callback, params, call_sid=leg.sid)
            )

    # ------------------------------------------------------------------ recordings

    def start_recording(self, recording: Recording) -> None:
        """Begin to record."""
        with self.lock:
            recording.began = recording.began or time.monotonic()
            self.recordings[recording.sid] = recording
        self._tell_of(recording)

    def finish_recording(self, recording: Recording) -> None:
        """Stop, and say a little later that the file is there."""
        with self.lock:
            if recording.status != "in-progress":
                return
            recording.status = "processing"
            elapsed = self.timers.simulated(time.monotonic() - recording.began)
            recording.duration = round(elapsed)
        rules = self.misbehaviour.applying("recording", {})
        found = "absent" if any(rule.do == "absent" for rule in rules) else "completed"
        self.timers.after(_SETTLING, lambda: self._settled(recording, found))

    def _settled(self, recording: Recording, found: str) -> None:
        recording.status = found
        self._tell_of(recording)

    def _tell_of(self, recording: Recording) -> None:
        if not recording.callback or recording.status not in recording.events:
            return
        account = self.credentials.account_sid
        params = {
            "AccountSid": account,
            "RecordingSid": recording.sid,
            "RecordingUrl": f"{API}/2010-04-01/Accounts/{account}/Recordings/{recording.sid}",
            "RecordingStatus": recording.status,
            "RecordingChannels": str(recording.channels),
            "RecordingStartTime": rfc2822(recording.created) or "",
            "RecordingSource": recording.source,
        }
        if recording.call_sid:
            params["CallSid"] = recording.call_sid
        if recording.conference_sid:
            params["ConferenceSid"] = recording.conference_sid
        if recording.duration is not None:
            params["RecordingDuration"] = str(recording.duration)
        webhook = Webhook("recording.status", recording.callback, params)
        self.webhooks.tell(recording.sid, webhook)

    # ------------------------------------------------------------------ all of it

    def reset(self) -> None:
        """Hang everybody up without a word and forget all that was."""
        with self.lock:
            legs = list(self.legs.values())
            for leg in legs:
                leg.silent = True
            for room in self.rooms.values():
                room.first = None
            for recording in self.recordings.values():
                recording.callback = None
            self.misbehaviour.clear()
            self.webhooks.forget()
            for everything in (
                self.legs,
                self.queues,
                self.rooms,
                self.recordings,
                self.messages,
                self.numbers,
                self.callees,
                self.handsets,
            ):
                everything.clear()
            self.callee = Callee()
            self._next_slot = 0.0
        for leg in legs:
            leg.hang_up()
        for leg in legs:
            with leg.changed:
                leg.changed.wait_for(leg.is_over, _LONGEST_ENDING)

    def webhook_log(self, kind: str = "", call_sid: str = "") -> list[dict[str, object]]:
        """What was sent to the app, oldest first."""
        return [
            asdict(entry)
            for entry in list(self.webhooks.log)
            if (not kind or entry.kind == kind)
            and (not call_sid or call_sid in {entry.call_sid, entry.params.get("CallSid")})
        ]


def _sip(status: str) -> str:
    return {"completed": "200", "busy": "486", "no-answer": "487", "canceled": "487"}.get(
        status, "503"
    )
