"""Timefold beside our engines: left out with a word where it is not installed, held to our rules where it is."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from api.cli import app as commands
from api.cli import bench_timefold
from api.sentences import sentence
from tests.api.test_cli import run, told

LACKING = bench_timefold.lacking()
needs_timefold = pytest.mark.skipif(LACKING is not None, reason=sentence(LACKING, "en") if LACKING else "")


@pytest.fixture
def without_timefold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timefold", None)


@pytest.fixture
def without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = ModuleType("timefold")
    installed.__spec__ = ModuleSpec("timefold", None)
    monkeypatch.setitem(sys.modules, "timefold", installed)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)


@pytest.mark.usefixtures("without_timefold")
def test_bench_leaves_it_out_and_says_so_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    found = CliRunner().invoke(
        commands.app, ["bench", "rosters", "--seeds", "1", "--engines", "fcfs,timefold", "--json"]
    )
    assert (found.exit_code, found.stderr.strip()) == (0, sentence("timefold_not_installed", "en"))
    assert [row["engine"] for row in json.loads(found.stdout)["rows"]] == ["fcfs"]


@pytest.mark.usefixtures("without_java")
@pytest.mark.parametrize(("locale", "language"), [("C", "en"), ("zh_CN.UTF-8", "zh")])
def test_bench_leaves_it_out_and_says_so_where_there_is_no_java(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], locale: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert bench_timefold.possible(["auto", "timefold", "fcfs"]) == ["auto", "fcfs"]
    assert capsys.readouterr().err.strip() == sentence("java_not_found", language)


@pytest.mark.usefixtures("without_timefold")
def test_nothing_is_said_where_nobody_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_timefold.possible(["auto", "fcfs"]) == ["auto", "fcfs"]
    assert capsys.readouterr().err == ""


def test_it_is_not_offered_for_a_plan_to_publish(tmp_path: Path) -> None:
    run(tmp_path, "generate", "rosters", "--size", "mini", "--seed", "1", "-o", "problem.json")
    refused = told(tmp_path, "solve", "problem.json", "--engine", "timefold", code=2)
    assert refused["error"]["code"] == "not_offered"


@needs_timefold
def test_its_roster_keeps_our_rules_and_is_priced_by_them(tmp_path: Path) -> None:
    run(tmp_path, "generate", "rosters", "--size", "mini", "--seed", "1", "-o", "problem.json")
    command = bench_timefold.command(tmp_path / "problem.json", tmp_path / "plan.json", 4.0)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found, best = json.loads(done.stdout), told(tmp_path, "solve", "problem.json")
    checked = told(tmp_path, "verify", "problem.json", "plan.json")
    assert (checked["valid"], checked["score"]["cost"]) == (True, found["cost"])
    assert (found["engine"], found["verified"], found["status"]) == ("timefold", True, "feasible")
    assert best["cost_bound"] <= found["cost"] < told(tmp_path, "solve", "problem.json", "--engine", "fcfs")["cost"]


@needs_timefold
def test_bench_gives_it_as_much_processor_time_as_our_engine_took(tmp_path: Path) -> None:
    found = told(tmp_path, "bench", "rosters", "--seeds", "1", "--engines", "auto,timefold", "--seconds", "20")
    ours, other = found["rows"]
    assert (other["engine"], other["verified"], other["to_bound"] >= 1.0) == ("timefold", True, True)
    # The start of the Java machine comes on top.
    assert other["cpu_seconds"] > ours["cpu_seconds"] > 0
