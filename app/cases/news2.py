"""NEWS2: the points that vital signs earn, and what the sum asks for. Pure arithmetic.

Source: docs/domain/news2.md. The sum never decides where a patient goes; it sets how soon we look.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.cases.vital_signs import Consciousness, Figure, Observations, OxygenScale, Part
from app.terms.band import Band

FROM_AGE = 16
"""Years. Below it the score is not valid: children's normal values are others."""

# Highest value of each step, and its points; above the last step, the points after it.
_Steps = tuple[tuple[tuple[Figure, int], ...], int]
_BREATHING: _Steps = (((8, 3), (11, 1), (20, 0), (24, 2)), 3)
_SATURATION_1: _Steps = (((91, 3), (93, 2), (95, 1)), 0)
_SATURATION_2: _Steps = (((83, 3), (85, 2), (87, 1)), 0)
_SATURATION_2_ON_OXYGEN: _Steps = (((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)), 3)
_SYSTOLIC: _Steps = (((90, 3), (100, 2), (110, 1), (219, 0)), 3)
_PULSE: _Steps = (((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3)
_TEMPERATURE: _Steps = (
    (
        (Decimal("35.0"), 3),
        (Decimal("36.0"), 1),
        (Decimal("38.0"), 0),
        (Decimal("39.0"), 1),
    ),
    2,
)
_ON_OXYGEN = 2
_NOT_ALERT = 3


class Risk(StrEnum):
    """What the score says about the risk of getting worse."""

    LOW = "low"
    LOW_MEDIUM = "low_medium"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def spoken(self) -> str:
        """For the panel: "Low", "Low to medium"."""
        return "Low to medium" if self is Risk.LOW_MEDIUM else self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the score: its value in words and the points it earned, 0 to 3."""

    part: Part
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """A valid score, and how it came about.

    Attributes:
        total: 0 to 20.
        single_three: whether any one part alone earned 3.
    """

    components: tuple[Component, ...]
    scale: OxygenScale

    @property
    def total(self) -> int:
        """The sum of the points."""
        return sum(component.points for component in self.components)

    @property
    def single_three(self) -> bool:
        """Whether one part alone earned 3, which asks for an urgent look whatever the sum."""
        return any(component.points == 3 for component in self.components)  # noqa: PLR2004

    @property
    def risk(self) -> Risk:
        """7 and more high; 5 or 6 medium; less with a single 3 low to medium; else low."""
        if self.total >= 7:  # noqa: PLR2004  # the published threshold
            return Risk.HIGH
        if self.total >= 5:  # noqa: PLR2004  # the published threshold
            return Risk.MEDIUM
        return Risk.LOW_MEDIUM if self.single_three else Risk.LOW

    @property
    def asks_for(self) -> Band:
        """The band that this score alone asks for.

        Source: docs/domain/priority.md, "The five bands".
        """
        if self.risk is Risk.HIGH:
            return Band.P0
        if self.risk in (Risk.MEDIUM, Risk.LOW_MEDIUM):
            return Band.P1
        return Band.P2 if self.total >= 3 else Band.P3  # noqa: PLR2004  # P2 is NEWS2 3 to 4

    @property
    def words(self) -> str:
        """In words: "Low. No single 3. SpO2 scale 1. Needs P2 or higher."."""
        three = "A single 3" if self.single_three else "No single 3"
        return (
            f"{self.risk.spoken}. {three}. SpO2 scale {self.scale.value}."
            f" Needs {self.asks_for} or higher."
        )


class NotValidWhy(StrEnum):
    """Why NEWS2 gives no number for this person."""

    UNDER_16 = "under_16"
    PREGNANT = "pregnant"
    AGE_NOT_KNOWN = "age_not_known"

    @property
    def spoken(self) -> str:
        """Inside a sentence: "No valid NEWS2, under 16"."""
        return {
            NotValidWhy.UNDER_16: "under 16",
            NotValidWhy.PREGNANT: "pregnant",
            NotValidWhy.AGE_NOT_KNOWN: "age not known",
        }[self]


@dataclass(frozen=True, slots=True)
class NotValid:
    """There is no score, and this says why. The figures themselves are still kept and shown."""

    why: NotValidWhy

    @property
    def words(self) -> str:
        """The fact and what to do."""
        if self.why is NotValidWhy.AGE_NOT_KNOWN:
            return "No score: age not known. Ask if the patient is 16 or over."
        reason = "under 16" if self.why is NotValidWhy.UNDER_16 else "in pregnancy"
        return f"No score: NEWS2 is not valid {reason}. A clinician sets the priority."


def news2(observations: Observations, *, age_years: int | None, pregnant: bool) -> Score | NotValid:
    """Score a set of vital signs, or say why there is no score.

    Args:
        observations: the figures.
        age_years: completed years; None if nobody knows, which is not the same as an adult.
        pregnant: known or suspected.
    """
    if age_years is None:
        return NotValid(NotValidWhy.AGE_NOT_KNOWN)
    if age_years < FROM_AGE:
        return NotValid(NotValidWhy.UNDER_16)
    if pregnant:
        return NotValid(NotValidWhy.PREGNANT)
    return Score(tuple(_components(observations)), observations.scale)


def _components(seen: Observations) -> list[Component]:
    return [
        Component(
            Part.BREATHING_RATE, str(seen.breathing_rate), _points(seen.breathing_rate, _BREATHING)
        ),
        Component(
            Part.OXYGEN_SATURATION,
            f"{seen.oxygen_saturation} %",
            _points(seen.oxygen_saturation, _saturation_steps(seen)),
        ),
        Component(
            Part.OXYGEN,
            "Oxygen" if seen.on_oxygen else "Air",
            _ON_OXYGEN if seen.on_oxygen else 0,
        ),
        Component(Part.SYSTOLIC, str(seen.systolic), _points(seen.systolic, _SYSTOLIC)),
        Component(Part.PULSE, str(seen.pulse), _points(seen.pulse, _PULSE)),
        Component(
            Part.CONSCIOUSNESS,
            seen.consciousness.spoken,
            0 if seen.consciousness is Consciousness.ALERT else _NOT_ALERT,
        ),
        Component(
            Part.TEMPERATURE,
            f"{seen.temperature:.1f} °C",
            _points(seen.temperature, _TEMPERATURE),
        ),
    ]


def _saturation_steps(seen: Observations) -> _Steps:
    if seen.scale is OxygenScale.ONE:
        return _SATURATION_1
    return _SATURATION_2_ON_OXYGEN if seen.on_oxygen else _SATURATION_2


def _points(value: Figure, steps: _Steps) -> int:
    bounds, above = steps
    return next((points for highest, points in bounds if value <= highest), above)
