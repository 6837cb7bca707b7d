"""A person's own desk, through the doors."""

from flask import Flask

from app.accounts.states import Role
from app.foundation.transaction import Transaction
from app.staffing import queries
from tests.builders.accounts import a_member_of_staff, signed_in
from tests.builders.directory import an_open_hub


def test_a_coordinator_comes_on_takes_a_break_and_goes_off(app: Flask, tx: Transaction) -> None:
    hub = an_open_hub(tx).id
    staff = a_member_of_staff(tx, hub)
    client = signed_in(app, staff)

    def state() -> str | None:
        tx.session.expire_all()
        desk = queries.desk(tx, hub, staff.id)
        return desk.state if desk else None

    assert client.post("/desk/ready").location == "/board"
    assert state() == "ready"
    assert client.post("/desk/break", data={"minutes": "20"}).status_code == 303
    assert state() == "break"
    assert client.post("/desk/break", data={"minutes": "a while"}).status_code == 422
    assert client.post("/desk/sign-off").status_code == 303
    assert state() is None


def test_a_desk_phone_is_named_by_its_number(app: Flask, tx: Transaction) -> None:
    hub = an_open_hub(tx).id
    staff = a_member_of_staff(tx, hub)
    client = signed_in(app, staff)
    assert client.post("/desk/sign-on", data={"desk_number": "12"}).status_code == 422
    client.post("/desk/sign-on", data={"desk_number": "01632 960250"})
    desk = queries.desk(tx, hub, staff.id)
    assert desk is not None
    assert (desk.headset, desk.desk_number) == ("desk_phone", "+441632960250")


def test_the_window_gives_its_sign_without_a_page(app: Flask, tx: Transaction) -> None:
    client = signed_in(app, a_member_of_staff(tx, an_open_hub(tx).id))
    assert client.post("/desk/ready", headers={"Accept": "application/json"}).status_code == 204
    assert client.post("/desk/seen").status_code == 204


def test_who_takes_no_calls_has_no_desk(app: Flask, tx: Transaction) -> None:
    hub = an_open_hub(tx).id
    client = signed_in(app, a_member_of_staff(tx, hub, roles=(Role.GOVERNANCE_LEAD,)))
    assert client.post("/desk/ready").status_code == 403
