"""The care homes' week as a page: a line per home, and all of them together."""

from datetime import timedelta
from uuid import UUID

from app.cases import dispositions
from app.cases import queries as cases
from app.console.views import CareHomesView, HomeLine
from app.directory import queries as directory
from app.foundation.transaction import Transaction
from app.terms import moments

WEEK = timedelta(days=7)


def care_homes_view(tx: Transaction, hub_id: UUID) -> CareHomesView:
    """Calls and forms of the last seven days by home; no resident is named."""
    since = tx.now - WEEK
    found = cases.care_homes(tx, hub_id, since)
    names = {each.id: each.name for each in directory.organisations(tx, hub_id)}
    lines = sorted((_line(home, names) for home in found), key=lambda line: line.name)
    judged, on_time = (sum(getattr(home, each) for home in found) for each in ("judged", "on_time"))
    return CareHomesView(
        since=moments.moment(since, tx.now),
        target=moments.duration(cases.CARE_HOME_TARGET),
        lines=tuple(lines),
        on_time=_share(on_time, judged),
    )


def _line(home: cases.CareHome, names: dict[UUID, str]) -> HomeLine:
    words = dict(dispositions.HAPPENED)
    outcomes = [f"{words.get(what, what)} {count}" for what, count in home.outcomes.most_common()]
    if home.still_open:
        outcomes.append(f"Still open {home.still_open}")
    name = names.get(home.home_id, "") if home.home_id else ""
    return HomeLine(
        name=name or "Home not known",
        calls=home.calls,
        forms=home.forms,
        cases=home.cases,
        on_time=_share(home.on_time, home.judged),
        outcomes=", ".join(outcomes) or "None yet",
    )


def _share(part: int, whole: int) -> str:
    # a week in which nothing fell due is not one in which all was on time
    return f"{part} of {whole}" if whole else "None due yet"
