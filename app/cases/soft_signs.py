"""Soft signs: what a carer notices before the figures change. A list for care homes, in our words.

Source: docs/domain/news2.md, "Soft signs". One sign asks for a look soon; none is no all-clear.
"""

from collections.abc import Iterable
from enum import StrEnum


class SoftSign(StrEnum):
    """Something that is not usual for this resident. The values are kept; never change one."""

    NOT_THEMSELVES = "not_themselves"
    SLEEPIER = "sleepier"
    MORE_CONFUSED = "more_confused"
    EATING_LESS = "eating_less"
    DRINKING_LESS = "drinking_less"
    MOVING_LESS = "moving_less"
    MORE_HELP = "more_help"
    BREATHING_CHANGED = "breathing_changed"
    SHIVERING = "shivering"
    SKIN_CHANGED = "skin_changed"
    PASSING_LESS_URINE = "passing_less_urine"
    NEW_PAIN = "new_pain"
    STAFF_WORRIED = "staff_worried"

    @property
    def question(self) -> str:
        """As it is asked of the carer."""
        return _WORDS[self][0]

    @property
    def spoken(self) -> str:
        """As it is shown in a reason: "sleepier than usual"."""
        return _WORDS[self][1]


_WORDS = {
    SoftSign.NOT_THEMSELVES: ("Are they not themselves today?", "not themselves"),
    SoftSign.SLEEPIER: ("Are they sleepier or harder to rouse than usual?", "sleepier than usual"),
    SoftSign.MORE_CONFUSED: ("Are they newly or more confused or restless?", "more confused"),
    SoftSign.EATING_LESS: (
        "Have they eaten less than half of what they usually do?",
        "eating less",
    ),
    SoftSign.DRINKING_LESS: ("Are they drinking less than usual?", "drinking less"),
    SoftSign.MOVING_LESS: ("Are they unsteady, or moving less than usual?", "moving less"),
    SoftSign.MORE_HELP: ("Do they need more help than usual?", "needing more help"),
    SoftSign.BREATHING_CHANGED: (
        "Is their breathing faster, noisier or harder?",
        "breathing changed",
    ),
    SoftSign.SHIVERING: (
        "Are they shivering, or hot or cold to the touch?",
        "shivery, hot or cold",
    ),
    SoftSign.SKIN_CHANGED: ("Is their skin paler, mottled or newly swollen?", "skin changed"),
    SoftSign.PASSING_LESS_URINE: (
        "Have they passed little or no urine in twelve hours?",
        "passing little urine",
    ),
    SoftSign.NEW_PAIN: ("Have they new pain, or pain that is worse?", "new pain"),
    SoftSign.STAFF_WORRIED: ("Are you worried about them for any other reason?", "staff worried"),
}


def spoken(signs: Iterable[SoftSign]) -> str:
    """Several signs in the order of the list, for a row: "sleepier than usual, eating less"."""
    present = set(signs)
    return ", ".join(sign.spoken for sign in SoftSign if sign in present)
