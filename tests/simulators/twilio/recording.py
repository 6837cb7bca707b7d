"""Recordings: a short synthesised sound, and what is said of it."""

import io
import math
import struct
import wave
from dataclasses import dataclass, field
from datetime import datetime

from tests.simulators.twilio.leg import new_sid
from tests.simulators.twilio.timers import now

_RATE = 8000
_LONGEST_SOUND = 2


@dataclass(slots=True)
class Recording:
    """One recording; its sound is short however long it claims to be."""

    source: str
    call_sid: str | None = None
    conference_sid: str | None = None
    callback: str | None = None
    events: frozenset[str] = frozenset({"completed"})
    channels: int = 1
    sid: str = field(default_factory=lambda: new_sid("RE"))
    status: str = "in-progress"
    created: datetime = field(default_factory=now)
    began: float = 0.0
    duration: int | None = None

    def sound(self) -> bytes:
        """A WAV file of a tone whose pitch is this recording's own, so that no two are alike."""
        pitch = 300 + int(self.sid[2:6], 16) % 500
        count = _RATE * max(1, min(self.duration or 1, _LONGEST_SOUND))
        step = 2 * math.pi * pitch / _RATE
        tone = (int(8000 * math.sin(step * n)) for n in range(count))
        frames = b"".join(struct.pack("<h", value) * self.channels for value in tone)
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(self.channels)
            sound.setsampwidth(2)
            sound.setframerate(_RATE)
            sound.writeframes(frames)
        return file.getvalue()
