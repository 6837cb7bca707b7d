"""Which role holds which rights: the one table, explained in docs/domain/roles.md."""

from collections.abc import Iterable

from app.accounts.states import Permission, Role

_EVERYBODY: frozenset[Permission] = frozenset({"emergency.raise"})
_FLOOR: frozenset[Permission] = _EVERYBODY | {"queue.read", "patient.read", "wallboard.read"}
_COORDINATES: frozenset[Permission] = _FLOOR | {
    "queue.write",
    "case.stream",
    "case.coordinate",
    "case.close",
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CALL_HANDLER: _FLOOR | {"queue.write", "case.stream"},
    Role.PATHWAY_COORDINATOR: _COORDINATES | {"case.override"},
    Role.SENIOR_CLINICIAN: _COORDINATES | {"case.override", "recordings.listen"},
    Role.CRISIS_DISPATCHER: _FLOOR,
    Role.CRISIS_RESPONDER: _EVERYBODY,
    Role.PARTNER_REFERRER: _EVERYBODY | {"refer.write"},
    Role.GP_PRACTICE: _EVERYBODY | {"refer.write"},
    Role.VOLUNTARY_PARTNER: _EVERYBODY,
    Role.SHIFT_MANAGER: _FLOOR | {"queue.write", "case.close", "supervise"},
    Role.CAPACITY_PLANNER: _EVERYBODY | {"wallboard.read"},
    Role.GOVERNANCE_LEAD: _FLOOR | {"audit.read", "recordings.listen"},
    Role.PRIVACY_OFFICER: _EVERYBODY | {"audit.read", "recordings.listen"},
    Role.ADMINISTRATOR: _EVERYBODY | {"config.write"},
    Role.COMMISSIONER: _EVERYBODY,
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Every right that any of the roles holds; a role that is not in the table holds none."""
    known = {role.value for role in Role}
    return frozenset(
        permission for role in roles if role in known for permission in PERMISSIONS[Role(role)]
    )
