"""What only this room keeps: desk phones in use, and numbers for languages."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.telephony.models import DeskPhone, LanguageLine
from app.terms.telephone import TelephoneNumber


def use_desk_phone(tx: Transaction, hub_id: UUID, number: TelephoneNumber | None) -> None:
    """Be rung on a desk phone from now on; None to be reached in the browser again."""
    tx.actor.must_see(hub_id)
    if tx.actor.id is None:
        raise NotFound
    if number is None:
        tx.session.execute(
            delete(DeskPhone).where(DeskPhone.hub_id == hub_id, DeskPhone.staff_id == tx.actor.id)
        )
        return
    tx.session.execute(
        insert(DeskPhone)
        .values(hub_id=hub_id, staff_id=tx.actor.id, number=number.e164)
        .on_conflict_do_update(index_elements=["hub_id", "staff_id"], set_={"number": number.e164})
    )


def set_language_line(
    tx: Transaction, hub_id: UUID, language: str, number: TelephoneNumber
) -> None:
    """Say whom to ring for a language, or for "text relay"."""
    tx.actor.must("config.write")
    tx.actor.must_see(hub_id)
    tx.session.execute(
        insert(LanguageLine)
        .values(hub_id=hub_id, language=language.lower(), number=number.e164)
        .on_conflict_do_update(index_elements=["hub_id", "language"], set_={"number": number.e164})
    )
