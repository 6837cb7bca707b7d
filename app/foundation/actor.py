"""Who asks: a person, a partner's system, or the service itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from app.foundation.problems import NotAllowed, NotFound


class ActorKind(StrEnum):
    """What sort of hand does the deed."""

    PERSON = "person"
    PARTNER = "partner"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever a transaction is opened for.

    Attributes:
        id: the member of staff, or the partner's organisation; None for the service.
        org: ODS code of the organisation, from the sign-in and never typed.
        hubs: the hubs whose rows this actor may reach. The service reaches all.
        permissions: names from `app.accounts`' table of rights.
    """

    kind: ActorKind
    id: UUID | None = None
    org: str | None = None
    name: str = ""
    hubs: frozenset[UUID] = field(default_factory=frozenset)
    permissions: frozenset[str] = field(default_factory=frozenset)

    @property
    def reference(self) -> str:
        """How the journal names this actor: its kind and its id, never its name."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    def sees(self, hub_id: UUID) -> bool:
        """Whether rows of this hub are this actor's to reach."""
        return self.kind is ActorKind.SERVICE or hub_id in self.hubs

    def must_see(self, hub_id: UUID) -> None:
        """Refuse as if it did not exist.

        Raises:
            NotFound: the hub is not one of this actor's.
        """
        if not self.sees(hub_id):
            raise NotFound

    def may(self, permission: str) -> bool:
        """Whether this actor holds a right."""
        return self.kind is ActorKind.SERVICE or permission in self.permissions

    def must(self, permission: str) -> None:
        """Refuse in words.

        Raises:
            NotAllowed: the right is missing.
        """
        if not self.may(permission):
            raise NotAllowed("Your role does not include this. Ask your shift manager.")


SERVICE = Actor(ActorKind.SERVICE, name="Frontdoor")
"""The service itself: relay, clock, jobs and webhooks act as this."""
