"""Waits: whatever waits has a due time in a column, and a duty of the clock that looks at it."""

import ast
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple, TypeGuard
from uuid import UUID

import pytest

from app.foundation.database import Base
from app.foundation.journal import Entry, Fact
from tests.house.source import Module, module, modules

QUEUES = {"now", "soon", "later"}


class Wait(NamedTuple):
    """A state that a due time ends: the column, and the duty that looks at it."""

    due: str
    duty: str


class Held(NamedTuple):
    """A state that no due time ends, and why nobody is forgotten in it all the same."""

    because: str


# Every state that may be left, of every room. A state that nobody listed fails the test.
BY_PRIORITY = Wait("Case.priority_due_at", "cases.raise_overdue")
BY_ORDER = Wait("CallOrder.settle_due_at", "lines.settle_due")
BY_SWEEP = Wait("SweepMark.sweep_due_at", "lines.sweep_due")

WAITS: dict[str, Wait | Held] = {
    "CaseState.NEW": BY_PRIORITY,
    "CaseState.STREAMING": BY_PRIORITY,
    "CaseState.AWAITING_COORDINATOR": BY_PRIORITY,
    "CaseState.IN_COORDINATION": BY_PRIORITY,
    "CaseState.AWAITING_CALLER": BY_PRIORITY,
    "CaseState.AWAITING_PARTNER": BY_PRIORITY,
    "CaseState.AWAITING_DISPATCH": BY_PRIORITY,
    "CaseState.PLAN_AGREED": BY_PRIORITY,
    "CaseState.IN_DELIVERY": BY_PRIORITY,
    "CaseState.REOPENED": BY_PRIORITY,
    "CaseState.AWAITING_OUTCOME": Wait("Obligation.due_at", "cases.raise_owed"),
    "CaseState.UPGRADED_999": Wait("Case.emergency_due_at", "cases.alarm_due"),
    "CaseState.CLOSED": Held("nothing waits in it; it may be reopened for seven days"),
    "LegState.RINGING": BY_SWEEP,
    "LegState.QUEUED": BY_SWEEP,
    "LegState.ANSWERED": BY_SWEEP,
    "LegState.ON_HOLD": BY_SWEEP,
    "OrderState.WANTED": BY_ORDER,
    "OrderState.PLACING": BY_ORDER,
    "OrderState.UNKNOWN": BY_ORDER,
}

# Deadlines that no duty reads, and why nobody is forgotten all the same.
SHOWN_ONLY = {
    "Case.due_at": "what the board shows; Case.priority_due_at is when the clock looks",
}


@dataclass(frozen=True)
class House:
    """What the guard compares: tables' columns, duties, and the code that they run."""

    columns: Mapping[str, set[str]]
    duties: set[str]
    code: Mapping[str, Module]

    def complaints(self, due: str, duty: str) -> Iterator[str]:
        """What is wrong with a promise that `duty` looks at `due`."""
        table, _, column = due.partition(".")
        if column not in self.columns.get(table, set()):
            yield f"there is no column {due}"
        if not column.endswith("due_at"):
            yield f"{due} is not named as a deadline"
        if duty not in self.duties:
            yield f"the clock has no duty {duty}"
        elif column not in self.names_used_by(duty):
            yield f"the duty {duty} never looks at {due}"

    def unwatched(self) -> set[str]:
        """Deadlines that no duty of the clock reads."""
        read = {duty: self.names_used_by(duty) for duty in self.duties}
        return {
            f"{table}.{column}"
            for table, columns in self.columns.items()
            for column in columns
            if column.endswith("due_at") and not any(column in names for names in read.values())
        }

    def runs(self, duty: str) -> bool:
        """Whether the action that a duty is named after exists; the ground has no drawers."""
        room, _, action = duty.partition(".")
        return any(
            each.room == room
            and (each.drawer == "actions" or room == "foundation")
            and _function(each, action)
            for each in self.code.values()
        )

    def names_used_by(self, duty: str) -> set[str]:
        """Names in the duty's action, and in what it calls in its own room."""
        room, _, action = duty.partition(".")
        functions = {
            node.name: node
            for each in self.code.values()
            if each.room == room and each.drawer in {"actions", "queries"}
            for node in each.tree.body
            if isinstance(node, ast.FunctionDef)
        }
        used: set[str] = set()
        todo, seen = [action], set[str]()
        while todo:
            name = todo.pop()
            if name in seen or name not in functions:
                continue
            seen.add(name)
            names = set(_names(functions[name]))
            used |= names
            todo += names & set(functions)
        return used


def states_left() -> Iterator[StrEnum]:
    """Every state that a table of moves lets go on, in any room."""
    for each in modules("app"):
        if each.drawer == "states":
            for value in vars(importlib.import_module(each.name)).values():
                if is_moves(value):
                    yield from (state for state, nexts in value.items() if nexts)


def is_moves(value: object) -> TypeGuard[Mapping[StrEnum, frozenset[StrEnum]]]:
    """Whether this is a table from each state of one kind to the states that may follow it."""
    if not isinstance(value, dict) or not value:
        return False
    kinds = {type(state) for state in value}
    nexts = {
        type(state)
        for states in value.values()
        if isinstance(states, frozenset)
        for state in states
    }
    return len(kinds) == 1 and issubclass(*kinds, StrEnum) and nexts == kinds


def unlisted(states: Iterable[StrEnum], waits: Mapping[str, Wait | Held]) -> set[str]:
    """States that nobody said anything about, and lines about states that are gone."""
    return {f"{type(state).__name__}.{state.name}" for state in states} ^ set(waits)


def reaction_complaints(reaction: Any, house: House) -> Iterator[str]:  # noqa: ANN401  # one line of a list
    """What is wrong with one line of `workers/reactions.py`."""
    if Fact.kinds.get(reaction.fact.__name__) is not reaction.fact:
        yield f"{reaction.fact!r} is not a fact"
    room, _, rest = reaction.job.partition(".")
    job = _function(house.code.get(f"app.{room}.jobs"), rest.removeprefix("jobs."))
    if job is None:
        yield f"there is no job {reaction.job}"
    elif len(job.args.args) != len(reaction.ids):
        yield f"{reaction.job} takes {len(job.args.args)} ids and is given {reaction.ids}"
    unknown = set(reaction.ids) - {field.name for field in fields(reaction.fact)}
    if unknown:
        yield f"the fact does not carry {sorted(unknown)}"
    if reaction.queue not in QUEUES:
        yield f"there is no queue {reaction.queue}"
    yield from house.complaints(reaction.due, reaction.duty)


@pytest.fixture(scope="module")
def house() -> House:
    code = {each.name: each for each in modules()}
    for name in code:
        if name.startswith("app."):
            importlib.import_module(name)
    columns = {
        mapper.class_.__name__: {attribute.key for attribute in mapper.column_attrs}
        for mapper in Base.registry.mappers
    }
    duties = {duty.name for duty in importlib.import_module("workers.clock").DUTIES}
    return House(columns, duties, code)


def test_every_state_that_can_be_left_is_listed() -> None:
    assert not unlisted(states_left(), WAITS)


def test_every_wait_has_a_column_and_a_duty_that_reads_it(house: House) -> None:
    broken = [
        f"{state}: {complaint}"
        for state, wait in WAITS.items()
        if isinstance(wait, Wait)
        for complaint in house.complaints(wait.due, wait.duty)
    ]
    assert not broken, "\n".join(broken)


def test_every_reaction_names_its_job_its_deadline_and_its_duty(house: House) -> None:
    reactions = importlib.import_module("workers.reactions").REACTIONS
    broken = [
        f"{reaction.fact.__name__}: {complaint}"
        for reaction in reactions
        for complaint in reaction_complaints(reaction, house)
    ]
    assert reactions
    assert not broken, "\n".join(broken)


def test_every_deadline_is_looked_at_by_a_duty(house: House) -> None:
    assert house.unwatched() <= set(SHOWN_ONLY)
    known = {f"{table}.{column}" for table, columns in house.columns.items() for column in columns}
    assert known >= set(SHOWN_ONLY)


def test_every_duty_is_an_action_of_its_room(house: House) -> None:
    assert not [duty for duty in house.duties if not house.runs(duty)]


# ------------------------------------------------------------------ the guard bites


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Fact):
    """A fact for planting; taken out of the list of kinds again below."""

    lamp_id: UUID


Fact.kinds.pop("LampLit")

ACTIONS = """
def switch_due(tx):
    for lamp in _late(tx):
        lamp.state = "on"

def _late(tx):
    return tx.session.scalars(select(Lamp).where(Lamp.switch_due_at <= tx.now))

def idle(tx):
    return 0
"""

SMALL = House(
    columns={"Lamp": {"switch_due_at", "lit_at"}},
    duties={"lamps.switch_due", "lamps.idle"},
    code={
        "app.lamps.actions": module("app.lamps.actions", ACTIONS),
        "app.lamps.jobs": module("app.lamps.jobs", "def burn(lamp_id): ..."),
    },
)


@dataclass(frozen=True)
class Line:
    fact: type = LampLit
    job: str = "lamps.jobs.burn"
    ids: tuple[str, ...] = ("lamp_id",)
    queue: str = "now"
    due: str = "Lamp.switch_due_at"
    duty: str = "lamps.switch_due"


def test_a_promise_that_is_kept_passes() -> None:
    assert not list(SMALL.complaints("Lamp.switch_due_at", "lamps.switch_due"))


@pytest.mark.parametrize(
    ("due", "duty"),
    [
        ("Lamp.other_due_at", "lamps.switch_due"),
        ("Torch.switch_due_at", "lamps.switch_due"),
        ("Lamp.lit_at", "lamps.switch_due"),
        ("Lamp.switch_due_at", "lamps.watch"),
        ("Lamp.switch_due_at", "lamps.idle"),
    ],
)
def test_a_promise_that_nobody_keeps_is_noticed(due: str, duty: str) -> None:
    assert list(SMALL.complaints(due, duty))


def test_a_deadline_that_nobody_looks_at_is_noticed() -> None:
    columns = {"Lamp": {"switch_due_at", "clean_due_at", "lit_at"}}
    assert House(columns, SMALL.duties, SMALL.code).unwatched() == {"Lamp.clean_due_at"}


def test_a_duty_without_an_action_is_noticed() -> None:
    assert SMALL.runs("lamps.switch_due")
    assert not SMALL.runs("lamps.watch")
    assert not SMALL.runs("foundation.switch_due")


def test_a_table_of_moves_is_told_from_other_tables() -> None:
    assert is_moves({Lamp.OFF: frozenset({Lamp.ON}), Lamp.ON: frozenset()})
    assert not is_moves({Lamp.OFF: frozenset({"read"})})
    assert not is_moves({"off": frozenset({"on"})})
    assert not is_moves({})


def test_a_state_that_nobody_listed_is_noticed() -> None:
    assert unlisted([Lamp.OFF], {}) == {"Lamp.OFF"}
    assert unlisted([Lamp.OFF], {"Lamp.OFF": Held("x"), "Lamp.ON": Held("x")}) == {"Lamp.ON"}


def test_a_sound_reaction_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Fact.kinds, "LampLit", LampLit)
    assert not list(reaction_complaints(Line(), SMALL))


@pytest.mark.parametrize(
    "line",
    [
        Line(fact=Entry),
        Line(ids=()),
        Line(ids=("torch_id",)),
        Line(job="lamps.jobs.glow"),
        Line(job="rooms.jobs.burn"),
        Line(queue="whenever"),
        Line(due="Lamp.lit_at"),
        Line(duty="lamps.idle"),
    ],
)
def test_a_reaction_without_a_guard_is_noticed(monkeypatch: pytest.MonkeyPatch, line: Line) -> None:
    monkeypatch.setitem(Fact.kinds, "LampLit", LampLit)
    assert list(reaction_complaints(line, SMALL))


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Name):
            yield each.id


def _function(where: Module | None, name: str) -> ast.FunctionDef | None:
    for node in where.tree.body if where else ():
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    return None
