"""The commands of cases: every press is a POST that opens one transaction and calls one action."""

from app.cases.web import emergency, planning, referring, taking, writing
from app.cases.web.saving import blueprint

__all__ = ["blueprint", "emergency", "planning", "referring", "taking", "writing"]
