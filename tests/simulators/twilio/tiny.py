"""The smallest app that can answer the telephone: for trying the simulator and the client."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, request
from werkzeug.serving import make_server

from app.integrations.twilio import documents
from app.integrations.twilio.documents import Room, Voice
from app.integrations.twilio.signature import verify
from tests.simulators.twilio.account import AUTH_TOKEN
from tests.simulators.twilio.server import Handler

VOICE = Voice("Polly.Amy-Neural")
Params = dict[str, str]


@dataclass(slots=True)
class Received:
    """One webhook as the app saw it."""

    path: str
    params: Params
    token: str
    at: float = field(default_factory=time.monotonic)


class TinyApp:
    """Answers each path with a document; keeps what it received; fails where it is told to."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.unsigned: list[str] = []
        # Statuses to fail with, and seconds to take, for the next requests of a path.
        self.failing: dict[str, list[int]] = {}
        self.slow: dict[str, list[float]] = {}
        self._flask = Flask("tiny")
        self._flask.add_url_rule("/<path:path>", view_func=self._answer, methods=["GET", "POST"])
        self._server = make_server(
            "127.0.0.1", 0, self._flask, threaded=True, request_handler=Handler
        )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.answers: dict[str, Callable[[Params], str]] = {}
        self.behave()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def behave(self) -> None:
        """Forget what was received and answer as a small hub would."""
        self.received.clear()
        self.unsigned.clear()
        self.failing.clear()
        self.slow.clear()
        at = self.at
        queue = documents.wait_in_queue("waiting", at("left-queue"), at("wait"))
        self.answers.clear()
        self.answers |= {
            "voice": lambda _: documents.menu(VOICE, ["Hello."], at("menu"), at("unclassified")),
            "menu": lambda _: queue,
            "unclassified": lambda _: queue,
            "wait": lambda _: documents.while_waiting(VOICE, "Press 1.", at("choice")),
            "choice": lambda _: documents.leave_queue(),
            "left-queue": self._left_queue,
            "browser": lambda _: documents.coordinator_into_room(
                self.room, "coord-17", at("left-room")
            ),
            "join": lambda _: documents.caller_into_room(self.room, at("left-room")),
            "screen": lambda _: documents.press_one(VOICE, "Press 1.", at("accepted")),
            "accepted": lambda _: documents.third_party_into_room(
                self.room, "third-1", at("left-room")
            ),
            "alone": lambda _: documents.on_hold(VOICE, "Please wait."),
            "hold": lambda _: documents.on_hold(VOICE, "You are on hold."),
            "left-room": lambda _: documents.empty(),
            "fallback": lambda _: documents.emergency_dial(VOICE, "Hold.", "+441632960999"),
        }

    @property
    def room(self) -> Room:
        """The one room."""
        return Room("r-1", self.at("alone"), self.at("room"), self.at("recording"))

    def at(self, path: str) -> str:
        """An address of this app."""
        return f"{self.url}/{path}"

    def got(self, path: str, **params: str) -> list[Params]:
        """What came to a path, with these parameters."""
        return [
            r.params
            for r in list(self.received)
            if r.path == path and params.items() <= r.params.items()
        ]

    def _left_queue(self, params: Params) -> str:
        if params["QueueResult"] == "leave":
            return documents.goodbye(VOICE, "We shall call you back.")
        return documents.empty()

    def _answer(self, path: str) -> Response:
        target = request.environ["RAW_URI"]
        pairs = list(request.form.items(multi=True))
        header = request.headers.get("X-Twilio-Signature")
        if not verify(self.url, target, pairs, header, [AUTH_TOKEN]):
            self.unsigned.append(target)
            return Response(status=403)
        params = request.values.to_dict()
        token = request.headers["I-Twilio-Idempotency-Token"]
        self.received.append(Received(path, params, token))
        if self.slow.get(path):
            time.sleep(self.slow[path].pop(0))
        if self.failing.get(path):
            return Response(status=self.failing[path].pop(0))
        answer = self.answers.get(path)
        if answer is None:
            return Response(status=204)
        return Response(answer(params), mimetype="text/xml")
