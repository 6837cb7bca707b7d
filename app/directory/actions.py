"""The verbs of the directory, and the only writers of its tables. All are safe to repeat."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from app.directory.facts import (
    ControlTested,
    HubOpened,
    KnownNumberKept,
    LineChecked,
    LinesCheckDue,
    OrganisationKept,
)
from app.directory.models import AmbulanceArea, Hub, HubLine, KnownNumber, Organisation
from app.directory.queries import organisation, organisation_by_code
from app.directory.states import LineKind
from app.foundation.problems import Conflict, NotFound
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber

CHECK_EVERY = timedelta(hours=1)
CHECK_AGAIN_AFTER = timedelta(minutes=1)


def open_hub(tx: Transaction, code: str, name: str, *, practice_ground: bool = False) -> Hub:
    """Add a hub."""
    tx.actor.must("config.write")
    hub = Hub(code=code, name=name, practice_ground=practice_ground)
    tx.session.add(hub)
    tx.session.flush()
    tx.record(HubOpened(hub_id=hub.id))
    return hub


def keep_line(tx: Transaction, hub_id: UUID, number: TelephoneNumber, kind: LineKind) -> HubLine:
    """Let a number of ours lead to a hub.

    Raises:
        Conflict: it leads to another hub already.
    """
    tx.actor.must("config.write")
    tx.actor.must_see(hub_id)
    line = tx.session.get(HubLine, number.e164)
    if line is None:
        line = HubLine(number=number.e164, hub_id=hub_id, kind=kind.value)
        tx.session.add(line)
    elif line.hub_id != hub_id:
        raise Conflict("That number leads to another hub.")
    line.kind = kind.value
    tx.session.flush()
    return line


def keep_organisation(  # noqa: PLR0913  # what an organisation is
    tx: Transaction,
    hub_id: UUID,
    ods_code: OdsCode,
    *,
    name: str,
    caller_type: CallerType,
    place: str = "",
) -> Organisation:
    """Add an organisation to a hub, or bring what is known of it up to date."""
    tx.actor.must("config.write")
    found = organisation_by_code(tx, hub_id, ods_code.code)
    if found is None:
        found = Organisation(hub_id=hub_id, ods_code=ods_code.code)
        tx.session.add(found)
    found.name, found.caller_type, found.place = name, caller_type.value, place
    tx.session.flush()
    tx.record(OrganisationKept(hub_id=hub_id, organisation_id=found.id, caller_type=caller_type))
    return found


def keep_known_number(
    tx: Transaction, organisation_id: UUID, number: TelephoneNumber, label: str = ""
) -> KnownNumber:
    """Remember that a number is said to be an organisation's; an earlier owner gives way."""
    tx.actor.must("queue.write")
    owner = organisation(tx, organisation_id)
    known = tx.session.get(KnownNumber, (owner.hub_id, number.e164))
    if known is None:
        known = KnownNumber(hub_id=owner.hub_id, number=number.e164)
        tx.session.add(known)
    known.organisation_id, known.label = owner.id, label
    tx.session.flush()
    tx.record(KnownNumberKept(hub_id=owner.hub_id, organisation_id=owner.id))
    return known


def keep_ambulance_area(
    tx: Transaction, hub_id: UUID, name: str, control: TelephoneNumber
) -> AmbulanceArea:
    """Set the professional line of the control responsible for an area; a new one is untested."""
    tx.actor.must("config.write")
    tx.actor.must_see(hub_id)
    area = tx.session.get(AmbulanceArea, (hub_id, name))
    if area is None:
        area = AmbulanceArea(hub_id=hub_id, name=name, control_number=control.e164)
        tx.session.add(area)
    if area.control_number != control.e164:
        area.control_number, area.tested_at, area.test_passed = control.e164, None, None
    tx.session.flush()
    return area


def check_soon(tx: Transaction) -> None:
    """Ask about every number anew: the clock has just started, perhaps with another address."""
    tx.session.execute(update(HubLine).values(check_due_at=tx.now))


def check_due(tx: Transaction, limit: int = 200) -> int:
    """Ask where the carrier sends the calls of our numbers, every hour. A duty of the clock.

    Returns:
        How many hubs are to be asked about; a second call at once asks about none.
    """
    due = tx.session.scalars(
        select(HubLine)
        .where(or_(HubLine.check_due_at.is_(None), HubLine.check_due_at <= tx.now))
        .order_by(HubLine.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for line in due:
        # whoever gets no answer is asked again soon; an answer sets the hour
        line.check_due_at = tx.now + CHECK_AGAIN_AFTER
    hubs = {line.hub_id for line in due}
    for hub_id in sorted(hubs):
        tx.record(LinesCheckDue(hub_id=hub_id))
    return len(hubs)


def line_checked(tx: Transaction, number: str, *, points_at_us: bool) -> None:
    """Keep whether the carrier sends a number's calls to us."""
    line = tx.session.get(HubLine, number, with_for_update=True)
    if line is None:
        raise NotFound
    tx.actor.must_see(line.hub_id)
    if line.points_at_us is not points_at_us:
        tx.record(LineChecked(hub_id=line.hub_id, points_at_us=points_at_us))
    line.points_at_us, line.checked_at = points_at_us, tx.now
    line.check_due_at = tx.now + CHECK_EVERY


def record_control_test(tx: Transaction, hub_id: UUID, name: str, *, passed: bool) -> None:
    """Write down whether control's line answered when it was tried.

    Raises:
        NotFound: there is no such area.
    """
    tx.actor.must("supervise")
    tx.actor.must_see(hub_id)
    area = tx.session.get(AmbulanceArea, (hub_id, name), with_for_update=True)
    if area is None:
        raise NotFound
    area.tested_at, area.test_passed = tx.now, passed
    tx.record(ControlTested(hub_id=hub_id, passed=passed))
