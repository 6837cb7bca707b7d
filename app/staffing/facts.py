"""Everything that can happen to people on shift, one frozen dataclass each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.foundation.journal import Fact
from app.staffing.states import DeskState, Headset


@dataclass(frozen=True, slots=True, kw_only=True)
class CameOn(Fact):
    """Somebody came on shift and can be rung."""

    staff_id: UUID
    headset: Headset


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChanged(Fact):
    """Somebody is now doing something else."""

    staff_id: UUID
    to: DeskState
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLost(Fact):
    """The phone's window gave no sign for half a minute; the person cannot be rung."""

    staff_id: UUID
    from_state: DeskState


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOff(Fact):
    """Somebody went off shift."""

    staff_id: UUID
