"""Tables of the directory: hubs, organisations, known numbers, our own lines, ambulance areas."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.foundation.identifiers import new_id


class Hub(Base):
    """One area's coordination hub. Everything that happens belongs to one."""

    __tablename__ = "hub"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    practice_ground: Mapped[bool] = mapped_column(default=False)


class HubLine(Base):
    """A number of ours, and the hub and pathway it leads to."""

    __tablename__ = "hub_line"

    number: Mapped[str] = mapped_column(primary_key=True)
    hub_id: Mapped[UUID] = mapped_column(ForeignKey("hub.id"), index=True)
    kind: Mapped[str]
    check_due_at: Mapped[datetime | None]
    """When to ask next where the carrier sends its calls; None: it was never asked."""
    checked_at: Mapped[datetime | None]
    points_at_us: Mapped[bool | None]


class Organisation(Base):
    """An organisation that rings us or that we send people to."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("hub_id", "ods_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID] = mapped_column(ForeignKey("hub.id"))
    ods_code: Mapped[str]
    name: Mapped[str]
    caller_type: Mapped[str]
    place: Mapped[str] = mapped_column(default="")


class KnownNumber(Base):
    """A telephone number and whose it is said to be. It recognises a source; it proves nothing."""

    __tablename__ = "known_number"

    hub_id: Mapped[UUID] = mapped_column(ForeignKey("hub.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    label: Mapped[str] = mapped_column(default="")


class AmbulanceArea(Base):
    """The professional line of the ambulance control responsible for an area; tested every day."""

    __tablename__ = "ambulance_area"

    hub_id: Mapped[UUID] = mapped_column(ForeignKey("hub.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    control_number: Mapped[str]
    tested_at: Mapped[datetime | None]
    test_passed: Mapped[bool | None]
