"""What must be true in the end, asked of the database and of the telephone company's own books."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg

from tests.faults.consoles import Console, Row
from tests.running import Desk, until


class Ledger:
    """The database of a running product, read past the product."""

    def __init__(self, desk: Desk) -> None:
        self._url = desk.settings.database.url

    def ask(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        with psycopg.connect(self._url, connect_timeout=3) as connection:
            return connection.execute(query, given).fetchall()

    def hubs(self) -> dict[str, UUID]:
        """Code and id of each hub."""
        return {row[0]: row[1] for row in self.ask("SELECT code, id FROM hub")}

    def board(self, hub_id: UUID) -> dict[str, Row]:
        """The open cases of a hub, as a board must show them."""
        return {
            str(row[0]): (str(row[1] or ""), row[2], row[3])
            for row in self.ask(
                'SELECT id, owner_id, band, sort FROM "case"'
                " WHERE hub_id = %s AND state <> 'closed'",
                hub_id,
            )
        }

    def number(self, hub_id: UUID) -> int:
        """The last number of a hub's journal."""
        return int(self.ask("SELECT seq FROM hub_counter WHERE hub_id = %s", hub_id)[0][0])

    def received(self, sids: Sequence[str]) -> Counter[str]:
        """How many contacts each call has that also have their case."""
        return Counter(
            row[0]
            for row in self.ask(
                'SELECT o.request_key FROM contact o JOIN "case" c'
                " ON c.id = o.case_id AND c.hub_id = o.hub_id"
                " WHERE o.channel = 'telephone' AND o.request_key = ANY(%s)",
                list(sids),
            )
        )

    def breaks(self) -> list[tuple[Any, ...]]:
        """Hubs whose journal has a gap or a broken chain, and where."""
        return [
            row
            for row in self.ask("SELECT hub_id, journal_verify(hub_id) FROM hub_counter")
            if row[1] is not None
        ]

    def unowned(self) -> list[tuple[Any, ...]]:
        """Open cases with neither a person nor a queue, or with both."""
        return self.ask(
            "SELECT number FROM \"case\" WHERE state <> 'closed'"
            " AND (owner_id IS NULL) = (queue IS NULL)"
        )


def equal(ledger: Ledger, hub_id: UUID, consoles: Sequence[Console]) -> bool:
    """Whether every console shows the board that the database has."""
    before = ledger.board(hub_id)
    return all(console.shown == before for console in consoles)


def become_equal(ledger: Ledger, of_hub: dict[UUID, list[Console]], seconds: float) -> None:
    """Wait until every console equals the database.

    Raises:
        AssertionError: one does not; what differs is in the message.
    """
    try:
        until(lambda: all(equal(ledger, hub, screens) for hub, screens in of_hub.items()), seconds)
    except AssertionError:
        raise AssertionError(
            "\n".join(differences(ledger, of_hub)) or "only for a moment"
        ) from None


def differences(ledger: Ledger, of_hub: dict[UUID, list[Console]]) -> list[str]:
    """What each console shows otherwise than the database has it."""
    found = []
    for hub_id, screens in of_hub.items():
        true = ledger.board(hub_id)
        number = ledger.number(hub_id)
        for screen in screens:
            shown = screen.shown
            wrong = {key for key in true.keys() | shown.keys() if true.get(key) != shown.get(key)}
            if wrong:
                key = min(wrong)
                found.append(
                    f"{screen.person.username} at {screen.seq} of {number}: {len(wrong)} rows,"
                    f" as {key}: {shown.get(key)} for {true.get(key)}"
                )
    return found
