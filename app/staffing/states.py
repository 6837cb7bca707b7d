"""The enumerations of staffing."""

from enum import StrEnum


class DeskState(StrEnum):
    """What a person at a desk is doing."""

    READY = "ready"
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    AWAY = "away"


class Headset(StrEnum):
    """What rings."""

    BROWSER = "browser"
    DESK_PHONE = "desk_phone"
