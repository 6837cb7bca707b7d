"""What every test is held to: pages are parsed strictly, and no socket leaves this machine."""

import ipaddress
import sys
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# A fragment is parsed as if it stood in the element that it belongs in.
CONTAINERS = {"<tr": "tbody", "<td": "tr", "<th": "tr", "<tbody": "table", "<li": "ul"}
LOCAL_NAMES = {"localhost", "", None}


class StrictClient(FlaskClient):
    """A client over HTTPS that fails on a page no careful author would have written."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  # as Flask has it
        kwargs.setdefault("base_url", "https://frontdoor.example.test")
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html":
            parse_strictly(answer.get_data(as_text=True))
        return answer


def parse_strictly(page: str) -> Any:  # noqa: ANN401  # html5lib's tree
    """The tree of a page or of a fragment of one.

    Raises:
        html5lib.html5parser.ParseError: it is not well made.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    start = page.lstrip()[:20].lower()
    if start.startswith("<!doctype"):
        return parser.parse(page)
    container = next((CONTAINERS[tag] for tag in CONTAINERS if start.startswith(tag)), "div")
    return parser.parseFragment(page, container=container)


class LeftThisMachineError(AssertionError):
    """A test asked for an address beyond this machine."""


def keep_to_this_machine() -> None:
    """From now on, refuse every look-up and connection beyond this machine in this process."""
    sys.addaudithook(_refuse_the_world)


def _refuse_the_world(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _refuse(arguments[1][0])
    elif event == "socket.getaddrinfo":
        _refuse(arguments[0])


def _refuse(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES:
        return
    try:
        if ipaddress.ip_address(str(name)).is_loopback:
            return
    except ValueError:
        pass  # a name that is not this machine's
    raise LeftThisMachineError(f"a test asked for {name}, beyond this machine")
