"""Every table of the house, imported so that alembic can compare them with the database."""

from importlib import import_module
from pathlib import Path

import app


def every_table() -> None:
    """Import each room's `models`, and so fill `Base.metadata`."""
    for models in sorted(Path(app.__path__[0]).glob("*/models.py")):
        import_module(f"app.{models.parent.name}.models")
