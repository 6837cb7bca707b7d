"""Twilio's answers, as its library hands them over, made into values of our own."""

from typing import Any

from app.integrations.twilio.results import (
    Call,
    Conference,
    NumberSettings,
    Participant,
    QueueMember,
    Recording,
    Text,
)

# The library carries no types, so `Any` stands here and nowhere after.


def call(found: Any) -> Call:  # noqa: ANN401 - see above
    """One leg."""
    return Call(
        sid=found.sid,
        parent_sid=found.parent_call_sid,
        status=str(found.status),
        direction=found.direction or "",
        from_=found._from or "",  # noqa: SLF001 - "from" is a word of Python; this is their way out
        to=found.to or "",
        created_at=found.date_created,
        started_at=found.start_time,
        ended_at=found.end_time,
        duration_seconds=_number(found.duration),
    )


def queue_member(found: Any) -> QueueMember:  # noqa: ANN401 - see above
    """Somebody waiting."""
    return QueueMember(
        call_sid=found.call_sid,
        enqueued_at=found.date_enqueued,
        position=found.position,
        wait_seconds=found.wait_time,
    )


def conference(found: Any) -> Conference:  # noqa: ANN401 - see above
    """A room."""
    return Conference(
        sid=found.sid,
        name=found.friendly_name or "",
        status=str(found.status),
        created_at=found.date_created,
    )


def participant(found: Any) -> Participant:  # noqa: ANN401 - see above
    """A leg in a room."""
    return Participant(
        call_sid=found.call_sid,
        label=found.label or None,
        muted=bool(found.muted),
        hold=bool(found.hold),
        status=str(found.status),
    )


def recording(found: Any) -> Recording:  # noqa: ANN401 - see above
    """A recording."""
    return Recording(
        sid=found.sid,
        status=str(found.status),
        call_sid=found.call_sid,
        conference_sid=found.conference_sid,
        started_at=found.start_time,
        duration_seconds=_number(found.duration),
        channels=_number(found.channels),
    )


def text(found: Any) -> Text:  # noqa: ANN401 - see above
    """A text."""
    return Text(
        sid=found.sid,
        status=str(found.status),
        direction=str(found.direction),
        from_=found.from_,
        to=found.to or "",
        body=found.body or "",
        error_code=_number(found.error_code),
        created_at=found.date_created,
        sent_at=found.date_sent,
    )


def number_settings(found: Any) -> NumberSettings:  # noqa: ANN401 - see above
    """Where one of our numbers points."""
    return NumberSettings(
        sid=found.sid,
        number=found.phone_number or "",
        voice_url=found.voice_url or "",
        voice_fallback_url=found.voice_fallback_url or "",
        status_url=found.status_callback or "",
        sms_url=found.sms_url or "",
    )


def _number(value: str | int | None) -> int | None:
    """Twilio writes numbers as text in some places, and -1 for one not known yet."""
    if value is None or value == "":
        return None
    return int(value) if int(value) >= 0 else None
