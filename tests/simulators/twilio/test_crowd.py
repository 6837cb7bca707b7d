"""Many calls at once, everything going wrong: the exchange itself must lose none of them."""

import random
import threading

from app.integrations.http import NoAnswer, Refused
from app.integrations.twilio import documents
from app.integrations.twilio.client import Telephone
from app.integrations.twilio.documents import Room
from tests.simulators.twilio.driver import Simulator
from tests.simulators.twilio.tiny import Params, TinyApp

HUB = "+442079460100"
CALLS = 80
OVER = {"completed", "canceled", "busy", "failed", "no-answer"}


class Coordinators:
    """Take whoever waits, each into a room of their own, until told to stop."""

    def __init__(self, simulator: Simulator, tiny: TinyApp) -> None:
        self._simulator, self._tiny = simulator, tiny
        self._telephone: Telephone = simulator.telephone()
        self._stop = threading.Event()
        self.taken: list[str] = []
        tiny.answers["browser"] = self._into_room
        tiny.answers["join"] = self._into_room
        self._rooms: dict[str, str] = {}

    def work(self) -> None:
        """Take one caller after another."""
        queue = ""
        while not self._stop.wait(0.02):
            try:
                queue = queue or self._telephone.ensure_queue("waiting")
                for member in self._telephone.queue_members(queue)[:3]:
                    self._take(queue, member.call_sid)
            except (Refused, NoAnswer):
                continue

    def stop(self) -> None:
        """Go home."""
        self._stop.set()

    def _take(self, queue: str, caller: str) -> None:
        own = self._simulator.browser_call("coord", {"case": caller})
        self._rooms[own] = self._rooms[caller] = f"r-{caller[-8:]}"
        try:
            self._telephone.take_member(queue, caller, self._tiny.at("join"))
        except Refused:
            self._simulator.hang_up(own)
        else:
            self.taken.append(caller)

    def _into_room(self, params: Params) -> str:
        tiny = self._tiny
        caller = params.get("case", params["CallSid"])
        room = Room(f"r-{caller[-8:]}", tiny.at("alone"), tiny.at("room"), tiny.at("recording"))
        label = "coord" if "case" in params else "caller"
        return documents.coordinator_into_room(room, label, tiny.at("left-room"))


def test_no_leg_no_queue_and_no_room_is_left_over(simulator: Simulator, tiny: TinyApp) -> None:
    simulator.speed(60)
    for do in ("delay", "double", "double_new", "reorder", "drop"):
        simulator.misbehave(do, "*.status", probability=0.1)
    simulator.misbehave("hang_up", "voice.*", probability=0.03)
    simulator.misbehave("double", "voice.*", probability=0.05)
    simulator.misbehave("too_many", "rest.*", probability=0.05)
    simulator.misbehave("reset", "rest.take_member", probability=0.1)
    coordinators = Coordinators(simulator, tiny)
    at_work = threading.Thread(target=coordinators.work)
    at_work.start()
    chance = random.Random(7)
    callers = [
        simulator.ring(
            f"+4477009{number:05}",
            HUB,
            digits=["1"],
            patience=chance.uniform(5, 120),
            talk=chance.uniform(5, 60),
            hang_up_after=chance.choice([None, None, 8, 20]),
        )
        for number in range(CALLS)
    ]

    def all_over() -> bool:
        statuses = {c["sid"]: c["status"] for c in simulator.state()["calls"]}
        return all(statuses[sid] in OVER for sid in callers)

    try:
        simulator.wait_for(all_over, 30)
    finally:
        coordinators.stop()
        at_work.join(10)
    for call in simulator.state()["calls"]:
        if call["status"] not in OVER:
            simulator.hang_up(call["sid"])
    simulator.wait_for(lambda: {c["status"] for c in simulator.state()["calls"]} <= OVER)
    state = simulator.state()
    assert all(not queue["members"] for queue in state["queues"])
    assert all(room["status"] == "completed" for room in state["conferences"])
    assert len(coordinators.taken) > CALLS / 4
    assert set(state["misbehaved"]) >= {"delay", "double", "reorder", "drop", "hang_up", "reset"}
    assert tiny.unsigned == []
    _each_ends_once(simulator, callers)


def _each_ends_once(simulator: Simulator, callers: list[str]) -> None:
    """Whatever was doubled or dropped on the way, the exchange spoke of each end once."""
    ends = [
        w["params"]["CallSid"]
        for w in simulator.webhooks("voice.status")
        if w["params"]["CallStatus"] in OVER
    ]
    assert set(callers) <= set(ends)
    events = [
        (w["params"]["ConferenceSid"], w["params"]["SequenceNumber"], w["params"].get("CallSid"))
        for w in simulator.webhooks("conference.status")
    ]
    numbers = {(room, number) for room, number, _ in events}
    assert len(numbers) == len(set(events)), "a number stands for one event"
