"""One case as its workspace: what we know, what we do, what happened."""

from app.console.case_view.doing import advice
from app.console.case_view.whole import case_view

__all__ = ["advice", "case_view"]
