"""Passwords and desk PINs: how they are kept, compared, and what they must be."""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.foundation.problems import Invalid

SHORTEST_PASSWORD = 12
PIN_DIGITS = 6

# RFC 9106's second choice: 64 MiB, three passes. About 50 ms of one core for each sign-in.
_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Secrets:
    """A password and a desk PIN as they are kept."""

    password_hash: str
    pin_hash: str


def kept(password: str, pin: str) -> Secrets:
    """A new account's secrets. Slow on purpose, so it is done before a transaction is opened.

    Raises:
        Invalid: one of them will not do.
    """
    return Secrets(hashed_password(password), hashed_pin(pin))


def hashed_password(password: str) -> str:
    """A password as it is kept.

    Raises:
        Invalid: it is too short to be worth keeping.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            f"A password has at least {SHORTEST_PASSWORD} characters. Three words will do."
        )
    return _HASHER.hash(password)


def hashed_pin(pin: str) -> str:
    """A desk PIN as it is kept.

    Raises:
        Invalid: not six digits, or all of them the same.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()) or len(set(pin)) == 1:
        raise Invalid(f"A desk PIN has {PIN_DIGITS} digits, not all the same.")
    return _HASHER.hash(pin)


def matches(kept: str | None, given: str) -> bool:
    """Whether `given` is what was kept; as slow for somebody who does not exist."""
    try:
        return _HASHER.verify(kept or _nobody(), given) and kept is not None
    except VerificationError:
        return False


@cache
def _nobody() -> str:
    """The hash of a password that nobody has; comparing with it takes as long as with another."""
    return _HASHER.hash("nobody has this password")
