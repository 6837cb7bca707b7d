"""What we know: caller, situation, NEWS2."""

from datetime import datetime
from typing import Any

from app.cases.news2 import NotValid, Score
from app.cases.red_flags import RedFlag
from app.cases.states import Reach
from app.console import rows
from app.console.case_view.drawn import Drawn
from app.console.views import (
    CallerPanel,
    Fact,
    News2Panel,
    News2Part,
    SituationPanel,
    Tag,
)
from app.console.views.board import PROTECTED
from app.terms import moments
from app.terms.caller import CallerType


def caller_of(it: Drawn) -> CallerPanel:
    """Who rings, how they are reached, and where the patient is now."""
    case, record = it.row, it.record
    tag = {
        Reach.ON_LINE: Tag("On the line", "ok", "phone"),
        Reach.CALL_BACK: Tag("To be rung back", "warn", "phone"),
        Reach.WRITTEN: Tag("In writing", "info"),
        Reach.LOST: Tag("Number withheld, line ended", "warn"),
    }[Reach(case.reach)]
    calling = rows.caller_words(CallerType(case.caller_type), case.caller_line)
    who = record.get("caller_name") or calling
    number = rows.spoken_number(case.call_back_number)
    more = [] if who == calling else [calling]
    if case.claimed_org_id:
        more.append("Claimed: the number is known, the caller is not proven")
    if it.guarded:
        # who rings and from where may name the place; only whoever has the case sees it
        protected = Fact("Where now", PROTECTED, strong=True)
        return CallerPanel(tag=tag, facts=(protected, *_needs_of(record)))
    if record.get("with_patient"):
        more.append("With patient now" if record["with_patient"] == "yes" else "Not with patient")
    return CallerPanel(
        tag=tag,
        facts=(
            Fact("Who", who, more=tuple(more), strong=True),
            Fact(
                "Ring back",
                number or "No number yet",
                tags=(_read_back(record.get("number_read_back")),) if number else (),
                number=True,
                strong=True,
            ),
            Fact(
                "Where now",
                case.where_now or "Not asked yet",
                more=(record["access"],) if record.get("access") else (),
                tags=(_read_back(record.get("where_read_back")),) if case.where_now else (),
                strong=True,
            ),
            *_needs_of(record),
            Fact("Asked first", record.get("asked_first") or "Not asked yet"),
        ),
    )


def _needs_of(record: dict[str, Any]) -> tuple[Fact, ...]:
    """How the patient is spoken with, and what is done otherwise for them; goes wherever they go.

    Said only where something was: a row of "not asked" would teach people to pass over it.
    """
    language, adjustments = record.get("language"), record.get("adjustments")
    found = []
    if language:
        found.append(Fact("Interpreter", language, strong=True))
    if adjustments:
        found.append(Fact("Adjustments", adjustments, strong=True))
    return tuple(found)


def _read_back(done: object) -> Tag:
    return Tag("Read back", "ok", "tick") if done else Tag("Not read back", "warn")


def situation_of(it: Drawn) -> SituationPanel:
    """What has happened, in the caller's words and ours."""
    record = it.record
    flags = [RedFlag(flag).spoken for flag in record.get("red_flags") or ()]
    if flags:
        flags_words = ", ".join(flags)
    elif record.get("flags_asked"):
        flags_words = f"None of {len(RedFlag)}"
    else:
        flags_words = "Not asked yet"
    base = ", ".join(
        part
        for part in (
            f"Frailty {record['frailty']} of 9" if record.get("frailty") else "",
            "lives alone" if record.get("lives_alone") else "",
            str(record.get("baseline") or ""),
        )
        if part
    )
    return SituationPanel(
        need=it.row.need,
        saved=f"Version {it.row.record_version}" if it.row.record_version else "Not saved yet",
        facts=(
            Fact("Red flags", flags_words, strong=bool(flags), icon="warn" if flags else ""),
            Fact("Since", str(record.get("onset") or "Not asked yet")),
            Fact("Baseline", base or "Not asked yet"),
            Fact("Who is there", str(record.get("who_with") or "Not asked yet")),
            Fact("Capacity", str(record.get("capacity") or "Not asked yet")),
        ),
    )


def news2_of(it: Drawn, score: Score | NotValid | None) -> News2Panel:
    """The score with its parts, or why there is none."""
    seen = it.row.news2["signs"] if it.row.news2 else None
    if seen is None or score is None:
        return News2Panel(score=None, words="No figures taken yet.")
    taken = datetime.fromisoformat(seen["taken_at"])
    source = f"{seen['source'].capitalize()}, {moments.moment(taken, it.now)}"
    age = f"Taken {moments.ago(taken, it.now)}."
    if isinstance(score, NotValid):
        return News2Panel(score=None, words=score.words, more=age, source=source)
    return News2Panel(
        score=score.total,
        words=score.words,
        more=f"Oxygen scale {seen['scale']}. {age}",
        source=source,
        parts=tuple(
            News2Part(part.part.spoken, part.value, part.points) for part in score.components
        ),
    )
