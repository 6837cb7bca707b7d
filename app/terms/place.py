"""Postcodes, by shape alone: no table of real ones is kept here."""

import re
from dataclasses import dataclass

from app.foundation.problems import Invalid

_SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Postcode:
    """Text in the shape of a postcode, with its one space put right.

    Raises:
        Invalid: not in the shape of a postcode.
    """

    text: str

    def __post_init__(self) -> None:
        shape = _SHAPE.fullmatch("".join(self.text.split()).upper())
        if shape is None:
            raise Invalid(
                "That is not a whole postcode. Leave it empty if the caller does not know it."
            )
        object.__setattr__(self, "text", f"{shape[1]} {shape[2]}")

    @property
    def outward(self) -> str:
        """The first half, which says the district and no more."""
        return self.text.split(" ")[0]

    def __str__(self) -> str:
        """With its space."""
        return self.text
