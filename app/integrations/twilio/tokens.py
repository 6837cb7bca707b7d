"""Short-lived passes that let a signed-in person's browser place calls through Twilio."""

import re

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

LONGEST_SECONDS = 3600
_IDENTITY = re.compile(r"[A-Za-z0-9_]{1,121}")


def voice_token(  # noqa: PLR0913 - the three credentials are of one kind and easily swapped: named
    *,
    account_sid: str,
    key_sid: str,
    key_secret: str,
    application_sid: str,
    identity: str,
    ttl_seconds: int,
) -> str:
    """A pass for one identity to call out and be called, as a signed JWT.

    The identity must come from the server's session and never from the page. No "not before"
    is written, because a clock of ours running ahead would make the pass useless at first.

    Raises:
        ValueError: An identity that Twilio would not take, or a life over an hour.
    """
    if not _IDENTITY.fullmatch(identity):
        raise ValueError("an identity may hold only letters, digits and underscores")
    if not 0 < ttl_seconds <= LONGEST_SECONDS:
        raise ValueError(f"a pass lives between a second and {LONGEST_SECONDS} seconds")
    grant = VoiceGrant(outgoing_application_sid=application_sid, incoming_allow=True)
    token = AccessToken(
        account_sid,
        key_sid,
        key_secret,
        grants=[grant],
        identity=identity,
        nbf=None,
        ttl=ttl_seconds,
    )
    return str(token.to_jwt())
