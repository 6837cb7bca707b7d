"""Priority, hand-over, 999 and closing."""

from typing import Any

from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from app.cases import dispositions
from app.cases.forms.values import LONG, SHORT, choices_of, plain
from app.web.forms import Form


class OverrideForm(Form):
    """A person sets the band, says why, and for how long."""

    band = SelectField(
        "Priority", choices=choices_of([(str(band), f"P{band}") for band in range(5)])
    )
    reason = StringField("Why", validators=[InputRequired("Say why, in a few words."), SHORT])
    minutes = SelectField(
        "For",
        choices=choices_of([("30", "30 min"), ("60", "1 h"), ("240", "4 h"), ("720", "12 h")]),
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
        choices=choices_of([(str(number), f"Category {number}") for number in range(1, 6)]),
    )


class CloseForm(Form):
    """The end: what happened, what was avoided, what advice was given."""

    happened = RadioField("What happened", choices=choices_of(dispositions.HAPPENED))
    ed_avoided = RadioField("ED visit avoided", choices=choices_of(dispositions.AVOIDED))
    admission_avoided = RadioField("Admission avoided", choices=choices_of(dispositions.AVOIDED))
    ambulance_avoided = RadioField(
        "Ambulance not sent or stood down", choices=choices_of(dispositions.AVOIDED)
    )
    safety_net = TextAreaField("Safety advice given", validators=[LONG])

    def given(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {name: plain(field.data) for name, field in self._fields.items()}
