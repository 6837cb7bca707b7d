"""Raw webhooks: kept whole, once; the key decides whether anything may follow."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from app.foundation.transaction import Transaction
from app.lines.models import RawWebhook

_RAW = cast("Table", RawWebhook.__table__)
_INSERT = insert(_RAW).on_conflict_do_nothing().returning(_RAW.c.key)


def keep_raw(
    tx: Transaction, kind: str, key: str, parameters: Mapping[str, str], call_sid: str | None = None
) -> bool:
    """Keep a signed request as it came, parameters unknown to us too.

    Args:
        tx: the transaction.
        kind: as the carrier's contract names it.
        key: tells one event from another; deliveries of the same event share it.
        parameters: every field.
        call_sid: whose leg it is about, where it is about one.

    Returns:
        False when this event was kept before: then answer again, and change nothing.
    """
    made = tx.session.scalar(
        _INSERT,
        {
            "key": f"{kind}:{key}",
            "received_at": tx.now,
            "kind": kind,
            "call_sid": call_sid,
            "parameters": dict(parameters),
        },
    )
    return made is not None
