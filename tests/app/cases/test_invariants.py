"""Whatever people and callers do, in whatever order: one owner always, and nothing lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, text

from app.cases import actions, queries
from app.cases.actions.receiving import Source
from app.cases.models import Case
from app.cases.states import CaseState
from app.foundation.actor import SERVICE, Actor
from app.foundation.identifiers import new_id
from app.foundation.problems import Problem
from app.foundation.transaction import Transaction, transaction
from app.staffing import actions as staffing
from app.terms.band import Band
from app.terms.caller import CallerType
from tests.builders.cases import COORDINATOR, a_coordinator, a_hub

ENOUGH = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
WHICH = st.integers(0, 2)
OWNER = 3
WHO = st.sampled_from((OWNER, OWNER, OWNER, 0, 1, 2))
"""Mostly whoever has the case: what others try is refused, and shows little."""

TRIED = (
    CaseState.IN_COORDINATION,
    CaseState.AWAITING_COORDINATOR,
    CaseState.AWAITING_PARTNER,
    CaseState.IN_DELIVERY,
    CaseState.PLAN_AGREED,
    CaseState.UPGRADED_999,
    CaseState.CLOSED,
)
AGREED = {"agreed": "yes", "safety_text": "yes"}
CLOSING: dict[str, Any] = {
    "happened": "advice_given",
    "ed_avoided": "no",
    "admission_avoided": "no",
    "ambulance_avoided": "no",
    "safety_net": "Ring 111 if it gets worse",
}

CROOKED = text(
    'SELECT c.number, c.state, c.owner_id, c.queue, c.emergency FROM "case" c'
    " WHERE c.hub_id = :hub AND NOT ("
    # an open case has exactly one owner, a closed one none, and it says when and how it ended
    " CASE WHEN c.state = 'closed'"
    "  THEN c.owner_id IS NULL AND c.queue IS NULL AND c.closed_at IS NOT NULL"
    "   AND c.outcome IS NOT NULL AND c.disposition IS NOT NULL"
    "   AND NOT EXISTS (SELECT FROM obligation o WHERE o.case_id = c.id AND o.hub_id = c.hub_id"
    "    AND o.settled_at IS NULL)"
    "  ELSE (c.owner_id IS NULL) <> (c.queue IS NULL) AND c.closed_at IS NULL END"
    # nobody has a case in a state that only a queue gives, or the other way round
    " AND (c.owner_id IS NULL OR c.state NOT IN ('new', 'awaiting_coordinator', 'reopened'))"
    " AND (c.queue IS NULL OR c.state IN"
    "  ('new', 'awaiting_coordinator', 'reopened', 'upgraded_999'))"
    # with 999 means: a call of its own was ordered, and it is red first of all
    " AND (c.state <> 'upgraded_999' OR (c.band = 0 AND c.emergency IS NOT NULL"
    "  AND EXISTS (SELECT FROM call_order o WHERE o.case_id = c.id AND o.purpose = '999')))"
    " AND (c.state = 'upgraded_999' OR coalesce(c.emergency, 'confirmed') = 'confirmed'))"
)
HOLES = text(
    "SELECT count(*), coalesce(max(seq), 0), coalesce(min(seq), 1) FROM journal WHERE hub_id = :hub"
)


class Shift(RuleBasedStateMachine):
    """A hub with two coordinators and a call handler, and up to a handful of cases."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 17, 14, 7, 21, tzinfo=UTC)
        self.cases: list[UUID] = []
        self.calls = 0

    @initialize()
    def open_the_hub(self) -> None:
        with transaction(SERVICE) as tx:
            self.hub = a_hub(tx)
            rights = COORDINATOR | {"supervise"}
            self.people = [
                a_coordinator(tx, self.hub, "Priya Nair", rights),
                a_coordinator(tx, self.hub, "Amir Shah", rights),
                a_coordinator(
                    tx,
                    self.hub,
                    "Beth Cole",
                    frozenset({"queue.read", "queue.write", "case.stream", "emergency.raise"}),
                    ("call_handler",),
                ),
            ]
        self.do(self.people[0], lambda tx: staffing.sign_on(tx, self.hub))

    def do(self, who: Actor, act: Callable[[Transaction], object]) -> None:
        """One transaction; being told that it cannot be done is no fault."""
        try:
            with transaction(who) as tx:
                tx.now = self.now
                act(tx)
        except Problem:
            return

    def on(self, which: int, who: int, act: Callable[[Transaction, UUID], object]) -> None:
        if self.cases:
            case_id = self.cases[which % len(self.cases)]
            self.do(self.person(who, case_id), lambda tx: act(tx, case_id))

    def person(self, who: int, case_id: UUID | None = None) -> Actor:
        owner = self.case(case_id).owner_id if who == OWNER and case_id else None
        return next((each for each in self.people if each.id == owner), self.people[who % OWNER])

    def told(self, which: int, act: Callable[[Transaction, UUID], object]) -> None:
        if self.cases:
            case_id = self.cases[which % len(self.cases)]
            self.do(SERVICE, lambda tx: act(tx, case_id))

    @rule(caller=st.sampled_from(CallerType), withheld=st.booleans(), again=st.booleans())
    def a_call_rings(self, caller: CallerType, *, withheld: bool, again: bool) -> None:
        self.calls += not again or not self.calls
        source = Source(caller_type=caller, number=None if withheld else "+447700900214")

        def ring(tx: Transaction) -> None:
            received = actions.receive_call(tx, self.hub, f"CA{self.calls}", source)
            if received.fresh:
                self.cases.append(received.case_id)

        if len(self.cases) < 3 or again:
            self.do(SERVICE, ring)

    @rule(caller=st.sampled_from(CallerType))
    def a_form_comes_in(self, caller: CallerType) -> None:
        def receive(tx: Transaction) -> None:
            fields = {"need": "Fall", "red_flags": []}
            source = Source(caller_type=caller, number="+441632960118")
            key = str(new_id())
            self.cases.append(actions.receive_form(tx, self.hub, key, source, fields).case_id)

        if len(self.cases) < 3:
            self.do(SERVICE, receive)

    @rule(which=WHICH, abandoned=st.booleans(), leg=st.integers(0, 2))
    def the_caller_hangs_up(self, which: int, leg: int, *, abandoned: bool) -> None:
        self.told(
            which, lambda tx, case: actions.caller_left(tx, case, f"leg-{leg}", abandoned=abandoned)
        )

    @rule(which=WHICH)
    def the_caller_wants_a_call_back(self, which: int) -> None:
        if self.cases and self.case(self.cases[which % len(self.cases)]).state != "closed":
            self.told(which, lambda tx, case: actions.ask_call_back(tx, case, "leg-1"))

    @rule(which=WHICH)
    def the_caller_is_reached(self, which: int) -> None:
        self.told(which, actions.caller_joined)

    @rule(which=WHICH, who=WHO)
    def take(self, which: int, who: int) -> None:
        self.on(which, who, actions.take)

    @rule(who=WHO)
    def take_next(self, who: int) -> None:
        self.do(self.person(who), lambda tx: actions.take_next(tx, self.hub))

    @rule(which=WHICH, who=WHO)
    def stream(self, which: int, who: int) -> None:
        self.on(which, who, actions.stream)

    @rule(which=WHICH, who=WHO)
    def finish_streaming(self, which: int, who: int) -> None:
        self.on(which, who, actions.finish_streaming)

    @rule(which=WHICH, who=WHO)
    def give_back(self, which: int, who: int) -> None:
        self.on(which, who, actions.give_back)

    @rule(which=WHICH, who=WHO)
    def the_line_drops(self, which: int, who: int) -> None:
        staff_id = self.person(who, self.cases[which % len(self.cases)] if self.cases else None).id
        assert staff_id is not None
        self.told(which, lambda tx, case: actions.return_dropped(tx, case, staff_id))

    @rule(which=WHICH, who=WHO, to=WHO, given=st.booleans())
    def hand_over(self, which: int, who: int, to: int, *, given: bool) -> None:
        staff_id = self.person(to).id
        assert staff_id is not None
        verb = actions.give if given else actions.hand_over
        self.on(which, who, lambda tx, case: verb(tx, case, staff_id))

    @rule(who=WHO, on=st.booleans())
    def come_or_go(self, who: int, *, on: bool) -> None:
        verb = staffing.sign_on if on else actions.sign_off
        self.do(self.person(who), lambda tx: verb(tx, self.hub))

    @rule(which=WHICH)
    def work(self, which: int) -> None:
        """Far enough for plans, ends and second beginnings to be met often."""
        self.on(which, 0, actions.take)
        self.plan(which, OWNER)

    @rule(which=WHICH, who=WHO)
    def plan(self, which: int, who: int) -> None:
        self.on(which, who, lambda tx, case: actions.agree_plan(tx, case, "SELF", AGREED))

    @rule(which=WHICH, who=WHO, state=st.sampled_from(TRIED))
    def wait_for(self, which: int, who: int, state: CaseState) -> None:
        self.on(which, who, lambda tx, case: actions.wait_for(tx, case, state))

    @rule(which=WHICH, who=WHO)
    def await_outcome(self, which: int, who: int) -> None:
        self.on(which, who, actions.await_outcome)

    @rule(which=WHICH, who=WHO)
    def close(self, which: int, who: int) -> None:
        self.on(which, who, lambda tx, case: actions.close(tx, case, CLOSING))

    @rule(which=WHICH, who=WHO)
    def reopen(self, which: int, who: int) -> None:
        self.on(which, who, actions.reopen)

    @rule(which=WHICH, who=WHO)
    def press_999(self, which: int, who: int) -> None:
        self.on(which, who, actions.raise_emergency)

    @rule(which=WHICH, who=WHO)
    def control_answers(self, which: int, who: int) -> None:
        self.on(which, who, actions.control_answered)

    @rule(which=WHICH, who=WHO)
    def confirm(self, which: int, who: int) -> None:
        self.on(which, who, lambda tx, case: actions.confirm_emergency(tx, case, "4471", "2"))

    @rule(which=WHICH, who=WHO, to=st.sampled_from(TRIED))
    def end_999(self, which: int, who: int, to: CaseState) -> None:
        self.on(which, who, lambda tx, case: actions.end_emergency(tx, case, to))

    @rule(which=WHICH, into=WHICH, who=WHO)
    def join(self, which: int, into: int, who: int) -> None:
        if self.cases:
            other = self.cases[into % len(self.cases)]
            self.on(which, who, lambda tx, case: actions.join_contact(tx, case, other))

    @rule(which=WHICH, who=WHO, band=st.sampled_from(Band))
    def override(self, which: int, who: int, band: Band) -> None:
        until = self.now + timedelta(minutes=30)
        self.on(which, who, lambda tx, case: actions.override(tx, case, band, "Seen", until))

    @rule(minutes=st.integers(0, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for duty in (actions.raise_overdue, actions.raise_owed, actions.alarm_due):
            for _ in range(20):
                with transaction(SERVICE) as tx:
                    tx.now = self.now
                    if not duty(tx):
                        break
            else:
                raise AssertionError(f"{duty.__name__} never comes to an end")

    def case(self, case_id: UUID) -> Case:
        with transaction(SERVICE) as tx:
            return queries.case(tx, case_id)

    @invariant()
    def every_case_is_somebodys_and_the_journal_has_no_hole(self) -> None:
        if not self.cases:
            return
        with transaction(SERVICE) as tx:
            assert not tx.session.execute(CROOKED, {"hub": self.hub}).all()
            count, last, first = tx.session.execute(HOLES, {"hub": self.hub}).one()
            assert (count, first) == (last, 1)


def test_nothing_that_people_do_leaves_a_case_to_nobody(connection: Connection) -> None:
    assert connection.in_transaction()
    run_state_machine_as_test(Shift, settings=ENOUGH)
