"""Who the patient is, and what must not be missed."""

from typing import Any

from app.console.case_view.drawn import Drawn
from app.console.views import (
    BannerAlert,
    Link,
    PatientBanner,
)
from app.foundation.working_time import london_date
from app.patients import queries as patients
from app.terms import moments
from app.terms.age import age_on
from app.terms.nhs_number import NhsNumber
from app.terms.person import PersonName, Sex


def banner(it: Drawn) -> PatientBanner:
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
        alerts=tuple(_alerts(it.record, guarded=it.guarded)),
        wrong=Link("Wrong patient?", f"/cases/{it.row.id}?form=patient"),
        restricted=person.restricted,
    )


def _alerts(record: dict[str, Any], *, guarded: bool) -> list[BannerAlert]:
    alerts = []
    if record.get("violence"):
        alerts.append(BannerAlert("Hazard to staff", "" if guarded else record.get("access", "")))
    if record.get("safeguarding"):
        alerts.append(BannerAlert("Safeguarding", "concern raised"))
    if record.get("language"):
        alerts.append(BannerAlert("Interpreter", record["language"], folds=True))
    if record.get("adjustments"):
        alerts.append(BannerAlert("Adjustments", record["adjustments"], folds=True))
    return alerts
