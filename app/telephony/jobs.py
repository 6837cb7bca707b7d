"""What follows from facts about calls: asking the carrier, and writing down what came of it."""

import logging
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.integrations.http import Gone, NoAnswer, NotReached, Refused, TooMany
from app.integrations.twilio import line
from app.integrations.twilio.results import Call, CallPlaced
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.states import LegRole, LegState, Wish
from app.telephony import actions

log = logging.getLogger(__name__)

ANSWERS_AT = {
    LegRole.COORDINATOR: "desk-phone",
    LegRole.CALLER: "called-back",
    LegRole.THIRD_PARTY: "screen",
    LegRole.AMBULANCE_CONTROL: "control",
}
RING_SECONDS = {
    # voicemail answers from about 15 seconds, and would be no person
    LegRole.COORDINATOR: 15,
    LegRole.CALLER: 30,
    LegRole.THIRD_PARTY: 20,
    LegRole.AMBULANCE_CONTROL: 60,
}
TRY_AGAIN_AFTER = timedelta(seconds=1)
JUST_BEGUN = timedelta(seconds=10)
OVERLAP = timedelta(seconds=60)
"""How far the sweep looks back behind its own mark: the carrier's log lags behind its calls."""


def join(case_id: str) -> None:
    """Bring the line of whoever has a case to its caller."""
    with transaction(SERVICE) as tx:
        actions.start_join(tx, UUID(case_id))


def requeue(case_id: str) -> None:
    """Let the caller of a case that went back to its queue wait again."""
    with transaction(SERVICE) as tx:
        actions.requeue(tx, UUID(case_id))


def place(order_id: str) -> None:
    """Create a call that was wanted, if it is its turn; write down what the carrier said."""
    here = line()
    with transaction(SERVICE) as tx:
        placing = lines.start_placing(tx, UUID(order_id), here.account_sid, here.pace)
    if placing is None:
        return
    try:
        call = _create(placing)
    except (TooMany, NotReached) as not_done:
        log.warning("call not created", extra={"order_id": order_id, "why": not_done.reason})
        with transaction(SERVICE) as tx:
            lines.not_placed(tx, placing.order_id, TRY_AGAIN_AFTER)
    except Refused as no:
        with transaction(SERVICE) as tx:
            lines.refused(tx, placing.order_id, f"the carrier refused ({no.code})")
    except NoAnswer:
        with transaction(SERVICE) as tx:
            lines.leave_unknown(tx, placing.order_id)
    else:
        with transaction(SERVICE) as tx:
            lines.placed(tx, placing.order_id, call.sid)


def look(order_id: str) -> None:
    """Look for a call that the carrier was silent about, instead of asking for it again."""
    with transaction(SERVICE) as tx:
        looking = lines.start_looking(tx, UUID(order_id))
    if looking is None:
        return
    try:
        found = line().telephone.find_calls_to(looking.to_number, looking.since)
    except (Refused, NoAnswer) as silence:
        # not a look: the order stays unknown, and the duty comes back to it
        log.warning("could not look", extra={"order_id": order_id, "why": silence.reason})
        return
    with transaction(SERVICE) as tx:
        lines.looked(tx, looking.order_id, [call.sid for call in found])


def carry_out(leg_id: str) -> None:
    """Do at the carrier what is wished of a leg. Safe to repeat, as all of it is."""
    with transaction(SERVICE) as tx:
        wished = lines.start_wish(tx, UUID(leg_id))
    if wished is None:
        return
    try:
        match wished.wish:
            case Wish.JOIN:
                _bring(wished)
            case Wish.QUEUE:
                url = line().url(f"/telephony/requeue/{wished.leg_id}/{wished.step}")
                line().telephone.redirect_call(wished.call_sid, url)
            case Wish.HOLD | Wish.RESUME:
                _hold(wished, on=wished.wish is Wish.HOLD)
            case Wish.END:
                line().telephone.end_call(wished.call_sid)
    except Gone:
        _ask_about(wished.call_sid)
    except (Refused, NoAnswer) as silence:
        # the wish stands, and the duty asks again
        log.warning("not carried out", extra={"leg_id": leg_id, "why": silence.reason})


def sweep() -> None:
    """Compare what the carrier knows with what we know, and repair what differs.

    Each part stands alone: one that the carrier would not answer is left to the next sweep.
    """
    with transaction(SERVICE) as tx:
        seen_at, since = tx.now, legs.compared_to(tx)
        silent = actions.silent_calls(tx)
    whole = True
    for part in (_sweep_queue, _sweep_rooms, partial(_sweep_log, since - OVERLAP)):
        try:
            part(seen_at)
        except (Refused, NoAnswer) as silence:
            whole = False
            log.warning("sweep incomplete", extra={"why": silence.reason})
    for call_sid in silent:
        _ask_about(call_sid)
    if whole:
        with transaction(SERVICE) as tx:
            lines.compared(tx, seen_at)


def _sweep_queue(seen_at: datetime) -> None:
    """Everybody parked at the carrier must be known to us, and the other way round."""
    telephone = line().telephone
    queue_sid = telephone.ensure_queue(line().queue)
    members = [member.call_sid for member in telephone.queue_members(queue_sid)]
    with transaction(SERVICE) as tx:
        strangers = actions.strangers(tx, members)
        missing = actions.compare_queue(tx, queue_sid, members, seen_at)
    for call_sid in strangers:
        # the most dangerous of all: a caller whom nobody sees
        _take_in(telephone.fetch_call(call_sid), queue_sid)
    for call_sid in missing:
        if not _ask_about(call_sid):
            with transaction(SERVICE) as tx:
                actions.put_back(tx, call_sid)


def _sweep_rooms(seen_at: datetime) -> None:
    """Who is in each room, whatever became of the messages about it."""
    telephone = line().telephone
    conferences = telephone.conferences_open()
    for conference in conferences:
        inside = {p.call_sid: p.hold for p in telephone.participants(conference.sid)}
        with transaction(SERVICE) as tx:
            actions.compare_room(tx, conference.name, conference.sid, inside, seen_at)
    with transaction(SERVICE) as tx:
        actions.close_rooms(tx, {each.name for each in conferences}, seen_at)


def _sweep_log(since: datetime, seen_at: datetime) -> None:
    """Calls that rang while we were away, or whose webhook was lost: the fallback answered them."""
    calls = [
        call
        for call in line().telephone.calls_since(since)
        if call.direction == "inbound" and not call.from_.startswith("client:")
    ]
    with transaction(SERVICE) as tx:
        strangers = set(actions.strangers(tx, [call.sid for call in calls]))
    for call in calls:
        began = call.started_at or call.created_at
        # one that has only just begun is on its way to us
        if call.sid in strangers and (began is None or began < seen_at - JUST_BEGUN):
            _take_in(call, None)


def _take_in(call: Call, queue_sid: str | None) -> None:
    with transaction(SERVICE) as tx:
        actions.take_in(
            tx,
            actions.Stray(
                call_sid=call.sid,
                from_=call.from_,
                to=call.to,
                status=call.status,
                queue_sid=None if call.is_over else queue_sid,
            ),
        )


def _create(placing: lines.Placing) -> CallPlaced:
    here = line()
    return here.telephone.place_call(
        placing.to_number,
        here.caller_id,
        here.url(f"/telephony/{ANSWERS_AT[placing.role]}/{placing.order_id}"),
        here.url(f"/telephony/status/{placing.order_id}"),
        timeout_seconds=RING_SECONDS[placing.role],
        reference=str(placing.order_id),
    )


def _bring(wished: lines.Wished) -> None:
    """Bring a caller into the room: out of the queue, or out of whatever else they hear.

    Whoever asks for a caller that is in no queue may have brought them a moment ago: look into
    the room before pulling them out of it.
    """
    here = line()
    with transaction(SERVICE) as tx:
        room = actions.room_of_wish(tx, wished.leg_id)
    if room is None:
        return
    url = here.url(f"/telephony/room/{wished.leg_id}/{wished.step}")
    if wished.state is LegState.QUEUED:
        queue_sid = wished.queue_sid or here.telephone.ensure_queue(here.queue)
        try:
            here.telephone.take_member(queue_sid, wished.call_sid, url)
        except Gone:
            log.info("caller not in the queue", extra={"leg_id": str(wished.leg_id)})
        else:
            return
    if not _show_if_inside(wished, room):
        here.telephone.redirect_call(wished.call_sid, url)


def _show_if_inside(wished: lines.Wished, room: str) -> bool:
    telephone = line().telephone
    conference = telephone.find_conference(room)
    if conference is None:
        return False
    for party in telephone.participants(conference.sid):
        if party.call_sid == wished.call_sid:
            with transaction(SERVICE) as tx:
                actions.show_inside(tx, wished.leg_id, room, on_hold=party.hold)
            return True
    return False


def _hold(wished: lines.Wished, *, on: bool) -> None:
    here = line()
    if wished.room is None:
        return
    sid = wished.conference_sid
    if sid is None:
        conference = here.telephone.find_conference(wished.room)
        sid = conference.sid if conference else None
    if sid is None:
        return
    hold_url = here.url(f"/telephony/hold/{wished.room}")
    here.telephone.hold(sid, wished.call_sid, on=on, hold_url=hold_url)
    with transaction(SERVICE) as tx:
        actions.show_hold(tx, wished.leg_id, on=on)


def _ask_about(call_sid: str) -> bool:
    """Ask how one call stands. True when nothing more need be done: it is over, or unheard of."""
    try:
        status = line().telephone.fetch_call(call_sid).status
    except Gone:
        status = "failed"  # the carrier has no such call, so nobody is on it
    except (Refused, NoAnswer) as silence:
        log.warning("could not ask", extra={"call_sid": call_sid, "why": silence.reason})
        return True
    with transaction(SERVICE) as tx:
        return actions.call_stands(tx, call_sid, status)
