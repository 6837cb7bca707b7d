"""Priority bands, P0 (a life may be lost) to P4 (advice)."""

from enum import IntEnum


class Band(IntEnum):
    """How urgent a case is. A lower number is more urgent, so bands sort as they are worked.

    Source: docs/domain/priority.md, "The five bands".
    """

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4

    def __str__(self) -> str:
        """As it is shown and said: "P1"."""
        return self.name

    @property
    def spoken(self) -> str:
        """What the band asks of us, for help pages and for screen readers."""
        return _SPOKEN[self]

    def raised(self, *, no_higher_than: "Band") -> "Band":
        """One band more urgent, but never past the given one; a band already past it stays."""
        return max(Band(max(self - 1, 0)), no_higher_than) if self > no_higher_than else self


_SPOKEN = {
    Band.P0: "a life may be at risk, now",
    Band.P1: "urgent, within minutes",
    Band.P2: "soon, within 20 minutes",
    Band.P3: "within the hour",
    Band.P4: "within four hours",
}
