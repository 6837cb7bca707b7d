"""Every route and room as every role, and as somebody of another hub: theirs is not found."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.accounts.roles import PERMISSIONS, permissions_of
from app.accounts.states import Role
from app.cases import actions
from app.cases.models import Case
from app.console import live, panels
from app.foundation.transaction import Transaction
from app.patients import actions as patients
from app.web.doors import Guarded, door_of
from config.settings import Settings
from tests.builders.cases import COORDINATOR, a_call, a_coordinator, a_hub, acting
from tests.builders.seats import take_seat

SECRETS = ("Winterburn", "Weir Lane", "07700 900214", "07700 900 214")
REFUSED = {403, 404}

# Addresses that name nothing of a hub but the hub itself, or the person who asks.
OF_THE_PERSON = {
    "/",
    "/sign-out",
    "/lock",
    "/unlock",
    "/settings",
    "/stay",
    "/keys",
    "/desk/seen",
    "/telephony/token",
    "/telephony/my-call",
    "/phone",
}


@pytest.fixture
def theirs(tx: Transaction) -> Case:
    """A case of another hub, with a patient and a place."""
    hub = a_hub(tx, "SK")
    case = a_call(tx, hub)
    isla = acting(tx, a_coordinator(tx, hub, "Isla Munro"))
    actions.take(isla, case.id)
    told = {"family_name": "Winterburn", "given_name": "Alan"}
    person = patients.tell(isla, hub, case.id, None, told)
    tx.session.flush()
    actions.bind_patient(isla, case.id, person)
    record = {"where_now": "14 Weir Lane", "need": "Fall", "caller_name": "Winterburn"}
    actions.write_record(isla, case.id, 0, record)
    tx.session.flush()
    return case


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if door is None or door.by in (Guarded.PERMISSION, Guarded.SIGNED_IN):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method


def address(app: Flask, rule: Rule, case: Case, other: UUID) -> str:
    values: dict[str, Any] = {}
    for name in rule.arguments:
        if name in ("case_id", "into_id"):
            values[name] = case.id
        elif name == "hub_id":
            values[name] = case.hub_id
        elif name == "state":
            values[name] = "awaiting_caller"
        else:
            values[name] = other if "UUID" in str(rule) or "uuid" in rule.rule else "x"
    return app.url_map.bind("frontdoor.example.test").build(rule.endpoint, values)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_another_hub_sees_or_changes_a_case(
    app: Flask, client: FlaskClient, tx: Transaction, theirs: Case, role: Role
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        here = a_hub(tx)
        stranger = a_coordinator(tx, here, "Priya Nair", permissions_of([role]), [role])
        take_seat(client, tx, stranger, here)
        before = (theirs.version, theirs.owner_id, theirs.state)
        walked = 0
        for rule, method in list(routes(app)):
            if rule.rule in OF_THE_PERSON:
                continue
            asked = address(app, rule, theirs, theirs.id)
            answer = client.open(asked, method=method, data={"asked": "Winterburn"})
            walked += 1
            leaked = [
                secret
                for secret in SECRETS
                if secret in answer.text.replace('value="Winterburn"', "")
            ]
            assert not leaked, f"{role} {method} {asked} shows {leaked}"
            if "case_id" in rule.arguments:
                assert answer.status_code in REFUSED | {422, 409, 303}, (role, method, asked)
                if answer.status_code == 303:
                    assert str(theirs.id) not in answer.headers["Location"], (role, asked)
            tx.session.refresh(theirs)
            assert (theirs.version, theirs.owner_id, theirs.state) == before, (role, asked)
        assert walked > 30
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.parametrize("role", list(Role))
def test_a_role_passes_exactly_the_doors_of_its_rights(
    app: Flask, client: FlaskClient, tx: Transaction, role: Role
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        hub = a_hub(tx)
        me = a_coordinator(tx, hub, "Priya Nair", permissions_of([role]), [role])
        take_seat(client, tx, me, hub)
        missing = UUID(int=7)
        for rule, method in list(routes(app)):
            door = door_of(app.view_functions[rule.endpoint])
            if door is None or door.by is not Guarded.PERMISSION or rule.rule == "/999":
                continue
            asked = address(app, rule, Case(id=missing, hub_id=missing), missing)
            answer = client.open(asked, method=method)
            allowed = door.detail in PERMISSIONS[role]
            assert (answer.status_code == 403) is not allowed, (role, method, asked, door.detail)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def cookie(client: FlaskClient) -> str:
    name = client.application.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name, "frontdoor.example.test") or client.get_cookie(name)
    assert kept is not None
    return f"{kept.key}={kept.value}"


@pytest.mark.parametrize("role", list(Role))
def test_a_page_joins_only_rooms_of_its_own_hub_and_rights(
    settings: Settings, whole_app: Flask, client: FlaskClient, tx: Transaction, role: Role
) -> None:
    hub = a_hub(tx)
    me = a_coordinator(tx, hub, "Priya Nair", permissions_of([role]), [role])
    take_seat(client, tx, me, hub)
    sockets = live.attach(whole_app, settings, async_mode="threading", alone=True)
    for audience in (*panels.AUDIENCES, "everything"):
        page = sockets.test_client(
            whole_app, query_string=f"audience={audience}", headers={"Cookie": cookie(client)}
        )
        right = panels.RIGHTS.get(audience)
        allowed = right is not None and right in PERMISSIONS[role]
        assert page.is_connected() is allowed, (role, audience)
        if allowed:
            page.disconnect()


def test_a_stranger_joins_no_room(settings: Settings, whole_app: Flask) -> None:
    sockets = live.attach(whole_app, settings, async_mode="threading", alone=True)
    page = sockets.test_client(whole_app, flask_test_client=whole_app.test_client())
    assert not page.is_connected()


def test_every_right_is_held_by_somebody_and_rescue_by_everybody() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all("emergency.raise" in rights for rights in PERMISSIONS.values())
    assert set().union(*PERMISSIONS.values()) >= set(COORDINATOR)
