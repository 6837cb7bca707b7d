"""Recordings: what is known of them, their sound, and removing them at Twilio."""

import hashlib
from typing import IO

import requests

from app.integrations.http import NoAnswer
from app.integrations.twilio import reading
from app.integrations.twilio.account import PAGE, Account
from app.integrations.twilio.results import Audio, Recording
from app.integrations.twilio.transport import TWILIO_HOST, meaning_of

_PIECE = 64 * 1024
_OK = 200


class Recordings(Account):
    """Sound that Twilio keeps for us."""

    def recording(self, recording_sid: str) -> Recording:
        """What is known of one recording."""
        return reading.recording(self.api.recordings(recording_sid).fetch())

    def recordings_of(self, conference: str) -> list[Recording]:
        """Recordings of a room, for when nobody told us that they were ready."""
        found = self.api.recordings.list(conference_sid=conference, page_size=PAGE)
        return [reading.recording(each) for each in found]

    def save_recording(self, recording_sid: str, file: IO[bytes]) -> Audio:
        """Write the sound into `file` piece by piece, and say how long it is and its hash.

        Raises:
            NoAnswer: It broke off; what was written is not the whole and must be thrown away.
        """
        path = f"/2010-04-01/Accounts/{self.account_sid}/Recordings/{recording_sid}.wav"
        digest, length = hashlib.sha256(), 0
        with self.transport.stream(f"https://{TWILIO_HOST}{path}", self.key) as answer:
            if answer.status_code != _OK:
                raise meaning_of(answer.status_code, "the recording was not given out", None)
            try:
                for piece in answer.iter_content(_PIECE):
                    file.write(piece)
                    digest.update(piece)
                    length += len(piece)
            except requests.RequestException as error:
                raise NoAnswer(f"the recording broke off after {length} bytes") from error
            announced = answer.headers.get("Content-Length")
            kind = answer.headers.get("Content-Type", "")
        if announced is not None and int(announced) != length:
            raise NoAnswer(f"the recording broke off after {length} bytes of {announced}")
        return Audio(digest.hexdigest(), length, kind)

    def delete_recording(self, recording_sid: str) -> None:
        """Remove the recording at Twilio, once our own copy is safe."""
        self.api.recordings(recording_sid).delete()
