"""A person's name in the forms we need, and sex and gender, which are two things."""

from dataclasses import dataclass
from enum import StrEnum

from app.foundation.problems import Invalid


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as the demographic record keeps it.

    Attributes:
        known_as: what they like to be called, if it is not the first given name.

    Raises:
        Invalid: neither a family nor a given name.
    """

    family: str
    given: str = ""
    title: str = ""
    known_as: str = ""

    def __post_init__(self) -> None:
        for part in ("family", "given", "title", "known_as"):
            object.__setattr__(self, part, " ".join(getattr(self, part).split()))
        if not (self.family or self.given):
            raise Invalid("A name is needed. Write what the caller calls them.")

    @property
    def identity(self) -> str:
        """For telling people apart: "HARGREAVES, Doreen (Mrs)"."""
        return f"{self.listed} ({self.title})" if self.title else self.listed

    @property
    def listed(self) -> str:
        """For rows of a list: "HARGREAVES, Doreen"."""
        return ", ".join(part for part in (self.family.upper(), self.given) if part)

    @property
    def speech(self) -> str:
        """For speaking of them: "Doreen"."""
        return self.known_as or self.given.split(" ")[0] or f"{self.title} {self.family}".strip()

    @property
    def guarded(self) -> str:
        """For a responder who has not accepted yet: "Doreen H"."""
        given = self.given.split(" ")[0]
        return f"{given} {self.family[:1]}".strip()

    @property
    def initials(self) -> str:
        """All that is shown of a restricted patient: "D H"."""
        return " ".join(part[0].upper() for part in (self.given, self.family) if part)

    def __str__(self) -> str:
        """The identity form, because a name that is merely printed is there to identify."""
        return self.identity


class Sex(StrEnum):
    """Sex as the demographic record has it; it bears on reference ranges and pregnancy."""

    FEMALE = "female"
    MALE = "male"
    INDETERMINATE = "indeterminate"
    NOT_KNOWN = "not_known"

    @property
    def spoken(self) -> str:
        """For the banner: "Female", "Not known"."""
        return self.value.replace("_", " ").capitalize()

    @property
    def letter(self) -> str:
        """For a row: "F", "M", or nothing rather than a letter nobody can read."""
        return {Sex.FEMALE: "F", Sex.MALE: "M"}.get(self, "")


class Gender(StrEnum):
    """Gender as the person states it; it bears on how we speak to them."""

    WOMAN = "woman"
    MAN = "man"
    NON_BINARY = "non_binary"
    ANOTHER = "another"
    NOT_STATED = "not_stated"

    @property
    def spoken(self) -> str:
        """For the banner and for forms."""
        if self is Gender.NON_BINARY:
            return "Non-binary"
        return self.value.replace("_", " ").capitalize()
