"""Cases: one owner always, nothing lost, nothing done twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import StaffSession
from app.cases import actions, queries
from app.cases.actions.receiving import Source
from app.cases.facts import CaseOpened, CaseOverdue, CaseTaken, EmergencyMoved
from app.cases.models import Case, Contact
from app.cases.states import MOVES, CaseState, EmergencyState, Queue, Reach
from app.foundation.actor import Actor
from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict, Invalid, NotFound
from app.foundation.transaction import Transaction
from app.lines.models import CallOrder
from app.staffing import actions as staffing
from app.terms.caller import CallerType
from tests.builders.cases import a_call, a_coordinator, a_hub, acting


def kinds(tx: Transaction) -> list[str]:
    return [type(fact).__name__ for fact in tx.facts]


def test_a_call_becomes_one_case_however_often_it_is_told(tx: Transaction) -> None:
    hub = a_hub(tx)
    source = Source(caller_type=CallerType.CARE_HOME, number="+441632960118")
    first = actions.receive_call(tx, hub, "CA1", source)
    again = actions.receive_call(tx, hub, "CA1", source)
    assert (first.case_id, True) == (again.case_id, first.fresh)
    assert not again.fresh
    assert kinds(tx).count("CaseOpened") == 1
    assert tx.session.query(Contact).filter_by(hub_id=hub).count() == 1


def test_a_live_call_nobody_has_spoken_to_is_p1_and_waits_in_a_queue(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx))
    assert (case.band, case.queue, case.owner_id) == (1, Queue.STREAMING, None)
    assert case.due_at == tx.now + timedelta(minutes=2)
    assert any(isinstance(fact, CaseOpened) for fact in tx.facts)


def test_a_case_can_be_taken_only_once_and_the_other_is_told_by_whom(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya, amir = a_coordinator(tx, hub), a_coordinator(tx, hub, "Amir Shah")
    actions.take(acting(tx, amir), case.id)
    with pytest.raises(Conflict, match="Amir Shah took this case at 14:07:21"):
        actions.take(acting(tx, priya), case.id)
    assert case.owner_id == amir.id
    assert kinds(tx).count("CaseTaken") == 1


def test_taking_ones_own_case_again_changes_nothing(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.take(mine, case.id)
    actions.take(mine, case.id)
    assert sum(isinstance(fact, CaseTaken) for fact in tx.facts) == 1


def test_a_case_of_another_hub_is_not_found(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx))
    stranger = a_coordinator(tx, a_hub(tx, "SK"))
    with pytest.raises(NotFound):
        actions.take(acting(tx, stranger), case.id)
    with pytest.raises(NotFound):
        queries.board(acting(tx, stranger), case.hub_id)


def test_take_next_takes_the_highest_band_then_the_longest_wait(tx: Transaction) -> None:
    hub = a_hub(tx)
    late = a_call(tx, hub, CallerType.GP_PRACTICE, "+441632960402")
    tx.now += timedelta(minutes=1)
    crew = a_call(tx, hub)
    for case, band in ((late, 2), (crew, 1)):
        case.band = band
    tx.session.flush()
    mine = acting(tx, a_coordinator(tx, hub))
    assert actions.take_next(mine, hub).id == crew.id
    assert actions.take_next(mine, hub).id == late.id
    with pytest.raises(NotFound, match="Nobody is waiting"):
        actions.take_next(mine, hub)


def test_an_abandoned_call_owes_a_call_back_with_its_band_and_clock(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx))
    due = case.due_at
    actions.caller_left(tx, case.id, "leg-1", abandoned=True)
    actions.caller_left(tx, case.id, "leg-1", abandoned=True)
    owed = queries.owed(tx, case)
    assert [(debt.kind, debt.due_at) for debt in owed] == [("call_back", due)]
    assert (case.reach, case.band, case.due_at) == (Reach.CALL_BACK, 1, due)


def test_a_withheld_number_that_hangs_up_is_shown_as_lost(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx), CallerType.OTHER, number=None)
    actions.caller_left(tx, case.id, "leg-1", abandoned=True)
    assert case.reach == Reach.LOST


def test_a_call_past_its_time_says_so_once_and_rises_at_most_one_band(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx), CallerType.GP_PRACTICE)
    tx.now += timedelta(hours=9)
    while actions.raise_overdue(tx):
        pass
    assert kinds(tx).count("CaseOverdue") == 1
    assert case.overdue_at == tx.now
    assert case.band >= 1
    assert any(isinstance(fact, CaseOverdue) for fact in tx.facts)


def test_the_owners_dropped_line_puts_the_case_back_at_the_top_of_its_band(
    tx: Transaction,
) -> None:
    hub = a_hub(tx)
    waiting = a_call(tx, hub)
    tx.now += timedelta(minutes=1)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    actions.take(acting(tx, priya), case.id)
    assert priya.id is not None
    assert actions.return_dropped(tx, case.id, priya.id)
    assert not actions.return_dropped(tx, case.id, priya.id)
    assert case.queue is not None
    assert queries.board(tx, hub)[0].id == case.id
    assert waiting.band == case.band


def test_a_handed_over_case_keeps_its_data_and_has_one_owner(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya, amir = a_coordinator(tx, hub), a_coordinator(tx, hub, "Amir Shah")
    actions.take(acting(tx, priya), case.id)
    due = case.due_at
    assert amir.id is not None
    with pytest.raises(Conflict, match="not on shift"):
        actions.hand_over(acting(tx, priya), case.id, amir.id)
    staffing.sign_on(acting(tx, amir), hub)
    actions.hand_over(acting(tx, priya), case.id, amir.id)
    assert (case.owner_id, case.queue, case.due_at) == (amir.id, None, due)
    with pytest.raises(Conflict):
        actions.give_back(acting(tx, priya), case.id)


def test_a_second_write_to_one_version_is_refused_with_what_changed(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    assert actions.write_record(mine, case.id, 0, {"need": "Fall"}) == 1
    with pytest.raises(Conflict) as refused:
        actions.write_record(mine, case.id, 0, {"need": "Chest infection"})
    assert refused.value.changes == {"need": ("Fall", "Chest infection")}
    assert case.need == "Fall"


def test_every_earlier_value_of_a_record_can_be_read(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.write_record(mine, case.id, 0, {"need": "Fall", "lives_alone": True})
    actions.write_record(mine, case.id, 1, {"need": "Fall, head injury"})
    tx.session.flush()
    assert queries.record(tx, case, 1)["need"] == "Fall"
    assert queries.record(tx, case) == {"need": "Fall, head injury", "lives_alone": True}


def test_what_somebody_has_goes_back_to_its_queue_when_their_shift_ends(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = acting(tx, a_coordinator(tx, hub))
    staffing.sign_on(priya, hub)
    actions.take(priya, case.id)
    assert actions.sign_off(priya, hub) == 1
    assert (case.owner_id, case.queue) == (None, Queue.COORDINATOR)


def test_whoever_goes_home_without_a_word_leaves_no_case_behind(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    actions.take(acting(tx, priya), case.id)
    tx.session.add(
        StaffSession(
            token_hash=new_id().hex,
            staff_id=priya.id,
            hub_id=hub,
            started_at=tx.now,
            last_seen_at=tx.now,
            expires_at=tx.now + timedelta(days=1),
        )
    )
    actions.caller_left(tx, case.id, "leg-1", abandoned=False)
    tx.now += timedelta(minutes=59)
    tx.session.flush()
    assert actions.release_absent(tx) == 0
    tx.now += timedelta(minutes=2)
    assert actions.release_absent(tx) == 1
    assert (case.owner_id, case.queue) == (None, Queue.COORDINATOR)


def upgraded(tx: Transaction) -> tuple[Case, Actor]:
    hub = a_hub(tx)
    case = a_call(tx, hub, CallerType.CARE_HOME)
    priya = a_coordinator(tx, hub)
    actions.take(acting(tx, priya), case.id)
    actions.raise_emergency(acting(tx, priya), case.id)
    return case, priya


def test_one_press_orders_the_call_to_control_and_makes_the_case_p0(tx: Transaction) -> None:
    case, priya = upgraded(tx)
    actions.raise_emergency(acting(tx, priya), case.id)
    orders = tx.session.query(CallOrder).filter_by(hub_id=case.hub_id).all()
    assert [(order.purpose, order.to_number) for order in orders] == [("999", "+441632960900")]
    assert (case.state, case.band) == (CaseState.UPGRADED_999, 0)


def test_999_not_answered_in_30_seconds_alarms_and_a_human_voice_ends_it(tx: Transaction) -> None:
    case, priya = upgraded(tx)
    tx.now += timedelta(seconds=29)
    assert actions.alarm_due(tx) == 0
    tx.now += timedelta(seconds=1)
    assert actions.alarm_due(tx) == 1
    assert case.emergency == EmergencyState.ALARM
    actions.control_answered(acting(tx, priya), case.id)
    assert case.emergency == EmergencyState.ANSWERED
    with pytest.raises(Conflict, match="999 is not confirmed"):
        actions.end_emergency(acting(tx, priya), case.id, CaseState.IN_COORDINATION)
    actions.confirm_emergency(acting(tx, priya), case.id, "4471", "2")
    actions.end_emergency(acting(tx, priya), case.id, CaseState.IN_COORDINATION)
    assert sum(isinstance(fact, EmergencyMoved) for fact in tx.facts) == 3


def test_with_a_crew_on_the_line_999_asks_for_back_up(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    actions.raise_emergency(acting(tx, a_coordinator(tx, hub)), case.id)
    assert "BackUpAsked" in kinds(tx)


def plan(tx: Transaction, case: Case, actor: Actor) -> None:
    actions.agree_plan(acting(tx, actor), case.id, "SELF", {"agreed": "yes", "safety_text": "yes"})


def test_a_plan_without_what_it_needs_is_refused_with_the_way_on(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.take(mine, case.id)
    with pytest.raises(Invalid) as refused:
        actions.agree_plan(mine, case.id, "ED", {"agreed": "yes", "reason": "Hip"})
    assert refused.value.errors["alternatives"] == ["ED needs a reason. What else was considered?"]
    assert case.disposition is None


CLOSING: dict[str, Any] = {
    "happened": "advice_given",
    "ed_avoided": "no",
    "admission_avoided": "no",
    "ambulance_avoided": "no",
    "safety_net": "Ring 111 if it gets worse",
}


def test_a_case_closes_only_with_plan_outcome_advice_and_nothing_owed(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    mine = acting(tx, priya)
    actions.take(mine, case.id)
    with pytest.raises(Invalid, match="no agreed plan"):
        actions.close(mine, case.id, CLOSING)
    plan(tx, case, priya)
    with pytest.raises(Invalid):
        actions.close(mine, case.id, {**CLOSING, "safety_net": ""})
    actions.ask_call_back(tx, case.id, "leg-1")
    with pytest.raises(Conflict, match="owed a call-back"):
        actions.close(mine, case.id, CLOSING)
    actions.caller_joined(tx, case.id)
    actions.close(mine, case.id, CLOSING)
    assert (case.state, case.owner_id, case.queue) == (CaseState.CLOSED, None, None)


def test_a_closed_case_reopens_for_seven_days_and_no_longer(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    actions.take(acting(tx, priya), case.id)
    plan(tx, case, priya)
    actions.close(acting(tx, priya), case.id, CLOSING)
    tx.now += timedelta(days=7, seconds=1)
    with pytest.raises(Conflict, match="seven days"):
        actions.reopen(acting(tx, priya), case.id)
    tx.now -= timedelta(seconds=1)
    actions.reopen(acting(tx, priya), case.id)
    assert case.queue == Queue.COORDINATOR


COPY = text(
    'INSERT INTO "case" SELECT (jsonb_populate_record(c, jsonb_build_object('
    "'id', gen_random_uuid(), 'number', -1, 'state', CAST(:now AS text)))).*"
    ' FROM "case" c WHERE c.id = :id'
)
MOVE = text(
    "UPDATE \"case\" SET state = :to, queue = 'coordinator' WHERE number = -1 AND hub_id = :hub"
)


def refused_by_the_database(tx: Transaction, case: Case, now: CaseState, to: CaseState) -> bool:
    nested = tx.session.begin_nested()
    tx.session.execute(COPY, {"now": now, "id": case.id})
    try:
        tx.session.execute(MOVE, {"to": to, "hub": case.hub_id})
    except DBAPIError as wrong:
        nested.rollback()
        return "illegal move" in str(wrong.orig)
    nested.rollback()
    return False


def test_the_database_refuses_every_move_that_the_table_does_not_have(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx))
    tx.session.flush()
    wrong = [
        f"{now} to {to}"
        for now in CaseState
        for to in CaseState
        if now != to and refused_by_the_database(tx, case, now, to) is (to in MOVES[now])
    ]
    assert not wrong


def test_no_open_case_is_ever_without_an_owner_or_a_queue(tx: Transaction) -> None:
    case = a_call(tx, a_hub(tx))
    with pytest.raises(DBAPIError, match="one_owner"):
        tx.session.execute(text('UPDATE "case" SET queue = NULL WHERE id = :id'), {"id": case.id})
