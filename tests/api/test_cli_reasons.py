"""`commontide reasons`, `commontide wish` and the cause in `commontide explain`, run as the script runs them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from api.cli.common import words
from scheduler import calendar
from scheduler.files import dump_problem
from solvers.parking.generate import SCALES, generate_parking
from tests.solvers.parking.test_explain import round_of, wish
from tests.solvers.rooms.small import monday, section
from tests.solvers.rooms.small import round_of as season_of

TOTALS = {"refusals", "with_cause", "removal_test_passed", "alternatives", "alternatives_feasible", "seconds"}
CAUSE = {"message", "place", "removals", "points", "rival_points", "missing", "outranked"}


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, [str(argument) for argument in (*arguments, "--json")])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("reasons")
    problem, plan = folder / "problem.json", folder / "plan.json"
    problem.write_bytes(
        dump_problem(generate_parking(SCALES["tiny"], 2, calendar.horizon(date(2026, 4, 25), date(2026, 6, 7))))
    )
    assert run("solve", problem, "-o", plan, "--engine", "greedy")[0] == 0
    return problem, plan


def test_every_refusal_is_told_with_a_checked_cause_and_feasible_alternatives(files: tuple[Path, Path]) -> None:
    code, told = run("reasons", *files)

    totals = told["totals"]
    assert (code, set(totals)) == (0, TOTALS)
    assert len(told["refusals"]) == totals["refusals"] == totals["with_cause"] == totals["removal_test_passed"] > 0
    assert totals["alternatives_feasible"] == totals["alternatives"]
    for refusal in told["refusals"]:
        assert set(refusal) == {"request", "outcome", "reasons", "cause", "alternatives"}
        assert set(refusal["cause"]) == CAUSE
        assert refusal["cause"]["message"]
        assert "—" not in refusal["cause"]["message"]
        assert all(removal["message"] != removal["rule"] for removal in refusal["cause"]["removals"])


def test_one_explanation_has_the_cause_of_the_whole_list(files: tuple[Path, Path]) -> None:
    _, told = run("reasons", *files)
    for refusal in told["refusals"][:3]:
        _, explained = run("explain", *files, refusal["request"])
        assert (explained["cause"], explained["alternatives"]) == (refusal["cause"], refusal["alternatives"])


def test_the_sentence_of_a_cause_names_no_rival(files: tuple[Path, Path]) -> None:
    _, told = run("reasons", *files)
    rivals = 0
    for refusal in told["refusals"]:
        cause = refusal["cause"]
        names = [name for removal in cause["removals"] for name in removal["requests"]]
        rivals += len(names)
        assert not any(name in text for name in names for text in (cause["message"], *_messages(cause)))
    assert rivals


def _messages(cause: dict[str, Any]) -> list[str]:
    return [removal["message"] for removal in cause["removals"]]


def test_a_wish_is_told_with_who_loses_and_what_each_goal_loses(files: tuple[Path, Path]) -> None:
    _, told = run("reasons", *files)
    one = next(refusal for refusal in told["refusals"] if refusal["cause"]["missing"] is not None)

    code, price = run("wish", *files, one["request"], "--work-limit", 2)

    assert (code, price["held"], price["request"]) == (0, True, one["request"])
    assert [tier["name"] for tier in price["tiers"]][:2] == ["points", "walking"]
    assert all(set(change) == {"request", "before", "after"} for change in price["lost"])


def test_an_unknown_request_and_an_unfit_plan_are_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    problem, plan = files
    code, told = run("wish", *files, "nobody")
    assert (code, told["error"]["code"], told["error"]["field"]) == (2, "unknown_id", "REQUEST_ID")

    content = json.loads(plan.read_text())
    content["assignments"].append(content["assignments"][0])
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(content))
    code, told = run("reasons", problem, broken)
    assert (code, told["error"]["code"], told["error"]["value"]) == (
        2,
        "plan_breaks_a_rule",
        content["assignments"][0]["request"],
    )


def test_an_explanation_with_half_of_the_dates_has_its_sentence() -> None:
    """Its numbers hold a first date, as do those of sentences."""
    from api.cli.explaining import alternative_told
    from solvers.explain import Alternative

    numbers: dict[str, int | str] = {"change": "dates", "first": "2026-04-25", "last": "2026-05-16"}
    told = alternative_told(Alternative("shorter", "near", ("n1",), 100, (), numbers), "2026-04-25")
    assert "near" in told["message"]
    assert told["numbers"] == numbers


def test_a_refusal_without_a_cause_is_no_success(tmp_path: Path) -> None:
    """Where a round has no space at all there is nothing that could be checked."""
    code, told = reasons_of(round_of(wish("me"), spaces=()), tmp_path)

    assert (code, told["refusals"][0]["cause"]) == (1, None)
    assert (told["totals"]["refusals"], told["totals"]["with_cause"]) == (1, 0)


@pytest.mark.parametrize("domain", ["parking", "rooms"])
def test_the_refusal_of_a_guaranteed_request_begins_by_saying_so(tmp_path: Path, domain: str) -> None:
    promised: dict[str, Any] = {"guaranteed": True}
    slot: dict[str, Any] = {"rooms": ("C",), "guaranteed": True}
    problem = (
        round_of(wish("a", 5, **promised), wish("b", 50, **promised))
        if domain == "parking"
        else season_of(section("a", monday("09:00", "10:00"), **slot), section("b", monday("09:00", "10:00"), **slot))
    )
    code, told = reasons_of(problem, tmp_path)

    assert (code, len(told["refusals"])) == (0, 1)
    first = told["refusals"][0]["reasons"][0]
    assert (first["rule"], first["numbers"]) == ("guarantee_not_kept", {"guaranteed": 2, "kept": 1})


@pytest.mark.parametrize("domain", ["parking", "rooms"])
def test_points_that_a_guarantee_outranks_are_told_as_such(tmp_path: Path, domain: str) -> None:
    slot: dict[str, Any] = {"rooms": ("C",)}
    problem = (
        round_of(wish("a", 5, guaranteed=True), wish("b", 50))
        if domain == "parking"
        else season_of(
            section("a", monday("09:00", "10:00"), **slot, guaranteed=True),
            section("b", monday("09:00", "10:00"), **slot, category="elderly"),
        )
    )
    _, told = reasons_of(problem, tmp_path)
    (refusal,) = told["refusals"]

    assert (refusal["request"], refusal["cause"]["missing"], refusal["cause"]["outranked"]) == ("b", None, "guaranteed")
    assert refusal["cause"]["message"] == words(
        "cause_rival_guaranteed", {"place": refusal["cause"]["place"], "rivals": 1}
    )


def reasons_of(problem: Any, folder: Path) -> tuple[int, dict[str, Any]]:
    """What `commontide reasons` says of a problem's greedy plan."""
    (folder / "problem.json").write_bytes(dump_problem(problem))
    files = (folder / "problem.json", folder / "plan.json")
    assert run("solve", files[0], "-o", files[1], "--engine", "greedy")[0] == 0
    return run("reasons", *files)
