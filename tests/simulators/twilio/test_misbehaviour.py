"""What may go wrong does go wrong when asked, and only then."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from config.settings import SIMULATED_ACCOUNT
from tests.simulators.twilio.account import (
    RealAccountError,
    refuse_real_accounts,
)
from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.test_rooms import talking
from tests.simulators.twilio.timers import now
from tests.simulators.twilio.tiny import TinyApp

CREW = "+447700900123"
HUB = "+442079460100"
ROOT = Path(__file__).parents[3]


def ended(simulator: Simulator, tiny: TinyApp) -> str:
    """A call that rings, waits and gives up; everything told."""
    sid = simulator.ring(CREW, HUB, digits=["1"], patience=3)
    simulator.wait_for_status(sid, "completed", "canceled")
    simulator.wait_until_told()
    del tiny
    return sid


def test_it_behaves_unless_asked(simulator: Simulator, tiny: TinyApp) -> None:
    ended(simulator, tiny)
    assert Counter(r.path for r in tiny.received) == {
        "voice": 1,
        "menu": 1,
        "wait": 1,
        "left-queue": 1,
        "status": 1,
    }
    assert len({r.token for r in tiny.received}) == 5


@pytest.mark.parametrize(("do", "tokens"), [("double", 1), ("double_new", 2)])
def test_double(simulator: Simulator, tiny: TinyApp, do: str, tokens: int) -> None:
    simulator.misbehave(do, "voice.status")
    ended(simulator, tiny)
    simulator.wait_for(lambda: len(tiny.got("status")) == 2)
    assert len({r.token for r in tiny.received if r.path == "status"}) == tokens
    assert tiny.got("status")[0] == tiny.got("status")[1]


def test_a_document_asked_for_twice_moves_the_call_once(
    simulator: Simulator, tiny: TinyApp
) -> None:
    simulator.misbehave("double", "voice.gather_action")
    ended(simulator, tiny)
    assert len(tiny.got("menu")) == 2
    assert len(tiny.got("left-queue")) == 1


def test_drop(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.misbehave("drop", "voice.status", where={"CallStatus": "completed"}, next=1)
    ended(simulator, tiny)
    assert tiny.got("status") == []
    ended(simulator, tiny)
    assert len(tiny.got("status")) == 1
    assert [w["error"] for w in simulator.webhooks("voice.status")] == ["dropped", None]


def test_reorder_and_delay(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.misbehave("reorder", "voice.status", where={"CallStatus": "initiated"}, seconds=20)
    telephone = simulator.telephone()
    simulator.when_rung("+441632960333", after=1, digits=[], talk=5)
    telephone.place_call(
        "+441632960333",
        HUB,
        tiny.at("screen"),
        tiny.at("status/r"),
        timeout_seconds=20,
        reference="r",
    )
    simulator.wait_for(lambda: tiny.got("status/r", CallStatus="initiated"))
    statuses = [s["CallStatus"] for s in tiny.got("status/r")]
    assert statuses[0] == "ringing"
    assert "initiated" in statuses
    numbers = [int(s["SequenceNumber"]) for s in tiny.got("status/r")]
    assert sorted(numbers) != numbers


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["voice.inbound", "voice.gather_action", "voice.enqueue_wait"])
def test_hang_up_at_any_step(simulator: Simulator, tiny: TinyApp, step: str, when: str) -> None:
    simulator.misbehave("hang_up", step, next=1, when=when)
    sid = ended(simulator, tiny)
    simulator.wait_for(lambda: tiny.got("status", CallSid=sid))
    assert len(tiny.got("status", CallSid=sid)) == 1
    assert all(not q["members"] for q in simulator.state()["queues"])


def test_hang_up_in_the_moment_of_being_taken(simulator: Simulator, tiny: TinyApp) -> None:
    telephone = simulator.telephone()
    sid = simulator.ring(CREW, HUB, digits=["1"])
    simulator.wait_for(lambda: tiny.got("wait"))
    simulator.misbehave("hang_up", "rest.take_member", next=1)
    with pytest.raises(Exception, match="gone"):
        telephone.take_member(telephone.ensure_queue("waiting"), sid, tiny.at("join"))
    simulator.wait_for_status(sid, "completed")
    assert tiny.got("left-queue")[0]["QueueResult"] == "hangup"


def test_a_fault_of_the_app_is_asked_again_because_the_address_says_so(
    simulator: Simulator, tiny: TinyApp
) -> None:
    tiny.failing["menu"] = [500]
    ended(simulator, tiny)
    assert len(tiny.got("menu")) == 2
    tokens = {r.token for r in tiny.received if r.path == "menu"}
    assert len(tokens) == 1, "a retry carries the same token"
    assert len(tiny.got("wait")) == 1


def test_without_that_a_fault_of_the_app_loses_the_event(
    simulator: Simulator, tiny: TinyApp
) -> None:
    simulator.point(HUB, status_url=tiny.at("status"))
    tiny.failing["status"] = [500]
    ended(simulator, tiny)
    assert len(tiny.got("status")) == 1
    assert simulator.webhooks("voice.status")[0]["status"] == 500


def test_an_app_that_is_down_leaves_the_caller_with_a_person(simulator: Simulator) -> None:
    simulator.point(HUB, voice_url="http://127.0.0.1:9/telephony")
    simulator.when_rung("+441632960999", talk=30)
    began = now()
    sid = simulator.ring(CREW, HUB)
    simulator.wait_for(lambda: simulator.calls_to("+441632960999"))
    [asked] = simulator.webhooks("voice.fallback", sid)
    assert asked["params"]["ErrorCode"] == "11205"
    assert sid in {call.sid for call in simulator.telephone().calls_since(began)}


def test_a_recording_may_be_absent(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.misbehave("absent", "recording", next=1)
    _, coordinator, telephone = talking(simulator, tiny, talk=5)
    simulator.wait_for(lambda: tiny.got("left-room"))
    simulator.hang_up(coordinator)
    [told] = simulator.wait_for(lambda: tiny.got("recording", RecordingStatus="absent"))
    assert telephone.recording(told["RecordingSid"]).status == "absent"


def test_a_slow_answer_is_asked_for_again(simulator: Simulator, tiny: TinyApp) -> None:
    tiny.answers["voice"] = lambda _: (
        f"<Response><Redirect>{tiny.at('menu')}#rt=300&amp;rc=1&amp;rp=rt</Redirect></Response>"
    )
    tiny.slow["menu"] = [1.0]
    ended(simulator, tiny)
    assert len(tiny.got("menu")) == 2
    [asked] = [w for w in simulator.webhooks() if w["url"].startswith(tiny.at("menu"))]
    assert (asked["tries"], asked["status"]) == (2, 200)


def test_whatever_is_served_is_signed(simulator: Simulator, tiny: TinyApp) -> None:
    ended(simulator, tiny)
    simulator.text(CREW, HUB, "hello & goodbye é")
    simulator.wait_for(lambda: tiny.got("text"))
    assert tiny.unsigned == []


def test_another_token_is_refused_by_the_guard(tiny: TinyApp) -> None:
    with Simulator.start(tiny.url, auth_token="another", voice_path="/voice") as stranger:
        stranger.ring(CREW, HUB)
        stranger.wait_for(lambda: tiny.unsigned)
    assert tiny.received == []


def test_a_rule_nobody_knows_is_refused(simulator: Simulator) -> None:
    with pytest.raises(Exception, match="500"):
        simulator.misbehave("explode")


def test_it_does_not_start_for_another_account() -> None:
    asked = [sys.executable, "-m", "tests.simulators.twilio", "--app-base", "http://127.0.0.1:1"]
    other = "AC" + "1" * 32
    by_option = subprocess.run(
        [*asked, "--account-sid", other], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (by_option.returncode, "refused" in by_option.stderr) == (2, True)
    environment = {**os.environ, "TWILIO_ACCOUNT_SID": other}  # noqa: TID251 - for a child process
    by_environment = subprocess.run(
        asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert by_environment.returncode == 2
    assert "TWILIO_ACCOUNT_SID" in by_environment.stderr


def test_its_own_account_in_the_environment_is_no_hindrance() -> None:
    refuse_real_accounts(SIMULATED_ACCOUNT, {"TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT})
    with pytest.raises(RealAccountError):
        refuse_real_accounts(SIMULATED_ACCOUNT, {"ANY": "x AC" + "a" * 32})
