"""What a person sees when something cannot be done."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.factory import create_app
from app.foundation.problems import Conflict, Invalid, NotAllowed, NotFound, Problem, TooOften
from app.web import errors
from app.web.doors import must_all_have_doors, public
from config.settings import Settings
from tests.strictness import StrictClient

SECRET = "HARGREAVES"


def raising(kind: str) -> str:
    if kind == "conflict":
        raise Conflict("Amir Shah took this case at 14:07:19.", {"need": ("Fall", "Cough")})
    if kind == "invalid":
        raise Invalid("Not yet.", {"number": ["That is not a whole telephone number."]})
    if kind == "missing":
        raise NotFound
    if kind == "role":
        raise NotAllowed("Your role does not include this.")
    if kind == "often":
        raise TooOften("Ring us instead.")
    if kind == "away":
        raise OperationalError(f"SELECT '{SECRET}'", {}, Exception(SECRET))
    if kind == "long":
        return str(len(request.form))
    raise KeyError(SECRET)


@pytest.fixture(scope="module")
def planted(settings: Settings) -> Flask:
    app = create_app(settings)
    app.test_client_class = StrictClient
    app.config["WTF_CSRF_ENABLED"] = False
    view = public("a test")(raising)
    app.add_url_rule("/raise/<kind>", "raising", view, methods=["GET", "POST"])
    return app


@pytest.fixture
def asks(planted: Flask) -> Iterator[FlaskClient]:
    with planted.test_client() as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("conflict", 409, "Amir Shah took this case at 14:07:19."),
        ("conflict", 409, "Need: theirs “Fall”, yours “Cough”"),
        ("invalid", 422, "That is not a whole telephone number."),
        ("missing", 404, "There is nothing here that you may see."),
        ("role", 403, "Your role does not include this."),
        ("often", 429, "Ring us instead."),
        ("bug", 500, "look before you do it again"),
        ("away", 503, "Work on paper"),
    ],
)
def test_every_problem_has_its_page(asks: FlaskClient, kind: str, status: int, words: str) -> None:
    answer = asks.get(f"/raise/{kind}")
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["bug", "away"])
def test_neither_page_nor_log_says_what_was_in_the_row(
    asks: FlaskClient, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = asks.get(f"/raise/{kind}")
    page = answer.get_data(as_text=True)
    assert SECRET not in page
    assert "Traceback" not in page
    ours = [record for record in caplog.records if record.name.startswith(("app.web", "frontdoor"))]
    assert SECRET not in json.dumps([record.__dict__ for record in ours], default=str)


def test_the_page_of_a_fault_carries_the_number_of_its_request(asks: FlaskClient) -> None:
    answer = asks.get("/raise/bug")
    assert answer.headers["X-Correlation-ID"] in answer.get_data(as_text=True)


def test_without_a_database_the_page_says_where_the_open_cases_are(
    asks: FlaskClient, settings: Settings
) -> None:
    page = asks.get("/raise/away").get_data(as_text=True)
    assert str(settings.storage.open_cases) in page
    assert "999" in page


def test_the_page_for_no_database_asks_nothing_of_the_database(
    planted: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(Session, "execute", refuse)
    monkeypatch.setattr(Session, "scalar", refuse)
    assert planted.test_client().get("/raise/away").status_code == 503


def test_a_script_is_told_in_json(asks: FlaskClient) -> None:
    answer = asks.get("/raise/conflict", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["sentence"] == "Amir Shah took this case at 14:07:19."


def test_an_address_that_leads_nowhere_has_a_page(asks: FlaskClient) -> None:
    assert asks.get("/no/such/page").status_code == 404
    assert asks.post("/healthz").status_code == 405


def test_more_than_any_page_sends_is_refused(asks: FlaskClient) -> None:
    answer = asks.post("/raise/long", data={"note": "x" * 300_000})
    assert answer.status_code == 413
    assert asks.post("/raise/long", data={"note": "x" * 200_000}).status_code == 200


def test_every_problem_knows_its_status() -> None:
    assert set(errors.STATUS) == set(Problem.__subclasses__())


def test_a_route_without_a_door_stops_the_app_from_starting(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/bare", "bare", lambda: "come in")
    with pytest.raises(RuntimeError, match="/bare"):
        must_all_have_doors(app)


def test_a_database_that_cannot_be_reached_is_503_and_not_a_stack_trace(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError(str(text("SELECT 1")), {}, Exception("connection refused"))

    monkeypatch.setattr(Session, "execute", away)
    monkeypatch.setattr(Session, "scalar", away)
    with client.session_transaction(base_url="https://frontdoor.example.test") as kept:
        kept["seat"] = "any token"
    assert client.get("/settings").status_code == 503
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json and answer.json["database"]) == (503, False)
    assert client.get("/healthz").status_code == 200
