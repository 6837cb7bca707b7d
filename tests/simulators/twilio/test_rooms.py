"""Rooms, as the app sees them and as it works them over REST."""

import io

from app.integrations.twilio.client import Telephone
from tests.simulators.twilio.driver import Json, Simulator
from tests.simulators.twilio.tiny import TinyApp

CREW = "+447700900123"
HUB = "+442079460100"
GP = "+441632960333"


def events(tiny: TinyApp) -> list[tuple[int, str, str]]:
    """What was told of the room: number, event, label."""
    told = [
        (int(e["SequenceNumber"]), e["StatusCallbackEvent"], e.get("ParticipantLabel", ""))
        for e in tiny.got("room")
    ]
    return sorted(told)


def talking(simulator: Simulator, tiny: TinyApp, **person: object) -> tuple[str, str, Telephone]:
    """A caller and a coordinator in one room; the coordinator was there first."""
    telephone = simulator.telephone()
    caller = simulator.ring(CREW, HUB, digits=["2"], **person)
    simulator.wait_for(lambda: tiny.got("wait"))
    coordinator = simulator.browser_call("coord_17", {"claim": "x"})
    simulator.wait_for(lambda: tiny.got("room", StatusCallbackEvent="participant-join"))
    telephone.take_member(telephone.ensure_queue("waiting"), caller, tiny.at("join"))
    simulator.wait_for(lambda: tiny.got("room", ParticipantLabel="caller"))
    return caller, coordinator, telephone


def room_of(simulator: Simulator) -> Json:
    found: Json = simulator.state()["conferences"][0]
    return found


def test_coordinator_first_caller_second(simulator: Simulator, tiny: TinyApp) -> None:
    caller, coordinator, telephone = talking(simulator, tiny)
    assert events(tiny) == [
        (0, "participant-join", "coord-17"),
        (1, "conference-start", ""),
        (2, "participant-join", "caller"),
    ]
    [left] = tiny.got("left-queue")
    assert (left["QueueResult"], left["CallStatus"]) == ("redirected", "in-progress")
    assert tiny.got("alone"), "the coordinator heard something while alone"
    [room] = telephone.conferences_open()
    assert (room.name, room.status) == ("r-1", "in-progress")
    assert [p.call_sid for p in telephone.participants(room.sid)] == [coordinator, caller]
    assert telephone.find_conference("r-1") == room


def test_a_caller_who_leaves_is_told_of_and_the_room_ends_with_the_last(
    simulator: Simulator, tiny: TinyApp
) -> None:
    caller, coordinator, telephone = talking(simulator, tiny, talk=20)
    simulator.wait_for_status(caller, "completed")
    simulator.wait_for(lambda: tiny.got("status", CallSid=caller))
    [left] = tiny.got("left-room", CallSid=caller)
    assert (left["DialCallStatus"], left["CallStatus"]) == ("answered", "completed")
    assert "DialCallSid" not in left
    simulator.hang_up(coordinator)
    simulator.wait_for(lambda: tiny.got("room", StatusCallbackEvent="conference-end"))
    assert [e[1:] for e in events(tiny)][3:] == [
        ("participant-leave", "caller"),
        ("participant-leave", "coord-17"),
        ("conference-end", ""),
    ]
    [end] = tiny.got("room", StatusCallbackEvent="conference-end")
    assert end["ReasonConferenceEnded"] == "last-participant-left"
    assert telephone.conferences_open() == []


def test_the_recording_is_told_and_can_be_fetched_checked_and_removed(
    simulator: Simulator, tiny: TinyApp
) -> None:
    _, coordinator, telephone = talking(simulator, tiny, talk=10)
    simulator.wait_for(lambda: not room_of(simulator)["participants"][1:])
    simulator.hang_up(coordinator)
    [ready] = simulator.wait_for(lambda: tiny.got("recording", RecordingStatus="completed"))
    assert tiny.got("recording")[0]["RecordingStatus"] == "in-progress"
    sid = ready["RecordingSid"]
    assert telephone.recording(sid).status == "completed"
    assert [r.sid for r in telephone.recordings_of(ready["ConferenceSid"])] == [sid]
    file = io.BytesIO()
    audio = telephone.save_recording(sid, file)
    assert audio.length_bytes == len(file.getvalue())
    assert file.getvalue()[:4] == b"RIFF"
    telephone.delete_recording(sid)
    assert simulator.state()["recordings"] == []


def test_hold_plays_the_hold_document_until_it_is_over(simulator: Simulator, tiny: TinyApp) -> None:
    caller, _, telephone = talking(simulator, tiny)
    room = room_of(simulator)["sid"]
    telephone.hold(room, caller, on=True, hold_url=tiny.at("hold"))
    simulator.wait_for(lambda: len(tiny.got("hold", CallSid=caller)) > 1)
    assert telephone.participants(room)[1].hold
    telephone.hold(room, caller, on=False, hold_url=tiny.at("hold"))
    simulator.wait_for(lambda: tiny.got("room", StatusCallbackEvent="participant-unhold"))
    assert not telephone.participants(room)[1].hold


def test_warm_transfer(simulator: Simulator, tiny: TinyApp) -> None:
    caller, coordinator, telephone = talking(simulator, tiny)
    room = room_of(simulator)["sid"]
    simulator.when_rung(GP, after=2, digits=["1"], talk=60)
    placed = telephone.place_call(
        GP, HUB, tiny.at("screen"), tiny.at("status/ask-1"), timeout_seconds=20, reference="ask-1"
    )
    simulator.wait_for(lambda: tiny.got("room", ParticipantLabel="third-1"))
    statuses = [e["CallStatus"] for e in tiny.got("status/ask-1")]
    assert statuses == ["initiated", "ringing", "in-progress"]
    assert [e["SequenceNumber"] for e in tiny.got("status/ask-1")] == ["0", "1", "2"]
    simulator.hang_up(coordinator)
    simulator.wait_for(lambda: len(telephone.participants(room)) == 2)
    left = {p.call_sid for p in telephone.participants(room)}
    assert left == {caller, placed.sid}


def test_the_app_may_remove_mute_and_end(simulator: Simulator, tiny: TinyApp) -> None:
    caller, coordinator, telephone = talking(simulator, tiny)
    room = room_of(simulator)["sid"]
    telephone.mute(room, caller, on=True)
    assert telephone.participants(room)[1].muted
    telephone.remove_participant(room, caller)
    simulator.wait_for(lambda: tiny.got("left-room", CallSid=caller))
    telephone.end_conference(room)
    simulator.wait_for(lambda: tiny.got("left-room", CallSid=coordinator))
    [end] = simulator.wait_for(lambda: tiny.got("room", StatusCallbackEvent="conference-end"))
    assert end["ReasonConferenceEnded"] == "conference-ended-via-api"


def test_a_leg_may_be_moved_out_of_a_room(simulator: Simulator, tiny: TinyApp) -> None:
    caller, _, telephone = talking(simulator, tiny)
    telephone.redirect_call(caller, tiny.at("menu"))
    simulator.wait_for(lambda: tiny.got("wait", CallSid=caller)[1:])
    [left] = tiny.got("room", StatusCallbackEvent="participant-leave")
    assert left["ReasonParticipantLeft"] == "participant_updated_via_api"
    assert tiny.got("left-room") == []


def test_somebody_can_be_dialled_straight_into_the_room(
    simulator: Simulator, tiny: TinyApp
) -> None:
    _, _, telephone = talking(simulator, tiny)
    placed = telephone.add_participant(
        room_of(simulator)["sid"],
        GP,
        HUB,
        label="control",
        status_callback=tiny.at("status/ask-2"),
        conference_status_callback=tiny.at("somewhere-else"),
        timeout_seconds=20,
    )
    [joined] = simulator.wait_for(lambda: tiny.got("room", ParticipantLabel="control"))
    assert joined["CallSid"] == placed.sid
    assert tiny.got("somewhere-else") == [], "the first participant's address counts"


def test_a_label_twice_keeps_the_second_out(simulator: Simulator, tiny: TinyApp) -> None:
    talking(simulator, tiny)
    second = simulator.browser_call("coord_17")
    simulator.wait_for_status(second, "completed")
    assert len(room_of(simulator)["participants"]) == 2
