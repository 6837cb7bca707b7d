"""Ways in which a case or a caller was once lost, doubled, ownerless or wrongly closed."""

from datetime import timedelta

import pytest

from app.cases import actions, queries
from app.cases.actions import prioritising
from app.cases.actions.receiving import Source
from app.cases.facts import CaseOverdue
from app.cases.models import CallRecord, Case, Note
from app.cases.states import CaseState, EmergencyState, Queue, Reach
from app.directory.models import AmbulanceArea
from app.foundation.actor import SERVICE
from app.foundation.identifiers import new_id
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction
from app.lines import actions as lines
from app.lines.models import CallOrder
from app.lines.states import LegRole
from app.terms.band import Band
from app.terms.caller import CallerType
from tests.app.cases.test_actions import CLOSING, plan
from tests.builders.cases import a_call, a_coordinator, a_hub, acting


def test_two_cases_that_need_999_in_one_second_are_both_dialled(tx: Transaction) -> None:
    hub = a_hub(tx)
    mine = acting(tx, a_coordinator(tx, hub))
    for case in (a_call(tx, hub), a_call(tx, hub)):
        actions.raise_emergency(mine, case.id)
    assert tx.session.query(CallOrder).filter_by(hub_id=hub, purpose="999").count() == 2


def test_999_without_a_known_control_is_red_and_alarms_at_once(tx: Transaction) -> None:
    hub = a_hub(tx)
    tx.session.query(AmbulanceArea).filter_by(hub_id=hub).delete()
    case = a_call(tx, hub)
    actions.raise_emergency(acting(tx, a_coordinator(tx, hub)), case.id)
    assert (case.state, case.band) == (CaseState.UPGRADED_999, 0)
    assert actions.alarm_due(tx) == 1
    assert case.emergency == EmergencyState.ALARM
    assert tx.session.query(CallOrder).filter_by(hub_id=hub).count() == 0


@pytest.mark.parametrize(
    "state",
    sorted(
        set(CaseState)
        - {
            CaseState.AWAITING_CALLER,
            CaseState.AWAITING_PARTNER,
            CaseState.AWAITING_DISPATCH,
        }
    ),
)
def test_waiting_never_closes_upgrades_or_plans_a_case(tx: Transaction, state: CaseState) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.take(mine, case.id)
    with pytest.raises(Conflict):
        actions.wait_for(mine, case.id, state)
    assert case.state == CaseState.IN_COORDINATION


def test_waiting_does_not_take_a_case_away_from_999(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.raise_emergency(mine, case.id)
    with pytest.raises(Conflict):
        actions.wait_for(mine, case.id, CaseState.IN_COORDINATION)
    with pytest.raises(Conflict):
        actions.await_outcome(mine, case.id)
    assert case.state == CaseState.UPGRADED_999


def test_take_next_takes_native_cases_before_those_that_age_raised(tx: Transaction) -> None:
    hub = a_hub(tx)
    source = Source(caller_type=CallerType.GP_PRACTICE, number="+441632960402")
    old = actions.receive_form(tx, hub, str(new_id()), source, {"need": "Cough"}).case_id
    tx.session.flush()
    tx.now += timedelta(minutes=25)
    actions.raise_overdue(tx)
    aged = queries.case(tx, old)
    native = a_call(tx, hub)
    assert (aged.band, native.band) == (Band.P1, Band.P1)
    assert actions.take_next(acting(tx, a_coordinator(tx, hub)), hub).id == native.id


def test_one_case_that_cannot_be_reckoned_holds_back_no_other(
    tx: Transaction, caplog: pytest.LogCaptureFixture
) -> None:
    hub = a_hub(tx)
    broken, whole = a_call(tx, hub), a_call(tx, hub)
    broken.record_version = 1
    record = {"fell_at": "no time at all"}
    tx.session.add(
        CallRecord(hub_id=hub, case_id=broken.id, version=1, written_at=tx.now, fields=record)
    )
    tx.session.flush()
    tx.now += timedelta(minutes=3)
    assert actions.raise_overdue(tx) == 2
    assert actions.raise_overdue(tx) == 0
    assert [f.case_id for f in tx.facts if isinstance(f, CaseOverdue)] == [whole.id]
    assert broken.priority_due_at == tx.now + prioritising.LOOK_AGAIN_AFTER
    assert "priority not reckoned" in caplog.text


def test_a_late_case_that_comes_back_says_so_again_once(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.take(mine, case.id)
    tx.now += timedelta(minutes=30)
    mine.now = tx.now
    actions.give_back(mine, case.id)
    tx.session.flush()
    assert actions.raise_overdue(tx) == 1
    assert actions.raise_overdue(tx) == 0
    assert sum(isinstance(fact, CaseOverdue) for fact in tx.facts) == 1


def test_an_override_ends_in_time_also_while_somebody_has_the_case(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.take(mine, case.id)
    actions.override(mine, case.id, Band.P3, "Seen", tx.now + timedelta(minutes=30))
    tx.session.flush()
    assert case.band == Band.P3
    tx.now += timedelta(minutes=30)
    assert actions.raise_overdue(tx) == 1
    assert case.band == Band.P1


def rings_on(tx: Transaction, case: Case) -> None:
    ringing = lines.Ringing(
        hub_id=case.hub_id,
        case_id=case.id,
        call_sid=f"CA{new_id().hex}",
        role=LegRole.CALLER,
        queued=True,
    )
    lines.ring(acting(tx, SERVICE), ringing)


def test_a_case_does_not_close_while_its_caller_waits_on_the_line(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    actions.take(acting(tx, priya), case.id)
    plan(tx, case, priya)
    rings_on(tx, case)
    with pytest.raises(Conflict, match="waits for somebody"):
        actions.close(acting(tx, priya), case.id, CLOSING)
    assert case.state == CaseState.PLAN_AGREED


def test_a_reopened_case_begins_without_the_old_decision_and_keeps_it_as_a_note(
    tx: Transaction,
) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    mine = acting(tx, priya)
    actions.take(mine, case.id)
    plan(tx, case, priya)
    actions.close(mine, case.id, CLOSING)
    actions.reopen(mine, case.id)
    assert (case.disposition, case.plan, case.outcome) == (None, None, None)
    kept = tx.session.query(Note).filter_by(case_id=case.id).one()
    assert kept.body["main next step"] == "SELF"
    assert kept.body["safety net"] == CLOSING["safety_net"]
    assert all(isinstance(words, str) for words in kept.body.values())


def test_what_a_joined_call_is_owed_goes_with_it(tx: Transaction) -> None:
    hub = a_hub(tx)
    into, case = a_call(tx, hub, CallerType.CARE_HOME), a_call(tx, hub)
    actions.caller_left(tx, case.id, "leg-1", abandoned=True)
    actions.join_contact(acting(tx, a_coordinator(tx, hub)), case.id, into.id)
    assert [debt.kind for debt in queries.owed(tx, into)] == ["call_back"]
    assert not queries.owed(tx, case)


def test_a_form_that_is_joined_leaves_the_other_caller_on_the_line(tx: Transaction) -> None:
    hub = a_hub(tx)
    into = a_call(tx, hub)
    source = Source(caller_type=CallerType.GP_PRACTICE, number="+441632960402")
    form = actions.receive_form(tx, hub, str(new_id()), source, {"need": "Cough"})
    tx.session.flush()
    actions.join_contact(acting(tx, a_coordinator(tx, hub)), form.case_id, into.id)
    assert (into.reach, into.on_line_since) == (Reach.ON_LINE, tx.now)


def test_a_colleagues_case_is_not_joined_under_their_hands(tx: Transaction) -> None:
    hub = a_hub(tx)
    into, case = a_call(tx, hub), a_call(tx, hub)
    actions.take(acting(tx, a_coordinator(tx, hub, "Amir Shah")), case.id)
    with pytest.raises(Conflict, match="A colleague has this case"):
        actions.join_contact(acting(tx, a_coordinator(tx, hub)), case.id, into.id)


def test_a_closed_case_is_given_to_nobody(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    mine = acting(tx, priya)
    actions.take(mine, case.id)
    plan(tx, case, priya)
    actions.close(mine, case.id, CLOSING)
    assert priya.id is not None
    with pytest.raises(Conflict, match="closed"):
        actions.give(tx, case.id, priya.id)
    assert case.owner_id is None


def test_whoever_ends_an_upgrade_that_nobody_has_goes_on_with_it(tx: Transaction) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    priya = a_coordinator(tx, hub)
    mine = acting(tx, priya)
    actions.raise_emergency(mine, case.id)
    actions.give_back(mine, case.id)
    assert case.queue == Queue.COORDINATOR
    actions.confirm_emergency(mine, case.id, "4471", "2")
    actions.end_emergency(mine, case.id, CaseState.IN_COORDINATION)
    assert case.owner_id == priya.id
    assert not case.queue


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10:30", "2026-11-17T10:30:00+00:00"),
        ("23:50", "2026-11-16T23:50:00+00:00"),
        ("16/06/2026 9.05", "2026-06-16T08:05:00+00:00"),
        ("2026-11-17T10:30:00+00:00", "2026-11-17T10:30:00+00:00"),
    ],
)
def test_a_told_time_is_kept_as_the_instant_that_is_meant(
    tx: Transaction, typed: str, kept: str
) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.write_record(mine, case.id, 0, {"fell_at": typed})
    tx.session.flush()
    assert queries.record(tx, case)["fell_at"] == kept


@pytest.mark.parametrize("typed", ["this morning", "25:00", "31/02/2026 10:00", "18/11/2026 10:00"])
def test_what_is_no_time_that_has_been_is_refused_beside_its_field(
    tx: Transaction, typed: str
) -> None:
    hub = a_hub(tx)
    case = a_call(tx, hub)
    mine = acting(tx, a_coordinator(tx, hub))
    with pytest.raises(Invalid) as refused:
        actions.write_record(mine, case.id, 0, {"fell_at": typed})
    assert "fell_at" in refused.value.errors


def test_a_caller_who_says_999_is_p0_and_equipment_is_p3(tx: Transaction) -> None:
    hub = a_hub(tx)
    source = Source(caller_type=CallerType.GP_PRACTICE, number="+441632960402")
    found = actions.receive_form(tx, hub, str(new_id()), source, {"need": "Bed"})
    tx.session.flush()
    case = queries.case(tx, found.case_id)
    mine = acting(tx, a_coordinator(tx, hub))
    actions.write_record(mine, case.id, 1, {"kind": "equipment"})
    assert case.band == Band.P3
    tx.session.flush()
    actions.write_record(mine, case.id, 2, {"says_999": True})
    assert case.band == Band.P0
