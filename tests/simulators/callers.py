"""Rings the hubs all day as professionals would: python -m tests.simulators.callers --help."""

import argparse
import json
import sys
import time
from datetime import datetime
from pathlib import Path

import requests

from tests.simulators.arrivals import LONDON, Arrival, Arrivals, Source
from tests.simulators.twilio.timers import now

_PATIENCE_WITH_THE_SIMULATOR = 30.0


def sources_from(file: Path) -> list[Source]:
    """Read who rings whom: a list of {hub, kind, callers} and, if wanted, digits and weight."""
    return [
        Source(
            hub=entry["hub"],
            kind=entry["kind"],
            callers=tuple(entry["callers"]),
            digits=entry.get("digits"),
            weight=float(entry.get("weight", 1.0)),
        )
        for entry in json.loads(file.read_text())
    ]


class Caller:
    """Rings the simulator."""

    def __init__(self, url: str, patience: float = 1.0, talk: float = 1.0) -> None:
        self._url, self._patience, self._talk = url.rstrip("/"), patience, talk
        self._session = requests.Session()
        self._session.trust_env = False

    def ring(self, arrival: Arrival) -> str:
        """Make one call. The SID of the leg.

        Raises:
            requests.ConnectionError: The simulator has not answered for half a minute.
        """
        body = {
            "from": arrival.caller,
            "to": arrival.hub,
            "digits": list(arrival.digits),
            "queue_digits": list(arrival.queue_digits),
            "patience": arrival.patience * self._patience,
            "talk": arrival.talk * self._talk,
        }
        deadline = time.monotonic() + _PATIENCE_WITH_THE_SIMULATOR
        while True:
            try:
                answer = self._session.post(f"{self._url}/_scenario/calls", json=body, timeout=10)
            except requests.ConnectionError:
                # At the desk everything starts at once, and we may be first.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
                continue
            answer.raise_for_status()
            return str(answer.json()["sid"])

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


def run(arrivals: Arrivals, caller: Caller, start: datetime, most: int | None) -> None:
    """Ring at the right moments, until told to stop or so many calls were made."""
    ahead = start - now()
    for count, arrival in enumerate(arrivals.stream(start), 1):
        time.sleep(max(0.0, (arrival.at - ahead - now()).total_seconds()))
        sid = caller.ring(arrival)
        print(f"{arrival.kind} rings {arrival.hub} from {arrival.caller}: {sid}", flush=True)
        if count == most:
            return


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and ring until stopped."""
    parser = argparse.ArgumentParser(prog="tests.simulators.callers", description=__doc__)
    parser.add_argument("--simulator", required=True, help="where the Twilio simulator is")
    parser.add_argument("--hubs", required=True, type=Path, help="JSON: who rings which number")
    parser.add_argument(
        "--per-hour", type=float, required=True, help="calls an hour, mean of a week"
    )
    parser.add_argument("--seed", type=int, help="the same seed makes the same calls")
    parser.add_argument("--as-of", help="pretend it is this London time, as 2026-11-28T10:00")
    parser.add_argument("--patience", type=float, default=1.0, help="multiplies how long they wait")
    parser.add_argument("--talk", type=float, default=1.0, help="multiplies how long they talk")
    parser.add_argument("--calls", type=int, help="stop after so many")
    chosen = parser.parse_args(arguments)
    start = datetime.fromisoformat(chosen.as_of).replace(tzinfo=LONDON) if chosen.as_of else now()
    arrivals = Arrivals(sources_from(chosen.hubs), chosen.per_hour, chosen.seed)
    caller = Caller(chosen.simulator, chosen.patience, chosen.talk)
    try:
        run(arrivals, caller, start, chosen.calls)
    except KeyboardInterrupt:
        return 0
    finally:
        caller.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
