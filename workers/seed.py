"""The demonstration's hubs, organisations, residents and staff. Invented, and safe to repeat."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from app.accounts import actions as accounts
from app.accounts import queries as staff
from app.directory import actions as directory
from app.directory import queries
from app.directory.states import LineKind
from app.foundation import database
from app.foundation.actor import SERVICE
from app.foundation.transaction import Transaction, transaction
from app.foundation.working_time import london_date
from app.patients import actions as patients
from app.telephony import actions as telephony
from app.terms.age import age_on
from app.terms.caller import CallerType
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber
from config.settings import Settings, settings_of_process
from tests.builders.people import InventedPerson
from tests.builders.people import people as invented
from workers.demo_people import DEMO_PIN, PEOPLE, DemoPerson
from workers.demo_places import HUBS, DemoHub, DemoOrganisation

LANGUAGES = (
    ("polish", "020 7946 0301"),
    ("punjabi", "020 7946 0302"),
    ("romanian", "020 7946 0303"),
    ("sign language by video", "020 7946 0304"),
    ("text relay", "020 7946 0305"),
)
"""Whom to ring for a language; the numbers are from the range kept for drama."""

RESIDENTS_OF_A_HOME = 12
_YOUNGEST = 68
_CHANCE = 999
"""Any number; the same one gives the same residents."""


class RealAccountError(Exception):
    """Demonstration accounts were asked for where a real telephone account is in use."""


def seed(settings: Settings) -> tuple[DemoPerson, ...]:
    """Put the demonstration into the database, as far as it is not there.

    Returns:
        Who may sign in; all with `settings.demo_password` and the PIN `DEMO_PIN`.

    Raises:
        RealAccountError: this is no demonstration: well-known names must not open a real desk.
    """
    if not settings.twilio.simulated or settings.demo_password is None:
        raise RealAccountError("Demonstration accounts exist only beside the telephone simulator.")
    secrets = accounts.kept(settings.demo_password, DEMO_PIN)
    with transaction(SERVICE) as tx:
        everybody = _residents(tx)
        hubs = {hub.code: _hub(tx, hub, everybody) for hub in HUBS}
        for person in PEOPLE:
            _enrol(tx, person, hubs, secrets)
    return PEOPLE


def _hub(tx: Transaction, hub: DemoHub, everybody: Iterator[InventedPerson]) -> UUID:
    known = {found.code: found for found in queries.hubs(tx)}
    found = known.get(hub.code) or directory.open_hub(tx, hub.code, hub.name)
    lines = {
        LineKind.PROFESSIONAL: hub.professional_line,
        LineKind.CARE_HOME: hub.care_home_line,
    }
    for kind, number in lines.items():
        directory.keep_line(tx, found.id, TelephoneNumber.typed(number), kind)
    area, control = hub.control
    directory.keep_ambulance_area(tx, found.id, area, TelephoneNumber.typed(control))
    for language, number in LANGUAGES:
        telephony.set_language_line(tx, found.id, language, TelephoneNumber.typed(number))
    for each in hub.organisations:
        _organisation(tx, found.id, each, everybody)
    return found.id


def _organisation(
    tx: Transaction, hub_id: UUID, each: DemoOrganisation, everybody: Iterator[InventedPerson]
) -> None:
    residents = list(islice(everybody, RESIDENTS_OF_A_HOME))
    if queries.organisation_by_code(tx, hub_id, each.ods_code):
        return
    kept = directory.keep_organisation(
        tx,
        hub_id,
        OdsCode(each.ods_code),
        name=each.name,
        caller_type=each.caller_type,
        place=each.place,
    )
    for number, label in each.numbers:
        directory.keep_known_number(tx, kept.id, TelephoneNumber.typed(number), label)
    if each.caller_type is not CallerType.CARE_HOME:
        return
    for room, person in enumerate(residents, 1):
        patients.admit_resident(
            tx,
            hub_id,
            kept.id,
            {
                "family_name": person.name.family,
                "given_name": person.name.given,
                "born_on": person.born_on,
                "sex": person.sex.value,
                "nhs_number": person.nhs_number.digits,
                "where_in_home": f"Room {room}",
                "baseline": f"Frailty {person.frailty}" if person.frailty else "",
            },
        )


def _residents(tx: Transaction) -> Iterator[InventedPerson]:
    """Older people without end, none of them twice."""
    today = london_date(tx.now)
    return (
        person
        for person in invented(_CHANCE, today)
        if age_on(person.born_on, today).years >= _YOUNGEST
    )


def _enrol(
    tx: Transaction, person: DemoPerson, hubs: dict[str, UUID], secrets: accounts.Secrets
) -> None:
    if staff.is_taken(tx, person.username):
        return
    accounts.enrol(
        tx,
        username=person.username,
        name=person.name,
        roles=person.roles,
        hubs=[hubs[code] for code in person.hubs],
        ods_code=OdsCode(person.ods_code),
        organisation=person.organisation,
        secrets=secrets,
        professional_registration=person.registration,
    )


def main() -> None:
    """Seed the database of this process's settings."""
    settings = settings_of_process()
    database.connect(settings.database.url, pool_size=1)
    seed(settings)


if __name__ == "__main__":
    main()
