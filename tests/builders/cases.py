"""Cases as tests need them, made by the product's own actions."""

from collections.abc import Sequence
from uuid import UUID

from app.accounts.models import Staff, StaffHub
from app.cases import actions
from app.cases.actions.receiving import Source
from app.cases.models import Case
from app.directory.models import AmbulanceArea, Hub
from app.foundation.actor import Actor, ActorKind
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType

COORDINATOR = frozenset(
    {
        "queue.read",
        "queue.write",
        "patient.read",
        "case.stream",
        "case.coordinate",
        "case.close",
        "case.override",
        "emergency.raise",
    }
)


def a_hub(tx: Transaction, code: str = "NV") -> UUID:
    """A hub with an ambulance control."""
    hub = Hub(id=new_id(), code=f"{code}{new_id().hex[-6:]}", name="Northvale hub")
    tx.session.add(hub)
    tx.session.flush()
    tx.session.add(
        AmbulanceArea(hub_id=hub.id, name="Northvale Ambulance", control_number="+441632960900")
    )
    tx.session.flush()
    return hub.id


def a_coordinator(
    tx: Transaction,
    hub_id: UUID,
    name: str = "Priya Nair",
    rights: frozenset[str] = COORDINATOR,
    roles: Sequence[str] = ("pathway_coordinator",),
) -> Actor:
    """A member of staff who may coordinate in a hub."""
    person = Staff(
        id=new_id(),
        username=f"u{new_id().hex}",
        name=name,
        roles=list(roles),
        ods_code="ZZ001",
        organisation="Northvale Care",
        password_hash="-",
        pin_hash="-",
    )
    tx.session.add(person)
    tx.session.flush()
    tx.session.add(StaffHub(hub_id=hub_id, staff_id=person.id))
    tx.session.flush()
    return Actor(ActorKind.PERSON, person.id, "ZZ001", name, frozenset({hub_id}), rights)


def a_call(
    tx: Transaction,
    hub_id: UUID,
    caller: CallerType = CallerType.AMBULANCE_ON_SCENE,
    number: str | None = "+447700900214",
) -> Case:
    """A call that rings, as its case."""
    received = actions.receive_call(
        tx, hub_id, f"CA{new_id().hex}", Source(caller_type=caller, number=number, line="N214")
    )
    tx.session.flush()
    found = tx.session.get(Case, received.case_id)
    assert found is not None
    return found


def acting(tx: Transaction, actor: Actor) -> Transaction:
    """The same transaction in somebody's hands."""
    return Transaction(tx.session, actor, tx.now, tx.facts)
