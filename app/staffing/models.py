"""The table of staffing: one row for each person who came on shift in a hub."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class Desk(Base):
    """Where a person works in a hub, and what they are doing there.

    Attributes:
        back_at: when a break was said to end.
        seen_at: last sign of life of the phone's window.
        gone_due_at: without another sign by then, the person cannot be rung; NULL where no
            window is needed.
    """

    __tablename__ = "desk"
    __table_args__ = (
        Index("ix_desk_gone", "gone_due_at", postgresql_where=text("gone_due_at IS NOT NULL")),
        CheckConstraint(
            "headset <> 'desk_phone' OR desk_number IS NOT NULL", name="desk_phone_has_number"
        ),
    )

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    since: Mapped[datetime]
    back_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    gone_due_at: Mapped[datetime | None]
    headset: Mapped[str]
    desk_number: Mapped[str | None]
