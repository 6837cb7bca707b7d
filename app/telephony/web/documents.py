"""From an answer to a document: every word that a caller or a colleague hears."""

from flask import Response

from app.integrations.twilio import documents, line
from app.telephony.answers import Answer, Next

WELCOME = (
    "You have reached the urgent care coordination hub. Calls are recorded. "
    "If a life is in danger now, hang up and dial 9 9 9."
)
WELCOME_KNOWN = "Urgent care coordination hub. Calls are recorded. We are putting you through."
KEYS = (
    "For an ambulance crew on scene, press 1. NHS 111 or out of hours, press 2. "
    "A G P practice, press 3. A care home, press 4. A community team, press 5. "
    "An emergency department, press 6. A mental health team, press 7. Police, press 8. "
    "For anybody else, stay on the line."
)
WAITING = "Please stay on the line. The most urgent calls are answered first."
OFFER = f"{WAITING} To be rung back instead, with your place kept, press 1."
AGAIN = "Your line was cut off from our coordinator. You are first in the queue. Please hold."
PROMISED = "Thank you. We keep your place and will ring you back on this number. Goodbye."
FALLBACK = "Please hold while we connect you to a person."
GOODBYE = "Thank you. Goodbye."
ALONE = "Please hold. You are being connected."
ON_HOLD = "Please hold. The coordinator will be with you in a moment."
THIRD_PARTY = (
    "This is the urgent care coordination hub. A coordinator would like to speak with you about "
    "a patient. Press 1 to join the call."
)
SILENCE_SECONDS = 20


def spoken(answer: Answer) -> Response:
    """The document of an answer."""
    return xml(_document(answer))


def xml(document: str) -> Response:
    """A document, as Twilio takes it."""
    return Response(document, content_type="text/xml; charset=utf-8")


def hold_music() -> str:
    """What somebody hears who is on hold."""
    return documents.on_hold(line().voice, ON_HOLD, SILENCE_SECONDS)


def alone() -> str:
    """What somebody hears who is alone in a room."""
    return documents.on_hold(line().voice, ALONE, SILENCE_SECONDS)


def _document(answer: Answer) -> str:  # noqa: PLR0911, PLR0912, C901  # one for each answer
    here, voice = line(), line().voice
    leg = f"{answer.leg_id}/{answer.step}"
    match answer.next:
        case Next.MENU:
            url = here.url(f"/telephony/menu/{answer.leg_id}")
            return documents.menu(voice, [WELCOME, KEYS], url, url)
        case Next.GREET_AND_QUEUE:
            return _queue(answer, WELCOME_KNOWN)
        case Next.QUEUE:
            return _queue(answer, "")
        case Next.QUEUE_AGAIN:
            return _queue(answer, AGAIN)
        case Next.WAIT:
            choice = here.url(f"/telephony/waiting-choice/{leg}")
            return documents.while_waiting(voice, OFFER, choice, SILENCE_SECONDS)
        case Next.WAIT_ONLY:
            return documents.on_hold(voice, WAITING, SILENCE_SECONDS)
        case Next.LEAVE_QUEUE:
            return documents.leave_queue()
        case Next.CALL_BACK_PROMISED:
            return documents.goodbye(voice, PROMISED)
        case Next.FALLBACK:
            ended = here.url(f"/telephony/fallback-used/{leg}") if answer.leg_id else None
            return documents.emergency_dial(voice, FALLBACK, here.fallback_number, ended_url=ended)
        case Next.ROOM:
            left = here.url(f"/telephony/room-left/{leg}")
            return documents.coordinator_into_room(_room(answer.room), answer.label, left)
        case Next.ASK_COLLEAGUE:
            prompt = f"Frontdoor. Case {' '.join(answer.reference)}. Press 1 to take the call."
            url = here.url(f"/telephony/desk-phone-pressed/{answer.leg_id}")
            return documents.press_one(voice, prompt, url)
        case Next.ASK_THIRD_PARTY:
            url = here.url(f"/telephony/screened/{answer.leg_id}")
            return documents.press_one(voice, THIRD_PARTY, url)
        case Next.GOODBYE:
            return documents.goodbye(voice, GOODBYE)
        case Next.HANG_UP:
            return documents.hang_up()
        case Next.NOTHING:
            return documents.empty()


def _queue(answer: Answer, first: str) -> str:
    here = line()
    leg = f"{answer.leg_id}/{answer.step}"
    return documents.wait_in_queue(
        here.queue,
        here.url(f"/telephony/queue-left/{leg}"),
        here.url(f"/telephony/wait/{leg}"),
        here.voice,
        first,
    )


def _room(name: str) -> documents.Room:
    here = line()
    return documents.Room(
        name=name,
        wait_url=here.url(f"/telephony/alone/{name}"),
        status_url=here.url(f"/telephony/conference/{name}"),
        recording_url=here.url(f"/telephony/recording/{name}"),
    )
