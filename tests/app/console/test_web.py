"""The composite pages, drawn for people who may see them."""

import re

import pytest
from flask.testing import FlaskClient

from app.cases import actions
from app.cases.models import Case
from app.directory.models import Organisation
from app.foundation.actor import Actor
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from tests.builders.cases import a_call, a_coordinator, a_hub, acting
from tests.builders.seats import take_seat


@pytest.fixture
def desk(client: FlaskClient, tx: Transaction) -> tuple[FlaskClient, Actor, Case]:
    hub = a_hub(tx)
    priya = a_coordinator(tx, hub)
    take_seat(client, tx, priya, hub)
    return client, priya, a_call(tx, hub)


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/board").text)
    assert found is not None
    return found[1]


def test_the_board_shows_a_call_that_waits_with_its_reason(
    desk: tuple[FlaskClient, Actor, Case],
) -> None:
    client, _, case = desk
    page = client.get("/board")
    assert page.status_code == 200
    assert f'id="case-{case.id}"' in page.text
    assert "Ambulance crew N214" in page.text
    assert "Take next call" in page.text


@pytest.mark.parametrize("path", ["/", "/board", "/mine", "/find", "/keys", "/alerts", "/phone"])
def test_every_page_of_a_coordinator_is_drawn(
    desk: tuple[FlaskClient, Actor, Case], path: str
) -> None:
    client, _, _ = desk
    page = client.get(path, follow_redirects=True)
    assert page.status_code == 200


def test_take_next_opens_the_case_and_makes_it_mine(
    desk: tuple[FlaskClient, Actor, Case], tx: Transaction
) -> None:
    client, priya, case = desk
    taken = client.post(
        "/cases/take-next", data={"csrf_token": token(client)}, follow_redirects=True
    )
    assert taken.status_code == 200
    assert "Yours since" in taken.text
    tx.session.refresh(case)
    assert case.owner_id == priya.id


def test_a_case_that_somebody_else_took_says_who(
    desk: tuple[FlaskClient, Actor, Case], tx: Transaction
) -> None:
    client, _, case = desk
    amir = a_coordinator(tx, case.hub_id, "Amir Shah")
    actions.take(acting(tx, amir), case.id)
    tx.session.flush()
    refused = client.post(f"/cases/{case.id}/take", data={"csrf_token": token(client)})
    assert refused.status_code == 409
    assert "Amir Shah took this case" in refused.text


def test_a_refused_form_keeps_what_was_typed_and_says_why(
    desk: tuple[FlaskClient, Actor, Case],
) -> None:
    client, _, case = desk
    key = token(client)
    client.post(f"/cases/{case.id}/take", data={"csrf_token": key})
    refused = client.post(
        f"/cases/{case.id}/patient",
        data={
            "csrf_token": key,
            "version": "0",
            "family_name": "Hargreaves",
            "nhs_number": "999 526 0183",
        },
    )
    assert refused.status_code == 422
    assert "Hargreaves" in refused.text
    assert "That NHS number has a wrong digit" in refused.text


def test_the_whole_work_on_a_case_can_be_done_by_its_forms(
    desk: tuple[FlaskClient, Actor, Case], tx: Transaction
) -> None:
    client, _, case = desk
    sent = {"csrf_token": token(client)}
    at = f"/cases/{case.id}"
    steps: list[tuple[str, dict[str, str]]] = [
        ("take", {}),
        ("patient", {"version": "0", "family_name": "Hargreaves", "given_name": "Doreen",
                     "born_on": "1938-03-14", "sex": "female"}),
        ("caller", {"version": "0", "caller_type": "ambulance_on_scene", "caller_line": "N214",
                    "call_back_number": "07700 900214", "number_read_back": "y",
                    "with_patient": "yes", "where_now": "14 Weir Lane, Millbeck"}),
        ("situation", {"version": "1", "need": "Fall in the kitchen", "frailty": "7",
                       "lives_alone": "y", "flags_asked": "y"}),
        ("observations", {"breathing_rate": "20", "oxygen_saturation": "94", "scale": "1",
                          "on_oxygen": "no", "systolic": "118", "pulse": "96",
                          "consciousness": "alert", "temperature": "38.2", "minutes_ago": "5",
                          "source": "crew"}),
        ("notes", {"text": "Walked four metres with a frame"}),
        ("plan", {"disposition": "SELF", "agreed": "yes", "safety_text": "yes"}),
        ("close", {"happened": "advice_given", "ed_avoided": "probable", "admission_avoided": "no",
                   "ambulance_avoided": "no", "safety_net": "Ring 111 if worse"}),
    ]  # fmt: skip
    for name, data in steps:
        answer = client.post(f"{at}/{name}", data={**sent, **data})
        assert answer.status_code == 303, (name, answer.text)
        assert client.get(at).status_code == 200, name
    tx.session.refresh(case)
    assert (case.state, case.need) == ("closed", "Fall in the kitchen")
    page = client.get(at).text
    assert "HARGREAVES, Doreen" in page
    assert "NEWS2 3 recorded" in page


def test_two_writers_of_one_version_are_shown_both_values(
    desk: tuple[FlaskClient, Actor, Case],
) -> None:
    client, _, case = desk
    sent = {"csrf_token": token(client), "version": "0"}
    client.post(f"/cases/{case.id}/take", data=sent)
    assert (
        client.post(f"/cases/{case.id}/situation", data={**sent, "need": "Fall"}).status_code == 303
    )
    clash = client.post(f"/cases/{case.id}/situation", data={**sent, "need": "Chest infection"})
    assert clash.status_code == 409
    assert "Fall" in clash.text
    assert "Chest infection" in clash.text


def test_999_is_one_press_with_no_case_open(desk: tuple[FlaskClient, Actor, Case]) -> None:
    client, _, _ = desk
    page = client.post("/999", data={"csrf_token": token(client)}, follow_redirects=True)
    assert page.status_code == 200
    assert "dial 01632 960 900 on any telephone" in page.text


def test_a_wallboard_names_nobody(client: FlaskClient, tx: Transaction) -> None:
    hub = a_hub(tx)
    manager = a_coordinator(tx, hub)
    case = a_call(tx, hub, CallerType.CARE_HOME)
    actions.write_record(acting(tx, manager), case.id, 0, {"where_now": "14 Weir Lane"})
    tx.session.flush()
    take_seat(client, tx, manager, hub)
    page = client.get("/wall")
    assert page.status_code == 200
    assert "Weir Lane" not in page.text
    assert "N214" not in page.text


@pytest.mark.parametrize("kind", [CallerType.CARE_HOME, CallerType.GP_PRACTICE])
def test_a_partners_form_makes_one_case_however_often_it_is_sent(
    client: FlaskClient, tx: Transaction, kind: CallerType
) -> None:
    hub = a_hub(tx)
    matron = a_coordinator(tx, hub, "Ruth Vane", frozenset({"refer.write"}), ["partner_referrer"])
    home = Organisation(hub_id=hub, ods_code="ZZ001", name="Larch House", caller_type=kind)
    tx.session.add(home)
    take_seat(client, tx, matron, hub)
    page = client.get("/refer")
    key = re.search(r'name="request_key" value="([^"]+)"', page.text)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert key is not None
    assert csrf is not None
    sent = {
        "csrf_token": csrf[1],
        "request_key": key[1],
        "caller_name": "Ruth Vane, matron",
        "call_back_number": "01632 960118",
        "family_name": "Achterberg",
        "where_now": "Larch House, room 4",
        "need": "Chest infection, off her food",
        "staff_code": "L4",
    }
    refused = client.post("/refer", data={**sent, "call_back_number": "12"})
    assert refused.status_code == 422
    assert "Chest infection, off her food" in refused.text
    for _ in range(2):
        answer = client.post("/refer", data=sent)
        assert answer.status_code == 200
        assert "Your reference is" in answer.text
    made = tx.session.query(Case).filter_by(hub_id=hub).all()
    assert [(case.need, case.queue) for case in made] == [
        ("Chest infection, off her food", "coordinator")
    ]
    assert made[0].express is (kind is CallerType.CARE_HOME)
    assert made[0].patient_id is not None
