"""Tables of patients: the person as told, per hub, with what was verified and how."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.foundation.identifiers import new_id


class Patient(Base):
    """A person, as told by callers and as verified by a member of staff."""

    __tablename__ = "patient"
    __table_args__ = (Index("ix_patient_nhs", "hub_id", "nhs_number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    family_name: Mapped[str] = mapped_column(default="")
    given_name: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    alias: Mapped[str] = mapped_column(default="")
    born_on: Mapped[date | None]
    age_told: Mapped[int | None]
    sex: Mapped[str] = mapped_column(default="")
    gender: Mapped[str] = mapped_column(default="")
    nhs_number: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    practice: Mapped[str] = mapped_column(default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[UUID | None]
    verified_with: Mapped[list[str]]


class Resident(Base):
    """A resident of a care home, on the home's own list, so that a name is picked and not typed."""

    __tablename__ = "resident"
    __table_args__ = (Index("ix_resident_home", "hub_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    family_name: Mapped[str]
    given_name: Mapped[str]
    born_on: Mapped[date]
    sex: Mapped[str]
    nhs_number: Mapped[str | None]
    where_in_home: Mapped[str] = mapped_column(default="")
    baseline: Mapped[str] = mapped_column(default="")
