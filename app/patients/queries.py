"""Readers of people, within the actor's hubs."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.patients.models import Patient, Resident
from app.terms.person import PersonName

__all__ = ["Patient", "Resident", "find", "held", "listed_name", "patient", "patients", "residents"]


def patient(tx: Transaction, patient_id: UUID) -> Patient:
    """One person.

    Raises:
        NotFound: nobody, or not in the actor's hubs.
    """
    found = tx.session.get(Patient, patient_id)
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    return found


def held(tx: Transaction, patient_id: UUID) -> Patient:
    """One person, the row locked until the transaction ends."""
    found = tx.session.scalar(select(Patient).where(Patient.id == patient_id).with_for_update())
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    return found


def patients(tx: Transaction, ids: Iterable[UUID]) -> dict[UUID, Patient]:
    """Several people by id; those of other hubs are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = tx.session.scalars(select(Patient).where(Patient.id.in_(wanted)))
    return {row.id: row for row in rows if tx.actor.sees(row.hub_id)}


def find(tx: Transaction, hub_id: UUID, words: str, limit: int = 40) -> Sequence[Patient]:
    """People of a hub by NHS number or by the beginning of the family name.

    Restricted people are found by their whole NHS number only, never by name.
    """
    tx.actor.must_see(hub_id)
    digits = "".join(letter for letter in words if letter.isdigit())
    query = select(Patient).where(Patient.hub_id == hub_id)
    if len(digits) == 10:  # noqa: PLR2004  # an NHS number has ten digits
        query = query.where(Patient.nhs_number == digits)
    else:
        query = query.where(
            func.upper(Patient.family_name).startswith(words.strip().upper(), autoescape=True),
            Patient.restricted.is_(False),
        )
    return tx.session.scalars(query.order_by(Patient.family_name).limit(limit)).all()


def residents(tx: Transaction, hub_id: UUID, organisation_id: UUID) -> Sequence[Resident]:
    """The residents of a care home, by name."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Resident)
        .where(Resident.hub_id == hub_id, Resident.organisation_id == organisation_id)
        .order_by(Resident.family_name, Resident.given_name)
    ).all()


def listed_name(person: Patient | None) -> str:
    """The name for a row of a list; initials only of a restricted person, and what is not known.

    Source: domain 11, restricted patients.
    """
    if person is None or not (person.family_name or person.given_name):
        return person.alias if person and person.alias else "Patient not named yet"
    name = PersonName(person.family_name, person.given_name)
    return name.initials if person.restricted else name.listed
