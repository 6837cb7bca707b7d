"""What the REST answers look like: Twilio's field names and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.simulators.twilio.leg import OVER, Leg
from tests.simulators.twilio.queueing import Member, Queue
from tests.simulators.twilio.recording import Recording
from tests.simulators.twilio.rooms import Participant, Room
from tests.simulators.twilio.texts import Message
from tests.simulators.twilio.timers import rfc2822

if TYPE_CHECKING:
    from tests.simulators.twilio.exchange import Number

VERSION = "2010-04-01"
Json = dict[str, Any]


def root(account: str) -> str:
    """Where an account's resources begin."""
    return f"/{VERSION}/Accounts/{account}"


def page(
    name: str,
    items: Sequence[Json],
    path: str,
    arguments: dict[str, str],
    *,
    size: int,
    number: int,
) -> Json:
    """One page of a list. The addresses are relative, as Twilio's are."""
    start = number * size
    shown = list(items[start : start + size])

    def address(of: int | None) -> str | None:
        asked = arguments | {"PageSize": str(size), "Page": str(of)}
        return None if of is None else f"{path}?{urlencode(asked)}"

    return {
        name: shown,
        "uri": address(number),
        "first_page_uri": address(0),
        "next_page_uri": address(number + 1 if start + size < len(items) else None),
        "previous_page_uri": address(number - 1 if number else None),
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start + len(shown) - 1, start),
    }


def error(status: int, code: int, message: str) -> Json:
    """A refusal."""
    return {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }


def call(leg: Leg) -> Json:
    """A leg. REST knows no `initiated`."""
    over = leg.status in OVER
    return {
        "sid": leg.sid,
        "account_sid": leg.account_sid,
        "parent_call_sid": leg.parent_sid,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "to": leg.to,
        "to_formatted": leg.to,
        "phone_number_sid": None,
        "status": "queued" if leg.status == "initiated" else leg.status,
        "direction": leg.direction,
        "date_created": rfc2822(leg.created),
        "date_updated": rfc2822(leg.ended or leg.started or leg.created),
        "start_time": rfc2822(leg.started),
        "end_time": rfc2822(leg.ended),
        "duration": str(leg.seconds()) if over else None,
        "queue_time": str(leg.queue_time_ms),
        "answered_by": None,
        "forwarded_from": leg.extra.get("ForwardedFrom"),
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": None,
        "price": None,
        "price_unit": "GBP",
        "api_version": VERSION,
        "uri": f"{root(leg.account_sid)}/Calls/{leg.sid}.json",
        "subresource_uris": {},
    }


def queue(account: str, found: Queue) -> Json:
    """A queue."""
    return {
        "sid": found.sid,
        "account_sid": account,
        "friendly_name": found.name,
        "current_size": len(found.members),
        "average_wait_time": found.average(),
        "max_size": found.max_size,
        "date_created": rfc2822(found.created),
        "date_updated": rfc2822(found.created),
        "uri": f"{root(account)}/Queues/{found.sid}.json",
    }


def member(account: str, of: Queue, found: Member) -> Json:
    """Somebody waiting."""
    return {
        "call_sid": found.leg.sid,
        "queue_sid": of.sid,
        "date_enqueued": rfc2822(found.enqueued),
        "position": of.position(found),
        "wait_time": of.waited(found),
        "uri": f"{root(account)}/Queues/{of.sid}/Members/{found.leg.sid}.json",
    }


def conference(account: str, room: Room) -> Json:
    """A room."""
    return {
        "sid": room.sid,
        "account_sid": account,
        "friendly_name": room.name,
        "status": room.status,
        "region": "ie1",
        "date_created": rfc2822(room.created),
        "date_updated": rfc2822(room.updated),
        "reason_conference_ended": room.reason,
        "call_sid_ending_conference": room.ended_by,
        "api_version": VERSION,
        "uri": f"{root(account)}/Conferences/{room.sid}.json",
        "subresource_uris": {},
    }


def participant(account: str, room: Room, found: Participant) -> Json:
    """A leg in a room."""
    return {
        "account_sid": account,
        "call_sid": found.leg.sid,
        "conference_sid": room.sid,
        "label": found.label or None,
        "muted": found.muted,
        "hold": found.hold,
        "coaching": found.coaching,
        "call_sid_to_coach": found.coach_sid,
        "start_conference_on_enter": found.starts,
        "end_conference_on_exit": found.ends,
        "status": "connected" if found in room.participants else "queued",
        "queue_time": "0",
        "date_created": rfc2822(found.created),
        "date_updated": rfc2822(found.created),
        "uri": f"{root(account)}/Conferences/{room.sid}/Participants/{found.leg.sid}.json",
    }


def recording(account: str, found: Recording) -> Json:
    """A recording."""
    path = f"{root(account)}/Recordings/{found.sid}"
    return {
        "sid": found.sid,
        "account_sid": account,
        "call_sid": found.call_sid,
        "conference_sid": found.conference_sid,
        "status": found.status,
        "channels": found.channels,
        "source": found.source,
        "duration": str(found.duration if found.duration is not None else -1),
        "start_time": rfc2822(found.created),
        "date_created": rfc2822(found.created),
        "date_updated": rfc2822(found.created),
        "error_code": None,
        "price": None,
        "price_unit": "GBP",
        "encryption_details": None,
        "api_version": VERSION,
        "uri": f"{path}.json",
        "media_url": f"https://api.twilio.com{path}",
        "subresource_uris": {},
    }


def message(account: str, found: Message) -> Json:
    """A text."""
    return {
        "sid": found.sid,
        "account_sid": account,
        "messaging_service_sid": None,
        "from": found.from_,
        "to": found.to,
        "body": found.body,
        "status": found.status,
        "direction": found.direction,
        "error_code": found.error_code,
        "error_message": None,
        "num_segments": str(1 + len(found.body) // 160),
        "num_media": "0",
        "price": None,
        "price_unit": "GBP",
        "date_created": rfc2822(found.created),
        "date_sent": rfc2822(found.sent),
        "date_updated": rfc2822(found.sent or found.created),
        "api_version": VERSION,
        "uri": f"{root(account)}/Messages/{found.sid}.json",
        "subresource_uris": {},
    }


def number(account: str, digits: str, found: Number) -> Json:
    """One of our numbers."""
    return {
        "sid": found.sid,
        "account_sid": account,
        "phone_number": digits,
        "friendly_name": digits,
        "voice_url": found.voice_url,
        "voice_method": "POST",
        "voice_fallback_url": found.fallback_url,
        "voice_fallback_method": "POST",
        "status_callback": found.status_url,
        "status_callback_method": "POST",
        "sms_url": found.sms_url,
        "sms_method": "POST",
        "sms_fallback_url": "",
        "voice_caller_id_lookup": False,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "origin": "twilio",
        "beta": False,
        "api_version": VERSION,
        "uri": f"{root(account)}/IncomingPhoneNumbers/{found.sid}.json",
    }
