"""Forms of telephony: whom to add, which language, which telephone."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import UUID, InputRequired, Length, Optional, ValidationError

from app.foundation.problems import Invalid
from app.terms.telephone import TelephoneNumber
from app.web.forms import Form


def _is_number(_form: Any, field: Any) -> None:  # noqa: ANN401  # the library's own shape
    try:
        TelephoneNumber.typed(field.data or "")
    except Invalid as wrong:
        raise ValidationError(wrong.sentence) from wrong


class AddForm(Form):
    """Somebody to ring into the talk."""

    number = StringField("Telephone number", [InputRequired("Enter a number."), _is_number])
    label = StringField(
        "Who it is", [Optional(), Length(max=80, message="Use 80 letters at most.")]
    )
    hold_caller = BooleanField("Hold the caller meanwhile", default=True)
    request_key = HiddenField(validators=[InputRequired("Load the page again."), UUID()])


class InterpreterForm(Form):
    """A language, or text relay."""

    language = StringField("Language", [InputRequired("Choose a language.")])
    request_key = HiddenField(validators=[InputRequired("Load the page again."), UUID()])


class PartyForm(Form):
    """Which party of the talk; nobody named is the caller."""

    leg = HiddenField(validators=[Optional(), UUID()])


class DeskPhoneForm(Form):
    """The telephone on one's desk; empty to use the browser again."""

    number = StringField("Desk phone", [Optional(), _is_number])
