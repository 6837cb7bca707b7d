"""The one database: its engine, its table base, and the role that connections take."""

import select
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

APP_ROLE = "frontdoor_app"
"""Connections take this role: it may not update or delete a journal entry."""


class Base(DeclarativeBase):
    """Every table of the house. A hub's tables lead their keys and indexes with `hub_id`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy's own spelling
        UUID: PG_UUID(as_uuid=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: JSONB,
        datetime: DateTime(timezone=True),
    }


sessions: sessionmaker[Session] = sessionmaker(expire_on_commit=False, autoflush=True)
"""Bound to the process's engine by `connect`; tests bind it to one connection instead."""


def connect(url: str, *, pool_size: int = 5, max_overflow: int = 5) -> Engine:
    """Bind this process to the database at `url` and return the engine.

    Args:
        url: a libpq or SQLAlchemy address; `postgresql://` is taken to mean psycopg 3.
        pool_size: connections kept; the embedded server takes 100 in all.
        max_overflow: connections more, for a burst.
    """
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=4,
        pool_use_lifo=True,
        connect_args={"connect_timeout": 3, "options": "-c timezone=UTC"},
    )
    event.listen(engine, "connect", _take_role)
    event.listen(engine, "checkout", _refuse_if_cut)
    sessions.configure(bind=engine)
    return engine


def _take_role(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()


def _refuse_if_cut(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401  # as above
    """Have a connection replaced whose server has gone, and all that are older.

    The pool's own ping asks the server, which was a seventh of the relay's time. An idle line has
    nothing to say: if something can be read from it, it is the end.
    """
    if not connection.closed:
        line = select.poll()
        line.register(connection.fileno(), select.POLLIN)
        if not line.poll(0):
            return
    raise InvalidatePoolError("the database has closed this connection")
