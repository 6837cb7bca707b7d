"""Styles, scripts and pictures: each room's own, and the npm libraries we use, by name."""

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_from_directory

from app.web.doors import public

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "app"
LIBRARIES = ROOT / "node_modules"
A_YEAR = 365 * 24 * 3600

LIBRARY: dict[str, str] = {
    "nhsuk-frontend.min.css": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "twilio.min.js": "@twilio/voice-sdk/dist/twilio.min.js",
}
"""Everything of node_modules that is served, and no other file of it."""

_FONT = re.compile(r"@font-face\{[^}]*\}")

blueprint = Blueprint("assets", __name__)


class Assets:
    """Where a page finds its files. Needs no request, so the relay's rows may ask it too."""

    def __init__(self, release: str) -> None:
        self.release = release

    def __call__(self, path: str) -> str:
        """The address of `<room>/<file>` or `lib/<name>`.

        Raises:
            LookupError: there is no such library; a page asked for what is not served.
        """
        folder, _, name = path.partition("/")
        if folder == "lib" and name not in LIBRARY:
            raise LookupError(f"{name} is not among the libraries served")
        return f"/assets/{self.release}/{path}"


@blueprint.get("/assets/<release>/lib/<path:name>")
@public("libraries, the same for everybody")
def library(release: str, name: str) -> Response:
    """A file of an npm library."""
    if name not in LIBRARY:
        abort(404)
    if name.endswith(".css"):
        return _dated(release, Response(_style(name), mimetype="text/css"))
    return _kept(release, LIBRARIES, LIBRARY[name])


@cache
def _style(name: str) -> str:
    """A library's style without the fonts that it would fetch from somebody else's server."""
    return _FONT.sub("", (LIBRARIES / LIBRARY[name]).read_text(encoding="utf-8"))


@blueprint.get("/assets/<release>/<room>/<path:name>")
@public("styles and scripts, the same for everybody")
def file(release: str, room: str, name: str) -> Response:
    """A file of a room's own."""
    folder = ROOMS / room / "static" / room
    if not room.isidentifier() or not folder.is_dir():
        abort(404)
    return _kept(release, folder, name)


def _kept(release: str, folder: Path, name: str) -> Response:
    return _dated(release, send_from_directory(folder, name, max_age=A_YEAR))


def _dated(release: str, response: Response) -> Response:
    response.cache_control.max_age = A_YEAR
    response.cache_control.public = True
    if release == current_app.extensions["settings"].web.release:
        response.cache_control.immutable = True
    else:
        # during a change of release an old page asks a new server, or the other way round:
        # served, so that nothing breaks, and not kept under the wrong name
        response.headers["Cache-Control"] = "no-store"
    return response
