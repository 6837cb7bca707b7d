"""Entries for gunicorn: `wsgi:web()` for pages and webhooks, `wsgi:live()` for the sockets."""

from flask import Flask

from app.factory import create_app
from config.logging import configure_logging
from config.settings import settings_of_process


def web() -> Flask:
    """The app of a web process, run with threads."""
    settings = settings_of_process()
    configure_logging(settings)
    return create_app(settings)


def live() -> Flask:
    """The app of a live process, run with one gevent worker; Socket.IO stands before its pages."""
    # only here: a web process would carry the sockets' libraries, 14 MB and half a second, unused
    from app.console.live import attach  # noqa: PLC0415

    settings = settings_of_process()
    configure_logging(settings)
    app = create_app(settings, live=True)
    attach(app, settings, async_mode="gevent")
    return app
