"""The carrier as our webhooks see it: it signs what it tells, and does as documents say."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urldefrag, urlsplit
from uuid import UUID
from xml.etree import ElementTree as ET

from flask import Flask
from werkzeug.test import TestResponse

from app.foundation.identifiers import new_id
from config.settings import Settings

LINE = "+441632960001"
CREW = "+447700900123"

_sids = count(1)


def a_sid(prefix: str) -> str:
    """An identifier of the carrier's shape."""
    return f"{prefix}{next(_sids):08x}{new_id().hex[-24:]}"


def sign(token: str, url: str, params: dict[str, str]) -> str:
    """The carrier's signature, worked by hand."""
    text = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


@dataclass
class Document:
    """One document that we answered with."""

    status: int
    text: str

    @property
    def root(self) -> ET.Element:
        return ET.fromstring(self.text)

    @property
    def verbs(self) -> list[str]:
        return [element.tag for element in self.root]

    def find(self, name: str) -> ET.Element:
        found = self.root.find(f".//{name}")
        assert found is not None, f"no {name} in {self.text}"
        return found

    def path(self, name: str, attribute: str = "") -> str:
        """The path that a verb leads to, without the wishes in its fragment."""
        element = self.find(name)
        url = element.get(attribute) if attribute else (element.text or "").strip()
        assert url, f"{name} leads nowhere"
        return urlsplit(urldefrag(url)[0]).path

    @property
    def words(self) -> str:
        return " ".join(element.text or "" for element in self.root.iter("Say"))


@dataclass
class Carrier:
    """Twilio's side of the telephone, against the app's real routes and guard."""

    app: Flask
    settings: Settings

    def post(
        self, path: str, params: dict[str, str], *, signature: str | None = None, token: str = ""
    ) -> TestResponse:
        whole = {
            "AccountSid": self.settings.twilio.account_sid,
            "ApiVersion": "2010-04-01",
            **params,
        }
        url = self.settings.web.public_url + path
        signed = sign(self.settings.twilio.auth_token, url, whole)
        headers = {"X-Twilio-Signature": signed if signature is None else signature}
        if token:
            headers["I-Twilio-Idempotency-Token"] = token
        return self.app.test_client().post(
            path, data=whole, headers=headers, base_url=self.settings.web.public_url
        )

    def ask(self, path: str, params: dict[str, str]) -> Document:
        answer = self.post(path, params)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        assert answer.content_type.startswith("text/xml")
        return Document(answer.status_code, answer.text)

    def tell(self, path: str, params: dict[str, str]) -> None:
        answer = self.post(path, params)
        assert answer.status_code in (200, 204), (path, answer.status_code, answer.text)

    def call(self, from_: str = CREW, to: str = LINE) -> "Call":
        return Call(self, from_, to)


@dataclass
class Call:
    """A caller who rings one of our numbers, and does as the documents say."""

    carrier: Carrier
    from_: str = CREW
    to: str = LINE
    sid: str = field(default_factory=lambda: a_sid("CA"))
    document: Document | None = None
    queue: Document = field(init=False)
    in_room: Document = field(init=False)
    seconds: int = 0
    queue_sid: str = "QU" + "9" * 32

    def params(self, status: str = "in-progress", **more: str) -> dict[str, str]:
        return {
            "CallSid": self.sid,
            "From": self.from_,
            "To": self.to,
            "CallStatus": status,
            "Direction": "inbound",
            "Caller": self.from_,
            "FromCity": "",
            **more,
        }

    def follow(self, path: str, status: str = "in-progress", **more: str) -> Document:
        self.document = self.carrier.ask(path, self.params(status, **more))
        return self.document

    @property
    def heard(self) -> Document:
        assert self.document is not None
        return self.document

    def ring(self) -> "Call":
        self.follow("/telephony/inbound", "ringing")
        return self

    def press(self, key: str) -> "Call":
        self.follow(self.heard.path("Gather", "action"), Digits=key)
        return self

    def say_nothing(self) -> "Call":
        self.follow(self.heard.path("Redirect"))
        return self

    def wait(self) -> "Call":
        """Fetch what is heard while waiting; `queue` keeps where the queue leads to."""
        self.queue = self.heard
        self.waits(0)
        return self

    def waits(self, seconds: int) -> Document:
        self.seconds = seconds
        return self.carrier.ask(
            self.queue.path("Enqueue", "waitUrl"),
            self.params(QueueSid=self.queue_sid, QueueTime=str(seconds), QueuePosition="1"),
        )

    def leave(self, result: str, status: str = "in-progress") -> Document:
        return self.follow(
            self.queue.path("Enqueue", "action"),
            status,
            QueueResult=result,
            QueueSid=self.queue_sid,
            QueueTime=str(self.seconds),
        )

    def queued(self, key: str = "1") -> "Call":
        """Ring, press a key, and wait."""
        self.ring()
        if self.heard.verbs[0] == "Gather":
            self.press(key)
        return self.wait()

    def ends(self, status: str = "completed") -> None:
        self.carrier.tell("/telephony/number-status", self.params(status))


@dataclass
class Conference:
    """A conference under one of our room names."""

    carrier: Carrier
    room: str
    sid: str = field(default_factory=lambda: a_sid("CF"))
    number: int = 0

    def event(self, event: str, call_sid: str | None = None, **more: str) -> dict[str, str]:
        params = {
            "ConferenceSid": self.sid,
            "FriendlyName": self.room,
            "SequenceNumber": str(self.number),
            "StatusCallbackEvent": event,
            **({"CallSid": call_sid} if call_sid else {}),
            **more,
        }
        self.number += 1
        return params

    def tell(self, event: str, call_sid: str | None = None, **more: str) -> dict[str, str]:
        params = self.event(event, call_sid, **more)
        self.carrier.tell(f"/telephony/conference/{self.room}", params)
        return params


@dataclass
class Browser:
    """A colleague's softphone."""

    carrier: Carrier
    staff_id: UUID
    sid: str = field(default_factory=lambda: a_sid("CA"))

    def ring_in(self, claim: str) -> Document:
        return self.carrier.ask(
            "/telephony/client",
            {
                "CallSid": self.sid,
                "From": f"client:coord_{self.staff_id.hex}",
                "To": "",
                "CallStatus": "ringing",
                "Direction": "inbound",
                "ApplicationSid": self.carrier.settings.twilio.twiml_app_sid,
                "claim": claim,
            },
        )
