"""Keeping a case's priority true: when it learns something, and when its time comes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases import pathways, queries
from app.cases.facts import CaseOverdue, CaseOverridden, CasePrioritised
from app.cases.models import Case
from app.cases.states import CaseState
from app.foundation.transaction import Transaction
from app.terms.band import Band


def prioritise(
    tx: Transaction, case: Case, record: Mapping[str, Any] | None = None, *, told: bool = True
) -> None:
    """Reckon the priority anew and keep it; a change of band, due time or weight is a fact.

    Args:
        record: the call record, where the caller has it in hand already.
        told: False while the case is being made: `CaseOpened` says the same.
    """
    situation = queries.situation(tx, case, queries.record(tx, case) if record is None else record)
    priority = pathways.prioritise(situation, tx.now)
    band = Band.P0 if case.state == CaseState.UPGRADED_999 else priority.band
    before = (case.band, case.due_at, case.weight)
    case.band, case.due_at, case.weight = int(band), priority.due_at, priority.weight
    case.reasons = [reason.kept() for reason in priority.reasons]
    case.sort = f"{int(band)}{priority.sort_text[1:]}"
    case.priority_due_at = None if case.owner_id is not None else priority.changes_at
    if told and before != (case.band, case.due_at, case.weight):
        case.version += 1
        tx.record(
            CasePrioritised(
                hub_id=case.hub_id,
                case_id=case.id,
                band=case.band,
                due_at=case.due_at,
                weight=case.weight,
            )
        )


def raise_overdue(tx: Transaction, limit: int = 50) -> int:
    """Look at every waiting case whose order changes by time alone about now. A duty of the clock.

    A case whose time has passed with nobody on it says so once, and rises at most one band.

    Returns:
        How many were looked at.
    """
    due = queries.overdue(tx, limit)
    for case in due:
        prioritise(tx, case)
        if case.owner_id is None and case.overdue_at is None and case.due_at <= tx.now:
            case.overdue_at = tx.now
            tx.record(
                CaseOverdue(hub_id=case.hub_id, case_id=case.id, band=case.band, due_at=case.due_at)
            )
    return len(due)


def override(tx: Transaction, case_id: UUID, band: Band, reason: str, until: datetime) -> Case:
    """A clinician sets the band, with a reason and an expiry; the rules still win upwards.

    Raises:
        Invalid: no reason was given.
    """
    tx.actor.must("case.override")
    case = queries.held(tx, case_id)
    situation = queries.situation(tx, case, queries.record(tx, case), overridden=False)
    ruled = pathways.prioritise(situation, tx.now).native
    case.override = pathways.Override(
        band=band, reason=reason, by=tx.actor.name, until=until, instead_of=ruled
    ).kept()
    case.version += 1
    tx.record(CaseOverridden(hub_id=case.hub_id, case_id=case.id, band=int(band), until=until))
    prioritise(tx, case)
    return case
