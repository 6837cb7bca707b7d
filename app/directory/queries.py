"""Readers of the directory: hubs, our lines, whose number it is, who is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from app.directory.models import AmbulanceArea, Hub, HubLine, KnownNumber, Organisation
from app.directory.states import LineKind
from app.foundation.actor import ActorKind
from app.foundation.problems import NotFound
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from app.terms.telephone import TelephoneNumber


def hubs(tx: Transaction) -> Sequence[Hub]:
    """The actor's hubs; all of them, for the service."""
    found = select(Hub).order_by(Hub.code)
    if tx.actor.kind is not ActorKind.SERVICE:
        found = found.where(Hub.id.in_(tx.actor.hubs))
    return tx.session.scalars(found).all()


def hub(tx: Transaction, hub_id: UUID) -> Hub:
    """One of the actor's hubs.

    Raises:
        NotFound: there is none, or it is not theirs.
    """
    tx.actor.must_see(hub_id)
    found = tx.session.get(Hub, hub_id)
    if found is None:
        raise NotFound
    return found


def hub_by_code(tx: Transaction, code: str) -> Hub:
    """The hub with a code, as cases are numbered by: "NV".

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    found = tx.session.scalar(select(Hub).where(Hub.code == code))
    if found is None:
        raise NotFound
    tx.actor.must_see(found.id)
    return found


def hub_by_line(tx: Transaction, number: str) -> HubLine | None:
    """Which hub and pathway a number of ours leads to; None if it is not ours.

    Args:
        tx: the service's: nobody is known yet when a call rings.
        number: E.164.
    """
    line = tx.session.get(HubLine, number)
    if line is None or not tx.actor.sees(line.hub_id):
        return None
    return line


__all__ = [
    "Hub",
    "Organisation",
    "Origin",
    "ambulance_area",
    "ambulance_areas",
    "astray",
    "hub",
    "hub_by_code",
    "hub_by_line",
    "hubs",
    "known_number",
    "known_numbers",
    "line_number",
    "lines",
    "lines_astray",
    "organisation",
    "organisation_by_code",
    "organisations",
    "origin",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a call comes from, as far as the directory knows; recognised, never proven."""

    hub_id: UUID
    line: LineKind
    organisation_id: UUID | None
    caller_type: CallerType | None
    label: str


_ORIGIN = (
    select(
        HubLine.hub_id,
        HubLine.kind,
        Organisation.id,
        Organisation.caller_type,
        Organisation.name,
        KnownNumber.label,
    )
    .outerjoin(
        KnownNumber,
        (KnownNumber.hub_id == HubLine.hub_id) & (KnownNumber.number == bindparam("from")),
    )
    .outerjoin(Organisation, Organisation.id == KnownNumber.organisation_id)
    .where(HubLine.number == bindparam("to"))
)


def origin(tx: Transaction, to: str, from_: str | None) -> Origin | None:
    """The hub and pathway of a number that was rung, and whose number rings, in one question.

    A telephone waits for the answer.

    Args:
        tx: the service's: nobody is known yet when a call rings.
        to: E.164.
        from_: E.164; None where it is withheld.

    Returns:
        None when the number that was rung is not ours.
    """
    row = tx.session.execute(_ORIGIN, {"to": to, "from": from_}).one_or_none()
    if row is None or not tx.actor.sees(row[0]):
        return None
    hub_id, kind, organisation_id, caller_type, name, label = row
    return Origin(
        hub_id,
        LineKind(kind),
        organisation_id,
        CallerType(caller_type) if caller_type else None,
        label or name or "",
    )


def lines(tx: Transaction, hub_id: UUID) -> Sequence[HubLine]:
    """The numbers by which a hub is rung."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(HubLine).where(HubLine.hub_id == hub_id).order_by(HubLine.kind, HubLine.number)
    ).all()


def lines_astray(tx: Transaction) -> Sequence[HubLine]:
    """Numbers of the actor's hubs that the carrier does not send to us: their calls are lost."""
    return [
        line
        for line in tx.session.scalars(
            select(HubLine).where(HubLine.points_at_us.is_(False)).order_by(HubLine.number)
        )
        if tx.actor.sees(line.hub_id)
    ]


def astray(line: HubLine) -> str:
    """What is wrong, as a person is told it: "01632 960 001 does not point at us: ..."."""
    return f"{TelephoneNumber(line.number)} does not point at us: its calls are lost."


def line_number(tx: Transaction, hub_id: UUID) -> str | None:
    """The hub's professional line, in E.164; None if nobody entered one."""
    tx.actor.must_see(hub_id)
    return tx.session.scalar(
        select(HubLine.number)
        .where(HubLine.hub_id == hub_id, HubLine.kind == LineKind.PROFESSIONAL)
        .order_by(HubLine.number)
        .limit(1)
    )


def known_number(
    tx: Transaction, hub_id: UUID, number: str
) -> tuple[KnownNumber, Organisation] | None:
    """Whose number it is said to be, in this hub. It recognises a source; it proves nothing."""
    tx.actor.must_see(hub_id)
    row = tx.session.execute(
        select(KnownNumber, Organisation)
        .join(Organisation, Organisation.id == KnownNumber.organisation_id)
        .where(KnownNumber.hub_id == hub_id, KnownNumber.number == number)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def known_numbers(tx: Transaction, hub_id: UUID) -> Sequence[tuple[KnownNumber, Organisation]]:
    """Every number that a hub recognises, with whose it is said to be."""
    tx.actor.must_see(hub_id)
    rows = tx.session.execute(
        select(KnownNumber, Organisation)
        .join(Organisation, Organisation.id == KnownNumber.organisation_id)
        .where(KnownNumber.hub_id == hub_id)
        .order_by(KnownNumber.number)
    )
    return [(known, organisation) for known, organisation in rows]


def organisations(
    tx: Transaction, hub_id: UUID, caller_type: CallerType | None = None
) -> Sequence[Organisation]:
    """Who rings a hub, by name; of these, those of one kind."""
    tx.actor.must_see(hub_id)
    found = select(Organisation).where(Organisation.hub_id == hub_id).order_by(Organisation.name)
    if caller_type is not None:
        found = found.where(Organisation.caller_type == caller_type)
    return tx.session.scalars(found).all()


def organisation(tx: Transaction, organisation_id: UUID) -> Organisation:
    """One organisation.

    Raises:
        NotFound: there is none, or it belongs to another hub.
    """
    found = tx.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    tx.actor.must_see(found.hub_id)
    return found


def organisation_by_code(tx: Transaction, hub_id: UUID, ods_code: str) -> Organisation | None:
    """The organisation with a code in a hub, as a signed-in partner's account names it."""
    tx.actor.must_see(hub_id)
    return tx.session.scalar(
        select(Organisation).where(Organisation.hub_id == hub_id, Organisation.ods_code == ods_code)
    )


def ambulance_areas(tx: Transaction, hub_id: UUID) -> Sequence[AmbulanceArea]:
    """Every ambulance control that is responsible for a part of the hub, by name."""
    tx.actor.must_see(hub_id)
    return tx.session.scalars(
        select(AmbulanceArea).where(AmbulanceArea.hub_id == hub_id).order_by(AmbulanceArea.name)
    ).all()


def ambulance_area(tx: Transaction, hub_id: UUID, name: str | None = None) -> AmbulanceArea:
    """The control to dial for a 999 upgrade: of the named area, else the hub's first.

    Raises:
        NotFound: the hub has none. Words say what to do, because somebody is being rescued.
    """
    areas = ambulance_areas(tx, hub_id)
    chosen = next((area for area in areas if area.name == name), None) or next(iter(areas), None)
    if chosen is None:
        raise NotFound("No ambulance control is known for this hub. Dial 999 on any telephone.")
    return chosen
