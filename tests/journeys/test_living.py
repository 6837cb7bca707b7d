"""What is on the screen is true, or says that it is not; and it stands still under a hand."""

import time

from playwright.sync_api import expect

from tests.journeys.conftest import SetDesk
from tests.journeys.console import Console
from tests.journeys.hub import CARE_HOME, CREW, OTHER_CREW, Hub

NOT_LIVE = 6.5
"""5 s of silence, the half second between two looks, and a beat that was on its way."""
ABOUT_THE_SOCKET = r"WebSocket|socket|/live|ERR_CONNECTION|status of 50"


def test_not_live_is_said_in_five_seconds_and_the_board_recovers(
    console: SetDesk, hub: Hub
) -> None:
    """The live process is killed: the page says so, its buttons work, and it catches up."""
    priya = console("priya.nair")
    priya.expect_complaints(ABOUT_THE_SOCKET)
    priya.come_on_shift()
    priya.until_live()
    hub.begin_to_ring(CREW)
    expect(priya.rows).to_have_count(1)
    hub.desk.hold("live-1")
    killed = time.monotonic()
    try:
        expect(priya.page.locator("#strip-not-live")).to_be_visible()
        assert time.monotonic() - killed <= NOT_LIVE
        expect(priya.page.locator("#live-mark")).to_contain_text("Not live")
        hub.begin_to_ring(OTHER_CREW)
        expect(priya.rows).to_have_count(2)
    finally:
        hub.desk.release("live-1")
    expect(priya.page.locator("#strip-not-live")).to_be_hidden()
    hub.begin_to_ring(CARE_HOME)
    expect(priya.rows).to_have_count(3)
    seen = priya.order()
    priya.page.reload()
    expect(priya.rows).to_have_count(3)
    assert priya.order() == seen


def test_the_list_is_held_under_a_hand_until_it_is_let_go(console: SetDesk, hub: Hub) -> None:
    """Pointer or focus holds it; U lets it go. Nothing moves in between."""
    hub.begin_to_ring(CREW)
    priya = console("priya.nair")
    priya.until_live()
    expect(priya.rows).to_have_count(1)
    held = priya.page.locator("#held")
    priya.rows.first.hover()
    hub.begin_to_ring(OTHER_CREW)
    expect(held).to_contain_text("List held. 1 change")
    expect(priya.rows).to_have_count(1)
    priya.press("u")
    expect(priya.rows).to_have_count(2)
    expect(held).to_be_hidden()
    priya.page.mouse.move(5, 5)
    priya.press("j")
    hub.begin_to_ring(CARE_HOME)
    expect(held).to_contain_text("List held. 1 change")
    priya.press("u")
    expect(priya.rows).to_have_count(3)


def test_the_longest_wait_counts_on(console: SetDesk, hub: Hub) -> None:
    hub.begin_to_ring(CREW)
    priya = console("priya.nair")
    longest = priya.bar.locator(".quiet .num, b .num").last
    expect(longest).to_be_visible()
    first = longest.inner_text()
    expect(longest).not_to_have_text(first)


def test_a_look_is_one_request_however_many_panels_it_concerns(console: SetDesk, hub: Hub) -> None:
    """And nobody is told of a change while they were writing when they wrote nothing."""
    priya, amir = console("priya.nair"), console("amir.shah")
    case = hub.planned_by("priya.nair")
    for one in (priya, amir):
        one.page.goto(case)
        one.until_live()
    asked: list[str] = []
    amir.page.on("request", lambda request: asked.append(request.url))
    panels = amir.page.locator("[data-look=case]").count()
    priya.page.locator("#note-text").fill("Daughter told.")
    priya.page.get_by_role("button", name="Save note").click()
    expect(priya.page.locator("#notes")).to_contain_text("Daughter told.")
    _settled(amir, asked, case)
    whole = [url for url in asked if url.endswith(case)]
    assert 1 <= len(whole) < panels / 2
    expect(amir.page.locator(".fd-changed")).to_have_count(0)


def _settled(amir: Console, asked: list[str], case: str) -> None:
    expect(amir.page.locator("#timeline")).to_contain_text("ote")
    amir.page.wait_for_load_state("networkidle")
    assert any(url.endswith(case) for url in asked)


def test_letter_keys_can_be_turned_off(console: SetDesk, hub: Hub) -> None:
    """For who speaks to the computer: letters do nothing; F2 and 999 still work."""
    hub.begin_to_ring(CREW)
    beth = console("beth.moran")
    _letters(beth, on=False)
    beth.page.goto("/board")
    beth.until_live()
    expect(beth.rows).to_have_count(1)
    try:
        beth.press("ArrowDown", "t", "h", "?")
        assert beth.page.url.endswith("/board")
        beth.press("F2")
        beth.page.wait_for_url("**/cases/*")
    finally:
        _letters(beth, on=True)


def _letters(one: Console, *, on: bool) -> None:
    one.page.goto("/settings")
    one.page.locator("[name=letter_keys_on]").set_checked(on)
    one.page.get_by_role("button", name="Keep these settings").click()
    expect(one.page.get_by_role("status")).to_contain_text("kept")


def test_the_board_is_worked_with_the_keyboard_alone(console: SetDesk, hub: Hub) -> None:
    """Tab reaches header, phone bar, filters and rows in that order; nothing needs a mouse."""
    hub.begin_to_ring(CREW)
    priya = console("priya.nair")
    priya.until_live()
    expect(priya.rows).to_have_count(1)
    places = []
    for _ in range(50):
        priya.page.keyboard.press("Tab")
        place = priya.page.evaluate(
            """() => ["fd-top", "fd-phone", "fd-seg", "fd-board"].find(
              name => document.activeElement?.closest("." + name)) ?? ""
            """
        )
        if place and place not in places:
            places.append(place)
    wanted = ["fd-top", "fd-phone", "fd-seg", "fd-board"]
    assert [place for place in places if place in wanted] == wanted
