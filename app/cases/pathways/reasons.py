"""Why a case stands where it stands: a code, small parameters, and the words on its row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.terms import moments


class ReasonCode(StrEnum):
    """One line per reason. The values are kept; never change one."""

    OVERRIDE = "override"
    UP_LATE = "up_late"
    UP_REPEAT = "up_repeat"
    TO_TOP = "to_top"
    RED_FLAG = "red_flag"
    SAYS_999 = "says_999"
    NEWS2 = "news2"
    NEWS2_SINGLE_3 = "news2_single_3"
    CREW = "crew"
    NOBODY_SPOKE = "nobody_spoke"
    BEING_STREAMED = "being_streamed"
    DROPPED = "dropped"
    INFANT = "infant"
    CARER_UNSAFE = "carer_unsafe"
    DX = "dx"
    ON_FLOOR = "on_floor"
    END_OF_LIFE = "end_of_life"
    END_OF_LIFE_PLAN = "end_of_life_plan"
    CARE_HOME = "care_home"
    SOFT_SIGNS = "soft_signs"
    NOT_VALID = "not_valid"
    NO_NEWS2 = "no_news2"
    EQUIPMENT = "equipment"
    DISCHARGE = "discharge"
    ADVICE = "advice"
    DECLINED = "declined"
    CONTACTS_96H = "contacts_96h"
    CONTACTS_24H = "contacts_24h"
    LIVES_ALONE = "lives_alone"
    FRAILTY = "frailty"
    OUTBREAK = "outbreak"


_WORDS = {
    ReasonCode.OVERRIDE: "set to {text}",
    ReasonCode.UP_LATE: "up from {text}: past its time",
    ReasonCode.UP_REPEAT: "up from {text} contact in 96 h",
    ReasonCode.TO_TOP: "our line dropped, so it goes first",
    ReasonCode.RED_FLAG: "{text}",
    ReasonCode.SAYS_999: "caller says 999",
    ReasonCode.NEWS2: "NEWS2 {figure}",
    ReasonCode.NEWS2_SINGLE_3: "NEWS2 {figure} with a single 3",
    ReasonCode.CREW: "crew waiting {figure} min",
    ReasonCode.NOBODY_SPOKE: "on the line, nobody has spoken to them",
    ReasonCode.BEING_STREAMED: "on the line, not streamed yet",
    ReasonCode.DROPPED: "call ended before it was streamed",
    ReasonCode.INFANT: "under one year",
    ReasonCode.CARER_UNSAFE: "carer alone and not safe",
    ReasonCode.DX: "111 says {text}",
    ReasonCode.ON_FLOOR: "on the floor {figure} min",
    ReasonCode.END_OF_LIFE: "end of life, symptom to ease",
    ReasonCode.END_OF_LIFE_PLAN: "end-of-life plan on file, read it first",
    ReasonCode.CARE_HOME: "care-home line",
    ReasonCode.SOFT_SIGNS: "soft signs: {text}",
    ReasonCode.NOT_VALID: "no valid NEWS2, {text}: a clinician sets the priority",
    ReasonCode.NO_NEWS2: "no NEWS2 yet",
    ReasonCode.EQUIPMENT: "equipment",
    ReasonCode.DISCHARGE: "discharge support",
    ReasonCode.ADVICE: "advice only",
    ReasonCode.DECLINED: "declined by a receiver",
    ReasonCode.CONTACTS_96H: "{text} contact in 96 h",
    ReasonCode.CONTACTS_24H: "{text} contact in 24 h",
    ReasonCode.LIVES_ALONE: "lives alone",
    ReasonCode.FRAILTY: "frailty {figure}",
    ReasonCode.OUTBREAK: "{figure} others affected, perhaps an outbreak",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        text: a part that is words already.
        figure: a number; for reasons that last, the minutes when this was reckoned.
        since: for reasons that last, when they began, so that a screen can count on.
    """

    code: ReasonCode
    text: str = ""
    figure: int = 0
    since: datetime | None = None

    @property
    def words(self) -> str:
        """In plain English, to stand inside a line: "crew waiting 5 min"."""
        return _WORDS[self.code].format(text=self.text, figure=self.figure)

    def at(self, now: datetime) -> "Reason":
        """The same reason with its minutes counted on to `now`."""
        if self.since is None:
            return self
        return replace(self, figure=max((now - self.since) // _MINUTE, 0))

    def kept(self) -> dict[str, Any]:
        """As JSON values, empty ones left out."""
        values: dict[str, Any] = {"code": self.code.value}
        if self.text:
            values["text"] = self.text
        if self.figure:
            values["figure"] = self.figure
        if self.since is not None:
            values["since"] = self.since.isoformat()
        return values

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Reason":
        """Read back what `kept` gave."""
        since = kept.get("since")
        return cls(
            ReasonCode(kept["code"]),
            kept.get("text", ""),
            kept.get("figure", 0),
            datetime.fromisoformat(since) if since else None,
        )


def sentence(reasons: Iterable[Reason], now: datetime | None = None) -> str:
    """The line on the row: "Crew waiting 5 min, lives alone, frailty 7".

    Args:
        reasons: most telling first.
        now: count lasting reasons on to this instant.
    """
    line = ", ".join((reason.at(now) if now else reason).words for reason in reasons)
    return line[:1].upper() + line[1:]


def lasting(code: ReasonCode, since: datetime, now: datetime) -> Reason:
    """A reason that lasts: its minutes so far, and when it began."""
    return Reason(code, since=since).at(now)


def ordinal(number: int) -> str:
    """Which one: "third"; from the tenth on in figures, "12th"."""
    return _ORDINALS[number - 1] if 0 < number <= len(_ORDINALS) else f"{number}th"


def frame(minutes: int) -> str:
    """A time frame that 111 gave: "2 h", "90 min"."""
    return f"{minutes} min" if minutes % 60 else moments.duration(timedelta(minutes=minutes))
