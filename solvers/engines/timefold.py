"""Timefold as a baseline for rosters: construction and late acceptance, then made legal and priced by our own rules."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread
from time import process_time
from typing import Any

from timefold.solver import SolverFactory
from timefold.solver.config import EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig

from solvers.engines.limits import Limits, Watch
from solvers.engines.rosters_solve import RosterSolve, RostersResult
from solvers.engines.timefold_build import empty_costs, month_of
from solvers.engines.timefold_model import Chair, Month, catalogue
from solvers.rosters.case import RosterCase
from solvers.rosters.greedy import dissolve, kept
from solvers.rosters.roster import Seat

LOOK = 0.1
"""Seconds between two looks at the meter of processor time."""


def solve_timefold(case: RosterCase, cpu_seconds: float, seed: int) -> RostersResult:
    """Let Timefold plan a roster; its seats stand as far as our rules let them, its own score is not looked at.

    Parameters
    ----------
    case
        Problem with what was derived from it.
    cpu_seconds
        Processor time of the whole process, the threads of the Java machine included, from the start of the search.
        The start of the machine, the translation to Java and the model are not counted.
    seed
        Of the search.
    """
    watch = Watch(Limits(seconds=cpu_seconds, seed=seed))
    roster = kept(case, sorted(_seats(_solved(case, cpu_seconds, seed)), key=lambda seat: _rank(case, seat)))
    dissolve(case, roster)
    watch.struck = True  # processor time decides where it ends, so a second run may differ
    return RosterSolve(case, watch, roster).result("timefold")


def _solved(case: RosterCase, cpu_seconds: float, seed: int) -> Any:
    config = SolverConfig(
        solution_class=Month,
        entity_class_list=[Chair],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=catalogue(case.rosters.policy)
        ),
    )
    solver, done = SolverFactory.create(config).build_solver(), Event()
    meter = Thread(target=_stop_after, args=(solver, cpu_seconds, done), daemon=True)
    meter.start()
    try:
        return solver.solve(month_of(case))
    finally:
        done.set()
        meter.join()


def _stop_after(solver: Any, cpu_seconds: float, done: Event) -> None:
    """End a search once its process has used so much processor time since it began."""
    while not (solver.is_solving() or done.wait(LOOK)):
        pass
    began = process_time()
    while not done.wait(LOOK):
        if process_time() - began >= cpu_seconds:
            solver.terminate_early()


def _seats(month: Any) -> Iterator[Seat]:
    return (Seat(chair.person.id, chair.post.id) for chair in month.chairs if chair.person is not None)


def _rank(case: RosterCase, seat: Seat) -> tuple[int, int, bool, Seat]:
    """The order in which seats are kept: what costs most if it is lost, and on a shift those who know it first."""
    shift = case.posts[seat.post].shift
    return -empty_costs(case, seat.post)[1], shift, bool(case.novices(shift)[seat.volunteer]), seat
