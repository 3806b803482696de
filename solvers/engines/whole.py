"""Rounds small enough for one MIP: points and walking weighed in one solve, each tier proven, earlier ones held.

``1000 * points - metres`` finds the tiered optimum in one solve; that it is one follows from bounds: the LP (or a MIP
of points alone) bounds the points, and where the points P are proven, a bound B of the weighted sum bounds the metres
by ``1000 * P - B``. What that leaves open is solved tier by tier; a guarantee comes first, by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solvers.engines.cpsat import Settings, posted, solve_tiers
from solvers.engines.crew import Crew
from solvers.engines.direct import candidate_count, candidates_of
from solvers.engines.limits import INFINITY, Watch
from solvers.engines.linear import solve_lp
from solvers.engines.links import Links
from solvers.engines.promises import hoped
from solvers.engines.relaxation import Relaxation, Scope, prices_of
from solvers.engines.shared import SLACK, Shared, unsigned
from solvers.engines.tile import Served, Task, TileResult, signed, solve_tile, worth_of
from solvers.objectives.protocol import Objective
from solvers.plan import Tier, leading
from solvers.problem import Assignment

POINT = 1000.0
"""Metres that a point outweighs."""
WEIGHED_GAP = 2e-6
MOST_NODES = 5_000
NODES_A_UNIT = 10
"""Nodes that are taken for one unit of work."""
FEW_CANDIDATES = 4_000
"""Most request-space pairs for which the goals that look at single spaces are solved over them."""


def _tile(shared: Shared, task: Task, seconds: float) -> TileResult | None:
    return solve_tile(shared.recipe.case, shared.objectives, task, seconds)


def _relaxed(shared: Shared, tier: int, least: tuple[int, ...], seconds: float) -> tuple[float, float]:
    """Bound of a goal, the earlier ones at least (signed) `least`, by the LP's multipliers, and its work."""
    case, links = shared.recipe.case, Links(shared.recipe.case)
    *earlier, worth = (signed(goal, worth_of(shared.rows, goal)) for goal in shared.objectives[: tier + 1])
    families, floors = (*links.households, *links.vehicles), list(zip(earlier, map(float, least), strict=True))
    scope = Scope(shared.rows, worth, families, links.balances, frozenset(case.pinned), floors)
    relaxation = Relaxation(case, scope)
    answer = solve_lp(relaxation.model, seconds)
    bound = INFINITY if answer.duals is None else prices_of(relaxation, answer.duals).bound(worth)
    return bound, answer.work


@dataclass
class WholeRound:
    """One solve of a small round; `take` keeps a plan if it is better and returns the best one."""

    shared: Shared
    members: Sequence[Sequence[int]]
    watch: Watch
    take: Callable[[Served], Served]

    def solve(self, crew: Crew) -> list[Tier]:
        """Tiers of the best plan found."""
        self.crew, self.best = crew, self.take({})
        self.sites = tuple(site for site, found in enumerate(self.members) if found)
        self.lead = leading([goal.name for goal in self.goals])
        tiers: list[Tier] = []
        known: list[int | None] = [hoped(self.shared.recipe.case)] * self.lead if self.sites else [0] * len(self.goals)
        for at, goal in enumerate(self.goals):
            if at == self.lead and self.sites:
                known += self._weighed()
            if self._by_space(goal):
                return self._single_spaces(tiers)
            bound = known[at] if at < len(known) else None
            proven = bound is not None and bound == self._value(goal) and all(t.bound == t.value for t in tiers)
            if not proven and self.sites and not self.watch.over():
                bound = self._tier(at, bound)
            tiers.append(Tier(goal.name, self._value(goal), bound))
            first = tiers[leading([tier.name for tier in tiers])]
            self.watch.report(f"tier {goal.name}", first.value, first.bound)
        return tiers

    @property
    def goals(self) -> Sequence[Objective]:
        """Goals in order."""
        return self.shared.objectives

    def _value(self, goal: Objective) -> int:
        return goal.value(self.shared.recipe.case.problem, self._plan())

    def _rank(self) -> tuple[int, ...]:
        return self.shared.recipe.formulation.rank(self._plan())

    def _plan(self) -> list[Assignment]:
        return [Assignment(request, units) for request, units in sorted(self.best.items())]

    def _weighed(self) -> list[int | None]:
        """Bounds of the first two goals besides the guarantee from the LP and one weighted solve."""
        lead, earlier = self.goals[self.lead], self._rank()[: self.lead]
        weights = (*(0.0 for _ in earlier), POINT, 1.0, *(0.0 for _ in self.goals[self.lead + 2 :]))
        seconds = self.watch.left() * 0.6
        relaxed = self.crew.map(_relaxed, [(self.lead, earlier, seconds)])[0]
        answer = self._solved(weights, tuple(enumerate(map(float, earlier))), WEIGHED_GAP, seconds)
        points = None
        if relaxed is not None and relaxed[0] < INFINITY:
            self.watch.work += relaxed[1]
            points = unsigned(lead, relaxed[0])
        if answer is None or points is None or points != self._value(lead):
            return [points]
        weighed = answer.bound + SLACK * abs(answer.bound)
        return [points, unsigned(self.goals[self.lead + 1], weighed - POINT * points)]

    def _tier(self, at: int, bound: int | None) -> int | None:
        """One goal alone, earlier goals held; the better of its bound and the one known."""
        weights = tuple(float(k == at) for k in range(len(self.goals)))
        floors = tuple(enumerate(map(float, self._rank()[:at])))
        answer = self._solved(weights, floors, 0.0, self.watch.left() * (0.7 if at + 1 < len(self.goals) else 1.0))
        if answer is None:
            return bound
        found = unsigned(self.goals[at], answer.bound)
        if bound is None:
            return found
        return min(found, bound) if self.goals[at].maximise else max(found, bound)

    def _solved(
        self, weights: tuple[float, ...], floors: tuple[tuple[int, float], ...], gap: float, seconds: float
    ) -> TileResult | None:
        links = Links(self.shared.recipe.case)
        task = Task(
            self.sites,
            tuple(tuple(self.members[site]) for site in self.sites),
            weights,
            families=links.families_of(set(range(len(self.shared.recipe.case.choices))), {}),
            balances=links.balances_in(self.sites),
            floors=floors,
            current=self.best,
            gap=gap,
            seed=self.watch.limits.seed,
            nodes=self._nodes(),
        )
        answer = self.crew.map(_tile, [(task, seconds)])[0]
        if answer is not None:
            self.watch.work += answer.work
            self.watch.struck |= not answer.finished and self.watch.left() <= 0
            self.best = self.take(answer.served)
        return answer

    def _nodes(self) -> int:
        """Nodes that fit into the work left."""
        left = self.watch.work_left()
        return MOST_NODES if left == INFINITY else max(1, min(MOST_NODES, int(left * NODES_A_UNIT)))

    def _by_space(self, goal: Objective) -> bool:
        """Whether a goal looks at single spaces, in a round small enough for a variable for each of them."""
        case = self.shared.recipe.case
        looks = any(goal.favoured(request) for request in range(len(case.choices)))
        return looks and candidate_count(case) <= FEW_CANDIDATES

    def _single_spaces(self, done: Sequence[Tier]) -> list[Tier]:
        """The remaining goals over single spaces."""
        formulation = self.shared.recipe.formulation
        model = posted(formulation, candidates_of(self.shared.recipe.case))
        settings = Settings(self.watch.limits.seed)
        plan, tiers = solve_tiers(formulation, model, self._plan(), self.watch, settings, done)
        self.best = self.take({assignment.request: assignment.assets for assignment in plan})
        return list(tiers)
