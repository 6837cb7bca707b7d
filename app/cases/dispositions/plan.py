"""Whether a plan can be confirmed, what it still needs, and in what order steps are offered.

A plan is a mapping: the fields named by `Needed`, and `also`, the codes of further steps.
Source: docs/domain/dispositions.md, "Rules of a plan".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.dispositions.answers import words, yes_no
from app.cases.dispositions.catalogue import CATALOGUE, Disposition, named
from app.cases.dispositions.codes import Acceptance, Code, Travel
from app.cases.dispositions.inclusion import assess
from app.cases.dispositions.needs import NEEDS, Answer, Need, Needed
from app.terms import moments


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a plan cannot stand yet: beside which field, and the rule with the way on."""

    field: str
    sentence: str


def needs(code: str) -> list[tuple[Needed, Need]]:
    """What this step needs, in the order a form asks for it."""
    disposition = named(code)
    if disposition is None:
        return []
    asked = disposition.needs + ((Needed.AGREED,) if disposition.agreed else ())
    return [(needed, NEEDS[needed]) for needed in asked]


def missing(code: str, plan: Mapping[str, Any]) -> list[Refusal]:
    """What stands between this plan and its confirmation; nothing means it may be confirmed.

    Args:
        code: the main step.
        plan: what was entered; `also` holds the codes of further steps.
    """
    main = named(code)
    if main is None:
        return [Refusal("disposition", "Choose the main next step from the list.")]
    also = [str(each) for each in plan.get("also") or ()]
    refusals = _of_the_whole(main, also)
    steps = [main, *(step for each in also if (step := named(each)) is not None)]
    for step in steps:
        refusals += _of_one(step, plan)
    return list({refusal.field: refusal for refusal in reversed(refusals)}.values())[::-1]


def accepted(code: str, by: str) -> Refusal | None:
    """Refuse an acceptance without a name: only a named person or a reference takes a case over."""
    disposition = named(code)
    if disposition is None:
        return Refusal("disposition", "Choose the main next step from the list.")
    silent = not set(disposition.accepts_by) - {Acceptance.SIGNPOST, Acceptance.NOTIFY}
    if silent or words(by):
        return None
    how = ", then ".join(way.spoken for way in disposition.accepts_by)
    return Refusal(
        "accepted_by",
        f"{disposition.short} takes over by {how}. Who said yes, or under which reference?",
    )


def _of_the_whole(main: Disposition, also: list[str]) -> list[Refusal]:
    refusals = []
    if not main.may_be_main:
        refusals.append(
            Refusal("disposition", f"{main.short} is never the only step. What else is done now?")
        )
    if main.code is Code.NO_ACT and also:
        refusals.append(
            Refusal("also", "Doing nothing stands alone. Choose what is done as the main step.")
        )
    if main.code.value in also or len(set(also)) < len(also):
        refusals.append(Refusal("also", "A step is in the plan twice. Take one of them out."))
    if any(named(each) is None for each in also):
        refusals.append(Refusal("also", "Choose further steps from the list."))
    return refusals


def _of_one(step: Disposition, plan: Mapping[str, Any]) -> list[Refusal]:
    refusals = []
    for needed, need in needs(step.code):
        sentence = _refused(step, need, plan.get(needed))
        if sentence:
            refusals.append(Refusal(needed, sentence))
    return refusals


def _refused(step: Disposition, need: Need, answer: object) -> str:
    rule = f"{step.short} needs {need.thing}."
    if need.answer is Answer.CHECKLIST:
        return _refused_inclusion(rule, answer)
    if need.answer is Answer.WORDS:
        return "" if words(answer) else f"{rule} {need.question}"
    said = yes_no(answer)
    if said is None:
        return f"{rule} {need.question}"
    return "" if said else f"{rule} {need.otherwise}"


def _refused_inclusion(rule: str, answer: object) -> str:
    inclusion = assess(answer if isinstance(answer, Mapping) else {})
    if inclusion.met:
        return ""
    if inclusion.failed:
        instead = ", ".join(CATALOGUE[code].name for code in inclusion.instead)
        return f"{inclusion.words}. Consider instead: {instead}."
    return f"{rule} Still to answer: {' '.join(check.question for check in inclusion.open)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A step as it can be offered now, for this patient.

    Attributes:
        is_open: open now, or at the time it is needed.
        opens_at: when it opens next, if it is shut.
        in_patch: the patient is where it serves.
        in_time: it can be had inside the time this case allows.
        minutes_away: how far, by whatever measure the directory has; None if it does not know.
    """

    code: Code
    is_open: bool = True
    opens_at: datetime | None = None
    in_patch: bool = True
    in_time: bool = True
    minutes_away: int | None = None


_BY_TRAVEL = (Travel.NONE, Travel.DEPENDS, Travel.NEEDED)
_IN_LIST = tuple(CATALOGUE)


def offered(offers: Iterable[Offer]) -> list[Offer]:
    """In the order shown: open, in patch, in time, no travel first, nearest; then as listed.

    Nothing is left out and nothing is chosen: the clinician decides.
    """

    def order(offer: Offer) -> tuple[bool, bool, bool, int, float, int]:
        return (
            not offer.is_open,
            not offer.in_patch,
            not offer.in_time,
            _BY_TRAVEL.index(CATALOGUE[offer.code].travel),
            float("inf") if offer.minutes_away is None else offer.minutes_away,
            _IN_LIST.index(offer.code),
        )

    return sorted(offers, key=order)


def why_not(offer: Offer, now: datetime) -> str:
    """Why it is not offered: "Not offered: opens 17:00"; nothing if it is."""
    causes = []
    if not offer.is_open:
        opens = moments.moment(offer.opens_at, now) if offer.opens_at else ""
        causes.append(f"opens {opens}" if opens else "closed")
    if not offer.in_patch:
        causes.append("the patient is outside its patch")
    if not offer.in_time:
        causes.append("nothing free in time")
    return "Not offered: " + ", ".join(causes) if causes else ""
