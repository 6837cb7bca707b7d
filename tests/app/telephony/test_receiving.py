from datetime import timedelta

import pytest
from sqlalchemy import text

from app.cases.states import CaseState, Queue, Reach
from app.directory.models import HubLine, KnownNumber, Organisation
from app.foundation.actor import SERVICE
from app.foundation.database import sessions
from app.foundation.identifiers import new_id
from app.foundation.transaction import transaction
from app.lines.states import LegEnd, LegState
from app.terms.caller import CallerType
from tests.app.telephony.conftest import Desk
from tests.builders.lines import CREW

pytestmark = pytest.mark.usefixtures("connection")


def rows(table: str) -> int:
    with sessions() as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


def test_a_call_that_rings_has_a_case_in_a_queue_before_its_first_word(desk: Desk) -> None:
    call = desk.carrier.call().ring()
    case = desk.case(call)
    assert (case.state, case.queue, case.owner_id) == (CaseState.NEW, Queue.STREAMING, None)
    assert (case.reach, case.call_back_number) == (Reach.ON_LINE, CREW)
    assert desk.leg(call.sid).state == LegState.RINGING
    assert call.heard.verbs == ["Gather", "Redirect"]
    assert "recorded" in call.heard.words


def test_the_same_call_rings_twice_and_hears_the_same_and_makes_one_case(desk: Desk) -> None:
    call = desk.carrier.call().ring()
    first, before = call.heard.text, rows('"case"')
    call.ring()
    assert call.heard.text == first
    assert rows('"case"') == before
    assert len(desk.facts("ContactReceived")) == 1


def test_a_call_heard_again_after_it_moved_on_still_hears_its_first_words(desk: Desk) -> None:
    call = desk.carrier.call().ring()
    first = call.heard.text
    call.press("1").wait()
    call.ring()
    assert call.heard.text == first
    assert desk.leg(call.sid).state == LegState.QUEUED


def test_a_known_number_goes_straight_to_the_queue_as_who_it_claims_to_be(desk: Desk) -> None:
    with transaction(SERVICE) as tx:
        organisation = Organisation(
            id=new_id(),
            hub_id=desk.hub_id,
            ods_code="ZZ111",
            name="Northvale 111",
            caller_type=CallerType.NHS111,
        )
        tx.session.add(organisation)
        tx.session.flush()
        tx.session.add(
            KnownNumber(
                hub_id=desk.hub_id, number=CREW, organisation_id=organisation.id, label="111 desk"
            )
        )
    call = desk.carrier.call().ring()
    case = desk.case(call)
    assert call.heard.verbs == ["Say", "Enqueue"]
    assert (case.caller_type, case.caller_line) == (CallerType.NHS111, "111 desk")
    assert case.claimed_org_id == organisation.id
    assert desk.leg(call.sid).state == LegState.QUEUED


def test_the_care_homes_own_line_leads_to_the_express_pathway(desk: Desk) -> None:
    with transaction(SERVICE) as tx:
        tx.session.add(HubLine(number="+441632960002", hub_id=desk.hub_id, kind="care_home"))
    call = desk.carrier.call(to="+441632960002").ring()
    case = desk.case(call)
    assert case.express
    assert case.caller_type == CallerType.CARE_HOME
    assert "Enqueue" in call.heard.verbs


@pytest.mark.parametrize("spelling", ["anonymous", "+266696687", "Restricted", "", "unknown", "7"])
def test_a_withheld_number_is_answered_and_is_offered_no_call_back(
    desk: Desk, spelling: str
) -> None:
    call = desk.carrier.call(spelling).queued("1")
    assert desk.case(call).call_back_number is None
    assert "Gather" not in call.waits(30).verbs
    call.leave("hangup", "completed")
    assert desk.case(call).reach == Reach.LOST
    assert len(desk.debts()) == 1


@pytest.mark.parametrize(
    ("key", "caller"),
    [("1", CallerType.AMBULANCE_ON_SCENE), ("2", CallerType.NHS111), ("9", CallerType.OTHER)],
)
def test_a_key_says_who_rings_and_any_key_leads_to_the_queue(
    desk: Desk, key: str, caller: CallerType
) -> None:
    call = desk.carrier.call().queued(key)
    assert desk.case(call).caller_type == caller
    assert desk.leg(call.sid).state == LegState.QUEUED


def test_silence_in_the_menu_is_not_a_goodbye(desk: Desk) -> None:
    call = desk.carrier.call().ring().say_nothing()
    assert call.heard.verbs == ["Enqueue"]
    assert desk.leg(call.sid).state == LegState.QUEUED


def test_each_fetch_while_waiting_is_a_sign_of_life(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    with transaction(SERVICE) as tx:
        tx.session.execute(text("UPDATE leg SET last_sign_at = now() - interval '10 minutes'"))
    call.waits(30)
    with transaction(SERVICE) as tx:
        leg = desk.leg(call.sid)
        assert tx.now - leg.last_sign_at < timedelta(minutes=1)
    assert leg.queue_sid == call.queue_sid


def test_a_caller_who_hangs_up_in_the_queue_is_owed_one_call_back(desk: Desk) -> None:
    call = desk.carrier.call().queued("1")
    before = desk.case(call)
    call.leave("hangup", "completed")
    call.leave("hangup", "completed")
    call.ends()
    call.ends()
    case, leg = desk.case(call), desk.leg(call.sid)
    assert (leg.state, leg.ended_as) == (LegState.ABANDONED, LegEnd.COMPLETED)
    assert len(desk.debts()) == 1
    assert (case.band, case.due_at, case.queue) == (before.band, before.due_at, before.queue)
    assert case.reach == Reach.CALL_BACK
    assert len(desk.facts("LegEnded")) == 1


def test_a_caller_who_hangs_up_in_the_menu_is_owed_a_call_back(desk: Desk) -> None:
    call = desk.carrier.call().ring()
    call.ends()
    assert desk.leg(call.sid).state == LegState.ABANDONED
    assert len(desk.debts()) == 1


def test_a_call_back_asked_for_while_waiting_keeps_band_and_clock(desk: Desk) -> None:
    call = desk.carrier.call().queued("1")
    before = desk.case(call)
    waiting = call.waits(30)
    call.document = waiting
    assert call.press("1").heard.verbs == ["Leave"]
    assert call.leave("leave").verbs == ["Say", "Hangup"]
    call.ends()
    case = desk.case(call)
    assert len(desk.debts()) == 1
    assert (case.arrived_at, case.band) == (before.arrived_at, before.band)
    assert case.reach == Reach.CALL_BACK
    assert desk.leg(call.sid).state == LegState.ENDED


@pytest.mark.parametrize("result", ["queue-full", "error", "system-error"])
def test_a_caller_whom_the_queue_refuses_is_connected_to_a_person(desk: Desk, result: str) -> None:
    call = desk.carrier.call().queued()
    document = call.leave(result)
    assert document.find("Dial").text == "+441632960999"
    assert len(desk.facts("QueueRefused")) == 1
    nobody = call.follow(document.path("Dial", "action"), DialCallStatus="no-answer")
    assert "Enqueue" in nobody.verbs


def test_a_caller_who_left_while_being_queued_is_an_abandoned_caller(desk: Desk) -> None:
    call = desk.carrier.call().queued()
    call.leave("system-error", "completed")
    assert desk.leg(call.sid).state == LegState.ABANDONED
    assert len(desk.debts()) == 1


def test_a_number_that_no_hub_answers_for_still_reaches_a_person(desk: Desk) -> None:
    call = desk.carrier.call(to="+441632960777").ring()
    assert "+441632960999" in call.heard.text
    first = call.heard.text
    assert call.ring().heard.text == first
    assert rows("leg") == 0


def test_parameters_that_we_do_not_know_are_kept(desk: Desk) -> None:
    call = desk.carrier.call()
    call.follow("/telephony/inbound", "ringing", NewThing="yes", Empty="")
    with sessions() as session:
        kept = session.scalar(
            text("SELECT parameters FROM raw_webhook WHERE call_sid = :sid"), {"sid": call.sid}
        )
    assert kept["NewThing"] == "yes"
    assert kept["Empty"] == ""


@pytest.mark.parametrize(
    "path",
    ["/telephony/inbound", "/telephony/number-status", "/telephony/client", "/telephony/text-in"],
)
def test_a_forged_or_unsigned_request_writes_nothing(desk: Desk, path: str) -> None:
    call = desk.carrier.call()
    for signature in ("", "Zm9yZ2Vk"):
        answer = desk.carrier.post(path, call.params(), signature=signature)
        assert answer.status_code == 403
    assert rows("raw_webhook") == 0
    assert rows("leg") == 0


@pytest.mark.parametrize("sid", ["", "CA1", "CA" + "z" * 32])
def test_a_signed_request_without_a_whole_identifier_writes_nothing(desk: Desk, sid: str) -> None:
    answer = desk.carrier.post("/telephony/inbound", {"CallSid": sid, "From": CREW, "To": "x"})
    assert answer.status_code == 400
    assert rows("raw_webhook") == 0


def test_another_account_is_refused(desk: Desk) -> None:
    call = desk.carrier.call()
    params = call.params() | {"AccountSid": "AC" + "1" * 32}
    assert desk.carrier.post("/telephony/inbound", params).status_code == 403
    assert rows("raw_webhook") == 0


def test_a_leg_that_we_never_heard_of_is_hung_up_and_nothing_follows(desk: Desk) -> None:
    call = desk.carrier.call()
    assert call.follow(f"/telephony/menu/{new_id()}", Digits="1").verbs == ["Hangup"]
    call.ends()
    assert rows("leg") == 0
