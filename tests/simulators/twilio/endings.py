"""Where a leg goes next, and what takes it out of whatever it is doing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A document to run next: at an address, or handed over inline."""

    url: str = ""
    method: str = "POST"
    extra: dict[str, str] = field(default_factory=dict)
    kind: str = "voice.inbound"
    twiml: str | None = None


class HungUp(Exception):  # noqa: N818 - what happens to a leg, not a fault
    """The leg is over."""


class Moved(Exception):  # noqa: N818 - what happens to a leg, not a fault
    """The app took the leg somewhere else."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.url)
        self.target = target


class Finished(Exception):  # noqa: N818 - the end of a document, not a fault
    """The documents are at an end and the leg with them."""

    def __init__(self, status: str = "completed") -> None:
        super().__init__(status)
        self.status = status


class Left(Exception):  # noqa: N818 - a verb, not a fault
    """The wait document said Leave."""


class Unusable(Exception):  # noqa: N818 - Twilio's finding about our document
    """A document that Twilio cannot use. `code` is its word for why."""

    def __init__(self, code: int, url: str) -> None:
        super().__init__(f"{code} at {url}")
        self.code, self.url = code, url
