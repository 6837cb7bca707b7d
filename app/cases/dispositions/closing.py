"""The end of a case: what happened, what was avoided, how surely, and on what ground.

Source: docs/domain/dispositions.md, "Closing". A saving with no ground is not a saving.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.cases.dispositions.answers import words
from app.cases.dispositions.plan import Refusal


class Happened(StrEnum):
    """What became of the need. The values are kept; never change one."""

    SEEN_AT_HOME = "seen_at_home"
    TREATED_BY_TELEPHONE = "treated_by_telephone"
    BOOKED = "booked"
    REFERRED = "referred"
    CONVEYED_ED = "conveyed_ed"
    ADMITTED = "admitted"
    EMERGENCY_AMBULANCE = "emergency_ambulance"
    ADVICE_GIVEN = "advice_given"
    DECLINED_BY_PATIENT = "declined_by_patient"
    NOT_REACHED = "not_reached"
    DIED = "died"
    NOTHING_NEEDED = "nothing_needed"


class Certainty(StrEnum):
    """How surely something was avoided."""

    DEFINITE = "definite"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    NO = "no"


class Basis(StrEnum):
    """On what ground we say that it was avoided."""

    CALLER_SAID = "caller_said"
    JUDGEMENT = "judgement"
    COMPARISON = "comparison"


class Alternative(StrEnum):
    """What the caller would have done otherwise; asked before any advice is given."""

    CALL_999 = "call_999"
    CONVEY_ED = "convey_ed"
    GO_TO_ED = "go_to_ed"
    ASK_FOR_ADMISSION = "ask_for_admission"
    CALL_111 = "call_111"
    RING_GP = "ring_gp"
    RING_ANOTHER_TEAM = "ring_another_team"
    WAIT = "wait"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


ALTERNATIVE_QUESTION = "If you could not have reached us, what would you have done?"

HAPPENED = [
    (Happened.SEEN_AT_HOME.value, "Seen at home, stayed there"),
    (Happened.TREATED_BY_TELEPHONE.value, "Settled by telephone"),
    (Happened.BOOKED.value, "Booked: to be seen elsewhere"),
    (Happened.REFERRED.value, "Passed on, and accepted there"),
    (Happened.CONVEYED_ED.value, "Went to the emergency department"),
    (Happened.ADMITTED.value, "Admitted straight to a bed"),
    (Happened.EMERGENCY_AMBULANCE.value, "999 ambulance"),
    (Happened.ADVICE_GIVEN.value, "Advice given to the professional"),
    (Happened.DECLINED_BY_PATIENT.value, "Patient did not want it"),
    (Happened.NOT_REACHED.value, "Could not be reached"),
    (Happened.DIED.value, "Died"),
    (Happened.NOTHING_NEEDED.value, "Nothing needed: enquiry, duplicate, wrong number"),
]
AVOIDED = [
    (Certainty.DEFINITE.value, "Yes, definitely"),
    (Certainty.PROBABLE.value, "Probably"),
    (Certainty.POSSIBLE.value, "Possibly"),
    (Certainty.NO.value, "No"),
]
BASES = [
    (Basis.CALLER_SAID.value, "The caller said so before advice was given"),
    (Basis.JUDGEMENT.value, "Clinical judgement"),
    (Basis.COMPARISON.value, "Compared with like cases"),
]
ALTERNATIVES = [
    (Alternative.CALL_999.value, "Rung 999"),
    (Alternative.CONVEY_ED.value, "Taken them to the emergency department"),
    (Alternative.GO_TO_ED.value, "Sent or gone to the emergency department"),
    (Alternative.ASK_FOR_ADMISSION.value, "Asked a hospital to admit"),
    (Alternative.CALL_111.value, "Rung 111"),
    (Alternative.RING_GP.value, "Rung the GP, in or out of hours"),
    (Alternative.RING_ANOTHER_TEAM.value, "Rung another team"),
    (Alternative.WAIT.value, "Waited to see"),
    (Alternative.NOT_KNOWN.value, "Does not know"),
    (Alternative.NOT_ASKED.value, "Not asked"),
]

_AVOIDED_FIELDS = ("ed_avoided", "admission_avoided", "ambulance_avoided")
_CLAIMS = frozenset({Certainty.DEFINITE.value, Certainty.PROBABLE.value, Certainty.POSSIBLE.value})
_CONTRADICTS = {
    "ed_avoided": (Happened.CONVEYED_ED, "The patient went to ED, so that was not avoided."),
    "admission_avoided": (Happened.ADMITTED, "The patient was admitted, so that was not avoided."),
    "ambulance_avoided": (
        Happened.EMERGENCY_AMBULANCE,
        "A 999 ambulance went, so that was not avoided.",
    ),
}


def missing_to_close(outcome: Mapping[str, Any]) -> list[Refusal]:
    """What the closing form still needs, and where it contradicts itself.

    Where the form asks for the ground of a claim (`basis`), a claim without one is refused.
    """
    refusals = []
    happened = words(outcome.get("happened"))
    if not happened:
        refusals.append(Refusal("happened", "Choose what happened."))
    if not words(outcome.get("safety_net")) and happened != Happened.NOTHING_NEEDED:
        refusals.append(
            Refusal(
                "safety_net", "Write the safety advice you gave, and whom to ring if it worsens."
            )
        )
    for field in _AVOIDED_FIELDS:
        contrary, sentence = _CONTRADICTS[field]
        if happened == contrary and words(outcome.get(field)) in _CLAIMS:
            refusals.append(Refusal(field, f"{sentence} Choose No, or change what happened."))
    if "basis" in outcome and not words(outcome["basis"]) and _claims(outcome):
        refusals.append(
            Refusal("basis", "Something avoided needs its ground. How do you know?"),
        )
    return refusals


def _claims(outcome: Mapping[str, Any]) -> bool:
    return any(words(outcome.get(field)) in _CLAIMS for field in _AVOIDED_FIELDS)
