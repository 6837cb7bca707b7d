"""What tests and the desk ask of the simulator itself: ring in, press, hang up, misbehave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, request

from tests.simulators.twilio import calls, shapes, texts
from tests.simulators.twilio.leg import OVER, Leg
from tests.simulators.twilio.manners import Answer, account, exchange
from tests.simulators.twilio.misbehaviour import Rule
from tests.simulators.twilio.people import Callee, Handset, Person

admin = Blueprint("admin", __name__)
_LONGEST_POLL = 25.0


@admin.post("/_scenario/calls")
def ring_in() -> Answer:
    """Ring one of the app's numbers; everything but `from` and `to` describes the person."""
    asked = _asked()
    person = Person(**{k: v for k, v in asked.items() if k not in {"from", "to", "params"}})
    leg = calls.ring_in(exchange(), asked["from"], asked["to"], person, asked.get("params"))
    return jsonify({"sid": leg.sid}), 201


@admin.post("/_scenario/calls/<call>/hangup")
def hang_up(call: str) -> Answer:
    """Somebody puts the telephone down."""
    return _on(call, Leg.hang_up)


@admin.post("/_scenario/calls/<call>/digits")
def press(call: str) -> Answer:
    """Somebody presses keys."""
    return _on(call, lambda leg: leg.press(str(_asked()["digits"])))


@admin.post("/_scenario/callees")
def set_callee() -> Answer:
    """What happens when a number is rung; without a number, when any other is."""
    asked = _asked()
    number = asked.pop("number", None)
    if number:
        exchange().callees[number] = Callee(**asked)
    else:
        exchange().callee = Callee(**asked)
    return jsonify(asked), 200


@admin.post("/_scenario/handsets")
def set_handset() -> Answer:
    """What happens to texts to a number."""
    asked = _asked()
    number = asked.pop("number")
    exchange().handsets[number] = Handset(**asked)
    return jsonify(asked), 200


@admin.post("/_scenario/texts")
def text_in() -> Answer:
    """Somebody texts one of the app's numbers."""
    asked = _asked()
    message = texts.receive(exchange(), asked["from"], asked["to"], asked["body"])
    return jsonify({"sid": message.sid}), 201


@admin.post("/_scenario/numbers")
def set_number() -> Answer:
    """Where what happens on a number goes."""
    asked, network = _asked(), exchange()
    digits = asked.pop("number")
    network.numbers[digits] = replace(network.number(digits), **asked)
    return jsonify(asdict(network.numbers[digits])), 200


@admin.post("/_scenario/misbehaviour")
def misbehave() -> Answer:
    """Put one rule in force, or several."""
    asked = request.get_json()
    for rule in asked if isinstance(asked, list) else [asked]:
        exchange().misbehaviour.add(Rule(**rule))
    return jsonify(exchange().misbehaviour.listed()), 200


@admin.delete("/_scenario/misbehaviour")
def behave() -> Answer:
    """Behave again."""
    exchange().misbehaviour.clear()
    return jsonify([]), 200


@admin.post("/_scenario/speed")
def set_speed() -> Answer:
    """How many simulated seconds a second lasts, from now on."""
    exchange().timers.speed = float(_asked()["speed"])
    return jsonify({"speed": exchange().timers.speed}), 200


@admin.route("/_fallback", methods=["GET", "POST"])
def fallback() -> Response:
    """The static document, which is never hosted by the app itself."""
    return Response(exchange().fallback, mimetype="text/xml")


@admin.post("/_reset")
def reset() -> Answer:
    """Forget everything, without a word to the app."""
    exchange().reset()
    return jsonify({}), 200


@admin.get("/_state")
def state() -> Answer:
    """Everything as it is; with `?webhooks=1`, each leg with what was sent about it."""
    network = exchange()
    with_log = bool(request.args.get("webhooks"))
    with network.lock:
        body = {
            "speed": network.timers.speed,
            "calls": [_leg(leg, with_log=with_log) for leg in network.legs.values()],
            "queues": [
                shapes.queue(account(), q)
                | {"members": [shapes.member(account(), q, m) for m in q.members]}
                for q in network.queues.values()
            ],
            "conferences": [
                shapes.conference(account(), r)
                | {"participants": [shapes.participant(account(), r, p) for p in r.participants]}
                for r in network.rooms.values()
            ],
            "recordings": [shapes.recording(account(), r) for r in network.recordings.values()],
            "messages": [shapes.message(account(), m) for m in network.messages.values()],
            "misbehaviour": network.misbehaviour.listed(),
            "misbehaved": dict(network.misbehaviour.counts),
            "delivered": network.webhooks.idle(),
        }
    return jsonify(body), 200


@admin.get("/_webhooks")
def webhook_log() -> Answer:
    """What was sent to the app, by kind and by leg."""
    kind, call = request.args.get("kind", ""), request.args.get("call", "")
    return jsonify(exchange().webhook_log(kind, call)), 200


# ---------------------------------------------------------------------- the simulated handset


@admin.post("/_browser/calls")
def browser_call() -> Answer:
    """A browser calls the app, with a pass that the app made, or as whoever it says it is."""
    asked = _asked()
    identity = asked.get("identity", "")
    if "token" in asked:
        try:
            identity = _identity(asked["token"])
        except jwt.PyJWTError as error:
            return jsonify({"code": 20101, "message": f"AccessTokenInvalid: {error}"}), 401
    params = {str(k): str(v) for k, v in asked.get("params", {}).items()}
    leg = calls.browser_call(exchange(), identity, params)
    return jsonify(_handset(leg)), 201


@admin.get("/_browser/calls/<call>")
def browser_state(call: str) -> Answer:
    """How the call stands; with `?not=<status>`, as soon as it is no longer that."""
    leg = exchange().legs.get(call)
    if leg is None:
        return jsonify({"message": "no such call"}), 404
    seen = request.args.get("not")
    deadline = time.monotonic() + min(float(request.args.get("wait", 20)), _LONGEST_POLL)
    with leg.changed:
        while seen == leg.status and leg.status not in OVER and time.monotonic() < deadline:
            leg.changed.wait(deadline - time.monotonic())
    return jsonify(_handset(leg)), 200


@admin.post("/_browser/calls/<call>/digits")
def browser_press(call: str) -> Answer:
    """Keys pressed in the browser."""
    return press(call)


@admin.delete("/_browser/calls/<call>")
def browser_hang_up(call: str) -> Answer:
    """The browser hangs up."""
    return _on(call, Leg.hang_up)


@admin.after_request
def let_pages_in(response: Response) -> Response:
    """The handset's page comes from the app, so from another origin."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _asked() -> dict[str, Any]:
    body: dict[str, Any] = request.get_json()
    return body


def _on(call: str, action: Callable[[Leg], None]) -> Answer:
    leg = exchange().legs.get(call)
    if leg is None:
        return jsonify({"message": "no such call"}), 404
    action(leg)
    return jsonify(_handset(leg)), 200


def _identity(token: str) -> str:
    credentials = exchange().credentials
    claims = jwt.decode(
        token,
        credentials.key_secret,
        algorithms=["HS256"],
        issuer=credentials.key_sid,
        options={"require": ["exp", "iss", "sub"]},
    )
    allowed = claims["grants"]["voice"]["outgoing"]["application_sid"]
    if claims["sub"] != credentials.account_sid or allowed != credentials.application_sid:
        raise jwt.InvalidTokenError("made for somebody else")
    identity: str = claims["grants"]["identity"]
    return identity


def _handset(leg: Leg) -> dict[str, object]:
    network = exchange()
    with network.lock:
        room = next((r for r in network.rooms.values() if r.find(leg.sid)), None)
        found = room.find(leg.sid) if room else None
        return {
            "sid": leg.sid,
            "status": leg.status,
            "from": leg.from_,
            "seconds": leg.seconds(),
            "room": room.name if room else None,
            "others": len(room.participants) - 1 if room else 0,
            "muted": found.muted if found else False,
            "hold": found.hold if found else False,
        }


def _leg(leg: Leg, *, with_log: bool) -> dict[str, object]:
    shape = shapes.call(leg) | {
        "status": leg.status,
        "doing": leg.doing,
        "questions": leg.gathers,
        "digits_left": list(leg.person.digits),
    }
    if with_log:
        shape["webhooks"] = exchange().webhook_log(call_sid=leg.sid)
    return shape
