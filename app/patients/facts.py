"""Everything that can happen to what we hold about a person. Looking is a fact too."""

from dataclasses import dataclass
from uuid import UUID

from app.foundation.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTold(Fact):
    """Somebody said who the patient is; what was said is in the patient's own row."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientVerified(Fact):
    """A member of staff checked at least three identifiers with the caller."""

    identifiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientViewed(Fact):
    """Somebody looked at a person's details in a case."""

    viewer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentListed(Fact):
    """Somebody was put on a care home's list of residents."""

    resident_id: UUID
    organisation_id: UUID
