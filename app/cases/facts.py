"""Everything that can happen to a case, one frozen dataclass each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.states import Ask, CaseState, Channel, Debt, EmergencyState, Queue, Reach
from app.foundation.journal import Fact
from app.terms.caller import CallerType


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReceived(Fact):
    """Somebody reached us: a call rang, a form came in."""

    contact_id: UUID
    channel: Channel
    caller_type: CallerType
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Fact):
    """A need was given a number and a place in the queue."""

    number: int
    band: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerTold(Fact):
    """The caller said which kind of caller they are (keypad or voice)."""

    caller_type: CallerType


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePrioritised(Fact):
    """The band, the due time or the reasons changed."""

    band: int
    due_at: datetime
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOverridden(Fact):
    """A person set the band, with a reason and an expiry; the reason is in the record."""

    band: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOverdue(Fact):
    """The time to answer passed with nobody on it."""

    band: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStreaming(Fact):
    """A call handler began to stream the call."""

    owner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStreamed(Fact):
    """Streaming ended; the case waits for a coordinator."""

    by_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaken(Fact):
    """A coordinator took the case."""

    owner_id: UUID
    from_state: CaseState
    on_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReturned(Fact):
    """The case went back to its queue: handed back, or its owner's line dropped."""

    queue: Queue
    from_owner_id: UUID | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHandedOver(Fact):
    """Another person has the case now."""

    from_owner_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWritten(Fact):
    """A new version of the call record; the words are in its own room."""

    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRecorded(Fact):
    """Vital signs were recorded; `score` is None where NEWS2 is not valid."""

    observation_id: UUID
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Fact):
    """A note was added."""

    note_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreed(Fact):
    """A disposition was confirmed with what it needs."""

    disposition: str
    from_state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWaits(Fact):
    """The owner waits for the caller, a partner or a team."""

    to_state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Fact):
    """The case was closed with an outcome."""

    disposition: str
    from_state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Fact):
    """The same need came back within seven days."""

    queue: Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerReach(Fact):
    """How the caller can be reached changed: on the line, to be rung back, or lost."""

    reach: Reach
    abandoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyRaised(Fact):
    """One press: ambulance control is to be dialled now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyMoved(Fact):
    """The upgrade came further: alarm, answered, confirmed."""

    to: EmergencyState


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyEnded(Fact):
    """Control handed the case back, or it now only awaits its outcome."""

    to_state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUpAsked(Fact):
    """With a crew or control on the line, 999 asks for back-up or conveyance instead."""

    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationOwed(Fact):
    """The case owes something by a time."""

    kind_owed: Debt
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationSettled(Fact):
    """What was owed was done, by whom the journal says."""

    kind_owed: Debt


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationOverdue(Fact):
    """What was owed was not done in time."""

    kind_owed: Debt


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCasesListDue(Fact):
    """The list of open cases is to be written off the database's machine."""
