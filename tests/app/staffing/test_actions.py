"""Who is at a desk, and that nobody is offered a call that would ring nowhere."""

from datetime import timedelta

import pytest

from app.accounts.states import Role
from app.foundation.actor import Actor, ActorKind
from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict, Invalid, NotFound
from app.foundation.transaction import Transaction
from app.staffing import actions, queries
from app.staffing.facts import CameOn, DeskChanged, PhoneLost, WentOff
from app.staffing.states import DeskState, Headset
from app.terms.telephone import TelephoneNumber
from tests.builders.accounts import a_member_of_staff
from tests.builders.cases import acting

HUB, OTHER = new_id(), new_id()


def somebody(tx: Transaction, role: Role = Role.PATHWAY_COORDINATOR) -> Transaction:
    staff = a_member_of_staff(tx, HUB, roles=(role,))
    return acting(tx, Actor(ActorKind.PERSON, staff.id, "ZZNV0", staff.name, frozenset({HUB})))


def who(tx: Transaction) -> object:
    return tx.actor.id


def test_who_signs_on_is_ready_and_free(tx: Transaction) -> None:
    here = somebody(tx)
    actions.sign_on(here, HUB)
    assert queries.free_coordinators(tx, HUB) == [who(here)]
    assert isinstance(tx.facts[-1], CameOn)


def test_a_call_handler_is_on_shift_and_no_free_coordinator(tx: Transaction) -> None:
    here = somebody(tx, Role.CALL_HANDLER)
    actions.ready(here, HUB)
    assert [each.person.id for each in queries.on_shift(tx, HUB)] == [who(here)]
    assert not queries.free_coordinators(tx, HUB)


def test_the_longest_ready_comes_first(tx: Transaction) -> None:
    first, second = somebody(tx), somebody(tx)
    actions.ready(second, HUB)
    tx.now += timedelta(seconds=5)
    first.now = tx.now
    actions.ready(first, HUB)
    assert queries.free_coordinators(tx, HUB) == [who(second), who(first)]


@pytest.mark.parametrize("minutes", [None, 20])
def test_a_break_takes_out_of_the_count_until_ready(tx: Transaction, minutes: int | None) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    back = tx.now + timedelta(minutes=minutes) if minutes else None
    assert actions.take_break(here, HUB, back).back_at == back
    assert not queries.free_coordinators(tx, HUB)
    assert actions.ready(here, HUB).back_at is None
    assert queries.free_coordinators(tx, HUB) == [who(here)]


def test_a_break_cannot_end_before_it_begins(tx: Transaction) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    with pytest.raises(Invalid):
        actions.take_break(here, HUB, tx.now)


def test_a_call_is_followed_by_finishing_off(tx: Transaction) -> None:
    here = somebody(tx)
    desk = actions.ready(here, HUB)
    actions.on_call(tx, HUB, desk.staff_id)
    assert desk.state == DeskState.ON_CALL
    for leave in (actions.ready, actions.take_break, actions.sign_off):
        with pytest.raises(Conflict):
            leave(here, HUB)
    actions.wrap_up(tx, HUB, desk.staff_id)
    assert desk.state == DeskState.WRAP_UP
    assert not queries.free_coordinators(tx, HUB)


def test_the_end_of_a_call_changes_nobody_who_was_on_none(tx: Transaction) -> None:
    desk = actions.ready(somebody(tx), HUB)
    actions.wrap_up(tx, HUB, desk.staff_id)
    assert desk.state == DeskState.READY


def test_a_call_of_somebody_not_on_shift_changes_nothing(tx: Transaction) -> None:
    actions.on_call(tx, HUB, new_id())
    assert not queries.on_shift(tx, HUB)


def test_a_phone_that_gives_no_sign_for_half_a_minute_takes_its_owner_out(
    tx: Transaction,
) -> None:
    here = somebody(tx)
    desk = actions.ready(here, HUB)
    tx.now += timedelta(seconds=29)
    assert actions.release_gone(tx) == 0
    assert queries.headset_words(desk, tx.now) == "Headset ready"
    tx.now += timedelta(seconds=1)
    assert not queries.free_coordinators(tx, HUB), "not even before the clock has looked"
    assert actions.release_gone(tx) == 1
    assert actions.release_gone(tx) == 0
    assert desk.state == DeskState.AWAY
    assert queries.headset_words(desk, tx.now) == "Headset gone"
    assert isinstance(tx.facts[-1], PhoneLost)


def test_a_sign_of_life_keeps_ones_place_and_is_no_fact(tx: Transaction) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    before = len(tx.facts)
    for _ in range(4):
        tx.now += timedelta(seconds=20)
        here.now = tx.now
        actions.seen(here, HUB)
    assert actions.release_gone(tx) == 0
    assert len(tx.facts) == before


def test_a_window_that_comes_back_makes_nobody_ready_by_itself(tx: Transaction) -> None:
    here = somebody(tx)
    desk = actions.ready(here, HUB)
    tx.now += timedelta(minutes=1)
    here.now = tx.now
    actions.release_gone(tx)
    actions.seen(here, HUB)
    assert desk.state == DeskState.AWAY
    assert queries.headset_words(desk, tx.now) == "Headset ready"
    actions.ready(here, HUB)
    assert queries.free_coordinators(tx, HUB) == [who(here)]


def test_a_break_outlasts_a_closed_window(tx: Transaction) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    desk = actions.take_break(here, HUB)
    tx.now += timedelta(minutes=1)
    actions.release_gone(tx)
    assert desk.state == DeskState.BREAK


def test_a_desk_phone_needs_no_window_and_a_number(tx: Transaction) -> None:
    here = somebody(tx)
    with pytest.raises(Invalid):
        actions.sign_on(here, HUB, headset=Headset.DESK_PHONE)
    number = TelephoneNumber.typed("01632 960250")
    desk = actions.sign_on(here, HUB, headset=Headset.DESK_PHONE, desk_number=number)
    tx.now += timedelta(hours=1)
    assert actions.release_gone(tx) == 0
    assert queries.free_coordinators(tx, HUB) == [who(here)]
    assert queries.headset_words(desk, tx.now) == "Desk phone 01632 960 250"


def test_who_signs_off_is_gone_from_the_list(tx: Transaction) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    actions.sign_off(here, HUB)
    actions.sign_off(here, HUB)
    assert not queries.on_shift(tx, HUB)
    assert sum(isinstance(fact, WentOff) for fact in tx.facts) == 1


def test_pressing_ready_twice_is_one_change(tx: Transaction) -> None:
    here = somebody(tx)
    actions.ready(here, HUB)
    actions.ready(here, HUB)
    assert not any(isinstance(fact, DeskChanged) for fact in tx.facts)


def test_another_hub_is_not_found(tx: Transaction) -> None:
    here = somebody(tx)
    for ask in (actions.ready, actions.seen, queries.on_shift, queries.free_coordinators):
        with pytest.raises(NotFound):
            ask(here, OTHER)
    with pytest.raises(NotFound):
        actions.take_break(here, HUB)
