"""Twilio, seen through one door: nothing else of ours imports its library."""

from dataclasses import dataclass
from datetime import timedelta

from app.integrations.twilio.client import Telephone
from app.integrations.twilio.documents import Voice
from config.settings import Settings

__all__ = ["Line", "Telephone", "configure", "line"]


@dataclass(frozen=True, slots=True)
class Line:
    """What this process needs to speak with and through Twilio.

    Attributes:
        pace: the least time between two calls that the account may create.
    """

    telephone: Telephone
    public_url: str
    account_sid: str
    caller_id: str
    fallback_number: str
    queue: str
    voice: Voice
    pace: timedelta

    def url(self, path: str) -> str:
        """The whole address, as Twilio must be given it, of a path of ours."""
        return f"{self.public_url}{path}"


@dataclass(slots=True)
class _Process:
    line: Line | None = None


_process = _Process()


def configure(settings: Settings) -> None:
    """Tell this process how to reach Twilio, and how Twilio reaches us. Nothing is sent."""
    given = settings.twilio
    _process.line = Line(
        telephone=Telephone(
            account_sid=given.account_sid,
            key_sid=given.api_key_sid,
            key_secret=given.api_key_secret,
            application_sid=given.twiml_app_sid,
            base_url=given.api_url,
        ),
        public_url=settings.web.public_url,
        account_sid=given.account_sid,
        caller_id=given.caller_id,
        fallback_number=given.fallback_number,
        queue=given.queue,
        voice=Voice(given.voice),
        pace=timedelta(seconds=1) / given.calls_per_second,
    )


def line() -> Line:
    """How this process reaches Twilio.

    Raises:
        RuntimeError: it was never told.
    """
    if _process.line is None:
        raise RuntimeError("this process was not told how to reach Twilio")
    return _process.line
