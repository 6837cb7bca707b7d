"""Hubs and organisations as tests need them, made by the product's own actions."""

from uuid import UUID

from app.directory import actions
from app.directory.models import Hub, Organisation
from app.directory.states import LineKind
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber


def an_open_hub(tx: Transaction, name: str = "Northvale hub", line: str | None = None) -> Hub:
    """A hub with ambulance control, and its professional line if one is given."""
    hub = actions.open_hub(tx, f"T{new_id().hex[-8:].upper()}", name)
    control = TelephoneNumber.typed("01632 960910")
    actions.keep_ambulance_area(tx, hub.id, "Northvale Ambulance", control)
    if line:
        actions.keep_line(tx, hub.id, TelephoneNumber.typed(line), LineKind.PROFESSIONAL)
    return hub


def an_organisation(
    tx: Transaction,
    hub_id: UUID,
    caller_type: CallerType = CallerType.CARE_HOME,
    name: str = "Larch House",
    numbers: tuple[str, ...] = (),
) -> Organisation:
    """Somebody who rings, and the numbers that are known to be theirs."""
    code = OdsCode(f"ZZ{new_id().hex[-6:]}")
    kept = actions.keep_organisation(tx, hub_id, code, name=name, caller_type=caller_type)
    for number in numbers:
        actions.keep_known_number(tx, kept.id, TelephoneNumber.typed(number))
    return kept
