"""Age at a date, in the unit that people use for that age."""

from dataclasses import dataclass
from datetime import date

from app.foundation.problems import Invalid

_MONTHS_UNTIL = 24
"""Under two years an age is said in months: 23 months is not "1 y" to a clinician."""


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """How old, in whole years, then whole months, then days.

    Attributes:
        years: completed years. Born on 29 February, a year is completed on 1 March.
        months: completed months since the last birthday.
        days: days since birth, in all.
    """

    years: int
    months: int
    days: int

    def __str__(self) -> str:
        """As it is said: "88 y", "14 months", "9 days"."""
        months = self.years * 12 + self.months
        if months >= _MONTHS_UNTIL:
            return f"{self.years} y"
        if months:
            return "1 month" if months == 1 else f"{months} months"
        return "1 day" if self.days == 1 else f"{self.days} days"


def age_on(born_on: date, day: date) -> Age:
    """The age that somebody born on `born_on` has on `day` (a London date).

    Raises:
        Invalid: the birth date is after `day`.
    """
    if born_on > day:
        raise Invalid("That birth date is in the future. Check it with the caller.")
    months = (day.year - born_on.year) * 12 + day.month - born_on.month
    if day.day < born_on.day:
        months -= 1
    return Age(months // 12, months % 12, (day - born_on).days)
