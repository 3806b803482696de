"""I9: a stored run can be solved again with the same result, and a stored plan can be checked by anyone."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from scheduler import queries
from scheduler.files import LoadedProblem, plan_digest, problem_digest, problem_from, read_plan
from scheduler.models import Plan, Run
from scheduler.planning.solving import Order, Watcher, base_of, solve_loaded
from scheduler.usecases import planning
from solvers.document import PlanDocument, assignments_of
from solvers.engines import Engine
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from tests.town import Town


def stored(town: Town, folder: Path) -> tuple[Run, LoadedProblem, PlanDocument, Path | None]:
    """The newest plan's run, problem, document and the base that it departed from, as they lie in the database."""
    with town.database.reading() as session:
        plan = session.get_one(Plan, town.newest_plan())
        run = session.get_one(Run, plan.run_id)
        problem = problem_from(planning.problem_file_of(run))
        (folder / "plan.json").write_bytes(planning.document_of(plan))
        base = queries.runs.document_of_base(session, run.id)
    path = None
    if base is not None:
        path = folder / "base.json"
        path.write_bytes(zlib.decompress(base))
    assert run.problem_digest == problem_digest(problem)
    return run, LoadedProblem(problem, problem_digest(problem), ()), read_plan(folder / "plan.json"), path


def again(run: Run, loaded: LoadedProblem, base: Path | None, workers: int = 1) -> str:
    """Digest of the plan that the stored run gives when it is solved once more."""
    order = Order(cast(Engine, run.engine), run.seconds_limit, run.work_limit, workers, run.seed)
    return solve_loaded(loaded, order, Watcher(), base=base_of(loaded, base)).document.plan_digest


def faults(problem: ParkingProblem, document: PlanDocument) -> int:
    """What the solver-free verifier finds."""
    recipe = formulate(problem)
    plan, unknown = assignments_of(recipe.formulation.problem, document.assignments)
    return len(unknown) + len(recipe.formulation.verify(plan))


@pytest.mark.parametrize("engine", ["greedy", "direct", "columns"])
def test_a_stored_run_solved_again_gives_the_same_plan(planned: Town, tmp_path: Path, engine: str) -> None:
    planned.plan(engine)
    run, loaded, document, base = stored(planned, tmp_path)
    assert document.reproducible
    assert [again(run, loaded, base), again(run, loaded, base, workers=2)] == [document.plan_digest] * 2


def test_a_stored_plan_holds_by_the_verifier_and_its_digest(planned: Town, tmp_path: Path) -> None:
    _, loaded, document, _ = stored(planned, tmp_path)
    assert (faults(loaded.problem, document), len(document.assignments)) == (0, 5)
    assert plan_digest(loaded.digest, document.assignments) == document.plan_digest


def test_control_a_plan_with_two_on_one_space_is_found_out(planned: Town, tmp_path: Path) -> None:
    _, loaded, document, _ = stored(planned, tmp_path)
    first, second, *rest = document.assignments
    forged = (first, replace(second, site=first.site, spaces=first.spaces), *rest)
    assert faults(loaded.problem, replace(document, assignments=forged)) > 0
    assert plan_digest(loaded.digest, forged) != document.plan_digest


def test_control_another_problem_gives_another_digest(planned: Town, tmp_path: Path) -> None:
    run, loaded, document, base = stored(planned, tmp_path)
    fewer = replace(loaded.problem, requests=loaded.problem.requests[1:])
    other = LoadedProblem(fewer, problem_digest(fewer), ())
    assert other.digest != loaded.digest
    assert again(run, other, base) != document.plan_digest
