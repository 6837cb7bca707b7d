"""The table of rights: complete, explained, and as strict as the reference has it."""

from pathlib import Path
from typing import get_args

import pytest

from app.accounts.roles import PERMISSIONS, permissions_of
from app.accounts.states import Permission, Role

PAPER = Path(__file__).parents[3] / "docs" / "domain" / "roles.md"


def test_every_role_has_its_line() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_every_role_may_raise_an_emergency() -> None:
    assert all("emergency.raise" in rights for rights in PERMISSIONS.values())


def test_every_right_is_held_by_some_role() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == set(get_args(Permission))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMISSIONER, Role.CAPACITY_PLANNER])
def test_who_gives_no_care_sees_no_patient(role: Role) -> None:
    assert not PERMISSIONS[role] & {"patient.read", "queue.read", "recordings.listen"}


def test_partners_see_no_queue() -> None:
    for role in (Role.PARTNER_REFERRER, Role.GP_PRACTICE, Role.VOLUNTARY_PARTNER):
        assert not PERMISSIONS[role] & {"queue.read", "patient.read"}


def test_two_roles_hold_what_either_holds_and_an_unknown_one_holds_nothing() -> None:
    both = permissions_of(["shift_manager", "pathway_coordinator", "king"])
    expected = PERMISSIONS[Role.SHIFT_MANAGER] | PERMISSIONS[Role.PATHWAY_COORDINATOR]
    assert both == expected
    assert not permissions_of(["king"])


def test_the_paper_says_what_the_table_says() -> None:
    rows = {}
    for line in PAPER.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and cells[0].strip("`") in set(Role):
            rights = {right.strip().strip("`") for right in cells[1].split(",")}
            rows[Role(cells[0].strip("`"))] = frozenset(rights)
    assert rows == PERMISSIONS
