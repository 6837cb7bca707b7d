"""Organisation codes of the Organisation Data Service (ODS)."""

import re
from dataclasses import dataclass

from app.foundation.problems import Invalid

_SHAPE = re.compile(r"[A-Z0-9]{3,12}")


@dataclass(frozen=True, slots=True, order=True)
class OdsCode:
    """A code of the right shape; whether it exists is for the directory to say.

    Raises:
        Invalid: not 3 to 12 letters and digits.
    """

    code: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", self.code.strip().upper())
        if not _SHAPE.fullmatch(self.code):
            raise Invalid(
                "An organisation code has 3 to 12 letters and digits. Leave it empty if not known."
            )

    @property
    def is_invented(self) -> bool:
        """Whether it is one of ours for training and tests, which all begin with ZZ."""
        return self.code.startswith("ZZ")

    def __str__(self) -> str:
        """The bare code."""
        return self.code
