"""Every bench runs, small, and says its figures as a line each. What it measures means nothing."""

import json
import subprocess
import sys

import pytest

from config.settings import ROOT

FIGURES = {
    "webhook_to_console": {"webhook_to_console_p50_ms", "webhook_to_console_p99_ms"},
    "webhook_throughput": {"webhook_throughput_per_s"},
    "england": {"england_webhook_p99_ms", "england_console_p99_ms", "england_lost"},
    "growth": {"board_growth_ratio", "take_growth_ratio"},
    "desk": {"desk_warm_start_s", "stack_memory_mb"},
    "board_in_browser": {"board_load_p50_ms", "ring_to_other_screen_p95_ms"},
}
NEEDS_A_BROWSER = {"board_in_browser"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "bench",
    [
        pytest.param(name, marks=[pytest.mark.journey] if name in NEEDS_A_BROWSER else [])
        for name in FIGURES
    ],
)
def test_a_bench_says_each_of_its_figures_on_a_line(bench: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", bench],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["bench"] for one in said} == FIGURES[bench]
    for one in said:
        assert set(one) == {"bench", "value", "unit", "target", "bare"}
        assert one["value"] >= 0
