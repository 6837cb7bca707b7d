"""What a disposition may need before it is confirmed: the question, and the refusal in words.

The values of `Needed` are the names of fields of a plan.
Source: docs/domain/dispositions.md, "What each needs".
"""

from dataclasses import dataclass
from enum import StrEnum


class Needed(StrEnum):
    """One thing that must be known, done or agreed. The values are kept; never change one."""

    AGREED = "agreed"
    SLOT_REFERENCE = "slot_reference"
    CONTACT_NUMBER = "contact_number"
    TRANSPORT = "transport"
    ACCESS_NOTES = "access_notes"
    INCLUSION = "inclusion"
    BASELINE_FUNCTION = "baseline_function"
    CONSULTANT = "consultant"
    MONITORING_PLAN = "monitoring_plan"
    TRAVEL = "travel"
    AMBULATORY = "ambulatory"
    ALTERNATIVES = "alternatives"
    REASON = "reason"
    WARD = "ward"
    CLINICIAN = "clinician"
    NOT_VIA_ED = "not_via_ed"
    TASK = "task"
    SUPPLIES = "supplies"
    MEASURED_NEED = "measured_need"
    DELIVERY_ACCESS = "delivery_access"
    RISK_SCREEN = "risk_screen"
    NOT_IN_DANGER = "not_in_danger"
    CONSENT_OR_CAPACITY = "consent_or_capacity"
    SAFEGUARDING = "safeguarding"
    OPEN_AND_IN_STOCK = "open_and_in_stock"
    PLAN_CHECKED = "plan_checked"
    CONSENT = "consent"
    NO_INJURY = "no_injury"
    MOBILITY = "mobility"
    KEY_WORKER = "key_worker"
    SAFETY_TEXT = "safety_text"
    WHY_NOTHING = "why_nothing"


class Answer(StrEnum):
    """What kind of answer counts."""

    WORDS = "words"
    YES = "yes"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Need:
    """How one need is asked for and refused.

    Attributes:
        label: beside the field.
        thing: completes "The crisis team needs …".
        question: the way on, when it is missing.
        otherwise: the way on, when the answer is no.
    """

    label: str
    thing: str
    question: str
    answer: Answer = Answer.WORDS
    otherwise: str = ""


NEEDS: dict[Needed, Need] = {
    Needed.AGREED: Need(
        "The caller agrees with the plan",
        "the caller's agreement",
        "Say the plan back to them; do they agree?",
        Answer.YES,
        "What would they agree to?",
    ),
    Needed.SLOT_REFERENCE: Need(
        "Booking reference", "a booking reference", "Which time was booked?"
    ),
    Needed.CONTACT_NUMBER: Need(
        "Number for the patient", "a number", "On which number will the patient be rung?"
    ),
    Needed.TRANSPORT: Need(
        "Transport", "transport", "How will the patient get there and back, or is it a visit?"
    ),
    Needed.ACCESS_NOTES: Need(
        "Getting in", "access notes", "How do they get in: key safe, stairs, pets, who is there?"
    ),
    Needed.INCLUSION: Need(
        "Inclusion checks", "its six inclusion checks", "Answer them.", Answer.CHECKLIST
    ),
    Needed.BASELINE_FUNCTION: Need(
        "Usual function", "the usual function", "What could the patient do two weeks ago?"
    ),
    Needed.CONSULTANT: Need(
        "Accepting consultant", "an accepting consultant", "Who accepts the patient, by name?"
    ),
    Needed.MONITORING_PLAN: Need(
        "Monitoring plan", "a monitoring plan", "What is watched, how often, and by whom?"
    ),
    Needed.TRAVEL: Need("Travel", "travel", "How will the patient get there before the cut-off?"),
    Needed.AMBULATORY: Need(
        "Can sit out and be assessed as an ambulatory patient",
        "somebody who can be treated sitting out",
        "Can the patient sit out and be moved with help?",
        Answer.YES,
        "Consider hospital at home or direct admission.",
    ),
    Needed.ALTERNATIVES: Need("What else was considered", "a reason", "What else was considered?"),
    Needed.REASON: Need("Why", "a reason", "Why this, and nothing nearer home?"),
    Needed.WARD: Need("Ward", "a ward", "Which ward has the bed?"),
    Needed.CLINICIAN: Need(
        "Accepting clinician", "an accepting clinician", "Who accepts the patient, by name?"
    ),
    Needed.NOT_VIA_ED: Need(
        "Goes straight to the ward",
        "a way past ED",
        "Does the ward take the patient at its own door?",
        Answer.YES,
        "Ask the accepting clinician, or choose ED and say why.",
    ),
    Needed.TASK: Need("Task", "a task", "What is the nurse to do?"),
    Needed.SUPPLIES: Need("Supplies", "supplies", "What is in the home, and what must be brought?"),
    Needed.MEASURED_NEED: Need(
        "Measured need", "a measured need", "Which item, and which size or weight?"
    ),
    Needed.DELIVERY_ACCESS: Need(
        "Delivery", "a way to deliver", "Who lets the driver in, and where does it go?"
    ),
    Needed.RISK_SCREEN: Need(
        "Risk screen", "a risk screen", "What did they say about harm to themselves or others?"
    ),
    Needed.NOT_IN_DANGER: Need(
        "Not in danger now",
        "somebody who is not in danger now",
        "Are they safe to travel and to wait?",
        Answer.YES,
        "Use 999 or the mental-health crisis team.",
    ),
    Needed.CONSENT_OR_CAPACITY: Need(
        "Consent or capacity",
        "consent, or a capacity decision",
        "What do they agree to, or who decides for them?",
    ),
    Needed.SAFEGUARDING: Need(
        "Safeguarding", "safeguarding asked about", "Is anybody at risk of harm or neglect?"
    ),
    Needed.OPEN_AND_IN_STOCK: Need(
        "Open, and has it in stock",
        "a pharmacy that is open and has the item",
        "Ring it: is it open, and is it in stock?",
        Answer.YES,
        "Find another pharmacy or ask for an urgent supply.",
    ),
    Needed.PLAN_CHECKED: Need(
        "Care plan read",
        "the care plan read",
        "What does the plan say, or is there none?",
        Answer.YES,
        "Read it now, or ask the caller where the original is.",
    ),
    Needed.CONSENT: Need(
        "The person agrees to be referred",
        "the person's consent",
        "Do they agree to be referred?",
        Answer.YES,
        "Give them the number to ring themselves.",
    ),
    Needed.NO_INJURY: Need(
        "No injury and no red flag",
        "somebody without injury or red flag",
        "Was every red flag asked, and is nothing hurt?",
        Answer.YES,
        "Choose the crisis team, or 999.",
    ),
    Needed.MOBILITY: Need(
        "Mobility", "the patient's mobility", "Do they walk, sit in a chair, or lie down?"
    ),
    Needed.KEY_WORKER: Need("Key worker", "a key worker", "Who brings the case to the meeting?"),
    Needed.SAFETY_TEXT: Need(
        "Safety advice sent in writing",
        "safety advice in writing",
        "Was the advice sent as a text or letter?",
        Answer.YES,
        "Read it to them, and write down who heard it, then send it.",
    ),
    Needed.WHY_NOTHING: Need(
        "Why nothing is done", "a reason", "Was it an enquiry, a duplicate or a wrong number?"
    ),
}
