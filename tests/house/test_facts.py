"""Facts: each kind is one thing, and none can carry what is personal."""

import ast
import importlib
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pytest

from app.foundation.journal import Fact
from tests.house.source import Module, modules

PLAIN = (UUID, int, float, bool, datetime, date, timedelta)

# Fields of type `str` that hold a code, never words of a person. Each was looked at.
CODES: set[str] = set()


def kinds() -> list[type[Fact]]:
    """Every fact that any module of the house defines."""
    for each in modules("app"):
        importlib.import_module(each.name)
    return sorted(Fact.kinds.values(), key=lambda kind: kind.__name__)


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
    parts = kind.__module__.split(".")
    if parts[0] != "app" or parts[2:3] != ["facts"]:
        yield f"{name} lives in {kind.__module__}, not in a room's facts.py"
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
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


def test_kinds_are_unique_even_when_not_imported_together() -> None:
    names = [name for each in modules("app") if each.drawer == "facts" for name in _classes(each)]
    assert not {name for name in names if names.count(name) > 1}


def test_every_listed_code_is_still_a_field() -> None:
    known = {f"{kind.__name__}.{field.name}" for kind in kinds() for field in fields(kind)}
    assert known >= CODES


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


def test_a_fact_out_of_place_with_a_name_in_it_is_noticed() -> None:
    kept = dict(Fact.kinds)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class PatientNamed(Fact):
        family_name: str

    Fact.kinds.clear()
    Fact.kinds.update(kept)
    said = list(complaints(PatientNamed))
    assert any("not in a room's facts.py" in each for each in said)
    assert any("family_name may hold words" in each for each in said)


def _classes(of: Module) -> Iterator[str]:
    return (node.name for node in of.tree.body if isinstance(node, ast.ClassDef))
