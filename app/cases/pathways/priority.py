"""Priority: band, due time and order of a case, reckoned from its situation and explained.

Source: docs/domain/priority.md. The same situation at the same instant always gives the same
answer; nothing here reads a clock or a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.cases.pathways.bands import ruled
from app.cases.pathways.reasons import Reason, ReasonCode, ordinal
from app.cases.pathways.situation import Situation
from app.terms import moments
from app.terms.band import Band

TARGETS = {
    Band.P0: timedelta(0),
    Band.P1: timedelta(minutes=10),
    Band.P2: timedelta(minutes=20),
    Band.P3: timedelta(minutes=60),
    Band.P4: timedelta(hours=4),
}
"""From arrival to a coordinator."""
CREW_TARGET = timedelta(minutes=2)
"""A P1 with a crew waiting: a vehicle stands still meanwhile."""
LONG_LIE = timedelta(minutes=60)
"""From the fall: an hour on the floor does harm of its own."""

HIGHEST_BY_AGE = Band.P1
"""Neither lateness nor repeated contact makes a case P0: only need does."""
REPEAT_CONTACTS_96H = 3
REPEAT_CONTACTS_24H = 2
FRAIL_FROM = 7
OUTBREAK_FROM = 2

# Weights order cases that come due in the same minute; they never move one across bands.
_WEIGHTS = {
    ReasonCode.DECLINED: 10,
    ReasonCode.CONTACTS_96H: 5,
    ReasonCode.CONTACTS_24H: 5,
    ReasonCode.LIVES_ALONE: 5,
    ReasonCode.FRAILTY: 5,
}
_MOST_CREW_MINUTES = 60
_MOST_WEIGHT = 999
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How soon, in what order, and why.

    Attributes:
        band: as shown and sorted.
        native: the band before lateness raised it.
        due_at: when a coordinator must have it; a raised case keeps the time it missed.
        weight: orders cases that come due in the same minute; more comes first.
        reasons: most telling first.
        changes_at: when time alone will next change band, order or lateness; None if never.
    """

    band: Band
    native: Band
    due_at: datetime
    weight: int
    reasons: tuple[Reason, ...]
    arrived_at: datetime
    to_top: bool
    changes_at: datetime | None

    @property
    def aged(self) -> bool:
        """Whether lateness raised it; it then sorts after the native cases of its new band."""
        return self.band is not self.native

    def is_late(self, now: datetime) -> bool:
        """Whether its time has come without a coordinator."""
        return now >= self.due_at

    @property
    def sort_key(self) -> tuple[int, bool, bool, int, int, datetime]:
        """The order of the board, least first: band, native first, due minute, weight, arrival."""
        return (
            self.band,
            self.aged,
            not self.to_top,
            (self.due_at - _EPOCH) // _MINUTE,
            -self.weight,
            self.arrived_at,
        )

    @property
    def sort_text(self) -> str:
        """`sort_key` as a text that sorts the same way, letter by letter, in any language."""
        band, aged, lower, due_minute, minus_weight, arrived_at = self.sort_key
        arrived = (arrived_at - _EPOCH) // timedelta(microseconds=1)
        light = _MOST_WEIGHT + minus_weight
        return f"{band:d}{aged:d}{lower:d}-{due_minute:010d}-{light:03d}-{arrived:017d}"

    @property
    def take_key(self) -> tuple[int, bool, bool, datetime]:
        """The order of *Take next*, least first: highest band, then longest wait."""
        return (self.band, self.aged, not self.to_top, self.arrived_at)


def prioritise(situation: Situation, now: datetime) -> Priority:
    """Reckon the priority of a case at one instant.

    In order: the rules give a band; a third contact in 96 h raises it one, no higher than P1; a
    clinician's override takes its place while it holds; the target gives the due time; once late
    it rises one band, no higher than P1, and sorts after the native cases there.
    """
    native, why = _chosen(situation, now)
    due_at = situation.arrived_at + target(situation, native)
    shown = native.raised(no_higher_than=HIGHEST_BY_AGE) if now >= due_at else native
    extra = tuple(_inside_the_band(situation, why, native))
    if shown is not native:
        why = (Reason(ReasonCode.UP_LATE, str(native)), *why)
    return Priority(
        band=shown,
        native=native,
        due_at=due_at,
        weight=_weight(situation, extra, due_at),
        reasons=(*why, *extra),
        arrived_at=situation.arrived_at,
        to_top=situation.to_top,
        changes_at=next_change_at(situation, due_at, now),
    )


def target(situation: Situation, band: Band) -> timedelta:
    """How long after arrival a coordinator is due, for a case of this native band."""
    if band is Band.P1 and situation.crew_since is not None:
        return CREW_TARGET
    if band is Band.P2 and situation.on_floor_since is not None:
        hour_on_floor = situation.on_floor_since + LONG_LIE - situation.arrived_at
        # Never shorter than a P1's: the lie may be over an hour old when we first hear of it.
        return min(TARGETS[Band.P2], max(hour_on_floor, TARGETS[Band.P1]))
    return TARGETS[band]


def next_change_at(situation: Situation, due_at: datetime, now: datetime) -> datetime | None:
    """When time alone next changes this case: it comes due, or an override expires."""
    instants = [due_at]
    if situation.override is not None:
        instants.append(situation.override.until)
    return min((instant for instant in instants if instant > now), default=None)


Case = TypeVar("Case")


def take_next(waiting: Iterable[tuple[Priority, Case]]) -> Case | None:
    """Whom *Take next* takes: highest band, then longest wait; None if nobody waits."""
    found = min(waiting, key=lambda each: each[0].take_key, default=None)
    return None if found is None else found[1]


def band_by_rules(situation: Situation, now: datetime) -> Band:
    """What the rules ask for, whatever a clinician set: kept with an override as `instead_of`."""
    return _by_rules(situation, now)[0]


def _by_rules(situation: Situation, now: datetime) -> tuple[Band, tuple[Reason, ...]]:
    """The band by facts and by repeated contact, and why."""
    band, told = ruled(situation, now)
    if situation.contacts_96h >= REPEAT_CONTACTS_96H:
        raised = band.raised(no_higher_than=HIGHEST_BY_AGE)
        if raised is not band:
            text = f"{band}: {ordinal(situation.contacts_96h)}"
            return raised, (Reason(ReasonCode.UP_REPEAT, text), *told)
    return band, told


def _chosen(situation: Situation, now: datetime) -> tuple[Band, tuple[Reason, ...]]:
    """The band by rules, or by a clinician while that holds, and why."""
    band, told = _by_rules(situation, now)
    override = situation.override
    if override is None or not override.holds(now, band):
        return band, told
    until = moments.moment(override.until, now)
    text = f"{override.band} by {override.by} until {until}: {override.reason.strip()}"
    return override.band, (Reason(ReasonCode.OVERRIDE, text),)


def _inside_the_band(
    situation: Situation, why: tuple[Reason, ...], native: Band
) -> Iterator[Reason]:
    """What orders a case among its equals, and what must be read with it."""
    said = {reason.code for reason in why}
    if situation.to_top:
        yield Reason(ReasonCode.TO_TOP)
    if native is Band.P0 and situation.end_of_life_plan:
        yield Reason(ReasonCode.END_OF_LIFE_PLAN)
    if situation.declines:
        yield Reason(ReasonCode.DECLINED, figure=situation.declines)
    if situation.contacts_96h >= REPEAT_CONTACTS_96H:
        if ReasonCode.UP_REPEAT not in said:
            yield Reason(ReasonCode.CONTACTS_96H, ordinal(situation.contacts_96h))
    elif situation.contacts_24h >= REPEAT_CONTACTS_24H:
        yield Reason(ReasonCode.CONTACTS_24H, ordinal(situation.contacts_24h))
    if situation.lives_alone:
        yield Reason(ReasonCode.LIVES_ALONE)
    if situation.frailty is not None and situation.frailty >= FRAIL_FROM:
        yield Reason(ReasonCode.FRAILTY, figure=situation.frailty)
    if situation.others_affected >= OUTBREAK_FROM:
        yield Reason(ReasonCode.OUTBREAK, figure=situation.others_affected)


def _weight(situation: Situation, extra: tuple[Reason, ...], due_at: datetime) -> int:
    """Reckoned at the due time, so that the order inside a minute never drifts."""
    weight = sum(_WEIGHTS.get(reason.code, 0) for reason in extra)
    weight += _WEIGHTS[ReasonCode.DECLINED] * max(situation.declines - 1, 0)
    since = situation.crew_since
    if since is not None:
        weight += min(max((due_at - since) // _MINUTE, 0), _MOST_CREW_MINUTES)
    return min(weight, _MOST_WEIGHT)
