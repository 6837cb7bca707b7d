"""Text messages: what becomes of those sent, and those that come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.twilio.leg import new_sid
from tests.simulators.twilio.people import Handset
from tests.simulators.twilio.timers import now
from tests.simulators.twilio.webhooks import Webhook

if TYPE_CHECKING:
    from tests.simulators.twilio.exchange import Exchange

# Twilio acts on these words itself: whoever sends one is never sent another text.
OPT_OUT = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
OPT_IN = {"START", "YES", "UNSTOP"}
_FINAL = {"delivered", "undelivered", "failed"}


@dataclass(slots=True)
class Message:
    """One text."""

    from_: str
    to: str
    body: str
    direction: str
    status: str = "queued"
    callback: str | None = None
    error_code: int | None = None
    sid: str = field(default_factory=lambda: new_sid("SM"))
    created: datetime = field(default_factory=now)
    sent: datetime | None = None


def send(exchange: Exchange, message: Message) -> None:
    """Take a text on and let it go its way: queued, sent, and whatever the handset does."""
    handset = exchange.handsets.get(message.to, Handset())
    with exchange.lock:
        exchange.messages[message.sid] = message
    _tell(exchange, message, "queued")
    exchange.timers.after(0.4, lambda: _tell(exchange, message, "sent"))
    exchange.timers.after(0.4 + handset.after, lambda: _arrive(exchange, message, handset))


def receive(exchange: Exchange, from_: str, to: str, body: str) -> Message:
    """A text comes in on one of our numbers."""
    message = Message(from_, to, body, "inbound", "received", sent=now())
    word = body.strip().upper()
    with exchange.lock:
        exchange.messages[message.sid] = message
        if word in OPT_OUT | OPT_IN:
            exchange.handsets.setdefault(from_, Handset()).opted_out = word in OPT_OUT
    params = _params(exchange, message) | {
        "SmsMessageSid": message.sid,
        "SmsStatus": "received",
        "Body": body,
        "NumMedia": "0",
        "NumSegments": str(1 + len(body) // 160),
    }
    for place in ("From", "To"):
        params |= {f"{place}Country": "GB", f"{place}City": "", f"{place}State": ""}
        params[f"{place}Zip"] = ""
    if word in OPT_OUT:
        params["OptOutType"] = "STOP"
    del params["MessageStatus"]
    url = exchange.number(to).sms_url
    if url:
        exchange.webhooks.tell(message.sid, Webhook("sms.inbound", url, params))
    return message


def _arrive(exchange: Exchange, message: Message, handset: Handset) -> None:
    if handset.outcome in {"undelivered", "failed"}:
        message.error_code = handset.error_code or 30003
    _tell(exchange, message, handset.outcome)
    if handset.reply and handset.outcome == "delivered":
        reply = handset.reply
        exchange.timers.after(handset.reply_after, lambda: _reply(exchange, message, reply))


def _reply(exchange: Exchange, message: Message, reply: str) -> None:
    receive(exchange, message.to, message.from_, reply)


def _tell(exchange: Exchange, message: Message, status: str) -> None:
    with exchange.lock:
        if message.status in _FINAL or message.sid not in exchange.messages:
            return
        message.status = status
        if status == "sent":
            message.sent = now()
    if not message.callback:
        return
    params = _params(exchange, message) | {"SmsStatus": status}
    if message.error_code:
        params["ErrorCode"] = str(message.error_code)
    if status in {"delivered", "undelivered"}:
        params["RawDlrDoneDate"] = now().strftime("%y%m%d%H%M")
    webhook = Webhook("sms.status", message.callback, params)
    exchange.webhooks.tell(message.sid, webhook)


def _params(exchange: Exchange, message: Message) -> dict[str, str]:
    return {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "AccountSid": exchange.credentials.account_sid,
        "MessageStatus": message.status,
        "From": message.from_,
        "To": message.to,
        "ApiVersion": "2010-04-01",
    }
