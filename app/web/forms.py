"""The form every form stands on, and the token that proves that a page of ours sent it."""

from typing import Self

import wtforms
from flask import request
from flask_wtf.csrf import CSRFProtect

from app.foundation.problems import Invalid

csrf = CSRFProtect()
"""Guards every POST; webhooks, which carry a signature instead, are excused one by one."""


class Form(wtforms.Form):
    """A form of ours. The token is checked before any view runs, so no form has a field for it."""

    @classmethod
    def sent(cls) -> Self:
        """The form as the browser sent it."""
        return cls(request.form)

    def problem(self, sentence: str = "Some of this needs another look.") -> Invalid:
        """The form's errors as a problem, for a view that does not draw the form again."""
        found = {
            field.name: [str(sentence) for sentence in field.errors]
            for field in self._fields.values()
            if field.errors
        }
        return Invalid(sentence, found)

    def refuse(self, wrong: Invalid) -> None:
        """Set errors that an action found beside their fields."""
        for name, sentences in wrong.errors.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, *sentences]
            else:
                self.form_errors = [*self.form_errors, *sentences]
        if not wrong.errors:
            self.form_errors = [*self.form_errors, wrong.sentence]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Field id and sentence of every error, for the list at the top of the page."""
        fields = [
            (field.id, str(sentence))
            for field in self._fields.values()
            for sentence in field.errors
        ]
        return fields + [("main", str(sentence)) for sentence in self.form_errors]
