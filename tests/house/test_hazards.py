"""Hazards: the log is whole, its scores follow the matrix, and the tests it names exist."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.house.source import ROOT

LOG = ROOT / "docs/safety/hazards.yaml"
HOW_MANY = 28
PROVEN_NOW = {1, 9, 10, 11, 12, 13, 14, 23, 24, 27, 28}  # what this release must show

CONSEQUENCES = ["minor", "significant", "considerable", "major", "catastrophic"]
MATRIX = {  # likelihood -> score for each consequence: the clinical risk matrix of DCB0129
    "very high": [3, 4, 4, 5, 5],
    "high": [2, 3, 3, 4, 5],
    "medium": [2, 2, 3, 3, 4],
    "low": [1, 2, 2, 3, 4],
    "very low": [1, 1, 2, 2, 3],
}
FIELDS = {
    *("id", "title", "cause", "effect", "initial", "target"),
    *("mitigations", "tests", "status", "owner"),
}
STATUSES = {"open", "mitigated", "not built"}
OWNER = "Clinical Safety Officer"


def complaints(hazard: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one row of the log, in words."""
    name = hazard.get("id", "a row without id")
    if set(hazard) != FIELDS:
        yield f"{name} lacks or adds {sorted(FIELDS ^ set(hazard))}"
        return
    for field in ("title", "cause", "effect"):
        if not str(hazard[field]).strip():
            yield f"{name} has no {field}"
    for moment in ("initial", "target"):
        yield from (f"{name} {moment} {said}" for said in _risk(hazard[moment]))
    if hazard["target"].get("score", 9) > hazard["initial"].get("score", 0):
        yield f"{name} aims at a higher risk than it begins with"
    if not hazard["mitigations"]:
        yield f"{name} has no mitigation"
    if hazard["status"] not in STATUSES:
        yield f"{name} has the status {hazard['status']!r}"
    if hazard["status"] == "mitigated" and not hazard["tests"]:
        yield f"{name} says it is mitigated, and names no test"
    if hazard["owner"] != OWNER:
        yield f"{name} belongs to {hazard['owner']!r}"


def exists(node_id: str) -> bool:
    """Whether a pytest node id names a test function that stands in its file."""
    path, _, rest = node_id.partition("::")
    file = ROOT / path
    names = rest.split("::")
    if not rest or not names[-1].startswith("test_") or not file.is_file():
        return False
    scope: list[ast.stmt] = ast.parse(file.read_text(encoding="utf-8")).body
    for name in names:
        found = [
            node
            for node in scope
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        ]
        if not found:
            return False
        scope = found[0].body
    return True


def log() -> list[dict[str, Any]]:
    return list(yaml.safe_load(LOG.read_text(encoding="utf-8"))["hazards"])


def test_the_log_has_every_hazard_once_in_order() -> None:
    assert [row["id"] for row in log()] == [f"H-{n:03d}" for n in range(1, HOW_MANY + 1)]


def test_every_row_is_whole_and_scored_by_the_matrix() -> None:
    broken = [complaint for row in log() for complaint in complaints(row)]
    assert not broken, "\n".join(broken)


def test_every_test_that_the_log_names_exists() -> None:
    lost = [f"{row['id']} {test}" for row in log() for test in row["tests"] if not exists(test)]
    assert not lost, "\n".join(lost)


def test_what_this_release_proves_names_its_tests() -> None:
    unproven = [row["id"] for row in log() if int(row["id"][2:]) in PROVEN_NOW and not row["tests"]]
    assert not unproven


ROW: dict[str, Any] = {
    "id": "H-099",
    "title": "Something",
    "cause": "some",
    "effect": "some",
    "initial": {"likelihood": "medium", "consequence": "major", "score": 3},
    "target": {"likelihood": "very low", "consequence": "major", "score": 2},
    "mitigations": ["one"],
    "tests": [],
    "status": "open",
    "owner": OWNER,
}


def test_a_whole_row_passes() -> None:
    assert not list(complaints(ROW))


@pytest.mark.parametrize(
    "change",
    [
        {"cause": " "},
        {"initial": {"likelihood": "medium", "consequence": "major", "score": 4}},
        {"initial": {"likelihood": "often", "consequence": "major", "score": 3}},
        {"target": {"likelihood": "high", "consequence": "major", "score": 4}},
        {"mitigations": []},
        {"status": "fine"},
        {"status": "mitigated"},
        {"owner": "everybody"},
        {"extra": 1},
    ],
)
def test_a_faulty_row_is_noticed(change: dict[str, Any]) -> None:
    assert list(complaints(ROW | change))


@pytest.mark.parametrize(
    "node_id",
    [
        "tests/house/test_hazards.py",
        "tests/house/test_hazards.py::test_that_was_never_written",
        "tests/house/test_hazards.py::exists",
        "tests/house/test_nowhere.py::test_a_whole_row_passes",
    ],
)
def test_a_test_that_is_not_there_is_noticed(node_id: str) -> None:
    assert exists("tests/house/test_hazards.py::test_a_whole_row_passes")
    assert not exists(node_id)


def _risk(risk: dict[str, Any]) -> Iterator[str]:
    if risk.get("likelihood") not in MATRIX or risk.get("consequence") not in CONSEQUENCES:
        yield f"is not on the matrix: {risk}"
        return
    score = MATRIX[risk["likelihood"]][CONSEQUENCES.index(risk["consequence"])]
    if risk.get("score") != score:
        yield f"is scored {risk.get('score')}, and the matrix says {score}"
