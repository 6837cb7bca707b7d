"""What may go wrong on request: late, twice, out of order, never, refused, done but unsaid."""

import fnmatch
import random
import threading
from dataclasses import asdict, dataclass, field

KINDS = {
    "delay",  # sent late, so that later ones overtake it
    "double",  # sent twice with the same idempotency token
    "double_new",  # sent twice with a token of its own each time
    "reorder",  # held until the next one has gone
    "drop",  # never sent; a document never fetched counts as not connected
    "hang_up",  # the leg hangs up just before or just after
    "too_many",  # REST: 429, nothing done
    "silence",  # REST: done, and then nothing is said until long after the time-out
    "reset",  # REST: done, and the connection is cut
    "error",  # REST: done, and answered with 500
    "absent",  # a recording (on `recording`) that turns out to hold nothing
    "refuse_error",  # REST: not done, and answered with 500
}


@dataclass(slots=True)
class Rule:
    """One way to misbehave, and when.

    Attributes:
        do: One of `KINDS`.
        on: Which webhook (`voice.status`, `conference.*`) or request (`rest.create_call`).
        where: Parameters that must have these values.
        next: Only so many times; None for ever.
        probability: How often, of those that fit.
        seconds: How long, for `delay` (simulated), `reorder` (simulated) and `silence` (real).
        when: `before` or `after`, for `hang_up`.
    """

    do: str
    on: str = "*"
    where: dict[str, str] = field(default_factory=dict)
    next: int | None = None
    probability: float = 1.0
    seconds: float = 2.0
    when: str = "before"

    def __post_init__(self) -> None:
        if self.do not in KINDS:
            raise ValueError(f"{self.do} is none of {', '.join(sorted(KINDS))}")


class Misbehaviour:
    """The rules in force. Off by default: there are none."""

    def __init__(self, seed: int | None = None) -> None:
        self._rules: list[Rule] = []
        self._lock = threading.Lock()
        self._chance = random.Random(seed)
        self.counts: dict[str, int] = {}

    def add(self, rule: Rule) -> None:
        """Put a rule in force."""
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Behave."""
        with self._lock:
            self._rules.clear()

    def applying(self, kind: str, params: dict[str, str]) -> list[Rule]:
        """The rules that fall on this one event; each is counted as used."""
        if not self._rules:
            return []
        with self._lock:
            found = [rule for rule in self._rules if self._falls(rule, kind, params)]
            for rule in found:
                self.counts[rule.do] = self.counts.get(rule.do, 0) + 1
                if rule.next is not None:
                    rule.next -= 1
            self._rules = [rule for rule in self._rules if rule.next != 0]
        return found

    def listed(self) -> list[dict[str, object]]:
        """The rules in force, to be shown."""
        with self._lock:
            return [asdict(rule) for rule in self._rules]

    def _falls(self, rule: Rule, kind: str, params: dict[str, str]) -> bool:
        return (
            fnmatch.fnmatchcase(kind, rule.on)
            and all(params.get(name) == value for name, value in rule.where.items())
            and (rule.probability >= 1 or self._chance.random() < rule.probability)
        )
