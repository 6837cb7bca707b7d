"""Keeping a case's priority true: when it learns something, and when its time comes."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.cases import pathways, queries
from app.cases.facts import CaseOverdue, CaseOverridden, CasePrioritised
from app.cases.models import Case
from app.cases.states import CaseState
from app.foundation.problems import Problem
from app.foundation.transaction import Transaction
from app.terms.band import Band

log = logging.getLogger(__name__)

LOOK_AGAIN_AFTER = timedelta(minutes=1)

_NOT_RECKONED = (ValueError, TypeError, LookupError, AttributeError, Problem)
"""What a record gives that no rule can read; a database that is away is no such thing."""


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
    case.priority_due_at = _look_again_at(tx, case, situation, priority)
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
        told = len(tx.facts)
        try:
            with tx.session.begin_nested():
                _raise_one(tx, case)
        except _NOT_RECKONED:
            # one case that cannot be reckoned must not hold back every other; it keeps its place
            log.exception("priority not reckoned", extra={"case_id": str(case.id)})
            del tx.facts[told:]
            case.priority_due_at = tx.now + LOOK_AGAIN_AFTER
    return len(due)


def _raise_one(tx: Transaction, case: Case) -> None:
    prioritise(tx, case)
    if case.owner_id is None and case.overdue_at is None and case.due_at <= tx.now:
        case.overdue_at = tx.now
        tx.record(
            CaseOverdue(hub_id=case.hub_id, case_id=case.id, band=case.band, due_at=case.due_at)
        )
        prioritise(tx, case)


def _look_again_at(
    tx: Transaction, case: Case, situation: pathways.Situation, priority: pathways.Priority
) -> datetime | None:
    """When the clock is to look at a case again: by its time, or when an override ends."""
    if case.state == CaseState.CLOSED:
        return None
    if case.owner_id is not None:
        until = situation.override.until if situation.override else None
        return until if until is not None and until > tx.now else None
    if case.overdue_at is None and case.due_at <= tx.now:
        return tx.now  # late already when it came here, as after being given back: say so once
    return priority.changes_at


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
