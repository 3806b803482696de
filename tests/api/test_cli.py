"""The command line as a user meets it: a real process in an empty folder."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import warm

RESULT_FIELDS = {
    "domain",
    "engine",
    "status",
    "tiers",
    "requests",
    "assigned",
    "seconds",
    "peak_mib",
    "seed",
    "problem_digest",
    "plan_digest",
    "reproducible",
    "verified",
}


def run(
    folder: Path, *words: str, code: int = 0, env: dict[str, str] | None = None, cold: bool = False
) -> subprocess.CompletedProcess[str]:
    """A command to its end; `cold` starts it as from the shell, where it must load what it needs."""
    if cold:
        command = [sys.executable, "-m", "api.cli", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)
    else:
        done = warm.run("api.cli", *words, folder=folder, environment=env)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    return done


def told(folder: Path, *words: str, code: int = 0, cold: bool = False) -> Any:
    return json.loads(run(folder, *words, "--json", code=code, cold=cold).stdout)


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mini")
    run(folder, "generate", "parking", "--size", "mini", "--seed", "1", "-o", "problem.json", cold=True)
    told(folder, "solve", "problem.json", "--work-limit", "20", "-o", "plan.json", cold=True)
    return folder


def test_generate_tells_what_makes_a_problem_hard(tmp_path: Path) -> None:
    words = ("generate", "parking", "--size", "tiny", "--seed", "3", "-o", "p.json")
    found = told(tmp_path, *words)
    names = {"patterns", "pools", "pairs", "asked_over_supplied", "lp_served_share", "sites", "spaces", "requests"}
    assert names <= found.keys()
    assert (found["sites"], found["spaces"], found["requests"]) == (2, 6, 12)
    first = (tmp_path / "p.json").read_bytes()
    told(tmp_path, *words)
    assert (tmp_path / "p.json").read_bytes() == first


def test_solve_verify_and_explain_agree_on_a_mini_round(mini: Path) -> None:
    solved = told(mini, "solve", "problem.json", "--work-limit", "20", "--workers", "1")
    assert solved.keys() >= RESULT_FIELDS
    assert (solved["verified"], solved["reproducible"], solved["tiers"][0]["gap"]) == (True, True, 0.0)
    kept = json.loads((mini / "plan.json").read_text())
    assert kept["plan_digest"] == solved["plan_digest"]
    checked = told(mini, "verify", "problem.json", "plan.json", cold=True)
    assert (checked["valid"], checked["violations"], checked["problem_matches"]) == (True, [], True)
    assert checked["score"]["points"] == solved["tiers"][0]["value"]
    served = {line["request"] for line in kept["assignments"]}
    problem = json.loads((mini / "problem.json").read_text())
    refused = next(request["id"] for request in problem["requests"] if request["id"] not in served)
    why = told(mini, "explain", "problem.json", "plan.json", refused, cold=True)
    assert (why["request"], why["outcome"], bool(why["reasons"])) == (refused, "refused", True)
    assert all(alternative["checked"] for alternative in why["alternatives"])


def test_two_rights_on_one_space_are_named_by_verify(mini: Path) -> None:
    plan = json.loads((mini / "plan.json").read_text())
    first, second = plan["assignments"][:2]
    second["site"], second["spaces"] = first["site"], first["spaces"]
    (mini / "wrong.json").write_text(json.dumps(plan))
    found = told(mini, "verify", "problem.json", "wrong.json", code=1)
    assert found["valid"] is False
    assert all({"rule", "message"} <= violation.keys() for violation in found["violations"])
    run(mini, "verify", "problem.json", "wrong.json", code=1)


def test_a_plan_that_claims_too_much_is_not_valid(mini: Path) -> None:
    plan = json.loads((mini / "plan.json").read_text())
    plan["tiers"][0]["value"] += 1
    (mini / "boast.json").write_text(json.dumps(plan))
    found = told(mini, "verify", "problem.json", "boast.json", code=1)
    assert [violation["rule"] for violation in found["violations"]] == ["claimed_value"]


def test_a_re_plan_after_closing_a_space_moves_nobody_who_need_not_move(mini: Path) -> None:
    problem = json.loads((mini / "problem.json").read_text())
    plan = json.loads((mini / "plan.json").read_text())
    closed = plan["assignments"][0]["spaces"][0]
    days = problem["horizon"]
    for space in problem["spaces"]:
        if space["id"] == closed:
            space["closures"] = [{"first": days["first"], "last": days["last"]}]
    (mini / "closed.json").write_text(json.dumps(problem))
    again = told(mini, "solve", "closed.json", "--base", "plan.json", "-o", "next.json", "--work-limit", "20")
    tiers = {tier["name"]: tier for tier in again["tiers"]}
    assert list(tiers) == ["kept", "changes", "points", "walking", "stability"]
    moved = json.loads((mini / "next.json").read_text())
    before = {line["request"]: line["spaces"] for line in plan["assignments"]}
    after = {line["request"]: line["spaces"] for line in moved["assignments"]}
    standing = [request for request, spaces in before.items() if closed not in spaces]
    assert sum(after.get(request) != before[request] for request in standing) <= tiers["changes"]["value"]
    assert tiers["changes"]["value"] <= 2 * sum(closed in spaces for spaces in before.values())
    assert told(mini, "verify", "closed.json", "next.json")["valid"] is True


def test_a_pin_that_breaks_a_rule_is_named_and_the_rest_is_planned(mini: Path) -> None:
    problem = json.loads((mini / "problem.json").read_text())
    request = problem["requests"][0]
    far = next(site["id"] for site in problem["sites"] if site["id"] not in request["walk"])
    problem["locks"] = [{"request": request["id"], "kind": "pin", "site": far}]
    (mini / "pinned.json").write_text(json.dumps(problem))
    found = told(mini, "solve", "pinned.json", "--engine", "greedy")
    assert [lock["request"] for lock in found["unheld"]] == [request["id"]]
    assert found["assigned"] > 200


def test_report_is_one_file_that_needs_no_network(mini: Path) -> None:
    run(mini, "report", "problem.json", "plan.json", "-o", "report.html", cold=True)
    page = (mini / "report.html").read_text()
    assert "<script" not in page
    assert [part for part in ("https://", "http://") if part in page.replace("http://www.w3.org/", "")] == []


@pytest.mark.parametrize("kind", ["problem", "plan"])
def test_schema_is_a_json_schema(tmp_path: Path, kind: str) -> None:
    assert json.loads(run(tmp_path, "schema", kind).stdout)["type"] == "object"


def test_bad_input_is_one_clear_error_without_an_output_file(tmp_path: Path) -> None:
    run(tmp_path, "generate", "parking", "--size", "tiny", "-o", "p.json")
    problem = json.loads((tmp_path / "p.json").read_text())
    problem["requests"][3]["pattern"] = "nowhere"
    (tmp_path / "bad.json").write_text(json.dumps(problem))
    found = told(tmp_path, "solve", "bad.json", "-o", "plan.json", code=2)
    assert (found["status"], found["error"]["code"], found["error"]["field"], found["error"]["value"]) == (
        "invalid",
        "unknown_id",
        "requests.3.pattern",
        '"nowhere"',
    )
    assert set(found["error"]["message"]) == {"en", "zh"}
    assert not (tmp_path / "plan.json").exists()
    run(tmp_path, "solve", "missing.json", code=2)
    run(tmp_path, "solve", "p.json", "--engine", "magic", code=2)


def test_an_empty_round_and_a_round_without_spaces_have_an_empty_plan(tmp_path: Path) -> None:
    run(tmp_path, "generate", "parking", "--size", "tiny", "-o", "p.json")
    problem = json.loads((tmp_path / "p.json").read_text())
    for request in problem["requests"]:
        request.pop("previous_space", None)
    (tmp_path / "dry.json").write_text(json.dumps({**problem, "spaces": [], "locks": []}))
    (tmp_path / "idle.json").write_text(json.dumps({**problem, "requests": [], "locks": []}))
    for name in ("dry.json", "idle.json"):
        for engine in ("auto", "columns", "naive", "greedy", "fcfs"):
            found = told(tmp_path, "solve", name, "--engine", engine)
            assert (found["assigned"], found["verified"], found["tiers"][0]["value"]) == (0, True, 0)


def test_ctrl_c_keeps_the_best_plan_so_far(tmp_path: Path) -> None:
    run(tmp_path, "generate", "parking", "--size", "street", "-o", "p.json")
    command = [sys.executable, "-m", "api.cli", "solve", "p.json", "-o", "plan.json", "--seconds", "600", "--json"]
    started = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    at_work = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while started.poll() is None and not at_work.read_text():
        time.sleep(0.1)
    time.sleep(5)
    started.send_signal(signal.SIGINT)
    out, _ = started.communicate(timeout=300)
    found = json.loads(out)
    assert (found["status"], found["verified"], found["reproducible"]) == ("cancelled", True, False)
    assert told(tmp_path, "verify", "p.json", "plan.json")["valid"] is True


def test_demo_of_the_mini_round_publishes_it_and_leaves_files_that_anyone_can_verify(tmp_path: Path) -> None:
    for again in (False, True):  # a second call finds everything done
        run(tmp_path, "demo", "--size", "mini", "--work-limit", "5", "--no-serve", cold=not again)
        assert told(tmp_path, "verify", "demo-output/problem.json", "demo-output/plan.json")["valid"] is True
        for name in ("certificate", "season-certificate", "roster-certificate"):
            assert told(tmp_path, "audit", f"demo-output/{name}.zip")["accepted"] is True
    names = {path.name for path in (tmp_path / "demo-output").iterdir()}
    assert names >= {"commontide.key", "mini.sqlite", "plan.json", "problem.json", "report.html"}
