"""`commontide bench pages`: what it makes of what it measured, and once from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.bench_pages import MUST, Look, _figures, _summary


def row(page: str, p95: float, *failed: str) -> dict[str, object]:
    return {"page": page, "roles": ["anyone"], "kb": 3.8, "failed": list(failed), "looks": 20, "p95_ms": p95}


def test_a_street_is_met_where_no_page_is_slow_and_none_fails() -> None:
    told = _summary([row("/rooms", 149.9), row("/", 3.0)])

    assert (told["slowest_p95_ms"], told["first_page_kb"], told["shapes"]) == (149.9, 3.8, 2)
    assert (told["failed"], told["over"], told["met"]) == (0, [], True)


@pytest.mark.parametrize(
    ("worst", "failed", "over"),
    [(150.0, (), ["/rooms"]), (9.0, ("404 from / as anyone",), [])],
)
def test_a_slow_page_or_a_link_that_leads_nowhere_is_told(
    worst: float, failed: tuple[str, ...], over: list[str]
) -> None:
    told = _summary([row("/rooms", worst, *failed), row("/", 3.0)])

    assert (told["failed"], told["over"], told["met"]) == (len(failed), over, False)


def test_figures_are_those_of_all_looks() -> None:
    told = _figures([Look(ms / 10, float(ms)) for ms in range(1, 101)])
    assert told == {"looks": 100, "p50_ms": 50.0, "p95_ms": 95.0, "slow_at_s": []}


def test_of_slow_looks_the_time_is_told() -> None:
    told = _figures([Look(1.26, 7.0), Look(30.04, 150.0), Look(30.21, 400.0), Look(31.0, 149.9)])
    assert told["slow_at_s"] == [30.0, 30.2]


@pytest.mark.study
def test_the_command_measures_from_end_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "bench", "pages", "--size", "tiny", "--work-limit", "5", "--looks", "1"]
    done = subprocess.run([*command, "--json"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    assert (told["size"], told["failed"], told["must"]) == ("tiny", 0, MUST)
    assert [one["failed"] for one in told["pages"]] == [[]] * told["shapes"]
    assert list(tmp_path.iterdir()) == []
