"""Vital signs: the seven figures NEWS2 needs, checked for being possible. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from math import isfinite
from typing import Any

from app.foundation.problems import Invalid

FUTURE_ALLOWED = timedelta(minutes=2)
"""How far ahead of ours a reporter's clock may run."""
OLD_AFTER = timedelta(hours=4)
"""Older than this the figures are marked old on the screen; they still count."""
_LAST_PLACE = -1
"""A thermometer shows one figure after the point."""


class Consciousness(StrEnum):
    """ACVPU: Alert, new Confusion, Voice, Pain, Unresponsive. All but the first earn 3."""

    ALERT = "alert"
    CONFUSION = "confusion"
    VOICE = "voice"
    PAIN = "pain"
    UNRESPONSIVE = "unresponsive"

    @property
    def spoken(self) -> str:
        """As it is chosen and shown."""
        return {
            Consciousness.ALERT: "Alert",
            Consciousness.CONFUSION: "New confusion",
            Consciousness.VOICE: "Responds to voice",
            Consciousness.PAIN: "Responds to pain",
            Consciousness.UNRESPONSIVE: "Unresponsive",
        }[self]


class OxygenScale(IntEnum):
    """Which saturation is right for this person.

    Scale 2 is only for people whose target is 88 to 92 %, by a clinician's decision.
    """

    ONE = 1
    TWO = 2


class Source(StrEnum):
    """Who or what took the figures."""

    CLINICIAN = "clinician"
    CREW = "crew"
    CARER = "carer"
    DEVICE = "device"

    @property
    def spoken(self) -> str:
        """For the head of the panel: "Crew, 14:08"."""
        return self.value.capitalize()


class Part(StrEnum):
    """The seven parts, in the order they are asked for."""

    BREATHING_RATE = "breathing_rate"
    OXYGEN_SATURATION = "oxygen_saturation"
    OXYGEN = "oxygen"
    SYSTOLIC = "systolic"
    PULSE = "pulse"
    CONSCIOUSNESS = "consciousness"
    TEMPERATURE = "temperature"

    @property
    def spoken(self) -> str:
        """The name of the part in the table of parts."""
        return _PARTS[self]


_PARTS = {
    Part.BREATHING_RATE: "Breathing rate",
    Part.OXYGEN_SATURATION: "Oxygen saturation",
    Part.OXYGEN: "Air or oxygen",
    Part.SYSTOLIC: "Systolic pressure",
    Part.PULSE: "Pulse",
    Part.CONSCIOUSNESS: "Alertness",
    Part.TEMPERATURE: "Temperature",
}

Figure = int | Decimal

_PLAUSIBLE: dict[Part, tuple[Figure, Figure, str]] = {
    Part.BREATHING_RATE: (1, 80, "a minute"),
    Part.OXYGEN_SATURATION: (30, 100, "%"),
    Part.SYSTOLIC: (30, 300, "mmHg"),
    Part.PULSE: (10, 300, "a minute"),
    Part.TEMPERATURE: (Decimal("20.0"), Decimal("45.0"), "°C"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """One whole set of vital signs, taken at one time by one source.

    Attributes:
        breathing_rate: breaths a minute.
        oxygen_saturation: SpO2, per cent.
        scale: 1 for nearly everybody; 2 only where 88 to 92 % is this person's target.
        on_oxygen: whether any extra oxygen was flowing.
        systolic: upper blood pressure, mmHg.
        pulse: beats a minute.
        temperature: °C, to one place.
        taken_at: when the figures were taken, as reported; it never feeds a measure.

    Raises:
        Invalid: figures outside what a living person shows, with a sentence for each field.
    """

    breathing_rate: int
    oxygen_saturation: int
    scale: OxygenScale
    on_oxygen: bool
    systolic: int
    pulse: int
    consciousness: Consciousness
    temperature: Decimal
    taken_at: datetime
    source: Source

    def __post_init__(self) -> None:
        errors: dict[str, list[str]] = {}
        for part, (lowest, highest, unit) in _PLAUSIBLE.items():
            value = getattr(self, part)
            if not (isfinite(value) and lowest <= value <= highest):
                outside = f"{part.spoken} {value} is outside {lowest} to {highest} {unit}."
                errors[part] = [f"{outside} Check it again. If it is right, use 999."]
        exponent = self.temperature.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < _LAST_PLACE:
            errors.setdefault(Part.TEMPERATURE, []).append(
                "Temperature has one figure after the point: 38.2."
            )
        if self.taken_at.tzinfo is None:
            raise ValueError("taken_at is an instant and needs its zone")
        if errors:
            raise Invalid("Some of the figures cannot be right. Check them again.", errors)

    def must_not_be_ahead_of(self, now: datetime) -> None:
        """Refuse figures that say they were taken in the future.

        Raises:
            Invalid: more than two minutes ahead of our clock.
        """
        if self.taken_at > now + FUTURE_ALLOWED:
            sentence = "That time is in the future. When were the figures taken?"
            raise Invalid(sentence, {"taken_at": [sentence]})

    def age(self, now: datetime) -> timedelta:
        """How long ago they were taken; never less than nothing."""
        return max(now - self.taken_at, timedelta())

    def is_old(self, now: datetime) -> bool:
        """Whether to mark them as old on the screen."""
        return self.age(now) > OLD_AFTER


def observations_kept(kept: Mapping[str, Any]) -> Observations:
    """Read back what `keep` wrote."""
    return Observations(
        breathing_rate=kept["breathing_rate"],
        oxygen_saturation=kept["oxygen_saturation"],
        scale=OxygenScale(kept["scale"]),
        on_oxygen=kept["on_oxygen"],
        systolic=kept["systolic"],
        pulse=kept["pulse"],
        consciousness=Consciousness(kept["consciousness"]),
        temperature=Decimal(kept["temperature"]),
        taken_at=datetime.fromisoformat(kept["taken_at"]),
        source=Source(kept["source"]),
    )


def keep(observations: Observations) -> dict[str, Any]:
    """The figures as JSON values; the score is reckoned anew from them, never read back."""
    return {
        "breathing_rate": observations.breathing_rate,
        "oxygen_saturation": observations.oxygen_saturation,
        "scale": observations.scale.value,
        "on_oxygen": observations.on_oxygen,
        "systolic": observations.systolic,
        "pulse": observations.pulse,
        "consciousness": observations.consciousness.value,
        "temperature": str(observations.temperature),
        "taken_at": observations.taken_at.isoformat(),
        "source": observations.source.value,
    }
