"""The enumerations of the lines, and which may follow which."""

from enum import StrEnum


class LegState(StrEnum):
    """Where one telephone leg stands (domain 5.3, call)."""

    RINGING = "ringing"
    QUEUED = "queued"
    ANSWERED = "answered"
    ON_HOLD = "on_hold"
    ENDED = "ended"
    ABANDONED = "abandoned"


class LegRole(StrEnum):
    """Whose leg it is."""

    CALLER = "caller"
    COORDINATOR = "coordinator"
    THIRD_PARTY = "third_party"
    AMBULANCE_CONTROL = "ambulance_control"


class Wish(StrEnum):
    """What we want of a leg next. Asked again until it came true; a later wish replaces it."""

    JOIN = "join"
    QUEUE = "queue"
    HOLD = "hold"
    RESUME = "resume"
    END = "end"


class LegEnd(StrEnum):
    """The carrier's terminal statuses; a leg has exactly one and never leaves it."""

    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


class OrderState(StrEnum):
    """What became of something we asked the carrier to do."""

    WANTED = "wanted"
    PLACING = "placing"
    PLACED = "placed"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class OrderPriority(StrEnum):
    """In which order calls are created when the account allows one a second."""

    EMERGENCY = "0_999"
    TAKE = "1_take"
    LONE_WORKER = "2_lone_worker"
    PAGE = "3_page"
    CONSULT = "4_consult"


class RecordingState(StrEnum):
    """Where a recording is."""

    EXPECTED = "expected"
    READY = "ready"
    ABSENT = "absent"
    STORED = "stored"
    FAILED = "failed"


LEG_MOVES = {
    LegState.RINGING: frozenset(
        {LegState.QUEUED, LegState.ANSWERED, LegState.ENDED, LegState.ABANDONED}
    ),
    LegState.QUEUED: frozenset({LegState.ANSWERED, LegState.ABANDONED, LegState.ENDED}),
    LegState.ANSWERED: frozenset({LegState.ON_HOLD, LegState.QUEUED, LegState.ENDED}),
    LegState.ON_HOLD: frozenset({LegState.ANSWERED, LegState.QUEUED, LegState.ENDED}),
    LegState.ENDED: frozenset[LegState](),
    LegState.ABANDONED: frozenset[LegState](),
}

ORDER_MOVES = {
    # a call's own message proves it placed, whatever became of whoever asked for it
    OrderState.WANTED: frozenset({OrderState.PLACING, OrderState.PLACED, OrderState.CANCELLED}),
    OrderState.PLACING: frozenset(
        {OrderState.PLACED, OrderState.UNKNOWN, OrderState.REFUSED, OrderState.WANTED}
    ),
    OrderState.UNKNOWN: frozenset({OrderState.PLACED, OrderState.WANTED, OrderState.REFUSED}),
    OrderState.PLACED: frozenset[OrderState](),
    OrderState.REFUSED: frozenset[OrderState](),
    OrderState.CANCELLED: frozenset[OrderState](),
}
