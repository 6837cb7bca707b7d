"""Instants as people read them in London, and time left or over as a sentence."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.foundation.working_time import to_london

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_SECONDS_SHOWN_UNDER = 2 * _MINUTE
"""Whole minutes until the last two; then seconds."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Our own names of months and days: strftime would follow the machine's language.


def clock(instant: datetime) -> str:
    """London hour and minute: "14:07"."""
    return f"{to_london(instant):%H:%M}"


def clock_to_the_second(instant: datetime) -> str:
    """London time with seconds: "14:07:21"."""
    return f"{to_london(instant):%H:%M:%S}"


def day(when: date) -> str:
    """A date for a banner or a record: "14 Mar 1938". An instant is taken as its London date."""
    when = _as_date(when)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def day_in_table(when: date) -> str:
    """A date near today: "Wed 18 Nov". An instant is taken as its London date."""
    when = _as_date(when)
    return f"{_WEEKDAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def moment(instant: datetime, now: datetime) -> str:
    """The clock time alone if it is today in London, else with its day: "Wed 18 Nov 09:40"."""
    if to_london(instant).date() == to_london(now).date():
        return clock(instant)
    return f"{day_in_table(instant)} {clock(instant)}"


@dataclass(frozen=True, slots=True)
class TimeSentence:
    """Time left or over, first; the clock time it is measured to, second."""

    first: str
    second: str
    late: bool

    def __str__(self) -> str:
        """In one line: "3 min over, was due 14:04"."""
        return f"{self.first}, {self.second}"


def due(due_at: datetime, now: datetime) -> TimeSentence:
    """Say how a due time stands: "3 min over, was due 14:04"; "2 min left, by 14:09"."""
    late = now > due_at
    if late:
        return TimeSentence(
            f"{duration(now - due_at)} over", f"was due {moment(due_at, now)}", late
        )
    left = due_at - now
    return TimeSentence(f"{duration(left, seconds=True)} left", f"by {moment(due_at, now)}", late)


def ago(instant: datetime, now: datetime) -> str:
    """How long since: "5 min ago"; "just now" under a minute, even if clocks disagree a little."""
    passed = now - instant
    if passed < timedelta(minutes=1):
        return "just now"
    return f"{duration(passed)} ago"


def duration(length: timedelta, *, seconds: bool = False) -> str:
    """A length in words: "36 min", "3 h 20", "2 days 4 h"; under a minute, "45 s".

    Args:
        length: what is left of a second, a minute or an hour is cut off, never rounded up.
        seconds: under two minutes show the seconds too: "1 min 40 s".
    """
    total = int(length.total_seconds())
    if total < _MINUTE:
        return f"{max(total, 0)} s"
    if seconds and total < _SECONDS_SHOWN_UNDER:
        return _two(total, _MINUTE, "min", 1, " s")
    if total < _HOUR:
        return f"{total // _MINUTE} min"
    if total < _DAY:
        return _two(total, _HOUR, "h", _MINUTE, "")
    return _two(total, _DAY, "day" if total < 2 * _DAY else "days", _HOUR, " h")


def _two(total: int, large: int, large_name: str, small: int, small_name: str) -> str:
    rest = total % large // small
    words = f"{total // large} {large_name}"
    return f"{words} {rest}{small_name}" if rest else words


def _as_date(when: date) -> date:
    return to_london(when).date() if isinstance(when, datetime) else when
