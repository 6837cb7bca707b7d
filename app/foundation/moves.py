"""Which state may follow which, as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.foundation.problems import Conflict

State = TypeVar("State", bound=StrEnum)
Moves = Mapping[State, frozenset[State]]


def move(now: State, to: State, moves: Moves[State]) -> State:
    """Return `to` if it may follow `now`.

    Raises:
        Conflict: the table has no such move. The database refuses it as well.
    """
    if to not in moves.get(now, frozenset()):
        raise Conflict(f"This is {spoken(now)} and cannot become {spoken(to)}.")
    return to


def spoken(state: StrEnum) -> str:
    """The state in words: `awaiting_coordinator` reads "awaiting coordinator"."""
    return state.value.replace("_", " ")


def refusal_sql(table: str, column: str, moves: Moves[State]) -> str:
    """SQL of a trigger that refuses every move which `moves` does not allow.

    The application asks `move` first; this is for the day it forgets.
    """
    allowed = " OR ".join(
        f"(OLD.{column} = '{now}' AND NEW.{column} IN ({_listed(tos)}))"
        for now, tos in sorted(moves.items())
        if tos
    )
    return f"""
    CREATE OR REPLACE FUNCTION {table}_{column}_moves() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.{column} IS DISTINCT FROM NEW.{column} AND NOT ({allowed}) THEN
        RAISE EXCEPTION 'illegal move of {table}.{column}: % to %', OLD.{column}, NEW.{column}
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER {table}_{column}_moves BEFORE UPDATE OF {column} ON "{table}"
      FOR EACH ROW EXECUTE FUNCTION {table}_{column}_moves();
    """


def _listed(states: frozenset[State]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))
