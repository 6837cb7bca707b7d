"""The sockets: a page joins its hub's room and is told numbers. No command travels here."""

import logging
from typing import Any
from uuid import UUID

import redis
import socketio
from flask import Flask, request, session
from flask_socketio import SocketIO, join_room
from redis.exceptions import RedisError

from app.accounts.guards import actor_of_session
from app.console import panels
from app.console.presence import Presence
from app.foundation import journal
from app.foundation.actor import SERVICE, Actor
from app.foundation.problems import Problem
from app.foundation.transaction import transaction
from config.settings import Settings

log = logging.getLogger(__name__)

REFRESH_SECONDS = 8


def attach(app: Flask, settings: Settings, async_mode: str) -> SocketIO:
    """Put the sockets on the app of a live process.

    Args:
        async_mode: `gevent` in the live process, `threading` where a test serves it.
    """
    presence = Presence(
        redis.Redis.from_url(settings.redis.url, socket_timeout=1.0, socket_connect_timeout=0.5)
    )
    sockets = SocketIO(
        app,
        client_manager=socketio.RedisManager(settings.redis.url, channel=panels.CHANNEL),
        async_mode=async_mode,
        cors_allowed_origins=[settings.web.public_url, settings.web.live_url],
        manage_session=False,
        path="/live",
        transports=["websocket", "polling"],
        ping_interval=20,
        ping_timeout=20,
    )
    people: dict[str, tuple[Actor, UUID, str]] = {}
    looking: dict[str, str] = {}
    rooms: dict[str, int] = {}

    @sockets.on("connect")
    def connect(_auth: object = None) -> bool | None:
        """Let a signed-in page in, tell it the hub's newest number; refuse everybody else."""
        try:
            actor, hub_id = actor_of_session(session)
        except Problem:
            return False
        audience = panels.audience_of(actor, request.args.get("audience", "board"))
        if audience is None:
            return False
        room = panels.room(hub_id, audience)
        # in the room and marked before the number is read: what is written after is sent here
        join_room(room)
        rooms[room] = rooms.get(room, 0) + 1
        people[request.sid] = (actor, hub_id, room)  # type: ignore[attr-defined]  # Socket.IO's id
        _quietly(lambda: presence.occupy(room))
        with transaction(SERVICE) as tx:
            seq = journal.last_number(tx.session, hub_id)
        sockets.emit("hello", {"seq": seq}, to=request.sid)  # type: ignore[attr-defined]
        return None

    @sockets.on("looking")
    def look(message: Any) -> None:  # noqa: ANN401  # whatever a browser sends
        """Note which case a person has open, and tell the room."""
        sid = request.sid  # type: ignore[attr-defined]
        if sid not in people or not isinstance(message, dict):
            return
        actor, hub_id, room = people[sid]
        before = looking.pop(sid, None)
        case_id = _case(message.get("case"))
        if actor.id is None:
            return
        if before and before != case_id:
            _tell(room, before, presence.leave, hub_id, before, actor.id)
        if case_id:
            looking[sid] = case_id
            _tell(room, case_id, presence.look, hub_id, case_id, actor.id, actor.name)

    @sockets.on("disconnect")
    def disconnect(*_: object) -> None:
        """Forget the page."""
        sid = request.sid  # type: ignore[attr-defined]
        actor, hub_id, room = people.pop(sid, (None, None, ""))
        before = looking.pop(sid, None)
        if room:
            rooms[room] = rooms.get(room, 1) - 1
        if before and actor is not None and actor.id is not None:
            _tell(room, before, presence.leave, hub_id, before, actor.id)

    def _tell(room: str, case_id: str, change: Any, *arguments: object) -> None:  # noqa: ANN401
        try:
            seen_by = change(*arguments)
        except RedisError:
            return  # presence informs; while Redis is away the page says "not live" itself
        sockets.emit("presence", {"case": case_id, "people": seen_by}, to=room)

    def _occupy_for_ever() -> None:
        while True:
            sockets.sleep(REFRESH_SECONDS)
            for room, count in list(rooms.items()):
                if count > 0:
                    _quietly(lambda room=room: presence.occupy(room))  # type: ignore[misc]

    sockets.start_background_task(_occupy_for_ever)
    return sockets


def _quietly(act: Any) -> None:  # noqa: ANN401
    try:
        act()
    except RedisError as away:
        log.warning("redis away", extra={"why": type(away).__name__})


def _case(value: object) -> str | None:
    try:
        return str(UUID(str(value))) if value else None
    except ValueError:
        return None
