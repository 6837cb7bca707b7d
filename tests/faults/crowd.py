"""The people of a storm: professionals who ring in, coordinators who take, speak and close."""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import requests

from tests.faults.people import Person, taken_next
from tests.simulators.twilio.driver import Simulator
from workers.demo_places import HUBS
from workers.demonstration import STRANGERS

Found = TypeVar("Found")
CLAIM_SECONDS = 4.0
TALK_SECONDS = 20.0
PAUSE_SECONDS = 0.3


def who_rings() -> list[tuple[str, str]]:
    """Every number that the demonstration's hubs know, with the line it rings; and strangers."""
    pairs = [
        (_dialled(number), _dialled(hub.professional_line))
        for hub in HUBS
        for organisation in hub.organisations
        for number, _ in organisation.numbers
    ]
    pairs += [
        (_dialled(number), _dialled(hub.care_home_line))
        for hub in HUBS
        for organisation in hub.organisations
        if organisation.caller_type == "care_home"
        for number, _ in organisation.numbers
    ]
    strangers = [*STRANGERS, "anonymous"]
    return pairs + [(who, _dialled(hub.professional_line)) for hub in HUBS for who in strangers]


def _dialled(number: str) -> str:
    return f"+44{number.removeprefix('0').replace(' ', '')}"


class Callers:
    """Ring one after another, each with a patience and a talk of their own."""

    def __init__(self, carrier: Simulator, chance: random.Random) -> None:
        self._carrier, self._chance = carrier, chance
        self._pairs = itertools.cycle(chance.sample(who_rings(), len(who_rings())))
        self.rung: list[str] = []

    def ring(self) -> None:
        """One more call."""
        chance = self._chance
        from_, to = next(self._pairs)
        self.rung.append(
            self._carrier.ring(
                from_,
                to,
                digits=[chance.choice(["1", "2", "4", "", "9"])],
                queue_digits=["1"] if chance.random() < 0.05 else [],
                patience=chance.uniform(20, 400),
                talk=chance.uniform(5, 40),
                hang_up_after=chance.choice([None, None, None, 3, 8, 40]),
            )
        )


class Coordinator:
    """Takes whoever is next, speaks with them, and closes; whatever fails is tried again."""

    def __init__(self, person: Person, carrier: Simulator, seed: int) -> None:
        self.person, self._carrier = person, carrier
        self._chance = random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.identity = person.identity
        self.did: Counter[str] = Counter()
        self.raised: list[str] = []
        self._call = ""

    def start(self) -> None:
        """Come on shift."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the call in hand and go."""
        self._over.set()
        self._thread.join(60)
        self._hang_up()
        assert not self._thread.is_alive(), f"{self.person.username} is stuck"

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                self._hang_up()
                case_id = taken_next(self.person.post("/cases/take-next"))
                if case_id is None:
                    self._over.wait(PAUSE_SECONDS)
                else:
                    self.did["took"] += 1
                    self._attend(case_id)
            except requests.RequestException:
                # the page did not come: what they pressed may have been done or not
                self.did["met a fault"] += 1
                self._over.wait(PAUSE_SECONDS)

    def _attend(self, case_id: str) -> None:
        if self._chance.random() < 0.04:
            self._raise_999(case_id)
        claim = self._wait(self.person.claim, CLAIM_SECONDS)
        if claim is None and self._chance.random() < 0.4:
            self.did["rang back"] += 1
            self.person.post(f"/telephony/cases/{case_id}/ring-back")
            claim = self._wait(self.person.claim, CLAIM_SECONDS)
        if claim is None:
            return
        self._call = self._carrier.browser_call(self.identity, {"claim": claim})
        self.did["joined"] += 1
        met = self._wait(lambda: self._seen(self._call)["others"], CLAIM_SECONDS)
        self._speak(case_id, self._call)
        self._hang_up()
        # whoever was not there is owed a call: nobody closes that
        if met and self.person.close_case(case_id):
            self.did["closed"] += 1

    def _raise_999(self, case_id: str) -> None:
        if self.person.post(f"/cases/{case_id}/999").status_code == 303:
            self.raised.append(case_id)

    def _speak(self, case_id: str, sid: str) -> None:
        whim = self._chance.random()
        if whim < 0.1:
            time.sleep(0.5)
            self._carrier.hang_up(sid)
            self.did["dropped"] += 1
        elif whim < 0.25:
            time.sleep(0.5)
            self.person.post(f"/telephony/cases/{case_id}/hold")
            time.sleep(0.5)
            self.person.post(f"/telephony/cases/{case_id}/resume")
            self.did["held"] += 1
        elif whim < 0.35:
            time.sleep(1)
            self.person.post(f"/telephony/cases/{case_id}/end")
            self.did["ended"] += 1
        self._wait(lambda: not self._lives(sid), TALK_SECONDS)

    def _hang_up(self) -> None:
        """End what is left of the last call, also of one during which a page did not come."""
        if self._call:
            self._carrier.hang_up(self._call)
        self._call = ""

    def _lives(self, sid: str) -> bool:
        return self._seen(sid)["status"] in {"queued", "ringing", "in-progress"}

    def _seen(self, sid: str) -> dict[str, Any]:
        """What the phone's window knows of its call."""
        answer = requests.get(f"{self._carrier.url}/_browser/calls/{sid}", timeout=10)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _wait(self, true: Callable[[], Found | None], seconds: float) -> Found | None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = true()
            if found:
                return found
            time.sleep(PAUSE_SECONDS)
        return None
