"""The board as a page, my cases, the keys and the phone's window."""

from uuid import UUID

from app.accounts.queries import Seat
from app.cases import queries as cases
from app.console import rows
from app.console.views import BoardRow, BoardView, Filter, KeyLine, MineLine, PhonePage
from app.foundation.transaction import Transaction
from app.staffing import queries as staffing
from app.terms import moments
from config.settings import Settings

KEYS = (
    KeyLine("F2", "Take or answer the next call"),
    KeyLine("F4", "Mute"),
    KeyLine("F8", "Hold and resume"),
    KeyLine("F9", "Add someone or transfer"),
    KeyLine("Shift F1", "999"),
    KeyLine("/", "Find a case"),
    KeyLine("G then B, M, S", "Board, my cases, supervisor"),
    KeyLine("Up, Down or J, K", "Move by row"),
    KeyLine("T", "Take the row"),
    KeyLine("Enter", "Open the row"),
    KeyLine("U", "Let the held list go"),
    KeyLine("P, N, C, H", "Plan, new NEWS2, close, hand over"),
    KeyLine("Ctrl Enter", "Do the main action of this panel"),
    KeyLine("Alt 1 to 4", "My open cases"),
    KeyLine("Esc", "Leave the field, then the panel; it never ends a call"),
)


def board_view(tx: Transaction, hub_id: UUID) -> BoardView:
    """Every open case as a row, with the counts of the filters."""
    drawn = rows.rows(tx, hub_id, cases.board(tx, hub_id))
    live = sorted(row.on_line_since for row in drawn if row.live)
    ready, takers = staffing.free_of(tx, hub_id)
    counts = cases.counts(tx, hub_id)
    return BoardView(
        rows=tuple(drawn),
        filters=_filters(drawn, str(tx.actor.id)),
        calls_waiting=len(live),
        longest=moments.duration(tx.now - counts.longest_since, seconds=True)
        if counts.longest_since
        else "",
        coordinators=f"{ready} of {takers}",
        longest_since=live[0] if live else "",
        empty=f"{counts.in_hand} in hand.",
        mine=mine(tx, hub_id),
    )


def _filters(drawn: list[BoardRow], me: str) -> tuple[Filter, ...]:
    return (
        Filter("all", "All", len(drawn)),
        Filter("waiting", "Waiting", sum(row.group == "waiting" for row in drawn)),
        Filter("mine", "Mine", sum(row.owner_id == me for row in drawn)),
        Filter("crew", "Crews", sum("crew" in row.kinds for row in drawn)),
        Filter("care_home", "Care homes", sum("care_home" in row.kinds for row in drawn)),
    )


def mine(tx: Transaction, hub_id: UUID) -> tuple[MineLine, ...]:
    """The actor's own open cases with what each waits for."""
    if tx.actor.id is None:
        return ()
    own = cases.owned_by(tx, hub_id, tx.actor.id)
    return tuple(
        MineLine(
            case_id=row.id,
            ref=row.ref,
            patient=row.patient,
            band=row.band,
            words=f"{row.need}. {case.state.replace('_', ' ').capitalize()}.",
            due=row.due,
        )
        for case, row in zip(own, rows.rows(tx, hub_id, own), strict=True)
    )


def phone_page(settings: Settings, seat: Seat) -> PhonePage:
    """Which handset the phone's window holds: Twilio's, or the simulator's."""
    simulated = settings.twilio.simulated
    return PhonePage(
        handset="simulated" if simulated else "twilio",
        token_url="/telephony/token",  # noqa: S106  # an address
        identity=f"coord_{seat.person.id.hex}",
        simulated_url=settings.twilio.api_url or "" if simulated else "",
    )
