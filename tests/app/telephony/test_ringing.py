"""A waiting call rings in the headset of whoever is free for it, and of nobody else."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cases import actions
from app.cases.models import Case
from app.cases.states import Queue
from app.foundation.actor import Actor
from app.foundation.transaction import Transaction
from app.staffing import actions as staffing
from app.telephony import queries
from tests.builders.cases import COORDINATOR, a_call, a_coordinator, a_hub, acting
from tests.builders.seats import take_seat
from tests.strictness import StrictClient


@pytest.fixture
def hub(tx: Transaction) -> UUID:
    return a_hub(tx)


def free(tx: Transaction, hub: UUID, who: Actor) -> Transaction:
    mine = acting(tx, who)
    staffing.sign_on(mine, hub)
    staffing.ready(mine, hub)
    staffing.seen(mine, hub)
    tx.session.flush()
    return mine


def waiting_in(tx: Transaction, hub: UUID, queue: Queue) -> Case:
    case = a_call(tx, hub)
    case.queue = queue
    tx.session.flush()
    return case


def test_it_rings_for_whoever_is_free_until_somebody_takes_the_call(
    tx: Transaction, hub: UUID
) -> None:
    mine = free(tx, hub, a_coordinator(tx, hub))
    assert not queries.call_waits(mine, hub)
    case = waiting_in(tx, hub, Queue.COORDINATOR)
    assert queries.call_waits(mine, hub)
    actions.take(acting(tx, a_coordinator(tx, hub, "Amir Shah")), case.id)
    tx.session.flush()
    assert not queries.call_waits(mine, hub)


def test_it_does_not_ring_on_a_break_or_for_somebody_off_shift(tx: Transaction, hub: UUID) -> None:
    waiting_in(tx, hub, Queue.COORDINATOR)
    mine = free(tx, hub, a_coordinator(tx, hub))
    assert queries.call_waits(mine, hub)
    staffing.take_break(mine, hub)
    tx.session.flush()
    assert not queries.call_waits(mine, hub)
    away = acting(tx, a_coordinator(tx, hub, "Amir Shah"))
    assert not queries.call_waits(away, hub)


@pytest.mark.parametrize(("queue", "rings"), [(Queue.STREAMING, True), (Queue.COORDINATOR, False)])
def test_it_rings_for_whom_the_call_is_meant(
    tx: Transaction, hub: UUID, queue: Queue, rings: bool
) -> None:
    waiting_in(tx, hub, queue)
    handler = a_coordinator(tx, hub, "Jo Lindley", COORDINATOR - {"case.coordinate"})
    assert queries.call_waits(free(tx, hub, handler), hub) is rings


def test_a_case_in_writing_rings_nowhere(tx: Transaction, hub: UUID) -> None:
    case = waiting_in(tx, hub, Queue.COORDINATOR)
    case.on_line_since = None
    tx.session.flush()
    assert not queries.call_waits(free(tx, hub, a_coordinator(tx, hub)), hub)


def test_the_phone_window_is_told(app: Flask, tx: Transaction, hub: UUID) -> None:
    client = StrictClient(app, app.response_class)
    # the request is at the real instant, at which the desk must have been seen lately
    tx.now = tx.session.scalars(select(func.clock_timestamp())).one()
    who = a_coordinator(tx, hub)
    take_seat(client, tx, who, hub)
    free(tx, hub, who)
    asked = {"Accept": "application/json"}
    assert client.get("/telephony/my-call", headers=asked).get_json()["waits"] is False
    waiting_in(tx, hub, Queue.COORDINATOR)
    told = client.get("/telephony/my-call", headers=asked).get_json()
    assert (told["call"], told["waits"]) == (None, True)
