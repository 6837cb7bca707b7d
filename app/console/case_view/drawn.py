"""What the panels of one case are drawn from, read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import queries as cases
from app.patients.queries import Patient


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the panels of one case are drawn from, read once."""

    row: cases.Case
    ref: str
    record: dict[str, Any]
    person: Patient | None
    now: datetime
    mine: bool

    @property
    def guarded(self) -> bool:
        """Whether the place and the caller are kept from whoever looks.

        Where a restricted patient is now was told to the person who has the case, and to no other.
        """
        return self.person is not None and self.person.restricted and not self.mine
