"""Bands, due times, order and words, line by line of docs/domain/priority.md."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.news2 import NotValid, NotValidWhy, Score, news2
from app.cases.pathways import (
    NeedKind,
    Override,
    Priority,
    Reason,
    ReasonCode,
    RedFlag,
    Situation,
    band_by_rules,
    prioritise,
    sentence,
    summary,
    take_next,
)
from app.cases.soft_signs import SoftSign
from app.cases.vital_signs import Consciousness, Observations, OxygenScale, Source
from app.foundation.problems import Invalid
from app.terms.band import Band
from app.terms.caller import CallerType

NOW = datetime(2026, 11, 22, 14, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def score(total: int) -> Score:
    """A valid score of 0 to 12, without a single 3."""
    steps = {
        "pulse": (70, 91, 111),
        "breathing_rate": (16, 9, 21),
        "systolic": (120, 105, 95),
        "oxygen_saturation": (97, 95, 93),
        "temperature": ("37.0", "38.1", "39.1"),
    }
    signs: dict[str, Any] = {}
    for sign, (none, one, two) in steps.items():
        earned = min(total, 2)
        total -= earned
        signs[sign] = (none, one, two)[earned]
    signs["temperature"] = Decimal(signs["temperature"])
    observations = Observations(
        scale=OxygenScale.ONE,
        on_oxygen=total > 0,
        consciousness=Consciousness.ALERT,
        taken_at=NOW,
        source=Source.CREW,
        **signs,
    )
    result = news2(observations, age_years=80, pregnant=False)
    assert isinstance(result, Score)
    return result


def a_situation(**facts: Any) -> Situation:  # noqa: ANN401  # any field of a situation
    """An adult, streamed, from a GP, with reassuring figures, just arrived."""
    known: dict[str, Any] = {
        "arrived_at": NOW,
        "caller": CallerType.GP_PRACTICE,
        "streamed": True,
        "age_years": 80,
        "news2": score(0),
    }
    return Situation(**{**known, **facts})


def words(priority: Priority) -> str:
    return sentence(priority.reasons)


RULES: list[tuple[dict[str, Any], Band, int, str]] = [
    # facts, band, minutes to a coordinator, the line on the row
    *[({"red_flags": frozenset({flag})}, Band.P0, 0, flag.spoken.capitalize()) for flag in RedFlag],
    ({"says_999": True}, Band.P0, 0, "Caller says 999"),
    ({"news2": score(7)}, Band.P0, 0, "NEWS2 7"),
    ({"news2": score(8)}, Band.P0, 0, "NEWS2 8"),
    ({"caller": CallerType.AMBULANCE_ON_SCENE}, Band.P1, 2, "Crew waiting 0 min"),
    ({"news2": score(6)}, Band.P1, 10, "NEWS2 6"),
    ({"news2": score(5)}, Band.P1, 10, "NEWS2 5"),
    ({"dx_minutes": 20}, Band.P1, 10, "111 says 20 min"),
    ({"dx_minutes": 60}, Band.P1, 10, "111 says 1 h"),
    ({"dx_minutes": 120}, Band.P1, 10, "111 says 2 h"),
    ({"carer_alone_unsafe": True}, Band.P1, 10, "Carer alone and not safe"),
    ({"age_years": 0, "news2": None}, Band.P1, 10, "Under one year"),
    ({"news2": score(4)}, Band.P2, 20, "NEWS2 4"),
    ({"news2": score(3)}, Band.P2, 20, "NEWS2 3"),
    ({"dx_minutes": 121}, Band.P2, 20, "111 says 121 min"),
    ({"dx_minutes": 360}, Band.P2, 20, "111 says 6 h"),
    ({"care_home_express": True}, Band.P2, 20, "Care-home line"),
    ({"on_floor_since": NOW}, Band.P2, 20, "On the floor 0 min"),
    ({"end_of_life": True}, Band.P2, 20, "End of life, symptom to ease"),
    ({"soft_signs": frozenset({SoftSign.SLEEPIER})}, Band.P2, 20,
     "Soft signs: sleepier than usual"),
    ({"news2": None}, Band.P2, 20, "No NEWS2 yet"),
    ({"news2": None, "age_years": None}, Band.P2, 20, "No NEWS2 yet"),
    ({"news2": None, "age_years": 15}, Band.P2, 20,
     "No valid NEWS2, under 16: a clinician sets the priority"),
    ({"news2": None, "age_years": 1}, Band.P2, 20,
     "No valid NEWS2, under 16: a clinician sets the priority"),
    ({"news2": NotValid(NotValidWhy.PREGNANT)}, Band.P2, 20,
     "No valid NEWS2, pregnant: a clinician sets the priority"),
    ({"news2": None, "pregnant": True, "age_years": 30, "dx_minutes": 720}, Band.P2, 20,
     "No valid NEWS2, pregnant: a clinician sets the priority"),
    ({"news2": score(2)}, Band.P3, 60, "NEWS2 2"),
    ({"news2": score(0)}, Band.P3, 60, "NEWS2 0"),
    ({"news2": None, "dx_minutes": 361}, Band.P3, 60, "111 says 361 min"),
    ({"news2": None, "dx_minutes": 720}, Band.P3, 60, "111 says 12 h"),
    ({"news2": None, "dx_minutes": 1440}, Band.P3, 60, "111 says 1 day"),
    ({"news2": None, "kind": NeedKind.EQUIPMENT}, Band.P3, 60, "Equipment"),
    ({"news2": None, "kind": NeedKind.DISCHARGE}, Band.P3, 60, "Discharge support"),
    ({"news2": None, "kind": NeedKind.ADVICE}, Band.P4, 240, "Advice only"),
    ({"news2": score(5), "kind": NeedKind.ADVICE}, Band.P1, 10, "NEWS2 5"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "band", "minutes", "line"), RULES)
def test_every_line_of_the_table_gives_its_band_time_and_words(
    facts: dict[str, Any], band: Band, minutes: int, line: str
) -> None:
    priority = prioritise(a_situation(**facts), NOW)
    assert priority.native is band
    assert priority.due_at == NOW + minutes * MINUTE
    assert words(priority) == line


def test_a_single_3_is_p1_whatever_the_sum() -> None:
    result = news2(
        Observations(
            breathing_rate=16,
            oxygen_saturation=97,
            scale=OxygenScale.ONE,
            on_oxygen=False,
            systolic=120,
            pulse=70,
            consciousness=Consciousness.CONFUSION,
            temperature=Decimal("37.0"),
            taken_at=NOW,
            source=Source.CARER,
        ),
        age_years=80,
        pregnant=False,
    )
    assert isinstance(result, Score)
    priority = prioritise(a_situation(news2=result), NOW)
    assert priority.band is Band.P1
    assert words(priority) == "NEWS2 3 with a single 3"


@pytest.mark.parametrize("caller", list(CallerType))
@pytest.mark.parametrize(
    ("on_line", "spoken_to", "line"),
    [
        (True, False, "on the line, nobody has spoken to them"),
        (True, True, "on the line, not streamed yet"),
        (False, False, "call ended before it was streamed"),
    ],
)
def test_a_call_is_p1_until_it_is_streamed_whoever_rings(
    caller: CallerType, on_line: bool, spoken_to: bool, line: str
) -> None:
    situation = Situation(arrived_at=NOW, caller=caller, on_line=on_line, spoken_to=spoken_to)
    priority = prioritise(situation, NOW)
    assert priority.band is Band.P1
    assert line in words(priority).lower()
    assert priority.due_at == NOW + (2 if caller.is_crew else 10) * MINUTE
    advice = replace(situation, streamed=True, kind=NeedKind.ADVICE)
    assert prioritise(advice, NOW).native is (Band.P1 if caller.is_crew else Band.P4)


def test_the_row_reads_as_a_person_would_say_it() -> None:
    crew = a_situation(
        arrived_at=NOW - 5 * MINUTE,
        caller=CallerType.AMBULANCE_ON_SCENE,
        news2=score(3),
        lives_alone=True,
        frailty=7,
    )
    assert words(prioritise(crew, NOW)) == "Crew waiting 5 min, lives alone, frailty 7"


def test_a_crew_may_have_waited_longer_than_it_has_been_ringing() -> None:
    situation = a_situation(
        caller=CallerType.AMBULANCE_CONTROL, crew_waiting_since=NOW - 20 * MINUTE
    )
    priority = prioritise(situation, NOW)
    assert words(priority) == "Crew waiting 20 min"
    assert priority.due_at == NOW + 2 * MINUTE


def test_a_lasting_reason_is_counted_on_when_it_is_drawn() -> None:
    crew = a_situation(caller=CallerType.AMBULANCE_ON_SCENE, arrived_at=NOW - 5 * MINUTE)
    reasons = prioritise(crew, NOW).reasons
    assert sentence(reasons, NOW + 90 * timedelta(seconds=1)) == "Crew waiting 6 min"


@pytest.mark.parametrize(
    ("fell_minutes_before", "due_after"),
    [(0, 20), (36, 20), (40, 20), (45, 15), (50, 10), (90, 10)],
)
def test_a_long_lie_counts_from_the_fall_but_never_shortens_below_p1(
    fell_minutes_before: int, due_after: int
) -> None:
    situation = a_situation(on_floor_since=NOW - fell_minutes_before * MINUTE)
    assert prioritise(situation, NOW).due_at == NOW + due_after * MINUTE


@pytest.mark.parametrize(
    ("facts", "band", "line"),
    [
        ({"news2": score(3)}, Band.P1, "Up from P2: third contact in 96 h, NEWS2 3"),
        ({}, Band.P2, "Up from P3: third contact in 96 h, NEWS2 0"),
        ({"news2": None, "kind": NeedKind.ADVICE}, Band.P3,
         "Up from P4: third contact in 96 h, advice only"),
        ({"news2": score(5)}, Band.P1, "NEWS2 5, third contact in 96 h"),
        ({"says_999": True}, Band.P0, "Caller says 999, third contact in 96 h"),
    ],
)  # fmt: skip
def test_a_third_contact_in_96_h_raises_one_band_and_stops_at_p1(
    facts: dict[str, Any], band: Band, line: str
) -> None:
    priority = prioritise(a_situation(contacts_96h=3, contacts_24h=2, **facts), NOW)
    assert priority.native is band
    assert not priority.aged
    assert words(priority) == line


def test_a_second_contact_in_24_h_is_said_and_weighs_but_raises_nothing() -> None:
    once = prioritise(a_situation(), NOW)
    twice = prioritise(a_situation(contacts_24h=2, contacts_96h=2), NOW)
    assert twice.band is once.band
    assert twice.sort_key < once.sort_key
    assert words(twice) == "NEWS2 0, second contact in 24 h"


def test_an_end_of_life_plan_is_shown_with_a_p0() -> None:
    priority = prioritise(a_situation(says_999=True, end_of_life_plan=True), NOW)
    assert words(priority) == "Caller says 999, end-of-life plan on file, read it first"
    assert "plan" not in words(prioritise(a_situation(end_of_life_plan=True), NOW))


class TestAgeing:
    @pytest.mark.parametrize(
        ("facts", "native", "aged"),
        [
            ({"news2": score(3)}, Band.P2, Band.P1),
            ({}, Band.P3, Band.P2),
            ({"kind": NeedKind.ADVICE, "news2": None}, Band.P4, Band.P3),
        ],
    )
    def test_a_late_case_rises_one_band_at_its_due_time_and_never_more(
        self, facts: dict[str, Any], native: Band, aged: Band
    ) -> None:
        situation = a_situation(**facts)
        fresh = prioritise(situation, NOW)
        before = prioritise(situation, fresh.due_at - timedelta(microseconds=1))
        at = prioritise(situation, fresh.due_at)
        much_later = prioritise(situation, fresh.due_at + timedelta(days=30))
        assert (before.band, before.aged) == (native, False)
        assert (at.band, at.aged, at.native) == (aged, True, native)
        assert much_later.band is aged
        assert at.due_at == fresh.due_at
        assert words(at).startswith(f"Up from {native}: past its time")

    @pytest.mark.parametrize(
        "facts", [{"news2": score(5)}, {"caller": CallerType.AMBULANCE_ON_SCENE}]
    )
    def test_a_late_p1_never_becomes_p0(self, facts: dict[str, Any]) -> None:
        assert prioritise(a_situation(**facts), NOW + timedelta(days=3)).band is Band.P1

    def test_a_raised_case_sorts_after_the_native_cases_of_its_new_band(self) -> None:
        late_p2 = prioritise(a_situation(news2=score(3), arrived_at=NOW - 90 * MINUTE), NOW)
        new_p1 = prioritise(a_situation(news2=score(5)), NOW)
        assert late_p2.band is new_p1.band is Band.P1
        assert new_p1.sort_key < late_p2.sort_key
        assert new_p1.take_key < late_p2.take_key


def an_override(**facts: Any) -> Override:  # noqa: ANN401  # any field of an override
    known: dict[str, Any] = {
        "band": Band.P3,
        "reason": "known baseline, seen this morning",
        "by": "Amir Shah",
        "until": NOW + 60 * MINUTE,
        "instead_of": Band.P2,
    }
    return Override(**{**known, **facts})


class TestOverride:
    def test_it_counts_until_it_expires_and_says_who_why_and_until_when(self) -> None:
        situation = a_situation(news2=score(4), override=an_override(until=NOW + 30 * MINUTE))
        priority = prioritise(situation, NOW)
        assert priority.band is Band.P3
        assert priority.due_at == NOW + 60 * MINUTE
        assert words(priority) == (
            "Set to P3 by Amir Shah until 14:37: known baseline, seen this morning"
        )
        assert priority.changes_at == NOW + 30 * MINUTE
        expired = prioritise(situation, NOW + 30 * MINUTE)
        assert expired.native is Band.P2

    def test_it_falls_when_the_rules_learn_something_worse(self) -> None:
        situation = a_situation(news2=score(4), override=an_override())
        assert prioritise(situation, NOW).band is Band.P3
        worse = replace(situation, red_flags=frozenset({RedFlag.STROKE}))
        assert prioritise(worse, NOW).band is Band.P0

    def test_one_that_raises_is_not_undone_by_a_lesser_worsening(self) -> None:
        raised = an_override(band=Band.P1, instead_of=Band.P3)
        situation = a_situation(news2=score(3), override=raised)
        assert band_by_rules(situation, NOW) is Band.P2
        assert prioritise(situation, NOW).band is Band.P1

    def test_it_sets_the_band_where_there_is_no_valid_news2(self) -> None:
        child = a_situation(age_years=7, news2=None)
        assert band_by_rules(child, NOW) is Band.P2
        assert prioritise(replace(child, override=an_override()), NOW).band is Band.P3

    def test_a_case_set_low_still_ages(self) -> None:
        override = an_override(until=NOW + timedelta(hours=9))
        situation = a_situation(news2=score(4), override=override)
        assert prioritise(situation, NOW + 60 * MINUTE).band is Band.P2

    def test_it_needs_a_reason(self) -> None:
        with pytest.raises(Invalid, match="needs a reason"):
            an_override(reason="  ")

    def test_it_is_kept_exactly(self) -> None:
        assert Override.of(an_override().kept()) == an_override()


class TestOrder:
    def test_within_a_band_it_is_due_minute_then_weight_then_arrival(self) -> None:
        arrived = NOW.replace(second=0)
        first = a_situation(arrived_at=arrived - MINUTE)
        frail = a_situation(arrived_at=arrived + timedelta(seconds=30), frailty=8)
        early = a_situation(arrived_at=arrived + timedelta(seconds=10))
        later = a_situation(arrived_at=arrived + timedelta(seconds=20))
        order = sorted(
            [later, early, frail, first], key=lambda each: prioritise(each, NOW).sort_key
        )
        assert order == [first, frail, early, later]

    def test_a_decline_brings_it_back_heavier_each_time(self) -> None:
        weights = [prioritise(a_situation(declines=count), NOW).weight for count in range(4)]
        assert weights == sorted(set(weights))

    def test_a_case_we_dropped_goes_to_the_top_of_its_band_and_no_higher(self) -> None:
        dropped = prioritise(a_situation(news2=score(3), to_top=True), NOW)
        older = prioritise(a_situation(news2=score(3), arrived_at=NOW - 9 * MINUTE), NOW)
        higher = prioritise(a_situation(news2=score(5)), NOW)
        assert higher.sort_key < dropped.sort_key < older.sort_key
        assert higher.take_key < dropped.take_key < older.take_key
        assert "our line dropped" in words(dropped)

    def test_take_next_takes_the_highest_band_then_the_longest_wait(self) -> None:
        crew = prioritise(a_situation(caller=CallerType.AMBULANCE_ON_SCENE), NOW)
        home = prioritise(a_situation(news2=score(5), arrived_at=NOW - 4 * MINUTE), NOW)
        old = prioritise(a_situation(arrived_at=NOW - 59 * MINUTE), NOW)
        # The board shows the crew first, which is due first; the next call is who waits longest.
        assert crew.sort_key < home.sort_key < old.sort_key
        assert take_next([(old, "old"), (crew, "crew"), (home, "home")]) == "home"
        assert take_next([]) is None


REASONS = st.builds(
    Reason,
    st.sampled_from(ReasonCode),
    st.text(max_size=20),
    st.integers(0, 900),
    st.none() | st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone
)


@given(REASONS)
def test_a_reason_is_kept_exactly_and_has_words(reason: Reason) -> None:
    assert Reason.of(reason.kept()) == reason
    assert "{" not in replace(reason, text="x").words


SITUATIONS = st.builds(
    Situation,
    arrived_at=st.integers(0, 600_000).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    caller=st.sampled_from(CallerType),
    on_line=st.booleans(),
    spoken_to=st.booleans(),
    streamed=st.booleans(),
    kind=st.sampled_from(NeedKind),
    red_flags=st.just(frozenset()) | st.frozensets(st.sampled_from(RedFlag), max_size=2),
    says_999=st.booleans(),
    news2=st.none() | st.integers(0, 12).map(score) | st.sampled_from(NotValidWhy).map(NotValid),
    soft_signs=st.frozensets(st.sampled_from(SoftSign), max_size=3),
    age_years=st.none() | st.integers(0, 104),
    pregnant=st.booleans(),
    dx_minutes=st.none() | st.integers(0, 4320),
    carer_alone_unsafe=st.booleans(),
    end_of_life=st.booleans(),
    on_floor_since=st.none() | st.integers(0, 300).map(lambda minutes: NOW - minutes * MINUTE),
    care_home_express=st.booleans(),
    contacts_24h=st.integers(1, 4),
    contacts_96h=st.integers(1, 6),
    lives_alone=st.booleans(),
    frailty=st.none() | st.integers(1, 9),
    declines=st.integers(0, 200),
    to_top=st.booleans(),
    override=st.none()
    | st.builds(
        an_override,
        band=st.sampled_from(Band),
        instead_of=st.sampled_from(Band),
        until=st.integers(-60, 600).map(lambda minutes: NOW + minutes * MINUTE),
    ),
)


@given(SITUATIONS, st.integers(0, 100_000))
def test_rules_that_hold_for_every_case_at_every_time(situation: Situation, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    priority = prioritise(situation, now)
    assert priority == prioritise(situation, now)
    assert priority.reasons
    assert words(priority)
    # Lateness raises one band at most, never to P0, and never without being late.
    assert priority.native - priority.band in (0, 1)
    assert not (priority.aged and priority.band is Band.P0)
    assert not (priority.aged and not priority.is_late(now))
    assert priority.due_at >= situation.arrived_at
    # Nothing that threatens a life is hidden by a lesser fact or by an old override.
    if situation.red_flags and (
        situation.override is None or not situation.override.holds(now, Band.P0)
    ):
        assert priority.band is Band.P0


@given(st.lists(SITUATIONS, min_size=2, max_size=12), st.integers(0, 20_000))
def test_the_text_sorts_exactly_as_the_key(situations: list[Situation], seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    priorities = [prioritise(situation, now) for situation in situations]
    by_key = sorted(priorities, key=lambda each: each.sort_key)
    by_text = sorted(priorities, key=lambda each: each.sort_text)
    assert [each.sort_key for each in by_key] == [each.sort_key for each in by_text]
    assert len({len(each.sort_text) for each in priorities}) == 1


@given(st.lists(SITUATIONS, min_size=2, max_size=12), st.integers(0, 20_000))
def test_no_p3_or_p4_ever_passes_a_native_p1(situations: list[Situation], seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    priorities = [prioritise(situation, now) for situation in situations]
    for low in (each for each in priorities if each.native >= Band.P3):
        for high in (each for each in priorities if each.native is Band.P1):
            assert high.sort_key < low.sort_key
            assert high.take_key < low.take_key


@given(SITUATIONS, st.integers(0, 3_000))
def test_between_two_changes_time_alone_changes_nothing(situation: Situation, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    priority = prioritise(situation, now)
    until = priority.changes_at or now + timedelta(days=400)
    assert until > now
    chance = random.Random(seconds)
    for instant in (until - timedelta(microseconds=1), now + (until - now) * chance.random()):
        later = prioritise(situation, max(instant, now))
        assert later.sort_key == priority.sort_key
        assert later.band is priority.band
        assert later.is_late(max(instant, now)) == priority.is_late(now)


def test_the_panel_sums_up_the_red_flags() -> None:
    assert summary(frozenset()) == "None of 8"
    assert summary({RedFlag.STROKE, RedFlag.BLEEDING}) == "Signs of a stroke, heavy bleeding"
    assert all(flag.question.endswith("?") for flag in RedFlag)
