"""Telephone numbers: read as typed or as a carrier sends them, shown for reading aloud."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from app.foundation.problems import Invalid

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_UK = re.compile(r"\+44[1235789][0-9]{8,9}")
_PUNCTUATION = re.compile(r"[\s().\-\u2010-\u2015/]+")
_BRACKETED_ZERO = re.compile(r"\(\s*0\s*\)")
_FICTIONAL = re.compile(r"\+44(7700900[0-9]{3}|1632960[0-9]{3}|2079460[0-9]{3})")

_WORDS = (
    "anonymous",
    "blocked",
    "private",
    "restricted",
    "unavailable",
    "unknown",
    "withheld",
)
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_SPELLED = frozenset(word.translate(_KEYPAD) for word in _WORDS)
"""Some carriers key the word in as if it were a number: "anonymous" arrives as +266696687."""


class Withheld(Enum):
    """The caller's number is not known: no call-back is possible, and none may be offered."""

    WITHHELD = "withheld"

    def __str__(self) -> str:
        """What is shown instead of a number."""
        return "Number withheld"


WITHHELD: Final[Literal[Withheld.WITHHELD]] = Withheld.WITHHELD


@dataclass(frozen=True, slots=True, order=True)
class TelephoneNumber:
    """A number that could be dialled.

    Attributes:
        e164: with + and country, no spaces: "+447700900214".

    Raises:
        Invalid: not plausible.
    """

    e164: str

    def __post_init__(self) -> None:
        if not _plausible(self.e164):
            raise Invalid(
                "That is not a whole telephone number. Ask the caller to read it again, slowly."
            )

    @classmethod
    def typed(cls, text: str) -> "TelephoneNumber":
        """Read a number as people type it: UK national, with 0044 or +44, or foreign with +.

        Raises:
            Invalid: with a sentence for the person who typed it.
        """
        return cls(_international(text))

    @property
    def is_uk(self) -> bool:
        """Whether it is a number of the United Kingdom."""
        return self.e164.startswith("+44")

    def __str__(self) -> str:
        """Spaced for reading aloud: "07700 900 214", "020 7946 0123"; foreign ones as they are."""
        if not self.is_uk:
            return self.e164
        digits = "0" + self.e164[3:]
        first, second = _grouping(digits)
        return f"{digits[:first]} {digits[first : first + second]} {digits[first + second :]}"


def heard(text: str | None) -> TelephoneNumber | Withheld:
    """Read what a carrier sent as the caller's number. Never raises: a call is always answered.

    Words, keypad spellings of words, addresses of browser legs and anything implausible are
    `WITHHELD`.

    Source: the telephone carrier's contract, "the caller's number".
    """
    number = _international(text or "")
    return TelephoneNumber(number) if _plausible(number) else WITHHELD


def is_fictional(number: TelephoneNumber) -> bool:
    """Whether it lies in a range kept free for drama, so that nobody can ever be rung by it.

    Seeds, demonstrations and tests use these ranges only.
    """
    return _FICTIONAL.fullmatch(number.e164) is not None


def _international(text: str) -> str:
    number = _PUNCTUATION.sub("", _BRACKETED_ZERO.sub("", text))
    if number.startswith("00"):
        return "+" + number[2:]
    if number.startswith("0"):
        return "+44" + number[1:]
    return number


def _plausible(number: str) -> bool:
    if not number.isascii() or _E164.fullmatch(number) is None or number[1:] in _SPELLED:
        return False
    return not number.startswith("+44") or _UK.fullmatch(number) is not None


def _grouping(national: str) -> tuple[int, int]:
    """Lengths of the first two groups; the rest is the third."""
    if national.startswith("02"):
        return 3, 4
    if (
        national[1] in "389"
        or national.startswith("011")
        or (national[1] == "1" and national[3] == "1")
    ):
        return 4, 3
    return 5, 3
