"""Who is who, and only within one's own hubs."""

import pytest

from app.accounts import actions, queries
from app.accounts.states import Role
from app.foundation.identifiers import new_id
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from tests.builders.accounts import a_member_of_staff
from tests.builders.cases import a_coordinator, acting

HUB, OTHER = new_id(), new_id()


def test_names_of_another_hub_are_left_out(tx: Transaction) -> None:
    mine, theirs = a_member_of_staff(tx, HUB), a_member_of_staff(tx, OTHER)
    here = acting(tx, a_coordinator(tx, HUB))
    assert queries.names(here, [mine.id, theirs.id]) == {mine.id: mine.name}
    assert set(queries.names(tx, [mine.id, theirs.id])) == {mine.id, theirs.id}
    assert queries.names(here, []) == {}


def test_the_name_of_somebody_who_left_is_still_read_on_old_cases(tx: Transaction) -> None:
    left = a_member_of_staff(tx, HUB)
    actions.leave_hub(tx, left.id, HUB)
    here = acting(tx, a_coordinator(tx, HUB))
    assert queries.names(here, [left.id]) == {left.id: left.name}
    assert left.id not in {each.id for each in queries.colleagues(here, HUB)}
    assert not queries.may_coordinate(here, HUB, left.id)


def test_a_colleague_of_another_hub_is_not_found(tx: Transaction) -> None:
    theirs = a_member_of_staff(tx, OTHER)
    here = acting(tx, a_coordinator(tx, HUB))
    with pytest.raises(NotFound):
        queries.person(here, theirs.id)
    with pytest.raises(NotFound):
        queries.colleagues(here, OTHER)
    with pytest.raises(NotFound):
        queries.may_coordinate(here, OTHER, theirs.id)


def test_only_who_works_here_now_and_may_is_offered_a_case(tx: Transaction) -> None:
    coordinator = a_member_of_staff(tx, HUB)
    handler = a_member_of_staff(tx, HUB, roles=(Role.CALL_HANDLER,))
    elsewhere = a_member_of_staff(tx, OTHER)
    assert queries.may_coordinate(tx, HUB, coordinator.id)
    assert not queries.may_coordinate(tx, HUB, handler.id)
    assert not queries.may_coordinate(tx, HUB, elsewhere.id)
    offered = {each.id for each in queries.colleagues(tx, HUB, "case.coordinate")}
    assert coordinator.id in offered
    assert handler.id not in offered


def test_somebody_is_said_by_their_roles(tx: Transaction) -> None:
    both = a_member_of_staff(tx, HUB, roles=(Role.PATHWAY_COORDINATOR, Role.SHIFT_MANAGER))
    assert queries.person(tx, both.id).role == "coordinator and shift manager"
