"""A call from ring to end, as the app sees it."""

import pytest

from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.tiny import TinyApp

CREW = "+447700900123"
HUB = "+442079460100"


def wait_in_queue(simulator: Simulator, **person: object) -> str:
    sid = simulator.ring(CREW, HUB, digits=["2"], **person)
    simulator.wait_for(lambda: [m for q in simulator.state()["queues"] for m in q["members"]])
    return sid


def test_a_caller_is_asked_and_then_waits(simulator: Simulator, tiny: TinyApp) -> None:
    sid = wait_in_queue(simulator)
    simulator.wait_for(lambda: len(tiny.got("wait")) > 1)
    assert [r.path for r in tiny.received[:3]] == ["voice", "menu", "wait"]
    assert tiny.got("voice")[0]["CallStatus"] == "ringing"
    assert tiny.got("menu")[0]["Digits"] == "2"
    first, second = tiny.got("wait")[:2]
    assert first["QueuePosition"] == "1"
    assert int(second["QueueTime"]) >= 20
    assert first["CallSid"] == sid
    assert tiny.unsigned == []


def test_a_silent_caller_goes_on_to_wait(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.ring(CREW, HUB)
    simulator.wait_for(lambda: tiny.got("wait"))
    assert tiny.got("menu") == []
    assert len(tiny.got("unclassified")) == 1


def test_a_caller_who_gives_up_is_told_of_twice(simulator: Simulator, tiny: TinyApp) -> None:
    sid = wait_in_queue(simulator, patience=10)
    simulator.wait_for_status(sid, "completed")
    simulator.wait_for(lambda: tiny.got("status"))
    [left] = tiny.got("left-queue")
    assert (left["QueueResult"], left["CallStatus"]) == ("hangup", "completed")
    [ended] = tiny.got("status")
    assert ended["CallStatus"] == "completed"
    assert int(ended["CallDuration"]) >= 10
    assert simulator.state()["queues"][0]["members"] == []


def test_a_caller_may_ask_to_be_called_back(simulator: Simulator, tiny: TinyApp) -> None:
    sid = simulator.ring(CREW, HUB, digits=["2"], queue_digits=["", "1"])
    simulator.wait_for_status(sid, "completed")
    [left] = tiny.got("left-queue")
    assert left["QueueResult"] == "leave"
    assert len(tiny.got("choice")) == 1


def test_a_blocked_source_is_never_answered(simulator: Simulator, tiny: TinyApp) -> None:
    tiny.answers["voice"] = lambda _: '<Response><Reject reason="busy"/></Response>'
    sid = simulator.ring(CREW, HUB)
    simulator.wait_for_status(sid, "busy")
    simulator.wait_for(lambda: tiny.got("status"))
    assert tiny.got("status")[0]["CallDuration"] == "0"


def test_a_browser_arrives_as_inbound_with_what_the_page_sent(
    simulator: Simulator, tiny: TinyApp
) -> None:
    simulator.browser_call("coord_17", {"claim": "one-time"})
    [came] = simulator.wait_for(lambda: tiny.got("browser"))
    assert came["From"] == "client:coord_17"
    assert came["Direction"] == "inbound"
    assert came["claim"] == "one-time"


def test_a_pass_made_by_the_app_lets_a_browser_in(simulator: Simulator, tiny: TinyApp) -> None:
    token = simulator.telephone().access_token("coord_17", 60)
    simulator.browser_call("", token=token)
    [came] = simulator.wait_for(lambda: tiny.got("browser"))
    assert came["From"] == "client:coord_17"


def test_a_pass_made_by_somebody_else_does_not(simulator: Simulator) -> None:
    telephone = simulator.telephone(key_secret="another-secret-of-thirty-two-letters!")
    with pytest.raises(Exception, match="401"):
        simulator.browser_call("", token=telephone.access_token("coord_17", 60))


def test_no_document_sends_the_caller_to_the_fallback(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.point(HUB, fallback_url=tiny.at("fallback"))
    simulator.when_rung("+441632960999", talk=5)
    tiny.failing["voice"] = [500, 500]
    sid = simulator.ring(CREW, HUB)
    [came] = simulator.wait_for(lambda: tiny.got("fallback"))
    assert came["ErrorCode"] == "11200"
    assert came["ErrorUrl"] == tiny.at("voice")
    simulator.wait_for_status(sid, "completed")
    [child] = simulator.calls_to("+441632960999")
    assert (child["parent_call_sid"], child["status"]) == (sid, "completed")


def test_broken_xml_and_a_wrong_type_also_mean_the_fallback(
    simulator: Simulator, tiny: TinyApp
) -> None:
    simulator.point(HUB, fallback_url=tiny.at("fallback"))
    tiny.answers["voice"] = lambda _: "<Response><Say>"
    simulator.ring(CREW, HUB)
    [came] = simulator.wait_for(lambda: tiny.got("fallback"))
    assert came["ErrorCode"] == "12100"


def test_a_wait_document_with_a_forbidden_verb_is_an_error_of_the_queue(
    simulator: Simulator, tiny: TinyApp
) -> None:
    tiny.answers["wait"] = lambda _: "<Response><Dial>+441632960999</Dial></Response>"
    simulator.ring(CREW, HUB, digits=["1"])
    [left] = simulator.wait_for(lambda: tiny.got("left-queue"))
    assert left["QueueResult"] == "error"


def test_a_text_that_says_stop_blocks_what_we_send_back(
    simulator: Simulator, tiny: TinyApp
) -> None:
    simulator.text(CREW, HUB, "1 4821")
    [came] = simulator.wait_for(lambda: tiny.got("text"))
    assert came["Body"] == "1 4821"
    assert came["SmsStatus"] == "received"
    assert "MessageStatus" not in came
    simulator.text(CREW, HUB, "end")
    with pytest.raises(Exception, match="unsubscribed") as refused:
        simulator.telephone().send_text(CREW, "job 4821", tiny.at("t"), from_=HUB)
    assert refused.value.code == 21610  # type: ignore[attr-defined]


def test_a_recorded_message_is_told_with_its_address(simulator: Simulator, tiny: TinyApp) -> None:
    action = tiny.at("recorded")
    tiny.answers["voice"] = lambda _: (
        f'<Response><Record action="{action}" maxLength="4"/></Response>'
    )
    sid = simulator.ring(CREW, HUB)
    [came] = simulator.wait_for(lambda: tiny.got("recorded"))
    assert came["CallSid"] == sid
    assert came["RecordingSid"] in came["RecordingUrl"]
    assert int(came["RecordingDuration"]) >= 4
