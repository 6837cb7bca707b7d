"""What interrupts, and whom: Life for owner and supervisor, Late for who is free, nothing else."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.accounts.queries import Person, Seat
from app.accounts.states import Role
from app.cases import actions as cases
from app.console.shell import alerts
from app.console.views import Alert
from app.foundation.actor import Actor
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.staffing import actions as staffing
from app.terms.band import Band
from tests.builders.cases import COORDINATOR, a_call, a_coordinator, a_hub, acting


@pytest.fixture
def hub(tx: Transaction) -> UUID:
    return a_hub(tx)


def interrupted(tx: Transaction, who: Actor, hub_id: UUID) -> list[Alert]:
    """What interrupts somebody at their desk."""
    assert who.id is not None
    person = Person(who.id, "priya", who.name, (Role.PATHWAY_COORDINATOR,), None)
    seat = Seat(new_id(), hub_id, person, "ZZ001", None, letter_keys_on=True, volume=7)
    tx.session.flush()
    return alerts(acting(tx, who), seat)


def on_shift(tx: Transaction, hub_id: UUID, name: str = "Priya Nair") -> Actor:
    """A coordinator who is signed on and free."""
    who = a_coordinator(tx, hub_id, name)
    staffing.sign_on(acting(tx, who), hub_id)
    return who


def test_a_call_in_good_time_interrupts_nobody(tx: Transaction, hub: UUID) -> None:
    a_call(tx, hub)
    assert interrupted(tx, on_shift(tx, hub), hub) == []


def test_a_p1_past_its_time_is_heard_by_who_is_free_and_only_seen_by_who_is_not(
    tx: Transaction, hub: UUID
) -> None:
    free, away = on_shift(tx, hub), a_coordinator(tx, hub, "Amir Shah")
    a_call(tx, hub)
    tx.now += timedelta(minutes=11)
    staffing.seen(acting(tx, free), hub)
    assert [(a.kind, a.sounding) for a in interrupted(tx, free, hub)] == [("late", True)]
    assert [(a.kind, a.sounding) for a in interrupted(tx, away, hub)] == [("late", False)]


def test_it_ends_when_somebody_takes_the_case(tx: Transaction, hub: UUID) -> None:
    priya = on_shift(tx, hub)
    case = a_call(tx, hub)
    tx.now += timedelta(minutes=11)
    cases.take(acting(tx, priya), case.id)
    assert interrupted(tx, priya, hub) == []


@pytest.mark.parametrize("band", [Band.P2, Band.P3, Band.P4])
def test_a_late_case_of_a_lower_band_interrupts_nobody(
    tx: Transaction, hub: UUID, band: Band
) -> None:
    priya = on_shift(tx, hub)
    case = a_call(tx, hub)
    case.band, case.due_at = band, tx.now - timedelta(hours=1)
    assert interrupted(tx, priya, hub) == []


def test_999_interrupts_only_when_nobody_answered_in_time_and_until_somebody_did(
    tx: Transaction, hub: UUID
) -> None:
    priya = on_shift(tx, hub)
    case = a_call(tx, hub)
    cases.take(acting(tx, priya), case.id)
    cases.raise_emergency(acting(tx, priya), case.id)
    assert interrupted(tx, priya, hub) == []
    tx.now += timedelta(seconds=30)
    cases.alarm_due(tx)
    assert [(a.kind, a.sounding) for a in interrupted(tx, priya, hub)] == [("life", True)]
    cases.control_answered(acting(tx, priya), case.id)
    assert interrupted(tx, priya, hub) == []


def test_a_supervisor_hears_what_nobody_does_about_it(tx: Transaction, hub: UUID) -> None:
    sam = a_coordinator(tx, hub, "Sam Reed", COORDINATOR | {"supervise"}, ("shift_manager",))
    a_call(tx, hub)
    tx.now += timedelta(minutes=11)
    assert [a.sounding for a in interrupted(tx, sam, hub)] == [True]


def test_every_alert_has_the_action_that_ends_it(tx: Transaction, hub: UUID) -> None:
    priya = on_shift(tx, hub)
    a_call(tx, hub)
    emergency = a_call(tx, hub, number="+447700900215")
    cases.raise_emergency(acting(tx, priya), emergency.id)
    tx.now += timedelta(minutes=11)
    cases.alarm_due(tx)
    found = interrupted(tx, priya, hub)
    assert {alert.kind for alert in found} == {"life", "late"}
    assert all(alert.actions and alert.actions[0].url.startswith("/cases/") for alert in found)


def test_a_night_of_late_p4_and_p3_is_a_quiet_night(tx: Transaction, hub: UUID) -> None:
    priya = on_shift(tx, hub)
    for number in range(20):
        case = a_call(tx, hub, number=f"+4477009001{number:02d}")
        case.band, case.due_at = Band.P3, tx.now - timedelta(minutes=number)
    assert interrupted(tx, priya, hub) == []
