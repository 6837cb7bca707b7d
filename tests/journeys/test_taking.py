"""Taking a call: keys and seconds within the budgets of the design."""

import re
import time

from playwright.sync_api import expect

from tests.journeys.conftest import SetDesk
from tests.journeys.console import Console, best_of, counting
from tests.journeys.hub import CREW, OTHER_CREW, Hub

CASE = re.compile(r"/cases/[0-9a-f-]{36}")
DRAWN, VOICE, SEEN = 0.5, 2.0, 1.0


def test_the_next_call_is_one_key_and_the_caller_is_there_in_two_seconds(
    console: SetDesk, hub: Hub
) -> None:
    """Budget: 1 key; case drawn 0.5 s, voice 2 s."""
    priya = console("priya.nair")
    priya.come_on_shift()

    def take() -> tuple[float, float]:
        hub.clear()
        expect(priya.bar).not_to_have_attribute("data-state", "on_call")
        caller = hub.ring()
        priya.page.goto("/board")
        priya.until_live()
        expect(priya.rows).to_have_count(1)
        with counting(priya) as keys:
            pressed = time.monotonic()
            priya.press("F2")
            drawn = priya.drawn(CASE)
            voice = hub.seconds_until(lambda: hub.together(caller), pressed)
        assert keys == [1]
        expect(priya.page.locator("#case-ref")).to_be_focused()
        expect(priya.bar).to_have_attribute("data-state", "on_call")
        return drawn, voice

    best_of(take, DRAWN, VOICE)


def test_a_chosen_row_is_two_keys(console: SetDesk, hub: Hub) -> None:
    """Budget: 2 keys, 0.5 s."""
    priya = console("priya.nair")
    priya.come_on_shift()

    def take() -> tuple[float]:
        hub.clear()
        hub.ring(CREW)
        hub.ring(OTHER_CREW)
        priya.page.goto("/board")
        priya.until_live()
        expect(priya.rows).to_have_count(2)
        chosen = priya.rows.nth(1).get_attribute("data-case") or "none"
        with counting(priya) as keys:
            priya.press("ArrowDown", "t")
            drawn = priya.drawn(CASE)
        assert keys == [2]
        assert chosen in priya.page.url
        return (drawn,)

    best_of(take, DRAWN)


def test_what_one_takes_the_other_sees_in_its_place(console: SetDesk, hub: Hub) -> None:
    """A ring is drawn in another's browser within a second; a hand on the list keeps the row."""
    priya, amir = console("priya.nair"), console("amir.shah")
    for one in (priya, amir):
        one.come_on_shift()
        one.until_live()

    def ring() -> tuple[float]:
        before = amir.rows.count()
        at = time.time()
        hub.ring(CREW if before == 0 else OTHER_CREW)
        expect(amir.rows).to_have_count(before + 1)
        return (amir.appeared(before + 1) - at,)

    best_of(ring, SEEN, tries=2)
    row = amir.rows.first
    taken = row.get_attribute("data-case") or ""
    order = amir.order()
    row.hover()
    priya.press("F2")
    priya.drawn(CASE)
    assert taken in priya.page.url
    expect(row.locator(".fd-owner")).to_have_text("Priya Nair")
    assert amir.order() == order
    expect(amir.page.locator("#held")).to_contain_text("List held. 1 change")
    amir.page.mouse.move(5, 5)
    expect(amir.page.locator("#held")).to_be_hidden()
    expect(amir.page.locator(f"#group-hand #case-{taken}")).to_be_visible()


def test_a_late_press_is_told_who_has_it(console: SetDesk, hub: Hub) -> None:
    """A page that is no longer live still has its buttons; the answer names the other."""
    hub.ring()
    priya, amir = console("priya.nair"), console("amir.shah")
    row = amir.rows.first.get_attribute("data-case")
    amir.expect_complaints("409")
    priya.come_on_shift()
    priya.press("F2")
    priya.drawn(CASE)
    _press_late(amir, row or "")
    expect(amir.page.locator("main")).to_contain_text("Priya Nair")


def _press_late(amir: Console, row: str) -> None:
    """Press Take as a finger would that was already on its way when the row changed."""
    amir.page.evaluate(
        "url => { const act = document.getElementById('act'); act.action = url; act.submit(); }",
        f"/cases/{row}/take",
    )
    amir.page.wait_for_url("**/take")
