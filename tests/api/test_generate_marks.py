"""`commontide generate` with lots and guarantees, and what `solve` and `verify` then say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from scheduler.files import read_problem, read_rooms


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("domain", ["parking", "rooms"])
def test_invented_rounds_get_lots_and_guarantees_and_nothing_else_changes(domain: str, tmp_path: Path) -> None:
    plain, drawn = tmp_path / "plain.json", tmp_path / "drawn.json"
    run("generate", domain, "--size", "tiny", "-o", str(plain))
    run("generate", domain, "--size", "tiny", "-o", str(drawn), "--lots", "--guarantees", "20")
    before, after = (json.loads(path.read_text())["requests"] for path in (plain, drawn))
    assert [{key: one[key] for key in one if key not in ("lot", "guaranteed")} for one in after] == before
    assert sum("lot" in one for one in after) == len(after)
    assert sum("guaranteed" in one for one in after) == round(len(after) * 0.2)


def test_a_plan_of_such_a_round_has_both_goals_and_is_verified(tmp_path: Path) -> None:
    problem, plan = str(tmp_path / "problem.json"), str(tmp_path / "plan.json")
    run("generate", "parking", "--size", "tiny", "-o", problem, "--lots", "--guarantees", "20")
    run("solve", problem, "-o", plan, "--json")
    tiers = [tier["name"] for tier in json.loads(Path(plan).read_text())["tiers"]]
    assert tiers == ["guarantee", "points", "walking", "stability", "draw"]
    assert json.loads(run("verify", problem, plan, "--json"))["valid"]
    assert len(read_problem(Path(problem)).problem.requests) == len(json.loads(Path(problem).read_text())["requests"])


def test_a_rooms_plan_of_such_a_round_has_both_goals_and_is_verified(tmp_path: Path) -> None:
    problem, plan = str(tmp_path / "problem.json"), str(tmp_path / "plan.json")
    run("generate", "rooms", "--size", "tiny", "-o", problem, "--lots", "--guarantees", "20")
    run("solve", problem, "-o", plan, "--json")
    tiers = [tier["name"] for tier in json.loads(Path(plan).read_text())["tiers"]]
    assert (tiers[0], tiers[-1]) == ("guarantee", "draw")
    assert json.loads(run("verify", problem, plan, "--json"))["valid"]
    assert len(read_rooms(Path(problem)).problem.requests) == len(json.loads(Path(problem).read_text())["requests"])
