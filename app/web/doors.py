"""What guards a route, marked on its function, so that the house can refuse one without a guard."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ParamSpec

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class Guarded(StrEnum):
    """By what a door is guarded."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"
    TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class Door:
    """One route's guard.

    Attributes:
        detail: why it is public, which right it takes, or which webhook it is.
    """

    by: Guarded
    detail: str = ""


def hang(view: Callable[..., Any], door: Door) -> None:
    """Mark a view function with its door."""
    view.door = door  # type: ignore[attr-defined]  # a mark on the function itself


def door_of(view: Callable[..., Any] | None) -> Door | None:
    """The door of a view function, if it has one."""
    found = getattr(view, "door", None)
    return found if isinstance(found, Door) else None


def door_of_request() -> Door | None:
    """The door that the present request knocked at; None where no route matched."""
    return door_of(current_app.view_functions.get(request.endpoint or ""))


def public(reason: str) -> Callable[[View[P]], View[P]]:
    """Let anybody in, and say why that is right."""

    def opened(view: View[P]) -> View[P]:
        hang(view, Door(Guarded.PUBLIC, reason))
        return view

    return opened


def must_all_have_doors(app: Flask) -> None:
    """Refuse to start with a route that nobody guards.

    Raises:
        RuntimeError: names every such route.
    """
    bare = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if door_of(app.view_functions[rule.endpoint]) is None
    ]
    if bare:
        raise RuntimeError("no door on " + ", ".join(sorted(bare)))
