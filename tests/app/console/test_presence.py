"""Who else has a case open is said as the page is loaded, and is missing while Redis is."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from app.cases.models import Case
from app.console.presence import QUICK, Presence
from app.foundation.transaction import Transaction
from config.settings import Settings
from tests.builders.cases import a_call, a_coordinator, a_hub
from tests.builders.seats import take_seat

AMIR = UUID("019a0000-0000-7000-8000-000000000002")
SIGN = f'data-id="{AMIR}" data-name="Amir Shah"'


@pytest.fixture
def case(client: FlaskClient, tx: Transaction) -> Case:
    hub = a_hub(tx)
    take_seat(client, tx, a_coordinator(tx, hub), hub)
    return a_call(tx, hub)


@pytest.fixture
def presence(settings: Settings) -> Presence:
    return Presence(redis.Redis.from_url(settings.redis.url))


@pytest.fixture
def without_redis(app: Flask) -> Iterator[None]:
    kept = app.extensions["presence"]
    app.extensions["presence"] = Presence(redis.Redis.from_url("redis://127.0.0.1:9/0", **QUICK))
    yield
    app.extensions["presence"] = kept


def test_board_and_case_say_who_looks_and_who_looks_no_more(
    client: FlaskClient, case: Case, presence: Presence
) -> None:
    pages = ("/board", f"/cases/{case.id}")
    assert [SIGN in client.get(page).text for page in pages] == [False, False]
    presence.look(case.hub_id, str(case.id), AMIR, "Amir Shah")
    assert [SIGN in client.get(page).text for page in pages] == [True, True]
    presence.leave(case.hub_id, str(case.id), AMIR)
    assert [SIGN in client.get(page).text for page in pages] == [False, False]


def test_only_cases_that_somebody_looks_at_are_told(case: Case, presence: Presence) -> None:
    other = "019a0000-0000-7000-8000-000000000009"
    presence.look(case.hub_id, str(case.id), AMIR, "Amir Shah")
    told = presence.looking(case.hub_id, [str(case.id), other])
    assert told == {str(case.id): [{"id": str(AMIR), "name": "Amir Shah"}]}
    assert presence.looking(case.hub_id, []) == {}


@pytest.mark.usefixtures("without_redis")
def test_pages_are_drawn_without_redis(client: FlaskClient, case: Case) -> None:
    for page in ("/board", f"/cases/{case.id}"):
        assert client.get(page).status_code == 200
