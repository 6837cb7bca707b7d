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
