"""Every boundary of every part of NEWS2 (hazard 13)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.news2 import NotValid, NotValidWhy, Risk, Score, news2
from app.cases.soft_signs import SoftSign, spoken
from app.cases.vital_signs import (
    Consciousness,
    Observations,
    OxygenScale,
    Part,
    Source,
    keep,
    observations_kept,
)
from app.foundation.problems import Invalid
from app.terms.band import Band

NOW = datetime(2026, 11, 22, 14, 10, tzinfo=UTC)
WELL: dict[str, Any] = {
    "breathing_rate": 16,
    "oxygen_saturation": 97,
    "scale": OxygenScale.ONE,
    "on_oxygen": False,
    "systolic": 120,
    "pulse": 70,
    "consciousness": Consciousness.ALERT,
    "temperature": Decimal("37.0"),
    "taken_at": NOW,
    "source": Source.CREW,
}


def seen(**signs: object) -> Observations:
    return Observations(**{**WELL, **signs})


def scored(age_years: int = 80, **signs: object) -> Score:
    score = news2(seen(**signs), age_years=age_years, pregnant=False)
    assert isinstance(score, Score)
    return score


def points(score: Score) -> dict[Part, int]:
    return {component.part: component.points for component in score.components}


BOUNDARIES = [
    *[(Part.BREATHING_RATE, value, earned) for value, earned in [
        (1, 3), (7, 3), (8, 3), (9, 1), (10, 1), (11, 1), (12, 0), (13, 0), (19, 0), (20, 0),
        (21, 2), (22, 2), (23, 2), (24, 2), (25, 3), (26, 3), (80, 3),
    ]],
    *[(Part.OXYGEN_SATURATION, value, earned) for value, earned in [
        (30, 3), (90, 3), (91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (97, 0), (100, 0),
    ]],
    *[(Part.OXYGEN, value, earned) for value, earned in [(False, 0), (True, 2)]],
    *[(Part.SYSTOLIC, value, earned) for value, earned in [
        (30, 3), (89, 3), (90, 3), (91, 2), (99, 2), (100, 2), (101, 1), (109, 1), (110, 1),
        (111, 0), (112, 0), (218, 0), (219, 0), (220, 3), (221, 3), (300, 3),
    ]],
    *[(Part.PULSE, value, earned) for value, earned in [
        (10, 3), (39, 3), (40, 3), (41, 1), (49, 1), (50, 1), (51, 0), (89, 0), (90, 0), (91, 1),
        (109, 1), (110, 1), (111, 2), (129, 2), (130, 2), (131, 3), (132, 3), (300, 3),
    ]],
    *[(Part.CONSCIOUSNESS, value, earned) for value, earned in [
        (Consciousness.ALERT, 0), (Consciousness.CONFUSION, 3), (Consciousness.VOICE, 3),
        (Consciousness.PAIN, 3), (Consciousness.UNRESPONSIVE, 3),
    ]],
    *[(Part.TEMPERATURE, Decimal(value), earned) for value, earned in [
        ("20.0", 3), ("34.9", 3), ("35.0", 3), ("35.1", 1), ("35.9", 1), ("36.0", 1),
        ("36.1", 0), ("37.9", 0), ("38.0", 0), ("38.1", 1), ("38.9", 1), ("39.0", 1),
        ("39.1", 2), ("39.2", 2), ("45.0", 2),
    ]],
]  # fmt: skip


@pytest.mark.parametrize(("part", "value", "earned"), BOUNDARIES)
def test_every_boundary_of_every_part_earns_its_points(
    part: Part, value: object, earned: int
) -> None:
    field = "on_oxygen" if part is Part.OXYGEN else part.value
    score = scored(**{field: value})
    assert points(score) == {each: earned if each is part else 0 for each in Part}
    assert score.total == earned


SCALE_2 = [
    (False, [(30, 3), (82, 3), (83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0),
             (93, 0), (95, 0), (97, 0), (100, 0)]),
    (True, [(30, 3), (82, 3), (83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0),
            (93, 1), (94, 1), (95, 2), (96, 2), (97, 3), (98, 3), (100, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("on_oxygen", "saturation", "earned"),
    [(oxygen, value, earned) for oxygen, rows in SCALE_2 for value, earned in rows],
)
def test_every_boundary_of_scale_2_with_and_without_oxygen(
    on_oxygen: bool, saturation: int, earned: int
) -> None:
    score = scored(scale=OxygenScale.TWO, on_oxygen=on_oxygen, oxygen_saturation=saturation)
    assert points(score)[Part.OXYGEN_SATURATION] == earned
    assert points(score)[Part.OXYGEN] == (2 if on_oxygen else 0)


@pytest.mark.parametrize(
    ("signs", "total", "risk", "single_three", "band"),
    [
        ({}, 0, Risk.LOW, False, Band.P3),
        ({"pulse": 111}, 2, Risk.LOW, False, Band.P3),
        ({"pulse": 111, "oxygen_saturation": 95}, 3, Risk.LOW, False, Band.P2),
        ({"pulse": 111, "oxygen_saturation": 93}, 4, Risk.LOW, False, Band.P2),
        ({"consciousness": Consciousness.CONFUSION}, 3, Risk.LOW_MEDIUM, True, Band.P1),
        ({"systolic": 90, "pulse": 91}, 4, Risk.LOW_MEDIUM, True, Band.P1),
        ({"pulse": 111, "breathing_rate": 21, "temperature": Decimal("38.1")}, 5, Risk.MEDIUM,
         False, Band.P1),
        ({"pulse": 111, "breathing_rate": 21, "oxygen_saturation": 93}, 6, Risk.MEDIUM, False,
         Band.P1),
        ({"pulse": 131, "breathing_rate": 25}, 6, Risk.MEDIUM, True, Band.P1),
        ({"pulse": 131, "breathing_rate": 25, "oxygen_saturation": 95}, 7, Risk.HIGH, True,
         Band.P0),
        ({"pulse": 111, "breathing_rate": 21, "oxygen_saturation": 93, "temperature":
          Decimal("38.1")}, 7, Risk.HIGH, False, Band.P0),
    ],
)  # fmt: skip
def test_the_sum_and_a_single_3_say_the_risk_and_the_band(
    signs: dict[str, Any], total: int, risk: Risk, single_three: bool, band: Band
) -> None:
    score = scored(**signs)
    assert (score.total, score.risk, score.single_three) == (total, risk, single_three)
    assert score.asks_for is band


def test_the_worst_of_everything_is_20() -> None:
    worst = scored(
        breathing_rate=30,
        oxygen_saturation=80,
        on_oxygen=True,
        systolic=80,
        pulse=140,
        consciousness=Consciousness.UNRESPONSIVE,
        temperature=Decimal("34.0"),
    )
    assert worst.total == 20


def test_the_panel_says_it_in_words() -> None:
    score = scored(
        breathing_rate=20, oxygen_saturation=94, systolic=118, pulse=96, temperature=Decimal("38.2")
    )
    assert score.total == 3
    assert score.words == "Low. No single 3. SpO2 scale 1. Needs P2 or higher."
    assert [(each.part.spoken, each.value, each.points) for each in score.components] == [
        ("Breathing rate", "20", 0),
        ("Oxygen saturation", "94 %", 1),
        ("Air or oxygen", "Air", 0),
        ("Systolic pressure", "118", 0),
        ("Pulse", "96", 1),
        ("Alertness", "Alert", 0),
        ("Temperature", "38.2 °C", 1),
    ]


@pytest.mark.parametrize(
    ("age_years", "pregnant", "why"),
    [
        (15, False, NotValidWhy.UNDER_16),
        (0, False, NotValidWhy.UNDER_16),
        (16, True, NotValidWhy.PREGNANT),
        (30, True, NotValidWhy.PREGNANT),
        (15, True, NotValidWhy.UNDER_16),
        (None, False, NotValidWhy.AGE_NOT_KNOWN),
    ],
)
def test_where_it_is_not_valid_it_says_why_and_gives_no_number(
    age_years: int | None, pregnant: bool, why: NotValidWhy
) -> None:
    answer = news2(seen(pulse=140), age_years=age_years, pregnant=pregnant)
    assert answer == NotValid(why)
    assert answer.words.startswith("No score:")


def test_it_is_valid_from_the_sixteenth_birthday() -> None:
    assert scored(age_years=16).total == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("breathing_rate", 0),
        ("breathing_rate", 81),
        ("oxygen_saturation", 29),
        ("oxygen_saturation", 101),
        ("systolic", 29),
        ("systolic", 301),
        ("pulse", 9),
        ("pulse", 301),
        ("temperature", Decimal("19.9")),
        ("temperature", Decimal("45.1")),
        ("temperature", Decimal("37.05")),
        ("temperature", Decimal("NaN")),
    ],
)
def test_impossible_figures_are_refused_beside_their_field(field: str, value: object) -> None:
    with pytest.raises(Invalid) as problem:
        seen(**{field: value})
    assert list(problem.value.errors) == [field]
    assert problem.value.errors[field][0].endswith(".")


def test_all_wrong_figures_are_named_at_once() -> None:
    with pytest.raises(Invalid) as problem:
        seen(pulse=700, systolic=12)
    assert set(problem.value.errors) == {"pulse", "systolic"}
    assert problem.value.errors["pulse"] == [
        "Pulse 700 is outside 10 to 300 a minute. Check it again. If it is right, use 999."
    ]


def test_figures_from_the_future_are_refused() -> None:
    seen(taken_at=NOW + timedelta(minutes=2)).must_not_be_ahead_of(NOW)
    with pytest.raises(Invalid, match="future"):
        seen(taken_at=NOW + timedelta(minutes=2, seconds=1)).must_not_be_ahead_of(NOW)
    with pytest.raises(ValueError, match="zone"):
        seen(taken_at=NOW.replace(tzinfo=None))


def test_figures_say_how_old_they_are() -> None:
    observations = seen(taken_at=NOW - timedelta(hours=4))
    assert observations.age(NOW) == timedelta(hours=4)
    assert not observations.is_old(NOW)
    assert observations.is_old(NOW + timedelta(seconds=1))
    assert seen(taken_at=NOW + timedelta(minutes=1)).age(NOW) == timedelta()


@given(
    st.builds(
        Observations,
        breathing_rate=st.integers(1, 80),
        oxygen_saturation=st.integers(30, 100),
        scale=st.sampled_from(OxygenScale),
        on_oxygen=st.booleans(),
        systolic=st.integers(30, 300),
        pulse=st.integers(10, 300),
        consciousness=st.sampled_from(Consciousness),
        temperature=st.decimals(Decimal("20.0"), Decimal("45.0"), places=1),
        taken_at=st.datetimes(timezones=st.just(UTC)),
        source=st.sampled_from(Source),
    )
)
def test_every_possible_set_scores_0_to_20_and_is_kept_exactly(observations: Observations) -> None:
    score = news2(observations, age_years=80, pregnant=False)
    assert isinstance(score, Score)
    assert 0 <= score.total <= 20
    assert [component.part for component in score.components] == list(Part)
    assert observations_kept(keep(observations)) == observations


def test_soft_signs_have_a_question_and_words_and_keep_their_order() -> None:
    assert all(sign.question.endswith("?") for sign in SoftSign)
    assert len({sign.spoken for sign in SoftSign}) == len(SoftSign)
    assert spoken([SoftSign.EATING_LESS, SoftSign.SLEEPIER]) == "sleepier than usual, eating less"
