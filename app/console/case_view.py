"""One case as its workspace: what we know, what we do, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts import queries as accounts
from app.cases import dispositions, pathways
from app.cases import queries as cases
from app.cases.news2 import NotValid, Score
from app.cases.red_flags import RedFlag
from app.cases.states import CaseState, Debt, EmergencyState, Reach
from app.console import rows, timeline
from app.console.call_view import call_panel
from app.console.views import (
    Action,
    BannerAlert,
    CallerPanel,
    CaseView,
    Check,
    ClosingPanel,
    EmergencyPanel,
    Fact,
    Link,
    News2Panel,
    News2Part,
    Note,
    NoteLine,
    PatientBanner,
    Pick,
    PlanPanel,
    SituationPanel,
    Tag,
)
from app.directory import queries as directory
from app.foundation import journal
from app.foundation.transaction import Transaction
from app.foundation.working_time import london_date
from app.patients import queries as patients
from app.patients.queries import Patient
from app.terms import moments
from app.terms.age import age_on
from app.terms.caller import CallerType
from app.terms.nhs_number import NhsNumber
from app.terms.person import PersonName, Sex

FIRST_PICKS = 5
"""Next steps shown before "18 more"."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What the panels of one case are drawn from, read once."""

    row: cases.Case
    ref: str
    record: dict[str, Any]
    person: Patient | None
    now: datetime
    mine: bool


def case_view(
    tx: Transaction,
    found: cases.Case,
    *,
    chosen: str = "",
    changing: bool = False,
    open_form: str = "",
) -> CaseView:
    """Everything the workspace shows of a case.

    Args:
        chosen: the next step that is being worked on, before it is agreed.
        changing: the list of steps stands open again though one was agreed.
        open_form: the form that stands open.
    """
    hub = directory.hub(tx, found.hub_id)
    it = _Case(
        row=found,
        ref=f"{hub.code}-{found.number}",
        record=cases.record(tx, found),
        person=patients.patient(tx, found.patient_id) if found.patient_id else None,
        now=tx.now,
        mine=found.owner_id is not None and found.owner_id == tx.actor.id,
    )
    board_row = rows.rows(tx, found.hub_id, [found])[0]
    notes = cases.notes(tx, found)
    entries = journal.of_case(tx.session, found.hub_id, found.id)
    names = accounts.names(
        tx,
        {note.written_by for note in notes if note.written_by}
        | timeline.people(entries)
        | ({found.owner_id} if found.owner_id else set()),
    )
    return CaseView(
        id=str(found.id),
        ref=it.ref,
        band=found.band,
        due=board_row.due,
        state=found.state.replace("_", " "),
        patient=banner(it),
        yours=_yours(it, names),
        caller=_caller(it),
        situation=_situation(it),
        news2=_news2(it, cases.score(tx, found)),
        plan=_plan(it, chosen, changing=changing),
        closing=_closing(it, cases.owed(tx, found), open_=open_form == "close"),
        timeline=tuple(timeline.lines(entries, names, tx.actor.id, tx.now)),
        reasons=pathways.sentence([pathways.Reason.of(reason) for reason in found.reasons], tx.now),
        owner_id=str(found.owner_id or ""),
        can_write=it.mine,
        closed=found.state == CaseState.CLOSED,
        emergency=_emergency(tx, it),
        notes=tuple(_note(note, names, tx.now) for note in notes),
        actions=_actions(it),
        strips=_strips(it),
        open_form=open_form,
        earlier=_earlier(tx, it, hub.code),
        call=call_panel(tx, found),
    )


def banner(it: "_Case") -> PatientBanner:
    """Who the patient is; a restricted one is initials."""
    person = it.person
    if person is None:
        return PatientBanner(name="Patient not named yet", verified="Not verified")
    born = ""
    if person.born_on:
        born = (
            f"{moments.day(person.born_on)} ({age_on(person.born_on, london_date(it.now)).years} y)"
        )
    elif person.age_told is not None:
        born = f"about {person.age_told} y, told"
    name = patients.listed_name(person)
    if not person.restricted and (person.family_name or person.given_name):
        name = PersonName(person.family_name, person.given_name, person.title).identity
    return PatientBanner(
        name=name,
        born=born,
        sex=Sex(person.sex).spoken if person.sex else "",
        nhs_number=str(NhsNumber(person.nhs_number)) if person.nhs_number else "",
        practice=person.practice,
        verified=(
            f"Verified {moments.clock(person.verified_at)}"
            if person.verified_at
            else "Not verified"
        ),
        is_verified=person.verified_at is not None,
        alerts=tuple(_alerts(it.record)),
        wrong=Link("Wrong patient?", f"/cases/{it.row.id}?form=patient"),
        restricted=person.restricted,
    )


def _alerts(record: dict[str, Any]) -> list[BannerAlert]:
    alerts = []
    if record.get("violence"):
        alerts.append(BannerAlert("Hazard to staff", record.get("access", "")))
    if record.get("safeguarding"):
        alerts.append(BannerAlert("Safeguarding", "concern raised"))
    if record.get("language"):
        alerts.append(BannerAlert("Interpreter", record["language"], folds=True))
    if record.get("adjustments"):
        alerts.append(BannerAlert("Adjustments", record["adjustments"], folds=True))
    return alerts


def _yours(it: "_Case", names: dict[Any, str]) -> str:
    case = it.row
    if case.state == CaseState.CLOSED and case.closed_at:
        return f"Closed {moments.moment(case.closed_at, it.now)}."
    if case.owner_id is None or case.owner_since is None:
        return "Nobody has it."
    since = moments.moment(case.owner_since, it.now)
    if it.mine:
        return f"Yours since {since}."
    return f"With {names.get(case.owner_id, 'somebody')} since {since}."


def _caller(it: "_Case") -> CallerPanel:
    case, record = it.row, it.record
    tag = {
        Reach.ON_LINE: Tag("On the line", "ok", "phone"),
        Reach.CALL_BACK: Tag("To be rung back", "warn", "phone"),
        Reach.WRITTEN: Tag("In writing", "info"),
        Reach.LOST: Tag("Number withheld, line ended", "warn"),
    }[Reach(case.reach)]
    calling = rows.caller_words(CallerType(case.caller_type), case.caller_line)
    who = record.get("caller_name") or calling
    hidden = it.person is not None and it.person.restricted
    number = "" if hidden else rows.spoken_number(case.call_back_number)
    more = [] if who == calling else [calling]
    if case.claimed_org_id:
        more.append("Claimed: the number is known, the caller is not proven")
    if record.get("with_patient"):
        more.append("With patient now" if record["with_patient"] == "yes" else "Not with patient")
    return CallerPanel(
        tag=tag,
        facts=(
            Fact("Who", who, more=tuple(more), strong=True),
            Fact(
                "Ring back",
                number or "No number yet",
                tags=(_read_back(record.get("number_read_back")),) if number else (),
                number=True,
                strong=True,
            ),
            Fact(
                "Where now",
                case.where_now or "Not asked yet",
                more=(record["access"],) if record.get("access") else (),
                tags=(_read_back(record.get("where_read_back")),) if case.where_now else (),
                strong=True,
            ),
            Fact("Asked first", record.get("asked_first") or "Not asked yet"),
        ),
    )


def _read_back(done: object) -> Tag:
    return Tag("Read back", "ok", "tick") if done else Tag("Not read back", "warn")


def _situation(it: "_Case") -> SituationPanel:
    record = it.record
    flags = [RedFlag(flag).spoken for flag in record.get("red_flags") or ()]
    if flags:
        flags_words = ", ".join(flags)
    elif record.get("flags_asked"):
        flags_words = f"None of {len(RedFlag)}"
    else:
        flags_words = "Not asked yet"
    base = ", ".join(
        part
        for part in (
            f"Frailty {record['frailty']} of 9" if record.get("frailty") else "",
            "lives alone" if record.get("lives_alone") else "",
            str(record.get("baseline") or ""),
        )
        if part
    )
    return SituationPanel(
        need=it.row.need,
        saved=f"Version {it.row.record_version}" if it.row.record_version else "Not saved yet",
        facts=(
            Fact("Red flags", flags_words, strong=bool(flags), icon="warn" if flags else ""),
            Fact("Since", str(record.get("onset") or "Not asked yet")),
            Fact("Baseline", base or "Not asked yet"),
            Fact("Who is there", str(record.get("who_with") or "Not asked yet")),
            Fact("Capacity", str(record.get("capacity") or "Not asked yet")),
        ),
    )


def _news2(it: "_Case", score: Score | NotValid | None) -> News2Panel:
    seen = it.row.news2["signs"] if it.row.news2 else None
    if seen is None or score is None:
        return News2Panel(score=None, words="No figures taken yet.")
    taken = datetime.fromisoformat(seen["taken_at"])
    source = f"{seen['source'].capitalize()}, {moments.moment(taken, it.now)}"
    age = f"Taken {moments.ago(taken, it.now)}."
    if isinstance(score, NotValid):
        return News2Panel(score=None, words=score.words, more=age, source=source)
    return News2Panel(
        score=score.total,
        words=score.words,
        more=f"Oxygen scale {seen['scale']}. {age}",
        source=source,
        parts=tuple(
            News2Part(part.part.spoken, part.value, part.points) for part in score.components
        ),
    )


def _plan(it: "_Case", chosen: str, *, changing: bool) -> PlanPanel:
    case = it.row
    picks = tuple(
        Pick(code=each.code.value, name=each.name, why=_why(each))
        for each in dispositions.CATALOGUE.values()
        if each.may_be_main and each.code is not dispositions.Code.EMERGENCY
    )
    code = chosen or ("" if changing else case.disposition or "")
    agreed = ""
    if case.disposition and not chosen:
        known = dispositions.named(case.disposition)
        agreed = f"Plan agreed: {known.name if known else case.disposition}"
    known = dispositions.named(code) if code else None
    confirm = f"Agree: {known.name}" if known is not None and it.mine else ""
    return PlanPanel(
        picks=picks[:FIRST_PICKS],
        more=picks[FIRST_PICKS:],
        chosen=code,
        agreed=agreed,
        change_url=f"/cases/{case.id}?form=plan",
        choose_url=f"/cases/{case.id}",
        confirm=confirm,
        waits=_waits(it),
    )


def _why(step: dispositions.Disposition) -> str:
    needed = [need.label for _, need in dispositions.needs(step.code) if need.label]
    travel = "No travel" if step.no_travel else "Travel"
    asks = f". Needs {', '.join(label.lower() for label in needed[:2])}" if needed else ""
    return f"{step.time.capitalize()}. {travel}{asks}"


def _waits(it: "_Case") -> tuple[Action, ...]:
    case, base = it.row, f"/cases/{it.row.id}/wait"
    if not it.mine:
        return ()
    if case.state == CaseState.IN_COORDINATION:
        return (
            Action("Wait for the caller", f"{base}/awaiting_caller", kind="plain"),
            Action("Wait for a partner", f"{base}/awaiting_partner", kind="plain"),
        )
    if case.state in (CaseState.AWAITING_CALLER, CaseState.AWAITING_PARTNER):
        return (Action("Go on with it", f"{base}/in_coordination", kind="plain"),)
    if case.state == CaseState.PLAN_AGREED:
        return (Action("Await the outcome", f"{base}/awaiting_outcome", kind="plain"),)
    return ()


def _closing(it: "_Case", owed: Any, *, open_: bool) -> ClosingPanel:  # noqa: ANN401  # rows
    plan = it.row.plan or {}
    checks = [
        Check("Main next step agreed", it.row.disposition is not None),
        Check("Caller agrees with the plan", plan.get("agreed") == "yes"),
    ]
    checks += [
        Check(_OWED[Debt(debt.kind)], done=False) for debt in owed if debt.kind != Debt.OUTCOME
    ]
    checks += [
        Check("Safety advice recorded", bool((it.row.outcome or {}).get("safety_net"))),
        Check("Outcome recorded", bool((it.row.outcome or {}).get("happened"))),
    ]
    return ClosingPanel(checks=tuple(checks), open=open_)


_OWED = {
    Debt.CALL_BACK: "Caller rung back",
    Debt.EMERGENCY_CONFIRMATION: "999 incident number written",
}


def _emergency(tx: Transaction, it: "_Case") -> EmergencyPanel | None:
    case = it.row
    if case.emergency is None or case.emergency_at is None:
        return None
    state = EmergencyState(case.emergency)
    number = rows.spoken_number(directory.ambulance_area(tx, case.hub_id).control_number)
    base = f"/cases/{case.id}/999"
    at = moments.clock_to_the_second(case.emergency_at)
    dial = f"Or dial {number} on any telephone."
    answered = Action("Control has answered", f"{base}/answered", kind="go")
    match state:
        case EmergencyState.DIALLING:
            note = Note(
                f"Dialling ambulance control since {at}.", dial, "act", "band0", (answered,)
            )
        case EmergencyState.ALARM:
            note = Note(
                "Control has not answered.", f"Dialled {at}. {dial}", "act", "band0", (answered,)
            )
        case EmergencyState.ANSWERED:
            note = Note(
                "999 not confirmed.",
                "Write control's incident number and category. " + dial,
                "warn",
                "half",
            )
        case EmergencyState.CONFIRMED:
            incident = case.emergency_incident or {}
            note = Note(
                f"999 confirmed. Incident {incident.get('incident', '')}.",
                f"Category {incident.get('category', '')}.",
                "ok",
                "tick",
                (
                    Action("Control has the case", f"{base}/end/awaiting_outcome", kind="go"),
                    Action("Control hands it back", f"{base}/end/in_coordination", kind="plain"),
                )
                if case.state == CaseState.UPGRADED_999
                else (),
            )
    return EmergencyPanel(
        state=state.value,
        note=note,
        number=number,
        dialled_at=case.emergency_at.isoformat(),
    )


def advice(found: cases.Case, number: str) -> str:
    """Words of safety advice to start from, by what was arranged; nothing before a plan stands.

    Args:
        number: where we can be rung, as it is read aloud.
    """
    known = dispositions.named(found.disposition) if found.disposition else None
    return dispositions.advice(known.code, number=number) if known else ""


def _note(note: Any, names: dict[Any, str], now: datetime) -> NoteLine:  # noqa: ANN401  # a row
    headings = {"text": ""}
    return NoteLine(
        when=moments.moment(note.written_at, now),
        who=names.get(note.written_by, "Frontdoor"),
        parts=tuple(
            (headings.get(part, part.capitalize()), words) for part, words in note.body.items()
        ),
    )


def _actions(it: "_Case") -> tuple[Action, ...]:
    case, base = it.row, f"/cases/{it.row.id}"
    if case.state == CaseState.CLOSED:
        return (Action("Reopen", f"{base}/reopen", kind="plain"),)
    if it.mine:
        return (Action("Hand over", f"{base}/hand-over", kind="plain", key="H", get=True),)
    if case.owner_id is None:
        return (Action("Take", f"{base}/take", kind="go", key="T"),)
    return ()


def _strips(it: "_Case") -> tuple[Note, ...]:
    if it.row.reach == Reach.LOST and it.row.state != CaseState.CLOSED:
        return (
            Note(
                "The caller's number was withheld and the line ended.",
                "They cannot be rung back. Look for the caller by what they said.",
                "warn",
                "warn",
            ),
        )
    return ()


def _earlier(tx: Transaction, it: "_Case", code: str) -> tuple[Link, ...]:
    if not it.row.call_back_number or (it.person is not None and it.person.restricted):
        return ()
    found = cases.earlier_from(tx, it.row.hub_id, it.row.call_back_number, cases.SAME_NUMBER_LATELY)
    return tuple(
        Link(
            f"{code}-{other.number}, {moments.moment(other.arrived_at, it.now)}: "
            f"{other.need or 'need not asked'}",
            f"/cases/{other.id}",
        )
        for other in found
        if other.id != it.row.id
    )
