"""The guards that every test runs under do catch something."""

import socket
import urllib.request

import html5lib
import pytest
from flask import Flask

from tests.strictness import LeftThisMachineError, StrictClient, parse_strictly

PAGE = "<!doctype html><html lang='en'><head><title>A page</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("<p>One</p>"),
        "<tr id='case-1'><td>One</td></tr>",
        "<section><h2>One</h2></section>",
        "<td>One</td>",
        "",
    ],
)
def test_a_well_made_page_passes(page: str) -> None:
    parse_strictly(page)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("<p>One</div>"),
        PAGE.format("<div><p>One</p>"),
        "<p id='a' id='b'>twice</p>",
        "<tr><p>not in a row</p></tr>",
        "<span>never closed",
        "<html><head><title>No kind</title></head></html>",
    ],
)
def test_a_badly_made_page_fails(page: str) -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parse_strictly(page)


def test_the_client_reads_every_page() -> None:
    app = Flask("one-page")
    app.test_client_class = StrictClient
    app.add_url_rule("/", view_func=lambda: PAGE.format("<p>One</div>"))
    with pytest.raises(html5lib.html5parser.ParseError):
        app.test_client().get("/")


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_no_test_reaches_beyond_this_machine(host: str) -> None:
    with pytest.raises(LeftThisMachineError, match="beyond this machine"):
        socket.create_connection((host, 80), timeout=0.1)


def test_no_library_does_either() -> None:
    with pytest.raises(LeftThisMachineError):
        urllib.request.urlopen("http://example.org/", timeout=0.1)


def test_this_machine_may_be_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
