"""What stands around every page: header, phone bar, alerts, strips."""

from dataclasses import dataclass, field
from typing import Literal

from app.console.views.parts import Action, Icon, Link, Person

PhoneState = Literal["off", "ready", "calling", "on_call", "held", "wrap", "break", "lost"]


@dataclass(frozen=True, slots=True)
class NextCall:
    """Who would be put through by *Take next call*, known before it is answered.

    Attributes:
        who: "ambulance crew N214". A number nobody knows is "a caller we do not know".
        since: on the line since, ISO 8601.
        history: "Second contact today" or "Rang 13:10 about the same address".
    """

    who: str
    where: str = ""
    since: str = ""
    waited: str = ""
    history: str = ""


@dataclass(frozen=True, slots=True)
class PhoneBar:
    """The phone, in the same place on every page of everyone who takes calls.

    Attributes:
        words: the state as text: "Ready", "On a call".
        since: since when, ISO 8601; `passed` is the same as words, for a page without script.
        who, who_more: who is on the line, and "07700 900214, recorded, caller told".
        actions: for the call (take; or mute, hold, add or transfer, leave).
        end: what stands at the right end (call out, break).
        emergency: 999, always.
    """

    state: PhoneState
    words: str
    emergency: Action
    since: str = ""
    passed: str = ""
    who: str = ""
    who_detail: str = ""
    who_more: str = ""
    next: NextCall | None = None
    waiting: str = ""
    longest: str = ""
    longest_since: str = ""
    headset: str = ""
    actions: tuple[Action, ...] = ()
    end: tuple[Action, ...] = ()
    url: str = "/phone-bar"


@dataclass(frozen=True, slots=True)
class Alert:
    """One of the three kinds that interrupt, with the one action that ends it.

    Attributes:
        id: stays the same while it stands, so that it is announced once.
        sounding: false if it is shown and not heard (not for this person, or not yet).
    """

    id: str
    kind: Literal["life", "late", "silence"]
    strong: str
    words: str
    actions: tuple[Action, ...]
    icon: Icon = "band1"
    sounding: bool = True


@dataclass(frozen=True, slots=True)
class Shell:
    """The page around the page.

    Attributes:
        seq: the hub's number, read before the rows of the page.
        now: the server's instant, ISO 8601, from which the page sets its clock.
        clock: the same in London: "14:07:21".
        live_url: where the socket is; empty on a page that is not live.
        phone_url: the softphone's window; empty for someone who takes no calls.
        audience: which of the hub's rooms this page listens to.
        open_cases: my cases, in the order of Alt 1 to 4.
        letters: whether single letters work as keys; `volume` is of alerts, 1 to 10.
        late_repeats: hears Late each minute (a supervisor), not once.
    """

    title: str
    hub: str
    hub_id: str
    me: Person
    now: str
    clock: str
    pages: tuple[Link, ...]
    seq: int = 0
    live_url: str = ""
    phone_url: str = ""
    audience: Literal["board", "wall"] = "board"
    phone: PhoneBar | None = None
    alerts: tuple[Alert, ...] = ()
    alerts_url: str = "/alerts"
    open_cases: tuple[Link, ...] = ()
    find_url: str = "/find"
    keys_url: str = "/keys"
    me_url: str = "/settings"
    lock_url: str = "/lock"
    training: bool = False
    case_id: str = ""
    letters: bool = True
    volume: int = 7
    late_repeats: bool = False
    strips: tuple[str, ...] = field(default=())
    """Sentences for everyone, for example how far the relay is behind."""
