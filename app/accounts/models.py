"""Tables of accounts: staff, the hubs they work in, where they are signed in, counted tries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.foundation.identifiers import new_id


class Staff(Base):
    """A person who may sign in. Never shared, never deleted: the journal names it for years."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("volume BETWEEN 1 AND 10", name="volume"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    roles: Mapped[list[str]]
    ods_code: Mapped[str]
    organisation: Mapped[str]
    password_hash: Mapped[str]
    pin_hash: Mapped[str]
    professional_registration: Mapped[str | None] = mapped_column(unique=True)
    letter_keys_on: Mapped[bool] = mapped_column(default=True)
    volume: Mapped[int] = mapped_column(default=7)
    active: Mapped[bool] = mapped_column(default=True)


class StaffHub(Base):
    """That somebody works in a hub, or did: their name stays readable on old cases."""

    __tablename__ = "staff_hub"

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    left_at: Mapped[datetime | None]


class StaffSession(Base):
    """One browser in which somebody is signed in. Kept here so that it can be taken away."""

    __tablename__ = "staff_session"
    __table_args__ = (
        Index("ix_staff_session_open", "staff_id", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    hub_id: Mapped[UUID]
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    locked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Tries(Base):
    """How often something was tried since a moment: lock-out and rate limits, without Redis."""

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
