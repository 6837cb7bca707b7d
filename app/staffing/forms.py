"""Forms of staffing: which telephone, how long a break."""

from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from app.web.forms import Form


class SignOnForm(Form):
    """The desk phone, where the browser is not used."""

    desk_number = StringField("Desk phone", [Optional(), Length(max=30)])


class BreakForm(Form):
    """How long, if they say so."""

    minutes = IntegerField("Back in minutes", [Optional(), NumberRange(1, 240, "From 1 to 240.")])
