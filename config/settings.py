"""Every setting, read once from the environment, typed, frozen, and complained of all at once."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SIMULATED_ACCOUNT = "AC" + "5f" * 16
"""The one account that the Twilio simulator answers to; it belongs to nobody."""

ROOT = Path(__file__).resolve().parent.parent

_SHORTEST_SECRET = 32


class SettingsError(Exception):
    """What is missing or wrong, every value in one message."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where PostgreSQL is, and how many connections this process keeps."""

    url: str
    pool_size: int


@dataclass(frozen=True, slots=True)
class Redis:
    """Where Redis is."""

    url: str


@dataclass(frozen=True, slots=True)
class Web:
    """How the product is reached.

    Attributes:
        public_url: what Twilio was given; signatures are checked against it.
        live_url: where pages open their socket.
        release: names the assets, which are cached for a year.
    """

    public_url: str
    live_url: str
    secret_key: str
    release: str
    log_level: str

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over HTTPS."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Serving:
    """Where gunicorn listens, and with how many hands.

    Attributes:
        threads: of each web process; also how many of its requests hold a database connection.
    """

    host: str
    port: int
    live_port: int
    workers: int
    threads: int


@dataclass(frozen=True, slots=True)
class Twilio:
    """The telephone account. The token checks signatures; the key signs our own calls."""

    account_sid: str
    auth_token: str
    second_auth_token: str | None
    api_key_sid: str
    api_key_secret: str
    twiml_app_sid: str
    api_url: str | None
    calls_per_second: int
    caller_id: str
    fallback_number: str
    queue: str
    voice: str

    @property
    def simulated(self) -> bool:
        """Whether this is the simulator."""
        return self.account_sid == SIMULATED_ACCOUNT


@dataclass(frozen=True, slots=True)
class Storage:
    """Folders that are ours alone, and the key of what is written off the database's machine."""

    recordings: Path
    open_cases: Path
    open_cases_key: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a process."""

    database: Database
    redis: Redis
    web: Web
    serving: Serving
    twilio: Twilio
    storage: Storage
    demo_password: str | None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Build the settings from an environment.

        Raises:
            SettingsError: names every missing or wrong value at once.
        """
        read = _Reading(env)
        settings = cls(
            database=Database(read.need("DATABASE_URL"), read.whole("DATABASE_POOL_SIZE", 8)),
            redis=Redis(read.need("REDIS_URL")),
            web=_web(read),
            serving=Serving(
                host=read.get("LISTEN_ON", "127.0.0.1"),
                port=read.whole("PORT", 8000),
                live_port=read.whole("LIVE_PORT", 8001),
                workers=read.whole("WEB_WORKERS", 2),
                threads=read.whole("WEB_THREADS", 16),
            ),
            twilio=_twilio(read),
            storage=Storage(
                recordings=Path(read.need("RECORDINGS_DIR")),
                open_cases=Path(read.need("OPEN_CASES_DIR")),
                open_cases_key=read.need("OPEN_CASES_KEY"),
            ),
            demo_password=read.get("DEMO_PASSWORD", "") or None,
        )
        if settings.twilio.simulated:
            _complain_beside_the_simulator(read, settings)
        else:
            _complain_beside_an_account(read, settings)
        read.complain()
        return settings


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What a person may choose for the one-command desk."""

    port: int
    callers_per_hour: int
    database_url: str | None
    redis_url: str | None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "DeskSettings":
        """Build them from an environment.

        Raises:
            SettingsError: names every wrong value at once.
        """
        read = _Reading(env)
        desk = cls(
            port=read.whole("PORT", 8000),
            callers_per_hour=read.whole("CALLERS_PER_HOUR", 40, least=0),
            database_url=env.get("DATABASE_URL") or None,
            redis_url=env.get("REDIS_URL") or None,
        )
        read.complain()
        return desk


def _web(read: "_Reading") -> Web:
    return Web(
        public_url=read.need("PUBLIC_URL").rstrip("/"),
        live_url=read.need("LIVE_URL").rstrip("/"),
        secret_key=read.need("SECRET_KEY"),
        release=read.get("RELEASE", "") or release_of_files(),
        log_level=read.get("LOG_LEVEL", "INFO"),
    )


def _twilio(read: "_Reading") -> Twilio:
    return Twilio(
        account_sid=read.need("TWILIO_ACCOUNT_SID"),
        auth_token=read.need("TWILIO_AUTH_TOKEN"),
        second_auth_token=read.get("TWILIO_SECOND_AUTH_TOKEN", "") or None,
        api_key_sid=read.need("TWILIO_API_KEY_SID"),
        api_key_secret=read.need("TWILIO_API_KEY_SECRET"),
        twiml_app_sid=read.need("TWILIO_TWIML_APP_SID"),
        api_url=read.get("TWILIO_SIMULATOR_URL", "") or None,
        calls_per_second=read.whole("TWILIO_CALLS_PER_SECOND", 1),
        caller_id=read.need("TWILIO_CALLER_ID"),
        fallback_number=read.need("FALLBACK_NUMBER"),
        queue=read.get("TWILIO_QUEUE", "frontdoor"),
        voice=read.get("TWILIO_VOICE", "Polly.Amy"),
    )


def _complain_beside_the_simulator(read: "_Reading", settings: Settings) -> None:
    if not settings.twilio.api_url:
        read.wrong.append("the simulator's account needs TWILIO_SIMULATOR_URL")


def _complain_beside_an_account(read: "_Reading", settings: Settings) -> None:
    """What would be harmless in a demonstration, and is not with real callers."""
    if settings.twilio.api_url:
        read.wrong.append("TWILIO_SIMULATOR_URL is set beside a real account: unset one")
    if settings.demo_password:
        read.wrong.append("DEMO_PASSWORD is set beside a real account: unset it")
    for name, value in (
        ("SECRET_KEY", settings.web.secret_key),
        ("OPEN_CASES_KEY", settings.storage.open_cases_key),
    ):
        if value and len(value) < _SHORTEST_SECRET:
            read.wrong.append(f"{name} must be {_SHORTEST_SECRET} characters or more")
    for name, value in (
        ("PUBLIC_URL", settings.web.public_url),
        ("LIVE_URL", settings.web.live_url),
    ):
        if value and urlsplit(value).scheme != "https":
            read.wrong.append(f"{name} must begin with https://")


class _Reading:
    """Reads values and remembers all that is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.wrong: list[str] = []

    def need(self, name: str) -> str:
        value = self.env.get(name, "")
        if not value:
            self.wrong.append(f"{name} is missing")
        return value

    def get(self, name: str, default: str) -> str:
        return self.env.get(name, "") or default

    def whole(self, name: str, default: int, *, least: int = 1) -> int:
        text = self.env.get(name, "") or str(default)
        if not (text.isascii() and text.isdigit()) or int(text) < least:
            self.wrong.append(f"{name} must be a whole number of {least} or more, not {text!r}")
            return default
        return int(text)

    def complain(self) -> None:
        if self.wrong:
            raise SettingsError("Settings: " + "; ".join(self.wrong) + ".")


def release_of_files() -> str:
    """A name for the assets as they stand, so that a changed script is never taken from a cache."""
    digest = hashlib.sha256()
    for path in [ROOT / "package-lock.json", *sorted((ROOT / "app").glob("*/static/**/*.*"))]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def settings_of_process() -> Settings:
    """The settings of this process, from its own environment."""
    return Settings.from_env(os.environ)  # noqa: TID251  # the one place that reads it


def environment() -> dict[str, str]:
    """This process's environment, for handing on to processes that it starts."""
    return dict(os.environ)  # noqa: TID251  # as above
