"""Recordings: expected, ready at the carrier, stored with us, or known to be absent."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.foundation.identifiers import new_id
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.lines.facts import RecordingHeard, RecordingMoved
from app.lines.models import Recording, Room
from app.lines.states import RecordingState

LOOK_AFTER_THE_END = timedelta(minutes=10)
LONGEST_CALL = timedelta(hours=6)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
TRIES = 12


@dataclass(frozen=True, slots=True)
class Fetching:
    """A recording that something is still to be done about."""

    recording_id: UUID
    state: RecordingState
    conference_sid: str
    recording_sid: str | None
    file: str | None


def expect_recording(tx: Transaction, room: Room, conference_sid: str) -> None:
    """A conference began; a recording of it is to come. Safe to repeat."""
    recording_id = new_id()
    made = tx.session.scalar(
        insert(Recording)
        .values(
            id=recording_id,
            hub_id=room.hub_id,
            case_id=room.case_id,
            room=room.name,
            conference_sid=conference_sid,
            state=RecordingState.EXPECTED,
            started_at=tx.now,
            fetch_due_at=tx.now + LONGEST_CALL,
            tries=0,
        )
        .on_conflict_do_nothing()
        .returning(Recording.id)
    )
    if made is not None:
        tx.record(
            RecordingMoved(
                hub_id=room.hub_id,
                case_id=room.case_id,
                recording_id=recording_id,
                to=RecordingState.EXPECTED,
            )
        )


def conference_over(tx: Transaction, conference_sid: str) -> None:
    """The conference ended: if nothing is heard of its recording, it is asked for."""
    found = _of_conference(tx, conference_sid)
    if found is not None and found.state == RecordingState.EXPECTED:
        found.fetch_due_at = tx.now + LOOK_AFTER_THE_END


def recording_ready(
    tx: Transaction, conference_sid: str, recording_sid: str, seconds: int | None
) -> None:
    """The carrier has the whole recording. Safe to repeat."""
    found = _of_conference(tx, conference_sid)
    if found is None or found.state not in (RecordingState.EXPECTED, RecordingState.ABSENT):
        return
    found.recording_sid, found.seconds = recording_sid, seconds
    found.tries, found.fetch_due_at = 0, tx.now + FIRST_RETRY
    _move(tx, found, RecordingState.READY)


def recording_absent(tx: Transaction, conference_sid: str) -> None:
    """There is no sound, and the case says so."""
    found = _of_conference(tx, conference_sid)
    if found is not None and found.state == RecordingState.EXPECTED:
        found.fetch_due_at = None
        _move(tx, found, RecordingState.ABSENT)


def start_fetching(tx: Transaction, recording_id: UUID) -> Fetching | None:
    """What is still to be done about a recording; None when nothing is."""
    found = _held(tx, recording_id)
    if found is None or found.fetch_due_at is None:
        return None
    if found.state == RecordingState.EXPECTED and found.tries == 0:
        return None  # it has only just begun to be expected
    return Fetching(
        found.id,
        RecordingState(found.state),
        found.conference_sid,
        found.recording_sid,
        found.file,
    )


def stored(tx: Transaction, recording_id: UUID, file: str, sha256: str, length: int) -> None:
    """A whole copy lies with us, read back and found to have this hash."""
    found = _held(tx, recording_id)
    if found is None or found.state != RecordingState.READY:
        return
    found.file, found.sha256, found.bytes = file, sha256, length
    found.fetch_due_at = tx.now + FIRST_RETRY
    _move(tx, found, RecordingState.STORED)


def removed(tx: Transaction, recording_id: UUID) -> None:
    """The carrier's copy is gone."""
    found = _held(tx, recording_id)
    if found is not None and found.state == RecordingState.STORED:
        found.removed_at, found.fetch_due_at = tx.now, None


def recordings_due(tx: Transaction, limit: int = 20) -> int:
    """Ask again for every recording that should have come by now. A duty of the clock.

    One that was tried a dozen times is called failed, which a person sees.

    Returns:
        How many were moved on.
    """
    due = tx.session.scalars(
        select(Recording)
        .where(Recording.fetch_due_at <= tx.now)
        .order_by(Recording.fetch_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for found in due:
        found.tries += 1
        if found.tries > TRIES and found.state != RecordingState.STORED:
            found.fetch_due_at = None
            _move(tx, found, RecordingState.FAILED)
            continue
        found.fetch_due_at = tx.now + min(FIRST_RETRY * 2**found.tries, LONGEST_RETRY)
        _say(tx, found)
    return len(due)


def heard(tx: Transaction, recording_id: UUID) -> Recording:
    """Somebody listens to a recording: who and when is a fact.

    Raises:
        NotFound: there is none that this actor may know of.
        NotAllowed: the right to listen is missing.
    """
    found = _held(tx, recording_id)
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    tx.actor.must("recordings.listen")
    tx.record(RecordingHeard(hub_id=found.hub_id, case_id=found.case_id, recording_id=found.id))
    return found


def _held(tx: Transaction, recording_id: UUID) -> Recording | None:
    return tx.session.scalar(
        select(Recording)
        .where(Recording.id == recording_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _of_conference(tx: Transaction, conference_sid: str) -> Recording | None:
    return tx.session.scalar(
        select(Recording)
        .where(Recording.conference_sid == conference_sid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _move(tx: Transaction, found: Recording, to: RecordingState) -> None:
    found.state = to
    _say(tx, found)


def _say(tx: Transaction, found: Recording) -> None:
    tx.record(
        RecordingMoved(
            hub_id=found.hub_id,
            case_id=found.case_id,
            recording_id=found.id,
            to=RecordingState(found.state),
        )
    )
