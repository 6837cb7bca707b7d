"""The pages for coming in, as a browser meets them."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import StaffSession
from app.accounts.states import Role
from app.foundation.transaction import Transaction
from tests.builders.accounts import PASSWORD, PIN, a_member_of_staff, signed_in
from tests.builders.directory import an_open_hub


@pytest.fixture(autouse=True)
def tokens_asked_for(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(
    client: FlaskClient, username: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    page = client.get("/sign-in").get_data(as_text=True)
    fields = {"username": username, "password": password, "csrf_token": token(page), **more}
    return client.post("/sign-in", data=fields)


def test_signing_in_leads_to_the_first_page(client: FlaskClient, tx: Transaction) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    answer = sign_in(client, staff.username)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/settings").status_code == 200


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(
    client: FlaskClient, tx: Transaction
) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    cookie = sign_in(client, staff.username).headers["Set-Cookie"]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


def test_a_wrong_password_is_said_at_the_form_and_keeps_the_name(
    client: FlaskClient, tx: Transaction
) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    answer = sign_in(client, staff.username, "wrong")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "do not go together" in page
    assert f'value="{staff.username}"' in page
    assert "wrong" not in page.replace("wrong tries", "")


def test_an_empty_form_is_told_field_by_field(client: FlaskClient) -> None:
    answer = sign_in(client, "", "")
    assert answer.status_code == 422
    assert "Write your password." in answer.get_data(as_text=True)


def test_a_form_without_its_token_does_nothing(client: FlaskClient, tx: Transaction) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    answer = client.post("/sign-in", data={"username": staff.username, "password": PASSWORD})
    assert answer.status_code == 400
    assert "too old" in answer.get_data(as_text=True)
    assert client.get("/settings").status_code == 303


def test_a_token_of_before_signing_in_is_worth_nothing_after(
    client: FlaskClient, tx: Transaction
) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    before = token(client.get("/sign-in").get_data(as_text=True))
    sign_in(client, staff.username)
    assert client.post("/lock", data={"csrf_token": before}).status_code == 400


def test_who_was_only_looking_is_brought_back_there(client: FlaskClient, tx: Transaction) -> None:
    asked = client.get("/settings?panel=2")
    query = parse_qs(urlsplit(asked.location).query)
    assert urlsplit(asked.location).path == "/sign-in"
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    assert sign_in(client, staff.username, next=query["next"][0]).location == "/settings?panel=2"


@pytest.mark.parametrize(
    "away", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "evil"]
)
def test_nobody_is_sent_off_the_site(client: FlaskClient, tx: Transaction, away: str) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    assert sign_in(client, staff.username, next=away).location == "/"


def test_a_locked_desk_shows_nothing_until_the_pin_is_right(
    client: FlaskClient, tx: Transaction
) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    sign_in(client, staff.username)
    page = client.get("/settings").get_data(as_text=True)
    assert client.post("/lock", data={"csrf_token": token(page)}).location == "/unlock"
    assert "/unlock" in client.get("/settings").location
    covered = client.get("/unlock").get_data(as_text=True)
    wrong = {"username": staff.username, "pin": "000001", "csrf_token": token(covered)}
    assert client.post("/unlock", data=wrong).status_code == 422
    assert client.post("/unlock", data=wrong | {"pin": PIN}).status_code == 303
    assert client.get("/settings").status_code == 200


def test_a_desk_left_alone_for_a_quarter_hour_is_covered(app: Flask, tx: Transaction) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    client = signed_in(app, staff)
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff.id)
        .values(last_seen_at=StaffSession.last_seen_at - timedelta(minutes=15))
    )
    assert "/unlock" in client.get("/settings").location


def test_a_panel_of_a_locked_desk_sends_the_whole_page_to_unlock(
    app: Flask, tx: Transaction
) -> None:
    client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    client.post("/lock")
    answer = client.get("/settings", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/unlock"


def test_a_page_learns_that_its_desk_was_locked_and_keeps_none_open(
    app: Flask, tx: Transaction
) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    client = signed_in(app, staff)
    ask = {"HX-Request": "true"}
    assert client.get("/stay", headers=ask).status_code == 204
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff.id)
        .values(last_seen_at=StaffSession.last_seen_at - timedelta(minutes=14, seconds=58))
    )
    client.get("/stay", headers=ask)
    time.sleep(2.5)
    assert client.get("/stay", headers=ask).status_code == 401


def test_touching_keys_keeps_a_desk_open(app: Flask, tx: Transaction) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    client = signed_in(app, staff)
    held = select(StaffSession.last_seen_at).where(StaffSession.staff_id == staff.id)
    now = tx.session.scalar(held)
    assert now is not None
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff.id)
        .values(last_seen_at=now - timedelta(minutes=14))
    )
    client.post("/stay")
    tx.session.expire_all()
    assert tx.session.scalar(held) >= now


def test_a_wallboard_stays_up_on_a_locked_desk(app: Flask, tx: Transaction) -> None:
    client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    client.post("/lock")
    assert client.get("/wall").status_code == 200
    assert "/unlock" in client.get("/board").location


def test_the_phone_is_heard_behind_a_locked_desk(app: Flask, tx: Transaction) -> None:
    client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    client.post("/desk/ready")
    client.post("/lock")
    assert client.post("/desk/seen").status_code == 204
    assert "/unlock" in client.post("/desk/ready").location


def test_signing_out_ends_it_for_whoever_copied_the_cookie(app: Flask, tx: Transaction) -> None:
    staff = a_member_of_staff(tx, an_open_hub(tx).id)
    client = signed_in(app, staff)
    with client.session_transaction(base_url="https://frontdoor.example.test") as kept:
        copied = dict(kept)
    client.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction(base_url="https://frontdoor.example.test") as kept:
        kept.update(copied)
    assert "/sign-in" in thief.get("/settings").location


def test_settings_are_kept_and_a_wrong_one_is_told(app: Flask, tx: Transaction) -> None:
    client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    assert client.post("/settings", data={"volume": "11"}).status_code == 422
    assert client.post("/settings", data={"volume": "4"}).status_code == 303
    page = client.get("/settings").get_data(as_text=True)
    assert 'value="4"' in page
    assert "checked" not in page
    board = client.get("/board").get_data(as_text=True)
    assert 'data-volume="4"' in board
    assert 'data-letters="off"' in board


def test_another_hub_of_ones_own_can_be_chosen_and_no_other(app: Flask, tx: Transaction) -> None:
    mine, other, theirs = (an_open_hub(tx) for _ in range(3))
    client = signed_in(app, a_member_of_staff(tx, mine.id, other.id))
    assert client.post(f"/hub/{other.id}").status_code == 303
    assert client.post(f"/hub/{theirs.id}").status_code == 404


def test_a_role_without_a_right_is_refused_in_words(app: Flask, tx: Transaction) -> None:
    hub = an_open_hub(tx)
    client = signed_in(app, a_member_of_staff(tx, hub.id, roles=(Role.COMMISSIONER,)))
    answer = client.post("/desk/ready")
    assert answer.status_code == 403
    assert "Ask your shift manager" in answer.get_data(as_text=True)


def test_a_page_that_wants_json_is_told_in_json(client: FlaskClient) -> None:
    answer = client.get("/settings", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (401, {"sentence": "Sign in first."})


@pytest.mark.parametrize("path", ["/sign-in", "/settings"])
def test_the_three_alerts_can_be_heard_before_a_shift(
    app: Flask, tx: Transaction, path: str
) -> None:
    client = app.test_client()
    if path == "/settings":
        client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    page = client.get(path).get_data(as_text=True)
    assert re.findall(r'data-sound="(\w+)"', page) == ["life", "late", "silence"]
    script = re.search(r'src="([^"]*sound_test\.js)"', page)
    assert script is not None
    with client.get(script[1]) as served:
        assert served.status_code == 200
