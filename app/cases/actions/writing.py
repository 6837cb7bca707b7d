"""What people write about a case: the record in versions, observations, notes, and the patient."""

from typing import Any
from uuid import UUID

from app.cases import queries, told_times
from app.cases.actions.prioritising import prioritise
from app.cases.facts import NoteWritten, ObservationRecorded, RecordWritten
from app.cases.models import CallRecord, Case, Note, Observation
from app.cases.news2 import NotValid, Score
from app.cases.states import CaseState
from app.cases.vital_signs import Observations, keep
from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict
from app.foundation.transaction import Transaction

SEEN_ON_BOARD = {"need": "need", "where_now": "where_now", "caller_line": "caller_line"}
"""Record fields that the board also shows, and the column of the case that carries each."""


def write_record(tx: Transaction, case_id: UUID, base_version: int, fields: dict[str, Any]) -> int:
    """Write a new version of the call record, made from the version the writer had read.

    Only fields given are changed. Writing what stands already makes no version.

    Args:
        base_version: the version the writer's page showed.

    Returns:
        The version that now stands.

    Raises:
        Invalid: a time that was told is no time.
        Conflict: somebody wrote in between; `changes` says what, theirs and yours.
            Nothing is merged unseen. (Hazard H-010.)
    """
    fields = told_times.with_instants(fields, tx.now)
    case = _open(queries.held(tx, case_id))
    now = queries.record(tx, case)
    changed = {name: value for name, value in fields.items() if now.get(name) != value}
    if not changed:
        return case.record_version
    if base_version != case.record_version:
        then = queries.record(tx, case, base_version) if base_version else {}
        theirs = {name for name in now if now.get(name) != then.get(name)}
        raise Conflict(
            "Somebody else wrote in this record while you had it open. Nothing was lost: "
            "choose which to keep.",
            {
                name: (str(now.get(name, "")), str(fields.get(name, now.get(name, ""))))
                for name in sorted(theirs | set(changed))
            },
        )
    case.record_version += 1
    case.version += 1
    tx.session.add(
        CallRecord(
            hub_id=case.hub_id,
            case_id=case.id,
            version=case.record_version,
            written_at=tx.now,
            written_by=tx.actor.id,
            fields={**now, **changed},
        )
    )
    for name, column in SEEN_ON_BOARD.items():
        if name in changed:
            setattr(case, column, changed[name])
    if changed.get("call_back_number"):
        case.call_back_number = changed["call_back_number"]
    tx.record(
        RecordWritten(
            hub_id=case.hub_id,
            case_id=case.id,
            version=case.record_version,
            fields=tuple(sorted(changed)),
        )
    )
    prioritise(tx, case, record={**now, **changed})
    return case.record_version


def observe(tx: Transaction, case_id: UUID, signs: Observations) -> Score | NotValid | None:
    """Record vital signs with the score they give, or with why NEWS2 is not valid.

    Returns:
        The score with its components, or why there is none.

    Raises:
        Invalid: the figures are said to be from the future.
    """
    signs.must_not_be_ahead_of(tx.now)
    case = _open(queries.held(tx, case_id))
    kept = keep(signs)
    row = Observation(
        id=new_id(),
        hub_id=case.hub_id,
        case_id=case.id,
        recorded_at=tx.now,
        recorded_by=tx.actor.id,
        taken_at=signs.taken_at,
        source=signs.source,
        signs=kept,
    )
    tx.session.add(row)
    case.news2 = {"signs": kept}
    case.version += 1
    result = queries.score(tx, case)
    tx.record(
        ObservationRecorded(
            hub_id=case.hub_id,
            case_id=case.id,
            observation_id=row.id,
            score=result.total if isinstance(result, Score) else None,
            reported_at=signs.taken_at,
        )
    )
    prioritise(tx, case)
    return result


def write_note(tx: Transaction, case_id: UUID, kind: str, body: dict[str, Any]) -> UUID:
    """Add a note: free text, an SBAR, a reason. A closed case may still be noted."""
    case = queries.held(tx, case_id)
    note = Note(
        id=new_id(),
        hub_id=case.hub_id,
        case_id=case.id,
        kind=kind,
        written_at=tx.now,
        written_by=tx.actor.id,
        body=body,
    )
    tx.session.add(note)
    case.version += 1
    tx.record(NoteWritten(hub_id=case.hub_id, case_id=case.id, note_id=note.id))
    return note.id


def bind_patient(tx: Transaction, case_id: UUID, patient_id: UUID) -> None:
    """Say which person the case is about. The patient is bound to the case, not to a screen."""
    case = _open(queries.held(tx, case_id))
    if case.patient_id == patient_id:
        return
    case.patient_id = patient_id
    case.version += 1
    prioritise(tx, case)


def touch(tx: Transaction, case_id: UUID) -> None:
    """Something the case shows changed elsewhere: reckon its priority with it."""
    case = queries.held(tx, case_id)
    case.version += 1
    prioritise(tx, case)


def _open(case: Case) -> Case:
    if case.state == CaseState.CLOSED:
        raise Conflict("This case is closed. Reopen it to write in it, or add a note.")
    return case
