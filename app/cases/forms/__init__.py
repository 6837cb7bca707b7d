"""What people may enter about a case, checked on the server, with the error beside the field."""

from app.cases.forms.deciding import CloseForm, EmergencyForm, HandOverForm, OverrideForm
from app.cases.forms.noting import NoteForm
from app.cases.forms.patient import PATIENT_FIELDS, PatientForm, VerifyForm, patient_form
from app.cases.forms.planning import PlanForm, plan_form, plan_of
from app.cases.forms.record import CallerForm, RecordForm, SituationForm, StreamingForm
from app.cases.forms.referring import CareHomeForm, ReferralForm
from app.cases.forms.vital import ObservationForm

__all__ = [
    "PATIENT_FIELDS",
    "CallerForm",
    "CareHomeForm",
    "CloseForm",
    "EmergencyForm",
    "HandOverForm",
    "NoteForm",
    "ObservationForm",
    "OverrideForm",
    "PatientForm",
    "PlanForm",
    "RecordForm",
    "ReferralForm",
    "SituationForm",
    "StreamingForm",
    "VerifyForm",
    "patient_form",
    "plan_form",
    "plan_of",
]
