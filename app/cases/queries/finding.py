"""Readers of cases, always within the actor's hubs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from app.cases.models import CallRecord, Case, Contact, Note, Obligation, Observation
from app.cases.states import CaseState, Queue
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.patients import queries as patients
from app.patients.queries import Patient

OPEN = Case.state != CaseState.CLOSED

_RESTRICTED = Case.patient_id.is_not(None) & (
    select(Patient.restricted).where(Patient.id == Case.patient_id).scalar_subquery()
)

NHS_NUMBER_DIGITS = 10

SAME_NUMBER_LATELY = timedelta(hours=24)
"""How far back a number's earlier calls are suggested."""


def held(tx: Transaction, case_id: UUID) -> Case:
    """The case, its row locked until the transaction ends.

    Raises:
        NotFound: no such case, or not in the actor's hubs.
    """
    case = tx.session.scalar(
        select(Case)
        .where(Case.id == case_id)
        .with_for_update()
        # a row that was read before it was locked is read again: it may have changed in between
        .execution_options(populate_existing=True)
    )
    if case is None:
        raise NotFound
    tx.actor.must_see(case.hub_id)
    return case


def case(tx: Transaction, case_id: UUID) -> Case:
    """The case, to read.

    Raises:
        NotFound: no such case, or not in the actor's hubs.
    """
    found = tx.session.get(Case, case_id)
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    return found


def is_guarded(tx: Transaction, found: Case) -> bool:
    """Whether who rings and from where are kept from the actor.

    A restricted patient's place was told to the person who has the case, and to no other.
    Source: domain 11, restricted patients.
    """
    if found.patient_id is None or (found.owner_id is not None and found.owner_id == tx.actor.id):
        return False
    return patients.patient(tx, found.patient_id).restricted


def board(tx: Transaction, hub_id: UUID) -> Sequence[Case]:
    """Every open case of a hub in the order of the board."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Case).where(Case.hub_id == hub_id, OPEN).order_by(Case.sort)
    ).all()


def some(tx: Transaction, hub_id: UUID, ids: Sequence[UUID]) -> Sequence[Case]:
    """Some cases of a hub by id, closed ones too."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(select(Case).where(Case.hub_id == hub_id, Case.id.in_(ids))).all()


def owners(tx: Transaction, case_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Who has each of some open cases, in the actor's hubs; None where a queue has it."""
    rows = tx.session.execute(
        select(Case.id, Case.hub_id, Case.owner_id).where(Case.id.in_(case_ids), OPEN)
    )
    return {row[0]: row[2] for row in rows if tx.actor.sees(row[1])}


def waiting(tx: Transaction, hub_id: UUID, queues: Sequence[Queue]) -> Sequence[Case]:
    """Open cases that wait in some queues, most urgent first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, OPEN, Case.queue.in_(queues))
        .order_by(Case.band, Case.arrived_at)
    ).all()


def owned_by(tx: Transaction, hub_id: UUID, staff_id: UUID) -> Sequence[Case]:
    """Open cases that a person has, most urgent first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, OPEN, Case.owner_id == staff_id)
        .order_by(Case.sort)
    ).all()


def overdue(tx: Transaction, limit: int) -> Sequence[Case]:
    """Cases whose order changes by time alone about now, locked; others' locks are skipped."""
    return tx.session.scalars(
        select(Case)
        .where(OPEN, Case.priority_due_at <= tx.now)
        .order_by(Case.priority_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def record(tx: Transaction, found: Case, version: int | None = None) -> dict[str, Any]:
    """What is written about a case: field → value, of the newest or of one version."""
    wanted = version or found.record_version
    row = tx.session.get(CallRecord, (found.hub_id, found.id, wanted))
    return dict(row.fields) if row else {}


def observations(tx: Transaction, found: Case) -> Sequence[Observation]:
    """All vital signs of a case, newest first."""
    return tx.session.scalars(
        select(Observation)
        .where(Observation.hub_id == found.hub_id, Observation.case_id == found.id)
        .order_by(Observation.recorded_at.desc())
    ).all()


def notes(tx: Transaction, found: Case) -> Sequence[Note]:
    """All notes of a case, newest first."""
    return tx.session.scalars(
        select(Note)
        .where(Note.hub_id == found.hub_id, Note.case_id == found.id)
        .order_by(Note.written_at.desc())
    ).all()


def contacts(tx: Transaction, found: Case) -> Sequence[Contact]:
    """How the need reached us, oldest first."""
    return tx.session.scalars(
        select(Contact)
        .where(Contact.hub_id == found.hub_id, Contact.case_id == found.id)
        .order_by(Contact.received_at)
    ).all()


def owed(tx: Transaction, found: Case) -> Sequence[Obligation]:
    """What a case still owes, soonest first."""
    return tx.session.scalars(
        select(Obligation)
        .where(
            Obligation.hub_id == found.hub_id,
            Obligation.case_id == found.id,
            Obligation.settled_at.is_(None),
        )
        .order_by(Obligation.due_at)
    ).all()


def earlier_from(tx: Transaction, hub_id: UUID, number: str, since: timedelta) -> Sequence[Case]:
    """Cases that the same number rang about lately, newest first: a suggestion, never a link.

    Cases of restricted patients are never suggested.
    """
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Case)
        .join(Contact, (Contact.case_id == Case.id) & (Contact.hub_id == Case.hub_id))
        .where(
            Contact.hub_id == hub_id,
            Contact.from_number == number,
            Contact.received_at > tx.now - since,
            ~_RESTRICTED,
        )
        .order_by(Contact.received_at.desc())
        .limit(10)
    ).all()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases wait and how long, per hub; no patient in it."""

    waiting: int
    on_line: int
    longest_since: datetime | None
    overdue: int
    due_soon: int
    by_band: dict[int, int]
    emergencies: int
    in_hand: int


def counts(tx: Transaction, hub_id: UUID) -> Counts:
    """The figures of the supervisor's view and of the wallboard, from the open cases."""
    tx.actor.must_see(hub_id)
    rows = tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, OPEN)
        .options(load_only(Case.band, Case.queue, Case.due_at, Case.on_line_since, Case.state))
    ).all()
    waiting_rows = [row for row in rows if row.queue]
    calls = [row.on_line_since for row in waiting_rows if row.on_line_since]
    by_band = dict.fromkeys(range(5), 0)
    for row in waiting_rows:
        by_band[row.band] += 1
    return Counts(
        waiting=len(waiting_rows),
        on_line=len(calls),
        longest_since=min(calls, default=None),
        overdue=sum(row.due_at <= tx.now for row in waiting_rows),
        due_soon=sum(tx.now < row.due_at <= tx.now + timedelta(minutes=10) for row in waiting_rows),
        by_band=by_band,
        emergencies=sum(row.state == CaseState.UPGRADED_999 for row in rows),
        in_hand=sum(row.queue is None for row in rows),
    )


def find(tx: Transaction, hub_id: UUID, words: str, limit: int = 20) -> Sequence[Case]:
    """Cases by number or by need; people are found through `patients`.

    A restricted patient's case is found by its number only: words of the need could name the place.
    """
    tx.actor.must_see(hub_id)
    digits = "".join(letter for letter in words if letter.isdigit())
    wanted = (
        Case.number == int(digits)
        if 0 < len(digits) < NHS_NUMBER_DIGITS
        else func.lower(Case.need).contains(words.lower(), autoescape=True) & ~_RESTRICTED
    )
    return tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, wanted)
        .order_by(Case.arrived_at.desc())
        .limit(limit)
    ).all()


def of_patients(tx: Transaction, hub_id: UUID, patient_ids: Sequence[UUID]) -> Sequence[Case]:
    """Cases about some people, newest first."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, Case.patient_id.in_(patient_ids))
        .order_by(Case.arrived_at.desc())
        .limit(40)
    ).all()
