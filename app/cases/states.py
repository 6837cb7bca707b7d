"""The enumerations of cases, and which state may follow which (domain 5.3)."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a request for help stands."""

    NEW = "new"
    STREAMING = "streaming"
    AWAITING_COORDINATOR = "awaiting_coordinator"
    IN_COORDINATION = "in_coordination"
    AWAITING_CALLER = "awaiting_caller"
    AWAITING_PARTNER = "awaiting_partner"
    AWAITING_DISPATCH = "awaiting_dispatch"
    PLAN_AGREED = "plan_agreed"
    IN_DELIVERY = "in_delivery"
    AWAITING_OUTCOME = "awaiting_outcome"
    UPGRADED_999 = "upgraded_999"
    CLOSED = "closed"
    REOPENED = "reopened"


class Queue(StrEnum):
    """Who a case waits for while no person has it."""

    STREAMING = "streaming"
    COORDINATOR = "coordinator"


class Channel(StrEnum):
    """How a contact reached us."""

    TELEPHONE = "telephone"
    WEB_FORM = "web_form"
    STAFF = "staff"


class Reach(StrEnum):
    """How the caller can be reached at this moment."""

    ON_LINE = "on_line"
    CALL_BACK = "call_back"
    WRITTEN = "written"
    LOST = "lost"


class EmergencyState(StrEnum):
    """How far a 999 upgrade has come; red until a human voice answers."""

    DIALLING = "dialling"
    ALARM = "alarm"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"


class Ask(StrEnum):
    """What control is asked for when a crew or control is on the line already."""

    BACK_UP = "back_up"
    CONVEYANCE = "conveyance"


class Debt(StrEnum):
    """What a case may still owe."""

    CALL_BACK = "call_back"
    OUTCOME = "outcome"
    EMERGENCY_CONFIRMATION = "emergency_confirmation"


S = CaseState
_RESCUE = S.UPGRADED_999

MOVES: dict[CaseState, frozenset[CaseState]] = {
    # A coordinator who takes a call that nobody streamed, streams it.
    # One that turns out to be about an open case is joined to it, and so closed early.
    S.NEW: frozenset({S.STREAMING, S.AWAITING_COORDINATOR, S.IN_COORDINATION, S.CLOSED, _RESCUE}),
    S.STREAMING: frozenset({S.NEW, S.AWAITING_COORDINATOR, S.IN_COORDINATION, S.CLOSED, _RESCUE}),
    S.AWAITING_COORDINATOR: frozenset({S.IN_COORDINATION, S.CLOSED, _RESCUE}),
    S.IN_COORDINATION: frozenset(
        {
            S.AWAITING_CALLER,
            S.AWAITING_PARTNER,
            S.AWAITING_DISPATCH,
            S.PLAN_AGREED,
            S.AWAITING_COORDINATOR,
            S.CLOSED,
            _RESCUE,
        }
    ),
    S.AWAITING_CALLER: frozenset({S.IN_COORDINATION, S.AWAITING_COORDINATOR, _RESCUE}),
    S.AWAITING_PARTNER: frozenset(
        {S.IN_COORDINATION, S.PLAN_AGREED, S.AWAITING_COORDINATOR, _RESCUE}
    ),
    S.AWAITING_DISPATCH: frozenset(
        {S.IN_COORDINATION, S.PLAN_AGREED, S.AWAITING_COORDINATOR, _RESCUE}
    ),
    S.PLAN_AGREED: frozenset(
        {
            S.IN_DELIVERY,
            S.AWAITING_OUTCOME,
            S.CLOSED,
            S.IN_COORDINATION,
            S.AWAITING_COORDINATOR,
            _RESCUE,
        }
    ),
    S.IN_DELIVERY: frozenset(
        {S.AWAITING_OUTCOME, S.CLOSED, S.IN_COORDINATION, S.AWAITING_COORDINATOR, _RESCUE}
    ),
    S.AWAITING_OUTCOME: frozenset({S.CLOSED, S.IN_COORDINATION, S.AWAITING_COORDINATOR, _RESCUE}),
    S.UPGRADED_999: frozenset({S.IN_COORDINATION, S.AWAITING_OUTCOME}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.IN_COORDINATION, S.AWAITING_COORDINATOR, _RESCUE}),
}
"""Which state may follow which. The database holds the same table as a trigger."""

CLOSABLE = frozenset({S.PLAN_AGREED, S.IN_DELIVERY, S.AWAITING_OUTCOME})
"""From these a case may be closed with an outcome."""
