"""Who is looking at what: kept in Redis for a moment, informs and never locks."""

import json
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

QUICK: dict[str, Any] = {
    "socket_timeout": 1.0,
    "socket_connect_timeout": 0.5,
    # the library's own habit is to try for several seconds; somebody waits on the line meanwhile
    "retry": Retry(NoBackoff(), 0),
}
"""How Redis is asked where a quick "no" is better than a late answer."""

LOOKING_SECONDS = 30
OCCUPIED_SECONDS = 20


class Presence:
    """Presence marks of one installation. Losing them loses nothing."""

    def __init__(self, client: redis.Redis) -> None:
        self.client = client

    def occupy(self, room: str) -> None:
        """Say that somebody is in a room, so that it is worth drawing for."""
        self.client.set(f"frontdoor:occupied:{room}", 1, ex=OCCUPIED_SECONDS)

    def occupied(self, rooms: list[str]) -> list[bool]:
        """For each room whether anybody is in it."""
        return [
            bool(value) for value in self.client.mget([f"frontdoor:occupied:{r}" for r in rooms])
        ]

    def look(self, hub_id: UUID, case_id: str, staff_id: UUID, name: str) -> list[dict[str, str]]:
        """Say that a person looks at a case.

        Returns:
            Everybody who looks at it now.
        """
        key = self._key(hub_id, case_id)
        pipe = self.client.pipeline()
        pipe.hset(key, str(staff_id), json.dumps(name))
        pipe.expire(key, LOOKING_SECONDS)
        pipe.hgetall(key)
        return _people(pipe.execute()[-1])

    def leave(self, hub_id: UUID, case_id: str, staff_id: UUID) -> list[dict[str, str]]:
        """Say that a person looks no more.

        Returns:
            Everybody who still does.
        """
        key = self._key(hub_id, case_id)
        pipe = self.client.pipeline()
        pipe.hdel(key, str(staff_id))
        pipe.hgetall(key)
        return _people(pipe.execute()[-1])

    def looking(self, hub_id: UUID, case_ids: Sequence[str]) -> dict[str, list[dict[str, str]]]:
        """Who looks at each of some cases now; of nobody while Redis is away, for it only informs.

        Returns:
            Case id → people, those without anybody left out.
        """
        if not case_ids:
            return {}
        pipe = self.client.pipeline(transaction=False)
        for case_id in case_ids:
            pipe.hgetall(self._key(hub_id, case_id))
        try:
            found = pipe.execute()
        except RedisError as away:
            log.warning("redis away", extra={"why": type(away).__name__})
            return {}
        people = zip(case_ids, map(_people, found), strict=True)
        return {case_id: here for case_id, here in people if here}

    @staticmethod
    def _key(hub_id: UUID, case_id: str) -> str:
        return f"frontdoor:looking:{hub_id}:{case_id}"


def _people(found: dict[bytes, bytes]) -> list[dict[str, str]]:
    return [{"id": staff.decode(), "name": json.loads(name)} for staff, name in found.items()]
