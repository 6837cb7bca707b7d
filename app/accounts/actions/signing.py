"""Signing in and out, locking a desk and coming back to it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.accounts import queries
from app.accounts.actions.counting import Allowance, Spent, forget, spend
from app.accounts.actions.enrolling import spelt
from app.accounts.actions.secrets import matches
from app.accounts.facts import (
    DeskLocked,
    DeskUnlocked,
    HubChosen,
    SignedIn,
    SignedOut,
    SignInRefused,
)
from app.accounts.models import Staff, StaffSession
from app.accounts.queries import Seat
from app.accounts.states import RefusalReason
from app.foundation.identifiers import INSTALLATION
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.foundation.working_time import to_london

PASSWORD_TRIES = Allowance(5, timedelta(minutes=15))
PIN_TRIES = Allowance(3, timedelta(minutes=15))
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=14)
"""A twelve-hour shift, its hand-over and some more; after that the password is asked for again."""
_SEEN_EVERY = timedelta(minutes=1)
_NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in; `token` is for their browser alone and is kept nowhere."""

    token: str
    staff_id: UUID
    hub_id: UUID


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody is not in, and what they are told."""

    sentence: str


def sign_in(
    tx: Transaction, username: str, password: str, *, instead_of: str | None = None
) -> Entered | Refused:
    """Let somebody in by name and password, or count the try and say what to do.

    It answers and does not raise, because a wrong try must be kept. A name that nobody has is
    treated in every way as one that somebody has. National sign-on will be another function like
    this one: who it is, then `_seat`.

    Args:
        tx: whoever is asking is not known yet, so it is the service's.
        username: as typed.
        password: as typed.
        instead_of: the token this browser held until now; that desk is left.
    """
    username = spelt(username)[:_NAME_LENGTH]
    key = f"sign_in:{username}"
    spent = spend(tx, key, PASSWORD_TRIES)
    staff = tx.session.scalar(select(Staff).where(Staff.username == username))
    if spent.too_many:
        return _refuse(tx, staff, RefusalReason.TOO_MANY_TRIES, _wait(spent))
    right = matches(staff.password_hash if staff else None, password)
    if staff is None or not right or not staff.active:
        sentence = (
            "That name and password do not go together. Check both and try again."
            if spent.left
            else _wait(spent)
        )
        return _refuse(tx, staff, _why(staff, right=right), sentence)
    forget(tx, key)
    hubs = queries.hubs_of(tx, staff.id)
    if not hubs:
        sentence = "Your account belongs to no hub yet. Ask your administrator to add it to one."
        return _refuse(tx, staff, RefusalReason.NO_HUB, sentence)
    if instead_of:
        sign_out(tx, instead_of)
    return _seat(tx, staff, _last_hub(tx, staff.id, hubs))


def arrive(tx: Transaction, token: str, *, in_use: bool) -> Seat | None:
    """Who holds this token, with the desk locked if nobody has touched it for a quarter hour.

    Args:
        tx: the service's; the seat says who the actor of the next one is.
        token: from the browser.
        in_use: a person did something; a page that refreshes itself does not keep a desk open.
    """
    seat = queries.seat(tx, token)
    if seat is None or seat.locked_at is not None:
        return seat
    idle = tx.session.scalar(
        update(StaffSession)
        .where(
            StaffSession.id == seat.session_id,
            StaffSession.locked_at.is_(None),
            StaffSession.last_seen_at <= tx.now - IDLE,
        )
        .values(locked_at=tx.now)
        .returning(StaffSession.id)
    )
    if idle is not None:
        tx.record(_locked(seat, idle=True))
        return queries.seat(tx, token)
    if in_use:
        tx.session.execute(
            update(StaffSession)
            .where(
                StaffSession.id == seat.session_id,
                StaffSession.last_seen_at <= tx.now - _SEEN_EVERY,
            )
            .values(last_seen_at=tx.now)
        )
    return seat


def lock(tx: Transaction, token: str) -> None:
    """Lock a desk. Its call, its cases and its session stay as they are. Safe to repeat."""
    seat, session = _held(tx, token)
    if session.locked_at is None:
        session.locked_at = tx.now
        tx.record(_locked(seat, idle=False))


def unlock(tx: Transaction, token: str, username: str, pin: str) -> Refused | None:
    """Come back to a locked desk with a name and the desk PIN; None when the desk is open.

    Only the person whose desk it is comes back to it. It answers and does not raise, because a
    wrong try must be kept.
    """
    seat, session = _held(tx, token)
    if session.locked_at is None:
        return None
    staff = tx.session.get_one(Staff, seat.person.id)
    if spelt(username) != staff.username:
        return Refused(
            f"This desk is {staff.name}'s. If you are someone else, sign in with your own password."
        )
    key = f"unlock:{seat.session_id}"
    spent = spend(tx, key, PIN_TRIES)
    if spent.too_many or not matches(staff.pin_hash, pin):
        reason = RefusalReason.TOO_MANY_TRIES if spent.too_many else RefusalReason.WRONG_PIN
        sentence = (
            "That PIN is not right. Try again, or sign in with your password."
            if spent.left > 0
            else "Three wrong tries. Sign in with your password. Calls go on meanwhile."
        )
        return _refuse(tx, staff, reason, sentence)
    forget(tx, key)
    session.locked_at, session.last_seen_at = None, tx.now
    tx.record(DeskUnlocked(hub_id=seat.hub_id, staff_id=seat.person.id, session_id=seat.session_id))
    return None


def sign_out(tx: Transaction, token: str) -> None:
    """Leave a desk. Nothing happens to calls and cases. Safe to repeat."""
    seat = queries.seat(tx, token)
    if seat is None:
        return
    tx.session.get_one(StaffSession, seat.session_id).ended_at = tx.now
    tx.record(SignedOut(hub_id=seat.hub_id, staff_id=seat.person.id, session_id=seat.session_id))


def choose_hub(tx: Transaction, token: str, hub_id: UUID) -> None:
    """Work in another of one's hubs from now on.

    Raises:
        NotFound: not one of theirs.
    """
    seat, session = _held(tx, token)
    if hub_id not in queries.hubs_of(tx, seat.person.id):
        raise NotFound
    session.hub_id = hub_id
    tx.record(HubChosen(hub_id=hub_id, staff_id=seat.person.id, session_id=seat.session_id))


def _seat(tx: Transaction, staff: Staff, hub_id: UUID) -> Entered:
    token = secrets.token_urlsafe(32)
    session = StaffSession(
        token_hash=queries.token_hash(token),
        staff_id=staff.id,
        hub_id=hub_id,
        started_at=tx.now,
        last_seen_at=tx.now,
        expires_at=tx.now + LONGEST,
    )
    tx.session.add(session)
    tx.session.flush()
    tx.record(SignedIn(hub_id=hub_id, staff_id=staff.id, session_id=session.id))
    return Entered(token, staff.id, hub_id)


def _last_hub(tx: Transaction, staff_id: UUID, hubs: Sequence[UUID]) -> UUID:
    """The hub they worked in last, if they still do; else the first of theirs."""
    last = tx.session.scalar(
        select(StaffSession.hub_id)
        .where(StaffSession.staff_id == staff_id, StaffSession.hub_id.in_(hubs))
        .order_by(StaffSession.started_at.desc())
        .limit(1)
    )
    return last or hubs[0]


def _held(tx: Transaction, token: str) -> tuple[Seat, StaffSession]:
    seat = queries.seat(tx, token)
    if seat is None:
        raise NotFound("You are signed out. Sign in with your password.")
    session = tx.session.get_one(StaffSession, seat.session_id, with_for_update=True)
    return seat, session


def _refuse(tx: Transaction, staff: Staff | None, reason: RefusalReason, sentence: str) -> Refused:
    # no hub is known of somebody who is not in
    tx.record(
        SignInRefused(hub_id=INSTALLATION, reason=reason, staff_id=staff.id if staff else None)
    )
    return Refused(sentence)


def _why(staff: Staff | None, *, right: bool) -> RefusalReason:
    if staff is None:
        return RefusalReason.UNKNOWN_NAME
    return RefusalReason.CLOSED_ACCOUNT if right else RefusalReason.WRONG_PASSWORD


def _wait(spent: Spent) -> str:
    return (
        f"Too many wrong tries. Try again at {to_london(spent.until):%H:%M}, or ask your "
        "administrator for a new password. Desk phones still ring meanwhile."
    )


def _locked(seat: Seat, *, idle: bool) -> DeskLocked:
    return DeskLocked(
        hub_id=seat.hub_id, staff_id=seat.person.id, session_id=seat.session_id, idle=idle
    )
