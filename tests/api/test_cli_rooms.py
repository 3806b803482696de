"""A season round at the command line, as a user meets it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.bench_rooms import moved_beyond
from scheduler.files import read_rooms_plan
from tests.api.test_cli import RESULT_FIELDS, run, told


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rooms")
    run(folder, "generate", "rooms", "--size", "mini", "--seed", "1", "-o", "problem.json")
    told(folder, "solve", "problem.json", "--engine", "greedy", "-o", "plan.json")
    return folder


def test_solve_verify_and_explain_agree(season: Path) -> None:
    solved = told(season, "solve", "problem.json", "--engine", "greedy")
    assert solved.keys() >= RESULT_FIELDS
    assert (solved["domain"], solved["verified"], solved["reproducible"]) == ("rooms", True, True)
    checked = told(season, "verify", "problem.json", "plan.json")
    assert (checked["valid"], checked["problem_matches"], checked["digest_matches"]) == (True, True, True)
    assert checked["score"]["sessions"] == solved["tiers"][0]["value"]
    served = {line["request"] for line in json.loads((season / "plan.json").read_text())["assignments"]}
    refused = next(f"s{at:05d}" for at in range(1, 61) if f"s{at:05d}" not in served)
    why = told(season, "explain", "problem.json", "plan.json", refused)
    assert (why["outcome"], bool(why["reasons"])) == ("refused", True)


def test_every_reason_of_a_season_is_told_with_its_cause_and_checked(season: Path) -> None:
    found = told(season, "reasons", "problem.json", "plan.json")
    totals = found["totals"]
    assert totals["refusals"] == totals["with_cause"] == totals["removal_test_passed"] > 0
    assert totals["alternatives"] == totals["alternatives_feasible"]
    one = found["refusals"][0]
    assert (one["request"], bool(one["cause"]["message"])) == ("s00001", True)
    assert told(season, "explain", "problem.json", "plan.json", one["request"])["cause"] == one["cause"]


def test_the_price_of_a_wish_names_who_would_have_less(season: Path) -> None:
    found = told(season, "reasons", "problem.json", "plan.json")["refusals"]
    rivals = {one["request"]: one["cause"]["removals"] for one in found if one["cause"]["missing"] is not None}
    request = next(iter(rivals))
    price = told(season, "wish", "problem.json", "plan.json", request)
    assert (price["request"], price["held"]) == (request, True)
    before = {tier["name"]: tier["before"] for tier in price["tiers"]}
    checked = told(season, "verify", "problem.json", "plan.json")
    assert before == checked["score"]
    run(season, "wish", "problem.json", "plan.json", "nobody", code=2)
    run(season, "wish", "problem.json", "plan.json", request, "--place", "r0001", code=2)


def test_two_sessions_at_one_time_in_one_room_are_named(season: Path) -> None:
    plan = json.loads((season / "plan.json").read_text())
    first, second = plan["assignments"][:2]
    plan["assignments"][1] = {**first, "request": second["request"]}
    (season / "wrong.json").write_text(json.dumps(plan))
    found = told(season, "verify", "problem.json", "wrong.json", code=1)
    assert "room_taken" in {violation["rule"] for violation in found["violations"]}


def test_a_plan_that_claims_too_much_is_not_valid(season: Path) -> None:
    plan = json.loads((season / "plan.json").read_text())
    plan["tiers"][0]["value"] += 1
    (season / "boast.json").write_text(json.dumps(plan))
    found = told(season, "verify", "problem.json", "boast.json", code=1)
    assert [violation["rule"] for violation in found["violations"]] == ["claimed_value"]


def test_report_needs_no_network(season: Path) -> None:
    run(season, "report", "problem.json", "plan.json", "-o", "report.html")
    page = (season / "report.html").read_text()
    assert ("<script" in page, "://" in page, "活动室" in page) == (False, False, True)


def test_a_wrong_id_is_one_clear_error(season: Path) -> None:
    problem = json.loads((season / "problem.json").read_text())
    problem["requests"][3]["party"] = "nobody"
    (season / "bad.json").write_text(json.dumps(problem))
    found = told(season, "solve", "bad.json", code=2)
    assert (found["error"]["code"], found["error"]["field"]) == ("unknown_id", "requests.3.party")
    run(season, "solve", "problem.json", "--engine", "columns", code=2)


@pytest.mark.parametrize("kind", ["rooms-problem", "rooms-plan"])
def test_schema_is_a_json_schema(tmp_path: Path, kind: str) -> None:
    assert json.loads(run(tmp_path, "schema", kind).stdout)["type"] == "object"


def test_bench_plans_anew_after_the_busiest_room_closed(tmp_path: Path) -> None:
    command = ("bench", "rooms", "--size", "tiny", "--seeds", "2", "--engines", "options,fcfs", "--seconds", "300")
    found = told(tmp_path, *command)
    rows = {(row["problem_seed"], row["engine"]): row for row in found["rows"]}
    planned = [rows[seed, "options"] for seed in (1, 2)]
    assert all(row["verified"] and row["to_fcfs"] >= 1 and row["gap"] == 0 for row in planned)
    assert [row["moved_beyond"] for row in planned] == [0, 0]
    assert all("replan_seconds" in row for row in planned)
    assert rows[1, "fcfs"].keys().isdisjoint({"moved_beyond", "replan_seconds"})


def test_only_sessions_outside_the_closed_room_count_as_moved_beyond(season: Path) -> None:
    before = read_rooms_plan(season / "plan.json")
    room = before.assignments[0].room
    others = [one for one in before.assignments if one.room != room]
    after = replace(before, assignments=tuple(others[1:]))
    assert (moved_beyond(before, before, room), moved_beyond(before, after, room)) == (0, 1)
