"""A partner's own forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.cases.forms.values import LONG, SHORT, choices_of, is_nhs_number, is_number, plain
from app.cases.forms.vital import ObservationForm
from app.cases.red_flags import RedFlag
from app.cases.soft_signs import SoftSign
from app.cases.vital_signs import Observations
from app.patients.queries import Resident
from app.web.forms import Form


class ReferralForm(Form):
    """A partner's own form (GP, care home and others): feeds the same queue as the telephone."""

    request_key = HiddenField(validators=[InputRequired(), Length(max=64)])
    caller_name = StringField(
        "Your name and role", validators=[InputRequired("Tell us who you are."), SHORT]
    )
    call_back_number = StringField(
        "Number we can ring", validators=[InputRequired("We must be able to ring you."), is_number]
    )
    family_name = StringField("Family name", validators=[SHORT])
    given_name = StringField("Given name", validators=[SHORT])
    born_on = DateField("Date of birth", validators=[Optional()])
    nhs_number = StringField("NHS number", validators=[is_nhs_number])
    where_now = StringField(
        "Where is the patient now?", validators=[InputRequired("Where are they now?"), SHORT]
    )
    need = TextAreaField(
        "What is needed, and why now",
        validators=[InputRequired("Say what is needed in a few words."), LONG],
    )
    red_flags = SelectMultipleField(
        "Any of these now?", choices=choices_of([(flag.value, flag.spoken) for flag in RedFlag])
    )
    flags_asked = BooleanField("None of the others is present")
    adjustments = StringField("Communication needs and adjustments", validators=[SHORT])

    def told(self) -> dict[str, Any]:
        """Who the patient is said to be, as columns of the patient."""
        return {
            "family_name": self.family_name.data or "",
            "given_name": self.given_name.data or "",
            "born_on": self.born_on.data,
            "nhs_number": self.nhs_number.data or None,
        }

    def record(self) -> dict[str, Any]:
        """The call record that this form is; who the patient is stays with the patient."""
        left_out = {"request_key", *self.told(), "has_figures"}
        return {
            name: plain(field.data) for name, field in self._fields.items() if name not in left_out
        }


class CareHomeForm(ReferralForm):
    """The care-home express pathway: resident, staff code, NEWS2 or soft signs, outbreak."""

    staff_code = StringField(
        "Staff code", validators=[InputRequired("Your home's staff code."), Length(max=20)]
    )
    resident = SelectField("Resident", choices=[], validate_choice=False)
    soft_signs = SelectMultipleField(
        "Not usual for this resident",
        choices=choices_of([(sign.value, sign.spoken) for sign in SoftSign]),
    )
    others_affected = IntegerField(
        "How many other residents are affected?",
        validators=[Optional(), NumberRange(0, 500, "A number of residents.")],
    )
    baseline = StringField("How they usually are", validators=[SHORT])
    has_figures = BooleanField("I have taken the NEWS2 figures")

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401  # as WTForms takes them
        """Build the form, with the form of the vital signs beside it."""
        super().__init__(*given, **more)
        self.figures = ObservationForm(*given)

    def offer(self, residents: Sequence[Resident]) -> None:
        """Offer the home's own residents, so that a name is picked and not typed."""
        self.resident.choices = choices_of(
            [
                ("", "Not on this list"),
                *(
                    (str(one.id), f"{one.family_name.upper()}, {one.given_name}")
                    for one in residents
                ),
            ]
        )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401
        """Check the fields, and the figures if they were taken."""
        good = bool(super().validate(extra_validators))
        if self.has_figures.data and not self.figures.validate():
            self.has_figures.errors = ["Some of the figures need another look."]
            good = False
        if not (self.resident.data or self.family_name.data):
            self.resident.errors = ["Choose the resident, or write who it is."]
            good = False
        return good

    def resident_told(self, residents: Sequence[Resident]) -> dict[str, Any] | None:
        """The chosen resident's details, from the home's list; None if none was chosen."""
        for one in residents:
            if str(one.id) == self.resident.data:
                return {
                    "family_name": one.family_name,
                    "given_name": one.given_name,
                    "born_on": one.born_on,
                    "sex": one.sex,
                    "nhs_number": one.nhs_number,
                }
        return None

    def signs(self, now: datetime) -> Observations | None:
        """The vital signs, if they were taken.

        Raises:
            Invalid: figures that no living person shows.
        """
        return self.figures.observations(now) if self.has_figures.data else None
