"""Hubs, lines and numbers: recognised, never proven, and one hub never sees another's."""

import pytest

from app.directory import actions, queries
from app.directory.facts import ControlTested, KnownNumberKept
from app.directory.states import LineKind
from app.foundation.actor import Actor, ActorKind
from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict, NotAllowed, NotFound
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber
from tests.builders.cases import acting
from tests.builders.directory import an_open_hub, an_organisation

LINE, HOME = "+441632960200", "+441632960230"


def test_a_number_of_ours_leads_to_its_hub_and_pathway(tx: Transaction) -> None:
    hub = an_open_hub(tx, line=LINE)
    line = queries.hub_by_line(tx, LINE)
    assert line is not None
    assert (line.hub_id, line.kind) == (hub.id, LineKind.PROFESSIONAL)
    assert queries.hub_by_line(tx, "+441632960299") is None


def test_a_number_of_ours_cannot_lead_to_two_hubs(tx: Transaction) -> None:
    an_open_hub(tx, line=LINE)
    with pytest.raises(Conflict):
        an_open_hub(tx, line=LINE)


def test_a_line_changes_its_pathway_in_place(tx: Transaction) -> None:
    hub = an_open_hub(tx, line=LINE)
    actions.keep_line(tx, hub.id, TelephoneNumber(LINE), LineKind.CARE_HOME)
    assert [line.kind for line in queries.lines(tx, hub.id)] == [LineKind.CARE_HOME]


def test_a_known_number_names_its_organisation_in_its_hub_only(tx: Transaction) -> None:
    hub, other = an_open_hub(tx), an_open_hub(tx)
    home = an_organisation(tx, hub.id, numbers=(HOME,))
    found = queries.known_number(tx, hub.id, HOME)
    assert found is not None
    assert found[1].id == home.id
    assert queries.known_number(tx, other.id, HOME) is None
    assert any(isinstance(fact, KnownNumberKept) for fact in tx.facts)


def test_a_number_that_moved_is_its_new_owners(tx: Transaction) -> None:
    hub = an_open_hub(tx)
    an_organisation(tx, hub.id, numbers=(HOME,))
    surgery = an_organisation(tx, hub.id, CallerType.GP_PRACTICE, "Fernbank Practice")
    actions.keep_known_number(tx, surgery.id, TelephoneNumber(HOME), "back office")
    found = queries.known_number(tx, hub.id, HOME)
    assert found is not None
    assert (found[0].label, found[1].name) == ("back office", "Fernbank Practice")
    assert len(queries.known_numbers(tx, hub.id)) == 1


def test_keeping_an_organisation_twice_changes_the_one(tx: Transaction) -> None:
    hub = an_open_hub(tx)
    code = OdsCode("ZZNV31")
    for name in ("Larch Hous", "Larch House"):
        actions.keep_organisation(tx, hub.id, code, name=name, caller_type=CallerType.CARE_HOME)
    assert [each.name for each in queries.organisations(tx, hub.id)] == ["Larch House"]
    assert not queries.organisations(tx, hub.id, CallerType.POLICE)


def test_the_control_of_an_area_is_dialled_and_another_area_of_the_hub_if_unknown(
    tx: Transaction,
) -> None:
    hub = an_open_hub(tx)
    actions.keep_ambulance_area(tx, hub.id, "West", TelephoneNumber("+441632960911"))
    assert queries.ambulance_area(tx, hub.id, "West").control_number == "+441632960911"
    assert queries.ambulance_area(tx, hub.id, "East").name == "Northvale Ambulance"


def test_a_hub_without_control_says_to_dial_999(tx: Transaction) -> None:
    hub = actions.open_hub(tx, "NOCTRL", "Nowhere hub")
    with pytest.raises(NotFound, match="Dial 999"):
        queries.ambulance_area(tx, hub.id)


def test_a_test_of_control_is_kept_and_a_new_number_is_untested(tx: Transaction) -> None:
    hub = an_open_hub(tx)
    actions.record_control_test(tx, hub.id, "Northvale Ambulance", passed=True)
    area = queries.ambulance_area(tx, hub.id)
    assert (area.tested_at, area.test_passed) == (tx.now, True)
    assert isinstance(tx.facts[-1], ControlTested)
    actions.keep_ambulance_area(tx, hub.id, "Northvale Ambulance", TelephoneNumber("+441632960911"))
    assert (area.tested_at, area.test_passed) == (None, None)
    with pytest.raises(NotFound):
        actions.record_control_test(tx, hub.id, "Nowhere", passed=True)


def test_what_belongs_to_another_hub_is_not_found(tx: Transaction) -> None:
    mine, theirs = an_open_hub(tx, "Mine"), an_open_hub(tx, "Theirs", line=LINE)
    home = an_organisation(tx, theirs.id, numbers=(HOME,))
    here = acting(tx, Actor(ActorKind.PERSON, new_id(), hubs=frozenset({mine.id})))
    assert [hub.id for hub in queries.hubs(here)] == [mine.id]
    assert queries.hub_by_line(here, LINE) is None
    for ask in (
        lambda: queries.hub(here, theirs.id),
        lambda: queries.hub_by_code(here, theirs.code),
        lambda: queries.lines(here, theirs.id),
        lambda: queries.known_number(here, theirs.id, HOME),
        lambda: queries.known_numbers(here, theirs.id),
        lambda: queries.organisations(here, theirs.id),
        lambda: queries.organisation(here, home.id),
        lambda: queries.organisation_by_code(here, theirs.id, home.ods_code),
        lambda: queries.ambulance_area(here, theirs.id),
    ):
        with pytest.raises(NotFound):
            ask()


def test_the_directory_is_written_by_who_may(tx: Transaction) -> None:
    hub = an_open_hub(tx)
    here = acting(tx, Actor(ActorKind.PERSON, new_id(), hubs=frozenset({hub.id})))
    number = TelephoneNumber(HOME)
    home = an_organisation(tx, hub.id)
    for ask in (
        lambda: actions.open_hub(here, "X", "X"),
        lambda: actions.keep_line(here, hub.id, number, LineKind.CARE_HOME),
        lambda: actions.keep_ambulance_area(here, hub.id, "West", number),
        lambda: actions.keep_known_number(here, home.id, number),
        lambda: actions.record_control_test(here, hub.id, "Northvale Ambulance", passed=True),
    ):
        with pytest.raises(NotAllowed):
            ask()
