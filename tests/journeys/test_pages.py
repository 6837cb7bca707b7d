"""Every page: no barrier that axe knows of, nothing cut off at 320 px, nothing complained of."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import SetDesk
from tests.journeys.console import Console
from tests.journeys.hub import CARE_HOME, CREW, Hub

DESIGNED, NARROW = (1280, 800), (320, 640)
WHO = {
    "/board": "priya.nair",
    "/mine": "priya.nair",
    "/find": "priya.nair",
    "/keys": "priya.nair",
    "/settings": "priya.nair",
    "/phone": "priya.nair",
    "case": "priya.nair",
    "case, a step chosen": "priya.nair",
    "case, hand over": "priya.nair",
    "streaming": "jo.lindley",
    "/supervisor": "helen.marsh",
    "/wall": "helen.marsh",
    "/refer": "ruth.abara",
}
SIDEWAYS = """
() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter(one =>
    one.getBoundingClientRect().right > wide + 1 && one.getClientRects().length &&
    !one.closest("table, .nhsuk-u-visually-hidden, .nhsuk-skip-link"))
    .map(one => one.outerHTML.slice(0, 120));
}
"""


def _address(console: Console, hub: Hub, page: str) -> str:
    if page == "streaming":
        console.page.goto("/board")
        console.rows.first.get_by_role("button").first.click()
        console.page.wait_for_url("**/cases/*")
        return console.page.url
    if not page.startswith("case"):
        return page
    case = hub.planned_by("priya.nair")
    return case + {"case, a step chosen": "?choose=UCR2", "case, hand over": "/hand-over"}.get(
        page, ""
    )


@pytest.mark.parametrize("page", WHO)
def test_a_page_has_no_barrier_and_reflows(console: SetDesk, hub: Hub, page: str) -> None:
    """At the design size, and at 1280 px enlarged to 400 %."""
    hub.begin_to_ring(CREW)
    hub.begin_to_ring(CARE_HOME)
    one = console(WHO[page])
    address = _address(one, hub, page)
    for width, height in (DESIGNED, NARROW):
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.goto(address)
        expect(one.page.locator("h1").first).to_be_attached()
        assert _barriers(one) == [], width
    if page != "/wall":  # hangs on the wall of a room, eight metres away
        assert one.page.evaluate(SIDEWAYS) == []
        assert one.page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


def test_sign_in_and_the_locked_desk_have_no_barrier(console: SetDesk) -> None:
    one = console("beth.moran")
    one.page.goto("/settings")
    one.page.get_by_role("button", name="Lock this desk").click()
    one.page.wait_for_url("**/unlock")
    for address in ("/unlock", "/sign-in"):
        for width, height in (DESIGNED, NARROW):
            one.page.set_viewport_size({"width": width, "height": height})
            one.page.goto(address)
            assert _barriers(one) == [], (address, width)
            assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def _barriers(one: Console) -> list[str]:
    found = Axe().run(one.page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
