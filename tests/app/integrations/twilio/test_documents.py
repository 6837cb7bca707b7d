"""Each document against what Twilio understands, and against what we promise about it."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.integrations.twilio import documents, fallback
from app.integrations.twilio.documents import Audio, Room, Voice
from tests.app.integrations.twilio.vocabulary import WHILE_HELD, WHILE_QUEUED, faults, verbs

THEIRS = Path(__file__).parents[5] / "shared" / "contracts" / "twilio" / "twiml_vocabulary.json"
VOICE = Voice("Polly.Amy-Neural")
BASE = "https://hub.example.test"
ROOM = Room("r-7c1f", f"{BASE}/alone", f"{BASE}/room", f"{BASE}/recording")

DOCUMENTS = {
    "menu": documents.menu(
        VOICE,
        ["Urgent care hub.", "Press 1 for a crew & 2 for <others>."],
        f"{BASE}/menu",
        f"{BASE}/unclassified",
    ),
    "menu with audio": documents.menu(
        VOICE, [Audio(f"{BASE}/hello.mp3")], f"{BASE}/menu", f"{BASE}/unclassified"
    ),
    "wait": documents.wait_in_queue("waiting", f"{BASE}/left", f"{BASE}/wait"),
    "recognised": documents.wait_in_queue("waiting", f"{BASE}/left", f"{BASE}/wait", VOICE, "Hi."),
    "while waiting": documents.while_waiting(VOICE, "Press 1 to be called back.", f"{BASE}/choice"),
    "leave": documents.leave_queue(),
    "goodbye": documents.goodbye(VOICE, "We shall call you back."),
    "caller": documents.caller_into_room(ROOM, f"{BASE}/left-room"),
    "coordinator": documents.coordinator_into_room(ROOM, "coord-17", f"{BASE}/left-room"),
    "third party": documents.third_party_into_room(ROOM, "third-3", f"{BASE}/left-room"),
    "desk phone": documents.press_one(VOICE, "Press 1 to take the call.", f"{BASE}/accept"),
    "crisis": documents.crisis_page(VOICE, "Job 4821. Press 1 or 2.", f"{BASE}/answer"),
    "busy": documents.reject_busy(),
    "emergency": documents.emergency_dial(
        VOICE, "Please hold.", "+441632960999", caller_id="+442079460100", ended_url=f"{BASE}/done"
    ),
    "fallback": documents.static_fallback(VOICE, "Please hold.", "+441632960999"),
    "hold": documents.on_hold(VOICE, "You are on hold."),
    "announcement": documents.announcement(VOICE, "This call is recorded."),
    "hang up": documents.hang_up(),
    "go on": documents.go_on_at(f"{BASE}/menu"),
    "empty": documents.empty(),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_twilio_understands_the_whole_document(name: str) -> None:
    assert faults(DOCUMENTS[name]) == []


@pytest.mark.skipif(not THEIRS.exists(), reason="Twilio's vocabulary is not beside the checkout")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_twilios_own_vocabulary_holds_the_whole_document(name: str) -> None:
    known = json.loads(THEIRS.read_text())["elements"]
    for element in ET.fromstring(DOCUMENTS[name]).iter():
        for attribute, value in element.attrib.items():
            rule = known[element.tag]["attributes"][attribute]
            assert _fits(rule, value), f"{element.tag}.{attribute}={value}"
        assert {child.tag for child in element} <= set(known[element.tag]["children"])


def _fits(rule: dict[str, Any], value: str) -> bool:
    match rule["type"]:
        case "enum":
            asked = value.split() if rule.get("list") else [value]
            return set(asked) <= set(rule["values"])
        case "number":
            return value.isdigit()
        case "boolean":
            return value in {"true", "false"}
        case _:
            return True


def test_the_vocabulary_notices_a_misspelt_attribute() -> None:
    wrong = DOCUMENTS["caller"].replace("beep=", "beeep=")
    assert faults(wrong) == ["no attribute Conference.beeep"]


@pytest.mark.parametrize("name", ["caller", "coordinator", "third party"])
def test_nobody_who_leaves_a_room_ends_it_for_the_others(name: str) -> None:
    conference = ET.fromstring(DOCUMENTS[name]).find("Dial/Conference")
    assert conference is not None
    assert conference.attrib["endConferenceOnExit"] == "false"
    assert conference.attrib["beep"] == "false"
    assert conference.attrib["trim"] == "do-not-trim"
    assert conference.attrib["waitUrl"].startswith(BASE)


def test_every_leg_says_the_same_of_the_room() -> None:
    rooms = []
    for name in ("caller", "coordinator", "third party"):
        conference = ET.fromstring(DOCUMENTS[name]).find("Dial/Conference")
        assert conference is not None
        rooms.append({**conference.attrib, "participantLabel": "", "name": conference.text})
    assert rooms[0] == rooms[1] == rooms[2]


def test_a_room_without_a_recording_address_is_not_recorded() -> None:
    document = documents.caller_into_room(Room("r-1", f"{BASE}/w", f"{BASE}/s"), f"{BASE}/l")
    assert "record" not in document.lower()


def test_a_silent_caller_goes_on_from_the_menu() -> None:
    assert verbs(DOCUMENTS["menu"]) == ["Gather", "Redirect"]


def test_words_are_escaped() -> None:
    assert "crew &amp; 2 for &lt;others&gt;" in DOCUMENTS["menu"]


def test_the_wait_lasts_half_a_minute_and_holds_only_what_a_queue_allows() -> None:
    document = ET.fromstring(DOCUMENTS["while waiting"])
    quiet = sum(int(each.attrib["length"]) for each in document.findall("Pause"))
    asked = sum(int(each.attrib["timeout"]) for each in document.findall("Gather"))
    assert 20 <= quiet + asked <= 30
    assert set(verbs(DOCUMENTS["while waiting"])) <= WHILE_QUEUED
    assert set(verbs(DOCUMENTS["leave"])) <= WHILE_QUEUED


def test_on_hold_only_what_a_hold_allows() -> None:
    assert set(verbs(DOCUMENTS["hold"])) <= WHILE_HELD
    assert set(verbs(DOCUMENTS["announcement"])) <= WHILE_HELD


def test_a_crisis_page_asks_three_times_and_then_rings_off() -> None:
    assert verbs(DOCUMENTS["crisis"]) == ["Gather"] * 3 + ["Hangup"]


def test_busy_is_the_first_verb_so_that_nothing_is_answered() -> None:
    assert verbs(DOCUMENTS["busy"]) == ["Reject"]


def test_every_address_asks_for_the_retries_of_its_kind() -> None:
    document = DOCUMENTS["caller"]
    dial = ET.fromstring(document).find("Dial")
    assert dial is not None
    assert dial.attrib["action"].endswith("#ct=1500&rt=5000&rc=1&rp=ct,rt,5xx")
    assert dial[0].attrib["statusCallback"].endswith("#rc=3&rp=ct,rt,5xx")


@pytest.mark.parametrize("url", ["/menu", "hub.example.test/menu", f"{BASE}/menu#top", ""])
def test_an_address_twilio_cannot_use_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="whole URL"):
        documents.go_on_at(url)


def test_a_prompt_too_long_to_be_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="3001 letters"):
        documents.announcement(VOICE, "a" * 3001)


def test_the_fallback_needs_nothing_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    fallback.main(["--number", "+441632960999", "--text", "Please hold."])
    written = capsys.readouterr().out
    assert faults(written) == []
    assert "http" not in written
    assert ET.fromstring(written).findtext("Dial") == "+441632960999"


def test_the_fallback_may_play_a_file_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    fallback.main(["--number", "+441632960999", "--audio", "https://files.example.test/hold.mp3"])
    assert verbs(capsys.readouterr().out) == ["Play", "Dial"]
