"""The whole product, a real browser, and a hub that is quiet again after each journey."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.console import PATIENCE, WIDE, Console
from tests.journeys.hub import Hub
from tests.running import Desk, Wanted, running
from tests.simulators.twilio.driver import Simulator

expect.set_options(timeout=PATIENCE)
SetDesk = Callable[..., Console]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    with running(Wanted()) as product:
        yield product


@pytest.fixture
def hub(desk: Desk) -> Iterator[Hub]:
    """Northvale, with nobody waiting at either end of the journey."""
    simulator = Simulator(desk.simulator_url)
    northvale = Hub(desk, simulator)
    before = len(desk.faults())
    yield northvale
    northvale.clear()
    simulator.stop()
    assert desk.faults()[before:] == []


@pytest.fixture
def console(desk: Desk, chromium: Browser, hub: Hub) -> Iterator[SetDesk]:
    """Sets up a console for a person; none may complain by the end of the journey."""
    made: list[Console] = []

    def set_up(username: str, size: tuple[int, int] = WIDE) -> Console:
        one = Console(chromium, desk, size)
        made.append(one)
        return one.sign_in(username)

    yield set_up
    complaints = [complaint for one in made for complaint in one.unexpected]
    for one in made:
        one.close()
    assert complaints == []
