"""Headers, assets, health and figures: what every answer carries and what a supervisor reads."""

import dataclasses
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.factory import cookie_domain
from app.foundation.identifiers import INSTALLATION, new_id
from app.foundation.transaction import Transaction
from app.web import health
from app.web.assets import LIBRARY, Assets
from app.web.headers import content_policy
from config.settings import Settings
from tests.builders.directory import an_open_hub


def rules(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split("; "))
    return {name: set(sources) for name, *sources in parts}


def test_no_script_but_our_own_runs_and_none_is_written_into_a_page(settings: Settings) -> None:
    policy = rules(content_policy(settings))
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert "unsafe" not in content_policy(settings)


def test_beside_the_simulator_the_page_may_reach_it_and_not_twilio(settings: Settings) -> None:
    connect = rules(content_policy(settings))["connect-src"]
    assert {"wss://live.frontdoor.example.test", "http://127.0.0.1:9"} <= connect
    assert not any("twilio" in source for source in connect)


def test_with_an_account_the_page_may_reach_the_voice_hosts_by_name(settings: Settings) -> None:
    twilio = dataclasses.replace(settings.twilio, account_sid="AC" + "ab" * 16, api_url=None)
    connect = rules(content_policy(dataclasses.replace(settings, twilio=twilio)))["connect-src"]
    assert {"wss://voice-js.roaming.twilio.com", "https://eventgw.twilio.com"} <= connect
    assert not any("*" in source for source in connect)


def test_every_answer_says_whom_to_trust(client: FlaskClient) -> None:
    for path in ("/sign-in", "/healthz", "/no/such/page"):
        told = client.get(path).headers
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["Referrer-Policy"] == "same-origin"
        assert told["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "microphone=(self)" in told["Permissions-Policy"]
        assert "max-age" in told["Strict-Transport-Security"]
        assert told["Cache-Control"] == "no-store"
        assert "script-src 'self'" in told["Content-Security-Policy"]


def test_pages_hold_no_script_and_no_style_of_their_own(client: FlaskClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\s(on\w+|style)=", page)


def test_an_asset_of_this_release_is_kept_a_year(client: FlaskClient, app: Flask) -> None:
    address = Assets(app.extensions["settings"].web.release)("web/frontdoor.css")
    with client.get(address) as told:
        assert told.status_code == 200
        assert "max-age=31536000" in told.headers["Cache-Control"]
        assert "immutable" in told.headers["Cache-Control"]


def test_an_asset_asked_for_under_another_release_is_served_and_not_kept(
    client: FlaskClient,
) -> None:
    with client.get("/assets/another/web/frontdoor.css") as told:
        assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "path",
    [
        "lib/package.json",
        "lib/..%2Fpackage.json",
        "web/..%2F..%2F__init__.py",
        "web/nothing.css",
        "nowhere/x.css",
        "..%2Fconfig/settings.py",
    ],
)
def test_nothing_else_of_the_house_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/assets/tests/{path}").status_code == 404


def test_a_library_that_is_not_served_cannot_be_asked_for() -> None:
    assert Assets("r1")("lib/htmx.min.js") == "/assets/r1/lib/htmx.min.js"
    with pytest.raises(LookupError):
        Assets("r1")("lib/left-pad.js")
    assert all(not path.startswith(("/", ".")) for path in LIBRARY.values())


def test_ready_says_what_it_measured(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    told = answer.json
    assert told is not None
    assert answer.status_code == 200
    assert told["database"] is told["migrated"] is told["redis"] is told["ready"] is True
    assert any("relay" in sentence for sentence in told["degraded"])


def test_a_database_behind_the_code_is_not_ready(app: Flask) -> None:
    watch = dataclasses.replace(app.extensions["watch"], head="a newer one")
    found = health.readiness(watch)
    assert not found.ready
    assert found.figures["migrated"] is False


def test_without_redis_it_is_ready_and_degraded(app: Flask) -> None:
    watch = dataclasses.replace(app.extensions["watch"], redis=lambda: False)
    found = health.readiness(watch)
    assert found.ready
    assert any("Redis" in sentence for sentence in found.degraded)


def test_redis_that_nobody_serves_does_not_answer() -> None:
    assert not health.redis_answers("redis://127.0.0.1:9/0")()


def test_the_age_of_the_oldest_entry_not_carried_is_told(app: Flask, tx: Transaction) -> None:
    hub = an_open_hub(tx).id
    tx.session.execute(
        text(
            "INSERT INTO hub_counter (hub_id, seq, written_at)"
            " VALUES (:hub, 2, clock_timestamp()) ON CONFLICT DO NOTHING"
        ),
        {"hub": hub},
    )
    tx.session.execute(
        text(
            "INSERT INTO journal (hub_id, seq, written_at, kind, actor, facts, prev_hash, hash)"
            " SELECT :hub, n, clock_timestamp() - n * interval '1 minute', 'X', 'service', '{}',"
            " '', '' FROM generate_series(1, 2) n"
        ),
        {"hub": hub},
    )
    tx.session.execute(
        text("INSERT INTO relay_bookmark VALUES (:hub, 1, '-infinity')"), {"hub": hub}
    )
    age = health.readiness(app.extensions["watch"]).figures["uncarried_age_seconds"]
    assert 119 < age < 150


def test_metrics_count_requests_and_the_open_cases_of_each_hub(
    client: FlaskClient, tx: Transaction
) -> None:
    hub = an_open_hub(tx)
    client.get("/healthz")
    told = client.get("/metrics").get_data(as_text=True)
    assert 'frontdoor_requests_total{endpoint="health.healthz",method="GET",status="200"}' in told
    assert f'frontdoor_cases_waiting{{band="1",hub="{hub.code}"}} 0.0' in told
    assert "frontdoor_journal_uncarried_age_seconds" in told
    assert "frontdoor_request_seconds_bucket" in told


def test_an_id_that_looks_like_one_is_carried_and_another_is_replaced(client: FlaskClient) -> None:
    given = str(new_id())
    kept = client.get("/healthz", headers={"X-Correlation-ID": given})
    assert kept.headers["X-Correlation-ID"] == given
    forged = client.get("/healthz", headers={"X-Correlation-ID": "HARGREAVES, Doreen"})
    assert forged.headers["X-Correlation-ID"] != "HARGREAVES, Doreen"
    assert INSTALLATION.int == 0


@pytest.mark.parametrize(
    ("live", "domain"),
    [
        ("https://frontdoor.example.test:8443", None),
        ("https://live.frontdoor.example.test", "frontdoor.example.test"),
    ],
)
def test_pages_and_sockets_share_the_cookie(live: str, domain: str | None) -> None:
    assert cookie_domain("https://frontdoor.example.test", live) == domain


def test_sockets_on_a_strange_host_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="LIVE_URL"):
        cookie_domain("https://frontdoor.example.test", "https://notfrontdoor.example.test")
