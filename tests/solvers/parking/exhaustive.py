"""The best plan of a tiny round by trying everything: no engine, no kinds of equal spaces, no cells.

Depth first over the registrations, the goals in their order, pruned only by what is left to gain, by two rights that
cannot stand together and by sites that are full. What remains must please the verifier before it counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import Recipe
from solvers.problem import Assignment

PAIRS = frozenset(("no_overlap", "one_right_per_vehicle"))
"""Rules that two rights break or keep, whoever else is served."""


@dataclass(frozen=True)
class Option:
    """One way to serve a registration.

    `gains` is what it gives to each goal, signed so that more is better; `moments` the bits of the moments in which it
    stands at `site`.
    """

    assignment: Assignment
    gains: tuple[int, ...]
    site: int
    moments: int
    outside: bool


@dataclass(frozen=True)
class Fullness:
    """Which moments of a site have at least one, two, … rights; `full[k]` are those that allow no more than k."""

    full: tuple[int, ...]
    levels: tuple[int, ...] = ()

    def with_one(self, moments: int) -> "Fullness | None":
        """The site with one more right, None where that is too many."""
        carried, levels = moments, []
        for have in (*self.levels, 0):
            levels.append(have | carried)
            carried &= have
        too_many = any(level & full for level, full in zip(levels, self.full, strict=False))
        return None if too_many else Fullness(self.full, tuple(level for level in levels if level))


@dataclass
class Search:
    """The best plan found so far, and the way to better ones."""

    recipe: Recipe
    options: Sequence[Sequence[Option]]
    rank: tuple[int, ...] | None = None
    plan: tuple[Assignment, ...] = ()
    clashing: dict[tuple[Assignment, Assignment], bool] = field(default_factory=dict)

    def run(self, everybody: Sequence[Fullness], outside: Sequence[Fullness]) -> None:
        """Try everything."""
        zero = tuple(0 for _ in self.recipe.formulation.objectives)
        self.ceilings = [zero]
        for options in reversed(self.options):
            rest = self.ceilings[-1]
            gains = zip(*(option.gains for option in options), strict=True)
            self.ceilings.append(tuple(have + max(0, *more) for have, more in zip(rest, gains, strict=True)))
        self.ceilings.reverse()
        self._extend((), zero, tuple(everybody), tuple(outside), 0)

    def _extend(
        self,
        plan: tuple[Assignment, ...],
        gains: tuple[int, ...],
        everybody: tuple[Fullness, ...],
        outside: tuple[Fullness, ...],
        depth: int,
    ) -> None:
        ceiling = tuple(have + more for have, more in zip(gains, self.ceilings[depth], strict=True))
        if self.rank is not None and ceiling <= self.rank:
            return
        if depth == len(self.options):
            if not self.recipe.formulation.verify(plan):
                self.rank, self.plan = gains, plan
            return
        for option in self.options[depth]:
            standing = everybody[option.site].with_one(option.moments)
            strangers = outside[option.site].with_one(option.moments) if option.outside else outside[option.site]
            if standing is None or strangers is None or any(self._clash(found, option.assignment) for found in plan):
                continue
            self._extend(
                (*plan, option.assignment),
                tuple(have + extra for have, extra in zip(gains, option.gains, strict=True)),
                (*everybody[: option.site], standing, *everybody[option.site + 1 :]),
                (*outside[: option.site], strangers, *outside[option.site + 1 :]),
                depth + 1,
            )
        self._extend(plan, gains, everybody, outside, depth + 1)

    def _clash(self, a: Assignment, b: Assignment) -> bool:
        if (a, b) not in self.clashing:
            rules = [rule for rule in self.recipe.formulation.constraints if rule.rule in PAIRS]
            found = (True for rule in rules for _ in rule.violations(self.recipe.case.problem, (a, b)))
            self.clashing[a, b] = any(found)
        return self.clashing[a, b]


def best_plan(recipe: Recipe) -> Search:
    """The best plan, registrations with the most points tried first; no rank if not even the empty plan is allowed."""
    case = recipe.case
    starts = {start for request in case.problem.requests for part in request.parts for start, _ in part}
    moments = sorted(starts.union(*(map(int, steps.minutes) for steps in case.open_spaces.values())))
    options = [found for found in _options(recipe, moments) if found]
    options.sort(key=lambda found: -found[0].gains[0])
    search = Search(recipe, options)
    everybody = [_fullness([_allowed(recipe, site, at) for at in moments]) for site in range(len(case.parking.sites))]
    outside = [_fullness([case.outside_limits[site] for _ in moments]) for site in range(len(case.parking.sites))]
    search.run(everybody, outside)
    return search


def _options(recipe: Recipe, moments: Sequence[int]) -> Iterator[list[Option]]:
    """For each registration every choice of single spaces that the verifier's filters let pass."""
    case, rank = recipe.case, recipe.formulation.rank
    filters = [rule for rule in recipe.formulation.constraints if rule.rule in ("request_once", "eligibility")]
    for at, request in enumerate(case.problem.requests):
        spans = [span for part in request.parts for span in part]
        standing = sum(1 << k for k, moment in enumerate(moments) if any(a <= moment < b for a, b in spans))
        outside = case.parking.requests[at].party == "outside"
        found = []
        for site, units in _places(case.parking, at, len(request.parts)):
            plan = (Assignment(at, units),)
            if not any(True for rule in filters for _ in rule.violations(case.problem, plan)):
                found.append(Option(plan[0], rank(plan), site, standing, outside))
        yield found


def _places(parking: ParkingProblem, request: int, parts: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Single spaces of one site for all parts, at the sites to which the registration states a walk."""
    for name in parking.requests[request].walk:
        units = [at for at, (_, space) in enumerate(parking.units) if parking.spaces[space].site == name]
        yield from ((parking.site_index[name], chosen) for chosen in product(units, repeat=parts))


def _allowed(recipe: Recipe, site: int, moment: int) -> int:
    """Open spaces less the reserve, rounded up, at a moment."""
    steps = recipe.case.open_spaces[site]
    before = [int(value) for minute, value in zip(steps.minutes, steps.values, strict=True) if minute <= moment]
    spaces = before[-1] if before else 0
    return spaces - (spaces * recipe.case.parking.policy.reserve_percent + 99) // 100


def _fullness(allowed: Sequence[int]) -> Fullness:
    most = max(allowed, default=0)
    return Fullness(tuple(sum(1 << at for at, limit in enumerate(allowed) if limit <= k) for k in range(most + 1)))
