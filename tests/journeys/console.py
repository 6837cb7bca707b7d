"""One person at a console: a browser of their own, what they press, and how long they wait."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.running import Desk, until
from workers.demo_people import DEMO_PIN

WIDE = (1280, 800)
PATIENCE = 15_000  # milliseconds until a journey gives up; budgets are measured, not waited for

# kept across the page that the press leads to: when the press was, by the browser's own clock
_NOTE_PRESSES = """
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () =>
  sessionStorage.setItem("pressed", String(performance.timeOrigin + performance.now())), true);
"""
# when each row was first seen on the board, by the clock of this machine
_NOTE_ROWS = """
addEventListener("DOMContentLoaded", () => {
  window.rowsSeen = [];
  const count = () => document.querySelectorAll("#board tr[data-case]").length;
  const note = () => requestAnimationFrame(() => (window.rowsSeen[count()] ??= Date.now() / 1000));
  const list = document.getElementById("board");
  if (list) new MutationObserver(note).observe(list, { childList: true, subtree: true });
});
"""
_IS_LATER = "() => performance.timeOrigin > Number(sessionStorage.getItem('pressed'))"
_SECONDS_TO_PAINT = """
() => new Promise((tell) => {
  const look = () => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    if (!painted) return requestAnimationFrame(look);
    tell((performance.timeOrigin + painted.startTime - sessionStorage.getItem("pressed")) / 1000);
  };
  look();
})
"""


class Console:
    """A person's browser. What it complains of is kept, and fails the journey at its end."""

    def __init__(self, browser: Browser, desk: Desk, size: tuple[int, int] = WIDE) -> None:
        self.desk = desk
        self.presses = 0
        self.complaints: list[str] = []
        self._expected: list[str] = []
        width, height = size
        self.context = browser.new_context(
            base_url=desk.url,
            viewport={"width": width, "height": height},
            permissions=["microphone"],
            timezone_id="Europe/London",
            locale="en-GB",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(_NOTE_PRESSES)
        self.context.add_init_script(_NOTE_ROWS)
        self.context.on("page", self._listen_to)
        self.page = self.context.new_page()

    def _listen_to(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
                else self.complaints.append(f"asked beyond this machine: {asked.url}")
            ),
        )

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def expect_complaints(self, pattern: str) -> None:
        """Complaints that this journey brings about on purpose, such as of a killed process."""
        self._expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        """What the browser complained of, besides what the journey brought about."""
        return [
            one for one in self.complaints if not any(re.search(p, one) for p in self._expected)
        ]

    def close(self) -> None:
        """Close every window, the phone's too."""
        self.context.close()

    # ------------------------------------------------------------------ hands

    def press(self, *keys: str) -> Self:
        """Press keys; each is one press, a chord too."""
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1
        return self

    def type(self, words: str) -> Self:
        """Write words; they are not counted as presses."""
        self.page.keyboard.type(words)
        return self

    def drawn(self, address: re.Pattern[str]) -> float:
        """Seconds between the last press and the first paint of the page that it led to."""
        until(self._is_later, PATIENCE / 1000, self.desk)
        expect(self.page).to_have_url(address)
        seconds: float = self.page.evaluate(_SECONDS_TO_PAINT)
        return seconds

    def _is_later(self) -> bool:
        try:
            return bool(self.page.evaluate(_IS_LATER))
        except PlaywrightError:
            return False  # the page was left in this moment

    def appeared(self, count: int) -> float:
        """When the board first had so many rows."""
        at: float = self.page.evaluate("count => window.rowsSeen[count]", count)
        return at

    def order(self) -> list[str]:
        """The cases on the board from top to bottom."""
        found: list[str] = self.page.eval_on_selector_all(
            "#board tr[data-case]", "rows => rows.map(row => row.dataset.case)"
        )
        return found

    # ------------------------------------------------------------------ the desk

    def sign_in(self, username: str) -> Self:
        """Sign in with the demonstration's password."""
        self.page.goto("/sign-in")
        self.page.get_by_label("Name", exact=True).fill(username)
        self.page.get_by_label("Password").fill(self.desk.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def unlock(self) -> None:
        """Come back to a locked desk."""
        self.page.get_by_label("PIN").fill(DEMO_PIN)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/unlock" not in url)

    def open_phone(self) -> Page:
        """Open the phone's window, as the strip offers, and wait until its headset is ready."""
        with self.context.expect_page() as opened:
            self.page.get_by_role("button", name="Open the phone").click()
        phone = opened.value
        expect(phone.locator("#phone-state")).to_have_text("Headset ready")
        expect(self.page.locator("#strip-no-phone")).to_be_hidden()
        return phone

    def come_on_shift(self) -> Page:
        """Open the phone and be ready for calls."""
        phone = self.open_phone()
        if self.bar.get_attribute("data-state") != "ready":
            words = re.compile("Come on shift|Ready for calls")
            self.bar.get_by_role("button", name=words).click()
        expect(self.bar).to_have_attribute("data-state", "ready")
        self.until_live()
        return phone

    @property
    def bar(self) -> Locator:
        """The phone bar."""
        return self.page.locator("#phone-bar")

    @property
    def rows(self) -> Locator:
        """The board's cases."""
        return self.page.locator("#board tr[data-case]")

    def until_live(self) -> Self:
        """Wait until the page hears the hub."""
        expect(self.page.locator("body[data-heard]")).to_be_attached()
        return self


@contextmanager
def counting(console: Console) -> Iterator[list[int]]:
    """How many keys were pressed in a block; the list is filled when it ends."""
    before, found = console.presses, [0]
    yield found
    found[0] = console.presses - before


def best_of(measure: Callable[[], tuple[float, ...]], *budgets: float, tries: int = 4) -> None:
    """Hold seconds to their budgets, at the best of a few tries.

    Other work on this machine is not the product's; the 95th centile is the benches' to tell.
    """
    found = []
    for _ in range(tries):
        found.append(measure())
        if all(seconds <= budget for seconds, budget in zip(found[-1], budgets, strict=True)):
            return
    raise AssertionError(f"none of {found} is within {budgets} s")
