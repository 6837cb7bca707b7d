"""A picture of every screen at three widths, into docs/screens: real templates and scripts.

Usage: python -m tests.journeys.pictures [name …]
"""

import logging
import mimetypes
import sys
import threading
from pathlib import Path

from flask import Flask, Response, send_file
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from app.web.assets import LIBRARY
from tests.app.console.test_templates import PAGES
from tests.browser import ARGUMENTS, executable

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "screens"
SIZES = ((1280, 800), (1920, 1080), (320, 640))
ONLY = {"wall": (1920,), "phone": (320,)}
"""Screens that are looked at in one size."""

STILL = "Date.now = () => Date.parse('2026-11-17T14:07:21Z'); window.WebSocket = undefined;"
"""The clock of the builders' day; without a socket for the few moments that a picture takes."""


def gallery() -> Flask:
    """A server of the pages as the builders have them, and of the files that they name."""
    app = Flask(__name__)

    @app.get("/assets/<_release>/<room>/<path:name>")
    def asset(_release: str, room: str, name: str) -> Response:
        library = ROOT / "node_modules" / LIBRARY[name] if room == "lib" else None
        path = library or ROOT / "app" / room / "static" / room / name
        return send_file(path, mimetypes.guess_type(name)[0])

    @app.get("/screen/<name>")
    def screen(name: str) -> str:
        return PAGES[name]()

    return app


def take(page: Page, url: str, name: str) -> None:
    """The pictures of one screen; a narrow one is shown whole."""
    for width, height in SIZES:
        if width not in ONLY.get(name, (width,)):
            continue
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{url}/screen/{name}")
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(300)
        path = FOLDER / f"{name.replace(' ', '-')}-{width}.png"
        page.screenshot(path=path, full_page=width == SIZES[-1][0])
        print(path.relative_to(ROOT))


def main() -> int:
    """Take the pictures of the screens named, or of all."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page(timezone_id="Europe/London", locale="en-GB")
        page.add_init_script(STILL)
        for name in sys.argv[1:] or PAGES:
            take(page, f"http://127.0.0.1:{server.server_port}", name)
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
