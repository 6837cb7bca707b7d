"""Who the patient is, and what was checked."""

from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.cases.forms.values import SHORT, choices_of, is_nhs_number
from app.terms.person import Sex
from app.web.forms import Form


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
        "Sex", choices=choices_of([("", "Not asked"), *((sex.value, sex.spoken) for sex in Sex)])
    )
    nhs_number = StringField("NHS number", validators=[is_nhs_number])
    address = StringField("Home address", validators=[SHORT])
    postcode = StringField("Postcode", validators=[Length(max=8)])
    practice = StringField("GP practice", validators=[SHORT])

    def told(self) -> dict[str, Any]:
        """Columns of the patient → values as the database keeps them.

        What was not on the form as it was drawn (a restricted patient's address) is left alone.
        """
        values = {
            name: field.data
            for name, field in self._fields.items()
            if name != "version" and field.raw_data
        }
        if "nhs_number" in values:
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


_PROTECTED = ("address", "postcode", "practice")


def patient_form(told: dict[str, Any], *, restricted: bool) -> PatientForm:
    """The form with what was told; a restricted patient's address and practice are not on it."""
    form = PatientForm(data=told)
    for name in _PROTECTED if restricted else ():
        del form[name]
    return form


class VerifyForm(Form):
    """Which identifiers the caller said and matched."""

    version = IntegerField(validators=[InputRequired()])
    checked = SelectMultipleField(
        choices=choices_of(
            [
                ("family_name", "Family name"),
                ("given_name", "Given name"),
                ("born_on", "Date of birth"),
                ("address", "Address"),
                ("nhs_number", "NHS number"),
            ]
        )
    )
