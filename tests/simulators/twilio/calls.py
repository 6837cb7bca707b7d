"""The life of a leg from ring to end: coming in, going out, and called by another leg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulators.twilio import interpreter
from tests.simulators.twilio.endings import HungUp, Moved, Target
from tests.simulators.twilio.leg import OVER, Leg
from tests.simulators.twilio.people import Callee, Person

if TYPE_CHECKING:
    from tests.simulators.twilio.exchange import Exchange

_CONNECTING = 0.5
# Twilio lets it ring five seconds longer than it was asked to.
_EXTRA_RINGING = 5.0


def ring_in(
    exchange: Exchange,
    from_: str,
    to: str,
    person: Person,
    extra: dict[str, str] | None = None,
) -> Leg:
    """Somebody rings one of our numbers."""
    token = {"CallToken": "simulated-call-token"}
    leg = exchange.new_leg(from_, to, "inbound", person, extra=token | (extra or {}))
    number = exchange.number(to)
    _come_in(exchange, leg, Target(number.voice_url), number.status_url)
    return leg


def browser_call(exchange: Exchange, identity: str, params: dict[str, str]) -> Leg:
    """A signed-in person's browser calls the TwiML application; it arrives as inbound."""
    extra = {"ApplicationSid": exchange.credentials.application_sid, **params}
    person = Person(alone=None)
    leg = exchange.new_leg(f"client:{identity}", "", "inbound", person, extra=extra)
    _come_in(exchange, leg, Target(exchange.client_url), exchange.default.status_url)
    return leg


def ring_out(exchange: Exchange, leg: Leg, target: Target, timeout: float, slot: float) -> None:
    """Ring a number for the app, `slot` simulated seconds from now."""
    leg.queue_time_ms = round(slot * 1000)
    callee = exchange.callees.get(leg.to, exchange.callee)

    def work() -> None:
        ended = "completed"
        try:
            leg.wait(slot)
            ended = _ring(exchange, leg, callee, timeout)
            if not ended:
                ended = interpreter.Interpreter(exchange, leg).run(target)
        except HungUp:
            ended = leg.end_status or "completed"
        finally:
            _close(exchange, leg, ended)

    exchange.run(leg, work)


def run_child(
    exchange: Exchange, leg: Leg, callee: Callee, screening: Target | None, timeout: float
) -> None:
    """A leg that another leg dialled: ring, screen, and be connected until somebody hangs up."""
    ended = "completed"
    try:
        ended = _ring(exchange, leg, callee, timeout)
        if not ended:
            if screening:
                interpreter.Interpreter(exchange, leg).run(screening)
            leg.later("talk", leg.person.talk, leg.hang_up)
            leg.wait(None)
    except (HungUp, Moved):
        ended = leg.end_status or "completed"
    finally:
        _close(exchange, leg, ended)
        if leg.watcher:
            with leg.watcher.changed:
                leg.watcher.changed.notify_all()


def _come_in(exchange: Exchange, leg: Leg, target: Target, status_url: str) -> None:
    leg.status, leg.started = "ringing", leg.created
    leg.callback, leg.callback_events = status_url or None, {"completed"}

    def work() -> None:
        ended = "completed"
        try:
            ended = interpreter.Interpreter(exchange, leg).run(target)
        except HungUp:
            ended = leg.end_status or "completed"
        finally:
            _close(exchange, leg, ended)

    exchange.run(leg, work)


def _ring(exchange: Exchange, leg: Leg, callee: Callee, timeout: float) -> str:
    """Ring until something comes of it; blank if somebody answered, else how it ended."""
    exchange.progress(leg, "initiated", "initiated")
    leg.wait(_CONNECTING)
    exchange.progress(leg, "ringing", "ringing")
    longest = timeout + _EXTRA_RINGING
    if callee.outcome in {"busy", "failed"}:
        leg.wait(min(callee.after, longest))
        return callee.outcome
    if callee.outcome == "no-answer" or callee.after > longest:
        leg.wait(longest)
        return "no-answer"
    leg.wait(callee.after)
    exchange.progress(leg, "answered", "in-progress")
    return ""


def _close(exchange: Exchange, leg: Leg, ended: str) -> None:
    with leg.changed:
        if leg.status in OVER:
            return
        if leg.status == "queued":
            # Cancelled before it was dialled: Twilio says nothing at all about it.
            leg.silent = True
        if leg.answered_at is None and ended == "completed":
            ended = "canceled"
        leg.end_status = leg.end_status or ended
        exchange.progress(leg, "completed", ended)
