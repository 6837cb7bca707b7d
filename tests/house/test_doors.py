"""Doors: every route has a guard or a signature, or is listed here as open to anybody."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule

from app.factory import create_app
from app.web.doors import Door, Guarded, door_of, hang
from config.settings import Settings

# What anybody may ask; each says why at its route. A new one is added here by a person.
PUBLIC = {
    *("health.healthz", "health.readyz", "health.metrics"),
    *("assets.file", "assets.library"),
    *("accounts.sign_in", "accounts.enter"),
}

REFUSALS = {401, 403}
SIGN_IN = "/sign-in"

ARGUMENTS = {"UUIDConverter": UUID(int=7), "IntegerConverter": 7}


def doors(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every route with each of its methods and an address that leads there."""
    adapter = app.url_map.bind("frontdoor.example.test", url_scheme="https")
    for rule in app.url_map.iter_rules():
        values = {
            name: ARGUMENTS.get(type(converter).__name__, "x")
            for name, converter in rule._converters.items()  # noqa: SLF001  # there is no public way
        }
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, adapter.build(rule.endpoint, values, method)


def unlisted(app: Flask, public: set[str]) -> set[str]:
    """Routes marked public that nobody listed, and routes listed that are not public."""
    marked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (door := door_of(app.view_functions[rule.endpoint])) and door.by is Guarded.PUBLIC
    }
    return marked ^ public


def unguarded(app: Flask, public: set[str]) -> Iterator[str]:
    """Routes that let in somebody who has not signed in, carries no signature and is not expected.

    The mark on a route is a promise; this asks. Tokens against forged forms are switched off while
    asking: they would refuse first, and hide that nobody stands behind them.
    """
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, method, address in doors(app):
        door = door_of(app.view_functions[rule.endpoint])
        if rule.endpoint in public:
            continue
        if door is None:
            yield f"{method} {rule.rule} ({rule.endpoint}) has no door"
        answer = app.test_client().open(address, method=method, base_url="https://localhost")
        to_sign_in = answer.status_code in {302, 303} and SIGN_IN in answer.location
        signed = door is not None and door.by is Guarded.TWILIO
        if answer.status_code not in REFUSALS and (signed or not to_sign_in):
            yield f"{method} {rule.rule} ({rule.endpoint}) answers {answer.status_code} to anybody"


def test_every_route_has_a_guard_or_a_signature_or_is_listed(
    settings: Settings, connection: Connection
) -> None:
    broken = list(unguarded(create_app(settings), PUBLIC))
    assert not broken, "\n".join(broken)


def test_what_is_public_is_what_is_listed(settings: Settings) -> None:
    assert not unlisted(create_app(settings), PUBLIC)


def planted() -> Flask:
    """A small app with good doors, and each kind of bad one."""
    app = Flask("planted", static_folder=None)

    def plant(name: str, door: Door | None, answer: object, rule: str = "") -> None:
        def view(**_values: object) -> object:
            return answer

        if door:
            hang(view, door)
        app.add_url_rule(rule or f"/{name}", name, view, methods=["POST"])

    person, twilio = Door(Guarded.SIGNED_IN), Door(Guarded.TWILIO, "voice.inbound")
    asks = ("", 302, {"Location": "/sign-in?next=/asked"})
    plant("shut", person, ("", 403))
    plant("asked", person, asks)
    plant("signed", twilio, ("", 403))
    plant("marked_only", person, "come in", "/open/<uuid:case_id>")
    plant("elsewhere", person, ("", 302, {"Location": "/board"}))
    plant("missing", person, ("", 404))
    plant("unmarked", None, ("", 403))
    plant("polite_webhook", twilio, asks)
    plant("public", Door(Guarded.PUBLIC, "a test"), "come in")
    return app


BAD = {"marked_only", "elsewhere", "missing", "unmarked", "polite_webhook"}


@pytest.mark.parametrize("endpoint", sorted(BAD))
def test_an_open_door_is_noticed(endpoint: str) -> None:
    assert any(f"({endpoint})" in said for said in unguarded(planted(), {"public"}))


def test_a_shut_door_is_left_alone() -> None:
    assert len(list(unguarded(planted(), {"public"} | BAD))) == 0


def test_a_public_door_that_nobody_listed_is_noticed() -> None:
    assert unlisted(planted(), set()) == {"public"}
    assert unlisted(planted(), {"public", "shut"}) == {"shut"}
    assert list(unguarded(planted(), BAD))
