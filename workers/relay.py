"""The relay: reads the journal on, in order; asks for jobs; draws and sends what changed."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import redis
import rq
import socketio
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.console import panels
from app.console.presence import QUICK
from app.factory import create_app
from app.foundation import journal
from app.foundation.actor import SERVICE
from app.foundation.journal import Entry
from app.foundation.transaction import transaction
from app.integrations import twilio
from config.logging import configure_logging
from config.settings import Settings, settings_of_process
from workers.leading import Stopping, beat, leader
from workers.reactions import REACTIONS, Reaction, run

log = logging.getLogger(__name__)

LOCK = 860_1
POLL_SECONDS = 0.25
BEAT_SECONDS = 2.0
BATCH = 200
JOB_TTL_SECONDS = 300
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_BEHIND = text(
    "SELECT c.hub_id, coalesce(b.seq, 0), b.written_at FROM hub_counter c"
    " LEFT JOIN relay_bookmark b USING (hub_id) WHERE c.seq > coalesce(b.seq, 0)"
)
_ALL = text("SELECT hub_id, seq, written_at FROM relay_bookmark")
# not waited for on the disk: a bookmark that is lost is a batch carried twice
_MOVE = text(
    "INSERT INTO relay_bookmark (hub_id, seq, written_at)"
    " SELECT CAST(:hub AS uuid), :seq, :at"
    " FROM set_config('synchronous_commit', 'off', true)"
    " ON CONFLICT (hub_id) DO UPDATE SET seq = excluded.seq, written_at = excluded.written_at"
)


@dataclass(slots=True)
class Bookmark:
    """How far a hub's journal was carried."""

    seq: int = 0
    written_at: datetime = EPOCH


class Relay:
    """One leader's work, from the moment it holds the lock."""

    def __init__(
        self, store: redis.Redis, sockets: socketio.RedisManager, drawing: panels.Drawing
    ) -> None:
        self.sockets = sockets
        self.drawing = drawing
        self.bookmarks: dict[UUID, Bookmark] = {}
        self.room_numbers: dict[str, int] = {}
        self.redis_away_until = 0.0
        self.hands = ThreadPoolExecutor(4)
        self.queues = {
            name: rq.Queue(name, connection=store, serializer=JSONSerializer)
            for name in ("now", "soon", "later")
        }
        self.by_kind: dict[str, list[Reaction]] = {}
        for reaction in REACTIONS:
            self.by_kind.setdefault(reaction.fact.__name__, []).append(reaction)

    def recall(self) -> None:
        """Read every bookmark anew; the last leader may have moved them."""
        self.drawing.forget()
        with transaction(SERVICE) as tx:
            for hub_id, seq, written_at in tx.session.execute(_ALL):
                self.bookmarks[hub_id] = Bookmark(seq, written_at)

    def carry_all(self) -> int:
        """Carry every hub that is behind.

        Returns:
            How many entries were carried.
        """
        with transaction(SERVICE) as tx:
            behind = [row[0] for row in tx.session.execute(_BEHIND)]
        carried = 0
        for hub_id in behind:
            try:
                carried += self.carry(hub_id)
            except OperationalError:
                raise
            except Exception:
                # one hub's fault must not keep the hubs after it waiting
                log.exception("a hub could not be carried", extra={"hub_id": str(hub_id)})
        return carried

    def carry(self, hub_id: UUID) -> int:
        """Carry one hub's entries after its bookmark: jobs first, then screens, then the bookmark.

        A crash between repeats the batch: jobs have unique ids, pieces have numbers.
        """
        mark = self.bookmarks.setdefault(hub_id, Bookmark())
        carried = 0
        while True:
            with transaction(SERVICE) as tx:
                entries = journal.read(tx.session, hub_id, mark.seq, mark.written_at, BATCH)
            if not entries:
                return carried
            for entry in entries:
                for reaction in self.by_kind.get(entry.kind, ()):
                    self._ask_for(reaction, entry)
            self._send(hub_id, entries)
            last = entries[-1]
            with transaction(SERVICE) as tx:
                tx.session.execute(_MOVE, {"hub": hub_id, "seq": last.seq, "at": last.written_at})
            mark.seq, mark.written_at = last.seq, last.written_at
            carried += len(entries)
            if len(entries) < BATCH:
                # what was written since has a notice of its own
                return carried

    def _ask_for(self, reaction: Reaction, entry: Entry) -> None:
        known = {"case_id": entry.case_id, "hub_id": entry.hub_id, **entry.facts}
        ids = [str(known[name]) for name in reaction.ids]
        if time.monotonic() >= self.redis_away_until:
            try:
                self.queues[reaction.queue].enqueue_call(
                    run,
                    args=(reaction.job, *ids),
                    job_id=f"{reaction.job.replace('.', '_')}-{entry.hub_id}-{entry.seq}",
                    unique=True,
                    timeout=60,
                    result_ttl=0,
                    failure_ttl=86_400,
                    ttl=JOB_TTL_SECONDS,
                )
            except DuplicateJobError:
                return
            except redis.RedisError as away:
                self._redis_away(away)
            else:
                return
        if reaction.voice:
            # somebody waits on the line: dial from here; the others are found by their due times
            self.hands.submit(_run_here, reaction.job, ids)

    def _send(self, hub_id: UUID, entries: Sequence[Entry]) -> None:
        try:
            drawn = self.drawing.draw(hub_id, entries)
        except OperationalError:
            raise
        except Exception:
            # a bare "look" goes out instead: a fault in a template must not stop every screen
            log.exception("a row could not be drawn", extra={"hub_id": str(hub_id)})
            drawn = {}
        for audience in panels.AUDIENCES:
            room = panels.room(hub_id, audience)
            previous = self.room_numbers.get(room, self.bookmarks[hub_id].seq)
            for piece in panels.pieces(audience, entries, drawn):
                self._emit("piece", {**piece, "prev": previous}, room)
                previous = piece["seq"]
            self.room_numbers[room] = previous

    def beats(self) -> None:
        """Send each room its last number, and our clock, by the same path as everything else."""
        with transaction(SERVICE) as tx:
            at = tx.now.isoformat()
        for hub_id, mark in self.bookmarks.items():
            for audience in panels.AUDIENCES:
                room = panels.room(hub_id, audience)
                seq = self.room_numbers.get(room, mark.seq)
                self._emit("beat", {"seq": seq, "at": at}, room)

    def _emit(self, event: str, message: object, room: str) -> None:
        if time.monotonic() < self.redis_away_until:
            return
        try:
            self.sockets.emit(event, message, room=room)
        except redis.RedisError as away:
            self._redis_away(away)

    def _redis_away(self, away: redis.RedisError) -> None:
        log.warning("redis away", extra={"why": type(away).__name__})
        self.redis_away_until = time.monotonic() + 1.0


def _run_here(job: str, ids: list[str]) -> None:
    try:
        run(job, *ids)
    except Exception:
        # the order's due time brings it back; a thread that dies silently would hide it
        log.exception("job failed in the relay", extra={"job": job})


def lead(relay: Relay, connection: psycopg.Connection, stopping: Stopping) -> None:
    """Carry until told to stop, or until the connection, and with it the lock, is lost."""
    connection.execute(f"LISTEN {journal.CHANNEL}")
    relay.recall()
    relay.carry_all()
    beat_due = poll_due = 0.0
    while not stopping.now:
        hubs: set[UUID] = set()
        for notice in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
            hubs.add(UUID(notice.payload))
        for hub_id in hubs:
            relay.carry(hub_id)
        now = time.monotonic()
        if now >= poll_due:
            relay.carry_all()
            poll_due = now + POLL_SECONDS
        if now >= beat_due:
            relay.beats()
            beat(connection, "relay", {"hubs": len(relay.bookmarks)})
            beat_due = now + BEAT_SECONDS


def new_relay(settings: Settings) -> Relay:
    """Put a relay together: the app for its templates, Redis for jobs and sockets."""
    app = create_app(settings)
    twilio.configure(settings)  # for the voice jobs that it runs itself while Redis is away
    return Relay(
        redis.Redis.from_url(settings.redis.url, **QUICK),
        socketio.RedisManager(
            settings.redis.url, channel=panels.CHANNEL, write_only=True, redis_options=QUICK
        ),
        panels.Drawing(app.jinja_env, redis.Redis.from_url(settings.redis.url, **QUICK)),
    )


def main() -> None:
    """Run until told to stop."""
    settings = settings_of_process()
    configure_logging(settings)
    stopping = Stopping()
    relay = new_relay(settings)
    for connection in leader(settings, "relay", LOCK, stopping):
        try:
            lead(relay, connection, stopping)
        except (psycopg.OperationalError, OperationalError) as away:
            log.warning("database away", extra={"role": "relay", "why": type(away).__name__})
        except Exception:
            log.exception("relay faulted; it reads on from its bookmark")
            time.sleep(POLL_SECONDS)


if __name__ == "__main__":
    main()
