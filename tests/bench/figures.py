"""One measured figure, and how it is said: one JSON object a line."""

import json
import math
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """What a bench found.

    Attributes:
        target: what it is held to, in the same unit; None for a figure that only informs.
        bare: the same figure of the bare server of the same run; None where there is none.
        better: which side of the target is good.
    """

    bench: str
    value: float
    unit: str
    target: float | None
    bare: float | None = None
    better: Literal["lower", "higher"] = "lower"

    @property
    def met(self) -> bool:
        """Whether it is as good as its target, or has none."""
        if self.target is None:
            return True
        return self.value <= self.target if self.better == "lower" else self.value >= self.target

    @property
    def line(self) -> str:
        """The object, on one line."""
        return json.dumps(
            {
                "bench": self.bench,
                "value": _rounded(self.value),
                "unit": self.unit,
                "target": None if self.target is None else _rounded(self.target),
                "bare": None if self.bare is None else _rounded(self.bare),
            }
        )


def remark(words: str) -> None:
    """Say something about a run, beside its figures."""
    print(words, file=sys.stderr, flush=True)


def centile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them do not pass."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def _rounded(value: float) -> float:
    return round(value, 3) if abs(value) < 10 else round(value, 1)
