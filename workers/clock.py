"""The clock: looks at everything that waits, every few seconds, and moves on what is due."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import psycopg
from sqlalchemy.exc import DBAPIError, OperationalError

from app.accounts import actions as accounts
from app.cases import actions as cases
from app.directory import actions as directory
from app.foundation import database
from app.foundation.actor import SERVICE
from app.foundation.partitions import make_months
from app.foundation.transaction import Transaction, transaction
from app.lines import actions as lines
from app.staffing import actions as staffing
from app.telephony import actions as telephony
from config.logging import configure_logging
from config.settings import settings_of_process
from workers.leading import Stopping, beat, leader

log = logging.getLogger(__name__)

LOCK = 860_2
TICK_SECONDS = 0.25
BEAT_SECONDS = 2.0
MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the clock looks at.

    Attributes:
        name: `<room>.<action>`, as reactions name it.
        run: takes due rows, moves them on, records facts; says how many. It never calls out.
        every: how often it is looked at.
    """

    name: str
    run: Callable[[Transaction], int]
    every: timedelta


SECOND = timedelta(seconds=1)

DUTIES: tuple[Duty, ...] = (
    Duty("cases.alarm_due", cases.alarm_due, SECOND / 2),
    Duty("cases.raise_overdue", cases.raise_overdue, SECOND),
    Duty("cases.raise_owed", cases.raise_owed, SECOND * 2),
    Duty("cases.release_absent", cases.release_absent, timedelta(minutes=1)),
    Duty("cases.list_due", cases.list_due, SECOND * 10),
    Duty("lines.settle_due", lines.settle_due, SECOND / 2),
    Duty("lines.wishes_due", lines.wishes_due, SECOND),
    Duty("lines.sweep_due", lines.sweep_due, SECOND * 2),
    Duty("lines.recordings_due", lines.recordings_due, SECOND * 10),
    Duty("directory.check_due", directory.check_due, SECOND * 10),
    Duty("telephony.rejoin_due", telephony.rejoin_due, SECOND),
    Duty("staffing.release_gone", staffing.release_gone, SECOND * 2),
    Duty("accounts.forget_old", accounts.forget_old, timedelta(hours=1)),
    Duty("foundation.make_months", make_months, timedelta(hours=1)),
)


def tend(duty: Duty) -> int:
    """Run one duty until it finds no more, each time in a transaction of its own.

    Not for ever: one that keeps finding the same rows must not keep the others from their turn.

    Returns:
        How many rows were moved on.
    """
    moved = 0
    for _ in range(MOST_ROUNDS):
        with transaction(SERVICE) as tx:
            found = duty.run(tx)
        moved += found
        if not found:
            break
    return moved


def lead(connection: psycopg.Connection, stopping: Stopping) -> None:
    """Tend every duty in its turn until told to stop or the connection is lost."""
    due = {duty.name: 0.0 for duty in DUTIES}
    faults: dict[str, str] = {}
    beat_due = 0.0
    _guarded("directory.check_soon", _ask_about_our_numbers, faults)
    while not stopping.now:
        now = time.monotonic()
        for duty in DUTIES:
            if now < due[duty.name]:
                continue
            due[duty.name] = now + duty.every.total_seconds()
            _guarded(duty.name, partial(tend, duty), faults)
        if now >= beat_due:
            beat(connection, "clock", {"faults": faults})
            beat_due = now + BEAT_SECONDS
        time.sleep(TICK_SECONDS)


def _ask_about_our_numbers() -> None:
    with transaction(SERVICE) as tx:
        directory.check_soon(tx)


def _guarded(name: str, run: Callable[[], object], faults: dict[str, str]) -> None:
    """Run something whose fault must not stop the others; health shows it until it runs again."""
    try:
        run()
    except OperationalError:
        raise
    except Exception as fault:
        log.exception("duty failed", extra={"duty": name})
        faults[name] = type(fault).__name__
    else:
        faults.pop(name, None)


def main() -> None:
    """Run until told to stop."""
    settings = settings_of_process()
    configure_logging(settings)
    database.connect(settings.database.url, pool_size=2, max_overflow=1)
    stopping = Stopping()
    for connection in leader(settings, "clock", LOCK, stopping):
        try:
            lead(connection, stopping)
        except (psycopg.OperationalError, DBAPIError) as away:
            log.warning("database away", extra={"role": "clock", "why": type(away).__name__})


if __name__ == "__main__":
    main()
