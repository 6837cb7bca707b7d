"""Dispositions as data: every row, every need, every rule of a plan."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.cases.dispositions import (
    ALTERNATIVES,
    AVOIDED,
    BASES,
    CATALOGUE,
    CHOICES,
    HAPPENED,
    Acceptance,
    Answer,
    Code,
    Needed,
    Offer,
    UcrCheck,
    accepted,
    advice,
    assess,
    missing,
    missing_to_close,
    named,
    needs,
    offered,
    why_not,
)
from app.cases.dispositions.needs import NEEDS

NOW = datetime(2026, 11, 22, 14, 7, tzinfo=UTC)
INCLUDED = dict.fromkeys(UcrCheck, "yes")
N = Needed

# code: what it needs besides agreement, whether it can be the main step, usual times in minutes
EXPECTED: dict[Code, tuple[set[Needed], bool, list[int]]] = {
    Code.GP_IH: ({N.SLOT_REFERENCE, N.CONTACT_NUMBER}, True, []),
    Code.GP_OOH: ({N.TRANSPORT}, True, [60, 120, 360]),
    Code.AVS: ({N.ACCESS_NOTES}, True, []),
    Code.UCR2: ({N.INCLUSION}, True, [120]),
    Code.UCR48: ({N.BASELINE_FUNCTION}, True, [2880]),
    Code.HAH_VW: ({N.CONSULTANT, N.MONITORING_PLAN}, True, [240]),
    Code.SDEC: ({N.TRAVEL, N.AMBULATORY}, True, []),
    Code.UTC: (set(), True, [240]),
    Code.ED: ({N.ALTERNATIVES, N.REASON}, True, [60, 240]),
    Code.DIR_ADM: ({N.WARD, N.CLINICIAN, N.TRANSPORT, N.NOT_VIA_ED}, True, []),
    Code.COMM_NURS: ({N.TASK, N.SUPPLIES}, True, [240, 1440]),
    Code.EQUIP: ({N.MEASURED_NEED, N.DELIVERY_ACCESS}, True, [240, 1440]),
    Code.MH_CRISIS: ({N.RISK_SCREEN}, True, [240]),
    Code.SAFE_HAVEN: ({N.NOT_IN_DANGER}, True, []),
    Code.SOC_CARE: ({N.CONSENT_OR_CAPACITY, N.SAFEGUARDING}, True, [240]),
    Code.SAFEGUARD: (set(), False, []),
    Code.PHARM: ({N.OPEN_AND_IN_STOCK}, True, [120, 1440]),
    Code.PALL: ({N.PLAN_CHECKED}, True, [60]),
    Code.DENTAL: (set(), True, []),
    Code.EYE: (set(), True, []),
    Code.VCS: ({N.CONSENT}, True, [7200]),
    Code.FALLS_LIFT: ({N.NO_INJURY}, True, [30, 60]),
    Code.STEP_UP: (set(), True, []),
    Code.TRANSPORT: ({N.MOBILITY}, True, []),
    Code.MDT: ({N.KEY_WORKER}, False, []),
    Code.SELF: ({N.SAFETY_TEXT}, True, []),
    Code.EMERGENCY: (set(), True, []),
    Code.NO_ACT: ({N.WHY_NOTHING}, True, []),
}
NOT_ASKED_TO_AGREE = {Code.EMERGENCY, Code.NO_ACT, Code.SAFEGUARD}


def a_plan(code: Code, **changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any answer
    """Everything that a step needs."""
    given: dict[str, Any] = {}
    for needed, need in needs(code):
        answers: dict[Answer, Any] = {
            Answer.WORDS: "written down",
            Answer.YES: "yes",
            Answer.CHECKLIST: INCLUDED,
        }
        given[needed.value] = answers[need.answer]
    return {**given, **changed}


def refused(code: str, plan: dict[str, Any]) -> dict[str, str]:
    return {refusal.field: refusal.sentence for refusal in missing(code, plan)}


@pytest.mark.parametrize("code", list(Code))
def test_each_row_is_as_the_paper_says(code: Code) -> None:
    row = CATALOGUE[code]
    needed, may_be_main, minutes = EXPECTED[code]
    assert set(row.needs) == needed
    assert row.may_be_main is may_be_main
    assert [within / timedelta(minutes=1) for within in row.within] == minutes
    assert row.agreed is (code not in NOT_ASKED_TO_AGREE)
    assert row.name
    assert row.time


@pytest.mark.parametrize("code", [code for code in Code if EXPECTED[code][1]])
def test_a_whole_plan_is_confirmed_and_each_gap_is_refused_with_the_way_on(code: Code) -> None:
    assert missing(code, a_plan(code)) == []
    for needed, _ in needs(code):
        for gap in (None, "", "  "):
            sentences = refused(code, a_plan(code, **{needed.value: gap}))
            assert list(sentences) == [needed.value]
            rule, way_on = sentences[needed.value].split(". ", 1)
            assert CATALOGUE[code].short in rule
            assert way_on


@pytest.mark.parametrize(
    "needed", [needed for needed, need in NEEDS.items() if need.answer is Answer.YES]
)
def test_a_no_is_answered_with_another_way(needed: Needed) -> None:
    code = next(code for code in Code if needed in dict(needs(code)))
    sentence = refused(code, a_plan(code, **{needed.value: "no"}))[needed.value]
    assert sentence.endswith(NEEDS[needed].otherwise)
    assert NEEDS[needed].otherwise


def test_ed_without_alternatives_is_refused_in_these_words() -> None:
    assert refused("ED", a_plan(Code.ED, alternatives=""))["alternatives"] == (
        "ED needs a reason. What else was considered?"
    )


def test_a_rescue_needs_nothing_before_it() -> None:
    assert missing("999", {}) == []


@pytest.mark.parametrize("code", [Code.SAFEGUARD, Code.MDT])
def test_some_steps_are_never_the_only_one(code: Code) -> None:
    assert "never the only step" in refused(code, a_plan(code))["disposition"]
    beside = {**a_plan(Code.SELF), **a_plan(code), "also": [code.value]}
    assert missing(Code.SELF, beside) == []


def test_doing_nothing_stands_alone() -> None:
    plan = {**a_plan(Code.NO_ACT), **a_plan(Code.SELF), "also": ["SELF"]}
    assert "stands alone" in refused("NO_ACT", plan)["also"]


@pytest.mark.parametrize("also", [["GP_IH"], ["SAFEGUARD", "SAFEGUARD"]])
def test_a_step_stands_in_a_plan_once(also: list[str]) -> None:
    assert "twice" in refused("GP_IH", a_plan(Code.GP_IH, also=also))["also"]


def test_a_further_step_brings_its_own_needs() -> None:
    plan = a_plan(Code.GP_OOH, also=["EQUIP"])
    assert set(refused("GP_OOH", plan)) == {"measured_need", "delivery_access"}


def test_an_unknown_code_is_refused_and_not_believed() -> None:
    assert named("NOPE") is None
    assert set(refused("NOPE", {})) == {"disposition"}
    assert set(refused("SELF", a_plan(Code.SELF, also=["NOPE"]))) == {"also"}
    assert needs("NOPE") == []


class TestInclusion:
    def test_all_six_yes_is_met(self) -> None:
        inclusion = assess(INCLUDED)
        assert inclusion.met
        assert inclusion.words == "Meets all 6 inclusion checks"
        assert inclusion.instead == ()

    @pytest.mark.parametrize("check", list(UcrCheck))
    def test_each_no_says_why_and_where_to_go_instead(self, check: UcrCheck) -> None:
        answers = {**INCLUDED, check: "no"}
        inclusion = assess(answers)
        assert not inclusion.met
        assert inclusion.failed == (check,)
        assert inclusion.instead
        assert Code.UCR2 not in inclusion.instead
        sentence = refused("UCR2", a_plan(Code.UCR2, inclusion=answers))["inclusion"]
        assert sentence.startswith("Not for the crisis team: ")
        for code in inclusion.instead:
            assert CATALOGUE[code].name in sentence

    @pytest.mark.parametrize("check", list(UcrCheck))
    def test_each_open_check_is_asked(self, check: UcrCheck) -> None:
        answers = {**INCLUDED, check: None}
        assert assess(answers).words == "Meets 5 of 6 inclusion checks, 1 to answer"
        sentence = refused("UCR2", a_plan(Code.UCR2, inclusion=answers))["inclusion"]
        assert check.question in sentence

    def test_facts_of_the_case_answer_what_they_can(self) -> None:
        known = assess({}, age_years=88, at_home=True)
        assert known.passed == (UcrCheck.ADULT, UcrCheck.AT_HOME)
        assert assess(INCLUDED, age_years=17).failed == (UcrCheck.ADULT,)
        assert assess(INCLUDED, age_years=18).met
        assert assess({**INCLUDED, UcrCheck.AT_HOME: "yes"}, at_home=False).met
        assert assess({}, at_home=False).failed == (UcrCheck.AT_HOME,)

    def test_an_emergency_goes_to_999_first(self) -> None:
        assert assess({**INCLUDED, UcrCheck.NO_EMERGENCY: False}).instead[0] is Code.EMERGENCY


class TestAcceptance:
    def test_only_a_name_or_a_reference_takes_a_case_over(self) -> None:
        refusal = accepted("UCR2", "  ")
        assert refusal is not None
        assert refusal.sentence == (
            "The crisis team takes over by dispatch, then accept. "
            "Who said yes, or under which reference?"
        )
        assert accepted("UCR2", "Marcus Osei") is None

    @pytest.mark.parametrize("code", list(Code))
    def test_where_nobody_has_to_say_yes_no_name_is_asked(self, code: Code) -> None:
        asks = set(CATALOGUE[code].accepts_by) - {Acceptance.NOTIFY, Acceptance.SIGNPOST}
        assert (accepted(code, "") is None) is (not asks)


class TestOrder:
    def test_open_in_patch_in_time_no_travel_first_nearest(self) -> None:
        shut = Offer(code=Code.AVS, is_open=False)
        elsewhere = Offer(code=Code.COMM_NURS, in_patch=False)
        too_late = Offer(code=Code.UCR48, in_time=False)
        far = Offer(code=Code.ED, minutes_away=40)
        near = Offer(code=Code.UTC, minutes_away=9)
        unknown = Offer(code=Code.SDEC)
        perhaps = Offer(code=Code.GP_IH, minutes_away=90)
        home = Offer(code=Code.UCR2, minutes_away=90)
        mixed = [shut, far, elsewhere, unknown, too_late, near, perhaps, home]
        assert offered(mixed) == [home, perhaps, near, far, unknown, too_late, elsewhere, shut]
        assert offered(reversed(mixed)) == offered(mixed)

    def test_nothing_is_left_out(self) -> None:
        everything = [Offer(code=code, is_open=False) for code in Code]
        assert {offer.code for offer in offered(everything)} == set(Code)

    def test_what_is_not_offered_says_why(self) -> None:
        opens_at = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
        shut = Offer(code=Code.SAFE_HAVEN, is_open=False, opens_at=opens_at)
        assert why_not(shut, NOW) == "Not offered: opens 17:00"
        assert why_not(Offer(code=Code.AVS, is_open=False, in_patch=False), NOW) == (
            "Not offered: closed, the patient is outside its patch"
        )
        assert why_not(Offer(code=Code.GP_IH, in_time=False), NOW) == (
            "Not offered: nothing free in time"
        )
        assert why_not(Offer(code=Code.GP_IH), NOW) == ""


class TestSafetyNet:
    @pytest.mark.parametrize("code", list(Code))
    def test_every_step_has_words_with_a_number_and_no_gap(self, code: Code) -> None:
        said = advice(code, number="01632 960 100", by="16:10")
        assert "{" not in said
        assert code is Code.EMERGENCY or "01632 960 100" in said
        assert code is Code.NO_ACT or "999" in said

    def test_somebody_expected_has_a_time_to_be_missed_by(self) -> None:
        said = advice(Code.UCR2, number="01632 960 100", by="16:10")
        assert "If nobody has come or rung by 16:10, ring 01632 960 100." in said
        assert "If nobody" not in advice(Code.SELF, number="01632 960 100", by="16:10")
        assert "If nobody" not in advice(Code.UCR2, number="01632 960 100")


CLOSED = {
    "happened": "seen_at_home",
    "ed_avoided": "probable",
    "admission_avoided": "no",
    "ambulance_avoided": "no",
    "safety_net": "Ring us if worse.",
}


class TestClosing:
    def test_a_whole_outcome_closes(self) -> None:
        assert missing_to_close(CLOSED) == []
        assert missing_to_close({**CLOSED, "basis": "caller_said"}) == []

    @pytest.mark.parametrize("field", ["happened", "safety_net"])
    def test_each_gap_is_refused(self, field: str) -> None:
        assert [each.field for each in missing_to_close({**CLOSED, field: " "})] == [field]

    def test_an_enquiry_needs_no_safety_advice(self) -> None:
        assert missing_to_close({"happened": "nothing_needed"}) == []

    @pytest.mark.parametrize(
        ("happened", "field"),
        [
            ("conveyed_ed", "ed_avoided"),
            ("admitted", "admission_avoided"),
            ("emergency_ambulance", "ambulance_avoided"),
        ],
    )
    def test_what_happened_was_not_avoided(self, happened: str, field: str) -> None:
        claim = {**CLOSED, "ed_avoided": "no", "happened": happened, field: "possible"}
        assert [refusal.field for refusal in missing_to_close(claim)] == [field]
        assert missing_to_close({**claim, field: "no"}) == []

    def test_a_claim_needs_its_ground_where_it_is_asked(self) -> None:
        assert [each.field for each in missing_to_close({**CLOSED, "basis": ""})] == ["basis"]
        none_claimed = {**CLOSED, "ed_avoided": "no", "basis": ""}
        assert missing_to_close(none_claimed) == []


@pytest.mark.parametrize("choices", [CHOICES, HAPPENED, AVOIDED, BASES, ALTERNATIVES])
def test_choices_have_one_value_and_one_wording_each(choices: list[tuple[str, str]]) -> None:
    assert len({value for value, _ in choices}) == len(choices)
    assert len({label for _, label in choices}) == len(choices)


def test_every_need_belongs_to_a_step_and_has_its_words() -> None:
    used = {needed for code in Code for needed, _ in needs(code)}
    assert used == set(Needed) == set(NEEDS)
