"""How many webhooks a second are taken, with always so many in flight, beside the bare server."""

import time
from collections.abc import Iterator, Sequence

from tests.bench.figures import Figure, remark
from tests.bench.hands import Consoles, consoles, poster
from tests.bench.posting import Post, Posted, in_flight
from tests.bench.stage import settled, staged
from tests.bench.webhook_to_console import fine, taken, warm

IN_FLIGHT = 16
HUBS = 10
CONSOLES_OF_EACH = 5
SHARE = 0.7


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure both in turns; every row must have come to every console of its hub."""
    hubs, number, turns = (2, 40, 1) if quick else (HUBS, 600, 4)
    ours, bares = _Sum(), _Sum()
    with (
        staged(hubs) as stage,
        poster() as hand,
        consoles(stage.bare_consoles(CONSOLES_OF_EACH)) as bare_screens,
        consoles(stage.consoles(CONSOLES_OF_EACH)) as screens,
    ):
        warm(stage, hand, float(IN_FLIGHT))
        for _ in range(turns):
            calls = stage.calls(number)
            sids = {call.sid: call.sid for _, call in calls}
            settled(bare_screens)
            posts: Sequence[Post] = [stage.bare_post(hub, call) for hub, call in calls]
            posted = hand.post(*stage.bare, in_flight, posts, IN_FLIGHT)
            bares.add(posted, _last_row(posted, sids, "sid", bare_screens))

            calls = stage.calls(number)
            settled(screens)
            posts = [call.ring() for _, call in calls]
            posted = hand.post(*stage.web, in_flight, posts, IN_FLIGHT)
            began = time.monotonic()
            while len(cases := stage.cases([call.sid for _, call in calls])) < number:
                assert time.monotonic() < began + 5, f"{number} calls became {len(cases)} cases"
            sids = {str(case): sid for case, sid in cases.items()}
            ours.add(posted, _last_row(posted, sids, "case", screens))
    remark(f"with the last row on the last console: {ours.carried:.0f}/s, bare {bares.carried:.0f}")
    yield Figure(
        "webhook_throughput_per_s",
        ours.answered,
        "1/s",
        SHARE * bares.answered,
        bares.answered,
        better="higher",
    )


class _Sum:
    """What several turns add up to."""

    def __init__(self) -> None:
        self._number = 0
        self._answered = self._carried = 0.0

    def add(self, posted: Sequence[Posted], last_row_at: float) -> None:
        """Add one turn, from its first request to its last answer and to its last row."""
        began = min(each.at for each in posted)
        self._number += len(posted)
        self._answered += max(each.answered_at for each in posted) - began
        self._carried += last_row_at - began

    @property
    def answered(self) -> float:
        """Requests answered in a second."""
        return self._number / self._answered

    @property
    def carried(self) -> float:
        """Requests a second, counted until their rows are on every console."""
        return self._number / self._carried


def _last_row(
    posted: Sequence[Posted], references: dict[str, str], key: str, screens: Consoles
) -> float:
    heard = settled(screens)
    taken(fine(posted), references, key, heard, CONSOLES_OF_EACH)
    return max(each.at for each in heard if str(each.message[key]) in references)
