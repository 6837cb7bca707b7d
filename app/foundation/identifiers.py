"""Identifiers: time-ordered UUIDs, so that what is written together lies together."""

import os
import time
from uuid import UUID

INSTALLATION = UUID(int=0)
"""The reserved hub to which facts without a hub belong (a sign-in, a refused webhook)."""


def new_id() -> UUID:
    """A fresh UUID, version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80 | chance
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
