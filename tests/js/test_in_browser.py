"""The board in a real browser, told by a real socket: holding still, gaps, not live, keys."""

import mimetypes
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request, send_file
from flask_socketio import SocketIO
from jinja2 import FileSystemLoader
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from app.console.views import BoardRow
from tests.builders import views

pytestmark = pytest.mark.journey

ROOT = Path(__file__).parents[2]
LIBRARIES = {
    "nhsuk-frontend.min.css": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:"


@dataclass
class Hub:
    """A server of one page whose rows a test changes, and the pieces that it tells."""

    url: str = ""
    seq: int = 100
    rows: dict[str, BoardRow] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    reads: int = 0
    beating: bool = True
    sockets: Any = None
    draw: Callable[[BoardRow], str] = field(default=lambda _row: "")

    def change(self, row: BoardRow, *, tell: bool = True, gone: bool = False) -> None:
        before, self.seq = self.seq, self.seq + 1
        if gone:
            self.rows.pop(row.id)
        else:
            self.rows[row.id] = row
        if tell:
            html = None if gone else self.draw(row)
            piece = {"seq": self.seq, "prev": before, "kind": "CaseTaken", "case": row.id}
            self.sockets.emit("piece", {**piece, "html": html, "gone": gone})


def _app(hub: Hub) -> Flask:
    app = Flask(__name__)
    app.jinja_env.loader = FileSystemLoader(
        [ROOT / "app" / room / "templates" for room in ("web", "console")]
    )
    app.jinja_env.globals.update(
        asset=lambda path: f"/assets/{path}", csrf_token=lambda: "t", get_flashed_messages=list
    )
    app.secret_key = "tests-only"
    hub.draw = lambda row: app.jinja_env.get_template("console/_row.html").render(row=row)

    @app.get("/board")
    def board() -> str:
        hub.reads += 1
        rows = tuple(sorted(hub.rows.values(), key=lambda row: row.sort))
        shell = views.a_shell(live_url=hub.url, seq=hub.seq, phone_url="")
        view = views.a_board(rows=rows)
        return app.jinja_env.get_template("console/board.html").render(shell=shell, board=view)

    @app.get("/phone-bar")
    @app.get("/alerts")
    @app.get("/cases/<path:_rest>")
    def part(_rest: str = "") -> str:
        name = "web/_alerts.html" if request.path == "/alerts" else "web/_phone_bar.html"
        return app.jinja_env.get_template(name).render(shell=views.a_shell(phone_url=""))

    @app.post("/<path:path>")
    def post(path: str) -> Response:
        hub.posts.append(f"/{path}")
        return Response(status=204)

    @app.get("/assets/<room>/<path:name>")
    def asset(room: str, name: str) -> Response:
        path = (
            ROOT / "node_modules" / LIBRARIES[name]
            if room == "lib"
            else (ROOT / "app" / room / "static" / room / name)
        )
        return send_file(path, mimetypes.guess_type(name)[0])

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


@pytest.fixture
def hub() -> Iterator[Hub]:
    found = Hub(rows={row.id: row for row in views.rows()})
    app = _app(found)
    found.sockets = SocketIO(app, async_mode="threading", path="/live", cors_allowed_origins="*")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    found.url = f"http://127.0.0.1:{server.server_port}"
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(0.5):
            if found.beating:
                found.sockets.emit("beat", {"seq": found.seq, "at": views.NOW})

    for work in (server.serve_forever, beat):
        threading.Thread(target=work, daemon=True).start()
    yield found
    stop.set()
    server.shutdown()


@pytest.fixture
def page(hub: Hub, chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{hub.url}/board")
    opened.mouse.move(5, 5)
    hub.sockets.emit("presence", {"case": views.case_id(1), "people": []})
    opened.wait_for_timeout(600)  # a beat has come: the socket is there
    yield opened
    opened.close()
    assert faults == []


def order(page: Page) -> list[str]:
    return page.eval_on_selector_all("#board tr[data-case]", "rows => rows.map(r => r.dataset.ref)")


def row_of(page: Page, number: int) -> Locator:
    return page.locator(f"#case-{views.case_id(number)}")


def taken(number: int = 2428) -> BoardRow:
    row = next(row for row in views.rows() if row.id == views.case_id(number))
    return replace(row, group="hand", owner="Amir Shah", owner_id=views.case_id(3), kinds=())


def test_a_piece_moves_a_row_to_its_place_and_the_groups_count_again(hub: Hub, page: Page) -> None:
    hub.change(taken())
    expect(page.locator("#group-hand tr[data-case]")).to_have_count(5)
    expect(page.locator("#head-waiting [data-count]")).to_have_text("8")
    expect(page.locator("[data-filter=waiting] [data-count]")).to_have_text("8")
    expect(row_of(page, 2428).locator(".fd-owner")).to_have_text("Amir Shah")
    page.wait_for_timeout(200)
    refs = page.eval_on_selector_all("#group-hand tr[data-case]", "r => r.map(x => x.dataset.sort)")
    assert refs == sorted(refs)


def test_nothing_moves_under_a_hand_until_it_leaves(hub: Hub, page: Page) -> None:
    row_of(page, 2434).hover()
    before = order(page)
    hub.change(replace(taken(), owner="Beth Moran"))
    expect(page.locator("#held")).to_contain_text("List held. 1 change")
    assert order(page) == before
    # taken by someone else is said at once, in its old place
    expect(row_of(page, 2428).locator(".fd-owner")).to_have_text("Beth Moran")
    page.mouse.move(5, 5)
    expect(page.locator("#held")).to_be_hidden()
    assert order(page) != before


def test_u_lets_a_held_list_go(hub: Hub, page: Page) -> None:
    row_of(page, 2434).hover()
    hub.change(taken(), gone=True)
    expect(row_of(page, 2428)).to_have_class(re.compile("is-leaving"))
    page.keyboard.press("u")
    expect(row_of(page, 2428)).to_have_count(0)


def test_a_new_p0_is_shown_at_once_though_the_list_is_held(hub: Hub, page: Page) -> None:
    row_of(page, 2434).hover()
    hub.change(views.a_row(2450, 0, "NEWCOMER, Nora", sort="000-0000002450"))
    expect(row_of(page, 2450)).to_be_visible()
    assert order(page)[1] == "NV-2450"


WATCH = """() => {
  const isRow = (node) => node.matches?.('tr[data-case]');
  new MutationObserver((seen) => {
    if (seen.some((one) => [...one.addedNodes].some(isRow))) window.moved = performance.now();
  }).observe(document.getElementById('board'), {childList: true, subtree: true});
  addEventListener('click', () => (window.pressed = performance.now()), {capture: true});
}"""


def test_a_press_within_half_a_second_of_a_move_is_not_acted_on(hub: Hub, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1100})  # nothing to scroll: rows do shift
    page.evaluate(WATCH)
    row_of(page, 2434).get_by_role("button").hover()
    for attempt in range(10):  # a busy machine may press too late to be a slip
        # a rescue comes in above, so that another row now stands under the pointer
        number = 2450 + attempt
        hub.change(views.a_row(number, 0, "NEWCOMER, Nora", sort=f"000-{number:010d}"))
        page.wait_for_function(f"document.getElementById('case-{views.case_id(number)}')")
        page.mouse.down()
        page.mouse.up()
        if page.evaluate("window.pressed - window.moved") < 450:
            break
        hub.posts.clear()
    expect(page.locator("#say-now")).to_have_text("The list has just moved. Press again.")
    page.wait_for_timeout(600)
    assert hub.posts == []
    row_of(page, 2434).get_by_role("button").click()
    page.wait_for_timeout(300)
    assert hub.posts == [f"/cases/{views.case_id(2434)}/take"]


def test_a_gap_is_seen_and_the_list_reads_itself(hub: Hub, page: Page) -> None:
    reads = hub.reads
    hub.change(views.a_row(2451, 1, "MISSED, Mary", sort="100-0000000001"), tell=False)
    hub.change(views.a_row(2452, 1, "TOLD, Tom", sort="100-0000000002"))
    expect(row_of(page, 2451)).to_be_visible()
    assert hub.reads > reads


def test_a_beat_ahead_of_the_page_makes_it_read(hub: Hub, page: Page) -> None:
    hub.change(views.a_row(2453, 1, "QUIET, Quinn", sort="100-0000000003"), tell=False)
    expect(row_of(page, 2453)).to_be_visible()


def test_a_gap_under_a_hand_is_read_and_still_nothing_moves(hub: Hub, page: Page) -> None:
    row_of(page, 2434).hover()
    before = order(page)
    hub.change(taken(), tell=False)
    expect(row_of(page, 2428).locator(".fd-owner")).to_have_text("Amir Shah")
    assert order(page) == before


def test_silence_for_five_seconds_is_said_and_the_page_reads_on(hub: Hub, page: Page) -> None:
    hub.beating = False
    page.wait_for_selector("body.is-not-live", timeout=6500)
    expect(page.locator("#strip-not-live")).to_be_visible()
    hub.change(views.a_row(2454, 1, "POLLED, Paul", sort="100-0000000004"), tell=False)
    expect(row_of(page, 2454)).to_be_visible(timeout=8000)
    hub.beating = True
    expect(page.locator("#strip-not-live")).to_be_hidden()


def test_mine_and_who_is_looking_are_this_browsers_own(hub: Hub, page: Page) -> None:
    expect(row_of(page, 2422).locator(".fd-owner")).to_have_text("You")
    people = [{"id": "x", "name": "Amir Shah"}, {"id": views.ME.id, "name": views.ME.name}]
    hub.sockets.emit("presence", {"case": views.case_id(2433), "people": people})
    expect(row_of(page, 2433).locator(".who")).to_contain_text("Amir Shah is looking")
    hub.sockets.emit("presence", {"case": views.case_id(2433), "people": []})
    expect(row_of(page, 2433).locator(".who")).not_to_contain_text("looking")


def test_a_filter_lasts(hub: Hub, page: Page) -> None:
    page.locator("[data-filter=mine]").click()
    expect(page.locator("#board tr[data-case]:visible")).to_have_count(2)
    page.reload()
    expect(page.locator("#board tr[data-case]:visible")).to_have_count(2)
    expect(page.locator("[data-filter=mine]")).to_have_attribute("aria-current", "true")


def test_keys_walk_take_open_and_rescue(hub: Hub, page: Page) -> None:
    expect(row_of(page, 2431)).to_have_class(re.compile("is-here"))
    page.keyboard.press("j")
    expect(row_of(page, 2433)).to_have_class(re.compile("is-here"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("t")
    page.keyboard.press("F2")
    page.keyboard.press("Shift+F1")
    page.wait_for_timeout(300)
    assert hub.posts == [f"/cases/{views.case_id(2431)}/take", "/cases/take-next", "/999"]


def test_letters_are_letters_while_one_writes(hub: Hub, page: Page) -> None:
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<input id=w>')")
    page.locator("#w").focus()
    page.keyboard.type("tuck?")
    assert page.locator("#w").input_value() == "tuck?"
    assert hub.posts == []
