"""Runs one leg's documents, verb by verb, as Twilio would."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

from tests.simulators.twilio.dialling import Dialling
from tests.simulators.twilio.endings import Finished, Left, Moved, Target, Unusable
from tests.simulators.twilio.leg import Leg
from tests.simulators.twilio.recording import Recording
from tests.simulators.twilio.waiting import Waiting
from tests.simulators.twilio.webhooks import Webhook
from tests.simulators.twilio.wire import Failed

if TYPE_CHECKING:
    from tests.simulators.twilio.exchange import Exchange

_MOST_REDIRECTS = 500
_LETTERS_A_SECOND = 15


class Interpreter:
    """One leg's way through the app's documents."""

    def __init__(self, exchange: Exchange, leg: Leg) -> None:
        self.exchange, self.leg = exchange, leg
        self.verbs: dict[str, Callable[[ET.Element], Target | None]] = {
            "Say": self._say,
            "Play": self._play,
            "Pause": self._pause,
            "Gather": self._gather,
            "Redirect": self._redirect,
            "Record": self._record,
            "Hangup": self._hangup,
            "Leave": self._leave,
            "Enqueue": Waiting(self).enqueue,
            "Dial": Dialling(self).dial,
        }

    def run(self, target: Target | None) -> str:
        """Run documents until there are none left; the status that the leg ends with.

        Raises:
            HungUp: Somebody hung up.
        """
        try:
            for _ in range(_MOST_REDIRECTS):
                if target is None:
                    return "completed"
                try:
                    target = self.execute(self.usable(target), self._verbs_of_a_call)
                except Moved as moved:
                    target = moved.target
        except Finished as end:
            return end.status
        return "failed"

    def usable(self, target: Target) -> ET.Element:
        """Fetch a document; the number's fallback if it cannot be had or used."""
        try:
            return self.fetch(target)
        except Unusable as bad:
            fallback = self.exchange.number(self.leg.to).fallback_url
            if self.leg.direction != "inbound" or not fallback or fallback == target.url:
                raise Finished("failed" if self.leg.status == "ringing" else "completed") from bad
            extra = {"ErrorCode": str(bad.code), "ErrorUrl": urldefrag(bad.url)[0]}
            instead = Target(fallback, extra=extra, kind="voice.fallback")
        try:
            return self.fetch(instead)
        except Unusable as bad:
            raise Finished("failed") from bad

    def fetch(self, target: Target) -> ET.Element:
        """Ask the app for a document.

        Raises:
            Unusable: None came, or none that can be run.
        """
        if target.twiml is not None:
            return _parsed(target.twiml.encode(), "inline")
        params = self.leg.params() | target.extra
        webhook = Webhook(target.kind, target.url, params, target.method, self.leg.sid)
        self.leg.doing = f"asking {target.kind}"
        try:
            answer = self.exchange.webhooks.ask(webhook)
        except Failed as failed:
            raise Unusable(11205 if failed.kind == "ct" else 11200, target.url) from failed
        if "xml" not in answer.content_type:
            raise Unusable(12300, target.url)
        return _parsed(answer.body, target.url)

    def tell(self, target: Target) -> None:
        """Ask where the answer no longer matters, because the leg is gone or going elsewhere."""
        try:
            self.fetch(target)
        except Unusable:
            self.leg.doing = "nobody answered the last question"

    def execute(
        self, document: Iterable[ET.Element], verbs: Callable[[str], bool]
    ) -> Target | None:
        """Run verbs in order until one leads elsewhere; None at the end."""
        for element in document:
            self.leg.look_up()
            if element.tag == "Reject":
                raise Finished("busy" if element.get("reason") == "busy" else "no-answer")
            if not verbs(element.tag):
                raise Unusable(12100, element.tag)
            if self.leg.status == "ringing":
                self.exchange.progress(self.leg, "answered", "in-progress")
            self.leg.doing = element.tag
            target = self.verbs[element.tag](element)
            if target:
                return target
        return None

    def speak(self, element: ET.Element) -> float:
        """How long a Say, Play or Pause takes, in simulated seconds."""
        if element.tag == "Pause":
            return float(element.get("length", "1"))
        if element.tag == "Play":
            return 3.0
        return max(1.0, len(element.text or "") / _LETTERS_A_SECOND)

    def _verbs_of_a_call(self, name: str) -> bool:
        if name not in self.verbs:
            raise Finished("failed")
        return True

    def _say(self, element: ET.Element) -> None:
        self.leg.wait(self.speak(element))

    _play = _say
    _pause = _say

    def _redirect(self, element: ET.Element) -> Target:
        return Target((element.text or "").strip(), element.get("method", "POST"))

    def _hangup(self, _element: ET.Element) -> None:
        raise Finished

    def _leave(self, _element: ET.Element) -> None:
        raise Left

    def _gather(self, element: ET.Element) -> Target | None:
        leg = self.leg
        wanted = int(element.get("numDigits", "64"))
        silence = float(element.get("timeout", "5"))
        spoken = sum(self.speak(child) for child in element)
        leg.gathers += 1
        planned = leg.person.next_digit(waiting=leg.waiting)
        if planned:
            leg.later("press", leg.person.press_after, lambda: leg.press(planned))
        try:
            more = leg.wait(spoken + silence, lambda: bool(leg.digits))
            while more and len(leg.digits) < wanted and leg.digits[-1] != "#":
                more = self._another_key(silence)
        finally:
            leg.not_later("press")
        pressed = self._taken(wanted)
        if not pressed and element.get("actionOnEmptyResult") != "true":
            return None
        return Target(
            element.get("action", ""),
            element.get("method", "POST"),
            {"Digits": pressed},
            "voice.gather_action",
        )

    def _another_key(self, silence: float) -> bool:
        had = len(self.leg.digits)
        return self.leg.wait(silence, lambda: len(self.leg.digits) > had)

    def _taken(self, wanted: int) -> str:
        with self.leg.changed:
            taken = [self.leg.digits.popleft() for _ in range(min(wanted, len(self.leg.digits)))]
        return "".join(taken).rstrip("#")

    def _record(self, element: ET.Element) -> Target | None:
        leg = self.leg
        recording = Recording(
            "RecordVerb", call_sid=leg.sid, callback=element.get("recordingStatusCallback")
        )
        self.exchange.start_recording(recording)
        longest = float(element.get("maxLength", "3600"))
        finished = "hangup"
        try:
            speaks = min(leg.person.speaks, longest)
            if leg.wait(speaks, lambda: bool(leg.digits)):
                finished = self._taken(1)
        finally:
            self.exchange.finish_recording(recording)
        if not element.get("action"):
            return None
        account = self.exchange.credentials.account_sid
        path = f"/2010-04-01/Accounts/{account}/Recordings/{recording.sid}"
        extra = {
            "RecordingUrl": f"https://api.twilio.com{path}",
            "RecordingSid": recording.sid,
            "RecordingDuration": str(recording.duration),
            "Digits": finished,
        }
        return Target(element.get("action", ""), extra=extra, kind="voice.record_action")


def _parsed(body: bytes, url: str) -> ET.Element:
    try:
        root = ET.fromstring(body)
    except ET.ParseError as error:
        raise Unusable(12100, url) from error
    if root.tag != "Response":
        raise Unusable(12100, url)
    return root
