"""Tables of the lines: raw webhooks first, then what we make of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.foundation.identifiers import new_id


class RawWebhook(Base):
    """A signed request as it came, every parameter kept. Insert-only; its key refuses doubles."""

    __tablename__ = "raw_webhook"

    key: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    call_sid: Mapped[str | None]
    parameters: Mapped[dict[str, Any]]


class Leg(Base):
    """One leg of a telephone call, keyed by the carrier's id."""

    __tablename__ = "leg"
    __table_args__ = (
        Index("ix_leg_open", "hub_id", "last_sign_at", postgresql_where=text("ended_at IS NULL")),
        Index("ix_leg_case", "hub_id", "case_id"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="one_end"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    call_sid: Mapped[str] = mapped_column(unique=True)
    parent_sid: Mapped[str | None]
    case_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    role: Mapped[str]
    direction: Mapped[str]
    from_number: Mapped[str | None]
    to_number: Mapped[str | None]
    claimed_org_id: Mapped[UUID | None]
    state: Mapped[str]
    room: Mapped[str | None]
    queue_sid: Mapped[str | None]
    label: Mapped[str | None]
    sequence: Mapped[int] = mapped_column(default=-1)
    rang_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    held_seconds: Mapped[int] = mapped_column(default=0)
    last_sign_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None]


class Room(Base):
    """A conference of ours: its opaque name, the carrier's id, whether it is open."""

    __tablename__ = "room"
    __table_args__ = (
        Index("ix_room_open", "hub_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_room_case", "hub_id", "case_id"),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    conference_sid: Mapped[str | None] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=-1)
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Claim(Base):
    """A one-time right to join a room as a named person, given to the page that took the call."""

    __tablename__ = "claim"

    token: Mapped[str] = mapped_column(primary_key=True)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    room: Mapped[str]
    expires_at: Mapped[datetime]
    used_by: Mapped[str | None]


class CallOrder(Base):
    """A call we want the carrier to create. Creating twice rings twice, so it is written first."""

    __tablename__ = "call_order"
    __table_args__ = (
        Index(
            "ix_call_order_due",
            "settle_due_at",
            postgresql_where=text("state IN ('wanted', 'placing', 'unknown')"),
        ),
        UniqueConstraint("hub_id", "purpose", "request_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    purpose: Mapped[str]
    request_key: Mapped[str]
    priority: Mapped[str]
    to_number: Mapped[str]
    role: Mapped[str]
    staff_id: Mapped[UUID | None]
    room: Mapped[str]
    state: Mapped[str]
    wanted_at: Mapped[datetime]
    settle_due_at: Mapped[datetime]
    placed_at: Mapped[datetime | None]
    call_sid: Mapped[str | None]
    refusal: Mapped[str | None]
    looks: Mapped[int] = mapped_column(default=0)


class Pace(Base):
    """One row an account: when the next call may be created."""

    __tablename__ = "pace"

    account: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


class Recording(Base):
    """A recording: where it is, how long, and the hash that proves it whole."""

    __tablename__ = "recording"
    __table_args__ = (
        Index(
            "ix_recording_due", "fetch_due_at", postgresql_where=text("fetch_due_at IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(index=True)
    room: Mapped[str]
    recording_sid: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    seconds: Mapped[int | None]
    file: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    fetch_due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class SweepMark(Base):
    """How far back the sweep has compared the carrier's log with ours."""

    __tablename__ = "sweep_mark"

    account: Mapped[str] = mapped_column(primary_key=True)
    compared_to: Mapped[datetime]
