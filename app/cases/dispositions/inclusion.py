"""The crisis team's inclusion test: six checks, each explained, and where to go instead.

Source: docs/domain/dispositions.md, "The crisis team's six checks". It never refuses a person: a
check that fails names the service that fits better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cases.dispositions.answers import yes_no
from app.cases.dispositions.codes import Code

ADULT_FROM = 18
"""Years."""


class UcrCheck(StrEnum):
    """One check. The values are kept; never change one."""

    ADULT = "adult"
    AT_HOME = "at_home"
    SUDDEN = "sudden"
    HOSPITAL_LIKELY = "hospital_likely"
    SAFE_AT_HOME = "safe_at_home"
    NO_EMERGENCY = "no_emergency"

    @property
    def question(self) -> str:
        """As it is asked of the coordinator; yes is always the answer that includes."""
        return _CHECKS[self].question


@dataclass(frozen=True, slots=True)
class _Check:
    question: str
    fails: str
    instead: tuple[Code, ...]


_CHECKS = {
    UcrCheck.ADULT: _Check(
        "Is the patient 18 or over?",
        "under 18",
        (Code.GP_IH, Code.GP_OOH, Code.ED),
    ),
    UcrCheck.AT_HOME: _Check(
        "Are they at home, or where they usually live, a care home included?",
        "not at home",
        (Code.UTC, Code.SDEC, Code.GP_OOH),
    ),
    UcrCheck.SUDDEN: _Check(
        "Have they got worse suddenly, in hours or a few days?",
        "no sudden change",
        (Code.GP_IH, Code.COMM_NURS, Code.UCR48),
    ),
    UcrCheck.HOSPITAL_LIKELY: _Check(
        "Would they likely need hospital within hours if nobody came in about two?",
        "can wait longer than two hours",
        (Code.AVS, Code.UCR48, Code.COMM_NURS),
    ),
    UcrCheck.SAFE_AT_HOME: _Check(
        "Can they be looked after safely at home until the team comes?",
        "not safe at home until then",
        (Code.HAH_VW, Code.DIR_ADM, Code.SDEC),
    ),
    UcrCheck.NO_EMERGENCY: _Check(
        "Is there no threat to life, no suspected sepsis, no stroke or other special emergency,"
        " and no mental-health crisis alone?",
        "an emergency of another kind",
        (Code.EMERGENCY, Code.ED, Code.MH_CRISIS),
    ),
}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """What the six checks say.

    Attributes:
        passed: checks answered yes.
        failed: checks answered no.
        open: checks nobody has answered yet.
    """

    passed: tuple[UcrCheck, ...]
    failed: tuple[UcrCheck, ...]
    open: tuple[UcrCheck, ...]

    @property
    def met(self) -> bool:
        """Whether all six are answered yes."""
        return not self.failed and not self.open

    @property
    def instead(self) -> tuple[Code, ...]:
        """Where to go instead, for the checks that failed; each once, first failure first."""
        return tuple(
            dict.fromkeys(code for check in self.failed for code in _CHECKS[check].instead)
        )

    @property
    def words(self) -> str:
        """For the row of the list: "Meets all 6 inclusion checks"."""
        if self.failed:
            return "Not for the crisis team: " + ", ".join(_CHECKS[c].fails for c in self.failed)
        if self.open:
            met, all_checks = len(self.passed), len(UcrCheck)
            return f"Meets {met} of {all_checks} inclusion checks, {len(self.open)} to answer"
        return f"Meets all {len(UcrCheck)} inclusion checks"


def assess(
    answers: Mapping[str, Any], *, age_years: int | None = None, at_home: bool | None = None
) -> Inclusion:
    """Put the six checks, filling in what the facts of the case already answer.

    Args:
        answers: check → yes or no, as a form or a kept plan has it; absent is not answered.
        age_years: the patient's age; it goes before an answer.
        at_home: whether where they are now is where they live; an answer goes before it.
    """
    given = {check: yes_no(answers.get(check)) for check in UcrCheck}
    if age_years is not None:
        given[UcrCheck.ADULT] = age_years >= ADULT_FROM
    if given[UcrCheck.AT_HOME] is None:
        given[UcrCheck.AT_HOME] = at_home
    return Inclusion(
        passed=tuple(check for check in UcrCheck if given[check] is True),
        failed=tuple(check for check in UcrCheck if given[check] is False),
        open=tuple(check for check in UcrCheck if given[check] is None),
    )
