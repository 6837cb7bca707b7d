"""The clock: every duty has its turn."""

from datetime import timedelta

from sqlalchemy import Connection

from app.foundation.transaction import Transaction
from workers.clock import MOST_ROUNDS, Duty, tend


def test_a_duty_that_never_ends_gives_the_others_their_turn(connection: Connection) -> None:
    rounds: list[Transaction] = []

    def never_done(tx: Transaction) -> int:
        rounds.append(tx)
        return 1

    assert connection.in_transaction()
    assert tend(Duty("cases.never_done", never_done, timedelta(seconds=1))) == MOST_ROUNDS
    assert len(rounds) == MOST_ROUNDS


def test_a_duty_is_run_until_it_finds_no_more(connection: Connection) -> None:
    left = [2, 1, 0]
    assert connection.in_transaction()
    assert tend(Duty("cases.soon_done", lambda _: left.pop(0), timedelta(seconds=1))) == 3
    assert not left
