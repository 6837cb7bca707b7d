"""Puts the house together: settings, database, manners, and the rooms that have pages."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import redis
from alembic.script import ScriptDirectory
from flask import Flask
from jinja2 import StrictUndefined

from app.accounts import web as accounts
from app.cases import queries as cases
from app.cases import web as case_commands
from app.console import web as console
from app.console.presence import QUICK, Presence
from app.directory import queries as directory
from app.foundation import database, storage
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.integrations import twilio
from app.staffing import web as staffing
from app.telephony import web as telephony
from app.web import assets, doors, errors, following, headers, health
from app.web.figures import Figure
from app.web.forms import csrf
from config.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
LARGEST_REQUEST = 256 * 1024
"""A call record with every field full is a tenth of this; no page of ours sends files."""

PAGES = (
    accounts.blueprint,
    staffing.blueprint,
    case_commands.blueprint,
    telephony.blueprint,
    console.blueprint,
)
ALWAYS = (health.blueprint, assets.blueprint)


def create_app(settings: Settings, *, live: bool = False) -> Flask:
    """Build the app of one process.

    Args:
        settings: of this process.
        live: it serves sockets and its own health, and no pages.

    Raises:
        RuntimeError: a route has no guard.
        ValueError: pages and sockets lie on hosts that can share no sign-in.
    """
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    app.extensions["settings"] = settings
    if database.sessions.kw.get("bind") is None:
        database.connect(settings.database.url, pool_size=settings.database.pool_size)
    twilio.configure(settings)
    kept = settings.storage
    storage.configure(kept.recordings, kept.open_cases, kept.open_cases_key)
    _configure(app, settings)
    following.follow(app)
    csrf.init_app(app)
    errors.handle_errors(app, settings.storage.open_cases)
    headers.set_headers(app, settings)
    app.extensions["watch"] = health.Watch(
        head=ScriptDirectory(str(ROOT / "migrations")).get_current_head() or "",
        redis=health.redis_answers(settings.redis.url),
        figures=(*health.service_figures(), *_case_figures()),
        complaints=lambda tx: [directory.astray(line) for line in directory.lines_astray(tx)],
    )
    app.extensions["presence"] = Presence(redis.Redis.from_url(settings.redis.url, **QUICK))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["asset"] = assets.Assets(settings.web.release)
    app.jinja_env.globals["training"] = False
    for blueprint in ALWAYS if live else (*ALWAYS, *PAGES):
        app.register_blueprint(blueprint)
    doors.must_all_have_doors(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    domain = cookie_domain(settings.web.public_url, settings.web.live_url)
    app.config.update(
        SECRET_KEY=settings.web.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-frontdoor"
        if settings.web.secure and domain is None
        else "frontdoor",
        SESSION_COOKIE_DOMAIN=domain,
        SESSION_COOKIE_SECURE=settings.web.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # the token lives as long as the sign-in: a page open through a long call must still post
        WTF_CSRF_TIME_LIMIT=None,
        # behind a proxy the host we see is not the one the browser saw, and a refused 999 is worse
        # than what the Referer adds to a token and a SameSite cookie
        WTF_CSRF_SSL_STRICT=False,
    )


def cookie_domain(public_url: str, live_url: str) -> str | None:
    """The domain of the cookie, if sockets lie on a host below the pages'; None if on the same.

    Raises:
        ValueError: they lie apart, so that no socket would ever be signed in.
    """
    pages, sockets = urlsplit(public_url).hostname or "", urlsplit(live_url).hostname or ""
    if pages == sockets:
        return None
    if sockets.endswith(f".{pages}"):
        return pages
    raise ValueError("LIVE_URL must lie on the host of PUBLIC_URL or on one below it")


def _case_figures() -> tuple[Figure, ...]:
    return (
        Figure(
            "frontdoor_cases_waiting",
            "Open cases that wait, by hub and priority band.",
            ("hub", "band"),
            _waiting,
        ),
        Figure("frontdoor_cases_in_hand", "Open cases that a person has.", ("hub",), _in_hand),
    )


def _waiting() -> Iterable[tuple[tuple[str, ...], float]]:
    with transaction(SERVICE) as tx:
        return [
            ((hub.code, str(band)), number)
            for hub in directory.hubs(tx)
            for band, number in cases.counts(tx, hub.id).by_band.items()
        ]


def _in_hand() -> Iterable[tuple[tuple[str, ...], float]]:
    with transaction(SERVICE) as tx:
        return [((hub.code,), cases.counts(tx, hub.id).in_hand) for hub in directory.hubs(tx)]
