"""What a main step needs: the fields come from its row of the catalogue."""

from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Optional

from app.cases import dispositions
from app.cases.forms.values import SHORT, YES_NO, choices_of, plain
from app.web.forms import Form


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
        "As well", choices=choices_of(dispositions.CHOICES), validators=[Optional()]
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
                plan[name] = plain(field.data)
        return plan
