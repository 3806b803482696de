"""Personnel task scheduling: the reader, the official objective, the checker, the bounds and the engine."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.bench.smptsp import (
    Instance,
    InstanceError,
    Violation,
    best_known,
    instances,
    overlap_bound,
    read,
    violations,
    workers_used,
)
from solvers.engines.smptsp import Row, Search, rows, solve
from solvers.engines.smptsp_bounds import PRICE_OF_A_WORKER, cliques, priced_bound, prices
from solvers.engines.smptsp_model import Effort, exactly
from solvers.errors import InvalidProblem, SolverError

SHARED = Path(__file__).parents[4] / "shared" / "bench" / "smptsp"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the public instances are not on this machine")

# Worker 0 could do 0 then 1; worker 1 does 1 or 2; worker 2 does 0 or 2. Tasks 1 and 2 overlap.
THREE = Instance("three", (0, 10, 15), (10, 20, 25), (frozenset({0, 1}), frozenset({1, 2}), frozenset({0, 2})))

# Two triangles: of three tasks one after the other, each worker may do two. A triangle needs two workers, and half of
# each of its three workers satisfies the linear relaxation: bound 3, optimum 4.
TRIANGLES = Instance(
    "triangles",
    (0, 10, 20, 30, 40, 50),
    (5, 15, 25, 35, 45, 55),
    tuple(map(frozenset, ({0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}))),
)

FILE = """# made by hand
Type = 1
Jobs = 3
 0 10
10 20
15 25
Qualifications = 3
2: 0 1
2: 1 2
2: 0 2
"""

SPANS = st.tuples(st.integers(0, 19), st.integers(1, 6)).map(lambda span: (span[0], span[0] + span[1]))


@st.composite
def small_instances(draw: st.DrawFn) -> Instance:
    """Mostly feasible: each worker lacks only a few qualifications."""
    spans = draw(st.lists(SPANS, max_size=5))
    everything = frozenset(range(len(spans)))
    lacking = draw(st.lists(st.frozensets(st.integers(0, 4), max_size=3), max_size=5))
    workers = [everything - few for few in lacking]
    return Instance("random", tuple(s for s, _ in spans), tuple(e for _, e in spans), tuple(workers))


def fewest_by_trying_all(instance: Instance) -> int | None:
    plans = product(range(instance.workers), repeat=instance.tasks)
    return min((workers_used(instance, plan) for plan in plans if not violations(instance, plan)), default=None)


def written(folder: Path, text: str, name: str = "three.dat") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_its_tasks_and_workers(tmp_path: Path) -> None:
    assert read(written(tmp_path, FILE)) == THREE


def test_comments_blank_lines_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = FILE.replace("Jobs", "\n# tasks\nJobs").replace("10 20", "10 20  # the second").replace("\n", "\r\n")

    assert read(written(tmp_path, text)) == THREE


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("Type = 1", "Type = 2", 2, "Type = 1"),
        ("Jobs = 3", "Jobs = many", 3, "Jobs = a number of at least 0"),
        ("Jobs = 3", "Jobs = 4", 7, "start and end of a task, 0 <= start < end"),
        ("10 20", "10", 5, "start and end of a task, 0 <= start < end"),
        ("10 20", "20 20", 5, "start and end of a task, 0 <= start < end"),
        ("10 20", "-1 20", 5, "start and end of a task, 0 <= start < end"),
        ("10 20", "10 2x", 5, "start and end of a task, 0 <= start < end"),
        ("Jobs = 3", "Jobs = 2", 6, "Qualifications = a number of at least 0"),
        ("2: 1 2", "3: 1 2", 9, "k: then k different tasks from 0 to 2"),
        ("2: 1 2", "2: 1 1", 9, "k: then k different tasks from 0 to 2"),
        ("2: 1 2", "2: 1 3", 9, "k: then k different tasks from 0 to 2"),
        ("2: 1 2", "2 1 2", 9, "k: then k different tasks from 0 to 2"),
        ("Qualifications = 3", "Qualifications = 2", 10, "nothing after the last worker"),
        ("Qualifications = 3", "Qualifications = 4", 11, "k: then k different tasks from 0 to 2"),
        (FILE, "", 1, "Type = a number of at least 0"),
    ],
)
def test_a_malformed_file_is_refused_with_its_path_its_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, expected: str
) -> None:
    path = written(tmp_path, FILE.replace(old, new))

    with pytest.raises(InstanceError) as caught:
        read(path)

    assert (caught.value.path, caught.value.line, caught.value.expected) == (path, line, expected)
    assert str(caught.value) == f"{path}, line {line}: expected {expected}"


@pytest.mark.parametrize(
    ("starts", "ends", "qualifications", "code"),
    [
        ((0, 5), (5,), (), "length"),
        ((5,), (5,), (), "empty_task"),
        ((-1,), (5,), (), "empty_task"),
        ((0,), (5,), (frozenset({1}),), "unknown_task"),
    ],
)
def test_an_instance_that_contradicts_itself_cannot_be_made(
    starts: tuple[int, ...], ends: tuple[int, ...], qualifications: tuple[frozenset[int], ...], code: str
) -> None:
    with pytest.raises(InvalidProblem) as caught:
        Instance("wrong", starts, ends, qualifications)

    assert caught.value.code == code


def test_the_objective_counts_each_worker_with_a_task_once() -> None:
    assert workers_used(THREE, (0, 0, 2)) == 2
    assert workers_used(THREE, (2, 0, 1)) == 3
    assert workers_used(THREE, (None, None, None)) == 0


def test_tasks_that_only_touch_may_share_a_worker() -> None:
    assert violations(THREE, (0, 0, 2)) == []


@pytest.mark.parametrize(
    ("assignment", "broken"),
    [
        ((0, 0), Violation("length")),
        ((0, 0, None), Violation("unassigned", (2,))),
        ((0, 0, 3), Violation("unknown_worker", (2,), 3)),
        ((0, 0, -1), Violation("unknown_worker", (2,), -1)),
        ((1, 0, 2), Violation("unqualified", (0,), 1)),
        ((0, 1, 1), Violation("overlap", (1, 2), 1)),
    ],
)
def test_the_checker_names_the_rule_the_tasks_and_the_worker(
    assignment: tuple[int | None, ...], broken: Violation
) -> None:
    assert violations(THREE, assignment) == [broken]


def test_the_overlap_bound_is_the_most_tasks_at_one_moment() -> None:
    assert overlap_bound(THREE) == 2
    assert overlap_bound(Instance("touching", (0, 5), (5, 9), ())) == 1
    assert overlap_bound(Instance("empty", (), (), ())) == 0


def test_cliques_are_the_largest_sets_that_run_together() -> None:
    assert cliques(THREE, [0, 1, 2]) == [[0], [1, 2]]


def test_prices_prove_what_overlap_alone_cannot() -> None:
    """Two tasks that never overlap, and nobody qualified for both, need two workers."""
    apart = Instance("apart", (0, 10), (5, 15), (frozenset({0}), frozenset({1}), frozenset({1})))

    assert overlap_bound(apart) == 1
    assert priced_bound(apart, [PRICE_OF_A_WORKER, PRICE_OF_A_WORKER]) == 2
    duals = prices(apart, seconds=10)
    assert duals is not None
    assert priced_bound(apart, duals) == 2


def test_what_one_worker_earns_above_the_price_of_a_worker_is_taken_off_the_bound() -> None:
    """Each task at one worker: 3 in all, but workers 0 and 2 could each do two tasks, one too many."""
    assert priced_bound(THREE, [PRICE_OF_A_WORKER] * 3) == 1


@given(small_instances(), st.lists(st.integers(-PRICE_OF_A_WORKER, 2 * PRICE_OF_A_WORKER), min_size=5, max_size=5))
def test_no_prices_whatever_give_a_bound_above_the_optimum(instance: Instance, any_prices: list[int]) -> None:
    fewest = fewest_by_trying_all(instance)

    assert fewest is None or priced_bound(instance, any_prices[: instance.tasks]) <= fewest


@settings(max_examples=150, deadline=None)
@given(small_instances())
def test_the_engine_finds_what_trying_all_plans_finds(instance: Instance) -> None:
    fewest = fewest_by_trying_all(instance)

    result = solve(instance, seconds=30, workers=1)

    assert (result.status, result.value) == (("infeasible", None) if fewest is None else ("optimal", fewest))
    assert result.bound == fewest
    assert result.assignment is None or violations(instance, result.assignment) == []


@settings(max_examples=150, deadline=None)
@given(small_instances())
def test_a_fixed_number_of_workers_is_enough_exactly_from_the_optimum_on(instance: Instance) -> None:
    fewest = fewest_by_trying_all(instance)

    for k in range(overlap_bound(instance), instance.workers + 1):
        answer = exactly(instance, k, Effort(seconds=30, workers=1, seed=0))
        assert answer.proven
        assert (answer.assignment is None) == (fewest is None or k < fewest)
        assert answer.assignment is None or violations(instance, answer.assignment) == []


def test_what_the_relaxation_cannot_prove_the_search_does() -> None:
    duals = prices(TRIANGLES, seconds=10)
    assert duals is not None
    assert priced_bound(TRIANGLES, duals) == 3

    result = solve(TRIANGLES, seconds=30, workers=1)

    assert (result.status, result.value, result.bound) == ("optimal", 4, 4)


def test_a_first_search_that_runs_to_its_end_proves_the_bound_by_itself() -> None:
    search = Search(TRIANGLES, seconds=30, workers=1, seed=0, on_progress=None)

    assert search.find_any() is True
    assert (search.value, search.bound) == (4, 4)


def test_a_poor_plan_is_improved_and_the_bound_raised_one_number_of_workers_at_a_time() -> None:
    search = Search(TRIANGLES, seconds=30, workers=1, seed=0, on_progress=None)
    search.keep((0, 1, 2, 3, 4, 5))
    assert (search.value, search.bound) == (6, 3)

    search.improve()

    assert (search.value, search.bound) == (4, 4)


def test_a_plan_that_breaks_a_rule_is_not_kept() -> None:
    search = Search(THREE, seconds=30, workers=1, seed=0, on_progress=None)

    with pytest.raises(SolverError):
        search.keep((0, 1, 1))

    assert search.plan is None


def test_a_task_that_nobody_may_do_makes_the_instance_infeasible() -> None:
    result = solve(Instance("nobody", (0,), (5,), (frozenset(),)), seconds=10, workers=1)

    assert (result.status, result.assignment, result.value, result.bound) == ("infeasible", None, None, None)


def test_without_tasks_nobody_is_used() -> None:
    result = solve(Instance("idle", (), (), (frozenset(),)), seconds=10, workers=1)

    assert (result.status, result.assignment, result.value, result.bound) == ("optimal", (), 0, 0)


def test_without_time_nothing_is_claimed() -> None:
    result = solve(THREE, seconds=0, workers=1)

    assert (result.status, result.assignment, result.value, result.bound) == ("unknown", None, None, 2)


def test_progress_ends_with_the_value_and_bound_of_the_result() -> None:
    seen: list[tuple[int, int]] = []

    result = solve(THREE, seconds=10, workers=1, on_progress=lambda value, bound: seen.append((value, bound)))

    assert seen[-1] == (result.value, result.bound) == (2, 2)


def test_one_worker_and_one_seed_give_one_plan() -> None:
    first, again = (solve(THREE, seconds=10, workers=1, seed=3) for _ in range(2))

    assert first == again


def test_the_table_has_a_row_for_each_file_in_natural_order(tmp_path: Path) -> None:
    written(tmp_path / "set", FILE, "case_10.dat")
    written(tmp_path / "set", FILE, "case_2.dat")
    written(tmp_path, "instance,best_known_value\ncase_2,2\n", "best_known.csv")
    seen: list[Row] = []

    table = rows(tmp_path, seconds=10, on_progress=seen.append)

    assert seen == table
    for row, name, best in zip(table, ("case_2", "case_10"), (2, None), strict=True):
        spent = row.pop("seconds")
        assert isinstance(spent, float)
        assert spent == round(spent, 2)
        assert row == {"instance": name, "status": "optimal", "value": 2, "bound": 2, "best_known": best}


def test_a_best_known_value_is_found_in_the_folder_or_its_parent_and_may_be_absent(tmp_path: Path) -> None:
    assert best_known(tmp_path / "set", "a") is None

    written(tmp_path, "instance,best_known_value\na,7\nb,\n", "best_known.csv")

    assert [best_known(tmp_path, name) for name in "abc"] == [7, None, None]
    assert best_known(tmp_path / "set", "a") == 7


def test_a_best_known_value_that_is_no_number_is_refused(tmp_path: Path) -> None:
    table = written(tmp_path, "instance,best_known_value\na,seven\n", "best_known.csv")

    with pytest.raises(InstanceError) as caught:
        best_known(tmp_path, "a")

    assert (caught.value.path, caught.value.line) == (table, 2)


@shared
@pytest.mark.parametrize("name", ["data_1_23_40_66", "data_4_23_59_33", "data_0001_0062_0071_025"])
def test_a_public_instance_is_solved_to_its_best_known_value(name: str) -> None:
    (path,) = (path for path in instances(SHARED) if path.stem == name)

    result = solve(read(path), seconds=60, workers=1)

    assert (result.status, result.value) == ("optimal", best_known(path.parent, name))
