"""The one account of the simulator, and its refusal to stand beside a real one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.settings import SIMULATED_ACCOUNT

AUTH_TOKEN = "simulated-auth-token"
KEY_SID = "SK" + "5f" * 16
KEY_SECRET = "simulated-key-secret-of-thirty-two-letters"
APPLICATION_SID = "AP" + "5f" * 16

_ACCOUNT = re.compile(r"\bAC[0-9a-fA-F]{32}\b")


class RealAccountError(Exception):
    """Somebody's real account is configured here; a simulator has no business beside it."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app signs in with, and what we sign our webhooks with."""

    account_sid: str = SIMULATED_ACCOUNT
    auth_token: str = AUTH_TOKEN
    key_sid: str = KEY_SID
    key_secret: str = KEY_SECRET
    application_sid: str = APPLICATION_SID

    def admits(self, user: str, password: str) -> bool:
        """Whether a REST request is signed in: by API key, or by the account's own token."""
        return (user, password) in {
            (self.key_sid, self.key_secret),
            (self.account_sid, self.auth_token),
        }


def refuse_real_accounts(account_sid: str, environment: Mapping[str, str]) -> None:
    """Raise unless the simulator's own account is the only one in sight."""
    if account_sid != SIMULATED_ACCOUNT:
        raise RealAccountError("the simulator answers for its own account and for no other")
    for name, value in environment.items():
        if any(found != SIMULATED_ACCOUNT for found in _ACCOUNT.findall(value)):
            raise RealAccountError(f"{name} holds an account that is not the simulator's")
