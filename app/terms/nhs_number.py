"""The NHS number: ten digits, the last of which checks the other nine."""

import re
from dataclasses import dataclass

from app.foundation.problems import Invalid

_LENGTH = 10
_MODULUS = 11
_WAY_ON = "Check it with the caller, or search by name and birth date."
_NOT_SAID = re.compile(r"[\s\-\u2010-\u2015]+")


@dataclass(frozen=True, slots=True, order=True)
class NhsNumber:
    """A number whose check digit is right; one that is wrong cannot be made.

    Attributes:
        digits: the ten digits without spaces, as they are kept and sent.

    Raises:
        Invalid: not ten digits, or a wrong check digit.
    """

    digits: str

    def __post_init__(self) -> None:
        if not (self.digits.isascii() and self.digits.isdigit()):
            raise Invalid(f"An NHS number has only digits. {_WAY_ON}")
        if len(self.digits) != _LENGTH:
            raise Invalid(f"An NHS number has 10 digits; this has {len(self.digits)}. {_WAY_ON}")
        if check_digit(self.digits[:9]) != int(self.digits[9]):
            raise Invalid(f"That NHS number has a wrong digit. {_WAY_ON}")

    @classmethod
    def typed(cls, text: str) -> "NhsNumber":
        """Read a number as people type it, with spaces or dashes anywhere.

        Raises:
            Invalid: with a sentence for the person who typed it.
        """
        return cls(_NOT_SAID.sub("", text))

    def __str__(self) -> str:
        """As it is read aloud: "999 526 0182"."""
        return f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"


def check_digit(first_nine: str) -> int | None:
    """The tenth digit that belongs to nine, or None where the scheme has none.

    Modulus 11: the digits weigh 10 down to 2; a remainder that would need "10" is never issued.
    """
    total = sum(
        int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)
    )
    digit = -total % _MODULUS
    return None if digit == _MODULUS - 1 else digit
