"""REST: legs, the waiting queue, texts, numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, request

from tests.simulators.twilio import calls, shapes, texts
from tests.simulators.twilio.endings import Target
from tests.simulators.twilio.leg import OVER
from tests.simulators.twilio.manners import (
    ACCOUNT,
    Answer,
    account,
    exchange,
    listed,
    made,
    meet,
    not_found,
    one,
    refused,
)
from tests.simulators.twilio.texts import Message

rest = meet(Blueprint("rest", __name__))
_MOST_LETTERS = 1600


@rest.post(f"{ACCOUNT}/Calls.json")
def create_call() -> Answer:
    form = request.form
    if not form.get("To"):
        return refused(400, 21201, "No 'To' number is specified")
    if not form["To"].startswith(("+", "client:")):
        return refused(400, 21211, f"The 'To' number {form['To']} is not a valid phone number")
    if not form.get("From", "").startswith("+"):
        return refused(400, 21210, "The source phone number is not verified")
    if not (form.get("Url", "").startswith("http") or form.get("Twiml")):
        return refused(400, 21205, "Url parameter is required and must be absolute")
    network = exchange()
    callee = network.callees.get(form["To"], network.callee)
    leg = network.new_leg(form["From"], form["To"], "outbound-api", callee.person())
    leg.callback = form.get("StatusCallback")
    leg.callback_events = set(form.getlist("StatusCallbackEvent") or ["completed"])
    target = Target(form.get("Url", ""), form.get("Method", "POST"), twiml=form.get("Twiml"))
    calls.ring_out(network, leg, target, float(form.get("Timeout", 60)), network.slot())
    return made(shapes.call(leg))


@rest.get(f"{ACCOUNT}/Calls.json")
def list_calls() -> Answer:
    wanted = {"Status": "status", "To": "to", "From": "from", "ParentCallSid": "parent_call_sid"}
    asked = {field: request.args[name] for name, field in wanted.items() if name in request.args}
    since = _instant(request.args.get("StartTime>") or request.args.get("StartTime"))
    network = exchange()
    with network.lock:
        found = [
            shapes.call(leg)
            for leg in reversed(network.legs.values())
            if (since is None or (leg.started or leg.created) >= since)
        ]
    return listed("calls", [c for c in found if all(c[k] == v for k, v in asked.items())])


@rest.get(f"{ACCOUNT}/Calls/<call>.json")
def fetch_call(call: str) -> Answer:
    leg = exchange().legs.get(call)
    return one(shapes.call(leg)) if leg else not_found()


@rest.post(f"{ACCOUNT}/Calls/<call>.json")
def update_call(call: str) -> Answer:
    leg = exchange().legs.get(call)
    if leg is None:
        return not_found()
    if leg.status in OVER:
        return refused(400, 21220, "Call is not in-progress. Cannot redirect.")
    if request.form.get("Status"):
        leg.hang_up("canceled" if leg.answered_at is None else "completed")
        return one(shapes.call(leg))
    target = Target(
        request.form.get("Url", ""),
        request.form.get("Method", "POST"),
        twiml=request.form.get("Twiml"),
    )
    if leg.answered_at is None or not leg.move(target):
        return refused(400, 21220, "Call is not in-progress. Cannot redirect.")
    return one(shapes.call(leg))


@rest.post(f"{ACCOUNT}/Queues.json")
def create_queue() -> Answer:
    name = request.form.get("FriendlyName", "")
    network = exchange()
    with network.lock:
        if not name or name in network.queues:
            return refused(400, 22003, "A queue with that name exists already")
        queue = network.queue(name)
        queue.max_size = int(request.form.get("MaxSize", 1000))
        return made(shapes.queue(account(), queue))


@rest.get(f"{ACCOUNT}/Queues.json")
def list_queues() -> Answer:
    with exchange().lock:
        return listed("queues", [shapes.queue(account(), q) for q in exchange().queues.values()])


@rest.get(f"{ACCOUNT}/Queues/<queue>/Members.json")
def list_members(queue: str) -> Answer:
    found = exchange().queue_by_sid(queue)
    if found is None:
        return not_found()
    with exchange().lock:
        members = [shapes.member(account(), found, each) for each in found.members]
    return listed("queue_members", members)


@rest.post(f"{ACCOUNT}/Queues/<queue>/Members/<call>.json")
def take_member(queue: str, call: str) -> Answer:
    network = exchange()
    found = network.queue_by_sid(queue)
    with network.lock:
        member = found.member(call) if found else None
        if found is None or member is None:
            return not_found()
        shape = shapes.member(account(), found, member)
        target = Target(request.form.get("Url", ""), request.form.get("Method", "POST"))
        if not member.leg.move(target):
            return not_found()
        found.members.remove(member)
    return one(shape)


@rest.post(f"{ACCOUNT}/Messages.json")
def create_message() -> Answer:
    form, network = request.form, exchange()
    to, body = form.get("To", ""), form.get("Body", "")
    handset = network.handsets.get(to)
    if not to.startswith("+447"):
        return refused(400, 21614, f"'To' number {to} is not a mobile number")
    if len(body) > _MOST_LETTERS:
        return refused(400, 21617, "The message body exceeds the 1600 character limit")
    if handset and handset.opted_out:
        return refused(400, 21610, "Attempt to send to unsubscribed recipient")
    message = Message(
        form.get("From", ""), to, body, "outbound-api", callback=form.get("StatusCallback")
    )
    texts.send(network, message)
    return made(shapes.message(account(), message))


@rest.get(f"{ACCOUNT}/Messages.json")
def list_messages() -> Answer:
    since = _instant(request.args.get("DateSent>"))
    with exchange().lock:
        found = [
            shapes.message(account(), each)
            for each in reversed(exchange().messages.values())
            if request.args.get("To", each.to) == each.to
            and request.args.get("From", each.from_) == each.from_
            and (since is None or (each.sent or each.created) >= since)
        ]
    return listed("messages", found)


@rest.get(f"{ACCOUNT}/Messages/<message>.json")
def fetch_message(message: str) -> Answer:
    found = exchange().messages.get(message)
    return one(shapes.message(account(), found)) if found else not_found()


@rest.post(f"{ACCOUNT}/Messages/<message>.json")
def update_message(message: str) -> Answer:
    found = exchange().messages.get(message)
    if found is None:
        return not_found()
    if "Body" in request.form:
        found.body = ""
    return one(shapes.message(account(), found))


@rest.get(f"{ACCOUNT}/IncomingPhoneNumbers.json")
def list_numbers() -> Answer:
    network = exchange()
    asked = request.args.get("PhoneNumber")
    if asked:
        network.number(asked)
    with network.lock:
        found = [
            shapes.number(account(), digits, number)
            for digits, number in network.numbers.items()
            if digits.startswith("+") and asked in {None, digits}
        ]
    return listed("incoming_phone_numbers", found)


@rest.post(f"{ACCOUNT}/IncomingPhoneNumbers/<number>.json")
def update_number(number: str) -> Answer:
    network = exchange()
    names = {
        "VoiceUrl": "voice_url",
        "VoiceFallbackUrl": "fallback_url",
        "StatusCallback": "status_url",
        "SmsUrl": "sms_url",
    }
    changes = {names[k]: v for k, v in request.form.items() if k in names}
    with network.lock:
        for digits, found in network.numbers.items():
            if found.sid == number:
                network.numbers[digits] = replace(found, **changes)
                return one(shapes.number(account(), digits, network.numbers[digits]))
    return not_found()


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
