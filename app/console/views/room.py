"""What the room as a whole shows: supervisor, wallboard, the phone's window, the keys."""

from dataclasses import dataclass
from typing import Literal

from app.console.views.parts import Action, Figure, Icon, Link, Note


@dataclass(frozen=True, slots=True)
class OnShift:
    """One person on shift, longest in state first.

    Attributes:
        since: ISO 8601; `passed` is the same as a figure: "14:20", "2 h 10".
        doing: "NV-2441, catheter advice", "2 open, none on the line".
    """

    name: str
    role: str
    state: str
    passed: str
    doing: str
    icon: Icon = "ring"
    since: str = ""
    urgent: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class SupervisorView:
    """What needs a person, then the numbers, then the people."""

    shift: str
    needs: tuple[Note, ...]
    figures: tuple[Figure, ...]
    people: tuple[OnShift, ...]
    systems: tuple[Note, ...] = ()
    systems_at: str = ""
    links: tuple[Link, ...] = ()
    url: str = "/supervisor"


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One care home's week. Figures and outcomes; no resident."""

    name: str
    calls: int
    forms: int
    cases: int
    on_time: str
    outcomes: str


@dataclass(frozen=True, slots=True)
class CareHomesView:
    """The care homes' week.

    Attributes:
        since, target: in words: "10 Nov, 14:07", "20 min".
        on_time: of all homes: "11 of 12".
    """

    since: str
    target: str
    lines: tuple[HomeLine, ...]
    on_time: str


@dataclass(frozen=True, slots=True)
class WallBand:
    """One line of the waiting table: how many, and when the next is due ("now", "4 min")."""

    band: int
    waiting: int
    next_due: str


@dataclass(frozen=True, slots=True)
class WallView:
    """The wallboard: figures only. No patient, caller or address, ever."""

    hub: str
    tiles: tuple[Figure, ...]
    bands: tuple[WallBand, ...]
    updated: str
    date: str
    time: str
    footer: tuple[str, ...] = ()
    url: str = "/wall"


@dataclass(frozen=True, slots=True)
class PhonePage:
    """The softphone's window: which handset, and where its token comes from.

    Attributes:
        handset: "twilio", or "simulated" (served with the simulator only).
        token_url: POST, answers {"token"}: a short pass, bound to whoever is signed in.
        call_url: GET, answers {"claim"}: the one-time claim to ring in with, or null.
        simulated_url: where the simulator is; the page asks its `/_browser/calls`.
    """

    handset: Literal["twilio", "simulated"]
    token_url: str
    identity: str
    simulated_url: str = ""
    call_url: str = "/telephony/my-call"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the keys page."""

    key: str
    does: str
