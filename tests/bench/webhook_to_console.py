"""From a webhook to the row it makes on a console, beside the same way through the bare server."""

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.figures import Figure, centile, remark
from tests.bench.hands import Consoles, Poster, consoles, poster
from tests.bench.posting import Post, Posted, steadily
from tests.bench.sockets import Heard
from tests.bench.stage import Stage, settled, staged

CONSOLES = 50
PER_SECOND = 50.0


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure both in turns of a few seconds, so that a busy machine slows both alike."""
    screens, seconds, turns = (5, 1, 1) if quick else (CONSOLES, 5, 4)
    number = int(PER_SECOND * seconds)
    ours: list[float] = []
    bares: list[float] = []
    with (
        staged(1) as stage,
        poster() as hand,
        consoles(stage.bare_consoles(screens)) as bare_screens,
        consoles(stage.consoles(screens)) as screens_of_ours,
    ):
        warm(stage, hand, PER_SECOND)
        for _ in range(turns):
            bares += _bare_turn(stage, hand, bare_screens, number, screens)
            ours += _our_turn(stage, hand, screens_of_ours, number, screens)
    for name, share, factor in (("p50", 0.5, 2), ("p99", 0.99, 3)):
        bare = centile(bares, share)
        yield Figure(
            f"webhook_to_console_{name}_ms", centile(ours, share), "ms", factor * bare, bare
        )
    remark(f"{len(ours)} rows on consoles of ours, {len(bares)} on those of the bare server")


def warm(stage: Stage, hand: Poster, per_second: float) -> None:
    """Let every process do its work a few times before it counts."""
    calls = stage.calls(int(per_second))
    hand.post(*stage.bare, steadily, [stage.bare_post(*each) for each in calls], per_second)
    hand.post(*stage.web, steadily, [call.ring() for _, call in calls], per_second)


def _bare_turn(
    stage: Stage, hand: Poster, screens: Consoles, number: int, each: int
) -> list[float]:
    calls = stage.calls(number)
    settled(screens)
    posts = [stage.bare_post(hub, call) for hub, call in calls]
    posted = fine(hand.post(*stage.bare, steadily, posts, PER_SECOND))
    return taken(posted, {call.sid: call.sid for _, call in calls}, "sid", settled(screens), each)


def _our_turn(stage: Stage, hand: Poster, screens: Consoles, number: int, each: int) -> list[float]:
    calls = stage.calls(number)
    settled(screens)
    posts: list[Post] = [call.ring() for _, call in calls]
    posted = fine(hand.post(*stage.web, steadily, posts, PER_SECOND))
    heard = settled(screens)
    cases = stage.cases([call.sid for _, call in calls])
    assert len(cases) == number, f"{number} calls became {len(cases)} cases"
    sids = {str(case): sid for case, sid in cases.items()}
    return taken(posted, sids, "case", heard, each)


def fine(posted: Sequence[Posted]) -> dict[str, Posted]:
    """What came of each request, by its reference.

    Raises:
        AssertionError: one was not taken.
    """
    refused = [each for each in posted if not each.fine]
    assert not refused, f"{len(refused)} of {len(posted)} were not taken: {refused[0]}"
    return {each.reference: each for each in posted}


def taken(
    posted: Mapping[str, Posted],
    references: Mapping[str, str],
    key: str,
    heard: Sequence[Heard],
    each: int,
) -> list[float]:
    """Milliseconds from each request to the first message about it at each console.

    Args:
        posted: requests by reference.
        references: what a message calls it → its reference.
        key: the field of a message that says what it is about.
        heard: everything that the consoles heard.
        each: how many consoles must have heard of each.

    Raises:
        AssertionError: a console did not hear of a request.
    """
    first: dict[tuple[int, str], float] = {}
    for message in heard:
        reference = references.get(str(message.message[key]))
        if reference is not None:
            first.setdefault((message.console, reference), message.at)
    missing = len(posted) * each - len(first)
    assert not missing, f"{missing} rows did not reach a console"
    return [(at - posted[reference].at) * 1000 for (_, reference), at in first.items()]
