"""What follows from what: the one list of facts and the jobs that answer them."""

from dataclasses import dataclass
from importlib import import_module

from app.cases.facts import (
    CaseHandedOver,
    CaseReturned,
    CaseStreamed,
    CaseStreaming,
    CaseTaken,
    EmergencyRaised,
    OpenCasesListDue,
)
from app.directory.facts import LinesCheckDue
from app.foundation.journal import Fact
from app.lines.facts import (
    CallerAlone,
    CallUnheard,
    CallWanted,
    LegWished,
    RecordingMoved,
    SweepDue,
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A fact, and the job that follows it.

    Attributes:
        job: `<room>.jobs.<function>`; it starts by asking whether there is still anything to do.
        ids: which of the entry's ids are its arguments, all as text.
        queue: `now`, `soon` or `later`.
        due: the column whose time guards it.
        duty: the duty of the clock that records the fact anew when nothing came of it.
        voice: somebody waits on the line: the relay runs it itself when Redis is away.
    """

    fact: type[Fact]
    job: str
    ids: tuple[str, ...]
    queue: str
    due: str
    duty: str
    voice: bool = False


def _for_the_caller(fact: type[Fact], job: str) -> Reaction:
    """Somebody on the line is to be joined or moved; the duty looks after whoever is left."""
    return Reaction(
        fact,
        job,
        ("case_id",),
        "now",
        due="Leg.join_due_at",
        duty="telephony.rejoin_due",
        voice=True,
    )


REACTIONS: tuple[Reaction, ...] = (
    *(
        _for_the_caller(fact, "telephony.jobs.join")
        for fact in (CaseTaken, CaseStreaming, CaseHandedOver, CallerAlone, EmergencyRaised)
    ),
    *(_for_the_caller(fact, "telephony.jobs.requeue") for fact in (CaseReturned, CaseStreamed)),
    Reaction(
        LegWished,
        "telephony.jobs.carry_out",
        ("leg_id",),
        "now",
        due="Leg.wish_due_at",
        duty="lines.wishes_due",
        voice=True,
    ),
    Reaction(
        CallWanted,
        "telephony.jobs.place",
        ("order_id",),
        "now",
        due="CallOrder.settle_due_at",
        duty="lines.settle_due",
        voice=True,
    ),
    Reaction(
        CallUnheard,
        "telephony.jobs.look",
        ("order_id",),
        "now",
        due="CallOrder.settle_due_at",
        duty="lines.settle_due",
    ),
    Reaction(
        SweepDue,
        "telephony.jobs.sweep",
        (),
        "soon",
        due="SweepMark.sweep_due_at",
        duty="lines.sweep_due",
    ),
    Reaction(
        RecordingMoved,
        "lines.jobs.fetch_recording",
        ("recording_id",),
        "later",
        due="Recording.fetch_due_at",
        duty="lines.recordings_due",
    ),
    Reaction(
        LinesCheckDue,
        "directory.jobs.check_lines",
        ("hub_id",),
        "later",
        due="HubLine.check_due_at",
        duty="directory.check_due",
    ),
    Reaction(
        OpenCasesListDue,
        "cases.jobs.write_list",
        ("hub_id",),
        "later",
        due="OpenCasesList.write_due_at",
        duty="cases.list_due",
    ),
)


def run(job: str, *ids: str) -> None:
    """Run a job of the list by its name.

    Raises:
        LookupError: no line of the list names it; nothing else may be run by name.
    """
    if all(reaction.job != job for reaction in REACTIONS):
        raise LookupError(f"{job} is not a reaction")
    module, function = job.rsplit(".", 1)
    getattr(import_module(f"app.{module}"), function)(*ids)
