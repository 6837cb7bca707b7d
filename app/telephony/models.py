"""Tables of telephony: desk phones that colleagues use, and numbers of interpreters."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class DeskPhone(Base):
    """The telephone on a colleague's desk, which rings instead of the browser while in use."""

    __tablename__ = "desk_phone"

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]


class LanguageLine(Base):
    """Whom to ring for an interpreter of a language, or for text relay."""

    __tablename__ = "language_line"

    hub_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
