"""Priorities and times, as clinicians sign them off: pure, deterministic, explained in words."""

from app.cases.pathways.priority import (
    OUTBREAK_FROM,
    TARGETS,
    Priority,
    band_by_rules,
    next_change_at,
    prioritise,
    take_next,
    target,
)
from app.cases.pathways.reasons import Reason, ReasonCode, sentence
from app.cases.pathways.situation import NeedKind, Override, Situation
from app.cases.red_flags import RedFlag, summary

__all__ = [
    "OUTBREAK_FROM",
    "TARGETS",
    "NeedKind",
    "Override",
    "Priority",
    "Reason",
    "ReasonCode",
    "RedFlag",
    "Situation",
    "band_by_rules",
    "next_change_at",
    "prioritise",
    "sentence",
    "summary",
    "take_next",
    "target",
]
