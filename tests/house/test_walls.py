"""Walls: what import contracts cannot say, read from the syntax trees."""

import ast
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.house.source import Module, imports, module, modules, rooms

# The ground is not a room: all of it is open to everyone above it.
GROUND = {"foundation", "terms", "web", "integrations", "factory"}

# Which of another room's drawers each of a room's own drawers may open.
SHOWN = {"actions", "queries", "facts", "states"}
MAY_OPEN = {
    "states": set[str](),
    "facts": {"states"},
    "models": {"states"},
    "queries": {"queries", "facts", "states"},
    "actions": SHOWN,
    "forms": {"queries", "states"},
}

# What clinicians sign off: pure, without tables, and read by whoever shows a case.
KNOWLEDGE = {
    "cases": {"dispositions", "news2", "pathways", "red_flags", "soft_signs", "vital_signs"}
}

LOOPS = {"workers/relay.py", "workers/clock.py", "workers/jobs.py"}
CLOCK = "app/foundation/transaction.py"
IDENTIFIERS = "app/foundation/identifiers.py"  # the milliseconds of a UUID, and no business time
COMMITTERS = {CLOCK, "app/foundation/database.py"}  # the second only for `SET ROLE`

READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("func", "now"),
    ("func", "current_timestamp"),
    ("func", "clock_timestamp"),
}

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "shared", "tools"}


def foreign_drawers(of: Module) -> Iterator[str]:
    """A room opens only the drawers that another room shows it."""
    if of.room is None or of.room in GROUND:
        return
    for line, name in imports(of):
        parts = name.split(".")
        if parts[0] != "app" or len(parts) < 3 or parts[1] in GROUND | {of.room}:
            continue
        room, drawer = parts[1], parts[2]
        allowed = MAY_OPEN.get(of.drawer or "", SHOWN)
        if of.room == "console" and of.drawer not in MAY_OPEN:
            allowed = allowed | {"forms"}
        if room == "accounts" and of.drawer in {"web", "live"}:
            allowed = allowed | {"guards"}
        if drawer not in allowed | KNOWLEDGE.get(room, set()):
            yield f"{of.path}:{line} opens {room}.{drawer}"


def relationships(of: Module) -> Iterator[str]:
    """Tables are joined across rooms by plain id columns."""
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call) and _last(node.func) in {"relationship", "backref"}:
            yield f"{of.path}:{node.lineno} joins tables by relationship()"


def hidden_imports(of: Module) -> Iterator[str]:
    """An import inside a function hides an arrow, and usually a circle."""
    for function in _functions(of):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{of.path}:{node.lineno} imports inside {function.name}()"


def broad_excepts(of: Module) -> Iterator[str]:
    """Only the three loops may catch everything; elsewhere a fault must be seen."""
    if of.path in LOOPS:
        return
    for node in ast.walk(of.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(c is None or _last(c) in {"Exception", "BaseException"} for c in caught):
                yield f"{of.path}:{node.lineno} catches everything"


def clock_reads(of: Module) -> Iterator[str]:
    """One instant for a whole transaction: everybody else takes `tx.now`."""
    if of.path in {CLOCK, IDENTIFIERS}:
        return
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in READINGS:
            yield f"{of.path}:{node.lineno} reads the clock ({_last(node.value)}.{node.attr})"
    for line, name in imports(of):
        if name in {"time.time", "time.time_ns", "time.localtime", "time.gmtime"}:
            yield f"{of.path}:{line} imports a clock ({name})"


def commits(of: Module) -> Iterator[str]:
    """`transaction()` is the only place that commits."""
    if of.path in COMMITTERS:
        return
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call) and _last(node.func) == "commit":
            yield f"{of.path}:{node.lineno} commits"


def opened_inside(of: Module) -> Iterator[str]:
    """Edges open transactions; actions and queries are given one."""
    if of.drawer not in {"actions", "queries", "models", "facts", "states", "forms"}:
        return
    for line, name in imports(of):
        if name == "app.foundation.transaction.transaction":
            yield f"{of.path}:{line} can open a transaction of its own"


def nameless(of: Module) -> Iterator[str]:
    """A file with such a name is a question not yet answered."""
    for part in of.name.split("."):
        if part in NAMELESS:
            yield f"{of.path} is named {part}"


Guard = Callable[[Module], Iterable[str]]

GUARDS: dict[Guard, tuple[str, str]] = {
    foreign_drawers: ("app.telephony.web", "from app.cases import models"),
    relationships: ("app.cases.models", "legs = orm.relationship('Leg')"),
    hidden_imports: ("app.cases.queries", "def board():\n    from app.lines import queries"),
    broad_excepts: ("app.cases.web", "try:\n    pass\nexcept (KeyError, Exception):\n    pass"),
    clock_reads: ("app.cases.actions", "import datetime\nnow = datetime.datetime.now()"),
    commits: ("app.cases.actions", "def take(tx):\n    tx.session.commit()"),
    opened_inside: ("app.cases.actions", "from app.foundation.transaction import transaction"),
    nameless: ("app.cases.helpers", ""),
}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_the_wall_stands(guard: Guard) -> None:
    broken = [complaint for each in modules() for complaint in guard(each)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_the_wall_bites(guard: Guard) -> None:
    name, planted = GUARDS[guard]
    assert list(guard(module(name, planted)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app.cases.models", "from app.lines.models import Leg"),
        ("app.cases.models", "import app.lines.models"),
        ("app.cases.models", "from ..lines import models"),
        ("app.cases.models", "from app.patients.queries import named"),
        ("app.cases.queries", "from app.lines.actions import place"),
        ("app.telephony.web", "from app.cases.forms import CallRecord"),
        ("app.console.queries", "from app.cases.forms import CallRecord"),
        ("app.cases.actions", "from app.accounts.guards import permission"),
        ("app.telephony.jobs", "from app.lines import pacing"),
    ],
)
def test_a_shut_drawer_is_noticed(name: str, text: str) -> None:
    assert list(foreign_drawers(module(name, text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app.telephony.jobs", "from app.cases import actions, queries"),
        ("app.telephony.actions", "from app.cases.actions.queueing import take"),
        ("app.console.web", "from app.cases.forms import CallRecord"),
        ("app.cases.web", "from app.accounts.guards import permission"),
        ("app.cases.models", "from app.foundation.database import Base"),
        ("app.cases.actions", "from app.cases.models import Case"),
    ],
)
def test_an_open_drawer_is_left_alone(name: str, text: str) -> None:
    assert not list(foreign_drawers(module(name, text)))


@pytest.mark.parametrize(
    "text",
    ["from time import time", "import time\ntime.time()", "sa.func.now()", "dt.date.today()"],
)
def test_every_spelling_of_the_clock_is_noticed(text: str) -> None:
    assert list(clock_reads(module("app.cases.queries", text)))


def test_the_walls_have_rooms_to_stand_between() -> None:
    assert {"cases", "lines", "accounts"} <= set(rooms())


def _functions(of: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(of.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _last(node: ast.expr) -> str:
    """The last name of an expression: `now` of `datetime.datetime.now`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
