"""The ways in which what was asked cannot be done, each with a sentence for a person."""


class Problem(Exception):  # noqa: N818  # it is what happened, not an error in the code
    """Something a person can be told: what happened, what is safe, what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Problem):
    """Somebody or something was there first; nothing was changed.

    Attributes:
        changes: for a second write to one version, field → (theirs, yours).
    """

    def __init__(self, sentence: str, changes: dict[str, tuple[str, str]] | None = None) -> None:
        super().__init__(sentence)
        self.changes = changes or {}


class NotFound(Problem):
    """It does not exist, or it is not for this actor to know that it does."""

    def __init__(self, sentence: str = "There is nothing here that you may see.") -> None:
        super().__init__(sentence)


class NotAllowed(Problem):
    """The actor may see it, and may not do this to it."""


class Invalid(Problem):
    """What was given breaks a rule.

    Attributes:
        errors: field → sentences, to be shown beside the field.
    """

    def __init__(self, sentence: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.errors = errors or {}


class TooOften(Problem):
    """Asked more often than anybody needs to; nothing was done."""
