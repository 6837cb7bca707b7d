"""Times that a caller tells: typed as "10:30" or with a date, kept as the instant that is meant."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.foundation.problems import Invalid
from app.foundation.working_time import at_london, london_date, to_london

FIELDS = ("fell_at",)
"""The fields of the call record that are such times."""

_TYPED = re.compile(r"(?:(\d{1,2})/(\d{1,2})/(\d{4}) +)?(\d{1,2})[:.](\d{2})", re.ASCII)
_SENTENCE = "Write the time as 10:30, or with its date as 22/11/2026 10:30."


def with_instants(fields: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The fields with each told time as an instant; the others as they are.

    Raises:
        Invalid: what was typed is no time, or one that has not come yet.
    """
    told = {name: instant(name, fields[name], now) for name in FIELDS if fields.get(name)}
    return {**fields, **told}


def instant(name: str, text: str, now: datetime) -> str:
    """The instant meant by a typed time, as ISO 8601 in UTC.

    A time without a date is the last one that has been: "23:50" told at ten past midnight is
    yesterday's.

    Args:
        name: the field, for the error.
        text: as typed, or an instant kept before.
        now: the present instant.

    Raises:
        Invalid: it is no time, or has not come yet.
    """
    meant = _kept(text) or _typed(text.strip(), now)
    if meant is None:
        raise Invalid(_SENTENCE, {name: [_SENTENCE]})
    if meant > now:
        sentence = "That time has not come yet. When was it?"
        raise Invalid(sentence, {name: [sentence]})
    return meant.isoformat()


def as_typed(text: str) -> str:
    """An instant that was kept, as a person would type it; anything else as it is."""
    kept = _kept(text)
    return f"{to_london(kept):%d/%m/%Y %H:%M}" if kept else text


def _kept(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None else found.astimezone(UTC)


def _typed(text: str, now: datetime) -> datetime | None:
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute = found.groups()
    try:
        clock = time(int(hour), int(minute))
        if day is not None:
            return at_london(date(int(year), int(month), int(day)), clock)
    except ValueError:
        return None
    today = london_date(now)
    meant = at_london(today, clock)
    return meant if meant <= now else at_london(today - timedelta(days=1), clock)
