"""The call record in its parts: caller, situation, and the call handler's page."""

from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from app.cases.forms.values import LONG, SHORT, YES_NO, choices_of, is_number, plain
from app.cases.pathways import NeedKind
from app.cases.red_flags import RedFlag
from app.cases.told_times import as_typed
from app.terms.caller import CallerType
from app.web.forms import Form

MOST_VERSIONS = 2**31 - 1
"""What the column holds."""


class RecordForm(Form):
    """A part of the call record: knows the version it was drawn from."""

    version = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_VERSIONS)])

    def given(self) -> dict[str, Any]:
        """The fields that were sent, as JSON values; those not on this part are left alone."""
        return {
            name: plain(field.data)
            for name, field in self._fields.items()
            if name not in ("version", "finish")
        }


class ToldTimeField(StringField):
    """When something happened: "10:30", or with its date. The action keeps it as an instant."""

    def _value(self) -> str:
        return as_typed(self.data or "")


class CallerForm(RecordForm):
    """Who rings, on which number, and from where."""

    caller_type = SelectField(
        "Caller", choices=choices_of([(kind.value, kind.spoken) for kind in CallerType])
    )
    caller_line = StringField("Crew, home or team", validators=[SHORT])
    caller_name = StringField("Caller's name", validators=[SHORT])
    call_back_number = StringField("Number to ring back", validators=[is_number])
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

    kind = SelectField(
        "What is asked for",
        choices=choices_of([(kind.value, kind.spoken) for kind in NeedKind]),
        default=NeedKind.CLINICAL.value,
    )
    need = TextAreaField("What has happened", validators=[LONG])
    onset = StringField("Since when", validators=[SHORT])
    red_flags = SelectMultipleField(
        "Red flags", choices=choices_of([(flag.value, flag.spoken) for flag in RedFlag])
    )
    flags_asked = BooleanField("I asked about all of them")
    says_999 = BooleanField("Caller says it is a 999 matter")
    who_with = StringField("Who is with them", validators=[SHORT])
    baseline = StringField("How they usually are", validators=[SHORT])
    frailty = IntegerField(
        "Frailty, 1 to 9", validators=[Optional(), NumberRange(1, 9, "Frailty goes from 1 to 9.")]
    )
    lives_alone = BooleanField("Lives alone")
    alone_unsafe = BooleanField("Carer alone, or not safe to leave")
    fell_at = ToldTimeField("On the floor since", validators=[SHORT])
    end_of_life = BooleanField("End of life, symptom not controlled")
    end_of_life_plan = BooleanField("End-of-life plan on file")
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
