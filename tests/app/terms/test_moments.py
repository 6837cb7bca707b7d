from datetime import UTC, date, datetime, timedelta

import pytest

from app.terms import moments

NOW = datetime(2026, 11, 22, 14, 7, 0, tzinfo=UTC)  # London is on UTC in November


@pytest.mark.parametrize(
    ("seconds", "first", "second"),
    [
        (-180, "3 min over", "was due 14:04"),
        (-239, "3 min over", "was due 14:03"),
        (-59, "59 s over", "was due 14:06"),
        (-1, "1 s over", "was due 14:06"),
        (0, "0 s left", "by 14:07"),
        (45, "45 s left", "by 14:07"),
        (60, "1 min left", "by 14:08"),
        (100, "1 min 40 s left", "by 14:08"),
        (119, "1 min 59 s left", "by 14:08"),
        (120, "2 min left", "by 14:09"),
        (179, "2 min left", "by 14:09"),
        (3600, "1 h left", "by 15:07"),
        (12000, "3 h 20 left", "by 17:27"),
        (86400 - 60, "23 h 59 left", "by Mon 23 Nov 14:06"),
        (86400 + 2 * 3600, "1 day 2 h left", "by Mon 23 Nov 16:07"),
        (-2 * 86400, "2 days over", "was due Fri 20 Nov 14:07"),
    ],
)
def test_time_left_or_over_is_a_sentence(seconds: int, first: str, second: str) -> None:
    sentence = moments.due(NOW + timedelta(seconds=seconds), NOW)
    assert (sentence.first, sentence.second) == (first, second)
    assert sentence.late is (seconds < 0)
    assert str(sentence) == f"{first}, {second}"


def test_what_is_over_is_never_rounded_up_and_what_is_left_neither() -> None:
    assert moments.due(NOW + timedelta(seconds=179.9), NOW).first == "2 min left"
    assert moments.due(NOW - timedelta(seconds=179.9), NOW).first == "2 min over"


def test_times_and_dates_are_londons() -> None:
    summer_night = datetime(2026, 6, 9, 23, 30, 5, tzinfo=UTC)
    assert moments.clock(summer_night) == "00:30"
    assert moments.clock_to_the_second(summer_night) == "00:30:05"
    assert moments.day(summer_night) == "10 Jun 2026"
    assert moments.day(date(1938, 3, 14)) == "14 Mar 1938"
    assert moments.day_in_table(date(2026, 11, 18)) == "Wed 18 Nov"


def test_a_moment_of_another_day_carries_its_day() -> None:
    assert moments.moment(NOW - timedelta(hours=3), NOW) == "11:07"
    assert moments.moment(datetime(2026, 11, 18, 9, 40, tzinfo=UTC), NOW) == "Wed 18 Nov 09:40"


def test_the_hour_that_comes_twice_is_told_by_what_is_left_of_it() -> None:
    first_coming = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30 in London, summer time
    second_coming = first_coming + timedelta(hours=1)  # 01:30 in London again
    assert moments.clock(first_coming) == moments.clock(second_coming) == "01:30"
    assert str(moments.due(second_coming, first_coming)) == "1 h left, by 01:30"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "just now"), (59, "just now"), (300, "5 min ago"), (5400, "1 h 30 ago")],
)
def test_how_long_ago_is_said(seconds: int, words: str) -> None:
    assert moments.ago(NOW - timedelta(seconds=seconds), NOW) == words
