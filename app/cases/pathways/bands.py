"""Which facts ask for which band: one short rule per line of the table.

Source: docs/domain/priority.md, "The five bands".
"""

from collections.abc import Iterator
from datetime import datetime

from app.cases.news2 import FROM_AGE, NotValid, NotValidWhy, Score
from app.cases.pathways import reasons
from app.cases.pathways.reasons import Reason, ReasonCode
from app.cases.pathways.situation import NeedKind, Situation
from app.cases.red_flags import RedFlag
from app.cases.soft_signs import spoken
from app.terms.band import Band

DX_P1_MINUTES = 120
DX_P2_MINUTES = 360

_KINDS = {
    NeedKind.EQUIPMENT: (Band.P3, ReasonCode.EQUIPMENT),
    NeedKind.DISCHARGE: (Band.P3, ReasonCode.DISCHARGE),
    NeedKind.ADVICE: (Band.P4, ReasonCode.ADVICE),
}

Asked = tuple[Band, Reason]


def ruled(situation: Situation, now: datetime) -> tuple[Band, tuple[Reason, ...]]:
    """The most urgent band that any fact asks for, and the facts that ask for it."""
    asked = list(_asked(situation, now))
    band = min(band for band, _ in asked)
    return band, tuple(reason for asked_band, reason in asked if asked_band is band)


def _asked(situation: Situation, now: datetime) -> Iterator[Asked]:
    yield from _life_threat(situation)
    yield from _on_the_line(situation, now)
    yield from _figures(situation)
    yield from _circumstances(situation, now)
    if situation.kind in _KINDS:
        band, code = _KINDS[situation.kind]
        yield band, Reason(code)


def _life_threat(situation: Situation) -> Iterator[Asked]:
    for flag in RedFlag:
        if flag in situation.red_flags:
            yield Band.P0, Reason(ReasonCode.RED_FLAG, flag.spoken)
    if situation.says_999:
        yield Band.P0, Reason(ReasonCode.SAYS_999)


def _on_the_line(situation: Situation, now: datetime) -> Iterator[Asked]:
    since = situation.crew_since
    if since is not None:
        yield Band.P1, reasons.lasting(ReasonCode.CREW, since, now)
    if situation.streamed:
        return
    # Whoever it is: until somebody has asked, we do not know that it can wait.
    if not situation.on_line:
        yield Band.P1, Reason(ReasonCode.DROPPED)
    elif situation.spoken_to:
        yield Band.P1, Reason(ReasonCode.BEING_STREAMED)
    else:
        yield Band.P1, Reason(ReasonCode.NOBODY_SPOKE)


def _figures(situation: Situation) -> Iterator[Asked]:
    result = situation.news2
    if isinstance(result, Score):
        code = ReasonCode.NEWS2_SINGLE_3 if result.single_three else ReasonCode.NEWS2
        yield result.asks_for, Reason(code, figure=result.total)
    elif situation.kind is NeedKind.CLINICAL:
        yield from _without_score(situation)
    if situation.soft_signs:
        yield Band.P2, Reason(ReasonCode.SOFT_SIGNS, spoken(situation.soft_signs))
    minutes = situation.dx_minutes
    if minutes is not None:
        yield _dx_band(minutes), Reason(ReasonCode.DX, reasons.frame(minutes))


def _without_score(situation: Situation) -> Iterator[Asked]:
    why = _not_valid_why(situation)
    if why is not None:
        yield Band.P2, Reason(ReasonCode.NOT_VALID, why.spoken)
    elif situation.dx_minutes is None:
        yield Band.P2, Reason(ReasonCode.NO_NEWS2)


def _not_valid_why(situation: Situation) -> NotValidWhy | None:
    if isinstance(situation.news2, NotValid):
        return situation.news2.why
    if situation.age_years is not None and situation.age_years < FROM_AGE:
        return NotValidWhy.UNDER_16
    return NotValidWhy.PREGNANT if situation.pregnant else None


def _dx_band(minutes: int) -> Band:
    if minutes <= DX_P1_MINUTES:
        return Band.P1
    return Band.P2 if minutes <= DX_P2_MINUTES else Band.P3


def _circumstances(situation: Situation, now: datetime) -> Iterator[Asked]:
    if situation.age_years == 0:
        yield Band.P1, Reason(ReasonCode.INFANT)
    if situation.carer_alone_unsafe:
        yield Band.P1, Reason(ReasonCode.CARER_UNSAFE)
    if situation.on_floor_since is not None:
        yield Band.P2, reasons.lasting(ReasonCode.ON_FLOOR, situation.on_floor_since, now)
    if situation.end_of_life:
        yield Band.P2, Reason(ReasonCode.END_OF_LIFE)
    if situation.care_home_express:
        yield Band.P2, Reason(ReasonCode.CARE_HOME)
