"""Readers of accounts: who sits at a desk, who is who in a hub, who may coordinate."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, select

from app.accounts.models import Staff, StaffHub, StaffSession
from app.accounts.roles import permissions_of
from app.accounts.states import Role
from app.foundation.actor import Actor, ActorKind
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as colleagues see them."""

    id: UUID
    username: str
    name: str
    roles: tuple[Role, ...]
    professional_registration: str | None

    @property
    def role(self) -> str:
        """Their roles in words: "coordinator", "coordinator and shift manager"."""
        return " and ".join(role.spoken for role in self.roles)

    def may(self, permission: str) -> bool:
        """Whether one of their roles holds a right."""
        return permission in permissions_of(self.roles)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person signed in at a desk: who, in which hub, and whether the desk is locked."""

    session_id: UUID
    hub_id: UUID
    person: Person
    ods_code: str
    locked_at: datetime | None
    letter_keys_on: bool
    volume: int

    @property
    def actor(self) -> Actor:
        """The person, within the one hub of this desk."""
        return Actor(
            ActorKind.PERSON,
            id=self.person.id,
            org=self.ods_code,
            name=self.person.name,
            hubs=frozenset({self.hub_id}),
            permissions=permissions_of(self.person.roles),
        )


def token_hash(token: str) -> str:
    """What is kept of a session's token: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def seat(tx: Transaction, token: str) -> Seat | None:
    """Who holds this token; None when it is unknown, ended, too old, or no longer rightful."""
    row = tx.session.execute(
        select(Staff, StaffSession)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(
            StaffHub,
            (StaffHub.staff_id == Staff.id) & (StaffHub.hub_id == StaffSession.hub_id),
        )
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > tx.now,
            Staff.active,
            StaffHub.left_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else _seat(row)


def hubs_of(tx: Transaction, staff_id: UUID) -> Sequence[UUID]:
    """The hubs in which somebody works now. For the person themself and for sign-in."""
    return tx.session.scalars(
        select(StaffHub.hub_id)
        .where(StaffHub.staff_id == staff_id, StaffHub.left_at.is_(None))
        .order_by(StaffHub.hub_id)
    ).all()


def names(tx: Transaction, staff_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people who work or worked in the actor's hubs; others are left out."""
    wanted = set(staff_ids)
    if not wanted:
        return {}
    rows = tx.session.execute(
        select(Staff.id, Staff.name).where(Staff.id.in_(wanted), _in_sight(tx))
    )
    return {row.id: row.name for row in rows}


def is_taken(tx: Transaction, username: str) -> bool:
    """Whether somebody has this name for signing in. For whoever gives accounts."""
    tx.actor.must("config.write")
    return tx.session.scalar(select(Staff.id).where(Staff.username == username)) is not None


def person(tx: Transaction, staff_id: UUID) -> Person:
    """One colleague of the actor's hubs.

    Raises:
        NotFound: nobody, or not in the actor's hubs.
    """
    found = tx.session.scalar(select(Staff).where(Staff.id == staff_id, _in_sight(tx)))
    if found is None:
        raise NotFound
    return _person(found)


def colleagues(tx: Transaction, hub_id: UUID, permission: str | None = None) -> list[Person]:
    """Everybody who works in a hub now, by name; of these, those who hold a right."""
    tx.actor.must_see(hub_id)
    rows = tx.session.scalars(
        select(Staff)
        .join(StaffHub, StaffHub.staff_id == Staff.id)
        .where(StaffHub.hub_id == hub_id, StaffHub.left_at.is_(None), Staff.active)
        .order_by(Staff.name, Staff.id)
    )
    people = [_person(row) for row in rows]
    return [each for each in people if permission is None or each.may(permission)]


def absent(tx: Transaction, staff_ids: Iterable[UUID], since: datetime) -> set[UUID]:
    """Those of some people who have touched no desk since an instant."""
    wanted = set(staff_ids)
    if not wanted:
        return set()
    here = tx.session.scalars(
        select(StaffSession.staff_id).where(
            StaffSession.staff_id.in_(wanted),
            StaffSession.ended_at.is_(None),
            StaffSession.last_seen_at > since,
        )
    )
    return wanted - set(here)


def may_coordinate(tx: Transaction, hub_id: UUID, staff_id: UUID) -> bool:
    """Whether somebody works in a hub now and may take cases there."""
    tx.actor.must_see(hub_id)
    found = tx.session.scalars(
        select(Staff)
        .join(StaffHub, StaffHub.staff_id == Staff.id)
        .where(
            Staff.id == staff_id,
            StaffHub.hub_id == hub_id,
            StaffHub.left_at.is_(None),
            Staff.active,
        )
    ).one_or_none()
    return found is not None and _person(found).may("case.coordinate")


def _in_sight(tx: Transaction) -> ColumnElement[bool]:
    """People who work or worked in one of the actor's hubs; all of them, for the service."""
    there = exists().where(StaffHub.staff_id == Staff.id)
    if tx.actor.kind is ActorKind.SERVICE:
        return there
    return there.where(StaffHub.hub_id.in_(tx.actor.hubs))


def _person(staff: Staff) -> Person:
    known = {role.value for role in Role}
    return Person(
        id=staff.id,
        username=staff.username,
        name=staff.name,
        roles=tuple(Role(role) for role in staff.roles if role in known),
        professional_registration=staff.professional_registration,
    )


def _seat(row: Row[Staff, StaffSession]) -> Seat:
    staff, session = row
    return Seat(
        session_id=session.id,
        hub_id=session.hub_id,
        person=_person(staff),
        ods_code=staff.ods_code,
        locked_at=session.locked_at,
        letter_keys_on=staff.letter_keys_on,
        volume=staff.volume,
    )
