"""The two ways to fail, told apart on real sockets, and the id that follows a piece of work."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import requests

from app.integrations.http import (
    CORRELATION_HEADER,
    Gone,
    NoAnswer,
    NotReached,
    Refused,
    Timeouts,
    TooMany,
    correlated,
    correlation_id,
    new_session,
    send,
)

Answering = Callable[[socket.socket], None]


@contextmanager
def server(answer: Answering) -> Iterator[str]:
    """Something that takes one connection and does with it as it is told."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/work"
        thread.join(5)


def asked(url: str, timeouts: Timeouts, *, method: str = "POST") -> requests.Response:
    with new_session(use_environment=False) as session:
        return send(session, requests.Request(method, url, data={"a": "1"}), timeouts)


def test_an_answer_of_any_status_is_given_back() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")

    with server(answer) as url:
        response = asked(url, Timeouts())
    assert (response.status_code, response.text) == (503, "no")


def test_a_redirect_is_not_followed() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
        )

    with server(answer) as url:
        assert asked(url, Timeouts()).status_code == 302


def test_nobody_listening_is_known_not_to_have_been_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(NotReached):
            asked(f"http://127.0.0.1:{closed.getsockname()[1]}/", Timeouts())


def test_a_name_nobody_knows_is_known_not_to_have_been_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotReached):
        asked("http://nobody.invalid/", Timeouts())


def test_a_connection_cut_after_sending_is_unknown() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)

    with server(answer) as url, pytest.raises(NoAnswer) as silence:
        asked(url, Timeouts())
    assert not isinstance(silence.value, NotReached)


def test_silence_after_sending_is_unknown() -> None:
    done = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        done.wait(5)

    with server(answer) as url:
        with pytest.raises(NoAnswer) as silence:
            asked(url, Timeouts(connect=1, read=0.2))
        done.set()
    assert not isinstance(silence.value, NotReached)


def test_an_answer_that_breaks_off_is_unknown() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    with server(answer) as url, pytest.raises(NoAnswer):
        asked(url, Timeouts())


def test_what_is_sent_carries_the_id_of_the_work() -> None:
    seen: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 204 Done\r\n\r\n")

    with server(answer) as url, correlated("case-17"):
        asked(url, Timeouts(), method="GET")
    assert f"{CORRELATION_HEADER}: case-17".encode() in seen[0]


def test_the_id_is_given_back_afterwards() -> None:
    with correlated("outer"):
        with correlated("inner"):
            assert correlation_id() == "inner"
        assert correlation_id() == "outer"
    assert correlation_id() != correlation_id(), "outside, each piece of work has its own"


def test_a_refusal_is_never_a_silence() -> None:
    for refusal in (Refused("no", 21211), Gone("gone", 20404), TooMany("later", 20429)):
        assert isinstance(refusal, Refused)
        assert not isinstance(refusal, NoAnswer)
    assert Refused("no", 21211).code == 21211
