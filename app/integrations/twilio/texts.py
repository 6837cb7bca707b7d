"""Sending texts, and looking them up."""

from datetime import UTC, datetime

from app.integrations.twilio import reading
from app.integrations.twilio.account import PAGE, Account
from app.integrations.twilio.overrides import for_notice
from app.integrations.twilio.results import Text


class Texts(Account):
    """Text messages."""

    def send_text(self, to: str, body: str, status_callback: str, *, from_: str) -> Text:
        """Send a text. Not safe to repeat; put our reference into the words."""
        return reading.text(
            self.api.messages.create(
                to=to, from_=from_, body=body, status_callback=for_notice(status_callback)
            )
        )

    def fetch_message(self, message_sid: str) -> Text:
        """How one text stands now."""
        return reading.text(self.api.messages(message_sid).fetch())

    def messages_to(self, to: str, since: datetime) -> list[Text]:
        """Texts to one number since an instant, to settle whether one was sent."""
        floor = since.astimezone(UTC).replace(microsecond=0)
        found = self.api.messages.list(to=to, date_sent_after=floor, page_size=PAGE)
        texts = [reading.text(each) for each in found]
        return [each for each in texts if (each.created_at or floor) >= floor]
