"""A fortnight of volunteering at the command line, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli.bench_rosters import moved_beyond
from solvers.plan import Status
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import Duty
from tests.api.test_cli import RESULT_FIELDS, run, told


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rosters")
    run(folder, "generate", "rosters", "--size", "mini", "--seed", "2", "-o", "problem.json")
    told(folder, "solve", "problem.json", "-o", "plan.json")
    return folder


def test_solve_verify_and_the_proof_agree(fortnight: Path) -> None:
    solved = told(fortnight, "solve", "problem.json")
    assert solved.keys() >= RESULT_FIELDS
    assert (solved["domain"], solved["status"], solved["verified"]) == ("rosters", "optimal", True)
    assert (solved["cost"], solved["cost_gap"]) == (solved["cost_bound"], 0.0)
    assert solved["cost"] == sum(tier["value"] for tier in solved["tiers"][1:])
    checked = told(fortnight, "verify", "problem.json", "plan.json")
    assert (checked["valid"], checked["problem_matches"], checked["digest_matches"]) == (True, True, True)
    assert checked["score"]["cost"] == solved["cost"]


def test_self_sign_up_costs_more_than_the_proven_roster(fortnight: Path) -> None:
    best, signed = (told(fortnight, "solve", "problem.json", "--engine", name) for name in ("auto", "fcfs"))
    assert signed["cost"] > best["cost"]
    assert signed["empty"] >= best["empty"]


def test_an_empty_seat_and_a_volunteer_are_explained(fortnight: Path) -> None:
    plan = json.loads((fortnight / "plan.json").read_text())
    filled = {duty["shift"] for duty in plan["assignments"]}
    empty = next(f"t{at:05d}" for at in range(1, 14) if f"t{at:05d}" not in filled)
    why = told(fortnight, "explain", "problem.json", "plan.json", empty)
    assert (why["outcome"], why["reasons"][0]["rule"]) == ("refused", "roster_seats")
    assert "roster_funnel" in {reason["rule"] for reason in why["reasons"]}
    somebody = told(fortnight, "explain", "problem.json", "plan.json", plan["assignments"][0]["volunteer"])
    assert (somebody["outcome"], somebody["reasons"][0]["rule"]) == ("served", "roster_serves")


def test_every_empty_seat_is_told_with_its_cause_and_checked(fortnight: Path) -> None:
    found = told(fortnight, "reasons", "problem.json", "plan.json")
    totals = found["totals"]
    assert totals["refusals"] == totals["with_cause"] == totals["removal_test_passed"] > 0
    assert totals["alternatives"] == totals["alternatives_feasible"]
    assert all(one["message"] for line in found["refusals"] for one in line["cause"]["removals"])


def test_the_price_of_a_wish_for_a_volunteer_is_told_by_its_parts(fortnight: Path) -> None:
    duty = json.loads((fortnight / "plan.json").read_text())["assignments"][0]
    cost = told(fortnight, "verify", "problem.json", "plan.json")["score"]["cost"]
    line = next(one for one in told(fortnight, "reasons", "problem.json", "plan.json")["refusals"])
    nearest = line["cause"]["removals"][0]["requests"][0]
    price = told(fortnight, "wish", "problem.json", "plan.json", f"{nearest}/{line['request']}")
    assert (price["request"], price["tiers"][0]["before"] if price["held"] else cost) == (line["request"], cost)
    same = told(
        fortnight, "wish", "problem.json", "plan.json", "/".join(duty[name] for name in ("volunteer", "shift", "role"))
    )
    assert (same["held"], same["lost"]) == (True, [])
    run(fortnight, "wish", "problem.json", "plan.json", "nobody", code=2)


def test_a_seat_twice_and_a_false_claim_are_named(fortnight: Path) -> None:
    plan = json.loads((fortnight / "plan.json").read_text())
    plan["assignments"].append(plan["assignments"][0])
    (fortnight / "wrong.json").write_text(json.dumps(plan))
    found = told(fortnight, "verify", "problem.json", "wrong.json", code=1)
    assert {"h01_no_overlap", "claimed_value"} <= {violation["rule"] for violation in found["violations"]}


def test_a_second_plan_on_the_first_moves_nobody(fortnight: Path) -> None:
    again = told(fortnight, "solve", "problem.json", "--base", "plan.json", "-o", "again.json")
    first, second = (json.loads((fortnight / name).read_text()) for name in ("plan.json", "again.json"))
    assert second["assignments"] == first["assignments"]
    assert "s10_disruption" not in {tier["name"] for tier in again["tiers"]}
    assert told(fortnight, "verify", "problem.json", "again.json")["valid"] is True


def test_report_needs_no_network(fortnight: Path) -> None:
    run(fortnight, "report", "problem.json", "plan.json", "-o", "report.html")
    page = (fortnight / "report.html").read_text()
    assert ("<script" in page, "://" in page, "志愿者" in page) == (False, False, True)


@pytest.mark.parametrize(
    ("where", "value", "code", "field"),
    [
        (("shifts", 0, "place"), "nowhere", "unknown_id", "shifts.0.place"),
        (("shifts", 0, "minutes"), 1_800, "out_of_range", "shifts.0.minutes"),
        (("shifts", 0, "minutes"), -60, "out_of_range", "shifts.0.minutes"),
        (("shifts", 0, "roles", 0, "target"), 0, "inverted_seats", "shifts.0.roles.0.target"),
        (("shifts", 0, "date"), "2026-07-01", "outside_horizon", "shifts.0.date"),
        (("volunteers", 1, "id"), "v00001", "duplicate_id", "volunteers.1.id"),
        (("volunteers", 0, "available", 0, "last"), "2027-01-01", "outside_horizon", "volunteers.0.available.0.last"),
        (("pairs", 0, "b"), "nobody", "unknown_id", "pairs.0.b"),
        (("policy", "off"), ["H99"], "unknown_id", "policy.off.0"),
    ],
)
def test_bad_input_is_one_clear_error(
    fortnight: Path, where: tuple[str | int, ...], value: object, code: str, field: str
) -> None:
    problem = json.loads((fortnight / "problem.json").read_text())
    owner = problem
    for step in where[:-1]:
        owner = owner[step]
    owner[where[-1]] = value
    (fortnight / "bad.json").write_text(json.dumps(problem))
    found = told(fortnight, "solve", "bad.json", code=2)
    assert (found["error"]["code"], found["error"]["field"]) == (code, field)


@pytest.mark.parametrize("kind", ["roster-problem", "roster-plan"])
def test_schema_is_a_json_schema(tmp_path: Path, kind: str) -> None:
    assert json.loads(run(tmp_path, "schema", kind).stdout)["type"] == "object"


def test_bench_plans_anew_after_people_have_fallen_ill(tmp_path: Path) -> None:
    command = ("bench", "rosters", "--size", "mini", "--seeds", "2", "--engines", "auto,fcfs", "--seconds", "300")
    found = told(tmp_path, *command)
    planned, signed = found["medians"]
    assert planned["to_fcfs"] < signed["to_fcfs"] == 1.0
    assert (planned["gap"], planned["replan_gap"]) == (0.0, 0.0)
    assert planned["empty_to_fcfs"] <= 1.0
    assert (planned["moved_beyond"] is None, signed["moved_beyond"] is None) == (False, True)


def test_only_seats_of_people_who_are_well_count_as_moved() -> None:
    def plan(*duties: tuple[str, str]) -> RosterPlan:
        seats = tuple(Duty(volunteer, shift, "aide") for volunteer, shift in duties)
        digest = "0" * 64
        return RosterPlan(digest, digest, "auto", Status.FEASIBLE, 0, True, (), seats)

    before = plan(("an", "a"), ("bo", "a"), ("cy", "b"))
    after = plan(("bo", "a"), ("di", "a"), ("di", "b"))
    assert moved_beyond(before, after, {"an"}) == 1
