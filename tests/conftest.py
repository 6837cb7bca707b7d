"""One real PostgreSQL and Redis a run; every test's work is rolled back afterwards."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Connection, Engine

from app.factory import create_app
from app.foundation import database
from app.foundation.actor import SERVICE
from app.foundation.transaction import Transaction
from config.settings import SIMULATED_ACCOUNT, Settings
from tests.browser import ARGUMENTS, executable
from tests.strictness import StrictClient, keep_to_this_machine
from workers.embedded import Servers, embedded
from workers.migrating import migrate

keep_to_this_machine()


FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="frontdoor-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def servers(folder: Path) -> Iterator[Servers]:
    """PostgreSQL, migrated, and Redis; stopped even if this run is killed."""
    with embedded(folder / "servers", throw_away=True) as both:
        migrate(both.postgres.url)
        yield both


@pytest.fixture(scope="session")
def settings(servers: Servers, folder: Path) -> Settings:
    return Settings.from_env(
        {
            "DATABASE_URL": servers.postgres.url,
            "REDIS_URL": servers.redis.url,
            "PUBLIC_URL": "https://frontdoor.example.test",
            "LIVE_URL": "https://live.frontdoor.example.test",
            "SECRET_KEY": "tests-only",
            "RELEASE": "tests",
            "TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT,
            "TWILIO_AUTH_TOKEN": "tests-only-token",
            "TWILIO_API_KEY_SID": "SK" + "5f" * 16,
            "TWILIO_API_KEY_SECRET": "tests-only-secret-of-thirty-two-letters",
            "TWILIO_TWIML_APP_SID": "AP" + "5f" * 16,
            "TWILIO_SIMULATOR_URL": "http://127.0.0.1:9",
            "TWILIO_CALLER_ID": "+441632960000",
            "FALLBACK_NUMBER": "+441632960999",
            "RECORDINGS_DIR": str(folder / "recordings"),
            "OPEN_CASES_DIR": str(folder / "open-cases"),
            "OPEN_CASES_KEY": "tests-only-key",
            "DEMO_PASSWORD": "tests-only-password",
        }
    )


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = database.connect(settings.database.url, pool_size=3, max_overflow=10)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is rolled back; `transaction()` commits into savepoints of it."""
    with engine.connect() as line:
        outer = line.begin()
        database.sessions.configure(bind=line, join_transaction_mode="create_savepoint")
        try:
            yield line
        finally:
            database.sessions.configure(bind=engine, join_transaction_mode="conditional_savepoint")
            outer.rollback()


@pytest.fixture
def tx(connection: Connection) -> Iterator[Transaction]:
    """A transaction of the service at a fixed instant; set `tx.now` to move time."""
    with database.sessions() as session:
        yield Transaction(session, SERVICE, datetime(2026, 11, 17, 14, 7, 21, tzinfo=UTC))


@pytest.fixture(scope="session")
def whole_app(settings: Settings, engine: Engine) -> Flask:
    """The app, put together once; `engine` first, for the app binds sessions of its own."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = StrictClient
    return app


@pytest.fixture
def app(whole_app: Flask, connection: Connection) -> Flask:
    """The app, whose transactions are rolled back after the test."""
    database.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
    return whole_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Speaks to the app over HTTPS, and refuses a page that is not well made."""
    return app.test_client()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a run: two drivers of Playwright cannot live in one process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=[*ARGUMENTS, *FAKE_MICROPHONE]
        )
        yield browser
        browser.close()
