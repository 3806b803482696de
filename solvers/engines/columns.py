"""Large parking rounds: prices from one LP, guided packing of tiles, and neighbourhoods of a few sites.

1. The time-cell relaxation of the whole round is solved approximately (PDLP); its multipliers give a proven bound and
   a price for every right at every site.
2. *Guided packing*: the round is cut into tiles of a few partner-closed sites; every registration competes in the tile
   where the LP serves most of it, and each tile is solved as a MIP.
3. *Neighbourhoods*: tiles of changing shape are solved to optimality with everything outside fixed, in batches whose
   tiles and requests do not meet, so that the order in which workers finish changes nothing.
4. Bounds of the later tiers come from an LP under the floor of the earlier ones, where there is time for it.

Guaranteed requests are settled first (`solvers.engines.promises`); from then on their number is a floor, and prices,
tiles and gap are about the points. Lots are looked at last, by exchange (`solvers.parking.exchange`).

Pools of several spaces get configuration columns, so what a MIP counts always fits. Small rounds are solved as a whole
(`solvers.engines.whole`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solvers.engines.columns_lending import Lending
from solvers.engines.columns_prices import LP_TOLERANCE, floored, price
from solvers.engines.crew import Crew
from solvers.engines.direct import first_plan
from solvers.engines.limits import INFINITY, Limits, Watch
from solvers.engines.links import Links
from solvers.engines.promises import hoped, kept, promised, standing
from solvers.engines.relaxation import Prices
from solvers.engines.shared import Shared, unsigned
from solvers.engines.tile import Served, Task, TileResult, signed, solve_tile, worth_of
from solvers.engines.tiling import Tile, Tilings, batches
from solvers.engines.whole import WholeRound
from solvers.objectives.protocol import Objective
from solvers.parking.exchange import exchanged
from solvers.parking.greedy import by_density, fill, started
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Recipe
from solvers.parking.site_rows import SiteRows, members_of
from solvers.plan import Result, Tier, leading, status_of
from solvers.problem import Assignment

WHOLE = 2_500
"""Most request-site pairs for which a round is solved as one MIP."""
PACKING_SITES = 2
NEIGHBOUR_SITES = 3
BATCH = 6
"""Tiles of a batch: fixed, so that the plan does not depend on the number of workers."""
SLACK = 6
"""A pair this many points below its price is left out of a neighbourhood unless it is served there."""
AMPLE = 200.0
"""Work (or seconds times workers) from which a budget is ample."""
RESERVE = 0.12
"""Largest share of the budget kept back for the bounds of the later tiers."""
GOOD_ENOUGH = 1e-4
"""Gap of the first tier at which neighbourhoods stop."""
NEAR = 0.01
"""Gap up to which a plan to start from is kept instead of packing the round anew."""
WEIGHTS = {"kept": 1e6, "changes": 1e5, "points": 1000.0, "walking": 1.0, "stability": 5.0}
"""Weights of the goals in a neighbourhood; floors and the comparison of ranks keep the order of the tiers. A guarantee
that is still open outweighs the points of any two requests; the draw is left to exchanges."""


# ---- what workers do


def _prepare_site(shared: Shared, site: int) -> SiteRows:
    rows = shared.rows[site]
    rows.prepare()
    return rows.detached()


def _solve_tile(shared: Shared, task: Task, seconds: float) -> TileResult | None:
    return solve_tile(shared.recipe.case, shared.objectives, task, seconds)


class ColumnsEngine:
    """One solve."""

    def __init__(self, recipe: Recipe, limits: Limits) -> None:
        self.recipe, self.limits, self.watch = recipe, limits, Watch(limits)
        self.case, self.links = recipe.case, Links(recipe.case)
        self.objectives = recipe.formulation.objectives
        self.members = members_of(self.case)
        self.shared = Shared(recipe, [SiteRows(self.case, site, found) for site, found in enumerate(self.members)])
        self.lead = leading([goal.name for goal in self.objectives])
        """Position of the goal that prices and neighbourhoods are about; before it stands only the guarantee."""
        self.most = hoped(self.case)
        """Bound of the guaranteed requests that are served."""
        self.weights = tuple(self._weight(goal) for goal in self.objectives)
        self.prices: Prices | None = None
        self.share: Mapping[tuple[int, int], float] = {}
        self.bound: int | None = None
        self.order = by_density(recipe)
        self.occupancy, self.hinted = started(recipe), False
        self.budget = limits.work if limits.work < INFINITY else limits.seconds * limits.workers
        self.tolerance = LP_TOLERANCE[self.budget >= AMPLE]

    def solve(self, hint: Served | None) -> Result:
        """Plan the round."""
        self.occupancy, self.hinted = first_plan(self.recipe, hint), bool(hint)
        self._report("greedy")
        self._prepare_rows()
        whole = sum(map(len, self.members)) <= WHOLE
        repeats = whole or self.limits.work < INFINITY  # without a work limit the clock shares the time out
        with Crew(self.shared, self.limits.workers, self.watch) as crew:
            tiers = self._whole(crew) if whole else self._large(crew)
        return Result(
            "columns",
            status_of(tiers, self.limits.cancel.is_set()),
            self.occupancy.plan(),
            tiers,
            repeats and not self.watch.struck and not self.limits.cancel.is_set(),
            self.watch.work,
            self.watch.peak_kib,
        )

    # ---- common

    def _weight(self, goal: Objective) -> float:
        if goal.name == "guarantee":
            lead = self.objectives[self.lead]
            greatest = max(
                (lead.by_group(at, site) for at, sites in enumerate(self.case.choices) for site in sites), default=0
            )
            return 2.0 * WEIGHTS["points"] * greatest
        return WEIGHTS.get(goal.name, 0.0)

    def _promises_open(self) -> bool:
        return kept(self.case, self.occupancy.served) < self.most

    def _rank(self, occupancy: Occupancy) -> tuple[int, ...]:
        return self.recipe.formulation.rank(occupancy.plan())

    def _prepare_rows(self) -> None:
        sites = [site for site, found in enumerate(self.members) if found]
        with Crew(self.shared, self.limits.workers, self.watch) as crew:
            for rows in crew.map(_prepare_site, [(site,) for site in sites]):
                if rows is not None:
                    self.shared.rows[rows.site] = rows.attached(self.case)

    def _report(self, phase: str, share: float | None = None) -> None:
        goal = self.objectives[self.lead]
        value = goal.value(self.case.problem, self.occupancy.plan())
        self.watch.report(phase, value, self._first_bound(), share)

    def _first_bound(self) -> int | None:
        """Bound of the leading goal by its prices, worked out once."""
        if self.bound is None and self.prices is not None:
            goal = self.objectives[self.lead]
            self.bound = unsigned(goal, self.prices.bound(signed(goal, worth_of(self.shared.rows, goal))))
        return self.bound

    def _take(self, served: Served) -> Served:
        """Keep a plan if it is better; the best one."""
        found = Occupancy(self.case)
        for request, units in sorted(served.items()):
            found.add(request, units)
        if self._rank(found) > self._rank(self.occupancy) and self.case.pinned.keys() <= served.keys():
            self.occupancy = found
        return dict(self.occupancy.served)

    def _whole(self, crew: Crew) -> tuple[Tier, ...]:
        tiers = WholeRound(self.shared, self.members, self.watch, self._take).solve(crew)
        if tiers and tiers[-1].bound != tiers[-1].value:
            exchanged(self.recipe, self.occupancy)
        bounded = [
            tier if tier.bound is not None else Tier(tier.name, tier.value, self._trivial(at))
            for at, tier in enumerate(tiers)
        ]
        return self._finished(bounded)

    # ---- a large round

    def _large(self, crew: Crew) -> tuple[Tier, ...]:
        self._promise(crew)
        cost = self._find_prices(crew)
        reserve = 2.2 * cost
        share = 1.0 - reserve / self.budget if reserve < RESERVE * self.budget else 1.0
        if self.prices is not None and not self.watch.over(share) and not self._near():
            self._guided(crew, Tilings(self.case, PACKING_SITES, self.limits.seed).cut(0), share)
        self._neighbourhoods(crew, Tilings(self.case, NEIGHBOUR_SITES, self.limits.seed), share)
        exchanged(self.recipe, self.occupancy)
        return self._finished(self._bounded(crew, spare=share < 1.0))

    def _promise(self, crew: Crew) -> None:
        """Serve as many guaranteed requests as can be, everybody else after them."""
        if not self.lead:
            return
        found, self.most = promised(self.shared, self.members, self.occupancy.served, crew, self.watch)
        if kept(self.case, found) > kept(self.case, self.occupancy.served):
            self.occupancy = Occupancy(self.case)
            for request, units in sorted(found.items()):
                self.occupancy.add(request, units)
            fill(self.occupancy, self.order)
        self._report("guarantee")

    def _find_prices(self, crew: Crew) -> float:
        """Prices of the leading goal; returns what they cost, in work units."""
        self._report("prices")
        if self.watch.over():
            return 0.0
        least = self._rank(self.occupancy)[: self.lead]
        (answer,) = crew.map(price, [(self.lead, least, self.limits.workers, self.tolerance, self.watch.left())])
        if answer is None:
            return 0.0
        self.prices, self.share = answer.prices, answer.served
        self.watch.work += answer.work
        self._report("prices")
        return answer.work

    def _guided(self, crew: Crew, tiles: Sequence[Tile], share: float) -> None:
        """Every request competes in the tile where the LP serves most of it."""
        greedy, self.occupancy = self.occupancy, standing(self.recipe, self.occupancy.served, self.share)
        self._improve(crew, tiles, share, "packing", 1e-3)
        if self._rank(greedy) > self._rank(self.occupancy):
            self.occupancy = greedy

    def _neighbourhoods(self, crew: Crew, tilings: Tilings, share: float) -> None:
        number, dull = 1, 0
        while not self.watch.over(share) and dull < 3:
            before = self._rank(self.occupancy)
            for batch in batches(tilings.cut(number), BATCH):
                if self.watch.over(share):
                    return
                self._improve(crew, batch, share)
                if self._close():
                    return
            dull = 0 if self._rank(self.occupancy) > before else dull + 1
            number += 1

    def _near(self) -> bool:
        """Whether a hint is so good that packing everything anew would bring nothing."""
        return self.hinted and self._gap() <= NEAR

    def _close(self) -> bool:
        return self._gap() <= GOOD_ENOUGH

    def _gap(self) -> float:
        """Gap of the leading goal."""
        bound, goal = self._first_bound(), self.objectives[self.lead]
        value = goal.value(self.case.problem, self.occupancy.plan())
        return INFINITY if bound is None else abs(bound - value) / max(1, abs(bound))

    def _improve(
        self, crew: Crew, tiles: Sequence[Tile], share: float, phase: str = "neighbourhoods", gap: float = 2e-4
    ) -> None:
        tasks = self._tasks(tiles, gap)
        answers = crew.map(_solve_tile, [(task, max(1.0, self.watch.left(share))) for task in tasks])
        for task, answer in zip(tasks, answers, strict=True):
            if answer is None:
                continue
            self.watch.work += answer.work
            self.watch.struck |= not answer.finished and self.watch.left(share) <= 0
            if self._tile_rank(answer.served) > self._tile_rank(task.current):
                for request in task.current:
                    self.occupancy.remove(request)
                for request, units in sorted(answer.served.items()):
                    self.occupancy.add(request, units)
        touched = {site for tile in tiles for site in tile}
        waiting = (
            r for r in self.order if r not in self.occupancy.served and not touched.isdisjoint(self.case.choices[r])
        )
        fill(self.occupancy, waiting)
        self._report(phase)

    def _tile_rank(self, served: Served) -> tuple[int, ...]:
        occupied = [Assignment(request, units) for request, units in served.items()]
        return self.recipe.formulation.rank(occupied)

    def _tasks(self, tiles: Sequence[Tile], gap: float) -> list[Task]:
        """Tasks whose tiles and requests do not meet: who is not served is lent to the tile where the price is best."""
        tile_of = {site: at for at, tile in enumerate(tiles) for site in tile}
        site_of = {
            request: self.case.problem.assets[units[0]].group for request, units in self.occupancy.served.items()
        }
        lent = Lending(self.case, self.links, self.share, self.prices).lent(self.occupancy.served, tile_of)
        tasks = []
        for at, tile in enumerate(tiles):
            members = tuple(
                tuple(
                    request
                    for request in self.members[site]
                    if (tile_of.get(site_of[request]) == at if request in site_of else lent.get(request) == at)
                    and (site_of.get(request) == site or self._hopeful(request, site))
                )
                for site in tile
            )
            inside = {request for found in members for request in found}
            current = {request: self.occupancy.served[request] for request in inside if request in site_of}
            families = self.links.families_of(inside, self.occupancy.served)
            rank = self._tile_rank(current)
            tasks.append(
                Task(
                    tile,
                    members,
                    self.weights,
                    families=families,
                    balances=self.links.balances_in(set(tile)),
                    floors=tuple(enumerate(map(float, rank[: self.lead + (not self._promises_open())]))),
                    current=current,
                    gap=gap,
                    seed=self.limits.seed,
                )
            )
        return tasks

    def _hopeful(self, request: int, site: int) -> bool:
        if self.prices is None or request in self.case.guaranteed:
            return True
        goal = self.objectives[self.lead]
        worth = goal.by_group(request, site) * (1 if goal.maximise else -1)
        return worth - self.prices.cost[request, site] > -SLACK

    # ---- bounds

    def _bounded(self, crew: Crew, *, spare: bool) -> list[Tier]:
        plan = self.occupancy.plan()
        signed_values = self.recipe.formulation.rank(plan)
        tiers = []
        for at, goal in enumerate(self.objectives):
            bound = self._first_bound() if at == self.lead else None
            if at > self.lead and goal.name != "draw" and spare and not self.watch.over():
                (answer,) = crew.map(
                    price, [(at, signed_values[:at], self.limits.workers, self.tolerance, self.watch.left())]
                )
                if answer is not None and answer.prices is not None:
                    self.watch.work += answer.work
                    bound = unsigned(goal, answer.prices.bound(signed(goal, worth_of(self.shared.rows, goal))))
            fallback = self._trivial(at)
            better = fallback if bound is None else (min if goal.maximise else max)(bound, fallback)
            tiers.append(Tier(goal.name, goal.value(self.case.problem, plan), better))
            self._report(f"bound of {goal.name}")
        return tiers

    def _trivial(self, tier: int) -> int:
        """Bound of a goal from the prices of the first alone, or from none: valid for any multiplier of the floor."""
        if tier < self.lead:
            return self.most
        goal = self.objectives[tier]
        worth = signed(goal, worth_of(self.shared.rows, goal))
        prices = self.prices or Prices(dict.fromkeys(worth, 0.0), 0.0, frozenset(self.case.pinned))
        if tier == self.lead:
            return unsigned(goal, prices.bound(worth))
        first = self.objectives[self.lead]
        base = signed(first, worth_of(self.shared.rows, first))
        least = self._rank(self.occupancy)[self.lead]
        return unsigned(goal, min(floored(prices, worth, base, least, rate) for rate in (0.0, 1, 3, 10, 30, 100, 1000)))

    def _finished(self, tiers: list[Tier]) -> tuple[Tier, ...]:
        """Values as they are now (a later tier never worsens an earlier one)."""
        return tuple(
            Tier(tier.name, value, tier.bound)
            for tier, value in zip(tiers, self.recipe.formulation.score(self.occupancy.plan()), strict=True)
        )


def solve_columns(recipe: Recipe, limits: Limits, hint: Served | None = None) -> Result:
    """Plan a parking round with prices, tiles and neighbourhoods."""
    return ColumnsEngine(recipe, limits).solve(hint)
