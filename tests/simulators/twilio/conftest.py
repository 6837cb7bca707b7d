"""A tiny app and a simulator that calls it, twenty times as fast as life."""

from collections.abc import Iterator

import pytest

from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.tiny import TinyApp

SPEED = 20


@pytest.fixture(scope="module")
def _tiny() -> Iterator[TinyApp]:
    app = TinyApp()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def _simulator(_tiny: TinyApp) -> Iterator[Simulator]:
    paths = {
        "fallback_number": "+441632960999",
        "voice_path": "/voice",
        "client_path": "/browser",
        "status_path": "/status",
        "sms_path": "/text",
    }
    with Simulator.start(_tiny.url, speed=SPEED, **paths) as simulator:
        yield simulator


@pytest.fixture
def tiny(_tiny: TinyApp, _simulator: Simulator) -> TinyApp:
    """The app, with nothing received."""
    _simulator.reset()
    _tiny.behave()
    return _tiny


@pytest.fixture
def simulator(_simulator: Simulator, tiny: TinyApp) -> Simulator:
    """The simulator, with nothing going on."""
    del tiny
    _simulator.speed(SPEED)
    return _simulator
