"""The verbs of cases, and the only writers of their tables."""

from app.cases.actions.emergency import (
    alarm_due,
    confirm_emergency,
    control_answered,
    end_emergency,
    raise_emergency,
)
from app.cases.actions.listing import list_due, list_written
from app.cases.actions.owing import owe, raise_owed, settle
from app.cases.actions.planning import agree_plan, await_outcome, close, reopen, wait_for
from app.cases.actions.prioritising import override, prioritise, raise_overdue
from app.cases.actions.queueing import (
    finish_streaming,
    give,
    give_back,
    hand_over,
    release_owner,
    return_dropped,
    sign_off,
    stream,
    take,
    take_next,
)
from app.cases.actions.receiving import (
    Received,
    Source,
    ask_call_back,
    caller_joined,
    caller_left,
    join_contact,
    open_by_staff,
    receive_call,
    receive_form,
    tell_caller,
)
from app.cases.actions.writing import bind_patient, observe, touch, write_note, write_record

__all__ = [
    "Received",
    "Source",
    "agree_plan",
    "alarm_due",
    "ask_call_back",
    "await_outcome",
    "bind_patient",
    "caller_joined",
    "caller_left",
    "close",
    "confirm_emergency",
    "control_answered",
    "end_emergency",
    "finish_streaming",
    "give",
    "give_back",
    "hand_over",
    "join_contact",
    "list_due",
    "list_written",
    "observe",
    "open_by_staff",
    "override",
    "owe",
    "prioritise",
    "raise_emergency",
    "raise_overdue",
    "raise_owed",
    "receive_call",
    "receive_form",
    "release_owner",
    "reopen",
    "return_dropped",
    "settle",
    "sign_off",
    "stream",
    "take",
    "take_next",
    "tell_caller",
    "touch",
    "wait_for",
    "write_note",
    "write_record",
]
