"""The small parts that every page is made of: an action, a tag, a due time, a fact."""

from dataclasses import dataclass, field
from typing import Literal

ButtonKind = Literal["", "go", "stop", "plain"]
TagKind = Literal["", "act", "warn", "ok", "info", "off"]
Icon = Literal[
    "", "tick", "cross", "half", "dash", "ring", "dot", "warn", "phone", "eye", "bell",
    "band0", "band1", "band2", "band3", "band4",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """A button that posts through the page's one form, or a link if `get`.

    Attributes:
        label: says the result: "Take", "Give to Priya Nair".
        key: as it is shown on the button: "F2", "Shift F1", "Ctrl Enter", "T".
        spoken: added for screen readers only, so that twelve "Take" can be told apart.
        name, value: the one field a button may send.
        local: what the phone's window does instead, if it is open: "mute".
        kind: "go" is the main action of its panel; "stop" is 999 and nothing else.
    """

    label: str
    url: str
    kind: ButtonKind = ""
    key: str = ""
    spoken: str = ""
    name: str = ""
    value: str = ""
    icon: Icon = ""
    get: bool = False
    local: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `current` marks where we are."""

    label: str
    url: str
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a frame. Only `act` is filled, because only then must a person act."""

    words: str
    kind: TagKind = ""
    icon: Icon = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A time as a sentence, and what a screen needs to keep it true.

    Attributes:
        first: remaining time, first: "3 min over", "2 min left", "Line open 0:18".
        second: the clock time it is measured to: "was due 14:04", "by 14:09".
        at: the instant it is due, ISO 8601; empty if nothing runs down.
        start: where the dial begins, usually the arrival.
        late_second: what `second` becomes once it is over; empty leaves it as it is.
        up_from: set when the figure counts up instead ("Line open 0:18"): since when.
        up_words: what stands before a figure that counts up: "Line open".
    """

    first: str
    second: str
    at: str = ""
    start: str = ""
    late: bool = False
    soon: bool = False
    late_second: str = ""
    up_from: str = ""
    up_words: str = ""
    used: int = 0
    """Hundredths of the time that are gone, for the dial."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts.

    Attributes:
        more: second lines, each with its source and age if it was told or read elsewhere.
    """

    term: str
    value: str = ""
    more: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    icon: Icon = ""
    strong: bool = False
    number: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What happened, what still works, what to do; then the action that ends it."""

    strong: str
    words: str = ""
    kind: Literal["", "act", "warn", "ok", "info"] = ""
    icon: Icon = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as others see them."""

    id: str
    name: str
    role: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Words with a figure of minutes in them that goes on counting: "crew waiting 5 min".

    Attributes:
        since: ISO 8601; empty if nothing in the words counts.
    """

    words: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name and what it is measured against."""

    name: str
    figure: str
    more: str = ""
    state: Literal["", "bad", "near"] = ""
    of: str = ""
    icon: Icon = ""


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """What was refused, for the summary above a form; the same words stand beside each field.

    Attributes:
        links: (id of the field, sentence).
    """

    title: str
    links: tuple[tuple[str, str], ...] = field(default=())
