"""Webhooks to the app: signed, retried as asked, logged; some wait for a document, some do not."""

import base64
import hashlib
import hmac
import itertools
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

from tests.simulators.twilio.misbehaviour import Misbehaviour, Rule
from tests.simulators.twilio.timers import Timers, now
from tests.simulators.twilio.wire import Answer, Failed, Wire

CEILING = 15.0
_BETWEEN_TRIES = 0.1
_CONTENT_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"
_KEPT = 50_000


@dataclass(slots=True)
class Webhook:
    """One thing to tell or to ask, and what came of it."""

    kind: str
    url: str
    params: dict[str, str]
    method: str = "POST"
    call_sid: str | None = None
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    number: int = 0
    at: str = ""
    tries: int = 0
    status: int | None = None
    error: str | None = None
    milliseconds: float = 0.0

    def again(self, *, new_token: bool) -> "Webhook":
        """The same event, delivered a second time."""
        token = uuid.uuid4().hex if new_token else self.token
        return Webhook(self.kind, self.url, self.params, self.method, self.call_sid, token)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What our URL asks of the delivery in its fragment, or Twilio's defaults."""

    connect: float = 5.0
    read: float = 15.0
    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, fragment: str) -> "Overrides":
        """Read `ct=1500&rt=5000&rc=1&rp=ct,rt`."""
        asked = dict(parse_qsl(fragment))
        return cls(
            connect=int(asked.get("ct", 5000)) / 1000,
            read=int(asked.get("rt", 15000)) / 1000,
            retries=int(asked.get("rc", 1)),
            on=frozenset(asked.get("rp", "ct").split(",")),
        )

    def retry(self, kind: str) -> bool:
        """Whether a failure of this kind is to be tried again."""
        return kind in self.on or "all" in self.on


def sign(token: str, url: str, params: dict[str, str]) -> str:
    """Twilio's signature, worked by hand so that the app's guard is tried by a stranger."""
    text = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


class Webhooks:
    """Everything that goes to the app."""

    def __init__(self, auth_token: str, timers: Timers, misbehaviour: Misbehaviour) -> None:
        self.auth_token = auth_token
        self.log: deque[Webhook] = deque(maxlen=_KEPT)
        # Told of a leg that a rule wants to hang up; set by the exchange.
        self.hang_up: Callable[[str], None] = lambda _sid: None
        self._timers = timers
        self._misbehaviour = misbehaviour
        self._wire = Wire()
        self._numbers = itertools.count(1)
        self._pool = ThreadPoolExecutor(24, thread_name_prefix="webhook")
        self._lock = threading.Lock()
        self._lines: dict[str, deque[Webhook]] = {}
        self._epoch = 0

    def ask(self, webhook: Webhook) -> Answer:
        """Fetch a document, as somebody waits for it.

        Raises:
            Failed: Twilio would turn to the fallback now.
        """
        rules = self._misbehaviour.applying(webhook.kind, webhook.params)
        self._hang_ups(rules, "before", webhook)
        for rule in rules:
            if rule.do in {"delay", "reorder"}:
                time.sleep(self._timers.real(rule.seconds))
            if rule.do == "drop":
                webhook.error = "dropped"
                self._write_down(webhook)
                raise Failed("ct", "dropped")
        answer = self._deliver(webhook)
        for rule in rules:
            if rule.do in {"double", "double_new"}:
                self._deliver(webhook.again(new_token=rule.do == "double_new"))
        self._hang_ups(rules, "after", webhook)
        if answer.status // 100 != 2:
            raise Failed("5xx" if answer.status >= 500 else "4xx", f"status {answer.status}")
        return answer

    def tell(self, line: str, webhook: Webhook) -> None:
        """Tell the app something, after whatever was told on the same line before."""
        rules = self._misbehaviour.applying(webhook.kind, webhook.params)
        self._hang_ups(rules, "before", webhook)
        if any(rule.do == "drop" for rule in rules):
            webhook.error = "dropped"
            self._write_down(webhook)
            return
        late = [rule.seconds for rule in rules if rule.do in {"delay", "reorder"}]
        copies = [webhook] + [
            webhook.again(new_token=rule.do == "double_new")
            for rule in rules
            if rule.do in {"double", "double_new"}
        ]
        for copy in copies:
            if late:
                # On a line of its own: what comes after is not to wait for it.
                self._timers.after(max(late), lambda c=copy: self._queue(c.token, c))  # type: ignore[misc]
            else:
                self._queue(line, copy)
        self._hang_ups(rules, "after", webhook)

    def forget(self) -> None:
        """Drop everything not sent yet and the log of what was."""
        with self._lock:
            self._epoch += 1
            for line in self._lines.values():
                line.clear()
            self.log.clear()

    def idle(self) -> bool:
        """Whether everything told has been delivered."""
        with self._lock:
            return not self._lines

    def _hang_ups(self, rules: list[Rule], when: str, webhook: Webhook) -> None:
        if webhook.call_sid and any(r.do == "hang_up" and r.when == when for r in rules):
            self.hang_up(webhook.call_sid)

    def _queue(self, line: str, webhook: Webhook) -> None:
        with self._lock:
            waiting = self._lines.get(line)
            if waiting is not None:
                waiting.append(webhook)
                return
            self._lines[line] = deque([webhook])
        self._pool.submit(self._drain, line)

    def _drain(self, line: str) -> None:
        while True:
            with self._lock:
                waiting = self._lines[line]
                if not waiting:
                    del self._lines[line]
                    return
                webhook = waiting.popleft()
            try:
                self._deliver(webhook)
            except Failed as lost:
                webhook.error = str(lost)

    def _deliver(self, webhook: Webhook) -> Answer:
        """Send, and send again as the URL asks, all within Twilio's ceiling."""
        url, fragment = urldefrag(webhook.url)
        wishes = Overrides.of(fragment)
        epoch, started = self._epoch, time.monotonic()
        webhook.at = now().isoformat()
        try:
            while True:
                left = CEILING - (time.monotonic() - started)
                webhook.tries += 1
                may_repeat = webhook.tries <= wishes.retries and left > 0 and epoch == self._epoch
                try:
                    answer = self._send(webhook, url, wishes, max(left, 0.001))
                except Failed as failure:
                    webhook.error = str(failure)
                    if not (may_repeat and wishes.retry(failure.kind)):
                        raise
                else:
                    webhook.status, webhook.error = answer.status, None
                    if not (may_repeat and wishes.retry(f"{answer.status // 100}xx")):
                        return answer
                time.sleep(_BETWEEN_TRIES * webhook.tries**2)
        finally:
            webhook.milliseconds = round((time.monotonic() - started) * 1000, 1)
            self._write_down(webhook)

    def _send(self, webhook: Webhook, url: str, wishes: Overrides, left: float) -> Answer:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "I-Twilio-Idempotency-Token": webhook.token,
        }
        body = None
        if webhook.method == "GET":
            url += ("&" if urlsplit(url).query else "?") + urlencode(webhook.params)
            headers["X-Twilio-Signature"] = sign(self.auth_token, url, {})
        else:
            headers["X-Twilio-Signature"] = sign(self.auth_token, url, webhook.params)
            headers["Content-Type"] = _CONTENT_TYPE
            body = urlencode(webhook.params).encode()
        return self._wire.send(
            webhook.method,
            url,
            body,
            headers,
            connect=min(wishes.connect, left),
            read=min(wishes.read, left),
        )

    def _write_down(self, webhook: Webhook) -> None:
        webhook.number = next(self._numbers)
        self.log.append(webhook)
