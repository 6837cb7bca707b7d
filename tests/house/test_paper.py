"""Paper: nothing in the repository names a real person, telephone, patient, machine or registry."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.house.source import ROOT, kept_files

# Long numbers by chance, in the hashes of the lock files.
HASH = re.compile(r"sha(?:256:[0-9a-f]+|512-[A-Za-z0-9+/=]+)")

OPEN_WORK = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")
MACHINE_PATH = re.compile(r"(?<![\w.~:-])/(?:home|root|Users|work|workspace|opt|tmp)/\w")
INDEX_OPTION = re.compile(r"--(?:(?:extra-)?index-url|find-links|trusted-host)|file:///\w")
REGISTRY = re.compile(r"https?://([\w.-]*(?:artifactor|nexus|registry|pypi|mirror)[\w.-]*)")

TELEPHONE = re.compile(
    r"(?<![\w.+-])(?:0[1-9]\d{8,9}|0[1-9]\d{1,3}[ -]\d{3,4}[ -]?\d{3,4}"
    r"|(?:\+|00)44(?:[ -]?\d{9,10}|[ -]?\d{2,4}[ -]\d{3,4}[ -]?\d{3,4})"
    r"|\+(?!44)[1-9]\d{7,14})(?!\w)"
)
DRAMA = re.compile(r"07700900\d{3}|01632960\d{3}|02079460\d{3}")  # Ofcom's numbers for fiction
# "anonymous", "restricted", "unavailable" on a keypad: how some carriers send a withheld number
KEYPAD = {"+266696687", "+7378742833", "+86282452253"}

NHS_NUMBER = re.compile(r"(?<![\w.+-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w-])")
ORGANISATION_KEYS = {"ods", "ods_code", "org", "org_code", "organisation_code"}

Complaint = Iterator[str]


def open_work(text: str) -> Complaint:
    """Work left open is an issue, not a comment."""
    return (f"leaves open work: {found[0]}" for found in OPEN_WORK.finditer(text))


def machine_paths(text: str) -> Complaint:
    """A path of somebody's machine helps nobody else."""
    return (f"names a machine's path: {found[0]}…" for found in MACHINE_PATH.finditer(text))


def registries(text: str) -> Complaint:
    """Packages come from the registry of whoever installs."""
    for found in INDEX_OPTION.finditer(text):
        yield f"chooses a package index: {found[0]}"
    for found in REGISTRY.finditer(text):
        yield f"names a registry: {found[1]}"


def telephones(text: str) -> Complaint:
    """Only numbers that ring nobody."""
    for found in TELEPHONE.finditer(text):
        plain = re.sub(r"[ -]", "", found[0])
        local = re.sub(r"^(?:\+|00)44", "0", plain)
        rings_nobody = plain in KEYPAD or local.startswith("00") or DRAMA.fullmatch(local)
        if not rings_nobody:
            yield f"holds a telephone number outside the ranges for fiction: {found[0]}"


def nhs_numbers(text: str) -> Complaint:
    """Only numbers of the test range, which no patient has."""
    for found in NHS_NUMBER.finditer(text):
        digits = found[1] + found[3] + found[4]
        looks_real = bool(found[2]) or _check_digit_is_right(digits)
        if looks_real and not digits.startswith(("999", "0")):
            yield f"holds what may be an NHS number: {found[0]}"


def organisation_codes(values: Iterator[tuple[str, object]]) -> Complaint:
    """Codes of invented organisations begin ZZ."""
    for key, value in values:
        if key in ORGANISATION_KEYS and isinstance(value, str) and not value.startswith("ZZ"):
            yield f"gives {key} the code {value!r}"


def keyed_strings(path: str, text: str) -> Iterator[tuple[str, object]]:
    """Every key and constant that Python, JSON or YAML text puts together."""
    if path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
                yield node.arg or "", node.value.value
            elif isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Constant):
                        yield str(key.value), value.value
    elif path.endswith(".json"):
        yield from _pairs(json.loads(text))
    elif path.endswith((".yaml", ".yml")):
        yield from _pairs(yaml.safe_load(text))


READERS: dict[Callable[[str], Complaint], str] = {
    open_work: "# TO" + "DO: later",
    machine_paths: "see /" + "home/ann/notes",
    registries: "--extra-index" + "-url https://example.org/simple",
    telephones: "ring 0791" + "1 123456",
    nhs_numbers: "943" + " 476 5919",
}


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of every kept file that is text, hashes left out."""
    for path in kept_files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield str(path.relative_to(ROOT)), HASH.sub("", data.decode("utf-8"))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_the_paper_is_clean(reader: Callable[[str], Complaint]) -> None:
    broken = [f"{path} {said}" for path, text in texts() for said in reader(text)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_dirty_paper_is_noticed(reader: Callable[[str], Complaint]) -> None:
    assert list(reader(READERS[reader]))


def test_invented_organisations_have_invented_codes() -> None:
    broken = [
        f"{path} {said}"
        for path, text in texts()
        if path.endswith((".py", ".json", ".yaml", ".yml")) and not path.startswith("tests/house/")
        for said in organisation_codes(keyed_strings(path, text))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("seed.py", "organisation(ods_code='R1F', name='A')"),
        ("seed.py", "{'org': 'RW1'}"),
        ("seed.json", '[{"ods_code": "R1F"}]'),
        ("seed.yaml", "hubs:\n  - ods: R1F"),
    ],
)
def test_a_real_looking_code_is_noticed(path: str, text: str) -> None:
    assert list(organisation_codes(keyed_strings(path, text)))


@pytest.mark.parametrize(
    "number",
    ["+44791" + "1123456", "020 79" + "45 0123", "0145" + "2 123456", "+1500" + "5550006"],
)
def test_every_spelling_of_a_telephone_is_noticed(number: str) -> None:
    assert list(telephones(f"call {number} now"))


@pytest.mark.parametrize(
    "text",
    ["07700 900123", "+447700900123", "01632 960001", "020 7946 0999", "2026-11-22 18:57:04"],
)
def test_numbers_that_ring_nobody_pass(text: str) -> None:
    assert not list(telephones(text))


def test_a_number_that_only_counts_is_no_patient() -> None:
    assert not list(nhs_numbers("99940" + "00" * 2 + "1 and 1234567890 and 2026112218"))


def _check_digit_is_right(digits: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - rest % 11) % 11 == int(digits[9])


def _pairs(data: object) -> Iterator[tuple[str, object]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key), value
            yield from _pairs(value)
    elif isinstance(data, list):
        for item in data:
            yield from _pairs(item)


def test_the_paper_is_really_read() -> None:
    names = {path for path, _ in texts()}
    assert {"README.md", "pyproject.toml", "tests/house/test_paper.py"} <= names
    assert Path(ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
