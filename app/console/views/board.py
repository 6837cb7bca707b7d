"""What the board shows, and what the lists near it show."""

from dataclasses import dataclass, field
from typing import Literal

from app.console.views.parts import Action, Counted, Due, Link, Note, Person

Group = Literal["999", "waiting", "hand"]
PROTECTED = "Address protected. Ask the caller."


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One case as a row. Drawn in a page, and alone by the relay, where nobody is looking yet.

    A restricted patient is initials, band and times; whatever else was given is dropped here,
    so that no page can show it by mistake.

    Attributes:
        group, sort: where the row stands; `sort` orders as text.
        kinds: what filters ask for: "crew", "care_home", and the caller types.
        patient: "HARGREAVES, Doreen", initials, or empty if nobody is named yet.
        where: second line: "88 y F, 14 Weir Lane, Millbeck".
        caller_more: "Message, 13:58", "Ended 13:40"; overruled by the line or a number.
        on_line_since: ISO 8601 while the caller is on the line; `on_line` is the same in words.
        is_new: arrived in the last minute.
        live: the caller waits on the line for a person (counted as a call waiting).
    """

    id: str
    ref: str
    group: Group
    sort: str
    band: int
    due: Due
    patient: str
    where: str
    need: str
    reasons: tuple[Counted, ...]
    caller: str
    caller_more: str = ""
    on_line_since: str = ""
    on_line: str = ""
    call_back: str = ""
    owner_id: str = ""
    owner: str = ""
    kinds: tuple[str, ...] = ()
    restricted: bool = False
    is_new: bool = False
    live: bool = False
    actions: tuple[Action, ...] = ()

    def __post_init__(self) -> None:
        if self.restricted:
            # the caller and the need may name the place or the person just as well
            kept = {"where": PROTECTED, "call_back": "", "caller_more": "", "caller": "Restricted"}
            kept["need"] = "Restricted. Open the case to read it."
            for name, words in kept.items():
                object.__setattr__(self, name, words)

    @property
    def url(self) -> str:
        """Where the row opens."""
        return f"/cases/{self.id}"

    @property
    def named(self) -> str:
        """How the row is called in a list of buttons."""
        return self.patient or f"enquiry {self.ref}"


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the filters that last. The browser keeps the choice and counts again.

    Attributes:
        key: what the page filters by: "all", "waiting", "mine", "crew", "care_home".
    """

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MineLine:
    """One of my cases with what it waits for."""

    case_id: str
    ref: str
    patient: str
    band: int
    words: str
    due: Due | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board.

    Attributes:
        longest_since: since when the longest caller has waited, ISO 8601; `longest` in words.
        empty: said when nobody is waiting: "Last case taken 14:05. 4 in hand."
        looking: who has which case open now, as (case id, person).
        systems: said of what the hub leans on: "Phones and live updates are answering."
    """

    rows: tuple[BoardRow, ...]
    filters: tuple[Filter, ...]
    calls_waiting: int
    longest: str
    coordinators: str
    longest_since: str = ""
    empty: str = ""
    mine: tuple[MineLine, ...] = ()
    notes: tuple[Note, ...] = ()
    systems: tuple[Note, ...] = ()
    systems_at: str = ""
    looking: tuple[tuple[str, Person], ...] = ()
    url: str = "/board"

    def of(self, group: Group) -> tuple[BoardRow, ...]:
        """The rows of a group, in order."""
        return tuple(row for row in self.rows if row.group == group)


@dataclass(frozen=True, slots=True)
class Found:
    """One case found by a search."""

    case_id: str
    ref: str
    patient: str
    where: str
    state: str
    when: str
    band: int
    restricted: bool = False

    def __post_init__(self) -> None:
        if self.restricted:
            object.__setattr__(self, "where", PROTECTED)


@dataclass(frozen=True, slots=True)
class FindView:
    """What was looked for and what was found.

    Attributes:
        asked: what was typed; it is posted, never part of an address.
        problem: why nothing was looked for: "Write at least three letters."
    """

    asked: str = ""
    found: tuple[Found, ...] = ()
    problem: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class MineView:
    """My open cases, most urgent first."""

    lines: tuple[MineLine, ...]
    links: tuple[Link, ...] = field(default=())
