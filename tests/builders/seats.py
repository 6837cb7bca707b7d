"""People signed in at a browser, as tests of pages need them."""

from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient

from app.accounts.guards import TOKEN
from app.accounts.models import StaffSession
from app.accounts.queries import token_hash
from app.foundation.actor import Actor
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction


def take_seat(client: FlaskClient, tx: Transaction, actor: Actor, hub_id: UUID) -> None:
    """Sign a member of staff in on a client."""
    token = new_id().hex
    assert actor.id is not None
    tx.session.add(
        StaffSession(
            token_hash=token_hash(token),
            staff_id=actor.id,
            hub_id=hub_id,
            started_at=tx.now,
            last_seen_at=tx.now + timedelta(days=3650),
            expires_at=tx.now + timedelta(days=3650),
        )
    )
    tx.session.flush()
    with client.session_transaction() as kept:
        kept[TOKEN] = token
