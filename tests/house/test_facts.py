"""Facts: each kind is one thing, and none can carry what is personal."""

import ast
import importlib
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pytest

from app.foundation.journal import Fact
from tests.house.source import Module, module, modules

PLAIN = (UUID, int, float, bool, datetime, date, timedelta)

# Fields of text that can only hold codes, and why. A new one is added here after being looked at.
CODES: dict[str, str] = {
    "PlanAgreed.disposition": "a code of the catalogue; any other is refused before it is written",
    "CaseClosed.disposition": "the code of the plan that was agreed, or nothing",
    "RecordWritten.fields": "names of the form's fields, which are ours, never their contents",
}


def kinds() -> list[type[Fact]]:
    """Every fact that the rooms define."""
    for each in modules("app"):
        if each.drawer == "facts":
            importlib.import_module(each.name)
    return sorted(Fact.kinds.values(), key=lambda kind: kind.__name__)


def strays(code: Iterable[Module]) -> Iterator[str]:
    """Facts that are defined elsewhere than in a room's facts.py."""
    for each in code:
        for node in ast.walk(each.tree):
            bases = node.bases if isinstance(node, ast.ClassDef) else []
            if each.drawer != "facts" and any(ast.unparse(b).endswith("Fact") for b in bases):
                yield f"{each.path}:{node.lineno} defines a fact"


def may_hold(annotation: object) -> bool:
    """Whether a field of this type can only hold ids, codes, numbers and instants."""
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return True
    if origin in {tuple, frozenset, typing.Union, types.UnionType}:
        parts = [a for a in typing.get_args(annotation) if a not in {type(None), Ellipsis}]
        return bool(parts) and all(may_hold(part) for part in parts)
    return isinstance(annotation, type) and (issubclass(annotation, StrEnum) or annotation in PLAIN)


def complaints(kind: type[Fact]) -> Iterator[str]:
    """What is wrong with a fact, in words."""
    name = kind.__name__
    if "__dataclass_params__" not in vars(kind) or not vars(kind)["__dataclass_params__"].frozen:
        yield f"{name} can be changed"
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        if not may_hold(hints[field.name]) and f"{name}.{field.name}" not in CODES:
            yield f"{name}.{field.name} may hold words: {hints[field.name]}"


def test_every_fact_lives_in_its_room_and_carries_nothing_personal() -> None:
    broken = [complaint for kind in kinds() for complaint in complaints(kind)]
    assert not broken, "\n".join(broken)


def test_there_are_facts_to_guard() -> None:
    assert len(kinds()) > 10


def test_no_fact_is_defined_outside_a_facts_drawer() -> None:
    broken = list(strays(modules()))
    assert not broken, "\n".join(broken)


def test_a_stray_fact_is_noticed() -> None:
    planted = module("app.cases.actions", "class CaseEaten(journal.Fact):\n    case: int")
    assert list(strays([planted]))


def test_kinds_are_unique_even_when_not_imported_together() -> None:
    names = [name for each in modules("app") if each.drawer == "facts" for name in _classes(each)]
    assert not {name for name in names if names.count(name) > 1}


def test_every_listed_code_is_still_a_field() -> None:
    known = {f"{kind.__name__}.{field.name}" for kind in kinds() for field in fields(kind)}
    assert known >= set(CODES)


@pytest.mark.parametrize(
    "annotation",
    [str, str | None, list[str], dict[str, int], tuple[str, ...], object, bytes, typing.Any],
)
def test_a_field_that_may_hold_words_is_noticed(annotation: object) -> None:
    assert not may_hold(annotation)


@pytest.mark.parametrize(
    "annotation",
    [UUID, UUID | None, int, datetime | None, StrEnum, typing.Literal["a"], tuple[UUID, ...]],
)
def test_ids_codes_numbers_and_instants_pass(annotation: object) -> None:
    assert may_hold(annotation)


def test_a_fact_with_a_name_in_it_is_noticed() -> None:
    kept = dict(Fact.kinds)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class PatientNamed(Fact):
        family_name: str

    Fact.kinds.clear()
    Fact.kinds.update(kept)
    assert any("family_name may hold words" in each for each in complaints(PatientNamed))


def test_a_fact_that_can_be_changed_is_noticed() -> None:
    kept = dict(Fact.kinds)

    class CaseBent(Fact):
        """Not a frozen dataclass of its own."""

    Fact.kinds.clear()
    Fact.kinds.update(kept)
    assert list(complaints(CaseBent))


def _classes(of: Module) -> Iterator[str]:
    return (node.name for node in of.tree.body if isinstance(node, ast.ClassDef))
