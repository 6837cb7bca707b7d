"""How the people at the far end behave: what they press, how long they wait and talk."""

from dataclasses import dataclass, field

OUTCOMES = {"answer", "busy", "no-answer", "failed"}


@dataclass(slots=True)
class Person:
    """Somebody on a leg. All times are simulated seconds; None means never.

    Attributes:
        digits: What is pressed at each question in turn; an empty one stays silent.
        queue_digits: The same for questions asked while waiting in the queue.
        press_after: How long they take to press.
        patience: How long they wait in a queue before they give up.
        talk: How long they talk once somebody is with them, then hang up.
        alone: How long they stay when the others have left.
        hang_up_after: They are gone this long after the call began, whatever happens.
        speaks: How long they speak when recorded.
    """

    digits: list[str] = field(default_factory=list)
    queue_digits: list[str] = field(default_factory=list)
    press_after: float = 2.0
    patience: float | None = None
    talk: float | None = None
    alone: float | None = 10.0
    hang_up_after: float | None = None
    speaks: float = 5.0

    def next_digit(self, *, waiting: bool) -> str:
        """What is pressed at the next question."""
        planned = self.queue_digits if waiting else self.digits
        return planned.pop(0) if planned else ""


@dataclass(slots=True)
class Callee:
    """What happens when a number is rung."""

    outcome: str = "answer"
    after: float = 3.0
    digits: list[str] = field(default_factory=lambda: ["1"])
    press_after: float = 2.0
    talk: float | None = 120.0
    alone: float | None = 5.0

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"{self.outcome} is none of {', '.join(sorted(OUTCOMES))}")

    def person(self) -> Person:
        """Whoever picks up."""
        return Person(
            digits=list(self.digits),
            press_after=self.press_after,
            talk=self.talk,
            alone=self.alone,
        )


@dataclass(slots=True)
class Handset:
    """What happens to a text sent to a number."""

    outcome: str = "delivered"
    after: float = 2.0
    error_code: int | None = None
    reply: str | None = None
    reply_after: float = 10.0
    opted_out: bool = False
