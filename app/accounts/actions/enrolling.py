"""Giving, changing and closing accounts."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from app.accounts.actions.secrets import Secrets, hashed_password, hashed_pin
from app.accounts.facts import AccountClosed, SecretSet, StaffEnrolled
from app.accounts.models import Staff, StaffHub, StaffSession
from app.accounts.states import Role
from app.foundation.identifiers import INSTALLATION
from app.foundation.problems import Conflict, Invalid, NotFound
from app.foundation.transaction import Transaction
from app.terms.organisation import OdsCode


def enrol(  # noqa: PLR0913  # what an account is
    tx: Transaction,
    *,
    username: str,
    name: str,
    roles: Collection[Role],
    hubs: Collection[UUID],
    ods_code: OdsCode,
    organisation: str,
    secrets: Secrets,
    professional_registration: str | None = None,
) -> UUID:
    """Give somebody an account.

    Raises:
        Conflict: the name is taken.
        Invalid: no role.
    """
    tx.actor.must("config.write")
    if not roles:
        raise Invalid("An account needs a role.", {"roles": ["Choose at least one."]})
    username = spelt(username)
    if tx.session.scalar(select(Staff.id).where(Staff.username == username)):
        raise Conflict("Somebody has that name for signing in. Choose another.")
    staff = Staff(
        username=username,
        name=name,
        roles=[role.value for role in roles],
        ods_code=ods_code.code,
        organisation=organisation,
        password_hash=secrets.password_hash,
        pin_hash=secrets.pin_hash,
        professional_registration=professional_registration,
    )
    tx.session.add(staff)
    tx.session.flush()
    for hub_id in hubs:
        join_hub(tx, staff.id, hub_id)
    tx.record(StaffEnrolled(hub_id=INSTALLATION, staff_id=staff.id, roles=tuple(roles)))
    return staff.id


def join_hub(tx: Transaction, staff_id: UUID, hub_id: UUID) -> None:
    """Let somebody work in a hub. Safe to repeat."""
    tx.actor.must("config.write")
    known = tx.session.get(StaffHub, (hub_id, staff_id))
    if known is None:
        tx.session.add(StaffHub(hub_id=hub_id, staff_id=staff_id))
        tx.session.flush()
    else:
        known.left_at = None


def leave_hub(tx: Transaction, staff_id: UUID, hub_id: UUID) -> None:
    """Let somebody work in a hub no more; desks signed in there are shut at once."""
    tx.actor.must("config.write")
    known = tx.session.get(StaffHub, (hub_id, staff_id))
    if known is None:
        raise NotFound
    known.left_at = tx.now


def set_password(tx: Transaction, staff_id: UUID, password: str) -> None:
    """Set a new password, in person, and shut every desk of theirs."""
    tx.actor.must("config.write")
    _held(tx, staff_id).password_hash = hashed_password(password)
    _shut_desks(tx, staff_id)
    tx.record(SecretSet(hub_id=INSTALLATION, staff_id=staff_id, pin=False))


def set_pin(tx: Transaction, staff_id: UUID, pin: str) -> None:
    """Set a new desk PIN, in person."""
    tx.actor.must("config.write")
    _held(tx, staff_id).pin_hash = hashed_pin(pin)
    tx.record(SecretSet(hub_id=INSTALLATION, staff_id=staff_id, pin=True))


def close_account(tx: Transaction, staff_id: UUID) -> None:
    """Close an account and every desk it is signed in at. It stays, to be named by the journal."""
    tx.actor.must("config.write")
    _held(tx, staff_id).active = False
    _shut_desks(tx, staff_id)
    tx.record(AccountClosed(hub_id=INSTALLATION, staff_id=staff_id))


def prefer(tx: Transaction, *, letter_keys_on: bool, volume: int) -> None:
    """Keep how the person who asks wants their own desk."""
    if tx.actor.id is None:
        raise NotFound
    staff = _held(tx, tx.actor.id)
    staff.letter_keys_on, staff.volume = letter_keys_on, volume


def spelt(username: str) -> str:
    """A name for signing in as it is kept: capitals and spaces around it do not matter."""
    return username.strip().lower()


def _held(tx: Transaction, staff_id: UUID) -> Staff:
    staff = tx.session.scalar(select(Staff).where(Staff.id == staff_id).with_for_update())
    if staff is None:
        raise NotFound
    return staff


def _shut_desks(tx: Transaction, staff_id: UUID) -> None:
    tx.session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
        .values(ended_at=tx.now)
    )
