"""Staff as tests need them, and browsers in which they are signed in."""

from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions
from app.accounts.actions import Entered
from app.accounts.guards import TOKEN
from app.accounts.models import Staff, StaffHub
from app.accounts.states import Role
from app.foundation.actor import SERVICE
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction, transaction

PASSWORD = "correct horse battery"
PIN = "246813"


@cache
def _kept(secret: str) -> str:
    # as the product keeps it, only quicker to compare
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(secret)


def a_member_of_staff(
    tx: Transaction,
    *hubs: UUID,
    roles: tuple[Role, ...] = (Role.PATHWAY_COORDINATOR,),
    name: str = "Priya Nair",
    username: str = "",
    ods_code: str = "ZZNV0",
) -> Staff:
    """Somebody who can sign in with `PASSWORD` and `PIN`."""
    staff = Staff(
        id=new_id(),
        username=username or f"u{new_id().hex}",
        name=name,
        roles=[role.value for role in roles],
        ods_code=ods_code,
        organisation="Northvale hub",
        password_hash=_kept(PASSWORD),
        pin_hash=_kept(PIN),
    )
    tx.session.add(staff)
    tx.session.flush()
    for hub_id in hubs:
        tx.session.add(StaffHub(hub_id=hub_id, staff_id=staff.id))
    tx.session.flush()
    return staff


def signed_in(app: Flask, staff: Staff) -> FlaskClient:
    """A browser in which somebody is signed in. Forms need no token in it."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with transaction(SERVICE) as tx:
        outcome = actions.sign_in(tx, staff.username, PASSWORD)
    assert isinstance(outcome, Entered)
    with client.session_transaction(base_url=app.extensions["settings"].web.public_url) as kept:
        kept[TOKEN] = outcome.token
    return client
