"""Alembic: run by the desk, by the tests and by `alembic upgrade head`, on one address each."""

from alembic import context
from sqlalchemy import create_engine, text

from app.foundation.database import APP_ROLE, Base
from migrations.tables import every_table

every_table()
LOCK = 860_2026


def run() -> None:
    """Migrate under a lock, so that two processes that start at once do not both do it."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
            # health compares the version of the tables with the one that the code expects
            connection.execute(text(f"GRANT SELECT ON alembic_version TO {APP_ROLE}"))
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        connection.commit()
    engine.dispose()


run()
