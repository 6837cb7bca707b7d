"""What the relay sends: numbered pieces of page, drawn once per audience, never once per viewer."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import redis
from jinja2 import Environment
from redis.exceptions import RedisError

from app.cases import queries as cases
from app.cases.states import CaseState
from app.console.presence import Presence
from app.console.rows import rows
from app.foundation.actor import SERVICE, Actor
from app.foundation.journal import Entry
from app.foundation.transaction import transaction

CHANNEL = "frontdoor"
AUDIENCES = ("board", "wall")
RIGHTS = {"board": "queue.read", "wall": "wallboard.read"}
QUIET = frozenset({"PatientViewed", "OpenCasesListDue", "LinesCheckDue"})
"""Facts that change nothing on any screen."""

OCCUPIED_FOR_SECONDS = 0.5


def room(hub_id: UUID, audience: str) -> str:
    """The socket room of an audience of a hub."""
    return f"hub:{hub_id}:{audience}"


def audience_of(actor: Actor, wanted: str) -> str | None:
    """The audience a page may join, or None."""
    right = RIGHTS.get(wanted)
    return wanted if right and actor.may(right) else None


def pieces(
    audience: str, entries: Sequence[Entry], drawn: Mapping[UUID, str]
) -> Iterator[dict[str, Any]]:
    """The messages that entries make for one audience, in order of their numbers.

    Several entries about one case make one piece, with the number of the last. A case that was
    not drawn is a bare "look": the page fetches it.
    """
    newest = {entry.case_id: entry for entry in entries if entry.kind not in QUIET}
    for case_id, entry in sorted(newest.items(), key=lambda each: each[1].seq):
        html = drawn.get(case_id) if case_id and audience == "board" else None
        yield {
            "seq": entry.seq,
            "kind": entry.kind,
            "case": str(case_id) if case_id and audience == "board" else None,
            "html": html or None,
            "gone": html == "",
        }


class Drawing:
    """Draws changed rows for rooms in which somebody is."""

    def __init__(self, templates: Environment, client: redis.Redis) -> None:
        self.row = templates.get_template("console/_row.html")
        self.presence = Presence(client)
        self._occupied: dict[str, tuple[float, bool]] = {}

    def draw(self, hub_id: UUID, entries: Sequence[Entry]) -> dict[UUID, str]:
        """The rows of the cases that entries are about; empty text for a case that is closed."""
        wanted = {entry.case_id for entry in entries if entry.case_id and entry.kind not in QUIET}
        if not wanted or not self.occupied(room(hub_id, "board")):
            return {}
        with transaction(SERVICE) as tx:
            found = cases.some(tx, hub_id, list(wanted))
            drawn = {case.id: "" for case in found if case.state == CaseState.CLOSED}
            still_open = [case for case in found if case.state != CaseState.CLOSED]
            for row in rows(tx, hub_id, still_open):
                drawn[UUID(row.id)] = self.row.render(row=row)
        return drawn

    def forget(self) -> None:
        """Ask anew who is there; a new leader knows nothing of what another saw."""
        self._occupied.clear()

    def occupied(self, name: str) -> bool:
        """Whether anybody is in a room; remembered for half a second, yes when nobody can say."""
        now = time.monotonic()
        until, known = self._occupied.get(name, (0.0, True))
        if now < until:
            return known
        try:
            known = self.presence.occupied([name])[0]
        except RedisError:
            known = True
        self._occupied[name] = (now + OCCUPIED_FOR_SECONDS, known)
        return known
