"""Dispositions: what can be done for somebody, as data, and what each needs before it stands."""

from app.cases.dispositions.catalogue import CATALOGUE, CHOICES, Disposition, named
from app.cases.dispositions.closing import (
    ALTERNATIVES,
    AVOIDED,
    BASES,
    HAPPENED,
    missing_to_close,
)
from app.cases.dispositions.codes import Acceptance, Code, DestinationKind, Travel
from app.cases.dispositions.inclusion import Inclusion, UcrCheck, assess
from app.cases.dispositions.needs import Answer, Need, Needed
from app.cases.dispositions.plan import (
    Offer,
    Refusal,
    accepted,
    missing,
    needs,
    offered,
    why_not,
)
from app.cases.dispositions.safety_net import advice

__all__ = [
    "ALTERNATIVES",
    "AVOIDED",
    "BASES",
    "CATALOGUE",
    "CHOICES",
    "HAPPENED",
    "Acceptance",
    "Answer",
    "Code",
    "DestinationKind",
    "Disposition",
    "Inclusion",
    "Need",
    "Needed",
    "Offer",
    "Refusal",
    "Travel",
    "UcrCheck",
    "accepted",
    "advice",
    "assess",
    "missing",
    "missing_to_close",
    "named",
    "needs",
    "offered",
    "why_not",
]
