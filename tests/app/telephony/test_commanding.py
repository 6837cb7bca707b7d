import io
from pathlib import Path
from uuid import uuid4

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Staff
from app.accounts.states import Role
from app.foundation import storage
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.lines import actions as lines
from app.lines import queries as legs
from app.lines.states import Wish
from app.telephony import jobs
from tests.app.telephony.conftest import Desk
from tests.builders.accounts import a_member_of_staff, signed_in
from tests.builders.cases import a_hub
from tests.builders.lines import Browser, Call, Conference, a_sid


def person(desk: Desk, *roles: Role, hub_of: object = None) -> Staff:
    with transaction(SERVICE) as tx:
        hub_id = a_hub(tx) if hub_of else desk.hub_id
        return a_member_of_staff(tx, hub_id, roles=roles or (Role.PATHWAY_COORDINATOR,))


@pytest.fixture
def staff(desk: Desk) -> Staff:
    return person(desk)


@pytest.fixture
def page(app: Flask, staff: Staff) -> FlaskClient:
    return signed_in(app, staff)


def post(page: FlaskClient, path: str, **form: str) -> int:
    base = page.application.extensions["settings"].web.public_url
    return page.post(path, data=form, base_url=base).status_code


def get(page: FlaskClient, path: str) -> tuple[int, str]:
    base = page.application.extensions["settings"].web.public_url
    with page.get(path, base_url=base) as answer:
        return answer.status_code, answer.text


def talking(desk: Desk, page: FlaskClient, staff: Staff) -> tuple[Call, str]:
    call = desk.carrier.call().queued()
    case_id = str(desk.case(call).id)
    assert post(page, f"/cases/{case_id}/take") < 400
    jobs.join(case_id)
    base = page.application.extensions["settings"].web.public_url
    claim = page.get("/telephony/my-call", base_url=base).get_json()["claim"]
    browser = Browser(desk.carrier, staff.id)
    browser.ring_in(claim)
    room = Conference(desk.carrier, desk.room(desk.case(call).id).name)
    room.tell("participant-join", browser.sid)
    room.tell("participant-join", call.sid)
    return call, case_id


def test_the_phone_window_gets_its_claim_and_then_the_call(
    desk: Desk, page: FlaskClient, staff: Staff
) -> None:
    base = page.application.extensions["settings"].web.public_url
    nothing = {"call": None, "claim": None, "waits": False}
    assert page.get("/telephony/my-call", base_url=base).get_json() == nothing
    _, case_id = talking(desk, page, staff)
    told = page.get("/telephony/my-call", base_url=base).get_json()
    assert told["claim"] is None
    assert (told["call"]["case"], told["call"]["state"]) == (case_id, "talking")


def test_the_buttons_of_a_call_are_ordinary_forms(
    desk: Desk, page: FlaskClient, staff: Staff
) -> None:
    call, case_id = talking(desk, page, staff)
    base = f"/telephony/cases/{case_id}"
    assert post(page, f"{base}/hold") == 303
    assert desk.leg(call.sid).wish == Wish.HOLD
    assert post(page, f"{base}/resume") == 303
    assert desk.leg(call.sid).wish == Wish.RESUME
    assert post(page, f"{base}/leave") == 409
    key = str(uuid4())
    assert post(page, f"{base}/add", number="020 7946 0333", label="GP", request_key=key) == 303
    assert [o.to_number for o in desk.orders(desk.case(call).id)] == ["+442079460333"]
    assert post(page, f"{base}/interpreter", language="welsh", request_key=key) == 422
    assert post(page, f"{base}/end") == 303
    assert desk.leg(call.sid).wish == Wish.END


def test_a_number_typed_wrongly_is_drawn_again_with_its_error(
    desk: Desk, page: FlaskClient, staff: Staff
) -> None:
    _, case_id = talking(desk, page, staff)
    path = f"/telephony/cases/{case_id}/add"
    status, text = get(page, path)
    assert status == 200
    assert "Ring them" in text
    base = page.application.extensions["settings"].web.public_url
    sent = {"number": "12", "label": "Dr Ash", "request_key": str(uuid4())}
    again = page.post(path, data=sent, base_url=base)
    assert again.status_code == 422
    assert "not a whole telephone number" in again.text
    assert 'value="Dr Ash"' in again.text


def test_a_pass_is_short_and_bound_to_whoever_is_signed_in(page: FlaskClient, staff: Staff) -> None:
    base = page.application.extensions["settings"].web.public_url
    told = page.post("/telephony/token", base_url=base).get_json()
    claims = jwt.decode(told["token"], options={"verify_signature": False})
    assert claims["grants"]["identity"] == f"coord_{staff.id.hex}"
    assert told["seconds"] <= 3600


@pytest.mark.parametrize("path", ["/telephony/token", "/telephony/my-call"])
def test_a_stranger_gets_no_pass_and_no_call(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code in (302, 303, 401)


def test_another_hub_does_not_find_the_call(desk: Desk, app: Flask) -> None:
    call = desk.carrier.call().queued()
    page = signed_in(app, person(desk, hub_of="another"))
    for what in ("hold", "resume", "leave", "end", "retrieve", "ring-back"):
        assert post(page, f"/telephony/cases/{desk.case(call).id}/{what}") == 404


def test_listening_takes_the_right_and_is_a_fact(desk: Desk, app: Flask, settings: object) -> None:
    call = desk.carrier.call().queued()
    case_id = desk.case(call).id
    with transaction(SERVICE) as tx:
        room = legs.room(tx, lines.open_room(tx, desk.hub_id, case_id))
        assert room is not None
        conference = a_sid("CF")
        lines.expect_recording(tx, room, conference)
        lines.recording_ready(tx, conference, a_sid("RE"), 3)
        found = legs.recordings(tx, desk.hub_id, case_id)[0]
        lines.stored(tx, found.id, f"{found.id}.wav", "00", 4)
    path: Path = storage.recordings() / f"{found.id}.wav"
    path.write_bytes(io.BytesIO(b"RIFF").read())
    plain = signed_in(app, person(desk))
    assert get(plain, f"/recordings/{found.id}")[0] == 403
    assert desk.facts("RecordingHeard") == []
    listener = signed_in(app, person(desk, Role.GOVERNANCE_LEAD))
    assert get(listener, f"/recordings/{found.id}") == (200, "RIFF")
    assert len(desk.facts("RecordingHeard")) == 1
    other = signed_in(app, person(desk, Role.GOVERNANCE_LEAD, hub_of="another"))
    assert get(other, f"/recordings/{found.id}")[0] == 404
