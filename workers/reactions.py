"""What follows from what: the one list of facts and the jobs that answer them."""

from dataclasses import dataclass
from importlib import import_module

from app.foundation.journal import Fact


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


REACTIONS: tuple[Reaction, ...] = ()


def run(job: str, *ids: str) -> None:
    """Run a job of the list by its name.

    Raises:
        LookupError: no line of the list names it; nothing else may be run by name.
    """
    if all(reaction.job != job for reaction in REACTIONS):
        raise LookupError(f"{job} is not a reaction")
    module, function = job.rsplit(".", 1)
    getattr(import_module(f"app.{module}"), function)(*ids)
