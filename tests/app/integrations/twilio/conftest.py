"""The client's tests talk to the simulator, which talks to a tiny app."""

from tests.simulators.twilio.conftest import _simulator, _tiny, simulator, tiny

__all__ = ["_simulator", "_tiny", "simulator", "tiny"]
