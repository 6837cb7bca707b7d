"""Numbers of ours that do not lead to us are found before a caller finds them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.console import supervising
from app.directory import actions, jobs, queries
from app.directory.facts import LineChecked, LinesCheckDue
from app.directory.models import Hub, HubLine
from app.foundation.transaction import Transaction
from app.integrations import twilio
from config.settings import Settings
from tests.builders.cases import a_coordinator, acting
from tests.builders.directory import an_open_hub
from tests.simulators.twilio.driver import Simulator

LINE = "+441632960200"


@pytest.fixture
def carrier(settings: Settings) -> Iterator[Simulator]:
    """The carrier, as a job worker reaches it; it sends every number's calls to us."""
    with Simulator.start(
        settings.web.public_url,
        voice_path=jobs.INBOUND,
        key_sid=settings.twilio.api_key_sid,
        key_secret=settings.twilio.api_key_secret,
    ) as simulator:
        here = replace(settings.twilio, api_url=simulator.url)
        twilio.configure(replace(settings, twilio=here))
        yield simulator
    twilio.configure(settings)


@pytest.fixture
def hub(tx: Transaction) -> Hub:
    return an_open_hub(tx, line=LINE)


def line(tx: Transaction) -> HubLine:
    tx.session.expire_all()
    return tx.session.get_one(HubLine, LINE)


def test_a_line_is_asked_about_at_once_and_again_until_somebody_answers(
    tx: Transaction, hub: Hub
) -> None:
    assert actions.check_due(tx) == 1
    assert [fact.hub_id for fact in tx.facts if isinstance(fact, LinesCheckDue)] == [hub.id]
    assert actions.check_due(tx) == 0
    tx.now += actions.CHECK_AGAIN_AFTER
    assert actions.check_due(tx) == 1


def test_an_answer_lasts_an_hour_unless_the_clock_starts_anew(tx: Transaction, hub: Hub) -> None:
    assert hub.id
    actions.line_checked(tx, LINE, points_at_us=True)
    tx.now += timedelta(minutes=59)
    assert actions.check_due(tx) == 0
    actions.check_soon(tx)
    assert actions.check_due(tx) == 1


def test_only_a_change_is_a_fact(tx: Transaction, hub: Hub) -> None:
    assert hub.id
    for points in (True, True, False):
        actions.line_checked(tx, LINE, points_at_us=points)
    told = [fact.points_at_us for fact in tx.facts if isinstance(fact, LineChecked)]
    assert told == [True, False]


def test_the_carrier_is_asked_and_what_follows_the_hash_is_no_difference(
    tx: Transaction, hub: Hub, carrier: Simulator, settings: Settings
) -> None:
    tx.session.flush()
    url = f"{settings.web.public_url}{jobs.INBOUND}"
    for asked, points in (
        (url, True),
        (f"{url}#rc=2&rp=5xx", True),
        ("https://elsewhere.example.test/telephony/inbound", False),
        ("", False),
        (f"{url}#rc=1", True),
    ):
        carrier.point(LINE, voice_url=asked)
        jobs.check_lines(str(hub.id))
        assert line(tx).points_at_us is points, asked
    assert line(tx).checked_at is not None


def test_a_silent_carrier_leaves_what_was_known(
    tx: Transaction, hub: Hub, carrier: Simulator
) -> None:
    tx.session.flush()
    jobs.check_lines(str(hub.id))
    carrier.stop()
    before = line(tx).checked_at
    jobs.check_lines(str(hub.id))
    assert line(tx).points_at_us is True
    assert line(tx).checked_at == before


def test_a_line_astray_is_said_by_health_and_to_its_own_supervisor(
    tx: Transaction, hub: Hub, client: FlaskClient
) -> None:
    words = "01632 960 200 does not point at us: its calls are lost."
    assert words not in client.get("/readyz").get_json()["degraded"]
    actions.line_checked(tx, LINE, points_at_us=False)
    tx.session.flush()
    told = client.get("/readyz")
    assert told.status_code == 200
    assert words in told.get_json()["degraded"]
    assert [queries.astray(each) for each in queries.lines_astray(tx)] == [words]
    mine = acting(tx, a_coordinator(tx, hub.id))
    assert words in [note.strong for note in supervising.supervisor_view(mine, hub.id).needs]
    other = an_open_hub(tx, "Sker hub")
    theirs = acting(tx, a_coordinator(tx, other.id))
    assert supervising.supervisor_view(theirs, other.id).needs == ()
