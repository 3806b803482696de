"""`commontide generate` with lots and guarantees, and what `solve` and `verify` then say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_cli import run, told

MARKED = ("--lots", "--guarantees", "20")
GOALS = ["guarantee", "sessions", "wishes", "fairness", "last_season", "openings", "draw"]


def requests_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["requests"]
    return found


@pytest.mark.parametrize("domain", ["parking", "rooms"])
def test_marks_change_nothing_else(domain: str, tmp_path: Path) -> None:
    run(tmp_path, "generate", domain, "--size", "tiny", "-o", "plain.json")
    run(tmp_path, "generate", domain, "--size", "tiny", "-o", "drawn.json", *MARKED)
    before, after = requests_of(tmp_path / "plain.json"), requests_of(tmp_path / "drawn.json")
    assert [{key: one[key] for key in one if key not in ("lot", "guaranteed")} for one in after] == before
    assert sum("lot" in one for one in after) == len(after)
    assert sum("guaranteed" in one for one in after) == round(len(after) * 0.2)


def test_a_season_is_solved_and_checked_with_both_goals(tmp_path: Path) -> None:
    run(tmp_path, "generate", "rooms", "--size", "tiny", "-o", "drawn.json", *MARKED)
    solved = told(tmp_path, "solve", "drawn.json", "--engine", "greedy", "-o", "plan.json")
    assert [tier["name"] for tier in solved["tiers"]] == GOALS
    checked = told(tmp_path, "verify", "drawn.json", "plan.json")
    assert (checked["valid"], list(checked["score"])) == (True, GOALS)
