"""The bare server: what Flask-SocketIO costs by itself, written as its own manual shows it.

A request inserts one row, commits it with fsync, and emits one message to a room through the same
Redis message queue. Nothing else: no signature, no journal, no sign-in, no page.

Usage: python -m gunicorn -k gthread -w 2 "tests.bench.bare:app_of(DATABASE, REDIS)"   (web)
       python -m gunicorn -k gevent  -w 1 "tests.bench.bare:app_of(DATABASE, REDIS)"   (live)
"""

import sys
from collections.abc import Sequence

import psycopg
from flask import Flask, request
from flask_socketio import SocketIO, join_room
from socketio import RedisManager
from sqlalchemy import create_engine, text

from tests.bench.carrier import WholeCall
from tests.bench.posting import Post
from tests.bench.sockets import Desk
from workers.demonstration import HOST
from workers.processes import Command

EVENT = "row"

TABLE = """
CREATE TABLE IF NOT EXISTS call (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room text NOT NULL, sid text NOT NULL, from_number text NOT NULL, to_number text NOT NULL,
  arrived_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
INSERT = text(
    "INSERT INTO call (room, sid, from_number, to_number) VALUES (:room, :sid, :from_, :to)"
    " RETURNING id"
)


def app_of(database_url: str, redis_url: str, pool_size: int = 16) -> Flask:
    """The bare app; the same for web and live, as its manual has it."""
    app = Flask(__name__)
    engine = create_engine(
        database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=4,
    )
    # `message_queue=` does not know an address by Unix socket; this is what it would make of one
    queue = RedisManager(redis_url, channel="bare")
    sockets = SocketIO(app, client_manager=queue, cors_allowed_origins="*")

    @sockets.on("connect")
    def connect(_auth: object = None) -> None:
        join_room(request.args["room"])

    @app.post("/inbound/<room>")
    def inbound(room: str) -> tuple[str, int]:
        given = {
            "room": room,
            "sid": request.form["CallSid"],
            "from_": request.form["From"],
            "to": request.form["To"],
        }
        with engine.begin() as connection:
            number = connection.execute(INSERT, given).scalar_one()
        sockets.emit(EVENT, {"id": number, **given}, to=room)
        return "", 204

    @app.get("/readyz")
    def ready() -> dict[str, bool]:
        return {"ready": True}

    return app


def make_table(database_url: str) -> None:
    """Make its one table."""
    with psycopg.connect(database_url) as connection:
        connection.execute(TABLE)


def commands(
    database_url: str, redis_url: str, *, web: int, live: int, workers: int, threads: int
) -> Sequence[Command]:
    """Its processes: as many web and live workers as the product has."""
    manners = ("--log-level", "warning", "--keep-alive", "75", "--no-control-socket")
    serve = (sys.executable, "-m", "gunicorn", *manners)
    app = f"tests.bench.bare:app_of({database_url!r}, {redis_url!r}, {{}})"
    hands = ("-k", "gthread", "-w", str(workers), "--threads", str(threads))
    return [
        Command(
            "bare-web",
            (*serve, *hands, "-b", f"{HOST}:{web}", app.format(threads)),
        ),
        Command(
            "bare-live",
            (*serve, "-k", "gevent", "-w", "1", "-b", f"{HOST}:{live}", app.format(1)),
        ),
    ]


def post_of(room: str, call: WholeCall) -> Post:
    """The same request as the product is sent, to the bare address."""
    ring = call.ring()
    return Post(ring.reference, ring.kind, f"/inbound/{room}", ring.body, ring.headers)


def desk_in(room: str, port: int) -> Desk:
    """A console in a room."""
    return Desk(
        name=room,
        host=HOST,
        port=port,
        path=f"/socket.io/?EIO=4&transport=websocket&room={room}",
        origin=f"http://{HOST}:{port}",
        event=EVENT,
    )
