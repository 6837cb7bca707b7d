"""Taking a call: keys and seconds within the budgets of the design."""

import re
import time
from statistics import median

from playwright.sync_api import expect

from tests.journeys.conftest import SetDesk
from tests.journeys.console import counting
from tests.journeys.hub import CREW, OTHER_CREW, Hub

CASE = re.compile(r"/cases/[0-9a-f-]{36}")
DRAWN, VOICE = 0.5, 2.0
TIMES = 3


def test_the_next_call_is_one_key_and_the_caller_is_there_in_two_seconds(
    console: SetDesk, hub: Hub
) -> None:
    """Budget: 1 key; case drawn 0.5 s, voice 2 s. The middle of three takes is held to it."""
    priya = console("priya.nair")
    priya.come_on_shift()
    drawn, voice = [], []
    for number in (CREW, OTHER_CREW, CREW)[:TIMES]:
        caller = hub.ring(number)
        priya.page.goto("/board")
        priya.until_live()
        expect(priya.rows.first).to_be_visible()
        with counting(priya) as keys:
            pressed = time.monotonic()
            priya.press("F2")
            drawn.append(priya.drawn(CASE))
            voice.append(hub.seconds_until(lambda sid=caller: hub.together(sid), pressed))
        assert keys == [1]
        expect(priya.page.locator("#case-ref")).to_be_focused()
        expect(priya.bar).to_have_attribute("data-state", "on_call")
        hub.clear()
        expect(priya.bar).not_to_have_attribute("data-state", "on_call")
    print(f"take_drawn_s {drawn} take_voice_s {voice}")
    assert median(drawn) <= DRAWN
    assert median(voice) <= VOICE


def test_a_chosen_row_is_two_keys(console: SetDesk, hub: Hub) -> None:
    """Budget: 2 keys, 0.5 s."""
    hub.ring(CREW)
    hub.ring(OTHER_CREW)
    priya = console("priya.nair")
    priya.come_on_shift()
    expect(priya.rows).to_have_count(2)
    chosen = priya.rows.nth(1).get_attribute("data-case") or ""
    with counting(priya) as keys:
        priya.press("ArrowDown", "t")
        seconds = priya.drawn(re.compile(CASE.pattern))
    assert keys == [2]
    assert chosen in priya.page.url
    assert seconds <= DRAWN
