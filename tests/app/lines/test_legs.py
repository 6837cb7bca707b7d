from datetime import timedelta
from uuid import UUID

import pytest

from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.lines import actions, queries
from app.lines.facts import LegEnded, LegHeld, LegJoined, LegLeft, LegWished, SweepDue
from app.lines.queries import Leg
from app.lines.states import LegEnd, LegRole, LegState, RecordingState, Wish
from tests.builders.cases import a_hub
from tests.builders.lines import a_sid


def ring(
    tx: Transaction,
    role: LegRole = LegRole.CALLER,
    *,
    hub_id: UUID | None = None,
    case_id: UUID | None = None,
    queued: bool = False,
) -> Leg:
    sid = a_sid("CA")
    actions.ring(
        tx,
        actions.Ringing(
            hub_id=hub_id or a_hub(tx),
            case_id=case_id or new_id(),
            call_sid=sid,
            role=role,
            queued=queued,
        ),
    )
    leg = queries.held_call(tx, sid)
    assert leg is not None
    return leg


def facts(tx: Transaction, kind: type) -> int:
    return sum(isinstance(fact, kind) for fact in tx.facts)


@pytest.mark.parametrize("ended_as", list(LegEnd))
def test_a_leg_ends_once_and_the_first_end_counts(tx: Transaction, ended_as: LegEnd) -> None:
    leg = ring(tx, LegRole.COORDINATOR)
    assert actions.end(tx, leg, ended_as)
    assert not actions.end(tx, leg, LegEnd.COMPLETED)
    assert (leg.state, leg.ended_as) == (LegState.ENDED, ended_as)
    assert facts(tx, LegEnded) == 1


def test_nothing_comes_after_an_end(tx: Transaction) -> None:
    leg = ring(tx)
    actions.end(tx, leg, LegEnd.COMPLETED)
    actions.queued(tx, leg, "QU1")
    actions.on_hold(tx, leg, on=True)
    actions.wish(tx, leg, Wish.JOIN)
    assert not actions.joined(tx, leg, "r-1")
    assert (leg.state, leg.wish, leg.room) == (LegState.ABANDONED, None, None)


@pytest.mark.parametrize(
    ("role", "queued", "state"),
    [
        (LegRole.CALLER, True, LegState.ABANDONED),
        (LegRole.CALLER, False, LegState.ABANDONED),
        (LegRole.COORDINATOR, False, LegState.ENDED),
    ],
)
def test_only_a_caller_whom_nobody_answered_is_abandoned(
    tx: Transaction, role: LegRole, queued: bool, state: LegState
) -> None:
    leg = ring(tx, role, queued=queued)
    actions.end(tx, leg, LegEnd.COMPLETED)
    assert leg.state == state


def test_a_leg_that_leaves_a_room_while_on_hold_is_not_held_any_more(tx: Transaction) -> None:
    leg = ring(tx)
    actions.joined(tx, leg, "r-1")
    actions.on_hold(tx, leg, on=True)
    tx.now += timedelta(seconds=42)
    assert actions.left(tx, leg)
    assert not actions.left(tx, leg)
    assert (leg.held_since, leg.held_seconds, leg.state) == (None, 42, LegState.ANSWERED)
    assert (facts(tx, LegHeld), facts(tx, LegLeft)) == (2, 1)


def test_joining_the_same_room_twice_is_once(tx: Transaction) -> None:
    leg = ring(tx)
    assert actions.joined(tx, leg, "r-1")
    assert not actions.joined(tx, leg, "r-1")
    assert facts(tx, LegJoined) == 1


def test_events_of_one_conference_are_applied_forward_only(tx: Transaction) -> None:
    leg = ring(tx)
    assert actions.newer(leg, "CF1", 3)
    assert not actions.newer(leg, "CF1", 3)
    assert not actions.newer(leg, "CF1", 2)
    assert actions.newer(leg, "CF2", 0)


def test_a_wish_is_asked_again_until_it_comes_true(tx: Transaction) -> None:
    leg = ring(tx, queued=True)
    actions.wish(tx, leg, Wish.JOIN)
    actions.wish(tx, leg, Wish.JOIN)
    assert (facts(tx, LegWished), leg.step) == (1, 1)
    assert actions.wishes_due(tx) == 0
    tx.now += timedelta(seconds=5)
    assert actions.wishes_due(tx) == 1
    assert actions.wishes_due(tx) == 0
    wished = actions.start_wish(tx, leg.id)
    assert wished is not None
    assert (wished.wish, wished.step) == (Wish.JOIN, 1)
    actions.joined(tx, leg, "r-1")
    assert actions.start_wish(tx, leg.id) is None
    tx.now += timedelta(minutes=5)
    assert actions.wishes_due(tx) == 0


def test_an_end_that_was_wished_is_not_taken_back(tx: Transaction) -> None:
    leg = ring(tx)
    actions.wish(tx, leg, Wish.END)
    actions.wish(tx, leg, Wish.QUEUE)
    assert leg.wish == Wish.END


def test_a_case_has_one_open_room_and_a_new_one_after_it_closed(tx: Transaction) -> None:
    hub_id, case_id = a_hub(tx), new_id()
    first = actions.open_room(tx, hub_id, case_id)
    assert actions.open_room(tx, hub_id, case_id) == first
    actions.close_room(tx, first)
    actions.close_room(tx, first)
    assert actions.open_room(tx, hub_id, case_id) != first


def test_a_webhook_is_kept_once_by_its_key(tx: Transaction) -> None:
    assert actions.keep_raw(tx, "voice.status", "CA1:0", {"a": ""})
    assert not actions.keep_raw(tx, "voice.status", "CA1:0", {"a": "again"})
    assert actions.keep_raw(tx, "voice.status", "CA1:1", {})


def test_a_sweep_is_asked_for_every_twenty_seconds_and_once(tx: Transaction) -> None:
    actions.sweep_due(tx)
    tx.facts.clear()
    tx.now += timedelta(seconds=21)
    assert actions.sweep_due(tx) == 1
    assert actions.sweep_due(tx) == 0
    assert facts(tx, SweepDue) == 1


def test_how_far_the_log_was_compared_never_goes_back(tx: Transaction) -> None:
    actions.sweep_due(tx)
    later = tx.now + timedelta(hours=1)
    actions.compared(tx, later)
    actions.compared(tx, tx.now)
    assert queries.compared_to(tx) == later


def a_recording(tx: Transaction) -> tuple[str, UUID]:
    hub_id, case_id = a_hub(tx), new_id()
    name = actions.open_room(tx, hub_id, case_id)
    room = queries.room(tx, name)
    assert room is not None
    sid = a_sid("CF")
    actions.expect_recording(tx, room, sid)
    actions.expect_recording(tx, room, sid)
    return sid, queries.recordings(tx, hub_id, case_id)[0].id


def test_a_recording_that_does_not_come_is_asked_for_ten_minutes_after_the_end(
    tx: Transaction,
) -> None:
    sid, recording_id = a_recording(tx)
    actions.conference_over(tx, sid)
    assert actions.start_fetching(tx, recording_id) is None
    tx.now += timedelta(minutes=10)
    assert actions.recordings_due(tx) == 1
    assert actions.recordings_due(tx) == 0
    fetching = actions.start_fetching(tx, recording_id)
    assert fetching is not None
    assert fetching.state == RecordingState.EXPECTED


def test_a_recording_goes_from_ready_to_stored_to_removed_at_the_carrier(tx: Transaction) -> None:
    sid, recording_id = a_recording(tx)
    actions.recording_ready(tx, sid, a_sid("RE"), 180)
    actions.recording_ready(tx, sid, a_sid("RE"), 180)
    actions.stored(tx, recording_id, "a.wav", "00", 10)
    found = queries.recording(tx, recording_id)
    assert (found.state, found.sha256) == (RecordingState.STORED, "00")
    actions.removed(tx, recording_id)
    assert actions.start_fetching(tx, recording_id) is None


def test_a_recording_without_sound_says_so(tx: Transaction) -> None:
    sid, recording_id = a_recording(tx)
    actions.recording_absent(tx, sid)
    assert queries.recording(tx, recording_id).state == RecordingState.ABSENT


def test_a_recording_that_never_comes_is_failed_in_the_end(tx: Transaction) -> None:
    sid, recording_id = a_recording(tx)
    actions.conference_over(tx, sid)
    for _ in range(20):
        tx.now += timedelta(hours=2)
        actions.recordings_due(tx)
    assert queries.recording(tx, recording_id).state == RecordingState.FAILED
