"""What follows from facts of cases outside the database: the list for the day it is away."""

import logging
import os
from pathlib import Path
from uuid import UUID

from app.cases import actions, off_system
from app.foundation import storage
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction

log = logging.getLogger(__name__)


def write_list(hub_id: str) -> None:
    """Write the encrypted list of a hub's open cases to its folder, whole or not at all.

    Safe to repeat: the newest list replaces the one before it.
    """
    folder, key = storage.open_cases()
    with transaction(SERVICE) as tx:
        name, text = off_system.listed(tx, UUID(hub_id))
    path = folder / f"{name}.frontdoor"
    _replace(path, off_system.sealed(text, key))
    with transaction(SERVICE) as tx:
        actions.list_written(tx, UUID(hub_id))
    log.info("open cases written", extra={"hub_id": hub_id})


def _replace(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    part.replace(path)
