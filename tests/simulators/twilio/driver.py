"""Drives the simulator from tests: start it, ring in, press, hang up, misbehave, look."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import requests

from app.integrations.twilio.client import Telephone
from tests.simulators.twilio.account import Credentials

Json = dict[str, Any]
Found = TypeVar("Found")
_ROOT = Path(__file__).parents[3]
_POLL = 0.02


class Simulator:
    """A running simulator, seen over HTTP. Use `start` for a process of its own."""

    def __init__(self, url: str, process: subprocess.Popen[str] | None = None) -> None:
        self.url = url
        self._process = process
        self._session = requests.Session()
        self._session.trust_env = False

    @classmethod
    def start(cls, app_base: str, **options: object) -> Simulator:
        """Start a process: options as on its command line, with underscores."""
        command = [sys.executable, "-m", "tests.simulators.twilio", "--app-base", app_base]
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}", str(value)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT)
        line = process.stdout.readline() if process.stdout else ""
        if "http" not in line:
            process.wait()
            raise RuntimeError(f"the simulator did not start: {line!r}")
        return cls(line.split()[-1], process)

    def stop(self) -> None:
        """Stop the process and let go of its pipe."""
        self._session.close()
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            if self._process.stdout:
                self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def telephone(self, **changes: str) -> Telephone:
        """The app's own client, pointed here."""
        own = Credentials()
        settings: Json = {
            "account_sid": own.account_sid,
            "key_sid": own.key_sid,
            "key_secret": own.key_secret,
            "application_sid": own.application_sid,
            "base_url": self.url,
        }
        settings.update(changes)
        return Telephone(**settings)

    # ------------------------------------------------------------------ people

    def ring(self, from_: str, to: str, **person: object) -> str:
        """Ring a number of the app's; `person` as in people.Person. The SID of the leg."""
        return str(self._post("calls", {"from": from_, "to": to, **person})["sid"])

    def press(self, sid: str, digits: str) -> None:
        """Press keys on any leg."""
        self._post(f"calls/{sid}/digits", {"digits": digits})

    def hang_up(self, sid: str) -> None:
        """Put the telephone down on any leg."""
        self._post(f"calls/{sid}/hangup", {})

    def when_rung(self, number: str | None = None, **callee: object) -> None:
        """What happens when a number is rung (or any other), as in people.Callee."""
        self._post("callees", callee | ({"number": number} if number else {}))

    def when_texted(self, number: str, **handset: object) -> None:
        """What happens to texts to a number, as in people.Handset."""
        self._post("handsets", {"number": number, **handset})

    def text(self, from_: str, to: str, body: str) -> str:
        """Text one of the app's numbers. The SID of the message."""
        return str(self._post("texts", {"from": from_, "to": to, "body": body})["sid"])

    def point(self, number: str, **urls: str) -> None:
        """Where a number goes: voice_url, fallback_url, status_url, sms_url."""
        self._post("numbers", {"number": number, **urls})

    def browser_call(
        self, identity: str, params: dict[str, str] | None = None, token: str | None = None
    ) -> str:
        """A browser calls the app. The SID of the leg."""
        body: Json = {"identity": identity, "params": params or {}}
        if token is not None:
            body["token"] = token
        return str(self._ask("POST", "/_browser/calls", body)["sid"])

    # ------------------------------------------------------------------ misbehaviour and time

    def misbehave(self, do: str, on: str = "*", **more: object) -> None:
        """Put a rule in force, as in misbehaviour.Rule."""
        self._post("misbehaviour", {"do": do, "on": on, **more})

    def behave(self) -> None:
        """Take all rules away."""
        self._ask("DELETE", "/_scenario/misbehaviour")

    def speed(self, speed: float) -> None:
        """How many simulated seconds a second lasts."""
        self._post("speed", {"speed": speed})

    def reset(self) -> None:
        """Forget everything, silently."""
        self._ask("POST", "/_reset", {})

    # ------------------------------------------------------------------ looking

    def state(self) -> Json:
        """Everything as it is."""
        return self._ask("GET", "/_state")

    def call(self, sid: str) -> Json:
        """One leg as it is."""
        found: Json = next(c for c in self.state()["calls"] if c["sid"] == sid)
        return found

    def calls_to(self, number: str) -> list[Json]:
        """Legs to one number, in order."""
        return [call for call in self.state()["calls"] if call["to"] == number]

    def webhooks(self, kind: str = "", call: str = "") -> list[Json]:
        """What was sent to the app, in the order in which it was answered."""
        answer = self._session.get(
            f"{self.url}/_webhooks", params={"kind": kind, "call": call}, timeout=30
        )
        answer.raise_for_status()
        found: list[Json] = answer.json()
        return found

    def wait_for(self, true: Callable[[], Found], seconds: float = 10.0) -> Found:
        """Wait until something holds, and give it back.

        Raises:
            AssertionError: It did not come to hold in time; the state is shown.
        """
        deadline = time.monotonic() + seconds
        while not (found := true()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {self.state()}")
            time.sleep(_POLL)
        return found

    def wait_for_status(self, sid: str, *statuses: str, seconds: float = 10.0) -> None:
        """Wait until a leg has one of these statuses."""
        self.wait_for(lambda: self.call(sid)["status"] in statuses, seconds)

    def get(self, path: str, auth: tuple[str, str]) -> Json:
        """A REST resource as it comes, past the client."""
        answer = self._session.get(self.url + path, auth=auth, timeout=30)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    def wait_until_told(self, seconds: float = 10.0) -> None:
        """Wait until everything told so far has been delivered."""
        self.wait_for(lambda: self.state()["delivered"], seconds)

    def _post(self, path: str, body: Json) -> Json:
        return self._ask("POST", f"/_scenario/{path}", body)

    def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        answer = self._session.request(method, self.url + path, json=body, timeout=30)
        answer.raise_for_status()
        found: Json = answer.json()
        return found
