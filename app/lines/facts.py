"""Everything that can happen on the lines."""

from dataclasses import dataclass
from uuid import UUID

from app.foundation.journal import Fact
from app.lines.states import (
    LegEnd,
    LegRole,
    LegState,
    OrderPriority,
    OrderState,
    RecordingState,
    Wish,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRang(Fact):
    """A leg began: somebody rings us, or we ring somebody."""

    leg_id: UUID
    role: LegRole


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMoved(Fact):
    """A leg went from one state to another."""

    leg_id: UUID
    role: LegRole
    from_state: LegState
    to_state: LegState


@dataclass(frozen=True, slots=True, kw_only=True)
class LegEnded(Fact):
    """A leg ended, once."""

    leg_id: UUID
    role: LegRole
    ended_as: LegEnd
    abandoned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LegJoined(Fact):
    """A leg is in a room: the coordinator first, the caller second."""

    leg_id: UUID
    role: LegRole
    staff_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegLeft(Fact):
    """A leg left a room and somebody is still in it.

    `dropped` means that it left without having said so.
    """

    leg_id: UUID
    role: LegRole
    staff_id: UUID | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegHeld(Fact):
    """A leg was put on hold, or taken off it."""

    leg_id: UUID
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LegWished(Fact):
    """Something is to be done with a leg at the carrier; its row says what, and by when."""

    leg_id: UUID
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerAlone(Fact):
    """Somebody has the case and the caller is with nobody: that person's line is to be joined."""

    leg_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWanted(Fact):
    """A call is to be created; its order row holds to whom and by when it must be settled."""

    order_id: UUID
    priority: OrderPriority


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrdered(Fact):
    """The carrier took the order, refused it, or did not say."""

    order_id: UUID
    state: OrderState


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUnheard(Fact):
    """The carrier was silent about an order: it is to be looked for, never asked for again."""

    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRefused(Fact):
    """The carrier could not hold a caller in the queue; they were connected to the fallback."""

    leg_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangeLineRang(Fact):
    """A number of ours rang that no hub answers for; the caller was connected to the fallback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepDue(Fact):
    """It is time to compare what the carrier knows with what we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClosed(Fact):
    """A conference ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingMoved(Fact):
    """A recording is expected, ready at the carrier, stored with us, or known to be absent."""

    recording_id: UUID
    to: RecordingState


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayFound(Fact):
    """The sweep found a call that no webhook had told us of."""

    leg_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingHeard(Fact):
    """Somebody listened to a recording."""

    recording_id: UUID
