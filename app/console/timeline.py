"""The timeline of a case: the journal's facts in words, newest first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cases import dispositions
from app.cases.states import Ask
from app.console.views import TimelineLine
from app.foundation.journal import Entry
from app.lines.states import LegRole, OrderState
from app.terms import moments
from app.terms.caller import CallerType

Said = tuple[str, str]
"""What stands in bold, and what follows it."""

_ROLES = {
    LegRole.CALLER: "Caller",
    LegRole.COORDINATOR: "Coordinator",
    LegRole.THIRD_PARTY: "Third party",
    LegRole.AMBULANCE_CONTROL: "Ambulance control",
}


def people(entries: Sequence[Entry]) -> set[UUID]:
    """Everybody whom the timeline names."""
    found = {_person(entry.actor) for entry in entries}
    for entry in entries:
        for field in ("owner_id", "from_owner_id"):
            if entry.facts.get(field):
                found.add(UUID(entry.facts[field]))
    return {person for person in found if person is not None}


def lines(
    entries: Sequence[Entry],
    names: Mapping[UUID, str],
    me: UUID | None,
    now: datetime,
) -> Iterator[TimelineLine]:
    """Facts in words; those that say nothing to a clinician are left out."""
    for entry in entries:
        words = _WORDS.get(entry.kind)
        said = words(entry.facts, names) if words else None
        if said is None:
            continue
        strong, rest = said
        actor = _person(entry.actor)
        who = "you" if actor and actor == me else names.get(actor, "") if actor else ""
        yield TimelineLine(
            time=moments.moment(entry.written_at, now),
            strong=strong,
            words=", ".join(part for part in (rest, who) if part),
        )


def _person(reference: str) -> UUID | None:
    kind, _, text = reference.partition(":")
    return UUID(text) if kind == "person" and text else None


def _name(facts: Mapping[str, Any], field: str, names: Mapping[UUID, str]) -> str:
    return names.get(UUID(facts[field]), "somebody") if facts.get(field) else "somebody"


Words = Callable[[Mapping[str, Any], Mapping[UUID, str]], Said | None]


def _fixed(strong: str, rest: str = "") -> Words:
    return lambda _facts, _names: (strong, rest)


def _contact(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    kind = CallerType(facts["caller_type"]).spoken.lower()
    said = {"telephone": "Call arrived", "web_form": "Form arrived", "staff": "Opened by staff"}
    rest = kind if facts["channel"] != "staff" else ""
    return said[facts["channel"]], ", ".join(
        part for part in (rest, "known number" if facts.get("organisation_id") else "") if part
    )


def _plan(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    known = dispositions.named(facts["disposition"])
    return "Plan agreed", known.name if known else facts["disposition"]


def _reach(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    if facts.get("abandoned"):
        return "Caller's line ended", "nobody had spoken to them, ring back"
    return {
        "on_line": ("Caller on the line", ""),
        "call_back": ("Caller's line ended", ""),
        "lost": ("Caller's line ended", "number withheld"),
        "written": ("In writing", ""),
    }[facts["reach"]]


def _score(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    if facts.get("score") is None:
        return "Observations recorded", "no valid NEWS2"
    return f"NEWS2 {facts['score']} recorded", ""


def _order(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said | None:
    return {
        OrderState.UNKNOWN: ("Not known whether the call was dialled", "looking"),
        OrderState.REFUSED: ("Call could not be dialled", ""),
    }.get(facts["state"])


def _joined(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    return f"{_ROLES[LegRole(facts['role'])]} on the line", ""


def _left(facts: Mapping[str, Any], _: Mapping[UUID, str]) -> Said:
    return f"{_ROLES[LegRole(facts['role'])]} left the line", (
        "line dropped" if facts.get("dropped") else ""
    )


_WORDS: dict[str, Words] = {
    "ContactReceived": _contact,
    "CallerTold": lambda facts, _: (
        "Caller pressed",
        CallerType(facts["caller_type"]).spoken.lower(),
    ),
    "CasePrioritised": lambda facts, _: (f"P{facts['band']}", ""),
    "CaseOverridden": lambda facts, _: (f"Priority set to P{facts['band']}", ""),
    "CaseOverdue": _fixed("Passed its time"),
    "CaseStreaming": _fixed("Streaming began"),
    "CaseStreamed": _fixed("Streamed", "waits for a coordinator"),
    "CaseTaken": lambda facts, names: (f"Taken by {_name(facts, 'owner_id', names)}", ""),
    "CaseReturned": lambda facts, _: (
        "Back in the queue",
        "our line dropped" if facts.get("dropped") else "",
    ),
    "CaseHandedOver": lambda facts, names: (
        f"Handed to {_name(facts, 'owner_id', names)}",
        f"from {_name(facts, 'from_owner_id', names)}",
    ),
    "RecordWritten": lambda facts, _: (
        "Record written",
        ", ".join(field.replace("_", " ") for field in facts["fields"][:4]),
    ),
    "ObservationRecorded": _score,
    "NoteWritten": _fixed("Note written"),
    "PlanAgreed": _plan,
    "CaseWaits": lambda facts, _: (facts["to_state"].replace("_", " ").capitalize(), ""),
    "CaseClosed": _fixed("Closed"),
    "CaseReopened": _fixed("Reopened"),
    "CallerReach": _reach,
    "EmergencyRaised": _fixed("999 pressed", "ambulance control is dialled"),
    "EmergencyMoved": lambda facts, _: (
        {
            "alarm": "999 not answered, alarm",
            "answered": "Control answered",
            "confirmed": "999 confirmed",
            "dialling": "Dialling control",
        }[facts["to"]],
        "",
    ),
    "EmergencyEnded": _fixed("999 ended"),
    "BackUpAsked": lambda facts, _: (
        "Ask control for conveyance" if facts["ask"] == Ask.CONVEYANCE else "Ask for back-up",
        "",
    ),
    "ObligationOwed": lambda facts, _: (f"Owed: {facts['kind_owed'].replace('_', ' ')}", ""),
    "ObligationSettled": lambda facts, _: (f"Done: {facts['kind_owed'].replace('_', ' ')}", ""),
    "ObligationOverdue": lambda facts, _: (f"Late: {facts['kind_owed'].replace('_', ' ')}", ""),
    "PatientTold": _fixed("Patient's details written"),
    "PatientVerified": lambda facts, _: (
        "Patient verified",
        f"{facts['identifiers']} identifiers",
    ),
    "LegJoined": _joined,
    "LegLeft": _left,
    "LegHeld": lambda facts, _: ("Caller on hold" if facts["on"] else "Caller off hold", ""),
    "CallOrdered": _order,
    "RecordingMoved": lambda facts, _: {
        "stored": ("Recording stored", ""),
        "absent": ("No recording", "the carrier has no audio"),
        "failed": ("Recording could not be fetched", ""),
    }.get(facts["to"]),
    "StrayFound": _fixed("Found by the sweep", "no webhook had told us"),
}
"""One line per kind of fact that a clinician reads; who looked is in the access report."""
