"""The relay: every entry once and in order, jobs with unique ids, screens by numbers."""

from typing import Any

import pytest
import redis
import rq
from flask import Flask
from rq.serializers import JSONSerializer
from sqlalchemy import text

from app.cases import actions
from app.console import panels
from app.console.presence import Presence
from app.foundation import journal
from app.foundation.transaction import Transaction
from config.settings import Settings
from tests.builders.cases import a_call, a_coordinator, a_hub, acting
from workers import reactions
from workers.relay import Relay


class Heard:
    """Stands where Socket.IO's write-only manager stands, and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, str]] = []

    def emit(self, event: str, message: object, room: str) -> None:
        self.sent.append((event, message, room))


@pytest.fixture
def store(settings: Settings) -> redis.Redis:
    client = redis.Redis.from_url(settings.redis.url)
    client.flushdb()
    return client


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def relay(app: Flask, store: redis.Redis, heard: Heard) -> Relay:
    drawing = panels.Drawing(app.jinja_env, store)
    return Relay(store, heard, drawing)  # type: ignore[arg-type]  # what is sent, without a server


def written(tx: Transaction) -> None:
    tx.session.flush()
    journal.write(tx.session, tx.actor, tx.facts)
    tx.facts.clear()


def test_one_event_is_one_numbered_piece_per_room_with_the_row_drawn(
    relay: Relay, heard: Heard, tx: Transaction, store: redis.Redis
) -> None:
    hub = a_hub(tx)
    Presence(store).occupy(panels.room(hub, "board"))
    case = a_call(tx, hub)
    written(tx)
    assert relay.carry(hub) == 2
    pieces = {room: message for _, message, room in heard.sent}
    board, wall = pieces[panels.room(hub, "board")], pieces[panels.room(hub, "wall")]
    assert (board["seq"], board["prev"], board["case"]) == (2, 0, str(case.id))
    assert f'id="case-{case.id}"' in board["html"]
    assert (wall["seq"], wall["prev"], wall["case"], wall["html"]) == (2, 0, None, None)
    assert relay.carry(hub) == 0


def test_numbers_chain_from_piece_to_piece(relay: Relay, heard: Heard, tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    written(tx)
    relay.carry(hub)
    actions.take(acting(tx, a_coordinator(tx, hub)), case.id)
    written(tx)
    relay.carry(hub)
    board = [m for _, m, room in heard.sent if room == panels.room(hub, "board")]
    assert [message["prev"] for message in board] == [0, board[0]["seq"]]
    assert board[1]["seq"] == journal.last_number(tx.session, hub)


def test_nothing_is_drawn_for_a_room_in_which_nobody_is(
    relay: Relay, heard: Heard, tx: Transaction
) -> None:
    hub = a_hub(tx)
    a_call(tx, hub)
    written(tx)
    relay.carry(hub)
    assert all(message["html"] is None for _, message, _ in heard.sent)


def test_a_closed_case_is_gone_from_the_board(
    relay: Relay, heard: Heard, tx: Transaction, store: redis.Redis
) -> None:
    hub = a_hub(tx)
    case, into = a_call(tx, hub), a_call(tx, hub)
    written(tx)
    relay.carry(hub)
    Presence(store).occupy(panels.room(hub, "board"))
    relay.drawing.forget()
    actions.join_contact(acting(tx, a_coordinator(tx, hub)), case.id, into.id)
    written(tx)
    relay.carry(hub)
    gone = {m["case"]: m["gone"] for _, m, room in heard.sent[-4:] if m["case"]}
    assert gone[str(case.id)]


def test_a_drawing_that_fails_is_sent_as_a_bare_look_and_stops_nothing(
    relay: Relay, heard: Heard, tx: Transaction, store: redis.Redis
) -> None:
    hub = a_hub(tx)
    Presence(store).occupy(panels.room(hub, "board"))
    case = a_call(tx, hub)
    written(tx)
    tx.session.execute(
        text("UPDATE \"case\" SET caller_type = 'no such caller' WHERE id = :id"), {"id": case.id}
    )
    assert relay.carry(hub) == 2
    board = next(m for _, m, room in heard.sent if room == panels.room(hub, "board"))
    assert (board["html"], board["gone"], board["case"]) == (None, False, str(case.id))


def test_a_batch_carried_twice_asks_for_each_job_once(
    relay: Relay, tx: Transaction, store: redis.Redis
) -> None:
    if not reactions.REACTIONS:
        pytest.fail("there are no reactions")
    hub = a_hub(tx)
    case = a_call(tx, hub)
    actions.take(acting(tx, a_coordinator(tx, hub)), case.id)
    written(tx)
    relay.carry(hub)
    queue = rq.Queue("now", connection=store, serializer=JSONSerializer)
    once = len(queue)
    relay.bookmarks.clear()
    relay.carry(hub)
    assert once >= 1
    assert len(queue) == once


def test_with_redis_away_the_relay_goes_on_and_moves_its_bookmark(
    app: Flask, tx: Transaction, heard: Heard
) -> None:
    nowhere = redis.Redis(port=9, socket_connect_timeout=0.2)
    relay = Relay(nowhere, heard, panels.Drawing(app.jinja_env, nowhere))  # type: ignore[arg-type]
    hub = a_hub(tx)
    a_call(tx, hub)
    written(tx)
    assert relay.carry(hub) == 2
    assert relay.bookmarks[hub].seq == 2
