"""`commontide audit` and `commontide certify`, run as the script runs them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from solvers.audit.__main__ import main
from tests.bundles import parts_of, small_certificate, small_files, zipped

ALONE = (
    "import sys\n"
    "for name in ('ortools', 'sqlalchemy', 'fastapi', 'dbos', 'scheduler.db', 'scheduler.models', 'solvers.engines'):\n"
    "    sys.modules[name] = None\n"
    "from api.cli import main\n"
    "main()\n"
)
FIELDS = {
    "accepted",
    "domain",
    "root",
    "findings",
    "more_findings",
    "goal",
    "values",
    "unchecked",
    "counts",
    "checked_bound",
    "solver_bound",
    "gap",
    "policy",
    "not_planned",
    "parts",
}


def audit(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and answer of the command where neither a solver nor a database can be imported."""
    command = [sys.executable, "-c", ALONE, "audit", *arguments, "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return ended.returncode, json.loads(ended.stdout)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(small_certificate().bundle)
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    problem, plan, _ = small_files(drawn=False)
    (tmp_path / "problem.json").write_bytes(problem)
    (tmp_path / "plan.json").write_bytes(plan)
    return str(tmp_path / "problem.json"), str(tmp_path / "plan.json")


def test_a_certificate_is_audited_where_neither_solver_nor_database_is(bundle: Path) -> None:
    code, told = audit(str(bundle), "--root", small_certificate().audit.root)

    assert code == 0
    assert told.keys() == FIELDS
    assert (told["accepted"], told["root"]) == (True, small_certificate().audit.root)


def test_a_refusal_names_the_field_in_both_languages(bundle: Path) -> None:
    parts = parts_of(small_certificate().bundle)
    parts["draw"]["number"] = "1"
    bundle.write_bytes(zipped(parts))
    code, told = audit(str(bundle))

    assert (code, told["accepted"]) == (1, False)
    assert told["findings"][0] == {
        "code": "field_changed",
        "field": "draw.number",
        "numbers": {},
        "message": {
            "en": "draw.number is not what it was when the certificate was sealed.",
            "zh": "draw.number 与证书封存时的内容不一致。",
        },
    }


@pytest.mark.parametrize(
    ("spoil", "code", "field"),
    [
        (lambda parts: {name: part for name, part in parts.items() if name != "draw"}, "part_missing", "draw"),
        (
            lambda parts: {**parts, "manifest": {**parts["manifest"], "format": "commontide/certificate/2"}},
            "bundle_newer",
            "manifest.format",
        ),
        (lambda parts: {**parts, "plan": b"{"}, "part_not_json", "plan"),
    ],
)
def test_what_is_no_certificate_of_this_version_is_bad_input(bundle: Path, spoil: Any, code: str, field: str) -> None:
    bundle.write_bytes(zipped(spoil(parts_of(small_certificate().bundle))))
    exit_code, told = audit(str(bundle))

    assert (exit_code, told["accepted"]) == (2, False)
    assert (told["error"]["code"], told["error"]["field"]) == (code, field)
    assert told["error"]["message"]["zh"]


def test_people_are_told_what_was_checked(bundle: Path) -> None:
    told = CliRunner().invoke(app, ["audit", str(bundle)], env={"LANG": "en_US.UTF-8"})

    assert told.exit_code == 0
    assert "Accepted: every rule is kept" in told.stderr
    assert "points: 307. Proven here: no plan is better than 307 (0.000% away)" in told.stderr


@pytest.mark.parametrize("steering", ["\x1b[2J\x1b[Haccepted", "x\naccepted", "\x9b2J", "\u202edetpecca"])
def test_nothing_in_a_bundle_steers_the_terminal_of_who_checks_it(
    bundle: Path, steering: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = parts_of(small_certificate().bundle)
    told = []
    for name, spoilt in (
        ("manifest", {**parts["manifest"], "domain": steering}),
        ("manifest", {**parts["manifest"], "format": steering}),
        ("manifest", {**parts["manifest"], steering: 1}),
        ("problem", {**parts["problem"], "policy": {**parts["problem"]["policy"], steering: 1}}),
        ("plan", {**parts["plan"], "format": steering}),
    ):
        bundle.write_bytes(zipped({**parts, name: spoilt}))
        for options in ([], ["--json"]):
            outcome = CliRunner().invoke(app, ["audit", str(bundle), *options])
            alone = main([str(bundle), *options])
            assert outcome.exit_code == alone in (1, 2)
            told += [outcome.stdout, outcome.stderr, capsys.readouterr().out]

    assert [line for text in told for line in text.split("\n") if not line.isprintable()] == []
    assert [line for text in told for line in text.split("\n") if line.startswith("accepted")] == []


def test_settings_and_who_was_not_planned_for_are_told(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = CliRunner().invoke(app, ["audit", str(bundle)], env={"LANG": "en_US.UTF-8"}).stderr
    main([str(bundle)])
    alone = capsys.readouterr().out
    code, told = audit(str(bundle))

    assert (code, told["policy"], told["not_planned"]) == (0, {"criteria": {"points": 1}}, ["R-WITHDRAWN"])
    assert 'to be compared with the covenant: {"criteria": {"points": 1}}' in shown
    assert "1 receipts took part in the draw, but were not planned for" in shown
    assert "policy: {'criteria': {'points': 1}}" in alone
    assert "TOOK PART IN THE DRAW, NOT IN THE PROBLEM: 1" in alone


def test_a_certificate_is_made_from_files_and_always_the_same(files: tuple[str, str], tmp_path: Path) -> None:
    out = [tmp_path / "one.zip", tmp_path / "two.zip"]
    made = [CliRunner().invoke(app, ["certify", *files, "--out", str(path), "--json"]) for path in out]

    assert [one.exit_code for one in made] == [0, 0]
    assert out[0].read_bytes() == out[1].read_bytes()
    assert (json.loads(made[0].stdout)["accepted"], json.loads(made[0].stdout)["checked_bound"]) == (True, 307)
    assert audit(str(out[0]))[0] == 0
    assert (parts_of(out[0].read_bytes())["draw"], parts_of(out[0].read_bytes())["manifest"]["chain"]) == ({}, {})


def test_no_certificate_is_made_of_a_plan_that_claims_what_it_has_not(files: tuple[str, str], tmp_path: Path) -> None:
    plan = json.loads(Path(files[1]).read_text())
    plan["tiers"][0]["value"] += 1
    Path(files[1]).write_text(json.dumps(plan))
    made = CliRunner().invoke(app, ["certify", *files, "--out", str(tmp_path / "out.zip"), "--json"])
    told = json.loads(made.stdout)

    assert (made.exit_code, told["accepted"], (tmp_path / "out.zip").exists()) == (1, False, False)
    assert {finding["field"] for finding in told["findings"]} >= {"plan.tiers.points"}


def test_no_certificate_is_made_of_a_plan_of_another_problem(files: tuple[str, str], tmp_path: Path) -> None:
    plan = json.loads(Path(files[1]).read_text())
    Path(files[1]).write_text(json.dumps({**plan, "problem_digest": "0" * 64}))
    made = CliRunner().invoke(app, ["certify", *files, "--out", str(tmp_path / "out.zip"), "--json"])

    assert (made.exit_code, json.loads(made.stdout)["error"]["code"]) == (2, "other_problem")
    assert not (tmp_path / "out.zip").exists()
