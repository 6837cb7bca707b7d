"""Tables of cases: the case, its contacts, what was written about it, and what it still owes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.foundation.identifiers import new_id

_OPEN = text("state <> 'closed'")


class Case(Base):
    """One need of one patient, with exactly one owner while it is open: a person or a queue."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("hub_id", "number"),
        Index("ix_case_open", "hub_id", "sort", postgresql_where=_OPEN),
        Index("ix_case_owner", "hub_id", "owner_id", postgresql_where=_OPEN),
        Index("ix_case_priority_due", "priority_due_at", postgresql_where=_OPEN),
        Index(
            "ix_case_emergency_due",
            "emergency_due_at",
            postgresql_where=text("emergency_due_at IS NOT NULL"),
        ),
        Index("ix_case_call_back", "hub_id", "call_back_number", "arrived_at"),
        Index("ix_case_closed", "hub_id", "closed_at", postgresql_where=text("state = 'closed'")),
        CheckConstraint(
            "state = 'closed' OR (owner_id IS NULL) <> (queue IS NULL)", name="one_owner"
        ),
        CheckConstraint("band BETWEEN 0 AND 4", name="band"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str]
    queue: Mapped[str | None]
    owner_id: Mapped[UUID | None]
    owner_since: Mapped[datetime | None]
    # what the board shows and sorts by
    band: Mapped[int]
    due_at: Mapped[datetime]
    weight: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[Any]]
    sort: Mapped[str]
    to_top: Mapped[bool] = mapped_column(default=False)
    priority_due_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    override: Mapped[dict[str, Any] | None]
    arrived_at: Mapped[datetime]
    streamed_at: Mapped[datetime | None]
    # the caller
    caller_type: Mapped[str]
    caller_line: Mapped[str] = mapped_column(default="")
    claimed_org_id: Mapped[UUID | None]
    express: Mapped[bool] = mapped_column(default=False)
    reach: Mapped[str]
    call_back_number: Mapped[str | None]
    on_line_since: Mapped[datetime | None]
    spoken_to_at: Mapped[datetime | None]
    # the patient and the need, as the board words them
    patient_id: Mapped[UUID | None]
    need: Mapped[str] = mapped_column(default="")
    where_now: Mapped[str] = mapped_column(default="")
    record_version: Mapped[int] = mapped_column(default=0)
    news2: Mapped[dict[str, Any] | None]
    # the plan
    disposition: Mapped[str | None]
    plan: Mapped[dict[str, Any] | None]
    outcome: Mapped[dict[str, Any] | None]
    closed_at: Mapped[datetime | None]
    # 999
    before_999: Mapped[str | None]
    emergency: Mapped[str | None]
    emergency_at: Mapped[datetime | None]
    emergency_due_at: Mapped[datetime | None]
    emergency_incident: Mapped[dict[str, Any] | None]


class CaseNumber(Base):
    """The next case number of a hub."""

    __tablename__ = "case_number"

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    last: Mapped[int]


class Contact(Base):
    """One conversation, form or message, and the case it belongs to."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("hub_id", "channel", "request_key"),
        Index("ix_contact_case", "hub_id", "case_id"),
        Index("ix_contact_number", "hub_id", "from_number", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    channel: Mapped[str]
    request_key: Mapped[str]
    caller_type: Mapped[str]
    from_number: Mapped[str | None]
    organisation_id: Mapped[UUID | None]
    received_at: Mapped[datetime]


class CallRecord(Base):
    """One version of what people wrote about a case. Insert-only; every earlier value stays."""

    __tablename__ = "call_record"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None]
    fields: Mapped[dict[str, Any]]


class Observation(Base):
    """One set of vital signs, as taken; the score is reckoned from them, never read back."""

    __tablename__ = "observation"
    __table_args__ = (Index("ix_observation_case", "hub_id", "case_id", "recorded_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    taken_at: Mapped[datetime]
    source: Mapped[str]
    signs: Mapped[dict[str, Any]]


class Note(Base):
    """A note on a case. Insert-only."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_case", "hub_id", "case_id", "written_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None]
    body: Mapped[dict[str, Any]]


class Obligation(Base):
    """Something a case still owes: a call-back, an outcome. Closing looks only here."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("hub_id", "case_id", "kind", "ref"),
        Index("ix_obligation_due", "due_at", postgresql_where=text("settled_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    ref: Mapped[str]
    due_at: Mapped[datetime]
    overdue_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    how: Mapped[str | None]


class OpenCasesList(Base):
    """When a hub's list of open cases was last written off the database's machine."""

    __tablename__ = "open_cases_list"

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    write_due_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
