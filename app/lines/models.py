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
    """One leg of a telephone call, keyed by the carrier's id.

    A leg that we asked for has the id of its order, so that whatever is told about it, and in
    whatever order, falls on one row.

    Attributes:
        step: how often it was sent somewhere; it stands in the addresses that we hand out, so
            that a late message about an earlier place is known for one.
        wish: what we want of it next; `wish_due_at` is when it is asked for again.
        alone_since: since when a caller whose case somebody has, is with nobody; `join_due_at` is
            when that person's line is asked for again.
        conference_sequence: the newest event of `conference_sid` that was applied to this leg.
    """

    __tablename__ = "leg"
    __table_args__ = (
        Index("ix_leg_open", "last_sign_at", postgresql_where=text("ended_at IS NULL")),
        Index("ix_leg_case", "hub_id", "case_id"),
        Index("ix_leg_day", "hub_id", "rang_at"),
        Index("ix_leg_wish", "wish_due_at", postgresql_where=text("wish_due_at IS NOT NULL")),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="one_end"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    call_sid: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[UUID]
    staff_id: Mapped[UUID | None]
    role: Mapped[str]
    direction: Mapped[str]
    from_number: Mapped[str | None]
    to_number: Mapped[str | None]
    known: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=-1)
    step: Mapped[int] = mapped_column(default=0)
    queue_sid: Mapped[str | None]
    room: Mapped[str | None]
    conference_sid: Mapped[str | None]
    conference_sequence: Mapped[int] = mapped_column(default=-1)
    label: Mapped[str | None]
    wish: Mapped[str | None]
    wish_due_at: Mapped[datetime | None]
    wish_tries: Mapped[int] = mapped_column(default=0)
    rang_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    call_back_at: Mapped[datetime | None]
    alone_since: Mapped[datetime | None]
    join_due_at: Mapped[datetime | None]
    diverted_at: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    held_seconds: Mapped[int] = mapped_column(default=0)
    last_sign_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None]


class Room(Base):
    """A conference of ours: its opaque name, the carrier's id, whether it is open.

    Attributes:
        then_call: whom to ring once a coordinator is in it: a call-back rings the caller second.
    """

    __tablename__ = "room"
    __table_args__ = (
        Index("ix_room_open", "hub_id", postgresql_where=text("ended_at IS NULL")),
        Index(
            "uq_room_case",
            "hub_id",
            "case_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    conference_sid: Mapped[str | None]
    then_call: Mapped[str | None]
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Claim(Base):
    """A one-time right to join a room as a named person, given to the page that took the call."""

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_staff", "hub_id", "staff_id"),)

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
        Index("ix_call_order_case", "hub_id", "case_id"),
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
    label: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    wanted_at: Mapped[datetime]
    settle_due_at: Mapped[datetime]
    placing_at: Mapped[datetime | None]
    placed_at: Mapped[datetime | None]
    call_sid: Mapped[str | None]
    refusal: Mapped[str | None]
    looks: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=1)


class Pace(Base):
    """One row an account: when the next call may be created."""

    __tablename__ = "pace"

    account: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


class Recording(Base):
    """A recording: where it is, how long, and the hash that proves it whole."""

    __tablename__ = "recording"
    __table_args__ = (
        Index("ix_recording_case", "hub_id", "case_id"),
        Index(
            "ix_recording_due", "fetch_due_at", postgresql_where=text("fetch_due_at IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    case_id: Mapped[UUID]
    room: Mapped[str]
    conference_sid: Mapped[str] = mapped_column(unique=True)
    recording_sid: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    started_at: Mapped[datetime]
    seconds: Mapped[int | None]
    file: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    fetch_due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]


class SweepMark(Base):
    """How far back the sweep has compared the carrier's log with ours, and when it is due again."""

    __tablename__ = "sweep_mark"

    account: Mapped[str] = mapped_column(primary_key=True)
    compared_to: Mapped[datetime]
    sweep_due_at: Mapped[datetime]
