"""Season rounds solved: whole where they are small, else bound, price, fix, finish, and polish facility by facility.

A large round first becomes a linear program with the hulls of the quotas: its bound is the proof. What it
chooses outright is fixed, the rest is solved all-integer. Facility by facility the later goals are then improved, the
earlier ones held.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor

from solvers.engines import RoomsEngine
from solvers.engines.limits import Limits, Watch
from solvers.engines.linear import LinearSolution, solve_lp, solve_mip
from solvers.engines.rooms_model import RoomsModel
from solvers.plan import Status, Tier, status_of
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.goals import GOALS, Base, Goal, is_base, replan_goals
from solvers.rooms.greedy import Filler, add_pins, by_priority, first_come, held_pins
from solvers.rooms.rows import Rows, rows_of

WHOLE_OPTIONS = 6_000
"""Most options that are solved whole, goal by goal."""
PART_OPTIONS = 5_000
"""Most options freed at once while polishing."""
NODES = 2_000
PART_NODES = 50
REST_NODES = 300
WIDE_SHARE = 0.75
"""Up to which share of the time the wider choice may work; what is left polishes."""
CHOSEN = 0.999
SLACK = 1e-6


@dataclass(frozen=True)
class RoomsResult:
    """Outcome of an engine: chosen options, goals with their bounds, pins that cannot hold."""

    engine: str
    status: Status
    chosen: tuple[Option, ...]
    tiers: tuple[Tier, ...]
    unheld: frozenset[tuple[int, int]]
    reproducible: bool
    work: float


@dataclass
class Solve:
    """One solve under way."""

    case: RoomsCase
    watch: Watch
    base: Base = field(default_factory=dict)
    chosen: list[int] = field(default_factory=list)
    bounds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        based = (at for at, option in enumerate(self.case.options) if is_base(self.base, option))
        self.columns = sorted({*self.case.shortest, *based})
        self.rows: Rows = rows_of(self.case, self.columns)
        self.pinned, self.unheld = held_pins(self.case, self.rows, self.columns)
        self.goals: tuple[Goal, ...] = replan_goals(self.base) if self.base else GOALS

    def value(self, goal: Goal) -> int:
        """Value of a goal of the plan so far."""
        return goal.value(self.case, [self.case.options[at] for at in self.chosen])

    def report(self, phase: str, share: float | None = None) -> None:
        """Tell whoever watches."""
        first = self.goals[0]
        self.watch.report(phase, self.value(first), self.bounds.get(first.name), share)

    def mip(self, model: RoomsModel, nodes: int, gap: float = 0.0, share: float = 1.0) -> LinearSolution:
        """Solve a model with what is left of a share of the time, its work counted."""
        found = solve_mip(model.linear, nodes, gap, self.watch.left(share), self.watch.limits.seed)
        self.watch.work += found.work
        self.watch.struck = self.watch.struck or (not found.finished and self.watch.left(share) <= 0)
        return found

    def rows_for(self, columns: Iterable[int]) -> Rows:
        """Rules and held pins for other options than the shortest."""
        kept = sorted(set(columns))
        rows = rows_of(self.case, kept)
        add_pins(self.case, rows, kept, self.unheld)
        return rows

    def filled(self, order: Iterable[int], first: Iterable[int] = ()) -> list[int]:
        """A greedy plan: pins, then the options `first` that still fit, then sections in an order."""
        filler = Filler(self.case, self.rows)
        for option in dict.fromkeys((*self.pinned, *first)):
            if filler.fits(option):
                filler.put(option)
        filler.fill(order)
        return list(filler.chosen)

    def result(self, engine: str) -> RoomsResult:
        """What is told."""
        tiers = tuple(Tier(goal.name, self.value(goal), self.bounds.get(goal.name)) for goal in self.goals)
        cancelled = self.watch.limits.cancel.is_set()
        status = status_of(tiers, cancelled)
        chosen = tuple(self.case.options[at] for at in sorted(self.chosen))
        return RoomsResult(
            engine, status, chosen, tiers, self.unheld, not (self.watch.struck or cancelled), self.watch.work
        )


def solve_rooms(case: RoomsCase, engine: RoomsEngine, limits: Limits, base: Base | None = None) -> RoomsResult:
    """Solve a round; every engine starts from the greedy plan and never returns less.

    Parameters
    ----------
    case
        The round.
    engine
        "auto" is "options".
    limits
        Time, work, seed, who watches.
    base
        For a re-plan: the sessions in force.
    """
    solve = Solve(case, Watch(limits), base or {})
    stay = [at for at, option in enumerate(case.options) if is_base(solve.base, option)]
    solve.chosen = solve.filled(first_come(case) if engine == "fcfs" else by_priority(case), stay)
    solve.report("greedy")
    if engine == "naive":
        from solvers.engines.rooms_naive import solve_naive

        solve.bounds |= solve_naive(solve)
    elif engine in ("auto", "options"):
        _options(solve)
    return solve.result("options" if engine == "auto" else engine)


def _options(solve: Solve) -> None:
    if not solve.case.options:
        solve.bounds = {goal.name: 0 for goal in solve.goals}
        return
    if len(solve.case.options) <= WHOLE_OPTIONS:
        improve(solve, solve.columns, NODES, solve.goals[:1], proving=True)
        improve(solve, range(len(solve.case.options)), NODES, proving=True)
        return
    if solve.base:
        _keep(solve, solve.columns)
    _bound_and_fix(solve, solve.columns)
    _polish(solve)


def _keep(solve: Solve, everything: Sequence[int]) -> None:
    """The first two goals of a re-plan in one solve: a kept session counts more than all moves together."""
    model = RoomsModel(solve.case, solve.rows, everything, base=solve.base)
    kept, moves = model.worth_of(solve.goals[0]), model.worth_of(solve.goals[1])
    most = 1 + sum(len(slots) for slots in solve.base.values())
    for column in {**kept, **moves}:
        model.linear.objective[column] = most * kept.get(column, 0.0) + moves.get(column, 0.0)
    found = solve.mip(model, NODES)
    if found.values is None:
        return
    chosen = [at for at, column in model.at.items() if found.values[column] > 0.5]
    mine = [at for at in chosen if solve.case.options[at].section in solve.base]
    solve.chosen = solve.filled(by_priority(solve.case), mine)
    if found.finished:
        solve.bounds |= {goal.name: solve.value(goal) for goal in solve.goals[:2]}


def _bound_and_fix(solve: Solve, everything: Sequence[int]) -> None:
    """The proven bound of the sessions, then a plan from what it chooses outright."""
    kept = [at for at in solve.chosen if solve.case.options[at].section in solve.base]
    settled = {solve.case.options[at].section for at in kept}
    free = [at for at in everything if solve.case.options[at].section not in settled]
    goal = next(goal for goal in solve.goals if goal.name == "sessions")
    model = RoomsModel(solve.case, solve.rows, free, kept)
    for column, worth in model.worth_of(goal).items():
        model.linear.objective[column] = worth
    relaxed = solve_lp(model.linear, solve.watch.left())
    solve.watch.work += relaxed.work
    if not solve.base and relaxed.finished:
        solve.bounds[goal.name] = floor(relaxed.bound * (1 + SLACK))
    solve.report("bound")
    if relaxed.values is None or solve.watch.over():
        return
    outright = [at for at, column in model.at.items() if relaxed.values[column] > CHOSEN]
    split = {at for at, column in model.at.items() if SLACK < relaxed.values[column] <= CHOSEN}
    requests = solve.case.rooms.requests
    torn = {requests[solve.case.options[at].section].party for at in split}
    fewer = [at for at in outright if requests[solve.case.options[at].section].party not in torn]
    for fixed, share in ((outright, 1.0), (fewer, WIDE_SHARE)):
        if solve.watch.over(share):
            return
        plan = solve.filled(by_priority(solve.case), _rest(solve, goal, [*kept, *fixed], free, share))
        if goal.value(solve.case, [solve.case.options[at] for at in plan]) >= solve.value(goal):
            solve.chosen = plan
        solve.report("fixed")


def _rest(solve: Solve, goal: Goal, fixed: list[int], free: Sequence[int], share: float) -> list[int]:
    """The options `fixed` and the best of what still fits beside them, found in a share of the time."""
    filler = Filler(solve.case, solve.rows)
    for option in fixed:
        filler.put(option)
    left = [at for at in free if at not in filler.chosen and filler.fits(at)]
    model = RoomsModel(solve.case, solve.rows, left, fixed)
    for column, worth in model.worth_of(goal).items():
        model.linear.objective[column] = worth
    found = solve.mip(model, REST_NODES, 1e-4, share)
    if found.values is None:
        return fixed
    return fixed + [at for at, column in model.at.items() if found.values[column] > 0.5]


def improve(
    solve: Solve, free: Sequence[int], nodes: int, upto: Sequence[Goal] | None = None, *, proving: bool = False
) -> None:
    """Choose anew among the options `free`, goal by goal (the goals `upto`, or all); the plan never becomes worse.

    With `proving` the bounds of the goals are those of this solve.
    """
    inside = set(free)
    fixed = [at for at in solve.chosen if at not in inside]
    model = RoomsModel(solve.case, solve.rows_for((*free, *fixed)), free, fixed, solve.base)
    before, rank = solve.chosen, _rank(solve)
    for goal in solve.goals if upto is None else upto:
        if solve.watch.over() or not _raise(solve, model, goal, nodes, proving):
            break
    if _rank(solve) < rank:
        solve.chosen = before


def _raise(solve: Solve, model: RoomsModel, goal: Goal, nodes: int, proving: bool) -> bool:
    """Raise one goal as far as it goes and hold it there; False if nothing was found."""
    worth = model.worth_of(goal)
    if proving and solve.bounds.get(goal.name) == solve.value(goal):
        reached = solve.value(goal) if goal.maximise else -solve.value(goal)
    else:
        model.linear.objective = [worth.get(column, 0.0) for column in range(len(model.linear.objective))]
        found = solve.mip(model, nodes)
        if found.values is None:
            return False
        chosen = [at for at, column in model.at.items() if found.values[column] > 0.5]
        solve.chosen = [*model.fixed, *chosen]
        if proving and found.bound < float("inf"):
            _note_bound(solve, goal, found.bound)
        reached = round(sum(value * found.values[column] for column, value in worth.items()))
    model.linear.row(list(worth), list(worth.values()), reached - 0.5, float("inf"))
    return True


def _note_bound(solve: Solve, goal: Goal, bound: float) -> None:
    value = solve.value(goal)
    told = floor(bound + SLACK * max(1.0, abs(bound)))
    solve.bounds[goal.name] = max(told, value) if goal.maximise else min(-told, value)


def _rank(solve: Solve) -> tuple[int, ...]:
    values = ((solve.value(goal), goal.maximise) for goal in solve.goals)
    return tuple(value if upwards else -value for value, upwards in values)


def _polish(solve: Solve) -> None:
    """Facility by facility: sections that are there or nowhere choose anew."""
    case = solve.case
    for facility in range(len(case.rooms.facilities)):
        if solve.watch.over():
            return
        for free in _parts(case, solve.chosen, facility):
            if not solve.watch.over():
                improve(solve, free, PART_NODES)
        solve.report("polish", (facility + 1) / len(case.rooms.facilities))


def _parts(case: RoomsCase, chosen: Sequence[int], facility: int) -> Iterable[list[int]]:
    """Options of the sections that meet in a facility, in parts that are not too large."""
    there = {case.options[at].section for at in chosen if case.rooms.facility_of[case.options[at].room] == facility}
    part: list[int] = []
    for section in sorted(there):
        if part and len(part) + len(case.options_at[section]) > PART_OPTIONS:
            yield part
            part = []
        part.extend(case.options_at[section])
    yield part
