"""Settings: complete or not at all, and nothing of a demonstration beside a real account."""

import ast
import re

import pytest

from config.settings import (
    ROOT,
    SIMULATED_ACCOUNT,
    DeskSettings,
    Settings,
    SettingsError,
    release_of_files,
)

REAL = {
    "DATABASE_URL": "postgresql://frontdoor@database.example.test/frontdoor",
    "REDIS_URL": "rediss://queues.example.test/0",
    "PUBLIC_URL": "https://frontdoor.example.test/",
    "LIVE_URL": "https://live.frontdoor.example.test",
    "SECRET_KEY": "s" * 32,
    "TWILIO_ACCOUNT_SID": "AC" + "0a" * 16,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_API_KEY_SID": "SK" + "0a" * 16,
    "TWILIO_API_KEY_SECRET": "key",
    "TWILIO_TWIML_APP_SID": "AP" + "0a" * 16,
    "TWILIO_CALLER_ID": "+441632960000",
    "FALLBACK_NUMBER": "+441632960999",
    "RECORDINGS_DIR": "/var/lib/frontdoor/recordings",
    "OPEN_CASES_DIR": "/mnt/elsewhere/open-cases",
    "OPEN_CASES_KEY": "k" * 32,
}
SIMULATED = REAL | {
    "TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT,
    "TWILIO_SIMULATOR_URL": "http://127.0.0.1:9",
}
DOCUMENTED = re.compile(r"^#?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)


def complaint(env: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(env)
    return str(refused.value)


def test_a_real_account_needs_nothing_more_than_the_example_asks_for() -> None:
    settings = Settings.from_env(REAL)
    assert not settings.twilio.simulated
    assert settings.web.public_url == "https://frontdoor.example.test"
    assert settings.web.secure


def test_everything_missing_is_named_at_once() -> None:
    said = complaint({})
    assert all(f"{name} is missing" in said for name in REAL)


@pytest.mark.parametrize("name", REAL)
def test_each_needed_value_is_named_when_it_is_empty(name: str) -> None:
    assert f"{name} is missing" in complaint(REAL | {name: ""})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"TWILIO_SIMULATOR_URL": "http://127.0.0.1:9"}, "TWILIO_SIMULATOR_URL is set beside"),
        ({"DEMO_PASSWORD": "let-me-in"}, "DEMO_PASSWORD is set beside"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be 32"),
        ({"OPEN_CASES_KEY": "short"}, "OPEN_CASES_KEY must be 32"),
        ({"PUBLIC_URL": "http://frontdoor.example.test"}, "PUBLIC_URL must begin with https"),
        ({"LIVE_URL": "ws://frontdoor.example.test"}, "LIVE_URL must begin with https"),
        ({"TWILIO_CALLS_PER_SECOND": "0"}, "TWILIO_CALLS_PER_SECOND must be a whole number of 1"),
        ({"WEB_THREADS": "-1"}, "WEB_THREADS must be a whole number of 1"),
        ({"PORT": "²"}, "PORT must be a whole number"),
    ],
)
def test_what_would_endanger_real_callers_is_refused(change: dict[str, str], words: str) -> None:
    assert words in complaint(REAL | change)


def test_several_wrong_values_are_named_together() -> None:
    said = complaint(REAL | {"PORT": "x", "SECRET_KEY": "short", "DATABASE_URL": ""})
    assert "PORT" in said
    assert "SECRET_KEY" in said
    assert "DATABASE_URL is missing" in said


def test_a_complaint_repeats_no_secret() -> None:
    assert "hunter2" not in complaint(REAL | {"SECRET_KEY": "hunter2"})


def test_the_simulator_stands_only_beside_its_own_account() -> None:
    assert Settings.from_env(SIMULATED).twilio.simulated
    assert "needs TWILIO_SIMULATOR_URL" in complaint(SIMULATED | {"TWILIO_SIMULATOR_URL": ""})


def test_an_empty_value_means_the_default() -> None:
    settings = Settings.from_env(REAL | {"PORT": "", "TWILIO_QUEUE": "", "LOG_LEVEL": ""})
    assert (settings.serving.port, settings.twilio.queue) == (8000, "frontdoor")
    assert settings.web.log_level == "INFO"


def test_the_release_follows_the_files() -> None:
    assert Settings.from_env(REAL).web.release == release_of_files()
    assert Settings.from_env(REAL | {"RELEASE": "2026-11"}).web.release == "2026-11"


def test_the_desk_takes_no_callers_for_an_answer() -> None:
    assert DeskSettings.from_env({"CALLERS_PER_HOUR": "0"}).callers_per_hour == 0
    assert DeskSettings.from_env({}).database_url is None
    with pytest.raises(SettingsError, match=r"PORT.*CALLERS_PER_HOUR"):
        DeskSettings.from_env({"PORT": "0", "CALLERS_PER_HOUR": "many"})


def read_by_the_product() -> dict[str, str]:
    """Name → default, of every variable that `Settings` reads."""
    tree = ast.parse((ROOT / "config/settings.py").read_text(encoding="utf-8"))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
            if node.func.attr == "need":
                found[said[0]] = ""
            elif node.func.attr in {"get", "whole"} and len(said) == 2:
                found[said[0]] = said[1]
    return found


def test_the_example_documents_every_variable_with_its_default() -> None:
    example = (ROOT / "config/example.env").read_text(encoding="utf-8")
    desk_only = {"CALLERS_PER_HOUR"}
    wanted = {name: text for name, text in read_by_the_product().items() if name not in desk_only}
    assert dict(DOCUMENTED.findall(example)) == wanted


def test_the_example_leaves_open_exactly_what_is_needed() -> None:
    example = (ROOT / "config/example.env").read_text(encoding="utf-8")
    open_lines = set(re.findall(r"^([A-Z][A-Z_]+)=$", example, re.MULTILINE))
    assert open_lines == set(REAL)
