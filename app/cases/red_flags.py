"""The eight red flags that a call handler asks about: any one of them is P0.

Source: docs/domain/priority.md, "Red flags".
"""

from collections.abc import Collection
from enum import StrEnum


class RedFlag(StrEnum):
    """A sign that a life may be at risk now. The values are kept; never change one."""

    NOT_BREATHING = "not_breathing"
    UNRESPONSIVE = "unresponsive"
    FIGHTING_FOR_BREATH = "fighting_for_breath"
    CHEST_PAIN = "chest_pain"
    STROKE = "stroke"
    BLEEDING = "bleeding"
    SEPSIS = "sepsis"
    DANGER = "danger"

    @property
    def question(self) -> str:
        """As it is read to the caller."""
        return _WORDS[self][0]

    @property
    def spoken(self) -> str:
        """As it is shown in a reason."""
        return _WORDS[self][1]


_WORDS = {
    RedFlag.NOT_BREATHING: (
        "Have they stopped breathing, or are they only gasping?",
        "not breathing normally",
    ),
    RedFlag.UNRESPONSIVE: (
        "Can they not be woken, or are they having a fit now?",
        "cannot be woken, or fitting",
    ),
    RedFlag.FIGHTING_FOR_BREATH: (
        "Are they fighting for breath, blue at the lips, or swelling in the mouth or throat?",
        "fighting for breath",
    ),
    RedFlag.CHEST_PAIN: (
        "Have they heavy or crushing chest pain now?",
        "chest pain now",
    ),
    RedFlag.STROKE: (
        "Has the face dropped, an arm gone weak, or speech gone, newly?",
        "signs of a stroke",
    ),
    RedFlag.BLEEDING: (
        "Are they bleeding heavily, and it does not stop?",
        "heavy bleeding",
    ),
    RedFlag.SEPSIS: (
        "Are they mottled or ashen, or cold and clammy with new drowsiness?",
        "mottled, ashen or clammy",
    ),
    RedFlag.DANGER: (
        "Are they in danger now: an overdose, self-harm, or somebody's violence?",
        "in danger now",
    ),
}


def summary(present: Collection[RedFlag]) -> str:
    """For the panel: "None of 8", or those that are present."""
    if not present:
        return f"None of {len(RedFlag)}"
    return ", ".join(flag.spoken for flag in RedFlag if flag in present).capitalize()
