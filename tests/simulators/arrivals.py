"""When professionals ring, who they are, how long they wait and talk: a random day, by seed.

Shares of days and hours are modelled on published NHS 111 and ambulance figures; the mix of
callers, their patience and how long they talk are judgement.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Per cent of a week's calls, Monday to Sunday.
DAYS = (14.3, 12.7, 12.0, 12.6, 12.8, 19.0, 16.7)

# Per cent of a day's calls, by hour of London time: weekday, Saturday, Sunday.
NHS111 = (
    (2.0, 1.6, 1.4, 1.2, 1.2, 1.2, 1.7, 3.4, 4.9, 5.2, 5.4, 5.4,
     5.1, 5.0, 4.9, 5.0, 5.2, 5.6, 9.0, 7.2, 6.2, 5.1, 4.1, 3.1),
    (1.6, 1.2, 1.1, 1.0, 1.1, 1.1, 1.9, 4.4, 6.2, 7.3, 7.8, 7.5,
     7.0, 6.6, 6.2, 5.8, 5.5, 5.2, 4.8, 4.4, 3.9, 3.4, 2.7, 2.3),
    (1.6, 1.3, 1.2, 1.1, 1.1, 1.1, 1.9, 4.3, 6.3, 7.3, 7.9, 7.5,
     7.0, 6.5, 6.1, 5.7, 5.4, 5.2, 4.9, 4.4, 3.9, 3.3, 2.6, 2.4),
)  # fmt: skip
_PRIMARY_WEEKEND = (
    1.5, 1.2, 1.1, 1.0, 0.9, 1.1, 1.7, 3.2, 6.3, 7.6, 8.4, 8.0,
    7.3, 6.6, 6.1, 5.5, 5.3, 5.2, 4.9, 4.5, 4.1, 3.6, 2.8, 2.1,
)  # fmt: skip
PRIMARY = (
    (2.7, 2.1, 1.8, 1.5, 1.4, 1.4, 1.7, 2.1, 2.9, 3.0, 3.2, 3.5,
     3.4, 3.5, 3.3, 3.4, 4.0, 5.0, 13.1, 10.3, 8.9, 7.4, 6.0, 4.2),
    _PRIMARY_WEEKEND,
    _PRIMARY_WEEKEND,
)  # fmt: skip
_AMBULANCE_WEEKEND = (
    4.0, 3.7, 2.7, 2.7, 2.8, 3.1, 1.7, 2.0, 3.4, 4.0, 4.5, 5.0,
    5.1, 5.1, 5.0, 5.4, 5.5, 5.9, 4.6, 4.3, 5.3, 5.1, 4.7, 4.5,
)  # fmt: skip
# Arrivals at emergency departments; a crew rings about an hour before it would arrive there.
AMBULANCE = (
    (3.6, 3.3, 2.3, 2.3, 2.4, 2.7, 1.5, 1.8, 3.0, 4.2, 4.8, 5.4,
     5.5, 5.6, 5.3, 5.6, 5.7, 6.3, 4.9, 4.4, 5.4, 5.1, 4.6, 4.3),
    _AMBULANCE_WEEKEND,
    _AMBULANCE_WEEKEND,
)  # fmt: skip
# Practices ring on weekdays, from late morning until they close.
_SURGERY = tuple(100 / 7 if 11 <= hour < 18 else 0.0 for hour in range(24))
PRACTICE = (_SURGERY, (0.0,) * 24, (0.0,) * 24)

# Per cent of all calls by kind of caller.
MIX = {
    "ambulance_on_scene": 24.0,
    "nhs111": 14.0,
    "gp_practice": 18.0,
    "care_home": 10.0,
    "ambulance_control": 8.0,
    "ooh_clinician": 6.0,
    "telecare": 6.0,
    "community_team": 5.0,
    "acute_ed": 2.5,
    "hospital_discharge": 2.5,
    "social_care": 2.0,
    "mental_health": 1.0,
    "other": 1.0,
}
SHAPES = {
    "ambulance_on_scene": AMBULANCE,
    "ambulance_control": AMBULANCE,
    "gp_practice": PRACTICE,
    "ooh_clinician": PRIMARY,
}
CREW = {"ambulance_on_scene", "ambulance_control"}
# What each presses at the menu, where the hub's file does not say; anybody else stays on the line.
DIGITS = {
    "ambulance_on_scene": "1",
    "ambulance_control": "1",
    "nhs111": "2",
    "ooh_clinician": "2",
    "gp_practice": "3",
    "care_home": "4",
    "community_team": "5",
    "acute_ed": "6",
    "hospital_discharge": "6",
    "mental_health": "7",
}

_DAY_CV = 0.08
_AGAIN = 0.06
_FREQUENT = 0.08
_SILENT = 0.05
_CALL_BACK = 0.05


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of caller at one hub, and the numbers they ring from.

    Attributes:
        hub: The number they ring.
        kind: One of the keys of `MIX`.
        callers: The numbers they ring from.
        digits: What they press at the menu; blank where the hub knows their number.
        weight: How busy this hub is beside the others.
    """

    hub: str
    kind: str
    callers: tuple[str, ...]
    digits: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call that will come in."""

    at: datetime
    kind: str
    hub: str
    caller: str
    digits: tuple[str, ...]
    queue_digits: tuple[str, ...]
    patience: float
    talk: float


class Arrivals:
    """A Poisson stream whose rate follows day, hour and kind; the same seed, the same calls."""

    def __init__(self, sources: list[Source], per_hour: float, seed: int | None = None) -> None:
        self._sources = [s for s in sources if s.callers and MIX.get(s.kind)]
        if not self._sources or per_hour <= 0:
            raise ValueError("nobody would ever ring: no source with a number, or no rate")
        self._per_hour = per_hour
        self._chance = random.Random(seed)
        self._days: dict[object, float] = {}
        self._recent: list[tuple[datetime, Source, str]] = []
        shares: dict[str, float] = {}
        for source in self._sources:
            shares[source.kind] = shares.get(source.kind, 0) + source.weight
        known = sum(MIX[kind] for kind in shares)
        # Kinds without a number are left out, and the others make up the whole.
        self._share = [MIX[s.kind] / known * s.weight / shares[s.kind] for s in self._sources]

    def per_hour(self, at: datetime) -> float:
        """Calls an hour at an instant; `per_hour` of the constructor is the mean of a week."""
        return sum(self._rates(at))

    def stream(self, start: datetime) -> Iterator[Arrival]:
        """Calls from an instant on, the first a second later, so that there is one to see."""
        at = start + timedelta(seconds=1)
        yield self._arrival(at)
        # Thinning: no hour of any kind is busier than this.
        ceiling = self._per_hour * 7 * max(DAYS) / 100 * 24 * 0.145 * (1 + 5 * _DAY_CV)
        while True:
            at += timedelta(hours=self._chance.expovariate(ceiling))
            if self._chance.random() < self.per_hour(at) / ceiling:
                yield self._arrival(at)

    def _rates(self, at: datetime) -> list[float]:
        local = at.astimezone(LONDON)
        day = 7 * DAYS[local.weekday()] / 100 * self._day(local.date())
        row = max(0, local.weekday() - 4)
        rates = []
        for source, share in zip(self._sources, self._share, strict=True):
            shape = SHAPES.get(source.kind, NHS111)[row]
            hour = (local.hour + 1) % 24 if source.kind in CREW else local.hour
            rates.append(self._per_hour * share * day * 24 * shape[hour] / 100)
        return rates

    def _day(self, date: object) -> float:
        if date not in self._days:
            shape = 1 / _DAY_CV**2
            self._days[date] = self._chance.gammavariate(shape, 1 / shape)
        return self._days[date]

    def _arrival(self, at: datetime) -> Arrival:
        rates = self._rates(at)
        source = self._chance.choices(self._sources, rates if any(rates) else None)[0]
        caller = self._caller(source)
        again = [r for r in self._recent if at - r[0] < timedelta(hours=24)]
        if again and self._chance.random() < _AGAIN:
            _, source, caller = self._chance.choice(again)
        self._recent = [*again[-200:], (at, source, caller)]
        crew = source.kind in CREW
        silent = self._chance.random() < _SILENT
        digits = source.digits if source.digits is not None else DIGITS.get(source.kind, "")
        minutes = 7 if crew else 13
        return Arrival(
            at=at.astimezone(UTC),
            kind=source.kind,
            hub=source.hub,
            caller=caller,
            digits=() if silent or not digits else (digits,),
            queue_digits=("", "", "1") if self._chance.random() < _CALL_BACK else (),
            patience=self._chance.expovariate(1 / (120 if crew else 210)),
            talk=60 * minutes * self._chance.lognormvariate(0, 0.6),
        )

    def _caller(self, source: Source) -> str:
        """One of their numbers; one in a hundred of them makes eight calls in a hundred."""
        few = max(1, len(source.callers) // 100)
        if self._chance.random() < _FREQUENT:
            return source.callers[self._chance.randrange(few)]
        return self._chance.choice(source.callers)
