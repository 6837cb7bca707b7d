from datetime import timedelta
from uuid import UUID

import pytest

from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.lines import actions, queries
from app.lines.facts import CallOrdered, CallUnheard, CallWanted
from app.lines.models import CallOrder
from app.lines.states import LegRole, OrderPriority, OrderState
from tests.builders.cases import a_hub
from tests.builders.lines import a_sid

ACCOUNT = "AC" + "1" * 32
SECOND = timedelta(seconds=1)


@pytest.fixture
def case(tx: Transaction) -> tuple[UUID, UUID]:
    return a_hub(tx), new_id()


def want(
    tx: Transaction,
    case: tuple[UUID, UUID],
    key: str = "once",
    priority: OrderPriority = OrderPriority.CONSULT,
    **more: str,
) -> UUID:
    return actions.want_call(
        tx,
        actions.Wanted(
            hub_id=case[0],
            case_id=case[1],
            purpose="consult",
            request_key=key,
            priority=priority,
            role=LegRole.THIRD_PARTY,
            to_number="+442079460333",
            **more,
        ),
    )


def order(tx: Transaction, order_id: UUID) -> CallOrder:
    found = queries.order(tx, order_id)
    assert found is not None
    return found


def start(tx: Transaction, order_id: UUID) -> actions.Placing | None:
    return actions.start_placing(tx, order_id, ACCOUNT, SECOND)


def kinds(tx: Transaction, kind: type) -> int:
    return sum(isinstance(fact, kind) for fact in tx.facts)


def test_the_same_wish_twice_is_one_order(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    assert want(tx, case) == want(tx, case)
    assert kinds(tx, CallWanted) == 1


def test_an_order_has_a_room_and_a_time_by_which_it_is_looked_at(
    tx: Transaction, case: tuple[UUID, UUID]
) -> None:
    first, second = order(tx, want(tx, case)), order(tx, want(tx, case, "other"))
    assert first.room == second.room
    assert first.room.startswith("r-")
    assert first.settle_due_at > tx.now


def test_an_order_is_placed_by_one_worker_only(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    order_id = want(tx, case)
    assert start(tx, order_id) is not None
    assert start(tx, order_id) is None


def test_the_account_creates_one_call_a_second(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    first, second = want(tx, case), want(tx, case, "other")
    assert start(tx, first) is not None
    assert start(tx, second) is None
    assert order(tx, second).state == OrderState.WANTED
    tx.now += SECOND
    assert start(tx, second) is not None


def test_999_goes_before_whatever_waits(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    consult, take, rescue = (
        want(tx, case, name, priority)
        for name, priority in (
            ("c", OrderPriority.CONSULT),
            ("t", OrderPriority.TAKE),
            ("9", OrderPriority.EMERGENCY),
        )
    )
    placed = []
    for _ in range(3):
        tx.now += SECOND
        placed += [name for name in (consult, take, rescue) if start(tx, name) is not None]
    assert placed == [rescue, take, consult]


def test_a_lost_order_is_asked_for_anew_the_most_urgent_first(
    tx: Transaction, case: tuple[UUID, UUID]
) -> None:
    want(tx, case), want(tx, case, "9", OrderPriority.EMERGENCY)
    tx.facts.clear()
    tx.now += timedelta(seconds=3)
    assert actions.settle_due(tx) == 2
    assert [f.priority for f in tx.facts if isinstance(f, CallWanted)] == [OrderPriority.EMERGENCY]
    assert actions.settle_due(tx) == 0
    tx.now += SECOND
    assert actions.settle_due(tx) == 1
    assert kinds(tx, CallWanted) == 2


def test_a_silence_is_unknown_and_is_looked_for_and_never_asked_again(
    tx: Transaction, case: tuple[UUID, UUID]
) -> None:
    order_id = want(tx, case)
    start(tx, order_id)
    actions.leave_unknown(tx, order_id)
    assert order(tx, order_id).state == OrderState.UNKNOWN
    assert start(tx, order_id) is None
    tx.now += timedelta(seconds=2)
    assert actions.settle_due(tx) == 1
    assert kinds(tx, CallUnheard) == 1
    assert kinds(tx, CallWanted) == 1
    looking = actions.start_looking(tx, order_id)
    assert looking is not None
    sid = a_sid("CA")
    actions.looked(tx, order_id, [sid])
    assert (order(tx, order_id).state, order(tx, order_id).call_sid) == (OrderState.PLACED, sid)


def test_a_worker_that_died_while_asking_left_an_unknown_order(
    tx: Transaction, case: tuple[UUID, UUID]
) -> None:
    order_id = want(tx, case)
    start(tx, order_id)
    tx.now += timedelta(seconds=10)
    assert actions.settle_due(tx) == 1
    assert order(tx, order_id).state == OrderState.UNKNOWN


@pytest.mark.parametrize(
    ("priority", "attempts"), [(OrderPriority.EMERGENCY, 3), (OrderPriority.CONSULT, 1)]
)
def test_what_three_looks_did_not_find_is_refused_and_only_a_rescue_is_tried_again(
    tx: Transaction, case: tuple[UUID, UUID], priority: OrderPriority, attempts: int
) -> None:
    order_id = want(tx, case, priority=priority)
    tried = 0
    while True:
        tx.now += timedelta(minutes=1)
        start(tx, order_id)
        actions.leave_unknown(tx, order_id)
        for _ in range(3):
            actions.looked(tx, order_id, [])
        assert order(tx, order_id).state == OrderState.REFUSED
        tried += 1
        open_ = queries.open_orders(tx, case[0], case[1])
        if not open_:
            break
        order_id = open_[0].id
    assert tried == attempts


def test_another_legs_call_is_not_taken_for_ours(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    first, second = want(tx, case), want(tx, case, "other")
    sid = a_sid("CA")
    start(tx, first)
    actions.placed(tx, first, sid)
    tx.now += SECOND
    start(tx, second)
    actions.leave_unknown(tx, second)
    actions.looked(tx, second, [sid])
    assert order(tx, second).state == OrderState.UNKNOWN


def test_the_calls_own_message_settles_a_silence(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    order_id = want(tx, case)
    start(tx, order_id)
    actions.leave_unknown(tx, order_id)
    sid = a_sid("CA")
    leg = actions.leg_of_order(tx, order_id, sid)
    assert leg is not None
    assert leg.id == order_id
    assert order(tx, order_id).state == OrderState.PLACED
    actions.placed(tx, order_id, sid)
    actions.looked(tx, order_id, [sid])
    assert [f.state for f in tx.facts if isinstance(f, CallOrdered)][-1] == OrderState.PLACED


def test_too_many_puts_the_order_back(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    order_id = want(tx, case)
    start(tx, order_id)
    actions.not_placed(tx, order_id, SECOND)
    tx.now += SECOND
    assert start(tx, order_id) is not None


def test_a_cancelled_order_is_never_placed(tx: Transaction, case: tuple[UUID, UUID]) -> None:
    order_id = want(tx, case)
    actions.cancel_orders(tx, case[0], case[1], frozenset({"consult"}))
    assert start(tx, order_id) is None
    assert order(tx, order_id).state == OrderState.CANCELLED


def test_the_database_refuses_a_move_that_the_table_has_not(
    tx: Transaction, case: tuple[UUID, UUID]
) -> None:
    order_id = want(tx, case)
    start(tx, order_id)
    actions.refused(tx, order_id, "no")
    tx.session.flush()
    order(tx, order_id).state = OrderState.WANTED
    with pytest.raises(Exception, match="illegal move"):
        tx.session.flush()
