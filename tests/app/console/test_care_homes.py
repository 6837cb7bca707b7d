"""The care-home pathway: its own report, its outbreak prompt, and what is carried with a case."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.cases import actions
from app.cases.actions.receiving import Source
from app.cases.models import Case
from app.console import care_homes
from app.directory.models import Organisation
from app.foundation import journal
from app.foundation.actor import Actor
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from tests.builders.cases import COORDINATOR, a_call, a_coordinator, a_hub, acting
from tests.builders.directory import an_organisation
from tests.builders.seats import take_seat

RIGHTS = COORDINATOR | {"supervise"}


@pytest.fixture
def manager(tx: Transaction) -> Actor:
    roles = ("shift_manager", "pathway_coordinator")
    return a_coordinator(tx, a_hub(tx), "Helen Marsh", RIGHTS, roles)


def hub_of(who: Actor) -> UUID:
    return next(iter(who.hubs))


def a_form(tx: Transaction, home: Organisation, record: dict[str, object] | None = None) -> Case:
    source = Source(
        caller_type=CallerType.CARE_HOME,
        number="+441632960118",
        organisation_id=home.id,
        line=home.name,
        express=True,
    )
    made = actions.receive_form(tx, home.hub_id, new_id().hex, source, record or {"need": "Fall"})
    tx.session.flush()
    return tx.session.get_one(Case, made.case_id)


def take(tx: Transaction, who: Actor, case: Case) -> None:
    """Take a case and write that down, as the end of a transaction does."""
    mine = Transaction(tx.session, who, tx.now, [])
    actions.take(mine, case.id)
    tx.session.flush()
    journal.write(tx.session, who, mine.facts)


def test_the_week_counts_what_was_taken_in_time_by_home(tx: Transaction, manager: Actor) -> None:
    # the journal's clock is the database's
    tx.now = tx.session.scalars(select(func.now())).one() - timedelta(minutes=1)
    hub = hub_of(manager)
    larch = an_organisation(tx, hub, name="Larch House")
    cedars = an_organisation(tx, hub, name="The Cedars")
    taken, waiting, _ = a_form(tx, larch), a_form(tx, larch), a_form(tx, cedars)
    a_call(tx, hub, CallerType.CARE_HOME)
    a_call(tx, hub, CallerType.GP_PRACTICE)
    assert waiting.owner_id is None
    take(tx, manager, taken)
    found = care_homes.care_homes_view(acting(tx, manager), hub)
    told = [(line.name, line.calls, line.forms, line.on_time) for line in found.lines]
    assert told == [
        ("Home not known", 1, 0, "None due yet"),
        ("Larch House", 0, 2, "1 of 1"),
        ("The Cedars", 0, 1, "None due yet"),
    ]


def test_what_nobody_took_in_time_is_late_and_a_week_ago_is_past(
    tx: Transaction, manager: Actor
) -> None:
    hub = hub_of(manager)
    a_form(tx, an_organisation(tx, hub, name="Larch House"))
    tx.now += timedelta(minutes=21)
    late = care_homes.care_homes_view(acting(tx, manager), hub)
    assert (late.on_time, late.lines[0].outcomes) == ("0 of 1", "Still open 1")
    tx.now += timedelta(days=7)
    assert care_homes.care_homes_view(acting(tx, manager), hub).lines == ()


def test_what_happened_is_counted_in_words(tx: Transaction, manager: Actor) -> None:
    hub = hub_of(manager)
    case = a_form(tx, an_organisation(tx, hub, name="Larch House"))
    case.state, case.queue, case.closed_at = "closed", None, tx.now
    case.outcome = {"happened": "advice_given"}
    tx.session.flush()
    line = care_homes.care_homes_view(acting(tx, manager), hub).lines[0]
    assert line.outcomes.endswith(" 1")
    assert "advice" in line.outcomes.lower()


def test_a_supervisor_reads_the_report_and_a_coordinator_does_not(
    client: FlaskClient, tx: Transaction, manager: Actor
) -> None:
    hub = hub_of(manager)
    a_form(tx, an_organisation(tx, hub, name="Larch House"))
    take_seat(client, tx, manager, hub)
    page = client.get("/care-homes")
    assert page.status_code == 200
    assert "Larch House" in page.text
    assert 'href="/care-homes"' in client.get("/supervisor").text
    take_seat(client, tx, a_coordinator(tx, hub), hub)
    assert client.get("/care-homes").status_code == 403


@pytest.mark.parametrize(("others", "said"), [(1, False), (2, True)])
def test_two_others_affected_may_be_an_outbreak(
    client: FlaskClient, tx: Transaction, manager: Actor, others: int, said: bool
) -> None:
    hub = hub_of(manager)
    home = an_organisation(tx, hub, name="Larch House")
    case = a_form(tx, home, {"need": "Cough", "others_affected": others})
    take_seat(client, tx, manager, hub)
    page = client.get(f"/cases/{case.id}").text
    assert ("Perhaps an outbreak: 2 other residents" in page) is said
    row = client.get("/board").text
    assert ("2 others affected, perhaps an outbreak" in row) is said


def test_needs_of_communication_go_wherever_the_case_goes(
    client: FlaskClient, tx: Transaction, manager: Actor
) -> None:
    hub = hub_of(manager)
    case = a_call(tx, hub)
    told = {"language": "Welsh", "adjustments": "Lip-reads, face them"}
    actions.write_record(acting(tx, manager), case.id, 0, told)
    tx.session.flush()
    take_seat(client, tx, manager, hub)
    facts = ("<dt>Interpreter</dt>", "Welsh", "<dt>Adjustments</dt>", "Lip-reads, face them")
    for path in (f"/cases/{case.id}", f"/cases/{case.id}/hand-over"):
        page = client.get(path).text
        assert [fact for fact in facts if fact not in page] == [], path
    actions.stream(acting(tx, manager), case.id)
    tx.session.flush()
    page = client.get(f"/cases/{case.id}").text
    assert 'id="streaming"' in page
    assert [fact for fact in facts if fact not in page] == []
