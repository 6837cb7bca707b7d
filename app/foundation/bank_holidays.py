"""Bank holidays of England and Wales, as a table."""

from datetime import date

KNOWN_YEARS = range(2025, 2031)
"""Outside these years the table knows nothing, and says so instead of guessing."""


def is_bank_holiday(day: date) -> bool:
    """Whether banks, and with them general practice, are closed by statute.

    Raises:
        LookupError: the year is not in the table.
    """
    if day.year not in KNOWN_YEARS:
        raise LookupError(f"bank holidays of {day.year} are not in the table")
    return day in BANK_HOLIDAYS


BANK_HOLIDAYS: frozenset[date] = frozenset(
    date(year, month, day)
    for year, days in {
        2025: ((1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)),
        2026: ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 26), (12, 28)),
        2027: (
            (1, 1),
            (3, 26),
            (3, 29),
            (5, 3),
            (5, 31),
            (8, 30),
            *((12, n) for n in range(25, 29)),
        ),
        2028: ((1, 1), (1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
        2029: ((1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)),
        2030: ((1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
    }.items()
    for month, day in days
)
"""Both the day itself and its substitute on a weekday; by the standing rules, no proclamation."""
