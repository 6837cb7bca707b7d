"""What Twilio tells us about calls, rooms, recordings and texts, as values of our own."""

from dataclasses import dataclass
from datetime import datetime

_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, slots=True)
class CallPlaced:
    """A call that Twilio has taken on; `queue_time_ms` is how long it will wait to be dialled."""

    sid: str
    queue_time_ms: int


@dataclass(frozen=True, slots=True)
class Call:
    """One leg as Twilio sees it. The words of `status` are Twilio's."""

    sid: str
    parent_sid: str | None
    status: str
    direction: str
    from_: str
    to: str
    created_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    duration_seconds: int | None

    @property
    def is_over(self) -> bool:
        """Whether this leg has ended, in whatever way; an ended leg never comes back."""
        return self.status in _OVER


@dataclass(frozen=True, slots=True)
class QueueMember:
    """Somebody parked in the waiting queue. The position is order of arrival, not of need."""

    call_sid: str
    enqueued_at: datetime | None
    position: int
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Conference:
    """A room that is open or was."""

    sid: str
    name: str
    status: str
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class Participant:
    """One leg in an open room."""

    call_sid: str
    label: str | None
    muted: bool
    hold: bool
    status: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a recording; `absent` is a status too, and means there is no sound."""

    sid: str
    status: str
    call_sid: str | None
    conference_sid: str | None
    started_at: datetime | None
    duration_seconds: int | None
    channels: int | None


@dataclass(frozen=True, slots=True)
class Audio:
    """The sound that was saved: how long the file is and its hash, to be checked against ours."""

    sha256: str
    length_bytes: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text message, sent or received."""

    sid: str
    status: str
    direction: str
    from_: str | None
    to: str
    body: str
    error_code: int | None
    created_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class NumberSettings:
    """Where Twilio sends what happens on one of our numbers, to compare with where we are."""

    sid: str
    number: str
    voice_url: str
    voice_fallback_url: str
    status_url: str
    sms_url: str
