"""The care-home pathway's own report: what came from each home, how soon, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import load_only

from app.cases.models import Case, Contact
from app.cases.pathways import TARGETS
from app.cases.queries.finding import OPEN
from app.cases.states import CaseState
from app.foundation import journal
from app.foundation.transaction import Transaction
from app.terms.band import Band
from app.terms.caller import CallerType

CARE_HOME_TARGET = TARGETS[Band.P2]
"""How soon a coordinator is to have a care home's case: the pathway's own target."""


@dataclass(slots=True)
class CareHome:
    """One home's cases.

    Attributes:
        home_id: None where the number was not known.
        judged: cases that were taken, or whose time has passed; the others are neither yet.
        on_time: of these, taken by a coordinator within the target.
        outcomes: what happened → how many closed cases.
    """

    home_id: UUID | None
    calls: int = 0
    forms: int = 0
    cases: int = 0
    judged: int = 0
    on_time: int = 0
    still_open: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


def care_homes(tx: Transaction, hub_id: UUID, since: datetime) -> list[CareHome]:
    """What came from each care home since an instant; those that sent nothing are left out."""
    tx.actor.must_see(hub_id)
    found = _arrived(tx, hub_id, since)
    taken = journal.first_of_kind(
        tx.session, hub_id, "CaseTaken", [case.id for case in found], since
    )
    homes: dict[UUID | None, CareHome] = {}
    home_of: dict[UUID, CareHome] = {}
    for case in found:
        home = homes.setdefault(case.claimed_org_id, CareHome(case.claimed_org_id))
        home_of[case.id] = home
        _count(home, case, taken.get(case.id), tx.now)
    channels = tx.session.execute(
        select(Contact.case_id, Contact.channel).where(
            Contact.hub_id == hub_id, Contact.case_id.in_(home_of), Contact.received_at >= since
        )
    )
    for case_id, channel in channels:
        home_of[case_id].calls += channel == "telephone"
        home_of[case_id].forms += channel == "web_form"
    return list(homes.values())


def _arrived(tx: Transaction, hub_id: UUID, since: datetime) -> Sequence[Case]:
    # whatever arrived since then is open or was closed since then: both have an index
    lately = or_(OPEN, and_(Case.state == CaseState.CLOSED, Case.closed_at >= since))
    from_homes = or_(Case.express, Case.caller_type == CallerType.CARE_HOME)
    return tx.session.scalars(
        select(Case)
        .where(Case.hub_id == hub_id, lately, Case.arrived_at >= since, from_homes)
        .options(load_only(Case.arrived_at, Case.claimed_org_id, Case.state, Case.outcome))
    ).all()


def _count(home: CareHome, case: Case, taken_at: datetime | None, now: datetime) -> None:
    home.cases += 1
    due_at = case.arrived_at + CARE_HOME_TARGET
    if taken_at is not None or now > due_at:
        home.judged += 1
    home.on_time += taken_at is not None and taken_at <= due_at
    if case.state != CaseState.CLOSED:
        home.still_open += 1
    elif (case.outcome or {}).get("happened"):
        home.outcomes[case.outcome["happened"]] += 1  # type: ignore[index]  # it has one
