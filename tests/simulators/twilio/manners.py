"""How every REST request is met: signed in or not, refused, or done and left unsaid."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Sequence

from flask import Blueprint, Response, current_app, g, jsonify, request

from tests.simulators.twilio import shapes
from tests.simulators.twilio.exchange import Exchange

ACCOUNT = f"/{shapes.VERSION}/Accounts/<account>"
_MOST_ON_A_PAGE = 1000
Answer = tuple[Response, int]


def exchange() -> Exchange:
    """The one exchange of this process."""
    found: Exchange = current_app.extensions["exchange"]
    return found


def account() -> str:
    """The account that is asked for."""
    return exchange().credentials.account_sid


def refused(status: int, code: int, message: str) -> Answer:
    """A no, as Twilio says it."""
    return jsonify(shapes.error(status, code, message)), status


def not_found() -> Answer:
    """Gone, or never there."""
    return refused(404, 20404, f"The requested resource {request.path} was not found")


def made(body: shapes.Json) -> Answer:
    """Something was made."""
    return jsonify(body), 201


def one(body: shapes.Json) -> Answer:
    """One thing."""
    return jsonify(body), 200


def listed(name: str, items: Sequence[shapes.Json]) -> Answer:
    """One page of a list, as asked."""
    size = max(1, min(int(request.args.get("PageSize", 50)), _MOST_ON_A_PAGE))
    number = int(request.args.get("Page", 0))
    others = {k: v for k, v in request.args.items() if k not in {"Page", "PageSize", "PageToken"}}
    return jsonify(shapes.page(name, items, request.path, others, size=size, number=number)), 200


def meet(blueprint: Blueprint) -> Blueprint:
    """Have every request to these routes met properly, and improperly where a rule says so."""
    blueprint.before_request(_before)
    blueprint.after_request(_after)
    return blueprint


def _before() -> Answer | None:
    who = request.authorization
    network = exchange()
    if who is None or not network.credentials.admits(who.username or "", who.password or ""):
        return refused(401, 20003, "Authenticate")
    arguments = request.view_args or {}
    if arguments.pop("account") != network.credentials.account_sid:
        return not_found()
    g.rules = network.misbehaviour.applying(request.endpoint or "", request.form.to_dict())
    for rule in g.rules:
        if rule.do == "too_many":
            return refused(429, 20429, "Too Many Requests")
        if rule.do == "refuse_error":
            return refused(500, 20500, "Internal Server Error")
        if rule.do == "delay":
            time.sleep(network.timers.real(rule.seconds))
        if rule.do == "hang_up" and "call" in arguments:
            network.hang_up(arguments["call"])
    return None


def _after(response: Response) -> Response:
    for rule in g.get("rules", []):
        if rule.do == "silence":
            time.sleep(rule.seconds)
        if rule.do in {"silence", "reset"}:
            _cut()
        if rule.do == "error":
            response.data, response.status_code = b'{"status": 500}', 500
    return response


def _cut() -> None:
    """Close the connection under the request: the work is done, and nobody hears of it."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        with contextlib.suppress(OSError):  # whoever asked has gone already
            connection.shutdown(socket.SHUT_RDWR)
