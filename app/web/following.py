"""Every request followed: a correlation id in and out, one line in the log, two figures."""

import logging
import re
import time
import uuid
from contextlib import ExitStack

from flask import Flask, Response, g, request
from sqlalchemy.pool import QueuePool

from app.foundation.database import sessions
from app.integrations.http import CORRELATION_HEADER, correlated
from app.web.figures import POOL_IN_USE, REQUESTS, SECONDS

log = logging.getLogger("frontdoor.requests")

_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}")


def follow(app: Flask) -> None:
    """Follow every request of the app. Bodies, addresses and queries are never written down."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(CORRELATION_HEADER, "")
        # what comes in goes into logs, so only what looks like an id is believed
        g.correlation_id = given if _SHAPE.fullmatch(given) else str(uuid.uuid4())
        g.began = time.perf_counter()
        g.following = ExitStack()
        g.following.enter_context(correlated(g.correlation_id))

    @app.after_request
    def end(response: Response) -> Response:
        if "began" not in g:
            return response
        seconds = time.perf_counter() - g.began
        endpoint = request.endpoint or "none"
        response.headers[CORRELATION_HEADER] = g.correlation_id
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        SECONDS.labels(endpoint).observe(seconds)
        _watch_pool()
        seat = g.get("seat")
        log.info(
            "request",
            extra={
                "correlation_id": g.correlation_id,
                "endpoint": endpoint,
                "method": request.method,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "staff_id": str(seat.person.id) if seat else None,
            },
        )
        return response

    @app.teardown_request
    def let_go(_fault: BaseException | None) -> None:
        following = g.pop("following", None)
        if following is not None:
            following.close()


def _watch_pool() -> None:
    pool = getattr(sessions.kw.get("bind"), "pool", None)
    if isinstance(pool, QueuePool):
        POOL_IN_USE.set(pool.checkedout())
