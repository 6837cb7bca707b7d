"""The call handler's page: a few questions in under three minutes, then over to a coordinator."""

from app.cases import queries as cases
from app.cases.states import CaseState
from app.console import case_view
from app.console.views import StreamingView
from app.foundation.actor import Actor
from app.foundation.transaction import Transaction
from app.terms import moments


def is_streaming(found: cases.Case, who: Actor) -> bool:
    """Whether the handler's page is what this person sees of the case."""
    return found.state == CaseState.STREAMING and found.owner_id == who.id


def streaming_view(tx: Transaction, found: cases.Case) -> StreamingView:
    """What the handler's page shows."""
    page = case_view.case_view(tx, found)
    since = found.owner_since or found.arrived_at
    return StreamingView(
        id=page.id,
        ref=page.ref,
        band=page.band,
        caller=page.caller,
        since=since.isoformat(),
        passed=moments.duration(tx.now - since, seconds=True),
        reasons=page.reasons,
        emergency=page.emergency,
        call=page.call,
    )
