"""Everything that can happen in the directory, one frozen dataclass each."""

from dataclasses import dataclass
from uuid import UUID

from app.foundation.journal import Fact
from app.terms.caller import CallerType


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOpened(Fact):
    """A hub was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationKept(Fact):
    """An organisation was added or changed."""

    organisation_id: UUID
    caller_type: CallerType


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNumberKept(Fact):
    """A telephone number was said to be an organisation's."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesCheckDue(Fact):
    """It is time to ask the carrier where it sends the calls of a hub's numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChecked(Fact):
    """A number of ours was found to lead to us, or no longer to; told when it changes."""

    points_at_us: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTested(Fact):
    """The professional line of ambulance control was tried, as it is every day."""

    passed: bool
