"""Every TwiML document that we answer with: what Twilio shall say, ask and connect.

Built with Twilio's own classes, which escape text but check nothing else: a misspelt keyword
becomes an attribute that Twilio ignores, so the tests hold each document against a vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from app.integrations.twilio.overrides import absolute, for_answer, for_notice

# The strictest of the engines that Twilio offers; the others allow more.
LONGEST_TEXT = 3000
_ROOM_EVENTS = "start end join leave mute hold modify"
_RECORDING_EVENTS = "in-progress completed absent"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. One British voice for everything, so that a caller hears one service."""

    name: str
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class Audio:
    """A prompt of our own, as a sound file: for what must sound right if a voice is withdrawn."""

    url: str


Prompt = str | Audio


@dataclass(frozen=True, slots=True)
class Room:
    """A conference, described alike for every leg.

    Twilio takes the addresses and the recording from whoever comes in first and ignores the
    rest without a word, so every path into a room must say the same.

    Attributes:
        name: Opaque; it stands in Twilio's logs, so never anything about a person.
        wait_url: What somebody alone in the room hears.
        status_url: Where arrivals and departures are told.
        recording_url: Where the recording is told; None where the call may not be recorded.
    """

    name: str
    wait_url: str
    status_url: str
    recording_url: str | None = None


def menu(
    voice: Voice,
    prompts: Sequence[Prompt],
    choice_url: str,
    otherwise_url: str,
    timeout_seconds: int = 5,
) -> str:
    """Greet a new caller and ask for one key; whoever presses nothing goes on all the same."""
    response = VoiceResponse()
    gather = _ask(response, choice_url, timeout_seconds)
    for prompt in prompts:
        _speak(gather, voice, prompt)
    # Twilio never calls the action for silence. Silence from a crew is not a goodbye.
    response.redirect(for_answer(otherwise_url), method="POST")
    return str(response)


def wait_in_queue(
    queue: str, left_url: str, wait_url: str, voice: Voice | None = None, first: Prompt = ""
) -> str:
    """Park the caller in the one waiting queue, after a word of greeting where there is one."""
    response = VoiceResponse()
    if voice and first:
        _speak(response, voice, first)
    response.enqueue(
        queue,
        action=for_answer(left_url),
        method="POST",
        wait_url=for_answer(wait_url),
        wait_url_method="POST",
    )
    return str(response)


def while_waiting(voice: Voice, prompt: Prompt, choice_url: str, quiet_seconds: int = 20) -> str:
    """What a waiting caller hears, about 25 seconds of it; one key asks to be called back.

    Twilio fetches it again when it ends, which is our cheapest sign that the caller is there.
    """
    response = VoiceResponse()
    _speak(_ask(response, choice_url, timeout_seconds=3), voice, prompt)
    response.pause(length=quiet_seconds)
    return str(response)


def leave_queue() -> str:
    """Take the caller out of the queue at their own wish; the queue's action says what follows."""
    response = VoiceResponse()
    response.leave()
    return str(response)


def goodbye(voice: Voice, prompt: Prompt) -> str:
    """Say a last word, such as that we shall call back, and hang up."""
    response = VoiceResponse()
    _speak(response, voice, prompt)
    response.hangup()
    return str(response)


def caller_into_room(room: Room, left_url: str) -> str:
    """Join the waiting caller to the coordinator who is already in the room."""
    return _into_room(room, "caller", left_url)


def coordinator_into_room(room: Room, label: str, left_url: str) -> str:
    """Join a coordinator's leg, browser or desk phone, before any caller is brought in."""
    return _into_room(room, label, left_url)


def third_party_into_room(room: Room, label: str, left_url: str) -> str:
    """Join somebody asked in, once a key press has shown that a person is listening."""
    return _into_room(room, label, left_url)


def press_one(voice: Voice, prompt: Prompt, accept_url: str, times: int = 2) -> str:
    """Ring a desk phone or a third party: only a key press counts as a person being there.

    Voicemail answers too. Whoever presses nothing is rung off, and never reaches the caller.
    """
    response = VoiceResponse()
    for _ in range(times):
        _speak(_ask(response, accept_url, timeout_seconds=6), voice, prompt)
    response.hangup()
    return str(response)


def crisis_page(voice: Voice, prompt: Prompt, answer_url: str, times: int = 3) -> str:
    """Page a crisis team: the least that must be said, then 1 to accept or 2 to refuse.

    Said once and repeated twice. The prompt must name no patient: anybody may pick up.
    """
    return press_one(voice, prompt, answer_url, times)


def reject_busy() -> str:
    """Turn a blocked source away unanswered, so that it is neither billed nor kept."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return str(response)


def emergency_dial(  # noqa: PLR0913 - what makes up a dial
    voice: Voice,
    prompt: Prompt,
    number: str,
    *,
    caller_id: str | None = None,
    ended_url: str | None = None,
    timeout_seconds: int = 30,
) -> str:
    """Connect the caller to the human fallback number when our own queue cannot hold them."""
    response = VoiceResponse()
    _speak(response, voice, prompt)
    response.dial(
        number,
        action=for_answer(ended_url) if ended_url else None,
        method="POST" if ended_url else None,
        caller_id=caller_id,
        timeout=timeout_seconds,
    )
    return str(response)


def static_fallback(voice: Voice, prompt: Prompt, number: str) -> str:
    """The document to host away from us: it works while app, database and Redis are all down.

    Indented, because a person will paste it somewhere and must be able to read it back.
    """
    tree = ET.fromstring(emergency_dial(voice, prompt, number))  # noqa: S314 - our own words
    ET.indent(tree)
    body = ET.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def on_hold(voice: Voice, prompt: Prompt, quiet_seconds: int = 20) -> str:
    """What somebody on hold, or alone in a room, hears; Twilio plays it again when it ends."""
    response = VoiceResponse()
    _speak(response, voice, prompt)
    response.pause(length=quiet_seconds)
    return str(response)


def announcement(voice: Voice, prompt: Prompt) -> str:
    """A sentence spoken into a room."""
    response = VoiceResponse()
    _speak(response, voice, prompt)
    return str(response)


def hang_up() -> str:
    """End this leg without another word."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def go_on_at(url: str) -> str:
    """Send the call to another address of ours."""
    response = VoiceResponse()
    response.redirect(for_answer(url), method="POST")
    return str(response)


def empty() -> str:
    """Nothing more to do: the answer to a text, or where the call was already moved on."""
    return str(VoiceResponse())


def _ask(response: VoiceResponse, action: str, timeout_seconds: int) -> Gather:
    """Ask for one key. The defaults are American English and whichever page we are on."""
    gather: Gather = response.gather(
        input="dtmf",
        num_digits=1,
        timeout=timeout_seconds,
        action=for_answer(action),
        method="POST",
        language="en-GB",
    )
    return gather


def _speak(node: VoiceResponse | Gather, voice: Voice, prompt: Prompt) -> None:
    if isinstance(prompt, Audio):
        node.play(absolute(prompt.url))
        return
    if len(prompt) > LONGEST_TEXT:
        raise ValueError(f"a prompt of {len(prompt)} letters; Twilio speaks {LONGEST_TEXT}")
    node.say(prompt, voice=voice.name, language=voice.language)


def _into_room(room: Room, label: str, left_url: str) -> str:
    response = VoiceResponse()
    dial: Dial = response.dial(action=for_answer(left_url), method="POST")
    recording = (
        {
            "record": "record-from-start",
            # Trimmed silence would shift the sound against our own log of events.
            "trim": "do-not-trim",
            "recording_status_callback": for_notice(room.recording_url),
            "recording_status_callback_method": "POST",
            "recording_status_callback_event": _RECORDING_EVENTS,
        }
        if room.recording_url
        else {}
    )
    dial.conference(
        room.name,
        start_conference_on_enter=True,
        # True on anybody would turn a transfer into a hang-up for all.
        end_conference_on_exit=False,
        beep="false",
        participant_label=label,
        wait_url=for_answer(room.wait_url),
        wait_method="POST",
        status_callback=for_notice(room.status_url),
        status_callback_method="POST",
        status_callback_event=_ROOM_EVENTS,
        **recording,
    )
    return str(response)
