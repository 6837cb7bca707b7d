"""A restricted patient: initials, band and times; the place only for whoever has the case."""

import re
from dataclasses import dataclass

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import permissions_of
from app.accounts.states import Role
from app.cases import actions, off_system
from app.cases.models import Case
from app.console import panels
from app.foundation import journal
from app.foundation.actor import Actor
from app.foundation.transaction import Transaction
from app.patients import actions as patients
from app.patients.models import Patient
from app.staffing import actions as staffing
from app.web.doors import Guarded, door_of
from config.settings import Settings
from tests.builders.cases import COORDINATOR, a_call, a_coordinator, a_hub, acting
from tests.builders.seats import take_seat

WHO = ("Winterburn", "WINTERBURN")
WHERE = ("Weir Lane", "Sluice Cottage", "ZZ1 4QP", "Millbeck Surgery")
NUMBERS = ("07700 900214", "07700 900 214", "+447700900214", "7700900214", "999 000 0018")
CALLER = ("Refuge worker Ilse", "N214", "gate code")
SECRETS = (*WHO, *WHERE, *NUMBERS, *CALLER)
RIGHTS = COORDINATOR | {"supervise", "wallboard.read", "recordings.listen", "audit.read"}


@dataclass
class Ground:
    """A hub with one restricted patient's case, and a browser."""

    client: FlaskClient
    tx: Transaction
    owner: Actor
    looker: Actor
    case: Case

    def sit(self, who: Actor) -> None:
        take_seat(self.client, self.tx, who, self.case.hub_id)


@pytest.fixture
def ground(client: FlaskClient, tx: Transaction) -> Ground:
    hub = a_hub(tx)
    roles = ("pathway_coordinator", "shift_manager", "governance_lead")
    owner = a_coordinator(tx, hub, "Priya Nair", RIGHTS, roles)
    looker = a_coordinator(tx, hub, "Amir Shah", RIGHTS, roles)
    case = a_call(tx, hub)
    hers = acting(tx, owner)
    actions.take(hers, case.id)
    told = {
        "family_name": "Winterburn",
        "given_name": "Alan",
        "nhs_number": "9990000018",
        "address": "Sluice Cottage",
        "postcode": "ZZ1 4QP",
        "practice": "Millbeck Surgery",
    }
    person = patients.tell(hers, hub, case.id, None, told)
    tx.session.flush()
    tx.session.get_one(Patient, person).restricted = True
    actions.bind_patient(hers, case.id, person)
    record = {
        "where_now": "14 Weir Lane",
        "access": "gate code 41",
        "need": "Fall at 14 Weir Lane",
        "caller_name": "Refuge worker Ilse",
        "violence": True,
    }
    actions.write_record(hers, case.id, 0, record)
    tx.session.flush()
    return Ground(client, tx, owner, looker, case)


def shown(text: str, *allowed: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text and secret not in allowed]


def pages(app: Flask, case: Case) -> list[str]:
    """Every page of the app that can be asked for with a case's id, or with nothing."""
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or ()) or door is None or door.by is Guarded.PUBLIC:
            continue
        if rule.arguments <= {"case_id"}:
            found.append(re.sub(r"<uuid:case_id>", str(case.id), rule.rule))
    return found


def test_no_page_shows_a_colleague_more_than_initials_band_and_times(
    app: Flask, ground: Ground
) -> None:
    ground.sit(ground.looker)
    asked = pages(app, ground.case)
    assert {"/board", "/mine", "/supervisor", "/wall", f"/cases/{ground.case.id}"} <= set(asked)
    for path in asked:
        answer = ground.client.get(path, follow_redirects=True)
        assert answer.status_code in (200, 204) or path == "/refer", path
        # the need in words is read in the case itself, and each look is a fact
        allowed = ("Weir Lane",) if path == f"/cases/{ground.case.id}" else ()
        said = answer.text.replace("Fall at 14 Weir Lane", "") if allowed else answer.text
        assert shown(said) == [], path


def test_every_role_sees_no_more_of_them(app: Flask, ground: Ground) -> None:
    for role in Role:
        rights = frozenset(permissions_of([role]))
        who = a_coordinator(ground.tx, ground.case.hub_id, "Rosa Fen", rights, [role.value])
        ground.sit(who)
        for path in ("/board", "/alerts", "/phone-bar", "/find", "/wall", "/telephony/my-call"):
            assert shown(ground.client.get(path, follow_redirects=True).text) == [], (role, path)


def test_a_waiting_call_says_no_number_on_the_phone_bar(ground: Ground) -> None:
    free = acting(ground.tx, ground.looker)
    staffing.sign_on(free, ground.case.hub_id)
    staffing.ready(free, ground.case.hub_id)
    actions.give_back(acting(ground.tx, ground.owner), ground.case.id)
    ground.tx.session.flush()
    ground.sit(ground.looker)
    bar = ground.client.get("/phone-bar").text
    assert "Restricted patient&#39;s caller" in bar.replace("restricted", "Restricted")
    assert shown(bar) == []


def test_whoever_has_the_case_sees_what_the_caller_told_and_no_record_of_address(
    ground: Ground,
) -> None:
    ground.sit(ground.owner)
    page = ground.client.get(f"/cases/{ground.case.id}").text
    assert "14 Weir Lane" in page
    for kept in ("Sluice Cottage", "ZZ1 4QP", "Millbeck Surgery"):
        assert kept not in page
    assert "<h1" in page
    assert "WINTERBURN" not in page


def test_a_look_at_them_is_a_fact(ground: Ground) -> None:
    ground.sit(ground.looker)
    ground.client.get(f"/cases/{ground.case.id}")
    entries = journal.of_case(ground.tx.session, ground.case.hub_id, ground.case.id)
    viewers = [each.facts["viewer_id"] for each in entries if each.kind == "PatientViewed"]
    assert viewers == [str(ground.looker.id)]


def test_saving_their_form_leaves_the_address_that_it_does_not_show(ground: Ground) -> None:
    ground.sit(ground.owner)
    page = ground.client.get(f"/cases/{ground.case.id}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    person = ground.tx.session.get_one(Patient, ground.case.patient_id)
    sent = {
        "csrf_token": token[1],
        "version": str(person.version),
        "family_name": "Winterburn-Hale",
        "given_name": "Alan",
        "nhs_number": "999 000 0018",
        "sex": "",
    }
    saved = ground.client.post(f"/cases/{ground.case.id}/patient", data=sent)
    assert saved.status_code == 303, saved.text
    ground.tx.session.refresh(person)
    assert (person.family_name, person.address) == ("Winterburn-Hale", "Sluice Cottage")


@pytest.mark.parametrize("asked", ["Winter", "Weir", "Fall", "07700900214"])
def test_a_search_by_name_need_or_number_does_not_suggest_them(ground: Ground, asked: str) -> None:
    ground.sit(ground.looker)
    page = ground.client.get("/find").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    found = ground.client.post("/find", data={"csrf_token": token[1], "asked": asked}).text
    assert str(ground.case.id) not in found


def test_another_call_from_their_number_does_not_lead_to_them(ground: Ground) -> None:
    other = a_call(ground.tx, ground.case.hub_id)
    actions.take(acting(ground.tx, ground.looker), other.id)
    ground.tx.session.flush()
    ground.sit(ground.looker)
    page = ground.client.get(f"/cases/{other.id}").text
    assert str(ground.case.id) not in page
    assert "Weir Lane" not in page


def test_two_writers_do_not_learn_the_place_from_each_other(ground: Ground) -> None:
    ground.sit(ground.looker)
    page = ground.client.get("/find").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    clash = ground.client.post(
        f"/cases/{ground.case.id}/caller",
        data={
            "csrf_token": token[1],
            "version": "0",
            "caller_type": "ambulance_on_scene",
            "where_now": "3 Kiln Court",
        },
    )
    assert clash.status_code == 409
    assert shown(clash.text) == []


def test_the_list_off_the_database_holds_initials_band_and_times(ground: Ground) -> None:
    _, text = off_system.listed(ground.tx, ground.case.hub_id)
    assert "A W" in text
    assert shown(text) == []


def test_a_row_drawn_for_everybody_holds_no_more_and_nothing_that_a_browser_runs(
    app: Flask, ground: Ground, settings: Settings
) -> None:
    other = a_call(ground.tx, ground.case.hub_id, number="+447700900215")
    actions.write_record(
        acting(ground.tx, ground.looker), other.id, 0, {"need": "<img src=x onerror=alert(1)>"}
    )
    ground.tx.session.flush()
    hub = ground.case.hub_id
    journal.write(ground.tx.session, ground.looker, ground.tx.facts)
    entries = journal.of_case(ground.tx.session, hub, ground.case.id)
    entries = [*entries, *journal.of_case(ground.tx.session, hub, other.id)]
    drawing = panels.Drawing(app.jinja_env, redis.Redis.from_url(settings.redis.url))
    drawing.presence.occupy(panels.room(hub, "board"))
    drawn = drawing.draw(hub, entries)
    assert shown(drawn[ground.case.id]) == []
    assert "<img" not in drawn[other.id]
    assert "&lt;img" in drawn[other.id]


def test_titles_and_addresses_name_nobody(ground: Ground) -> None:
    ground.tx.session.get_one(Patient, ground.case.patient_id).restricted = False
    ground.tx.session.flush()
    ground.sit(ground.owner)
    base = f"/cases/{ground.case.id}"
    for path in (base, f"{base}/hand-over", "/board", "/mine", "/find"):
        answer = ground.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        assert title is not None
        assert shown(title[1]) == [], path
        assert shown(" ".join(re.findall(r'(?:href|action)="([^"]*)"', answer.text))) == [], path
