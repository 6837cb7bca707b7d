"""Bringing a database to the newest tables, under a lock, as often as one likes.

Usage: python -m workers.migrating postgresql://OWNER@HOST/DATABASE
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parent.parent


def migrate(url: str) -> None:
    """Run every migration that the database has not seen."""
    configuration = Config(str(ROOT / "migrations" / "alembic.ini"))
    configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(configuration, "head")


if __name__ == "__main__":
    migrate(sys.argv[1])
