"""REST: rooms, who is in them, and recordings."""

from __future__ import annotations

import time
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from tests.simulators.twilio import calls, shapes
from tests.simulators.twilio.endings import Target
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
from tests.simulators.twilio.recording import Recording
from tests.simulators.twilio.rooms import Participant, Room

rooms = meet(Blueprint("rooms", __name__))
_ROOM = f"{ACCOUNT}/Conferences/<conference>"
_ROOM_EVENTS = "start end join leave mute hold modify"


@rooms.get(f"{ACCOUNT}/Conferences.json")
def list_conferences() -> Answer:
    wanted = {"Status": "status", "FriendlyName": "friendly_name"}
    asked = {field: request.args[name] for name, field in wanted.items() if name in request.args}
    with exchange().lock:
        found = [shapes.conference(account(), r) for r in reversed(exchange().rooms.values())]
    return listed("conferences", [c for c in found if all(c[k] == v for k, v in asked.items())])


@rooms.post(f"{_ROOM}.json")
def update_conference(conference: str) -> Answer:
    network = exchange()
    with network.lock:
        room = network.open_room(conference)
        if room is None:
            return not_found()
        if request.form.get("Status") == "completed":
            room.close()
        if request.form.get("AnnounceUrl"):
            _announce(room, None, request.form["AnnounceUrl"])
        return one(shapes.conference(account(), room))


@rooms.get(f"{_ROOM}/Participants.json")
def list_participants(conference: str) -> Answer:
    network = exchange()
    with network.lock:
        room = network.open_room(conference)
        if room is None:
            return listed("participants", []) if conference in network.rooms else not_found()
        found = [shapes.participant(account(), room, each) for each in room.participants]
    return listed("participants", found)


@rooms.post(f"{_ROOM}/Participants.json")
def create_participant(conference: str) -> Answer:
    form, network = request.form, exchange()
    if not form.get("To", "").startswith("+"):
        return refused(400, 21211, "The 'To' number is not a valid phone number")
    room = network.room(conference)
    callee = network.callees.get(form["To"], network.callee)
    leg = network.new_leg(form.get("From", ""), form["To"], "outbound-api", callee.person())
    leg.callback = form.get("StatusCallback")
    leg.callback_events = set(form.getlist("StatusCallbackEvent") or ["completed"])
    target = Target(twiml=_document(room.name, form))
    calls.ring_out(network, leg, target, float(form.get("Timeout", 60)), 0.0)
    ahead = Participant(leg, {}, form.get("Label", ""))
    return made(shapes.participant(account(), room, ahead))


@rooms.post(f"{_ROOM}/Participants/<call>.json")
def update_participant(conference: str, call: str) -> Answer:
    network, form = exchange(), request.form
    with network.lock:
        room = network.open_room(conference)
        found = room.find(call) if room else None
        if room is None or found is None:
            return not_found()
        if "Hold" in form:
            _hold(room, found, on=form["Hold"].lower() == "true")
        if "Muted" in form:
            found.muted = form["Muted"].lower() == "true"
            event = "participant-mute" if found.muted else "participant-unmute"
            room.tell(event, found.params(), found.leg)
        if "Coaching" in form:
            found.coaching = form["Coaching"].lower() == "true"
            found.coach_sid = form.get("CallSidToCoach")
            room.tell("participant-modify", found.params(), found.leg)
        if form.get("AnnounceUrl"):
            _announce(room, found, form["AnnounceUrl"])
        return one(shapes.participant(account(), room, found))


@rooms.delete(f"{_ROOM}/Participants/<call>.json")
def delete_participant(conference: str, call: str) -> tuple[str, int] | Answer:
    network = exchange()
    with network.lock:
        room = network.open_room(conference)
        found = room.find(call) if room else None
        if room is None or found is None:
            return not_found()
        room.leave(found, "participant_updated_via_api", "last-participant-kicked")
        for each in (found, *room.participants):
            each.leg.changed.notify_all()
    return "", 204


@rooms.get(f"{ACCOUNT}/Recordings.json")
def list_recordings() -> Answer:
    wanted = {"ConferenceSid": "conference_sid", "CallSid": "call_sid"}
    asked = {field: request.args[name] for name, field in wanted.items() if name in request.args}
    with exchange().lock:
        found = [shapes.recording(account(), r) for r in exchange().recordings.values()]
    return listed("recordings", [r for r in found if all(r[k] == v for k, v in asked.items())])


@rooms.get(f"{ACCOUNT}/Recordings/<recording>.json")
def fetch_recording(recording: str) -> Answer:
    found = exchange().recordings.get(recording)
    return one(shapes.recording(account(), found)) if found else not_found()


@rooms.get(f"{ACCOUNT}/Recordings/<recording>.wav")
def recording_sound(recording: str) -> Response | Answer:
    found = exchange().recordings.get(recording)
    if found is None or found.status != "completed":
        return not_found()
    return Response(found.sound(), mimetype="audio/x-wav")


@rooms.delete(f"{ACCOUNT}/Recordings/<recording>.json")
def delete_recording(recording: str) -> tuple[str, int] | Answer:
    with exchange().lock:
        found = exchange().recordings.pop(recording, None)
    return ("", 204) if found else not_found()


@rooms.post(f"{ACCOUNT}/Calls/<call>/Recordings.json")
def create_recording(call: str) -> Answer:
    form, network = request.form, exchange()
    leg = network.legs.get(call)
    if leg is None or leg.status != "in-progress":
        return refused(400, 21220, "Requested resource is not eligible for recording")
    recording = Recording(
        "StartCallRecordingAPI",
        call_sid=call,
        callback=form.get("RecordingStatusCallback"),
        events=frozenset(form.getlist("RecordingStatusCallbackEvent") or ["completed"]),
        channels=2 if form.get("RecordingChannels") == "dual" else 1,
        began=time.monotonic(),
    )
    network.start_recording(recording)
    return made(shapes.recording(account(), recording))


@rooms.post(f"{ACCOUNT}/Calls/<call>/Recordings/<recording>.json")
def update_recording(call: str, recording: str) -> Answer:
    network = exchange()
    with network.lock:
        of_call = [r for r in network.recordings.values() if r.call_sid == call]
    found = next((r for r in of_call if recording in {r.sid, "Twilio.CURRENT"}), None)
    if found is None:
        return not_found()
    if request.form.get("Status") == "stopped":
        network.finish_recording(found)
    return one(shapes.recording(account(), found))


def _hold(room: Room, found: Participant, *, on: bool) -> None:
    found.hold = on
    found.attributes["holdUrl"] = request.form.get("HoldUrl", "")
    found.attributes["holdMethod"] = request.form.get("HoldMethod", "GET")
    room.tell("participant-hold" if on else "participant-unhold", found.params(), found.leg)
    found.leg.changed.notify_all()


def _announce(room: Room, to: Participant | None, url: str) -> None:
    params = {"AnnounceUrl": url} | (to.params() if to else {})
    room.exchange.timers.after(
        3.0, lambda: room.tell("announcement-end", params, to.leg if to else None)
    )


def _document(name: str, form: MultiDict[str, str]) -> str:
    """What the leg of a participant runs when it is answered: straight into the room."""
    attributes = {
        "participantLabel": form.get("Label", ""),
        "startConferenceOnEnter": form.get("StartConferenceOnEnter", "true").lower(),
        "endConferenceOnExit": form.get("EndConferenceOnExit", "false").lower(),
        "statusCallback": form.get("ConferenceStatusCallback", ""),
        "statusCallbackEvent": " ".join(
            form.getlist("ConferenceStatusCallbackEvent") or [_ROOM_EVENTS]
        ),
    }
    response = ET.Element("Response")
    inside = ET.SubElement(ET.SubElement(response, "Dial"), "Conference", attributes)
    inside.text = name
    return ET.tostring(response, encoding="unicode")
