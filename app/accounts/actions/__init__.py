"""The verbs of accounts, and the only writers of their tables."""

from app.accounts.actions.counting import Allowance, forget, forget_old, limit, spend
from app.accounts.actions.enrolling import (
    close_account,
    enrol,
    join_hub,
    leave_hub,
    prefer,
    set_password,
    set_pin,
)
from app.accounts.actions.secrets import Secrets, kept
from app.accounts.actions.signing import (
    Entered,
    Refused,
    arrive,
    choose_hub,
    lock,
    sign_in,
    sign_out,
    unlock,
)

__all__ = [
    "Allowance",
    "Entered",
    "Refused",
    "Secrets",
    "arrive",
    "choose_hub",
    "close_account",
    "enrol",
    "forget",
    "forget_old",
    "join_hub",
    "kept",
    "leave_hub",
    "limit",
    "lock",
    "prefer",
    "set_password",
    "set_pin",
    "sign_in",
    "sign_out",
    "spend",
    "unlock",
]
