"""What the carrier merely tells: texts, which are kept as they came, and recordings."""

from collections.abc import Mapping

from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines import queries as legs


def text_in(tx: Transaction, parameters: Mapping[str, str]) -> bool:
    """Keep a text that reached one of our numbers. False when it was kept before."""
    return lines.keep_raw(tx, "sms.inbound", parameters["MessageSid"], parameters)


def text_status(tx: Transaction, parameters: Mapping[str, str]) -> bool:
    """Keep one status of a text of ours: they bear no number, so every one is kept."""
    key = ":".join(
        (
            parameters["MessageSid"],
            parameters.get("MessageStatus", ""),
            parameters.get("ErrorCode", ""),
        )
    )
    return lines.keep_raw(tx, "sms.status", key, parameters)


def recording_status(tx: Transaction, room: str, parameters: Mapping[str, str]) -> None:
    """What the carrier says of a recording: ready, or that there is no sound."""
    sid, status = parameters["RecordingSid"], parameters.get("RecordingStatus", "")
    if not lines.keep_raw(tx, "recording.status", f"{sid}:{status}", parameters):
        return
    conference = parameters.get("ConferenceSid", "")
    known = legs.room(tx, room)
    if known is None or not conference:
        return
    lines.expect_recording(tx, known, conference)
    if status == "completed":
        seconds = parameters.get("RecordingDuration", "")
        lines.recording_ready(tx, conference, sid, int(seconds) if seconds.isdigit() else None)
    elif status == "absent":
        lines.recording_absent(tx, conference)


def kept_only(tx: Transaction, kind: str, key: str, parameters: Mapping[str, str]) -> None:
    """Keep a request that nothing follows from."""
    lines.keep_raw(tx, kind, key, parameters, parameters.get("CallSid"))
