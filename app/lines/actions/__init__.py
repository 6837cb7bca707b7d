"""The verbs of the lines, and the only writers of their tables."""

from app.lines.actions.orders import (
    Looking,
    Placing,
    Wanted,
    cancel_orders,
    leave_unknown,
    looked,
    not_placed,
    placed,
    refused,
    settle_due,
    start_looking,
    start_placing,
    want_call,
)
from app.lines.actions.rooms import claim, close_room, open_room, use_claim

__all__ = [
    "Looking",
    "Placing",
    "Wanted",
    "cancel_orders",
    "claim",
    "close_room",
    "leave_unknown",
    "looked",
    "not_placed",
    "open_room",
    "placed",
    "refused",
    "settle_due",
    "start_looking",
    "start_placing",
    "use_claim",
    "want_call",
]
