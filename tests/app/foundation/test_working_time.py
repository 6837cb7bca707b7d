from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.foundation.bank_holidays import BANK_HOLIDAYS, is_bank_holiday
from app.foundation.working_time import (
    ALWAYS,
    GENERAL_PRACTICE,
    Timetable,
    Week,
    Window,
    at_london,
    in_hours,
    is_working_day,
    london_date,
    next_working_day,
    to_london,
)

FORWARD = date(2026, 3, 29)  # 01:00 becomes 02:00
BACK = date(2026, 10, 25)  # 02:00 becomes 01:00


def london(day: date, clock: str) -> datetime:
    return at_london(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("monday", "hours"),
    [
        (date(2026, 3, 23), 167),
        (date(2026, 3, 30), 168),
        (date(2026, 10, 19), 169),
        (date(2026, 11, 16), 168),
    ],
)
def test_a_week_has_its_real_hours(monday: date, hours: int) -> None:
    week = Week(monday)
    assert week.hours == hours
    assert len(list(week.half_hours())) == 2 * hours
    assert len(set(week.half_hours())) == 2 * hours


def test_weeks_meet_without_gap_or_overlap_for_ten_years() -> None:
    week = Week(date(2021, 1, 4))
    for _ in range(520):
        assert week.ends_at == week.following().starts_at
        assert list(week.half_hours())[-1] + timedelta(minutes=30) == week.ends_at
        week = week.following()


def test_a_week_is_found_by_the_london_date_and_not_by_utc() -> None:
    summer_midnight_in_london = datetime(2026, 6, 7, 23, 0, tzinfo=UTC)  # Monday 00:00 in London
    assert Week.of(summer_midnight_in_london) == Week(date(2026, 6, 8))
    assert Week.of(summer_midnight_in_london - timedelta(seconds=1)) == Week(date(2026, 6, 1))
    assert Week.of(Week(date(2026, 6, 8)).starts_at) == Week(date(2026, 6, 8))


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(ValueError, match="Monday"):
        Week(date(2026, 6, 9))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_london(datetime(2026, 6, 9, 12))  # noqa: DTZ001  # the point of the test


def test_a_clock_time_that_is_skipped_is_one_hour_on() -> None:
    assert london(FORWARD, "01:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert to_london(london(FORWARD, "01:30")).time() == time(2, 30)


def test_a_clock_time_that_comes_twice_is_its_first_coming() -> None:
    assert london(BACK, "01:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 5), (BACK, 7)])
def test_a_night_of_clock_change_lasts_as_long_as_it_lasts(day: date, hours: int) -> None:
    nights = Timetable((Window(6, time(0), time(6)),))
    assert nights.open_between(london(day, "00:00"), london(day, "12:00")) == timedelta(hours=hours)
    assert london(day, "06:00") - london(day, "00:00") == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2026, 11, 18), "07:59:59", False),
        (date(2026, 11, 18), "08:00", True),
        (date(2026, 11, 18), "18:29:59", True),
        (date(2026, 11, 18), "18:30", False),
        (date(2026, 11, 21), "12:00", False),  # Saturday
        (date(2026, 12, 25), "12:00", False),  # Christmas Day, a Friday
        (date(2026, 7, 15), "08:00", True),  # in summer time
        (date(2026, 7, 15), "07:59:59", False),
    ],
)
def test_general_practice_is_in_hours_by_london_clocks(
    day: date,
    clock: str,
    expected: bool,
) -> None:
    assert in_hours(london(day, clock)) is expected


def test_it_opens_next_on_the_next_working_morning() -> None:
    christmas_eve = london(date(2026, 12, 24), "18:30")
    assert GENERAL_PRACTICE.next_opening(christmas_eve) == london(date(2026, 12, 29), "08:00")
    inside = london(date(2026, 12, 24), "18:29")
    assert GENERAL_PRACTICE.next_opening(inside) == inside
    before_dawn = london(date(2026, 12, 24), "05:00")
    assert GENERAL_PRACTICE.next_opening(before_dawn) == london(date(2026, 12, 24), "08:00")


def test_a_timetable_that_never_opens_is_called_wrong() -> None:
    with pytest.raises(ValueError, match="30 days"):
        Timetable(()).next_opening(london(date(2026, 6, 1), "12:00"))


def test_a_window_until_midnight_leaves_no_gap() -> None:
    week = Week(date(2026, 10, 19))
    assert all(ALWAYS.is_open(instant) for instant in week.half_hours())
    assert ALWAYS.is_open(week.ends_at - timedelta(microseconds=1))
    assert ALWAYS.open_between(week.starts_at, week.ends_at) == timedelta(hours=169)


def test_a_closed_day_is_closed() -> None:
    training = date(2026, 11, 18)
    table = Timetable(GENERAL_PRACTICE.windows, closed_on={training})
    assert not table.is_open(london(training, "12:00"))
    assert not table.opens_on(training)
    assert table.next_opening(london(training, "12:00")) == london(date(2026, 11, 19), "08:00")


@pytest.mark.parametrize(("opens", "closes"), [(time(9), time(9)), (time(10), time(9))])
def test_a_window_that_closes_before_it_opens_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="opens before it closes"):
        Window(0, opens, closes)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 18), date(2026, 11, 19)),  # Wednesday to Thursday
        (date(2026, 11, 20), date(2026, 11, 23)),  # over a weekend
        (date(2026, 4, 2), date(2026, 4, 7)),  # over Easter
        (date(2027, 12, 24), date(2027, 12, 29)),  # Christmas at a weekend, two substitutes
    ],
)
def test_the_next_working_day_skips_weekends_and_bank_holidays(day: date, expected: date) -> None:
    assert next_working_day(london(day, "23:30")) == london(expected, "08:00")


def test_the_next_working_day_goes_by_the_london_date() -> None:
    just_after_midnight = datetime(2026, 6, 9, 23, 30, tzinfo=UTC)  # Wednesday 00:30 in London
    assert london_date(just_after_midnight) == date(2026, 6, 10)
    assert next_working_day(just_after_midnight) == london(date(2026, 6, 11), "08:00")


def test_every_year_of_the_table_has_eight_weekday_holidays() -> None:
    for year in range(2025, 2031):
        assert sum(day.year == year and day.weekday() < 5 for day in BANK_HOLIDAYS) == 8


def test_a_year_outside_the_table_is_said_and_not_guessed() -> None:
    with pytest.raises(LookupError, match="2031"):
        is_bank_holiday(date(2031, 1, 1))
    assert not is_working_day(date(2031, 1, 4))  # a Saturday needs no table
