"""The enumerations of accounts: roles, rights, and why somebody was not let in."""

from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a member of staff, or of a partner, is here to do. The values are kept; never change."""

    CALL_HANDLER = "call_handler"
    PATHWAY_COORDINATOR = "pathway_coordinator"
    SENIOR_CLINICIAN = "senior_clinician"
    CRISIS_DISPATCHER = "crisis_dispatcher"
    CRISIS_RESPONDER = "crisis_responder"
    PARTNER_REFERRER = "partner_referrer"
    GP_PRACTICE = "gp_practice"
    VOLUNTARY_PARTNER = "voluntary_partner"
    SHIFT_MANAGER = "shift_manager"
    CAPACITY_PLANNER = "capacity_planner"
    GOVERNANCE_LEAD = "governance_lead"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"
    COMMISSIONER = "commissioner"

    @property
    def spoken(self) -> str:
        """As the header says it after a name: "coordinator"."""
        return _SPOKEN[self]


_SPOKEN = {
    Role.CALL_HANDLER: "call handler",
    Role.PATHWAY_COORDINATOR: "coordinator",
    Role.SENIOR_CLINICIAN: "senior clinician",
    Role.CRISIS_DISPATCHER: "crisis dispatcher",
    Role.CRISIS_RESPONDER: "crisis responder",
    Role.PARTNER_REFERRER: "referring partner",
    Role.GP_PRACTICE: "GP practice",
    Role.VOLUNTARY_PARTNER: "voluntary or social-care partner",
    Role.SHIFT_MANAGER: "shift manager",
    Role.CAPACITY_PLANNER: "capacity planner",
    Role.GOVERNANCE_LEAD: "governance lead",
    Role.PRIVACY_OFFICER: "privacy officer",
    Role.ADMINISTRATOR: "administrator",
    Role.COMMISSIONER: "commissioner",
}

Permission = Literal[
    "queue.read",
    "queue.write",
    "patient.read",
    "case.stream",
    "case.coordinate",
    "case.close",
    "case.override",
    "emergency.raise",
    "recordings.listen",
    "supervise",
    "wallboard.read",
    "refer.write",
    "audit.read",
    "config.write",
]
"""Every right there is. A door or an action that names another one does not pass the types."""


class RefusalReason(StrEnum):
    """Why somebody was not let in. For the journal; the person is told less."""

    UNKNOWN_NAME = "unknown_name"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  # a code, no secret
    WRONG_PIN = "wrong_pin"
    TOO_MANY_TRIES = "too_many_tries"
    CLOSED_ACCOUNT = "closed_account"
    NO_HUB = "no_hub"
