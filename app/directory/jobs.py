"""Whether the carrier sends the calls of our numbers to us: asked, compared, kept."""

import logging
from urllib.parse import urldefrag
from uuid import UUID

from app.directory import actions, queries
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.integrations.http import NoAnswer, Refused
from app.integrations.twilio import line

log = logging.getLogger(__name__)


def check_lines(hub_id: str) -> None:
    """Compare where the carrier sends the calls of a hub's numbers with where we are.

    Safe to repeat. A number about which the carrier says nothing keeps what was known of it, and
    the duty comes back to it.
    """
    with transaction(SERVICE) as tx:
        numbers = [each.number for each in queries.lines(tx, UUID(hub_id))]
    for number in numbers:
        try:
            found = line().telephone.number_settings(number)
        except (Refused, NoAnswer) as silence:
            log.warning("could not ask about a line", extra={"why": silence.reason})
            continue
        # what follows "#" is for the carrier alone: how often and when it is to try again
        ours = found is not None and urldefrag(found.voice_url).url == line().url(INBOUND)
        with transaction(SERVICE) as tx:
            actions.line_checked(tx, number, points_at_us=ours)
        if not ours:
            log.error("a line does not point at us", extra={"hub_id": hub_id})


INBOUND = "/telephony/inbound"
"""Where a number of ours must lead; the route is telephony's."""
