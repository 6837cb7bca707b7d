"""Is the process alive, is the service ready, and the figures behind the answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import redis
from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.foundation.actor import SERVICE
from app.foundation.partitions import strays
from app.foundation.transaction import Transaction, transaction
from app.web.doors import public
from app.web.figures import Figure, exposition

blueprint = Blueprint("health", __name__)

LATE_SECONDS = 10.0
"""Relay and clock show a sign of life every 2 s; older than this, they are said to be away."""

# An entry the relay has not carried, or one that it carried and whose bookmark says so.
_UNCARRIED = text(
    "SELECT min(j.written_at) FROM hub_counter c"
    " LEFT JOIN relay_bookmark b USING (hub_id)"
    " CROSS JOIN LATERAL (SELECT written_at FROM journal j WHERE j.hub_id = c.hub_id"
    "  AND j.seq > coalesce(b.seq, 0)"
    "  AND j.written_at >= coalesce(b.written_at, '-infinity'::timestamptz)"
    "  ORDER BY j.seq LIMIT 1) j"
    " WHERE c.seq > coalesce(b.seq, 0)"
)
_BEATS = text("SELECT process, beat_at, detail FROM heartbeat")
_VERSION = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True, slots=True)
class Watch:
    """What health asks besides the database; put together by the factory.

    Attributes:
        head: the migration that this code expects.
        figures: of the whole service, for /metrics; rooms hand theirs in.
        complaints: of rooms, as sentences for a person.
    """

    head: str
    redis: Callable[[], bool]
    figures: tuple[Figure, ...]
    complaints: Callable[[Transaction], Iterable[str]] = lambda _tx: ()


def redis_answers(url: str) -> Callable[[], bool]:
    """A question to Redis that never takes longer than half a second."""
    client = redis.Redis.from_url(
        url,
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 0),  # the library would try for several seconds
    )

    def ask() -> bool:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

    return ask


@dataclass(frozen=True, slots=True)
class Readiness:
    """How the service stands.

    Attributes:
        ready: may this process be sent requests?
        figures: each measured thing, as JSON shows it.
        degraded: what does not work, in sentences for a person; calls go on nevertheless.
    """

    ready: bool
    figures: dict[str, Any]
    degraded: tuple[str, ...]


def readiness(watch: Watch) -> Readiness:
    """Measure everything. Never raises for what is down: that is the answer."""
    degraded = []
    figures: dict[str, Any] = {"redis": watch.redis()}
    if not figures["redis"]:
        degraded.append("Redis is away: pages read themselves again every 5 s.")
    try:
        with transaction(SERVICE) as tx:
            figures |= _of_database(tx.session, tx.now)
            figures["journal_strays"] = strays(tx)
            figures["migrated"] = figures.pop("version") == watch.head
            if figures["migrated"]:
                degraded += watch.complaints(tx)
    except OperationalError:
        return Readiness(
            ready=False, figures={"database": False, **figures}, degraded=("The database is away.",)
        )
    for process in ("relay", "clock"):
        age = figures[f"{process}_beat_age_seconds"]
        if age is None or age > LATE_SECONDS:
            degraded.append(f"The {process} has shown no sign of life {_since(age)}.")
    if figures["journal_strays"]:
        degraded.append("Journal entries lie outside their month's part: see the runbook.")
    if figures["uncarried_age_seconds"] > LATE_SECONDS:
        degraded.append(f"Boards are {figures['uncarried_age_seconds']:.0f} s behind.")
    return Readiness(figures["migrated"], figures, tuple(degraded))


@blueprint.get("/healthz")
@public("a supervisor of processes asks whether this one lives")
def healthz() -> ResponseReturnValue:
    """This process answers; nothing else was asked."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
@public("a load balancer asks; it holds no patient and no name")
def readyz() -> ResponseReturnValue:
    """Whether to send requests here: database and migrations decide, the rest is told."""
    found = readiness(current_app.extensions["watch"])
    answer = {"ready": found.ready, "degraded": found.degraded, **found.figures}
    return jsonify(answer), 200 if found.ready else 503


@blueprint.get("/metrics")
@public("Prometheus asks; counts only, no patient and no name")
def metrics() -> ResponseReturnValue:
    """Figures in Prometheus' text format."""
    watch: Watch = current_app.extensions["watch"]
    return Response(exposition(watch.figures), content_type="text/plain; version=0.0.4")


def service_figures() -> tuple[Figure, ...]:
    """The figures that the journal itself gives."""
    return (
        Figure(
            "frontdoor_journal_uncarried_age_seconds",
            "Age of the oldest journal entry that the relay has not carried.",
            (),
            _uncarried,
        ),
        Figure(
            "frontdoor_heartbeat_age_seconds",
            "Time since relay and clock last showed a sign of life.",
            ("process",),
            _beat_ages,
        ),
    )


def _of_database(session: Session, now: datetime) -> dict[str, Any]:
    beats = {row.process: row for row in session.execute(_BEATS)}
    oldest = session.scalar(_UNCARRIED)
    figures: dict[str, Any] = {
        "database": True,
        "version": session.scalar(_VERSION),
        "uncarried_age_seconds": _age(oldest, now) or 0.0,
    }
    for process in ("relay", "clock"):
        beat = beats.get(process)
        figures[f"{process}_beat_age_seconds"] = _age(beat.beat_at, now) if beat else None
    if "clock" in beats and beats["clock"].detail.get("faults"):
        figures["clock_faults"] = beats["clock"].detail["faults"]
    return figures


def _uncarried() -> Iterable[tuple[tuple[str, ...], float]]:
    with transaction(SERVICE) as tx:
        return [((), _age(tx.session.scalar(_UNCARRIED), tx.now) or 0.0)]


def _beat_ages() -> Iterable[tuple[tuple[str, ...], float]]:
    with transaction(SERVICE) as tx:
        return [
            ((row.process,), _age(row.beat_at, tx.now) or 0.0) for row in tx.session.execute(_BEATS)
        ]


def _age(since: datetime | None, now: datetime) -> float | None:
    # two clocks, the database's and ours: a little in the future is now
    return None if since is None else max(0.0, round((now - since).total_seconds(), 3))


def _since(seconds: float | None) -> str:
    return "yet" if seconds is None else f"for {seconds:.0f} s"
