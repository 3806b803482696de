"""How a roster is solved: exactly where it is small, else from a filled roster by neighbourhoods (Shaw 1998)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from solvers.engines import RostersEngine
from solvers.engines.crew import Crew
from solvers.engines.limits import Limits, Watch
from solvers.engines.rosters_bound import Dual, bound_fits
from solvers.engines.rosters_cpsat import Answer, solve_program
from solvers.engines.rosters_near import Surroundings
from solvers.engines.rosters_program import Program
from solvers.engines.rosters_solve import RosterSolve, RostersResult
from solvers.rosters.case import RosterCase
from solvers.rosters.counts import Counts
from solvers.rosters.greedy import by_urgency, continued, kept, mended, self_sign_up
from solvers.rosters.guide import Guide
from solvers.rosters.roster import Roster, Seat

WHOLE_OPTIONS = 1_000
"""Up to so many options a roster is solved as a whole."""
WHOLE_WORK = 60.0
PIECE_WORK = 0.6
BATCH = 4
"""Neighbourhoods that are solved at once, whatever the number of workers."""
BOUND_STEPS, PLAIN_STEPS = 300, 40
"""Steps of the bound at most, and those after a re-plan, which shall be quick."""
FEWEST_STEPS = 30
"""Steps however little work is left."""
EARLY, LATE, LEAST_SHARE = 0.25, 0.7, 0.1
"""Share of the time by which the bound ends, before the neighbourhoods or last of all, and the least it may take."""
STEP_WORK = 1.5e-7
BUILD_WORK = 4e-4
"""Work for each option of a step of the bound, and of a neighbourhood's model, measured once on an ordinary machine."""
QUIET = 60
"""Batches in a row without success after which a solve ends."""

Task = tuple[tuple[int, ...], tuple[int, ...], float, float, int]


def solve_rosters(case: RosterCase, engine: RostersEngine, limits: Limits, hint: Iterable[Seat] = ()) -> RostersResult:
    """Plan a roster; its goal is the catalogue's weighted sum.

    Parameters
    ----------
    case
        Problem with what was derived from it; for a re-plan with the roster in force as its base.
    engine
        "auto" and "neighbourhoods" start from a filled roster, "naive" solves it whole, "greedy" and "fcfs" only fill.
    limits
        Time, work, workers, seed, who watches.
    hint
        Seats to start from, as far as they still may be; they never change the goal.
    """
    watch, near = Watch(limits), sorted(hint)
    if engine == "fcfs":
        return RosterSolve(case, watch, self_sign_up(case)).result(engine)
    anew = case.base is not None and len(case.seats) > WHOLE_OPTIONS
    solve = RosterSolve(
        case, watch, mended(case) if anew else by_urgency(case, kept(case, [*sorted(case.in_force), *near]))
    )
    solve.report("greedy")
    if not case.seats:
        solve.note_bound(solve.cost)  # with nobody to choose there is but one roster
    if engine in ("auto", "naive", "neighbourhoods") and case.seats:
        if engine == "naive" or (engine == "auto" and len(case.seats) <= WHOLE_OPTIONS):
            _whole(solve)
        if anew and engine != "naive":
            _mend(solve)
            _bound(solve, PLAIN_STEPS, LATE)
        elif engine != "naive" and solve.bound != solve.cost:
            dual = _bound(solve, BOUND_STEPS, EARLY)
            if dual is not None:
                _refill(solve, dual, near)
            _improve(solve)
    return solve.result("neighbourhoods" if engine == "auto" else engine)


def _whole(solve: RosterSolve) -> None:
    """All options at once."""
    free = range(len(solve.case.seats))
    program = Program(solve.case, solve.roster, free)
    beside = solve.cost - program.started_cost()
    work = min(solve.watch.work_left(), WHOLE_WORK if solve.watch.limits.seconds == float("inf") else float("inf"))
    answer = solve_program(program, work, solve.watch.left(), solve.watch.limits.seed)
    solve.watch.work += answer.work
    solve.watch.struck |= not answer.proven and solve.watch.left() <= 0
    if answer.values is not None:
        solve.offer(free, answer.values)
        solve.note_bound(answer.bound + beside)
    solve.report("whole")


def _bound(solve: RosterSolve, most: int, share: float) -> Dual | None:
    """Prove a bound in a part of the time, with so many steps at most."""
    solve.note_bound(Counts(solve.case).plain_bound())
    if not bound_fits(solve.case):
        return None
    dual = Dual(solve.case, solve.roster)
    dual.look()  # the first look also prepares what all share
    began, seconds = solve.watch.elapsed, solve.watch.limits.seconds
    allowed = max(solve.watch.left(share), seconds * LEAST_SHARE)
    # Steps become shorter towards the end, be it the last one or that of the time.
    each, cancel = len(solve.case.seats) * STEP_WORK, solve.watch.limits.cancel
    most = int(min(float(most), max(float(FEWEST_STEPS), solve.watch.work_left(share) / each)))
    steps = dual.climb(most, lambda: 1.0 if cancel.is_set() else (solve.watch.elapsed - began) / allowed)
    solve.watch.struck |= steps < most
    solve.watch.work += steps * each
    solve.note_bound(dual.whole)
    solve.report("bound")
    return dual


def _refill(solve: RosterSolve, dual: Dual, near: Sequence[Seat]) -> None:
    """Fill the roster once more, now that prices are known; one that came from a hint is better than that already."""
    solve.guide = dual.reduced
    if near:
        return
    guide = Guide(solve.case, dual.reduced, *dual.tariffs[:2])
    solve.replace(by_urgency(solve.case, continued(solve.case), guide))
    solve.report("refilled")


def _improve(solve: RosterSolve) -> None:
    """Neighbourhood by neighbourhood, until time, work or success runs out."""
    rng, near = Random(solve.watch.limits.seed), Surroundings(solve.case, solve.guide)
    quiet = turn = 0
    with Crew(solve.case, solve.watch.limits.workers, solve.watch) as crew:
        while quiet < QUIET and not solve.watch.over():
            tasks = [_task(solve, near, rng, shifts) for shifts in near.batch(rng, solve.roster, turn, BATCH)]
            turn += 1
            quiet = 0 if _round(solve, crew, tasks) else quiet + 1
            solve.report("neighbourhoods")


def _mend(solve: RosterSolve) -> None:
    """For a re-plan: only where seats were lost."""
    rng, near = Random(solve.watch.limits.seed), Surroundings(solve.case, solve.guide)
    with Crew(solve.case, solve.watch.limits.workers, solve.watch) as crew:
        _round(solve, crew, [_task(solve, near, rng, shifts) for shifts in near.hurt(solve.roster)])
    solve.report("mended")


def _round(solve: RosterSolve, crew: Crew, tasks: Sequence[Task]) -> bool:
    """Solve neighbourhoods at once; whether one of them helped."""
    helped = False
    for task, answer in zip(tasks, crew.map(solve_piece, tasks), strict=True):
        if answer is not None:
            solve.watch.work += answer.work
            helped |= answer.values is not None and solve.offer(task[1], answer.values)
    return helped


def _task(solve: RosterSolve, near: Surroundings, rng: Random, shifts: Sequence[int]) -> Task:
    options = near.options(rng, solve.roster, shifts)
    taken = tuple(solve.case.seat_index[seat] for seat in solve.roster.seats())
    return taken, tuple(options), PIECE_WORK, max(0.5, solve.watch.left()), rng.randrange(1 << 30)


def solve_piece(
    case: RosterCase, taken: Sequence[int], options: Sequence[int], work: float, seconds: float, seed: int
) -> Answer:
    """Solve a neighbourhood of a roster (runs in a worker process)."""
    roster = Roster(case, (case.seats[at] for at in taken))
    answer = solve_program(Program(case, roster, options), work, seconds, seed)
    return replace(answer, work=answer.work + len(options) * BUILD_WORK)
