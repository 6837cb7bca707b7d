"""What a person sees: a full board loading, and a call that rings appearing on a screen."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from tests.bench.figures import Figure, centile, median, remark
from tests.bench.ground import PASSWORD, BenchHub, close_many, open_cases, tidy
from tests.bench.stage import Stage, staged
from tests.browser import ARGUMENTS, executable

OPEN = 200
CLOSED = 100_000
BETWEEN_RINGS_SECONDS = 0.5

# two frames after everything is loaded, the page has been painted
WHEN_LOADED = """
addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.benchDrawn = performance.now();
})));
"""
LOADED = """
() => new Promise((done) => {
  const look = () => (window.benchDrawn ? done(window.benchDrawn) : setTimeout(look, 10));
  look();
})
"""
WATCH = """
() => {
  window.benchRows = {};
  const look = () => {
    for (const row of document.querySelectorAll('tr[id^="case-"]')) {
      if (row.id in window.benchRows) continue;
      window.benchRows[row.id] = null;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        window.benchRows[row.id] = (performance.timeOrigin + performance.now()) / 1000;
      }));
    }
  };
  look();
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}
"""


def run(*, quick: bool) -> Iterator[Figure]:
    """Load the board some times, then let calls ring while it is open."""
    opened, closed, loads, rings = (20, 1000, 3, 3) if quick else (OPEN, CLOSED, 15, 30)
    with staged(1, beside_bare=False) as stage:
        [hub] = stage.hubs
        close_many(stage.desk.settings.database.url, hub, closed)
        open_cases(hub, opened)
        tidy(stage.desk.settings.database.url)
        with _somebody_at_the_board(stage, hub) as page:
            taken = [_load(page, stage, opened) for _ in range(loads)]
            yield Figure("board_load_p50_ms", median(taken), "ms", 750)
            late = _rings(page, stage, hub, rings)
    yield Figure("ring_to_other_screen_p95_ms", centile(late, 0.95), "ms", 1000)


@contextmanager
def _somebody_at_the_board(stage: Stage, hub: BenchHub) -> Iterator[Page]:
    """A browser in which the hub's coordinator has signed in, as people do."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.add_init_script(WHEN_LOADED)
        page.goto(f"{stage.desk.url}/sign-in")
        page.locator("[name=username]").fill(hub.username)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/board*")
        yield page
        browser.close()


def _load(page: Page, stage: Stage, opened: int) -> float:
    """Milliseconds from asking for the board to its being painted, whole."""
    page.goto(f"{stage.desk.url}/board", wait_until="load")
    drawn = float(page.evaluate(LOADED))
    shown = page.locator('tr[id^="case-"]').count()
    assert shown == opened, f"{shown} of {opened} rows are on the board"
    return drawn


def _rings(page: Page, stage: Stage, hub: BenchHub, rings: int) -> list[float]:
    """Milliseconds from each webhook to the frame that shows its row."""
    page.locator("body:not(.is-not-live)").wait_for()
    page.evaluate(WATCH)
    line = http.client.HTTPConnection(*stage.web, timeout=15)
    posted: dict[str, float] = {}
    for number in range(rings):
        call = hub.call(stage.account, number)
        ring = call.ring()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **dict(ring.headers)}
        posted[call.sid] = time.time()
        line.request("POST", ring.path, ring.body, headers)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        page.wait_for_timeout(BETWEEN_RINGS_SECONDS * 1000)
    page.wait_for_timeout(2000)
    shown: dict[str, float | None] = page.evaluate("() => window.benchRows")
    late = []
    for case_id, sid in stage.cases(list(posted)).items():
        at = shown.get(f"case-{case_id}")
        assert at is not None, "a call that rang is not on the screen"
        late.append((at - posted[sid]) * 1000)
    assert len(late) == rings, f"{rings} calls became {len(late)} cases"
    remark(f"ring to screen: {median(late):.0f} ms at the middle")
    return late
