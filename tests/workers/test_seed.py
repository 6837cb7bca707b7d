"""The demonstration: invented through and through, and the same however often it is asked for."""

import dataclasses

import pytest
from sqlalchemy import Connection, text

from app.accounts import actions as accounts
from app.accounts.actions import Entered
from app.accounts.states import Role
from app.directory import queries as directory
from app.foundation.actor import SERVICE
from app.foundation.transaction import Transaction, transaction
from app.patients import queries as patients
from app.terms.caller import CallerType
from app.terms.nhs_number import NhsNumber
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber, is_fictional
from config.settings import Settings
from workers.demo_people import DEMO_PIN, PEOPLE
from workers.demo_places import HUBS
from workers.seed import RESIDENTS_OF_A_HOME, RealAccountError, seed

ROWS = "SELECT count(*) FROM "
TABLES = ("hub", "hub_line", "organisation", "known_number", "resident", "staff", "staff_hub")


@pytest.fixture
def seeded(settings: Settings, connection: Connection) -> Settings:
    seed(settings)
    return settings


def test_seeding_twice_is_seeding_once(seeded: Settings, connection: Connection) -> None:
    before = [connection.scalar(text(ROWS + table)) for table in TABLES]
    seed(seeded)
    assert [connection.scalar(text(ROWS + table)) for table in TABLES] == before
    assert all(before)


def test_every_hub_knows_every_kind_of_caller_by_a_number(
    seeded: Settings, tx: Transaction
) -> None:
    for place in HUBS:
        hub = directory.hub_by_code(tx, place.code)
        known = directory.known_numbers(tx, hub.id)
        assert {found.caller_type for _, found in known} == set(CallerType)
        assert all(is_fictional(TelephoneNumber(number.number)) for number, _ in known)
        assert all(OdsCode(found.ods_code).is_invented for _, found in known)


def test_every_hub_has_its_lines_and_an_ambulance_control(
    seeded: Settings, tx: Transaction
) -> None:
    for place in HUBS:
        hub = directory.hub_by_code(tx, place.code)
        assert {line.kind for line in directory.lines(tx, hub.id)} == {"professional", "care_home"}
        assert directory.ambulance_area(tx, hub.id).control_number.startswith("+441632960")


def test_every_care_home_has_residents_with_numbers_nobody_else_has(
    seeded: Settings, tx: Transaction
) -> None:
    numbers = []
    for place in HUBS:
        hub = directory.hub_by_code(tx, place.code)
        for home in directory.organisations(tx, hub.id, CallerType.CARE_HOME):
            residents = patients.residents(tx, hub.id, home.id)
            assert len(residents) == RESIDENTS_OF_A_HOME
            numbers += [NhsNumber(resident.nhs_number or "").digits for resident in residents]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("999") for number in numbers)


def test_somebody_signs_in_for_every_role(seeded: Settings) -> None:
    assert {role for person in PEOPLE for role in person.roles} == set(Role)
    with transaction(SERVICE) as tx:
        outcome = accounts.sign_in(tx, "priya.nair", seeded.demo_password or "")
        assert isinstance(outcome, Entered)
        accounts.lock(tx, outcome.token)
        assert accounts.unlock(tx, outcome.token, "priya.nair", DEMO_PIN) is None


@pytest.mark.parametrize("real", [True, False])
def test_nothing_is_seeded_beside_a_real_account_or_without_a_password(
    settings: Settings, connection: Connection, real: bool
) -> None:
    twilio = dataclasses.replace(settings.twilio, account_sid="AC" + "ab" * 16)
    wrong = (
        dataclasses.replace(settings, twilio=twilio)
        if real
        else dataclasses.replace(settings, demo_password=None)
    )
    with pytest.raises(RealAccountError):
        seed(wrong)
    assert connection.scalar(text("SELECT count(*) FROM staff WHERE username = 'priya.nair'")) == 0
