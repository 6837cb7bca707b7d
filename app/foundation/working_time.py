"""London time: weeks as they really are, working hours from a table, the next working day.

Instants are aware and in UTC everywhere; only here, and where a person reads them, are they London.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.foundation.bank_holidays import is_bank_holiday

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
_ONE_DAY = timedelta(days=1)
_LOOK_AHEAD_DAYS = 30
"""No real table is closed for a month: one that is has been written wrongly."""


def to_london(instant: datetime) -> datetime:
    """The same instant on a London clock.

    Raises:
        ValueError: the instant has no zone, so nobody can know which one it is.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    return instant.astimezone(LONDON)


def london_date(instant: datetime) -> date:
    """The London calendar date on which an instant falls."""
    return to_london(instant).date()


def at_london(day: date, clock: time) -> datetime:
    """The instant, in UTC, at which London clocks show `clock` on `day`.

    A time that comes twice (the night clocks go back) is its first coming; one that is skipped
    (the night they go forward) is the instant one hour on, as a person who waits for it would find.
    """
    return datetime.combine(day, clock.replace(fold=0), tzinfo=LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Monday 00:00 to Sunday 24:00 in London: 168 hours, or 167 or 169 when clocks change.

    Attributes:
        monday: the London date it begins on.

    Source: docs/domain/working_time.md, "The week".
    """

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError("a week is named by its Monday")

    @classmethod
    def of(cls, instant: datetime) -> "Week":
        """The week in which an instant falls."""
        day = london_date(instant)
        return cls(day - timedelta(days=day.weekday()))

    @property
    def starts_at(self) -> datetime:
        """Monday 00:00, in UTC."""
        return at_london(self.monday, time(0))

    @property
    def ends_at(self) -> datetime:
        """Sunday 24:00, in UTC; the first instant that is not in it."""
        return at_london(self.monday + timedelta(days=7), time(0))

    @property
    def hours(self) -> int:
        """Real hours in it."""
        return int((self.ends_at - self.starts_at) / timedelta(hours=1))

    def half_hours(self) -> Iterator[datetime]:
        """The first instant of each real half-hour: 334, 336 or 338 of them."""
        instant = self.starts_at
        while instant < self.ends_at:
            yield instant
            instant += HALF_HOUR

    def following(self, weeks: int = 1) -> "Week":
        """The week so many weeks on; a negative number looks back."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Window:
    """A span of one weekday, by London clocks.

    Attributes:
        weekday: 0 is Monday.
        closes: `time.max` stands for midnight at the day's end.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or self.opens >= self.closes:  # noqa: PLR2004  # Mon to Sun
            raise ValueError("a window opens before it closes, on a weekday from 0 to 6")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """First instant, and first instant after it, on a given day; in UTC."""
        ends_at = (
            at_london(day + _ONE_DAY, time(0))
            if self.closes == time.max
            else at_london(day, self.closes)
        )
        return at_london(day, self.opens), ends_at


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a service is open: windows from a table, and whether bank holidays close it.

    Attributes:
        closed_on: further days on which it is closed (training days).
    """

    windows: tuple[Window, ...]
    closes_on_bank_holidays: bool = True
    closed_on: Collection[date] = field(default_factory=frozenset)

    def is_open(self, instant: datetime) -> bool:
        """Whether the instant falls in one of the windows."""
        return any(start <= instant < end for start, end in self._spans(london_date(instant)))

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself if it is open then, else the next at which a window opens.

        Raises:
            ValueError: it does not open within 30 days, so the table must be wrong.
        """
        if self.is_open(instant):
            return instant
        day = london_date(instant)
        for offset in range(_LOOK_AHEAD_DAYS + 1):
            starts = [start for start, _ in self._spans(day + timedelta(days=offset))]
            later = [start for start in starts if start > instant]
            if later:
                return min(later)
        raise ValueError("this timetable does not open within 30 days")

    def open_between(self, starts_at: datetime, ends_at: datetime) -> timedelta:
        """How long it is open between two instants, in real time."""
        total = timedelta()
        day, last = london_date(starts_at), london_date(ends_at)
        while day <= last:
            for start, end in self._spans(day):
                total += max(min(end, ends_at) - max(start, starts_at), timedelta())
            day += _ONE_DAY
        return total

    def opens_on(self, day: date) -> bool:
        """Whether it opens at all on a London date."""
        return bool(self._spans(day))

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.closed_on or (self.closes_on_bank_holidays and is_bank_holiday(day)):
            return []
        return [window.on(day) for window in self.windows if window.weekday == day.weekday()]


GENERAL_PRACTICE = Timetable(tuple(Window(day, time(8), time(18, 30)) for day in range(5)))
"""In hours: Monday to Friday 08:00 to 18:30, not on bank holidays. All else is out of hours.

Source: docs/domain/working_time.md, "In hours and out of hours". A hub's own table goes before it.
"""

ALWAYS = Timetable(
    tuple(Window(day, time(0), time.max) for day in range(7)), closes_on_bank_holidays=False
)
"""Every hour of every day."""


def in_hours(instant: datetime, timetable: Timetable = GENERAL_PRACTICE) -> bool:
    """Whether general practice is open; out of hours is everything else."""
    return timetable.is_open(instant)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday."""
    return day.weekday() < 5 and not is_bank_holiday(day)  # noqa: PLR2004  # Saturday is 5


def next_working_day(instant: datetime, clock: time = time(8)) -> datetime:
    """London `clock` on the first working day after the London date of `instant`; in UTC."""
    day = london_date(instant) + _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return at_london(day, clock)
