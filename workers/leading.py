"""One works, one stands by: leadership of relay and clock, held by a lock in the database."""

import json
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from config.settings import Settings

log = logging.getLogger(__name__)

STANDBY_SECONDS = 0.25


class Stopping:
    """Set by SIGTERM or Ctrl-C; loops look at it."""

    def __init__(self) -> None:
        self.now = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)

    def _stop(self, *_: object) -> None:
        self.now = True


@contextmanager
def _line(settings: Settings) -> Iterator[psycopg.Connection]:
    # straight to PostgreSQL: a pooler in transaction mode would lose both the lock and LISTEN
    connection = psycopg.connect(settings.database.url, autocommit=True, connect_timeout=3)
    try:
        yield connection
    finally:
        connection.close()


def leader(
    settings: Settings, name: str, lock: int, stopping: Stopping
) -> Iterator[psycopg.Connection]:
    """Yield a connection each time this process becomes the leader; stand by otherwise.

    The lock lives as long as the connection: a leader that dies, or whose database restarts,
    has lost it, and the standby takes over within a quarter of a second.
    """
    while not stopping.now:
        try:
            with _line(settings) as connection:
                while not stopping.now:
                    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
                    if row and row[0]:
                        log.info("leading", extra={"role": name})
                        yield connection
                        break
                    time.sleep(STANDBY_SECONDS)
        except psycopg.OperationalError as away:
            log.warning("database away", extra={"role": name, "why": type(away).__name__})
        # a leader that fails at once must not spin, and its standby may fare better
        time.sleep(STANDBY_SECONDS)


def beat(connection: psycopg.Connection, name: str, detail: dict[str, Any]) -> None:
    """Say that this process lives; health and the page's banner read the age of it."""
    connection.execute(
        "INSERT INTO heartbeat (process, beat_at, detail) VALUES (%s, clock_timestamp(), %s)"
        " ON CONFLICT (process) DO UPDATE SET beat_at = excluded.beat_at, detail = excluded.detail",
        (name, json.dumps(detail)),
    )
