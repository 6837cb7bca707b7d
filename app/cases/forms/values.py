"""What the forms of cases share: lengths, choices, and how values are kept."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length, ValidationError

from app.foundation.problems import Invalid
from app.terms.nhs_number import NhsNumber
from app.terms.telephone import TelephoneNumber

SHORT, LONG = Length(max=200), Length(max=4000)


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Pairs of value and label as WTForms takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


YES_NO = choices_of([("yes", "Yes"), ("no", "No")])


def is_number(_form: object, field: Any) -> None:  # noqa: ANN401  # WTForms' own field
    """Refuse what is no telephone number; keep it as E.164."""
    if field.data:
        try:
            field.data = TelephoneNumber.typed(field.data).e164
        except Invalid as wrong:
            raise ValidationError(wrong.sentence) from wrong


def is_nhs_number(_form: object, field: Any) -> None:  # noqa: ANN401
    """Refuse a wrong check digit; keep the ten digits."""
    if field.data:
        try:
            field.data = NhsNumber.typed(field.data).digits
        except Invalid as wrong:
            raise ValidationError(wrong.sentence) from wrong


def plain(value: Any) -> Any:  # noqa: ANN401  # the JSON boundary
    """A form's value as JSON keeps it."""
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value in (None, "", []):
        return [] if isinstance(value, list) else ""
    return value
