"""The field's frozen value types, known to every room: who, how urgent, where, when, in words."""

from app.terms.age import Age, age_on
from app.terms.band import Band
from app.terms.caller import CallerType
from app.terms.nhs_number import NhsNumber
from app.terms.organisation import OdsCode
from app.terms.person import Gender, PersonName, Sex
from app.terms.place import Postcode
from app.terms.telephone import WITHHELD, TelephoneNumber, Withheld, heard, is_fictional

__all__ = [
    "WITHHELD",
    "Age",
    "Band",
    "CallerType",
    "Gender",
    "NhsNumber",
    "OdsCode",
    "PersonName",
    "Postcode",
    "Sex",
    "TelephoneNumber",
    "Withheld",
    "age_on",
    "heard",
    "is_fictional",
]
