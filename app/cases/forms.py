"""What people may enter about a case, checked on the server, with the error beside the field."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.cases import dispositions
from app.cases.red_flags import RedFlag
from app.cases.soft_signs import SoftSign
from app.cases.vital_signs import Consciousness, Observations, OxygenScale, Source
from app.foundation.problems import Invalid
from app.terms.caller import CallerType
from app.terms.nhs_number import NhsNumber
from app.terms.person import Sex
from app.terms.telephone import TelephoneNumber
from app.web.forms import Form

SHORT, LONG = Length(max=200), Length(max=4000)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


YES_NO = _choices([("yes", "Yes"), ("no", "No")])


def _number(_form: object, field: Any) -> None:  # noqa: ANN401  # WTForms' own field
    if field.data:
        try:
            field.data = TelephoneNumber.typed(field.data).e164
        except Invalid as wrong:
            raise ValidationError(wrong.sentence) from wrong


def _nhs_number(_form: object, field: Any) -> None:  # noqa: ANN401
    if field.data:
        try:
            field.data = NhsNumber.typed(field.data).digits
        except Invalid as wrong:
            raise ValidationError(wrong.sentence) from wrong


class RecordForm(Form):
    """A part of the call record: knows the version it was drawn from."""

    version = IntegerField(validators=[InputRequired()])

    def given(self) -> dict[str, Any]:
        """The fields that were sent, as JSON values; those not on this part are left alone."""
        return {
            name: _plain(field.data)
            for name, field in self._fields.items()
            if name not in ("version", "finish")
        }


class CallerForm(RecordForm):
    """Who rings, on which number, and from where."""

    caller_type = SelectField(
        "Caller", choices=_choices([(kind.value, kind.spoken) for kind in CallerType])
    )
    caller_line = StringField("Crew, home or team", validators=[SHORT])
    caller_name = StringField("Caller's name", validators=[SHORT])
    call_back_number = StringField("Number to ring back", validators=[_number])
    number_read_back = BooleanField("I read the number back")
    with_patient = RadioField(
        "Is the caller with the patient?", choices=YES_NO, validators=[Optional()]
    )
    where_now = StringField("Where is the patient now?", validators=[SHORT])
    where_read_back = BooleanField("I read the place back")
    access = StringField("Way in, key safe, hazards, pets", validators=[SHORT])
    language = StringField("Language, if an interpreter is needed", validators=[SHORT])
    asked_first = StringField("What would you have done otherwise?", validators=[SHORT])


class SituationForm(RecordForm):
    """What has happened, and what makes it more or less urgent."""

    need = TextAreaField("What has happened", validators=[LONG])
    onset = StringField("Since when", validators=[SHORT])
    red_flags = SelectMultipleField(
        "Red flags", choices=_choices([(flag.value, flag.spoken) for flag in RedFlag])
    )
    flags_asked = BooleanField("I asked about all of them")
    who_with = StringField("Who is with them", validators=[SHORT])
    baseline = StringField("How they usually are", validators=[SHORT])
    frailty = IntegerField(
        "Frailty, 1 to 9", validators=[Optional(), NumberRange(1, 9, "Frailty goes from 1 to 9.")]
    )
    lives_alone = BooleanField("Lives alone")
    alone_unsafe = BooleanField("Carer alone, or not safe to leave")
    fell_at = StringField("On the floor since", validators=[SHORT])
    end_of_life = BooleanField("End of life, symptom not controlled")
    pregnant = BooleanField("Pregnant, or may be")
    dx_code = StringField("111 code", validators=[SHORT])
    dx_hours = DecimalField(
        "111 says within, hours",
        validators=[Optional(), NumberRange(0, 168, "Hours from 0 to 168.")],
    )
    capacity = StringField("Capacity and consent", validators=[SHORT])
    adjustments = StringField("Communication needs and adjustments", validators=[SHORT])
    safeguarding = BooleanField("Safeguarding concern")
    violence = BooleanField("Hazard to staff")


class StreamingForm(CallerForm, SituationForm):
    """The call handler's page: a few minutes, then over to a coordinator.

    `finish` asks for what a coordinator must have; saving half of it is always possible.
    """

    finish = BooleanField()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401
        """Check each field, and on finishing what section 5.2 makes mandatory at streaming."""
        good = bool(super().validate(extra_validators))
        if not self.finish.data:
            return good
        needed = {
            "need": "Write in a few words what has happened.",
            "where_now": "Ask where the patient is now. It may not be home.",
            "call_back_number": "Ask for a number to ring back, and read it back.",
            "with_patient": "Ask whether the caller is with the patient.",
        }
        for name, sentence in needed.items():
            field = self._fields[name]
            if not field.data:
                field.errors = [*field.errors, sentence]
                good = False
        if self.call_back_number.data and not self.number_read_back.data:
            self.number_read_back.errors = ["Read the number back aloud, then tick this."]
            good = False
        if not self.flags_asked.data:
            self.flags_asked.errors = ["Ask about the red flags, then tick this."]
            good = False
        return good


class PatientForm(Form):
    """Who the patient is said to be."""

    version = IntegerField(validators=[InputRequired()])
    family_name = StringField("Family name", validators=[SHORT])
    given_name = StringField("Given name", validators=[SHORT])
    title = StringField("Title", validators=[Length(max=20)])
    alias = StringField("If not known: what to call them", validators=[SHORT])
    born_on = DateField("Date of birth", validators=[Optional()])
    age_told = IntegerField(
        "Or age", validators=[Optional(), NumberRange(0, 120, "Age goes from 0 to 120.")]
    )
    sex = SelectField(
        "Sex", choices=_choices([("", "Not asked"), *((sex.value, sex.spoken) for sex in Sex)])
    )
    nhs_number = StringField("NHS number", validators=[_nhs_number])
    address = StringField("Home address", validators=[SHORT])
    postcode = StringField("Postcode", validators=[Length(max=8)])
    practice = StringField("GP practice", validators=[SHORT])

    def told(self) -> dict[str, Any]:
        """Columns of the patient → values as the database keeps them."""
        values = {name: field.data for name, field in self._fields.items() if name != "version"}
        values["nhs_number"] = values["nhs_number"] or None
        return values


PATIENT_FIELDS = (
    "version",
    "family_name",
    "given_name",
    "title",
    "alias",
    "born_on",
    "age_told",
    "sex",
    "nhs_number",
    "address",
    "postcode",
    "practice",
)
"""The fields of `PatientForm`, which are columns of the patient."""


class VerifyForm(Form):
    """Which identifiers the caller said and matched."""

    version = IntegerField(validators=[InputRequired()])
    checked = SelectMultipleField(
        choices=_choices(
            [
                ("family_name", "Family name"),
                ("given_name", "Given name"),
                ("born_on", "Date of birth"),
                ("address", "Address"),
                ("nhs_number", "NHS number"),
            ]
        )
    )


def _whole(label: str) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(f"{label}: a whole number.")])


class ObservationForm(Form):
    """One set of vital signs. Ranges are refused in words by `vital_signs` itself."""

    breathing_rate = _whole("Breathing rate")
    oxygen_saturation = _whole("Oxygen saturation")
    scale = RadioField(
        "Oxygen scale",
        choices=_choices([("1", "Scale 1"), ("2", "Scale 2, target 88 to 92 %")]),
        default="1",
    )
    on_oxygen = RadioField(
        "Air or oxygen", choices=_choices([("no", "Air"), ("yes", "Oxygen")]), default="no"
    )
    systolic = _whole("Systolic pressure")
    pulse = _whole("Pulse")
    consciousness = RadioField(
        "Alertness",
        choices=_choices([(one.value, one.spoken) for one in Consciousness]),
        default="alert",
    )
    temperature = DecimalField(
        "Temperature", validators=[InputRequired("Temperature: for example 38.2.")]
    )
    minutes_ago = IntegerField(
        "Taken, minutes ago", default=0, validators=[Optional(), NumberRange(0, 1440)]
    )
    source = SelectField("Taken by", choices=_choices([(one.value, one.spoken) for one in Source]))

    def observations(self, now: datetime) -> Observations:
        """The figures as one checked set.

        Raises:
            Invalid: figures that no living person shows.
        """
        return Observations(
            breathing_rate=self.breathing_rate.data or 0,
            oxygen_saturation=self.oxygen_saturation.data or 0,
            scale=OxygenScale(int(self.scale.data)),
            on_oxygen=self.on_oxygen.data == "yes",
            systolic=self.systolic.data or 0,
            pulse=self.pulse.data or 0,
            consciousness=Consciousness(self.consciousness.data),
            temperature=self.temperature.data or Decimal(0),
            taken_at=now - timedelta(minutes=self.minutes_ago.data or 0),
            source=Source(self.source.data),
        )


class NoteForm(Form):
    """A note; four short fields when it is an SBAR."""

    text = TextAreaField("Note", validators=[LONG])
    situation = TextAreaField("Situation", validators=[LONG])
    background = TextAreaField("Background", validators=[LONG])
    assessment = TextAreaField("Assessment", validators=[LONG])
    recommendation = TextAreaField("Recommendation", validators=[LONG])

    def body(self) -> dict[str, str]:
        """What was written, without the empty fields."""
        return {
            name: field.data.strip()
            for name, field in self._fields.items()
            if field.data and field.data.strip()
        }

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401
        """Refuse an empty note."""
        good = bool(super().validate(extra_validators))
        if good and not self.body():
            self.text.errors = ["Write the note first."]
            return False
        return good


def plan_form(sent: Any) -> tuple[str, "PlanForm"]:  # noqa: ANN401  # werkzeug's form
    """The form of the main step that was sent: one field for each thing that the step needs.

    Returns:
        The disposition's code, as sent, and the form; a code that is not in the list makes a
        form with no fields, and the action refuses it in words.
    """
    code = str(sent.get("disposition", ""))
    return code, _plan_class(code)(sent)


def plan_of(code: str, plan: dict[str, Any]) -> "PlanForm":
    """The form of a main step, filled in with what stands."""
    inclusion = plan.get(dispositions.Needed.INCLUSION) or {}
    checks = {f"{dispositions.Needed.INCLUSION}_{name}": said for name, said in inclusion.items()}
    return _plan_class(code)(data={**plan, **checks, "disposition": code})


def _plan_class(code: str) -> type["PlanForm"]:
    fields: dict[str, Any] = {}
    for needed, need in dispositions.needs(code):
        match need.answer:
            case dispositions.Answer.WORDS:
                fields[needed.value] = StringField(
                    need.label, description=need.question, validators=[SHORT]
                )
            case dispositions.Answer.YES:
                fields[needed.value] = RadioField(
                    need.label, choices=YES_NO, validators=[Optional()]
                )
            case dispositions.Answer.CHECKLIST:
                for check in dispositions.UcrCheck:
                    fields[f"{needed.value}_{check.value}"] = RadioField(
                        check.question, choices=YES_NO, validators=[Optional()]
                    )
    return type("PlanOf", (PlanForm,), fields)


class PlanForm(Form):
    """What a main step needs; the fields come from its row of the catalogue."""

    disposition = HiddenField()
    also = SelectMultipleField(
        "As well", choices=_choices(dispositions.CHOICES), validators=[Optional()]
    )
    accepted_by = StringField("Accepted by, or reference", validators=[SHORT])

    def given(self) -> dict[str, Any]:
        """The plan: a field for each need, the inclusion checks as one mapping."""
        plan: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name == "disposition":
                continue
            head, _, check = name.partition("_")
            if head == dispositions.Needed.INCLUSION and check:
                plan.setdefault(head, {})[check] = field.data or ""
            else:
                plan[name] = _plain(field.data)
        return plan


class OverrideForm(Form):
    """A person sets the band, says why, and for how long."""

    band = SelectField("Priority", choices=_choices([(str(band), f"P{band}") for band in range(5)]))
    reason = StringField("Why", validators=[InputRequired("Say why, in a few words."), SHORT])
    minutes = SelectField(
        "For", choices=_choices([("30", "30 min"), ("60", "1 h"), ("240", "4 h"), ("720", "12 h")])
    )


class HandOverForm(Form):
    """To whom, and what they need to know."""

    to = SelectField("Hand to", choices=[], validate_choice=False)
    note = TextAreaField("What they need to know", validators=[LONG])


class EmergencyForm(Form):
    """What ambulance control said."""

    incident = StringField(
        "Incident number", validators=[InputRequired("Ask control for it."), Length(max=40)]
    )
    category = SelectField(
        "Category",
        choices=_choices([(str(number), f"Category {number}") for number in range(1, 6)]),
    )


class CloseForm(Form):
    """The end: what happened, what was avoided, what advice was given."""

    happened = RadioField("What happened", choices=_choices(dispositions.HAPPENED))
    ed_avoided = RadioField("ED visit avoided", choices=_choices(dispositions.AVOIDED))
    admission_avoided = RadioField("Admission avoided", choices=_choices(dispositions.AVOIDED))
    ambulance_avoided = RadioField(
        "Ambulance not sent or stood down", choices=_choices(dispositions.AVOIDED)
    )
    safety_net = TextAreaField("Safety advice given", validators=[LONG])

    def given(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {name: _plain(field.data) for name, field in self._fields.items()}


class ReferralForm(Form):
    """A partner's own form (GP, care home and others): feeds the same queue as the telephone."""

    request_key = HiddenField(validators=[InputRequired(), Length(max=64)])
    caller_name = StringField(
        "Your name and role", validators=[InputRequired("Tell us who you are."), SHORT]
    )
    call_back_number = StringField(
        "Number we can ring", validators=[InputRequired("We must be able to ring you."), _number]
    )
    family_name = StringField("Family name", validators=[SHORT])
    given_name = StringField("Given name", validators=[SHORT])
    born_on = DateField("Date of birth", validators=[Optional()])
    nhs_number = StringField("NHS number", validators=[_nhs_number])
    where_now = StringField(
        "Where is the patient now?", validators=[InputRequired("Where are they now?"), SHORT]
    )
    need = TextAreaField(
        "What is needed, and why now",
        validators=[InputRequired("Say what is needed in a few words."), LONG],
    )
    red_flags = SelectMultipleField(
        "Any of these now?", choices=_choices([(flag.value, flag.spoken) for flag in RedFlag])
    )
    flags_asked = BooleanField("None of the others is present")
    adjustments = StringField("Communication needs and adjustments", validators=[SHORT])


class CareHomeForm(ReferralForm):
    """The care-home express pathway: resident, staff code, NEWS2 or soft signs, outbreak."""

    staff_code = StringField(
        "Staff code", validators=[InputRequired("Your home's staff code."), Length(max=20)]
    )
    resident = SelectField("Resident", choices=[], validate_choice=False)
    soft_signs = SelectMultipleField(
        "Not usual for this resident",
        choices=_choices([(sign.value, sign.spoken) for sign in SoftSign]),
    )
    others_affected = IntegerField(
        "How many other residents are affected?",
        validators=[Optional(), NumberRange(0, 500, "A number of residents.")],
    )
    baseline = StringField("How they usually are", validators=[SHORT])


def _plain(value: Any) -> Any:  # noqa: ANN401  # the JSON boundary
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value in (None, "", []):
        return [] if isinstance(value, list) else ""
    return value
