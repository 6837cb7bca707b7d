"""Notes, SBAR and hand-over."""

from typing import Any

from wtforms import (
    TextAreaField,
)

from app.cases.forms.values import LONG
from app.web.forms import Form


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
