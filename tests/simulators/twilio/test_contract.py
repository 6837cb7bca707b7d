"""What the simulator sends and answers, against what Twilio publishes, where that is at hand."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.simulators.twilio.account import Credentials
from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.test_rooms import GP, HUB, talking
from tests.simulators.twilio.tiny import TinyApp

PUBLISHED = Path(__file__).parents[4] / "shared" / "contracts" / "twilio"
ROOT = f"/2010-04-01/Accounts/{Credentials().account_sid}"

pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="what Twilio publishes is not beside the checkout"
)

# Sent where the caller's network gives them, or by parts of Twilio that we do not use.
_ALWAYS = {"always", "all", "usual", "inbound", "terminal", "progress events"}


@pytest.fixture
def everything(simulator: Simulator, tiny: TinyApp) -> Simulator:
    """A whole call with a third party and its recording, a text out and a text in."""
    caller, coordinator, telephone = talking(simulator, tiny)
    simulator.when_rung(GP, after=1, digits=["1"], talk=20)
    telephone.place_call(
        GP, HUB, tiny.at("screen"), tiny.at("status/x-1"), timeout_seconds=20, reference="x-1"
    )
    simulator.wait_for(lambda: tiny.got("room", ParticipantLabel="third-1"))
    simulator.wait_for(lambda: tiny.got("status/x-1", CallStatus="completed"))
    simulator.ring("+447700900124", HUB, patience=5)
    simulator.wait_for(lambda: tiny.got("left-queue", QueueResult="hangup"))
    telephone.send_text("+447700900801", "Job 4821", tiny.at("text-status"), from_=HUB)
    simulator.text("+447700900801", HUB, "1 4821")
    simulator.hang_up(caller)
    simulator.hang_up(coordinator)
    simulator.wait_for(lambda: tiny.got("recording", RecordingStatus="completed"))
    simulator.wait_for(lambda: tiny.got("text-status", MessageStatus="delivered"))
    return simulator


def promised() -> Iterator[tuple[str, str]]:
    with (PUBLISHED / "webhook_parameters.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["when"] in _ALWAYS and row["parameter"] != "*":
                yield row["webhook"], row["parameter"]


def test_every_webhook_carries_what_it_always_carries(everything: Simulator) -> None:
    log = everything.webhooks()
    sent = {entry["kind"] for entry in log}
    assert {"voice.inbound", "voice.gather_action", "voice.enqueue_wait", "voice.status"} <= sent
    assert {"voice.dial_action", "voice.enqueue_action", "conference.status"} <= sent
    assert {"recording.status", "sms.inbound", "sms.status"} <= sent
    missing = set()
    for kind, parameter in promised():
        for entry in (e for e in log if e["kind"] == kind):
            if parameter not in entry["params"] and not _excused(kind, parameter, entry["params"]):
                missing.add((kind, parameter))
    assert missing == set()


def _excused(kind: str, parameter: str, params: dict[str, str]) -> bool:
    """What Twilio leaves out although the table says always, or says when in another column."""
    match kind, parameter:
        case ("voice.status", "CallDuration" | "SipResponseCode"):
            return params["CallStatus"] in {"initiated", "ringing", "in-progress"}
        case ("voice.inbound", "CallToken"):
            return params["Direction"] != "inbound" or params["From"].startswith("client:")
        case _:
            return False


LISTS = (
    ("Calls", "calls", "call"),
    ("Queues", "queues", "queue"),
    ("Conferences", "conferences", "conference"),
    ("Recordings", "recordings", "recording"),
    ("Messages", "messages", "message"),
)


def test_every_list_has_the_published_fields(everything: Simulator) -> None:
    own = Credentials()
    published = json.loads((PUBLISHED / "openapi" / "twilio_api_v2010.json").read_text())
    schemas: dict[str, Any] = published["components"]["schemas"]
    paging = {"uri", "first_page_uri", "next_page_uri", "previous_page_uri", "page", "page_size"}
    for path, name, schema in LISTS:
        page = everything.get(f"{ROOT}/{path}.json", auth=(own.key_sid, own.key_secret))
        assert set(page[name][0]) == set(schemas[f"api.v2010.account.{schema}"]["properties"])
        assert set(page) == paging | {"start", "end", name}
