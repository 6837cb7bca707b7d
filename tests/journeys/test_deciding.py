"""Handing over, 999 and closing: keys and seconds within the budgets of the design."""

import re
import time

import pytest
from playwright.sync_api import expect

from app.staffing import actions as staffing
from tests.journeys.conftest import SetDesk
from tests.journeys.console import best_of, counting
from tests.journeys.hub import CONTROL, CREW, Hub

DONE, DIALLING = 0.5, 1.0
CASE = re.compile(r"/cases/[0-9a-f-]{36}")
BOARD = re.compile(r"/board$")


def test_handing_over_is_three_keys(console: SetDesk, hub: Hub) -> None:
    """Budget: 3 keys, 0.5 s: H, who, and Ctrl Enter."""
    priya = console("priya.nair")
    hub.by("amir.shah", staffing.sign_on)

    def hand_over() -> tuple[float]:
        case = hub.planned_by("priya.nair")
        priya.page.goto(case)
        priya.until_live()
        with counting(priya) as keys:
            priya.press("h")
            priya.page.wait_for_url("**/hand-over")
            expect(priya.page.locator("fieldset[data-digits]")).to_be_focused()
            name = priya.page.locator("label.fd-pick b").first.inner_text()
            priya.press("1")
            priya.type("Daughter rings at six.")
            priya.press("Control+Enter")
            drawn = priya.drawn(BOARD)
        assert keys == [3]
        row = priya.page.locator(f"#case-{case.rsplit('/', 1)[1]}")
        expect(row.locator(".fd-owner")).to_have_text(name)
        return (drawn,)

    best_of(hand_over, DONE)


def test_closing_is_seven_keys(console: SetDesk, hub: Hub) -> None:
    """Budget: 7 keys and the words, 0.5 s: C, outcome, ED, admission, ambulance, Ctrl Enter."""
    priya = console("priya.nair")

    def close() -> tuple[float]:
        case = hub.planned_by("priya.nair")
        priya.page.goto(case)
        priya.until_live()
        with counting(priya) as keys:
            priya.press("c", "1", "2", "4", "4")
            expect(priya.page.locator("#close-safety_net")).to_be_focused()
            priya.type("Ring again if the breathing gets worse. ")
            priya.press("Control+Enter")
            drawn = priya.drawn(CASE)
        assert keys[0] <= 7
        expect(priya.page.locator("main")).to_contain_text(re.compile("closed", re.IGNORECASE))
        assert case.rsplit("/", 1)[1] not in dict(hub.open_cases())
        return (drawn,)

    best_of(close, DONE)


@pytest.mark.parametrize("inside", [True, False], ids=["with a case", "with no case"])
def test_999_is_one_chord_and_control_is_dialled_in_a_second(
    console: SetDesk, hub: Hub, inside: bool
) -> None:
    """Budget: 1 chord; dialling 1 s. With no case open it makes one."""
    hub.simulator.when_rung(CONTROL, after=60)
    priya = console("priya.nair")
    priya.come_on_shift()

    def rescue() -> tuple[float]:
        hub.clear()
        case = hub.planned_by("priya.nair") if inside else "/board"
        priya.page.goto(case)
        priya.until_live()
        rung = len(hub.simulator.calls_to(CONTROL))
        with counting(priya) as keys:
            pressed = time.monotonic()
            priya.press("Shift+F1")
            dialled = hub.seconds_until(
                lambda: len(hub.simulator.calls_to(CONTROL)) > rung, pressed
            )
        assert keys == [1]
        priya.page.wait_for_url(CASE)
        assert case in priya.page.url or not inside
        expect(priya.page.locator("#emergency")).to_contain_text("dial 01632 960 910")
        expect(priya.page.locator("#emergency")).to_contain_text("Not answered yet")
        return (dialled,)

    best_of(rescue, DIALLING)


def test_999_stays_this_patients_after_the_bar_fetched_itself(console: SetDesk, hub: Hub) -> None:
    """Hazard: a bar that forgot its case would open a second one for the same patient."""
    priya = console("priya.nair")
    case = hub.planned_by("priya.nair")
    priya.page.goto(case)
    priya.until_live()
    with priya.page.expect_response("**/phone-bar*"):
        hub.ring(CREW)
    expect(priya.bar).to_contain_text("1 call waiting")
    expect(priya.bar.get_by_role("button", name="999")).to_have_attribute(
        "formaction", f"{case}/999"
    )


def test_control_answers_and_the_incident_is_written(console: SetDesk, hub: Hub) -> None:
    """Red until a human voice; "999 not confirmed" until the incident number is written."""
    hub.simulator.when_rung(CONTROL, after=0.2, digits=["1"], press_after=0.2, talk=None)
    priya = console("priya.nair")
    priya.come_on_shift()
    case = hub.planned_by("priya.nair")
    priya.page.goto(case)
    priya.until_live()
    priya.press("Shift+F1")
    strip = priya.page.locator("#emergency")
    expect(strip).to_contain_text("Not answered yet")
    answered = strip.get_by_role("button", name=re.compile("Control has answered"))
    confirm = strip.get_by_label("Incident number")
    expect(answered.or_(confirm).first).to_be_visible()
    if answered.is_visible():
        answered.click()
    confirm.fill("ZZ-77120")
    strip.get_by_role("button", name="Confirm 999").click()
    expect(priya.page.locator("main")).to_contain_text("ZZ-77120")
