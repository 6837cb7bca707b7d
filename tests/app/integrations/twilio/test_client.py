"""What we ask of the telephone network, and every way in which it may fail to answer."""

import io
import socket
import threading
from datetime import timedelta

import jwt
import pytest

from app.integrations.http import Gone, NoAnswer, NotReached, Refused, Timeouts, TooMany
from app.integrations.twilio.client import Telephone
from app.integrations.twilio.transport import Transport
from config.settings import SIMULATED_ACCOUNT
from tests.simulators.twilio.account import APPLICATION_SID, KEY_SECRET, KEY_SID
from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.timers import now
from tests.simulators.twilio.tiny import TinyApp

CREW = "+447700900123"
HUB = "+442079460100"
GP = "+441632960333"


@pytest.fixture
def telephone(simulator: Simulator) -> Telephone:
    return simulator.telephone()


def place(telephone: Telephone, tiny: TinyApp, to: str = GP) -> str:
    placed = telephone.place_call(
        to, HUB, tiny.at("screen"), tiny.at("status/a-1"), timeout_seconds=10, reference="a-1"
    )
    return placed.sid


def waiting(simulator: Simulator) -> str:
    sid = simulator.ring(CREW, HUB, digits=["1"])
    simulator.wait_for(lambda: any(q["members"] for q in simulator.state()["queues"]))
    return sid


def test_a_call_is_placed_followed_and_ended(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    sid = place(telephone, tiny)
    simulator.wait_for_status(sid, "in-progress")
    found = telephone.fetch_call(sid)
    assert (found.to, found.from_, found.direction) == (GP, HUB, "outbound-api")
    assert not found.is_over
    telephone.end_call(sid)
    simulator.wait_for_status(sid, "completed")
    assert telephone.fetch_call(sid).is_over


def test_a_call_must_carry_our_reference(telephone: Telephone, tiny: TinyApp) -> None:
    with pytest.raises(ValueError, match="reference"):
        telephone.place_call(
            GP, HUB, tiny.at("s"), tiny.at("status/x"), timeout_seconds=9, reference="a-1"
        )


def test_calls_beyond_one_a_second_wait_and_say_so(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    simulator.speed(1)
    queued = [
        telephone.place_call(
            GP, HUB, tiny.at("s"), tiny.at("status/a-1"), timeout_seconds=9, reference="a-1"
        ).queue_time_ms
        for _ in range(3)
    ]
    assert queued[0] == 0
    assert 700 < queued[1] <= 1000
    assert 1700 < queued[2] <= 2000


def test_a_call_cancelled_before_it_was_dialled_is_never_told_of(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    simulator.speed(1)
    place(telephone, tiny)
    sid = place(telephone, tiny, "+441632960334")
    telephone.end_call(sid)
    simulator.wait_for_status(sid, "canceled")
    assert tiny.got("status/a-1", CallSid=sid) == []


@pytest.mark.parametrize(("outcome", "sip"), [("busy", "486"), ("no-answer", "487")])
def test_a_number_that_does_not_answer_says_why(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp, outcome: str, sip: str
) -> None:
    simulator.when_rung(GP, outcome=outcome)
    sid = place(telephone, tiny)
    [told] = simulator.wait_for(lambda: tiny.got("status/a-1", CallStatus=outcome))
    assert (told["CallSid"], told["SipResponseCode"]) == (sid, sip)


def test_calls_are_found_by_time_by_number_and_by_parent_over_many_pages(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.integrations.twilio.calls.PAGE", 2)
    began = now()
    sids = {simulator.ring(f"+4477009001{n:02}", HUB) for n in range(5)}
    sid = place(telephone, tiny)
    assert {c.sid for c in telephone.calls_since(began)} == sids | {sid}
    assert [c.sid for c in telephone.find_calls_to(GP, began)] == [sid]
    assert telephone.find_calls_to(GP, now() + timedelta(hours=1)) == []
    assert telephone.children(sid) == []


def test_one_caller_is_taken_and_only_once(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    sid = waiting(simulator)
    queue = telephone.ensure_queue("waiting")
    [member] = telephone.queue_members(queue)
    assert (member.call_sid, member.position) == (sid, 1)
    telephone.take_member(queue, sid, tiny.at("join"))
    with pytest.raises(Gone, match="gone"):
        telephone.take_member(queue, sid, tiny.at("join"))
    assert telephone.queue_members(queue) == []


def test_of_many_who_take_at_once_one_succeeds(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    sid = waiting(simulator)
    queue = telephone.ensure_queue("waiting")
    outcomes: list[str] = []

    def take() -> None:
        try:
            telephone.take_member(queue, sid, tiny.at("join"))
            outcomes.append("taken")
        except Gone:
            outcomes.append("gone")

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone"] * 7 + ["taken"]


def test_a_queue_is_made_once(telephone: Telephone) -> None:
    assert telephone.ensure_queue("waiting") == telephone.ensure_queue("waiting")


def test_a_leg_that_has_ended_is_gone(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    sid = waiting(simulator)
    simulator.hang_up(sid)
    simulator.wait_for_status(sid, "completed")
    with pytest.raises(Gone) as gone:
        telephone.redirect_call(sid, tiny.at("menu"))
    assert gone.value.code == 21220
    with pytest.raises(Gone) as gone:
        telephone.fetch_call("CA" + "0" * 32)
    assert gone.value.code == 20404


def test_a_refusal_carries_twilios_code(telephone: Telephone, tiny: TinyApp) -> None:
    with pytest.raises(Refused) as refused:
        place(telephone, tiny, "not a number")
    assert refused.value.code == 21211
    with pytest.raises(Refused) as refused:
        telephone.send_text("+442079460111", "hello", tiny.at("t"), from_=HUB)
    assert refused.value.code == 21614


def test_a_wrong_key_is_refused(simulator: Simulator) -> None:
    with pytest.raises(Refused) as refused:
        simulator.telephone(key_secret="wrong").conferences_open()
    assert refused.value.code == 20003


def test_too_many_was_not_done(simulator: Simulator, telephone: Telephone, tiny: TinyApp) -> None:
    simulator.misbehave("too_many", "rest.create_call", next=1)
    with pytest.raises(TooMany) as refused:
        place(telephone, tiny)
    assert refused.value.code == 20429
    assert simulator.state()["calls"] == []
    place(telephone, tiny)


@pytest.mark.parametrize("do", ["silence", "reset", "error"])
def test_after_silence_the_call_may_have_been_placed_and_can_be_found(
    simulator: Simulator, tiny: TinyApp, do: str
) -> None:
    began = now()
    own = simulator.telephone()
    impatient = Telephone(
        account_sid=SIMULATED_ACCOUNT,
        key_sid=KEY_SID,
        key_secret=KEY_SECRET,
        application_sid=APPLICATION_SID,
        base_url=simulator.url,
        timeouts=Timeouts(1, 0.3),
    )
    simulator.misbehave(do, "rest.create_call", next=1, seconds=0.6)
    with pytest.raises(NoAnswer) as silence:
        place(impatient, tiny)
    assert not isinstance(silence.value, NotReached)
    assert len(own.find_calls_to(GP, began)) == 1


def test_nobody_there_means_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        telephone = Telephone(
            account_sid=SIMULATED_ACCOUNT,
            key_sid=KEY_SID,
            key_secret=KEY_SECRET,
            application_sid=APPLICATION_SID,
            base_url=url,
        )
        with pytest.raises(NotReached):
            telephone.conferences_open()


def test_a_recording_that_is_not_there_is_gone(telephone: Telephone) -> None:
    with pytest.raises(Gone):
        telephone.save_recording("RE" + "0" * 32, io.BytesIO())


def test_a_text_is_sent_followed_and_found(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    began = now()
    sent = telephone.send_text("+447700900801", "Job 4821", tiny.at("text-status"), from_=HUB)
    simulator.wait_for(lambda: tiny.got("text-status", MessageStatus="delivered"))
    told = [t["MessageStatus"] for t in tiny.got("text-status")]
    assert told == ["queued", "sent", "delivered"]
    assert telephone.fetch_message(sent.sid).status == "delivered"
    [found] = telephone.messages_to("+447700900801", began)
    assert (found.sid, found.body) == (sent.sid, "Job 4821")


def test_a_text_that_does_not_arrive_says_why(
    simulator: Simulator, telephone: Telephone, tiny: TinyApp
) -> None:
    simulator.when_texted("+447700900801", outcome="undelivered", error_code=30005)
    telephone.send_text("+447700900801", "Job 4821", tiny.at("text-status"), from_=HUB)
    [told] = simulator.wait_for(lambda: tiny.got("text-status", MessageStatus="undelivered"))
    assert told["ErrorCode"] == "30005"


def test_the_numbers_settings_can_be_compared(telephone: Telephone, tiny: TinyApp) -> None:
    settings = telephone.number_settings(HUB)
    assert settings is not None
    assert settings.voice_url.split("#")[0] == tiny.at("voice")
    assert settings.status_url.split("#")[0] == tiny.at("status")


def test_a_pass_names_one_person_and_is_short(telephone: Telephone) -> None:
    token = telephone.access_token("coord_17", 900)
    assert jwt.get_unverified_header(token)["cty"] == "twilio-fpa;v=1"
    claims = jwt.decode(token, KEY_SECRET, algorithms=["HS256"])
    assert claims["iss"] == KEY_SID
    assert claims["sub"] == SIMULATED_ACCOUNT
    assert claims["grants"]["identity"] == "coord_17"
    voice = claims["grants"]["voice"]
    assert voice["outgoing"]["application_sid"] == APPLICATION_SID
    assert voice["incoming"]["allow"] is True
    assert "nbf" not in claims


@pytest.mark.parametrize(("identity", "seconds"), [("coord-17", 60), ("", 60), ("coord_17", 3601)])
def test_a_pass_twilio_would_not_take_is_not_made(
    telephone: Telephone, identity: str, seconds: int
) -> None:
    with pytest.raises(ValueError, match=r"pass lives|identity"):
        telephone.access_token(identity, seconds)


def test_a_real_account_and_the_simulator_do_not_mix() -> None:
    with pytest.raises(ValueError, match="no other may be used"):
        Transport("AC" + "1" * 32, "http://127.0.0.1:1")
    with pytest.raises(ValueError, match="no other may be used"):
        Transport(SIMULATED_ACCOUNT, None)


@pytest.mark.parametrize("url", ["https://elsewhere.test/x", "http://api.twilio.com/x"])
def test_no_strange_host_is_called(url: str) -> None:
    with pytest.raises(ValueError, match="no host"):
        Transport(SIMULATED_ACCOUNT, "http://127.0.0.1:1").request("GET", url)
