from datetime import timedelta

import pytest

from app.cases import actions as cases
from app.cases.states import CaseState, EmergencyState, Queue, Reach
from app.foundation.actor import SERVICE, Actor
from app.foundation.problems import Conflict
from app.foundation.transaction import transaction
from app.lines import actions as lines
from app.lines.states import LegEnd, LegRole, LegState, OrderState, Wish
from app.telephony import actions, jobs, queries
from app.terms.telephone import TelephoneNumber
from tests.app.telephony.conftest import Desk
from tests.builders.lines import Browser, Call, Conference, a_sid

GP = TelephoneNumber.typed("020 7946 0333")
KEY = "0190f5a0-0000-7000-8000-000000000001"


def placed(desk: Desk, call: Call, purpose: str) -> tuple[str, str]:
    """The order of a purpose, as the carrier took it on: its id and the call's."""
    order = [o for o in desk.orders(desk.case(call).id) if o.purpose == purpose][-1]
    sid = a_sid("CA")
    with transaction(SERVICE) as tx:
        tx.now += timedelta(seconds=30)
        assert lines.start_placing(tx, order.id, "account", timedelta(seconds=1)) is not None
        lines.placed(tx, order.id, sid)
    return str(order.id), sid


def progress(desk: Desk, order_id: str, sid: str, status: str, number: int) -> None:
    params = {"CallSid": sid, "CallStatus": status, "SequenceNumber": str(number)}
    desk.carrier.tell(f"/telephony/status/{order_id}", params)


def add_gp(desk: Desk, call: Call, *, hold: bool = True) -> tuple[str, str]:
    party = actions.Party(number=GP, label="Dr Ash, Elm Practice", request_key=KEY)
    with transaction(desk.priya) as tx:
        actions.add(tx, desk.case(call).id, party, hold_caller=hold)
    return placed(desk, call, "consult")


def test_the_coordinator_comes_first_and_the_caller_second(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.take(call)
    jobs.join(str(case_id))
    assert desk.leg(call.sid).wish is None
    assert desk.priya.id is not None
    browser = Browser(desk.carrier, desk.priya.id)
    document = browser.ring_in(desk.claim(desk.priya))
    room = desk.room(case_id)
    assert document.find("Conference").text == room.name
    assert document.find("Conference").get("endConferenceOnExit") == "false"
    assert desk.leg(call.sid).wish is None
    Conference(desk.carrier, room.name).tell("participant-join", browser.sid)
    assert desk.leg(call.sid).wish == Wish.JOIN
    assert [fact["role"] for fact in desk.facts("LegJoined")] == [LegRole.COORDINATOR]


def test_a_caller_in_the_room_is_on_the_line_and_was_spoken_to(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    leg, case = desk.leg(call.sid), desk.case(call)
    assert (leg.state, leg.wish) == (LegState.ANSWERED, None)
    assert case.spoken_to_at is not None
    with transaction(desk.priya) as tx:
        mine = queries.my_call(tx)
    assert mine is not None
    assert (mine.state, mine.claim) == ("talking", None)
    assert [party.role for party in mine.parties] == [LegRole.CALLER]


def test_the_room_has_the_same_addresses_whoever_comes_first(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.take(call)
    jobs.join(str(case_id))
    assert desk.priya.id is not None
    first = Browser(desk.carrier, desk.priya.id).ring_in(desk.claim(desk.priya)).find("Conference")
    desk2 = desk.carrier.call("+447700900124").queued()
    desk.connected(desk2, desk.sam)
    second = desk2.in_room.find("Conference")
    same = ("statusCallbackEvent", "record", "beep", "trim", "recordingStatusCallbackEvent")
    assert [first.get(name) for name in same] == [second.get(name) for name in same]


def test_a_claim_is_used_once_and_by_its_owner(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.take(call)
    jobs.join(str(case_id))
    claim = desk.claim(desk.priya)
    assert desk.priya.id is not None
    assert desk.sam.id is not None
    assert Browser(desk.carrier, desk.sam.id).ring_in(claim).verbs == ["Hangup"]
    browser = Browser(desk.carrier, desk.priya.id)
    first = browser.ring_in(claim).text
    assert browser.ring_in(claim).text == first
    assert Browser(desk.carrier, desk.priya.id).ring_in(claim).verbs == ["Hangup"]


@pytest.mark.parametrize(
    "identity", ["coord_", "coord_zz", "", "coord_" + "0" * 31, "+447700900123"]
)
def test_an_invented_identity_opens_nothing(desk: Desk, identity: str) -> None:
    params = {"CallSid": a_sid("CA"), "From": f"client:{identity}", "claim": "x", "CallStatus": "r"}
    assert desk.carrier.ask("/telephony/client", params).verbs == ["Hangup"]


def test_a_claim_that_is_too_old_opens_nothing(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.case(call).id
    with transaction(SERVICE) as tx:
        tx.now -= timedelta(seconds=21)
        assert desk.priya.id is not None
        room = lines.open_room(tx, desk.hub_id, case_id)
        claim = lines.claim(tx, desk.hub_id, case_id, desk.priya.id, room)
    assert Browser(desk.carrier, desk.priya.id).ring_in(claim).verbs == ["Hangup"]


def test_a_coordinator_whose_line_drops_never_drops_the_caller(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    room.tell("participant-leave", browser.sid, ReasonParticipantLeft="participant_hung_up")
    case, leg = desk.case(call), desk.leg(call.sid)
    assert (case.owner_id, case.queue) == (None, Queue.COORDINATOR)
    assert case.state == CaseState.AWAITING_COORDINATOR
    assert (leg.state, leg.wish) == (LegState.QUEUED, Wish.QUEUE)
    assert [f["dropped"] for f in desk.facts("CaseReturned")] == [True]
    call.follow(f"/telephony/requeue/{leg.id}/{leg.step}")
    call.wait()
    assert desk.leg(call.sid).wish is None
    second, _ = desk.connected(call, desk.sam)
    assert desk.case(call).owner_id == desk.sam.id
    assert second.room == room.room


def test_a_caller_who_hangs_up_after_such_a_drop_is_owed_a_call_back(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    room.tell("participant-leave", browser.sid)
    call.ends()
    assert desk.leg(call.sid).state == LegState.ABANDONED
    assert len(desk.debts()) == 1


def test_a_coordinators_leg_that_ends_without_a_word_of_the_room_counts_as_dropped(
    desk: Desk,
) -> None:
    call = desk.carrier.call().queued()
    _, browser = desk.connected(call)
    left = f"/telephony/room-left/{desk.leg(browser.sid).id}/0"
    params = {"CallSid": browser.sid, "CallStatus": "completed", "DialCallStatus": "answered"}
    desk.carrier.ask(left, params)
    assert desk.case(call).queue == Queue.COORDINATOR
    assert desk.leg(call.sid).wish == Wish.QUEUE


def test_a_caller_who_falls_out_of_the_room_alive_waits_again(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    document = call.follow(
        call.in_room.path("Dial", "action"),
        DialCallStatus="answered",
    )
    assert "Enqueue" in document.verbs
    assert desk.leg(call.sid).state == LegState.QUEUED
    assert desk.case(call).owner_id is None


def test_a_caller_who_hangs_up_after_a_talk_is_not_abandoned_and_releases_the_desk(
    desk: Desk,
) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    room.tell("participant-leave", call.sid)
    call.follow(
        call.in_room.path("Dial", "action"),
        "completed",
        DialCallStatus="answered",
    )
    leg = desk.leg(call.sid)
    assert (leg.state, leg.ended_as) == (LegState.ENDED, LegEnd.COMPLETED)
    assert desk.debts() == []
    assert desk.leg(browser.sid).wish == Wish.END
    assert desk.case(call).owner_id == desk.priya.id


def test_hold_is_timed_from_our_own_clock_and_comes_off_once(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, _ = desk.connected(call)
    case_id = desk.case(call).id
    with transaction(desk.priya) as tx:
        actions.hold(tx, case_id)
    assert desk.leg(call.sid).wish == Wish.HOLD
    room.tell("participant-hold", call.sid)
    leg = desk.leg(call.sid)
    assert (leg.state, leg.wish) == (LegState.ON_HOLD, None)
    assert leg.held_since is not None
    with transaction(desk.priya) as tx:
        actions.resume(tx, case_id)
    again = room.tell("participant-unhold", call.sid)
    desk.carrier.tell(f"/telephony/conference/{room.room}", again)
    assert desk.leg(call.sid).state == LegState.ANSWERED
    assert [f["on"] for f in desk.facts("LegHeld")] == [True, False]


def test_an_older_event_of_a_leg_changes_nothing(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, _ = desk.connected(call)
    held, resumed = (
        room.event("participant-hold", call.sid),
        room.event("participant-unhold", call.sid),
    )
    desk.carrier.tell(f"/telephony/conference/{room.room}", resumed)
    desk.carrier.tell(f"/telephony/conference/{room.room}", held)
    assert desk.leg(call.sid).state == LegState.ANSWERED


def test_a_warm_transfer_leaves_the_caller_with_the_gp(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    order_id, sid = add_gp(desk, call)
    room.tell("participant-hold", call.sid)
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        progress(desk, order_id, sid, status, number)
    asked = desk.carrier.ask(
        f"/telephony/screen/{order_id}", {"CallSid": sid, "CallStatus": "in-progress"}
    )
    assert asked.verbs == ["Gather", "Gather", "Hangup"]
    assert "NHS" not in asked.words
    into = desk.carrier.ask(asked.path("Gather", "action"), {"CallSid": sid, "Digits": "1"})
    assert into.find("Conference").text == room.room
    room.tell("participant-join", sid)
    with transaction(desk.priya) as tx:
        actions.leave(tx, desk.case(call).id)
    assert desk.leg(browser.sid).wish == Wish.END
    assert desk.leg(call.sid).wish == Wish.RESUME
    room.tell("participant-leave", browser.sid)
    case = desk.case(call)
    assert (case.owner_id, case.queue) == (desk.priya.id, None)
    assert desk.leg(call.sid).room == room.room
    assert desk.leg(sid).state == LegState.ANSWERED


@pytest.mark.parametrize("digits", ["2", "", "9"])
def test_whoever_does_not_press_one_never_reaches_the_caller(desk: Desk, digits: str) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    order_id, sid = add_gp(desk, call)
    asked = desk.carrier.ask(f"/telephony/screen/{order_id}", {"CallSid": sid})
    refused = desk.carrier.ask(asked.path("Gather", "action"), {"CallSid": sid, "Digits": digits})
    assert refused.verbs == ["Hangup"]


def test_nobody_may_leave_the_caller_alone(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    with pytest.raises(Conflict), transaction(desk.priya) as tx:
        actions.leave(tx, desk.case(call).id)


def test_a_caller_left_on_hold_by_a_dropped_line_is_taken_off_it(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    order_id, sid = add_gp(desk, call)
    desk.carrier.ask(f"/telephony/screen/{order_id}", {"CallSid": sid})
    room.tell("participant-hold", call.sid)
    room.tell("participant-join", sid)
    room.tell("participant-leave", browser.sid)
    assert desk.leg(call.sid).wish == Wish.RESUME


def test_the_button_pressed_twice_rings_once(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    party = actions.Party(number=GP, label="GP", request_key=KEY)
    for _ in range(2):
        with transaction(desk.priya) as tx:
            actions.add(tx, desk.case(call).id, party, hold_caller=True)
    assert len([o for o in desk.orders(desk.case(call).id) if o.purpose == "consult"]) == 1


def test_a_colleague_who_is_not_on_the_call_commands_nothing(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    for command in (actions.hold, actions.end, actions.leave, actions.ring_back):
        with pytest.raises(Conflict), transaction(desk.sam) as tx:
            command(tx, desk.case(call).id)
    assert desk.leg(call.sid).wish is None


def test_ending_the_call_ends_every_leg_and_drops_nobody_into_the_queue(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    with transaction(desk.priya) as tx:
        actions.end(tx, desk.case(call).id)
    assert {desk.leg(call.sid).wish, desk.leg(browser.sid).wish} == {Wish.END}
    room.tell("participant-leave", browser.sid)
    room.tell("participant-leave", call.sid)
    call.ends()
    room.tell("conference-end")
    assert desk.case(call).owner_id == desk.priya.id
    assert desk.leg(call.sid).state == LegState.ENDED
    assert desk.debts() == []
    assert len(desk.facts("RoomClosed")) == 1


def test_an_interpreter_joins_in_one_press_without_hold(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    admin = Actor(
        desk.priya.kind,
        id=desk.priya.id,
        hubs=desk.priya.hubs,
        permissions=frozenset({"config.write"}),
    )
    with transaction(admin) as tx:
        actions.set_language_line(tx, desk.hub_id, "Polish", TelephoneNumber.typed("01632 960555"))
    with transaction(desk.priya) as tx:
        assert queries.languages(tx, desk.hub_id) == ["polish"]
        actions.interpreter(tx, desk.case(call).id, "Polish", KEY)
    order = desk.orders(desk.case(call).id)[-1]
    assert (order.purpose, order.to_number) == ("interpreter", "+441632960555")
    assert desk.leg(call.sid).wish is None


def test_a_call_back_rings_the_desk_first_and_the_caller_second(desk: Desk) -> None:
    call = desk.carrier.call().queued("1")
    call.leave("hangup", "completed")
    case_id = desk.take(call)
    with transaction(desk.priya) as tx:
        actions.ring_back(tx, case_id)
    assert desk.orders(case_id) == []
    assert desk.priya.id is not None
    browser = Browser(desk.carrier, desk.priya.id)
    browser.ring_in(desk.claim(desk.priya))
    room = Conference(desk.carrier, desk.room(case_id).name)
    room.tell("participant-join", browser.sid)
    order_id, sid = placed(desk, call, "call_back")
    into = desk.carrier.ask(f"/telephony/called-back/{order_id}", {"CallSid": sid})
    assert into.find("Conference").text == room.room
    room.tell("participant-join", sid)
    case = desk.case(call)
    assert case.reach == Reach.ON_LINE
    assert [debt.how for debt in desk.debts()] == ["reached"]


def test_a_call_back_that_nobody_answers_stays_owed_and_releases_the_desk(desk: Desk) -> None:
    call = desk.carrier.call().queued("1")
    call.leave("hangup", "completed")
    case_id = desk.take(call)
    with transaction(desk.priya) as tx:
        actions.ring_back(tx, case_id)
    assert desk.priya.id is not None
    browser = Browser(desk.carrier, desk.priya.id)
    browser.ring_in(desk.claim(desk.priya))
    room = Conference(desk.carrier, desk.room(case_id).name)
    room.tell("participant-join", browser.sid)
    order_id, sid = placed(desk, call, "call_back")
    progress(desk, order_id, sid, "no-answer", 3)
    assert [debt.settled_at for debt in desk.debts()] == [None]
    assert desk.leg(sid).state == LegState.ENDED
    assert desk.leg(browser.sid).wish == Wish.END
    assert desk.case(call).reach == Reach.CALL_BACK


def test_a_withheld_number_cannot_be_rung_back_and_the_words_say_so(desk: Desk) -> None:
    call = desk.carrier.call("anonymous").queued()
    call.leave("hangup", "completed")
    case_id = desk.take(call)
    with pytest.raises(Conflict, match="withheld"), transaction(desk.priya) as tx:
        actions.ring_back(tx, case_id)


def test_a_desk_phone_rings_instead_of_the_browser_and_asks_for_a_key(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    with transaction(desk.priya) as tx:
        actions.use_desk_phone(tx, desk.hub_id, TelephoneNumber.typed("01632 960321"))
    case_id = desk.take(call)
    jobs.join(str(case_id))
    jobs.join(str(case_id))
    assert desk.claim(desk.priya) == ""
    assert len(desk.orders(case_id)) == 1
    order_id, sid = placed(desk, call, "desk_phone")
    asked = desk.carrier.ask(f"/telephony/desk-phone/{order_id}", {"CallSid": sid})
    into = desk.carrier.ask(asked.path("Gather", "action"), {"CallSid": sid, "Digits": "1"})
    assert into.find("Conference").text == desk.room(case_id).name
    Conference(desk.carrier, desk.room(case_id).name).tell("participant-join", sid)
    assert desk.leg(call.sid).wish == Wish.JOIN


def test_999_rings_control_into_the_room_and_only_a_person_stops_the_alarm(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, _ = desk.connected(call)
    with transaction(desk.priya) as tx:
        cases.raise_emergency(tx, desk.case(call).id)
    order_id, sid = placed(desk, call, "999")
    into = desk.carrier.ask(f"/telephony/control/{order_id}", {"CallSid": sid})
    assert into.find("Conference").text == room.room
    assert into.root.find(".//Gather") is None
    progress(desk, order_id, sid, "in-progress", 2)
    room.tell("participant-join", sid)
    assert desk.case(call).emergency == EmergencyState.DIALLING
    with transaction(desk.priya) as tx:
        cases.control_answered(tx, desk.case(call).id)
    assert desk.case(call).emergency == EmergencyState.ANSWERED


def test_999_without_a_call_brings_the_presser_to_control(desk: Desk) -> None:
    with transaction(desk.priya) as tx:
        case_id = cases.open_by_staff(tx, desk.hub_id)
        cases.raise_emergency(tx, case_id)
    jobs.join(str(case_id))
    with transaction(desk.priya) as tx:
        mine = queries.my_call(tx)
    assert mine is not None
    assert mine.claim
    assert mine.room == desk.room(case_id).name
    assert [o.state for o in desk.orders(case_id)] == [OrderState.WANTED]


def test_a_case_given_back_takes_its_caller_to_the_queue_and_frees_the_desk(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    _, browser = desk.connected(call)
    with transaction(desk.priya) as tx:
        cases.give_back(tx, desk.case(call).id)
    jobs.requeue(str(desk.case(call).id))
    leg = desk.leg(call.sid)
    assert (leg.state, leg.wish) == (LegState.QUEUED, Wish.QUEUE)
    assert desk.leg(browser.sid).wish == Wish.END


def test_a_colleague_whose_line_never_comes_loses_the_call_after_twenty_seconds(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.take(call)
    with transaction(SERVICE) as tx:
        start = tx.now
        assert actions.rejoin_due(tx) == 1
        assert actions.rejoin_due(tx) == 0
    for seconds in (6, 12, 18):
        with transaction(SERVICE) as tx:
            tx.now = start + timedelta(seconds=seconds)
            assert actions.rejoin_due(tx) == 1
    assert desk.case(call).owner_id == desk.priya.id
    assert len(desk.facts("CallerAlone")) == 4
    with transaction(SERVICE) as tx:
        tx.now = start + timedelta(seconds=24)
        assert actions.rejoin_due(tx) == 1
        assert actions.rejoin_due(tx) == 0
    case = desk.case(call)
    assert (case.owner_id, case.id) == (None, case_id)
    assert desk.leg(call.sid).state == LegState.QUEUED


def test_a_caller_who_is_attended_is_left_alone_by_the_duty(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    desk.connected(call)
    with transaction(SERVICE) as tx:
        tx.now += timedelta(minutes=5)
        assert actions.rejoin_due(tx) == 0
    assert desk.case(call).owner_id == desk.priya.id
