"""The journal: what happened, numbered without gaps per hub, chained, and never changed.

The numbering, the chain and the notice are one database function (`journal_write`, see the
first migration), because they must be the last act before a commit and one journey to the server.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation.actor import Actor

CHANNEL = "journal"
"""NOTIFY channel; its payload is the hub's id. A hint: readers also poll."""

_COLUMNS = frozenset({"hub_id", "case_id", "patient_id", "reported_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened. Ids, codes, numbers and instants only: never a name or free text.

    A fact may gain an optional field; it is never renamed or used for something else.

    Attributes:
        hub_id: the hub it belongs to, or `identifiers.INSTALLATION`.
        reported_at: when a person says it happened; it never feeds a measure.
    """

    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    hub_id: UUID
    case_id: UUID | None = None
    patient_id: UUID | None = None
    reported_at: datetime | None = None

    def __init_subclass__(cls, **options: object) -> None:
        """Keep the list of kinds; two facts of one name would be one kind of journal row."""
        # object's own, because `slots=True` builds the class anew and breaks a bare super()
        object.__init_subclass__(**options)
        known = Fact.kinds.get(cls.__name__)
        if known is not None and known.__module__ != cls.__module__:
            raise TypeError(f"{cls.__name__} is a fact of {known.__module__} already")
        Fact.kinds[cls.__name__] = cls

    @property
    def details(self) -> dict[str, Any]:
        """The fields that are not columns, as JSON values."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if field.name not in _COLUMNS and getattr(self, field.name) is not None
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal, as read."""

    hub_id: UUID
    seq: int
    written_at: datetime
    kind: str
    case_id: UUID | None
    patient_id: UUID | None
    actor: str
    actor_org: str | None
    reported_at: datetime | None
    facts: dict[str, Any]


_WRITE = text("SELECT journal_write(:hub, CAST(:entries AS jsonb))")
_READ = text(
    "SELECT hub_id, seq, written_at, kind, case_id, patient_id, actor, actor_org, reported_at,"
    " facts FROM journal WHERE hub_id = :hub AND seq > :after"
    " AND written_at >= :since ORDER BY seq LIMIT :limit"
)
_OF_CASE = text(
    "SELECT hub_id, seq, written_at, kind, case_id, patient_id, actor, actor_org, reported_at,"
    " facts FROM journal WHERE hub_id = :hub AND case_id = :case ORDER BY seq DESC LIMIT :limit"
)
_FIRST = text(
    "SELECT case_id, min(written_at) FROM journal WHERE hub_id = :hub AND kind = :kind"
    " AND case_id = ANY(:cases) AND written_at >= :since GROUP BY case_id"
)
_LAST = text("SELECT seq FROM hub_counter WHERE hub_id = :hub")


def write(session: Session, actor: Actor, facts: Iterable[Fact]) -> None:
    """Write facts as the last act before a commit, hubs in the order of their ids.

    The hub's counter row is locked from here to the commit, so nothing may follow but the commit.
    """
    by_hub: dict[UUID, list[dict[str, Any]]] = {}
    for fact in facts:
        by_hub.setdefault(fact.hub_id, []).append(
            {
                "kind": type(fact).__name__,
                "case_id": _plain(fact.case_id),
                "patient_id": _plain(fact.patient_id),
                "actor": actor.reference,
                "actor_org": actor.org,
                "reported_at": _plain(fact.reported_at),
                "facts": fact.details,
            }
        )
    for hub in sorted(by_hub):
        session.execute(_WRITE, {"hub": hub, "entries": json.dumps(by_hub[hub])})


def read(
    session: Session, hub_id: UUID, after: int, since: datetime, limit: int = 500
) -> Sequence[Entry]:
    """Entries of one hub after a number, oldest first.

    Args:
        since: `written_at` of the entry numbered `after`; within a hub it never goes back, and
            naming it keeps the older months' partitions out of the search.
    """
    rows = session.execute(_READ, {"hub": hub_id, "after": after, "since": since, "limit": limit})
    return [Entry(*row) for row in rows]


def of_case(session: Session, hub_id: UUID, case_id: UUID, limit: int = 200) -> Sequence[Entry]:
    """What happened to one case, newest first."""
    rows = session.execute(_OF_CASE, {"hub": hub_id, "case": case_id, "limit": limit})
    return [Entry(*row) for row in rows]


def first_of_kind(
    session: Session, hub_id: UUID, kind: str, case_ids: Sequence[UUID], since: datetime
) -> dict[UUID, datetime]:
    """When each of some cases first had a fact of a kind, since an instant; others are left out."""
    rows = session.execute(
        _FIRST, {"hub": hub_id, "kind": kind, "cases": list(case_ids), "since": since}
    )
    return {row[0]: row[1] for row in rows}


def last_number(session: Session, hub_id: UUID) -> int:
    """The newest committed number of a hub; read it *before* the rows a page shows."""
    return session.scalar(_LAST, {"hub": hub_id}) or 0


def _plain(value: Any) -> Any:  # noqa: ANN401  # the JSON boundary
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    return value
