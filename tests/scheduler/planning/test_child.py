"""The child process that solves: what it says, what it leaves, and that it never outlives its parent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli.rooms import generated_rooms
from api.cli.rosters import generated_roster
from scheduler.files import LoadedProblem, dump_plan, dump_problem, problem_digest, read_plan
from scheduler.planning import solving
from scheduler.planning.child import answer
from scheduler.planning.pipes import NICENESS
from scheduler.planning.protocol import PLAN_FILE, REFUSALS_FILE, ChildOrder
from scheduler.planning.solving import Order, Watcher, solve_loaded
from scheduler.worker.children import Child, ChildDied
from solvers.engines import solve
from solvers.parking.generate import Scale
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.problem import RosterProblem
from tests.scheduler.planning.ground import PATIENCE, invented, until
from tests.solvers.parking.test_explain import round_of, wish
from tests.solvers.rooms.small import monday, section
from tests.solvers.rooms.small import round_of as season_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "problem.json").write_bytes(dump_problem(invented("tiny")))
    return tmp_path


@pytest.fixture
def started() -> Iterator[list[Child]]:
    children: list[Child] = []
    yield children
    for child in children:
        child.end()


def order(folder: Path, **changes: Any) -> ChildOrder:
    wanted = {"problem": str(folder / "problem.json"), "folder": str(folder), "work": 5.0, "workers": 1}
    return ChildOrder(**{**wanted, **changes})


def said(child: Child) -> list[dict[str, Any]]:
    """Everything that a child says, to its last line."""
    lines: list[dict[str, Any]] = []
    while not lines or not lines[-1].keys() & {"done", "error"}:
        line = child.line(PATIENCE)
        assert line is not None
        lines.append(dict(line))
    return lines


def is_there(process: int) -> bool:
    """Whether a process still runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def group_of(leader: int) -> list[int]:
    """Running processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and is_there(int(entry.name)):
            try:
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_a_child_tells_its_progress_and_leaves_a_plan_and_refusals(folder: Path, started: list[Child]) -> None:
    started.append(Child(order(folder)))
    *progress, last = said(started[0])

    assert (last["done"], last["status"]) == (True, "optimal")
    assert progress
    assert {frozenset(line) for line in progress} == {frozenset({"phase", "incumbent", "bound", "gap", "seconds"})}
    document = read_plan(folder / PLAN_FILE)
    notes = json.loads((folder / REFUSALS_FILE).read_text())
    everybody = {request.id for request in invented("tiny").requests}
    served = {placement.request for placement in document.assignments}
    assert {note["request"] for note in notes} == everybody - served
    assert all(set(note) == {"request", "waitable", "reasons", "cause"} and note["reasons"] for note in notes)
    assert all(note["cause"]["removals"] for note in notes)
    # what it needs of the engines stays in its own process
    with pytest.raises(ChildDied):
        started[0].line(PATIENCE)


@pytest.mark.parametrize("made", [generated_rooms, generated_roster])
def test_refusals_of_a_season_and_a_roster_carry_their_cause(
    tmp_path: Path, started: list[Child], made: Callable[[str, int], RoomsProblem | RosterProblem]
) -> None:
    (tmp_path / "problem.json").write_bytes(dump_problem(made("mini", 2)))
    started.append(Child(order(tmp_path, engine="fcfs")))
    assert said(started[0])[-1]["done"] is True

    notes = json.loads((tmp_path / REFUSALS_FILE).read_text())
    assert notes
    assert all(
        {"place", "removals", "points", "rival_points", "missing", "outranked"} == set(note["cause"]) for note in notes
    )


SLOT: dict[str, Any] = {"rooms": ("C",)}
CROWDED: dict[str, tuple[Any, Any]] = {
    "parking": (round_of(wish("first", 5)), round_of(wish("first", 5), wish("later", 50))),
    "rooms": (
        season_of(section("first", monday("09:00", "10:00"), **SLOT)),
        season_of(
            section("first", monday("09:00", "10:00"), **SLOT),
            section("later", monday("09:00", "10:00"), **SLOT, category="elderly"),
        ),
    ),
}
"""Rounds with one place: before and after somebody with more points asks, too."""


@pytest.mark.parametrize("domain", CROWDED)
def test_a_re_plan_tells_that_whoever_had_a_place_keeps_it_whatever_the_points(tmp_path: Path, domain: str) -> None:
    before, after = CROWDED[domain]
    (tmp_path / "problem.json").write_bytes(dump_problem(before))
    assert answer(order(tmp_path), Watcher())["done"] is True
    base = (tmp_path / PLAN_FILE).rename(tmp_path / "base.json")
    (tmp_path / "problem.json").write_bytes(dump_problem(after))
    assert answer(order(tmp_path, base=str(base)), Watcher())["done"] is True

    (note,) = json.loads((tmp_path / REFUSALS_FILE).read_text())
    assert (note["request"], note["cause"]["missing"], note["cause"]["outranked"]) == ("later", None, "kept")


def test_the_same_order_gives_the_same_plan_in_a_child_and_here(folder: Path, started: list[Child]) -> None:
    started.append(Child(order(folder, seed=7)))
    said(started[0])

    problem = invented("tiny")
    loaded = LoadedProblem(problem, problem_digest(problem), ())
    here = solve_loaded(loaded, Order(work=5.0, workers=1, seed=7), Watcher())
    assert read_plan(folder / PLAN_FILE).plan_digest == here.document.plan_digest


def test_a_re_run_in_a_child_keeps_the_plan_it_departs_from(folder: Path, started: list[Child]) -> None:
    problem = invented("tiny")
    first = solve_loaded(LoadedProblem(problem, problem_digest(problem), ()), Order("fcfs"), Watcher()).document
    (folder / "base.json").write_bytes(dump_plan(first))

    started.append(Child(order(folder, base=str(folder / "base.json"))))
    said(started[0])

    again = read_plan(folder / PLAN_FILE)
    assert [tier.name for tier in again.tiers][:2] == ["kept", "changes"]
    assert again.tiers[0].value == len(first.assignments)


def test_a_cancelled_child_keeps_the_best_plan_so_far(folder: Path, started: list[Child]) -> None:
    (folder / "problem.json").write_bytes(dump_problem(invented(Scale(8, 350, 850))))
    started.append(Child(order(folder, work=1_000.0)))
    line = started[0].line(PATIENCE)
    while line is None or line.get("incumbent") is None:
        line = started[0].line(PATIENCE)
    started[0].cancel()

    last = said(started[0])[-1]
    assert (last["done"], last["status"]) == (True, "cancelled")
    assert read_plan(folder / PLAN_FILE).assignments


@pytest.mark.parametrize(
    ("content", "code"), [("{", "truncated_json"), ("{}", "missing_field"), (None, "not_found")], ids=str
)
def test_a_bad_file_is_an_error_with_its_code(
    folder: Path, started: list[Child], content: str | None, code: str
) -> None:
    path = folder / "problem.json"
    path.unlink() if content is None else path.write_text(content)
    started.append(Child(order(folder)))

    assert said(started[0])[-1]["error"]["code"] == code
    assert not (folder / PLAN_FILE).exists()


def test_a_plan_that_breaks_a_rule_is_an_error_and_left_nowhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "problem.json").write_bytes(dump_problem(invented("mini")))
    right = solve

    def faulty(*arguments: Any) -> Any:
        """An engine with a planted fault: the second right stands on the space of the first."""
        result = right(*arguments)
        first, second, *others = result.plan
        crossed = type(second)(second.request, first.assets)
        return type(result)(result.engine, result.status, (first, crossed, *others), result.tiers)

    monkeypatch.setattr(solving, "solve", faulty)
    found = answer(order(folder, engine="greedy"), Watcher())

    assert found == {"error": {"code": "plan_not_verified", "field": ""}}
    assert sorted(path.name for path in folder.iterdir()) == ["problem.json"]


def test_a_child_ends_with_all_its_processes_when_its_parent_dies(folder: Path) -> None:
    (folder / "problem.json").write_bytes(dump_problem(invented("street")))
    parent = (
        "import sys, time\n"
        "from scheduler.planning.protocol import ChildOrder\n"
        "from scheduler.worker.children import Child\n"
        f"child = Child(ChildOrder({str(folder / 'problem.json')!r}, {str(folder)!r}, work=1000.0))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        leader = int(process.stdout.readline())
        try:
            assert until(lambda: len(group_of(leader)) > 1)
        finally:
            process.kill()
    assert until(lambda: not group_of(leader))


def test_the_death_of_a_child_is_noticed_and_its_processes_end(folder: Path, started: list[Child]) -> None:
    (folder / "problem.json").write_bytes(dump_problem(invented("street")))
    child = Child(order(folder, work=1_000.0, workers=2))
    started.append(child)
    assert until(lambda: len(group_of(child.pid)) > 1)
    os.kill(child.pid, signal.SIGKILL)

    def to_the_end() -> None:
        while True:
            child.line(PATIENCE)

    with pytest.raises(ChildDied):
        to_the_end()
    child.end()
    assert until(lambda: not group_of(child.pid))


def test_a_child_gives_way_to_the_processes_that_answer_people(folder: Path, started: list[Child]) -> None:
    (folder / "problem.json").write_bytes(dump_problem(invented("street")))
    started.append(Child(order(folder, work=1_000.0)))
    assert started[0].line(PATIENCE) is not None
    assert os.getpriority(os.PRIO_PROCESS, started[0].pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    # Niceness counts among the processes of one session only, where processors are shared among sessions first.
    assert (os.getsid(started[0].pid), os.getpgid(started[0].pid)) == (os.getsid(0), started[0].pid)
