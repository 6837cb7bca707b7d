"""The job workers: run RQ's queues; those of `now` never fork, so that a page leaves at once."""

import logging
import sys
import threading
import time

import psycopg
import redis
import rq
from rq.serializers import JSONSerializer

from app.foundation import database, storage
from app.integrations import twilio
from config.logging import configure_logging
from config.settings import Settings, settings_of_process
from workers.leading import beat

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
RETRY_SECONDS = 1.0


class Worker(rq.SimpleWorker):
    """One that never forks, and that looks for a Redis that is away every second.

    RQ would wait twice as long each time, up to a minute: callers would wait with it after Redis
    is back, when the relay has given the jobs to its queues again.
    """

    max_connection_wait_time = 1.0


def _beats(settings: Settings, name: str) -> None:
    while True:
        try:
            with psycopg.connect(settings.database.url, autocommit=True) as connection:
                while True:
                    beat(connection, name, {})
                    time.sleep(BEAT_SECONDS)
        except psycopg.OperationalError as away:
            log.warning("database away", extra={"role": name, "why": type(away).__name__})
            time.sleep(RETRY_SECONDS)


def main(names: list[str]) -> None:
    """Work some queues until told to stop.

    Args:
        names: of `now`, `soon`, `later`, in the order in which they are looked at.
    """
    settings = settings_of_process()
    configure_logging(settings)
    database.connect(settings.database.url, pool_size=1, max_overflow=2)
    twilio.configure(settings)
    storage.configure(
        settings.storage.recordings,
        settings.storage.open_cases,
        settings.storage.open_cases_key,
    )
    threading.Thread(target=_beats, args=(settings, f"jobs-{'-'.join(names)}"), daemon=True).start()
    while True:
        connection = redis.Redis.from_url(settings.redis.url)
        queues = [
            rq.Queue(name, connection=connection, serializer=JSONSerializer) for name in names
        ]
        try:
            Worker(queues, connection=connection, serializer=JSONSerializer, worker_ttl=60).work(
                logging_level="WARNING"
            )
        except redis.RedisError as away:
            log.warning("redis away", extra={"why": type(away).__name__})
            time.sleep(RETRY_SECONDS)
        else:
            return


if __name__ == "__main__":
    main(sys.argv[1:] or ["now", "soon", "later"])
