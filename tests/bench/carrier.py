"""Calls as the telephone carrier tells of them: signed requests, each following the last answer."""

import secrets
import xml.etree.ElementTree as ET
from collections.abc import Generator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlencode, urlsplit

from twilio.request_validator import RequestValidator

from tests.bench.posting import Post

EMPTY = dict.fromkeys(
    [
        f"{who}{what}"
        for who in ("From", "To", "Caller", "Called")
        for what in ("City", "State", "Zip")
    ],
    "",
)
"""Sent with every call; in this country they are empty, and signed all the same."""

SECONDS_IN_MENU = 1.0
SECONDS_BETWEEN_WAITS = 4.0


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calls they are, and where they are told of."""

    sid: str
    token: str
    public_url: str

    def signed(self, reference: str, kind: str, url: str, fields: dict[str, str]) -> Post:
        """A request as the carrier sends it."""
        url = urldefrag(url).url
        parts = urlsplit(url)
        signature = RequestValidator(self.token).compute_signature(url, fields)
        return Post(
            reference,
            kind,
            parts.path + (f"?{parts.query}" if parts.query else ""),
            urlencode(fields),
            (
                ("X-Twilio-Signature", signature),
                ("I-Twilio-Idempotency-Token", secrets.token_hex(16)),
            ),
        )


@dataclass(frozen=True, slots=True)
class WholeCall:
    """A call from its ring to its end: it rings, may be asked who it is, waits, and gives up.

    Attributes:
        sid: the carrier's id of it, unlike any other's.
    """

    account: Account
    sid: str
    from_: str
    to: str

    def ring(self) -> Post:
        """The first request."""
        return self._post("inbound", f"{self.account.public_url}/telephony/inbound", "ringing")

    def steps(self) -> Generator[Post | float, str, None]:
        """Every request of it, at a caller's pace."""
        document = ET.fromstring((yield self.ring()))
        if (menu := document.find(".//Gather")) is not None:
            yield SECONDS_IN_MENU
            pressed = self._post("menu", self._url(menu, "action"), Digits="1")
            document = ET.fromstring((yield pressed))
        queue = document.find(".//Enqueue")
        if queue is None:
            raise ValueError(f"{self.sid} was not told to wait: {ET.tostring(document)!r}")
        queue_sid = f"QU{self.sid[2:]}"
        for seconds in (0, int(SECONDS_BETWEEN_WAITS)):
            yield self._post(
                "wait",
                self._url(queue, "waitUrl"),
                QueueSid=queue_sid,
                QueueTime=str(seconds),
                QueuePosition="1",
                CurrentQueueSize="1",
                AvgQueueTime="30",
                MaxQueueSize="1000",
            )
            yield SECONDS_BETWEEN_WAITS
        yield self._post(
            "queue-left",
            self._url(queue, "action"),
            QueueSid=queue_sid,
            QueueResult="hangup",
            QueueTime=str(int(2 * SECONDS_BETWEEN_WAITS)),
        )
        yield self._post(
            "number-status",
            f"{self.account.public_url}/telephony/number-status",
            "completed",
            CallDuration="9",
            CallbackSource="call-progress-events",
            SequenceNumber="0",
        )

    def _url(self, verb: ET.Element, name: str) -> str:
        url = verb.attrib[name]
        return url if url.startswith("http") else f"{self.account.public_url}{url}"

    def _post(self, kind: str, url: str, status: str = "in-progress", **more: str) -> Post:
        fields = {
            "AccountSid": self.account.sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": status,
            "Direction": "inbound",
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
            "FromCountry": "GB",
            "ToCountry": "GB",
            **EMPTY,
            **more,
        }
        return self.account.signed(self.sid, kind, url, fields)


def new_call_sid() -> str:
    """An id for a call, of the carrier's shape."""
    return f"CA{secrets.token_hex(16)}"
