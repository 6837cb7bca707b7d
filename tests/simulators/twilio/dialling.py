"""Dial: into a conference, or out to another number."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.simulators.twilio import calls
from tests.simulators.twilio.endings import Finished, HungUp, Moved, Target, Unusable
from tests.simulators.twilio.leg import OVER, Leg
from tests.simulators.twilio.rooms import Participant, Room

if TYPE_CHECKING:
    from tests.simulators.twilio.interpreter import Interpreter

_IF_NOTHING_TO_HEAR = 10.0
_SHORTEST_ROUND = 1.0


class Dialling:
    """The verb Dial on one leg."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._of = interpreter

    def dial(self, element: ET.Element) -> Target | None:
        """Join or ring whom the document names; where the leg goes afterwards."""
        conference = element.find("Conference")
        if conference is not None:
            return self._conference(element, conference)
        number = element.find("Number")
        if number is None:
            number = ET.Element("Number")
            number.text = element.text
        return self._number(element, number)

    # ------------------------------------------------------------------ rooms

    def _conference(self, dial: ET.Element, conference: ET.Element) -> Target | None:
        of = self._of
        leg, exchange = of.leg, of.exchange
        attributes = dict(conference.attrib)
        participant = Participant(leg, attributes, attributes.get("participantLabel", ""))
        participant.muted = attributes.get("muted") == "true"
        with exchange.lock:
            room = exchange.room((conference.text or "").strip())
            if not room.join(participant):
                # 16025: the label is taken. The leg stays out and goes on with the next verb.
                return None
            for other in room.participants:
                other.leg.changed.notify_all()
        result = {"DialCallStatus": "answered", "DialBridged": "true"}
        try:
            self._stay(room, participant)
        except (HungUp, Finished):
            with exchange.lock:
                room.leave(participant, "participant_hung_up")
                _wake(room)
            target = _action(dial, result | {"CallStatus": "completed"})
            if target and not leg.silent:
                of.tell(target)
            raise
        except Moved:
            with exchange.lock:
                room.leave(participant, "participant_updated_via_api")
                _wake(room)
            raise
        return _action(dial, result)

    def _stay(self, room: Room, participant: Participant) -> None:
        """Be in the room until put out of it, hearing whatever there is to hear meanwhile."""
        leg = self._of.leg
        leg.doing = "in a room"

        def out() -> bool:
            return participant.out is not None

        while not leg.wait(0, out):
            heard = self._heard(room, participant)
            if heard is None:
                leg.wait(None, lambda: out() or self._heard(room, participant) is not None)
                continue
            seconds = self._play(heard, room)
            leg.doing = "in a room"
            leg.wait(
                seconds,
                lambda now=heard: out() or self._heard(room, participant) != now,  # type: ignore[misc]
            )

    def _heard(self, room: Room, participant: Participant) -> Target | None:
        with self._of.exchange.lock:
            if participant.hold:
                url = participant.attributes.get("holdUrl", "")
                method = participant.attributes.get("holdMethod", "GET")
                return Target(url, method, kind="conference.hold") if url else None
            url = participant.attributes.get("waitUrl", "")
            if room.status == "init" and url:
                method = participant.attributes.get("waitMethod", "POST")
                return Target(url, method, kind="conference.wait")
            return None

    def _play(self, target: Target, room: Room) -> float:
        of = self._of
        extra = {"ConferenceSid": room.sid, "FriendlyName": room.name}
        try:
            document = of.fetch(Target(target.url, target.method, extra, target.kind))
        except Unusable:
            return _IF_NOTHING_TO_HEAR
        return max(_SHORTEST_ROUND, sum(of.speak(verb) for verb in document))

    # ------------------------------------------------------------------ numbers

    def _number(self, dial: ET.Element, number: ET.Element) -> Target | None:
        of = self._of
        leg, exchange = of.leg, of.exchange
        to = (number.text or "").strip()
        callee = exchange.callees.get(to, exchange.callee)
        child = exchange.new_leg(
            dial.get("callerId", leg.from_),
            to,
            "outbound-dial",
            callee.person(),
            parent_sid=leg.sid,
        )
        child.callback = number.get("statusCallback")
        child.callback_events = set(number.get("statusCallbackEvent", "completed").split())
        url = number.get("url")
        screening = Target(url, kind="voice.client_screen_url") if url else None
        timeout = float(dial.get("timeout", "30"))
        exchange.run(child, lambda: calls.run_child(exchange, child, callee, screening, timeout))
        try:
            self._until(child)
        finally:
            child.hang_up()
        answered = child.answered_at is not None
        result = {
            "DialCallStatus": "completed" if answered else child.status,
            "DialCallSid": child.sid,
            "DialCallDuration": str(child.seconds()),
            "DialBridged": "true" if answered else "false",
        }
        return _action(dial, result)

    def _until(self, child: Leg) -> None:
        leg = self._of.leg
        leg.doing = "dialling"
        child.watcher = leg
        leg.wait(None, lambda: child.status in OVER)


def _wake(room: Room) -> None:
    for participant in room.participants:
        participant.leg.changed.notify_all()


def _action(dial: ET.Element, extra: dict[str, str]) -> Target | None:
    url = dial.get("action")
    if not url:
        return None
    return Target(url, dial.get("method", "POST"), extra, "voice.dial_action")
