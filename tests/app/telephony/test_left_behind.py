"""Nobody who speaks with somebody is pulled away, and nobody who speaks with no one is left."""

from app.cases import actions as cases
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.lines.states import LegState
from app.telephony import actions, jobs
from tests.app.telephony.conftest import Desk
from tests.app.telephony.test_rooms import add_gp, placed


def test_a_caller_who_speaks_with_control_stays_when_the_case_is_given_back(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    case_id = desk.case(call).id
    with transaction(desk.priya) as tx:
        cases.raise_emergency(tx, case_id)
    order_id, sid = placed(desk, call, "999")
    desk.carrier.ask(f"/telephony/control/{order_id}", {"CallSid": sid})
    room.tell("participant-join", sid)
    with transaction(desk.priya) as tx:
        cases.give_back(tx, case_id)
    jobs.requeue(str(case_id))
    room.tell("participant-leave", browser.sid)
    leg = desk.leg(call.sid)
    assert (leg.room, leg.wish) == (room.room, None)


def test_a_caller_whom_a_third_party_outstays_waits_again_and_the_duty_ends(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    room, browser = desk.connected(call)
    case_id = desk.case(call).id
    order_id, sid = add_gp(desk, call, hold=False)
    desk.carrier.ask(f"/telephony/screen/{order_id}", {"CallSid": sid})
    desk.carrier.ask(f"/telephony/screened/{order_id}", {"CallSid": sid, "Digits": "1"})
    room.tell("participant-join", sid)
    with transaction(desk.priya) as tx:
        actions.leave(tx, case_id)
    room.tell("participant-leave", browser.sid)
    with transaction(desk.priya) as tx:
        cases.give_back(tx, case_id)
    jobs.requeue(str(case_id))
    assert desk.leg(call.sid).room == room.room
    room.tell("participant-leave", call.sid)
    found = []
    for _ in range(3):
        with transaction(SERVICE) as tx:
            found.append(actions.rejoin_due(tx))
    assert found == [1, 0, 0]
    assert desk.leg(call.sid).state == LegState.QUEUED
