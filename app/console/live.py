"""The sockets: a page joins its hub's room and is told numbers. No command travels here."""

import logging
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import redis
import socketio
from flask import Flask, request, session
from flask_socketio import SocketIO, join_room
from redis.exceptions import RedisError

from app.accounts.guards import actor_of_session
from app.console import panels
from app.console.presence import QUICK, Presence
from app.foundation import journal
from app.foundation.actor import SERVICE, Actor
from app.foundation.problems import Problem
from app.foundation.transaction import transaction
from config.settings import Settings

log = logging.getLogger(__name__)

REFRESH_SECONDS = 8


@dataclass(slots=True)
class Page:
    """One open page: who looks, in which hub's room, at which case."""

    actor: Actor
    hub_id: UUID
    room: str
    case_id: str | None = None


class Pages:
    """The open pages of this process, and what each is told."""

    def __init__(self, sockets: SocketIO, presence: Presence) -> None:
        self.sockets = sockets
        self.presence = presence
        self.open: dict[str, Page] = {}
        sockets.on_event("connect", self.connect)
        sockets.on_event("looking", self.look)
        sockets.on_event("disconnect", self.disconnect)

    def connect(self, _auth: object = None) -> bool | None:
        """Let a signed-in page in, tell it the hub's newest number; refuse everybody else."""
        wanted = request.args.get("audience", "board")
        try:
            actor, hub_id = actor_of_session(session, while_locked=wanted == "wall")
        except Problem:
            return False
        audience = panels.audience_of(actor, wanted)
        if audience is None:
            return False
        room = panels.room(hub_id, audience)
        # in the room and marked before the number is read: what is written after is sent here
        join_room(room)
        self.open[_page_id()] = Page(actor, hub_id, room)
        self._occupy(room)
        with transaction(SERVICE) as tx:
            seq = journal.last_number(tx.session, hub_id)
        self.sockets.emit("hello", {"seq": seq}, to=_page_id())
        return None

    def look(self, message: object) -> None:
        """Note which case a page has open, and tell the room."""
        page = self.open.get(_page_id())
        if page is None or not isinstance(message, dict):
            return
        wanted = _case(message.get("case"))
        if page.case_id and page.case_id != wanted:
            self._tell(page, page.case_id, here=False)
        page.case_id = wanted
        if wanted:
            self._tell(page, wanted, here=True)

    def disconnect(self, *_: object) -> None:
        """Forget the page."""
        page = self.open.pop(_page_id(), None)
        if page is not None and page.case_id:
            self._tell(page, page.case_id, here=False)

    def stay(self) -> None:
        """Go on saying that rooms are occupied and cases looked at, for as long as pages are."""
        while True:
            self.sockets.sleep(REFRESH_SECONDS)
            for room in {page.room for page in self.open.values()}:
                self._occupy(room)
            for page in list(self.open.values()):
                if page.case_id:
                    self._tell(page, page.case_id, here=True)

    def _tell(self, page: Page, case_id: str, *, here: bool) -> None:
        if page.actor.id is None:
            return
        try:
            if here:
                people = self.presence.look(page.hub_id, case_id, page.actor.id, page.actor.name)
            else:
                people = self.presence.leave(page.hub_id, case_id, page.actor.id)
        except RedisError as away:
            # presence informs; while Redis is away the page says "not live" itself
            log.warning("redis away", extra={"why": type(away).__name__})
            return
        self.sockets.emit("presence", {"case": case_id, "people": people}, to=page.room)

    def _occupy(self, room: str) -> None:
        try:
            self.presence.occupy(room)
        except RedisError as away:
            log.warning("redis away", extra={"why": type(away).__name__})


def attach(
    app: Flask,
    settings: Settings,
    async_mode: Literal["threading", "gevent"],
    *,
    alone: bool = False,
) -> SocketIO:
    """Put the sockets on the app of a live process.

    Args:
        async_mode: `gevent` in the live process, `threading` where a test serves it.
        alone: not joined by Redis to the relay and to other live processes; for tests of doors.
    """
    client = redis.Redis.from_url(settings.redis.url, **QUICK)
    sockets = SocketIO(
        app,
        client_manager=None
        if alone
        else socketio.RedisManager(settings.redis.url, channel=panels.CHANNEL),
        async_mode=async_mode,
        cors_allowed_origins=[settings.web.public_url, settings.web.live_url],
        manage_session=False,
        path="/live",
        ping_interval=20,
        ping_timeout=20,
    )
    pages = Pages(sockets, Presence(client))
    sockets.start_background_task(pages.stay)
    return sockets


def _page_id() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Socket.IO's own id of a page


def _case(value: object) -> str | None:
    try:
        return str(UUID(str(value))) if value else None
    except ValueError:
        return None
