"""What-if at the command line, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.files import problem_digest, read_problem
from tests.api.test_cli import run, told


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whatif")
    run(folder, "generate", "parking", "--size", "tiny", "--seed", "1", "-o", "problem.json")
    told(folder, "solve", "problem.json", "--work-limit", "3", "-o", "plan.json")
    return folder


def written(folder: Path, content: object) -> str:
    (folder / "changes.json").write_text(json.dumps(content))
    return "changes.json"


def test_a_change_is_tried_and_compared_and_its_files_verify(round_: Path) -> None:
    site = json.loads((round_ / "problem.json").read_text())["sites"][0]["id"]
    changes = written(round_, {"changes": [{"kind": "add_spaces", "site": site, "count": 3}]})
    files = ("-o", "new.json", "--problem-output", "changed.json")
    found = told(round_, "whatif", "problem.json", "plan.json", changes, "--work-limit", "3", *files, cold=True)
    assert (found["domain"], found["verified"]) == ("parking", True)
    assert found["changes"] == [{"kind": "add_spaces", "site": site, "count": 3}]
    first = found["tiers"][0]
    assert first["before"] <= first["after"] <= first["bound"]
    assert found["problem_digest"] == problem_digest(read_problem(round_ / "changed.json").problem)
    checked = told(round_, "verify", "changed.json", "new.json")
    assert (checked["valid"], checked["problem_matches"]) == (True, True)
    assert found["after"]["served"] - found["before"]["served"] == found["people"]["gained"] - found["people"]["lost"]


def test_the_same_changes_and_seed_give_the_same_plan(round_: Path) -> None:
    changes = written(round_, [{"kind": "set_policy", "field": "reserve_percent", "value": 0}])
    twice = [told(round_, "whatif", "problem.json", "plan.json", changes, "--work-limit", "3") for _ in range(2)]
    assert twice[0]["plan_digest"] == twice[1]["plan_digest"]


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ([{"kind": "add_spaces", "site": "nowhere", "count": 1}], "unknown_id", "changes.0.site"),
        ([{"kind": "set_quota", "scope": "party", "of": "x"}], "not_in_this_domain", "changes.0.kind"),
        ([{"kind": "set_policy", "field": "reserve_percent", "value": 101}], "out_of_range", "policy.reserve_percent"),
        ("nothing", "not_a_change", "changes"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_its_field(round_: Path, content: object, code: str, field: str) -> None:
    found = told(round_, "whatif", "problem.json", "plan.json", written(round_, content), code=2)["error"]
    assert (found["code"], found["field"]) == (code, field)


def test_a_plan_of_another_problem_is_refused(round_: Path) -> None:
    run(round_, "generate", "parking", "--size", "tiny", "--seed", "2", "-o", "other.json")
    changes = written(round_, [{"kind": "set_policy", "field": "reserve_percent", "value": 0}])
    found = told(round_, "whatif", "other.json", "plan.json", changes, code=2)["error"]
    assert (found["code"], found["field"]) == ("other_problem", "problem_digest")
