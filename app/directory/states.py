"""The enumerations of the directory."""

from enum import StrEnum


class LineKind(StrEnum):
    """What a number of ours is for."""

    PROFESSIONAL = "professional"
    CARE_HOME = "care_home"
