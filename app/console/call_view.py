"""Who is on the line of a case, and whom else to bring in."""

from app.cases import queries as cases
from app.cases.states import CaseState
from app.console import rows
from app.console.views import Action
from app.console.views.case import CallPanel, PartyLine
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.lines.states import LegRole
from app.telephony import queries as telephony
from app.terms.caller import CallerType

_STATES = {
    "ringing": "ringing",
    "queued": "waiting",
    "answered": "answered, joining",
    "in_room": "on the line",
    "on_hold": "on hold",
}


def call_panel(tx: Transaction, found: cases.Case) -> CallPanel | None:
    """The telephone side of a case, for whoever has it; nothing once it is closed."""
    if found.state == CaseState.CLOSED or found.owner_id != tx.actor.id:
        return None
    caller = rows.caller_words(CallerType(found.caller_type), found.caller_line)
    parties = telephony.parties(tx, found.hub_id, found.id, caller)
    base = f"/telephony/cases/{found.id}"
    here = any(party.mine for party in parties)
    reached = any(party.role is LegRole.CALLER for party in parties)
    actions = []
    if not reached and found.call_back_number:
        number = rows.spoken_number(found.call_back_number)
        actions.append(Action(f"Ring back {number}", f"{base}/ring-back", icon="phone"))
    if reached and not here:
        actions.append(Action("Come back into the talk", f"{base}/retrieve", icon="phone"))
    return CallPanel(
        base_url=base,
        request_key=str(new_id()),
        parties=tuple(
            PartyLine(
                words="You" if party.mine else party.words,
                state=_STATES.get(party.state, party.state),
                actions=_party_actions(base, party),
            )
            for party in parties
        ),
        languages=tuple(
            (language, language.capitalize()) for language in telephony.languages(tx, found.hub_id)
        ),
        actions=tuple(actions),
        can_add=here,
    )


def _party_actions(base: str, party: telephony.PartyOnCall) -> tuple[Action, ...]:
    if party.role is not LegRole.THIRD_PARTY:
        return ()
    return (
        Action(
            "Let them go",
            f"{base}/release",
            kind="plain",
            spoken=party.words,
            name="leg",
            value=str(party.id),
        ),
    )
