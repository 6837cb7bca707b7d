"""What a desk without a real telephone account is told, and the processes that it is made of.

The one-command desk runs these; so do the journeys, the faults and the benches.
"""

import json
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from app.directory import queries as directory
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from config.settings import SIMULATED_ACCOUNT
from workers.processes import Command

HOST = "127.0.0.1"
CALLER_ID = "+441632960000"
FALLBACK_NUMBER = "+441632960999"
STRANGERS = ("+447700900981", "+447700900982", "+447700900983")
"""Callers whom no directory knows."""

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
PYTHON = sys.executable
LIVE = "wsgi:live()"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens.

    Attributes:
        live: of each live process; pages open their sockets at the first.
    """

    web: int
    live: tuple[int, ...]
    simulator: int

    @property
    def public_url(self) -> str:
        """What a person types, and what the telephone company is told."""
        return f"http://{HOST}:{self.web}"

    @property
    def live_url(self) -> str:
        """Where pages open their socket."""
        return f"http://{HOST}:{self.live[0]}"

    @property
    def simulator_url(self) -> str:
        """Where the simulated telephone company is."""
        return f"http://{HOST}:{self.simulator}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many of each there are."""

    relay: int = 2
    clock: int = 2
    jobs_now: int = 2
    jobs_rest: int = 1


DESK = Numbers()


def environment(folder: Path, ports: Ports, database_url: str, redis_url: str) -> dict[str, str]:
    """Every setting of a demonstration; its secrets are made once and kept in the folder."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": ports.public_url,
        "LIVE_URL": ports.live_url,
        "PORT": str(ports.web),
        "LIVE_PORT": str(ports.live[0]),
        "TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT,
        "TWILIO_API_KEY_SID": "SK" + SIMULATED_ACCOUNT[2:],
        "TWILIO_TWIML_APP_SID": "AP" + SIMULATED_ACCOUNT[2:],
        "TWILIO_SIMULATOR_URL": ports.simulator_url,
        "TWILIO_CALLER_ID": CALLER_ID,
        "FALLBACK_NUMBER": FALLBACK_NUMBER,
        "RECORDINGS_DIR": str(folder / "recordings"),
        "OPEN_CASES_DIR": str(folder / "open-cases"),
        **_secrets(folder),
    }


def _secrets(folder: Path) -> dict[str, str]:
    file = folder / "desk.env"
    if not file.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "OPEN_CASES_KEY": secrets.token_urlsafe(48),
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "TWILIO_API_KEY_SECRET": secrets.token_hex(16),
            "DEMO_PASSWORD": "-".join(
                "".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3)
            ),
        }
        folder.mkdir(parents=True, exist_ok=True)
        kept = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(kept, "w", encoding="utf-8") as out:
            out.writelines(f"{name}={value}\n" for name, value in made.items())
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def product(ports: Ports, numbers: Numbers = DESK) -> list[Command]:
    """The product's processes, as `Procfile` lists them."""
    serve, worker = (PYTHON, "-m", "gunicorn", "-c"), (PYTHON, "-m")
    return [
        Command("web", (*serve, "config/gunicorn.py", "wsgi:web()")),
        *(
            Command(f"live-{n}", (*serve, "config/gunicorn_live.py", "-b", f"{HOST}:{port}", LIVE))
            for n, port in enumerate(ports.live, 1)
        ),
        *_several("relay", numbers.relay, (*worker, "workers.relay")),
        *_several("clock", numbers.clock, (*worker, "workers.clock")),
        *_several("jobs-now", numbers.jobs_now, (*worker, "workers.jobs", "now")),
        *_several("jobs-rest", numbers.jobs_rest, (*worker, "workers.jobs", "soon", "later")),
    ]


def _several(name: str, number: int, arguments: tuple[str, ...]) -> list[Command]:
    return [Command(f"{name}-{n}", arguments) for n in range(1, number + 1)]


def simulator(ports: Ports, told: dict[str, str]) -> Command:
    """The simulated telephone company, with the account that the product was told of."""
    return Command(
        "simulator",
        (
            *(PYTHON, "-m", "tests.simulators.twilio"),
            *("--host", HOST, "--port", str(ports.simulator), "--app-base", ports.public_url),
            *("--account-sid", told["TWILIO_ACCOUNT_SID"]),
            *("--auth-token", told["TWILIO_AUTH_TOKEN"]),
            *("--key-sid", told["TWILIO_API_KEY_SID"]),
            *("--key-secret", told["TWILIO_API_KEY_SECRET"]),
            *("--application-sid", told["TWILIO_TWIML_APP_SID"]),
        ),
    )


def callers(folder: Path, ports: Ports, per_hour: int) -> Command:
    """Simulated professionals who ring the hubs of the directory at real hours."""
    file = folder / "callers.json"
    file.write_text(json.dumps(_who_rings(), indent=1), encoding="utf-8")
    return Command(
        "callers",
        (
            *(PYTHON, "-m", "tests.simulators.callers", "--simulator", ports.simulator_url),
            *("--hubs", str(file), "--per-hour", str(per_hour)),
        ),
    )


def _who_rings() -> list[dict[str, object]]:
    """For each line of each hub, the kinds of organisation that know it and their numbers."""
    sources: list[dict[str, object]] = []
    with transaction(SERVICE) as tx:
        for hub in directory.hubs(tx):
            lines = {line.kind: line.number for line in directory.lines(tx, hub.id)}
            own_line = lines["professional"]
            numbers: dict[str, list[str]] = {}
            for known, organisation in directory.known_numbers(tx, hub.id):
                numbers.setdefault(organisation.caller_type, []).append(known.number)
            for kind, known_as in numbers.items():
                sources.append(
                    {"hub": lines.get(kind, own_line), "kind": kind, "callers": known_as}
                )
            sources.append({"hub": own_line, "kind": "other", "callers": STRANGERS, "digits": "3"})
    return sources
