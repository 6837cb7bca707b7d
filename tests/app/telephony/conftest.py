"""A hub with a line, people, and the carrier that rings it."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text

from app.cases import actions as cases
from app.cases.models import Case, Obligation
from app.directory.models import HubLine
from app.factory import create_app
from app.foundation.actor import SERVICE, Actor
from app.foundation.database import sessions
from app.foundation.transaction import transaction
from app.lines.models import CallOrder, Claim, Leg, Room
from app.telephony import jobs
from config.settings import Settings
from tests.builders.cases import a_coordinator, a_hub
from tests.builders.lines import LINE, Browser, Call, Carrier, Conference


@pytest.fixture(scope="session")
def app(settings: Settings, engine: object) -> Flask:
    return create_app(settings)


@dataclass
class Desk:
    """One hub as the tests of telephony see it; everything goes through real transactions."""

    carrier: Carrier
    hub_id: UUID
    priya: Actor
    sam: Actor

    def case(self, call: Call) -> Case:
        leg = self.leg(call.sid)
        with sessions() as session:
            return session.get_one(Case, leg.case_id)

    def leg(self, call_sid: str) -> Leg:
        with sessions() as session:
            return session.scalars(select(Leg).where(Leg.call_sid == call_sid)).one()

    def room(self, case_id: UUID) -> Room:
        with sessions() as session:
            return session.scalars(
                select(Room).where(Room.case_id == case_id, Room.ended_at.is_(None))
            ).one()

    def claim(self, staff: Actor) -> str:
        with sessions() as session:
            return (
                session.scalars(
                    select(Claim.token)
                    .where(Claim.staff_id == staff.id, Claim.used_by.is_(None))
                    .order_by(Claim.expires_at.desc())
                ).first()
                or ""
            )

    def orders(self, case_id: UUID) -> list[CallOrder]:
        with sessions() as session:
            return list(
                session.scalars(
                    select(CallOrder).where(CallOrder.case_id == case_id).order_by(CallOrder.id)
                )
            )

    def debts(self) -> list[Obligation]:
        with sessions() as session:
            return list(session.scalars(select(Obligation).where(Obligation.hub_id == self.hub_id)))

    def facts(self, kind: str) -> list[dict[str, object]]:
        with sessions() as session:
            rows = session.execute(
                text("SELECT facts FROM journal WHERE kind = :kind AND hub_id = :hub ORDER BY seq"),
                {"kind": kind, "hub": self.hub_id},
            )
            return [dict(row[0]) for row in rows]

    def take(self, call: Call, who: Actor | None = None) -> UUID:
        case_id = self.case(call).id
        with transaction(who or self.priya) as tx:
            cases.take(tx, case_id)
        return case_id

    def connected(self, call: Call, who: Actor | None = None) -> tuple[Conference, Browser]:
        """A queued call, taken, with the coordinator in the room first and the caller second."""
        person = who or self.priya
        case_id = self.take(call, person)
        jobs.join(str(case_id))
        assert person.id is not None
        browser = Browser(self.carrier, person.id)
        browser.ring_in(self.claim(person))
        room = Conference(self.carrier, self.room(case_id).name)
        room.tell("participant-join", browser.sid, ParticipantLabel="coord")
        leg = self.leg(call.sid)
        call.follow(f"/telephony/room/{leg.id}/{leg.step}")
        call.in_room = call.heard
        room.tell("conference-start")
        room.tell("participant-join", call.sid, ParticipantLabel="caller")
        return room, browser


@pytest.fixture
def desk(connection: Connection, app: Flask, settings: Settings) -> Desk:
    with transaction(SERVICE) as tx:
        hub_id = a_hub(tx)
        tx.session.add(HubLine(number=LINE, hub_id=hub_id, kind="professional"))
        priya, sam = a_coordinator(tx, hub_id), a_coordinator(tx, hub_id, "Sam Reed")
    return Desk(Carrier(app, settings), hub_id, priya, sam)
