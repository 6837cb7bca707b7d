"""What is known of a case when its priority is reckoned, and what a person decided instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.cases.news2 import NotValid, Score
from app.cases.red_flags import RedFlag
from app.cases.soft_signs import SoftSign
from app.foundation.problems import Invalid
from app.terms.band import Band
from app.terms.caller import CallerType


class NeedKind(StrEnum):
    """What is asked for, where it is not a sick person to be looked at."""

    CLINICAL = "clinical"
    EQUIPMENT = "equipment"
    DISCHARGE = "discharge"
    ADVICE = "advice"

    @property
    def spoken(self) -> str:
        """As it is chosen."""
        return {
            NeedKind.CLINICAL: "Somebody is unwell, hurt or not safe",
            NeedKind.EQUIPMENT: "Equipment",
            NeedKind.DISCHARGE: "Support to go home from hospital",
            NeedKind.ADVICE: "Advice, finding a service, or social prescribing",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """The band a clinician set, why, and until when. It falls when things turn out worse.

    Attributes:
        by: who set it, as shown to others.
        instead_of: the band the rules gave at that moment; should they later ask for more
            than that, they have learnt something the clinician did not know, and win.

    Raises:
        Invalid: no reason given.
    """

    band: Band
    reason: str
    by: str
    until: datetime
    instead_of: Band

    def __post_init__(self) -> None:
        if not self.reason.strip():
            sentence = "Another priority needs a reason. What do you know that the rules do not?"
            raise Invalid(sentence, {"reason": [sentence]})
        if self.until.tzinfo is None:
            raise ValueError("until is an instant and needs its zone")

    def holds(self, now: datetime, ruled: Band) -> bool:
        """Whether it still counts: not expired, and the rules do not now ask for more.

        More is: more than they asked for when it was set, and more than it gives.
        """
        return now < self.until and ruled >= min(self.instead_of, self.band)

    def kept(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "band": int(self.band),
            "reason": self.reason,
            "by": self.by,
            "until": self.until.isoformat(),
            "instead_of": int(self.instead_of),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Override":
        """Read back what `kept` gave."""
        return cls(
            band=Band(kept["band"]),
            reason=kept["reason"],
            by=kept["by"],
            until=datetime.fromisoformat(kept["until"]),
            instead_of=Band(kept["instead_of"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that bears on how soon a case must be looked at. Instants are aware.

    Attributes:
        arrived_at: first ring, or receipt of the message; every target counts from it.
        on_line: the caller is on the telephone now.
        spoken_to: a person of ours has spoken to this caller.
        streamed: the streaming questions were asked; true of everything that came in writing.
        says_999: the caller says it is a 999 matter.
        news2: the latest result; None if no figures were taken.
        dx_minutes: the time frame 111 gave, in minutes.
        end_of_life: a symptom of somebody who is dying, to be eased.
        end_of_life_plan: their wishes are on file; shown at once with a P0.
        on_floor_since: when an uninjured person fell who still lies there.
        contacts_24h: contacts about this patient in the 24 hours up to this one, itself included.
        contacts_96h: the same over 96 hours.
        frailty: Clinical Frailty Scale, 1 to 9.
        crew_waiting_since: since when a crew waits for us at the patient's side; for a crew on
            the line that is `arrived_at` unless they said otherwise.
        declines: how many receivers have declined this case.
        to_top: it was ours to lose (a coordinator's line dropped), so it goes to the top of its
            band.
    """

    arrived_at: datetime
    caller: CallerType
    on_line: bool = False
    spoken_to: bool = False
    streamed: bool = False
    kind: NeedKind = NeedKind.CLINICAL
    red_flags: frozenset[RedFlag] = frozenset()
    says_999: bool = False
    news2: Score | NotValid | None = None
    soft_signs: frozenset[SoftSign] = frozenset()
    others_affected: int = 0
    age_years: int | None = None
    pregnant: bool = False
    dx_minutes: int | None = None
    carer_alone_unsafe: bool = False
    end_of_life: bool = False
    end_of_life_plan: bool = False
    on_floor_since: datetime | None = None
    care_home_express: bool = False
    contacts_24h: int = 1
    contacts_96h: int = 1
    lives_alone: bool = False
    frailty: int | None = None
    crew_waiting_since: datetime | None = None
    declines: int = 0
    to_top: bool = False
    override: Override | None = None

    @property
    def crew_since(self) -> datetime | None:
        """Since when a crew waits, if one does."""
        if self.crew_waiting_since is not None:
            return self.crew_waiting_since
        return self.arrived_at if self.caller.is_crew else None
