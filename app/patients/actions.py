"""The verbs of people: told, verified, looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction
from app.patients import queries
from app.patients.facts import PatientTold, PatientVerified, PatientViewed, ResidentListed
from app.patients.models import Patient, Resident

ENOUGH_IDENTIFIERS = 3
"""Fewer identifiers than this verify nobody (hazard H-002)."""

IDENTIFIERS = ("family_name", "given_name", "born_on", "address", "nhs_number")


def tell(
    tx: Transaction, hub_id: UUID, case_id: UUID, patient_id: UUID | None, told: dict[str, Any]
) -> UUID:
    """Keep who the patient is said to be; a change to an identifier ends a verification.

    Args:
        told: columns of `Patient` → values; only those given are changed.

    Returns:
        The person's id, new when there was none.
    """
    tx.actor.must_see(hub_id)
    if patient_id is None:
        person = Patient(id=new_id(), hub_id=hub_id, verified_with=[], version=0)
        tx.session.add(person)
    else:
        person = queries.held(tx, patient_id)
    changed = {name: value for name, value in told.items() if getattr(person, name) != value}
    if not changed and patient_id is not None:
        return person.id
    for name, value in changed.items():
        setattr(person, name, value)
    person.version += 1
    if changed.keys() & set(IDENTIFIERS):
        person.verified_at, person.verified_by, person.verified_with = None, None, []
    tx.record(
        PatientTold(hub_id=hub_id, case_id=case_id, patient_id=person.id, version=person.version)
    )
    return person.id


def verify(
    tx: Transaction, case_id: UUID, patient_id: UUID, version: int, checked: Sequence[str]
) -> None:
    """Write that identifiers were checked aloud with the caller.

    Args:
        version: of the details on the screen when they were checked.
        checked: which of `IDENTIFIERS` the caller said and matched.

    Raises:
        Invalid: fewer than three, or one of them is not known of this person.
        Conflict: the details changed while they were being checked.
    """
    person = queries.held(tx, patient_id)
    known = [name for name in checked if name in IDENTIFIERS and getattr(person, name)]
    if len(set(known)) < ENOUGH_IDENTIFIERS:
        sentence = "Check at least three: name, birth date, address or NHS number."
        raise Invalid(sentence, {"checked": [sentence]})
    if person.version != version:
        raise Conflict("The patient's details changed while you were checking. Check them again.")
    person.verified_at, person.verified_by = tx.now, tx.actor.id
    person.verified_with = sorted(set(known))
    person.version += 1
    tx.record(
        PatientVerified(
            hub_id=person.hub_id,
            case_id=case_id,
            patient_id=person.id,
            identifiers=len(person.verified_with),
        )
    )


def view(tx: Transaction, case_id: UUID, patient_id: UUID) -> Patient:
    """Look at a person's details; who looked at whom, for which case, is a fact."""
    person = queries.patient(tx, patient_id)
    if tx.actor.id is not None:
        tx.record(
            PatientViewed(
                hub_id=person.hub_id,
                case_id=case_id,
                patient_id=person.id,
                viewer_id=tx.actor.id,
            )
        )
    return person


def admit_resident(
    tx: Transaction, hub_id: UUID, organisation_id: UUID, told: dict[str, Any]
) -> UUID:
    """Put somebody on a care home's own list, so that a name is picked and not typed.

    Args:
        told: columns of `Resident` → values.
    """
    tx.actor.must("config.write")
    tx.actor.must_see(hub_id)
    resident = Resident(id=new_id(), hub_id=hub_id, organisation_id=organisation_id, **told)
    tx.session.add(resident)
    tx.record(
        ResidentListed(hub_id=hub_id, resident_id=resident.id, organisation_id=organisation_id)
    )
    return resident.id
