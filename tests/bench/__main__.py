"""Runs the benches and says each figure on a line.

Usage: python -m tests.bench [--quick] [NAME ...]     (without a name, all of them)

`--quick` proves that a bench runs; its figures mean nothing.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from tests.bench import (
    board_in_browser,
    desk,
    england,
    growth,
    webhook_throughput,
    webhook_to_console,
)
from tests.bench.figures import Figure, remark

Bench = Callable[..., Iterator[Figure]]

BENCHES: dict[str, Bench] = {
    "webhook_to_console": webhook_to_console.run,
    "webhook_throughput": webhook_throughput.run,
    "england": england.run,
    "board_in_browser": board_in_browser.run,
    "growth": growth.run,
    "desk": desk.run,
}


def main() -> int:
    """Run what was asked for.

    Returns:
        0 when every figure is as good as its target; 1 otherwise.
    """
    asked = argparse.ArgumentParser(prog="python -m tests.bench")
    asked.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    missed = []
    for name in given.names or BENCHES:
        remark(f"{name} ...")
        began = time.monotonic()
        for figure in BENCHES[name](quick=given.quick):
            print(figure.line, flush=True)
            if not figure.met:
                missed.append(figure.bench)
        remark(f"{name}: {time.monotonic() - began:.0f} s")
    if missed and not given.quick:
        remark(f"missed: {', '.join(missed)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
