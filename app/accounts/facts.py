"""Everything that can happen to an account or at a desk, one frozen dataclass each."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.states import RefusalReason, Role
from app.foundation.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEnrolled(Fact):
    """Somebody was given an account."""

    staff_id: UUID
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSet(Fact):
    """A password or a desk PIN was set anew."""

    staff_id: UUID
    pin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Fact):
    """An account was closed and every desk it was signed in at."""

    staff_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Fact):
    """Somebody signed in with name and password."""

    staff_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRefused(Fact):
    """Somebody was not let in; without `staff_id` where nobody has that name."""

    reason: RefusalReason
    staff_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubChosen(Fact):
    """A member of several hubs now works in this one."""

    staff_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLocked(Fact):
    """A desk was locked, by its user or because nobody touched it. Calls go on."""

    staff_id: UUID
    session_id: UUID
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskUnlocked(Fact):
    """The person who locked a desk came back to it."""

    staff_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Fact):
    """A desk was left for good."""

    staff_id: UUID
    session_id: UUID
