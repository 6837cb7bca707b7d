"""Fetching recordings: copied whole, proven by their hash, and only then removed at the carrier."""

import hashlib
import logging
import os
from pathlib import Path
from uuid import UUID

from app.foundation import storage
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.integrations.http import Gone, NoAnswer, Refused
from app.integrations.twilio import line
from app.lines import actions
from app.lines.states import RecordingState

log = logging.getLogger(__name__)

_PIECE = 64 * 1024


def fetch_recording(recording_id: str) -> None:
    """Do the next thing about a recording: ask for it, copy it, or remove the carrier's copy.

    Safe to repeat. A silence leaves it to the duty, which comes back.
    """
    with transaction(SERVICE) as tx:
        fetching = actions.start_fetching(tx, UUID(recording_id))
    if fetching is None:
        return
    try:
        match fetching.state:
            case RecordingState.EXPECTED:
                _ask(fetching.conference_sid)
            case RecordingState.READY:
                _copy(fetching)
            case RecordingState.STORED:
                _remove(fetching)
    except (Refused, NoAnswer) as silence:
        log.warning("recording", extra={"recording_id": recording_id, "why": silence.reason})


def _ask(conference_sid: str) -> None:
    """Nobody told us that it was ready: ask."""
    found = line().telephone.recordings_of(conference_sid)
    ready = next((each for each in found if each.status == "completed"), None)
    with transaction(SERVICE) as tx:
        if ready is not None:
            actions.recording_ready(tx, conference_sid, ready.sid, ready.duration_seconds)
        elif all(each.status == "absent" for each in found):
            actions.recording_absent(tx, conference_sid)


def _copy(fetching: actions.Fetching) -> None:
    if fetching.recording_sid is None:
        return
    path = storage.recordings() / f"{fetching.recording_id}.wav"
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            audio = line().telephone.save_recording(fetching.recording_sid, file)
            file.flush()
            os.fsync(file.fileno())
    except (Refused, NoAnswer):
        part.unlink(missing_ok=True)
        raise
    if _hash(part) != audio.sha256:
        part.unlink()
        log.error("recording unlike itself", extra={"recording_id": str(fetching.recording_id)})
        return
    part.replace(path)
    with transaction(SERVICE) as tx:
        actions.stored(tx, fetching.recording_id, path.name, audio.sha256, audio.length_bytes)


def _remove(fetching: actions.Fetching) -> None:
    if fetching.recording_sid is None:
        return
    try:
        line().telephone.delete_recording(fetching.recording_sid)
    except Gone:
        log.info("removed before", extra={"recording_id": str(fetching.recording_id)})
    with transaction(SERVICE) as tx:
        actions.removed(tx, fetching.recording_id)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
