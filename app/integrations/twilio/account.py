"""The account that everything is asked with: its key, how it is reached, where numbers point."""

from typing import Any

from twilio.rest import Client

from app.integrations.http import PERSON_WAITING, Timeouts
from app.integrations.twilio import reading
from app.integrations.twilio.results import NumberSettings
from app.integrations.twilio.tokens import voice_token
from app.integrations.twilio.transport import Transport

PAGE = 200


class Account:
    """One Twilio account, reached with an API key. Safe to share between threads."""

    def __init__(  # noqa: PLR0913 - four credentials, easily swapped, hence by name
        self,
        *,
        account_sid: str,
        key_sid: str,
        key_secret: str,
        application_sid: str,
        base_url: str | None = None,
        timeouts: Timeouts = PERSON_WAITING,
    ) -> None:
        """Keep the key; nothing is sent yet.

        Args:
            account_sid: The account that pays and signs.
            key_sid: Identifier of the API key; the account's own token stays with the guard.
            key_secret: Its secret.
            application_sid: The TwiML application that browser legs arrive at.
            base_url: Address of the simulator; None for Twilio itself.
            timeouts: How long to wait for each request.
        """
        self.account_sid = account_sid
        self.key = (key_sid, key_secret)
        self._application_sid = application_sid
        self.transport = Transport(account_sid, base_url, timeouts)
        # Typed as Any: the library carries no types, and `reading` makes ours of its answers.
        # An empty environment keeps it from looking for an account of its own.
        self.api: Any = Client(
            key_sid,
            key_secret,
            account_sid,
            http_client=self.transport,
            environment={"TWILIO_ACCOUNT_SID": account_sid},
        )

    def number_settings(self, number: str) -> NumberSettings | None:
        """Where Twilio sends calls and texts to one of our numbers; None if it is not ours."""
        found = self.api.incoming_phone_numbers.list(phone_number=number, page_size=PAGE)
        return next((reading.number_settings(each) for each in found), None)

    def access_token(self, identity: str, ttl_seconds: int) -> str:
        """A short-lived pass with which one person's browser may call; nothing is sent."""
        return voice_token(
            account_sid=self.account_sid,
            key_sid=self.key[0],
            key_secret=self.key[1],
            application_sid=self._application_sid,
            identity=identity,
            ttl_seconds=ttl_seconds,
        )
