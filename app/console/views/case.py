"""What the workspace of one case shows: who, what, what now, and what others know."""

from dataclasses import dataclass, field
from typing import Literal

from wtforms import Form

from app.console.views.parts import Action, Due, Fact, FieldErrors, Icon, Link, Note, Person, Tag


@dataclass(frozen=True, slots=True)
class BannerAlert:
    """An alert in the banner. Allergy, DNACPR and hazard are never folded away."""

    strong: str
    words: str = ""
    bad: bool = False
    icon: Icon = "warn"
    link: Link | None = None
    folds: bool = False


@dataclass(frozen=True, slots=True)
class PatientBanner:
    """Who the patient is, in the same place on every page inside a case.

    A restricted patient is initials: identifiers, practice and place are dropped here.

    Attributes:
        name: "HARGREAVES, Doreen (Mrs)", initials, or "Patient not named yet".
        born: "14 Mar 1938 (88 y)".
        nhs_number: in groups: "999 526 0182".
        verified: "Verified 14:09", or "Not verified".
    """

    name: str
    born: str = ""
    sex: str = ""
    nhs_number: str = ""
    practice: str = ""
    verified: str = ""
    is_verified: bool = False
    alerts: tuple[BannerAlert, ...] = ()
    wrong: Link | None = None
    restricted: bool = False

    def __post_init__(self) -> None:
        if self.restricted:
            for name in ("born", "nhs_number", "practice"):
                object.__setattr__(self, name, "")

    @property
    def shown(self) -> tuple[BannerAlert, ...]:
        """All that is never folded, and as much else as two lines hold."""
        room = max(0, 5 - sum(not alert.folds for alert in self.alerts))
        folding = [alert for alert in self.alerts if alert.folds][:room]
        return tuple(alert for alert in self.alerts if not alert.folds or alert in folding)

    @property
    def folded(self) -> int:
        """How many are behind "2 more"."""
        return len(self.alerts) - len(self.shown)


@dataclass(frozen=True, slots=True)
class CallerPanel:
    """Who rings, where the patient is, and what they would have done without us."""

    tag: Tag
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SituationPanel:
    """What has happened, in the caller's words and ours.

    Attributes:
        saved: "Saved 14:12:40", or "Not saved yet".
    """

    need: str
    saved: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class News2Part:
    """One part of the score."""

    name: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class News2Panel:
    """The score and how it came about; no score is shown as such, with the reason.

    Attributes:
        score: None where there is none or it is not valid.
        words: "Low. No single 3."
        more: "SpO2 scale 1. Needs P2 or higher."
        source: "Crew, 14:08".
    """

    score: int | None
    words: str
    more: str = ""
    source: str = ""
    parts: tuple[News2Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """One next step. Offered or not, it says why; the system never chooses.

    Attributes:
        why: "Needs an accepting consultant", "Not offered: opens 17:00".
        state: a word at the end: "Chosen", "Closed".
    """

    code: str
    name: str
    why: str
    offered: bool = True
    state: str = ""


@dataclass(frozen=True, slots=True)
class PlanPanel:
    """Main next step, and what it needs.

    Attributes:
        agreed: "Plan agreed 14:12, you", once it is.
        chosen: the code being worked on; the list folds to that one line with "Change".
        sources: (field, where what is filled in came from): "Crew told us 14:08".
        change_url: opens the list again.
        confirm: what the button that agrees the plan says: "Agree: crisis team".
        waits: what else may happen now: wait for the caller, await the outcome.
    """

    picks: tuple[Pick, ...]
    more: tuple[Pick, ...] = ()
    chosen: str = ""
    agreed: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    change_url: str = ""
    choose_url: str = ""
    confirm: str = ""
    waits: tuple[Action, ...] = ()
    errors: FieldErrors | None = None

    @property
    def pick(self) -> Pick | None:
        """The chosen step."""
        return next((pick for pick in self.picks + self.more if pick.code == self.chosen), None)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to do before closing."""

    words: str
    done: bool
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class ClosingPanel:
    """What is still missing before the case may be closed."""

    checks: tuple[Check, ...]
    open: bool = False
    """Whether the form stands open, for example after a refusal."""


@dataclass(frozen=True, slots=True)
class EmergencyPanel:
    """999 for this case. Red until a human voice answers.

    Attributes:
        number: shown until it is confirmed, with "dial it on any telephone".
        dialled_at: ISO 8601, to count from.
    """

    state: Literal["dialling", "alarm", "answered", "confirmed"]
    note: Note
    number: str = ""
    dialled_at: str = ""
    asks_for: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of the timeline: what, who, when."""

    time: str
    strong: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as it was written: free text, or the parts of an SBAR as (heading, text)."""

    when: str
    who: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody on the call, or being rung: "Dr Lisle", "ringing"."""

    words: str
    state: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class CallPanel:
    """Who is on the line of this case, and whom else to bring in.

    Attributes:
        languages: (value, words) of the languages with a number, text relay among them.
        request_key: new for each drawing, so that one press rings once.
        actions: ring the caller back, come back into the talk, leave.
    """

    base_url: str
    request_key: str
    parties: tuple[PartyLine, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()
    can_add: bool = True


@dataclass(frozen=True, slots=True)
class CaseForms:
    """The forms of the workspace; `plan` is the form of the step being worked on."""

    caller: Form
    situation: Form
    patient: Form
    verify: Form
    observations: Form
    override: Form
    note: Form
    close: Form
    emergency: Form
    plan: Form | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """The workspace of a case.

    Attributes:
            yours: "Yours since 14:07.", "With Amir Shah since 14:05.", "Nobody has it."
        can_write: the owner writes; others read and may take.
        recognised: the caller's number is known: "Number known: shown as claimed".
        open_form: id of the form that stands open (after a refusal, or by its key).
        earlier: cases that the same number rang about lately: a suggestion, never a link.
    """

    id: str
    ref: str
    band: int
    due: Due
    state: str
    patient: PatientBanner
    yours: str
    caller: CallerPanel
    situation: SituationPanel
    news2: News2Panel
    plan: PlanPanel
    closing: ClosingPanel
    timeline: tuple[TimelineLine, ...]
    reasons: str = ""
    owner_id: str = ""
    can_write: bool = True
    closed: bool = False
    tabs: tuple[Link, ...] = ()
    presence: tuple[Person, ...] = ()
    emergency: EmergencyPanel | None = None
    call: CallPanel | None = None
    notes: tuple[NoteLine, ...] = ()
    actions: tuple[Action, ...] = ()
    strips: tuple[Note, ...] = ()
    all_timeline: Link | None = None
    open_form: str = ""
    errors: FieldErrors | None = None
    earlier: tuple[Link, ...] = field(default=())

    @property
    def url(self) -> str:
        """The case's own address."""
        return f"/cases/{self.id}"


@dataclass(frozen=True, slots=True)
class StreamingView:
    """The call handler's page: a few questions, then over to a coordinator with all of it.

    Attributes:
        target: "Aim: under 3 minutes", with `since` to count from.
        flags: ids and words of the red flags, asked in this order.
    """

    id: str
    ref: str
    band: int
    caller: CallerPanel
    since: str = ""
    passed: str = ""
    errors: FieldErrors | None = None
    reasons: str = ""
    emergency: EmergencyPanel | None = None
    call: CallPanel | None = None

    @property
    def url(self) -> str:
        """The case's own address."""
        return f"/cases/{self.id}"


@dataclass(frozen=True, slots=True)
class HandOverView:
    """Whom a case may be handed to, and what they will see.

    Attributes:
        people: reachable ones first, each with what they are doing.
        summary: the facts that go along, so that nobody writes them again.
    """

    id: str
    ref: str
    patient: PatientBanner
    people: tuple[tuple[Person, str], ...]
    summary: tuple[Fact, ...] = ()
    errors: FieldErrors | None = None
