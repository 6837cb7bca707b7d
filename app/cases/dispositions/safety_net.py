"""Safety-net advice: words to start from, by what was arranged. The clinician edits and says them.

Source: docs/domain/dispositions.md, "Safety-net advice".
"""

from app.cases.dispositions.codes import Code

_WORSE = (
    "If breathing gets hard, they cannot be woken, the skin turns blue, grey or blotchy, or you"
    " are frightened for them, ring 999 at once."
)
_NOT_WORSE = "If anything else changes, ring {number}, at any hour."
_LATE = "If nobody has come or rung by {by}, ring {number}."
_KEEP = "Keep this telephone near and free."

_ARRANGED = {
    Code.GP_IH: "A GP will see or ring them as booked.",
    Code.GP_OOH: "An out-of-hours GP will see or ring them.",
    Code.AVS: "A clinician will visit today.",
    Code.UCR2: "The crisis team is coming, within two hours. Keep them warm and do not leave them"
    " alone if you can stay.",
    Code.UCR48: "The reablement team will come within two days.",
    Code.HAH_VW: "The hospital-at-home team will ring first and then come. Keep all medicines out"
    " to show them.",
    Code.SDEC: "They are expected at same-day emergency care. Bring their medicines and somebody"
    " who knows them.",
    Code.UTC: "They are booked at the treatment centre. Bring their medicines.",
    Code.ED: "They should go to the emergency department now. Bring their medicines and care plan.",
    Code.DIR_ADM: "The ward expects them. Bring medicines, care plan, glasses and hearing aids.",
    Code.COMM_NURS: "A community nurse will come.",
    Code.EQUIP: "The equipment will be delivered. Do not try to lift or move them without it.",
    Code.MH_CRISIS: "The mental-health crisis team will take this on. Stay with them, and put"
    " medicines and sharp things out of reach.",
    Code.SAFE_HAVEN: "The Safe Haven expects them in its opening hours.",
    Code.SOC_CARE: "Social care will ring back today.",
    Code.SAFEGUARD: "We have told the safeguarding team. Do not confront anybody.",
    Code.PHARM: "The pharmacy expects them. Ring it before setting out.",
    Code.PALL: "The palliative team will ring. Keep the medicines box and the plan at hand.",
    Code.DENTAL: "The dentist expects them. Press on bleeding for ten minutes with clean cloth.",
    Code.EYE: "The eye service expects them. They should not drive there.",
    Code.VCS: "Somebody from the voluntary sector will be in touch within five days.",
    Code.FALLS_LIFT: "Help is coming to get them up. Keep them warm, and do not pull them up. If"
    " there is new pain, do not move them and ring 999.",
    Code.STEP_UP: "A bed is being made ready. Pack medicines, care plan, glasses, hearing aids.",
    Code.TRANSPORT: "Transport is booked. Have them ready an hour before.",
    Code.MDT: "Their team will talk about this at its next meeting.",
    Code.SELF: "They can be looked after at home with the advice given.",
    Code.EMERGENCY: "An ambulance is being sent. Stay with them, unlock the door, and put the light"
    " on. If anything changes, ring 999 again.",
    Code.NO_ACT: "Nothing more is arranged.",
}
_NOBODY_COMES = frozenset(
    {Code.SELF, Code.NO_ACT, Code.ED, Code.SDEC, Code.UTC, Code.DENTAL, Code.EYE, Code.SAFE_HAVEN,
     Code.PHARM, Code.MDT}
)  # fmt: skip


def advice(code: Code, *, number: str, by: str = "") -> str:
    """Words to start from: what is arranged, what to do if worse, whom to ring and when.

    Args:
        code: the main step.
        number: where we can be rung, as it is read aloud.
        by: when somebody must have come or rung, in words; left out if not known.
    """
    parts = [_ARRANGED[code]]
    if code not in (Code.EMERGENCY, Code.NO_ACT):
        parts.append(_WORSE)
    if by and code not in _NOBODY_COMES and code is not Code.EMERGENCY:
        parts += [_LATE.format(by=by, number=number), _KEEP]
    if code is not Code.EMERGENCY:
        parts.append(_NOT_WORSE.format(number=number))
    return " ".join(parts)
