"""The whole loop as a new user goes it, and a voice that no page can touch."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import SetDesk
from tests.journeys.console import Console
from tests.journeys.hub import CREW, Hub

DAUGHTER = "07700900555"
FALL = "Fell in the kitchen. No injury."
CASE = re.compile(r"/cases/[0-9a-f-]{36}")


def test_the_whole_loop_as_a_new_user(console: SetDesk, hub: Hub) -> None:
    beth = console("beth.moran")
    beth.come_on_shift()
    caller = hub.ring(CREW)
    expect(beth.rows).to_have_count(1)
    beth.rows.first.get_by_role("button", name="Take").click()
    beth.page.wait_for_url(CASE)
    hub.simulator.wait_for(lambda: hub.together(caller))
    expect(beth.bar).to_contain_text("Ambulance crew N214")
    expect(beth.bar).to_have_attribute("data-state", "on_call")
    _hold_and_resume(beth, hub, caller)
    _bring_in_the_daughter(beth, hub)
    _write_it_down(beth)
    _agree_a_plan(beth)
    _end_the_call(beth, hub, caller)
    _close(beth, hub)


def _hold_and_resume(beth: Console, hub: Hub, caller: str) -> None:
    beth.press("F8")
    expect(beth.bar).to_have_attribute("data-state", "held")
    hub.simulator.wait_for(lambda: hub.held(caller))
    beth.press("F8")
    expect(beth.bar).to_have_attribute("data-state", "on_call")
    hub.simulator.wait_for(lambda: not hub.held(caller))


def _bring_in_the_daughter(beth: Console, hub: Hub) -> None:
    number = "+44" + DAUGHTER[1:]
    hub.simulator.when_rung(number, after=0.3, digits=["1"], press_after=0.3, talk=None)
    beth.press("F9")
    expect(beth.page.locator("#add-number")).to_be_focused()
    beth.type(DAUGHTER)
    beth.page.locator("#add-label").fill("Daughter")
    beth.press("Control+Enter")
    call = beth.page.locator("#call")
    expect(call).to_contain_text("Daughter")
    hub.simulator.wait_for(lambda: hub.most_together() == 3)
    expect(call.get_by_role("listitem").filter(has_text="Daughter")).to_contain_text("on the line")
    call.get_by_role("button", name="Let them go").click()
    hub.simulator.wait_for(lambda: hub.most_together() == 2)
    if beth.bar.get_attribute("data-state") == "held":
        beth.press("F8")
        expect(beth.bar).to_have_attribute("data-state", "on_call")


def _open(page: Page, panel: str) -> Locator:
    found = page.locator(f"#{panel}")
    for folded in found.locator("details:not([open]) > summary").all()[:1]:
        folded.click()
    return found


def _save(panel: Locator, button: str) -> None:
    panel.get_by_role("button", name=button).click()


def _write_it_down(beth: Console) -> None:
    page = beth.page
    caller = _open(page, "caller")
    caller.get_by_label("Caller's name").fill("Tom Ashworth")
    caller.get_by_label("I read the number back").check()
    caller.get_by_label("Where is the patient now?").fill("14 Weir Lane, Millbeck")
    _save(caller, "Save caller and place")
    expect(page.locator("#caller")).to_contain_text("Tom Ashworth")
    patient = _open(page, "patient")
    page.locator("#family_name").fill("Hargreaves")
    page.locator("#given_name").fill("Doreen")
    page.locator("#born_on").fill("1938-03-14")
    _save(patient, "Save patient")
    expect(page.locator("#patient-name")).to_contain_text("HARGREAVES, Doreen")
    situation = page.locator("#situation")
    situation.get_by_label("What has happened").fill(FALL)
    _save(situation, "Save situation")
    expect(page.locator("#situation textarea").first).to_have_value(FALL)
    page.locator("#case-ref").focus()
    beth.press("n")
    expect(page.locator("#observe-breathing_rate")).to_be_focused()
    for field, figure in {
        "breathing_rate": "18",
        "oxygen_saturation": "95",
        "systolic": "120",
        "pulse": "92",
        "temperature": "37.2",
    }.items():
        page.locator(f"#observe-{field}").fill(figure)
    _save(page.locator("#news2"), "Save observations")
    expect(page.locator("#news2 .fd-score b")).to_have_text("2")
    expect(page.locator(".fd-changed")).to_have_count(0)


def _agree_a_plan(beth: Console) -> None:
    page = beth.page
    more = page.locator("#plan details summary")
    if not page.get_by_text("Self-care with advice").is_visible():
        more.click()
    page.get_by_text("Self-care with advice").click()
    expect(page.locator("#plan .fd-pick--folded")).to_contain_text("Self-care with advice")
    for yes in page.locator("#plan").get_by_label("Yes").all():
        yes.check()
    page.locator("#plan").get_by_role("button", name=re.compile("Agree|Advice|Self")).click()
    expect(page.locator("#timeline")).to_contain_text(re.compile("plan agreed", re.IGNORECASE))


def _end_the_call(beth: Console, hub: Hub, caller: str) -> None:
    beth.bar.get_by_role("button", name="End call").click()
    hub.simulator.wait_for_status(caller, "completed")
    expect(beth.bar).not_to_have_attribute("data-state", "on_call")


def _close(beth: Console, hub: Hub) -> None:
    beth.page.locator("#case-ref").focus()
    beth.press("c", "1", "2", "4", "4")
    beth.type("Ring again if she falls again. ")
    beth.press("Control+Enter")
    expect(beth.page.locator("main")).to_contain_text(re.compile("closed", re.IGNORECASE))
    assert hub.open_cases() == []


def test_no_page_touches_the_voice(console: SetDesk, hub: Hub) -> None:
    """Navigation, reload, lock and unlock of the desk's page leave the call as it is."""
    priya = console("priya.nair")
    phone = priya.come_on_shift()
    caller = hub.ring(CREW)
    expect(priya.rows).to_have_count(1)
    priya.press("F2")
    priya.page.wait_for_url(CASE)
    hub.simulator.wait_for(lambda: hub.together(caller))
    expect(phone.locator("#phone-state")).to_have_text("On a call")
    legs = hub.legs()
    priya.page.goto("/mine")
    expect(priya.bar).to_have_attribute("data-state", "on_call")
    priya.page.reload()
    priya.page.goto("/settings")
    priya.page.get_by_role("button", name="Lock this desk").click()
    priya.page.wait_for_url("**/unlock")
    assert hub.together(caller)
    priya.unlock()
    priya.page.goto("/board")
    expect(priya.bar).to_have_attribute("data-state", "on_call")
    expect(priya.page.locator("#strip-no-phone")).to_be_hidden()
    expect(phone.locator("#phone-state")).to_have_text("On a call")
    assert hub.together(caller)
    assert hub.legs() == legs


def test_a_coordinator_who_drops_does_not_drop_the_caller(console: SetDesk, hub: Hub) -> None:
    """The phone's window is gone: the caller waits at the top of the band, and the page says so."""
    priya, amir = console("priya.nair"), console("amir.shah")
    phone = priya.come_on_shift()
    caller = hub.ring(CREW)
    expect(priya.rows).to_have_count(1)
    priya.press("F2")
    priya.page.wait_for_url(CASE)
    hub.simulator.wait_for(lambda: hub.together(caller))
    expect(phone.locator("#phone-state")).to_have_text("On a call")
    leg = hub.leg_of_browser()
    phone.close()
    hub.simulator.hang_up(leg)
    expect(amir.page.locator("#group-waiting tr[data-case]")).to_have_count(1)
    assert hub.simulator.call(caller)["status"] == "in-progress"
