"""Doors: every route has a guard or a signature, or is listed here as open to anybody."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule

from app.factory import create_app
from config.settings import Settings

# Endpoints that anybody may ask, and why. A new one is added here by a person, not by accident.
PUBLIC: dict[str, str] = {}

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


def unguarded(app: Flask, public: dict[str, str]) -> Iterator[str]:
    """Routes that let in somebody who has not signed in, carries no signature and is not expected.

    Tokens against forged forms are switched off while asking: they would refuse first, and hide
    that nobody stands behind them.
    """
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, method, address in doors(app):
        if rule.endpoint in public:
            continue
        answer = app.test_client().open(address, method=method, base_url="https://localhost")
        to_sign_in = answer.status_code in {302, 303} and SIGN_IN in answer.location
        if answer.status_code not in REFUSALS and not to_sign_in:
            yield f"{method} {rule.rule} ({rule.endpoint}) answers {answer.status_code} to anybody"


def test_every_route_has_a_guard_or_a_signature_or_is_listed(
    settings: Settings, connection: Connection
) -> None:
    broken = list(unguarded(create_app(settings), PUBLIC))
    assert not broken, "\n".join(broken)


def test_what_is_listed_as_public_still_exists(settings: Settings) -> None:
    endpoints = {rule.endpoint for rule in create_app(settings).url_map.iter_rules()}
    assert set(PUBLIC) <= endpoints


def planted() -> Flask:
    """A small app with one good door, one open by mistake, and one that is lost without a body."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/shut", "shut", lambda: ("", 403))
    app.add_url_rule("/asked", "asked", lambda: ("", 302, {"Location": "/sign-in?next=/asked"}))
    app.add_url_rule("/open/<uuid:of>", "open", lambda of: f"come in, {of}", methods=["POST"])
    app.add_url_rule("/elsewhere", "elsewhere", lambda: ("", 302, {"Location": "/board"}))
    app.add_url_rule("/missing", "missing", lambda: ("", 404))
    return app


@pytest.mark.parametrize("endpoint", ["open", "elsewhere", "missing"])
def test_an_open_door_is_noticed(endpoint: str) -> None:
    assert any(f"({endpoint})" in said for said in unguarded(planted(), {}))


@pytest.mark.parametrize("endpoint", ["shut", "asked"])
def test_a_shut_door_is_left_alone(endpoint: str) -> None:
    assert not any(f"({endpoint})" in said for said in unguarded(planted(), {}))


def test_a_listed_door_may_stand_open() -> None:
    listed = {"open": "a test", "elsewhere": "a test", "missing": "a test"}
    assert not list(unguarded(planted(), listed))
