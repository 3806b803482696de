"""Which rules decided a request: a funnel of filters with counts, then what binds at each site that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from solvers.constraints import Constraint, Reciprocity
from solvers.explain import Reason
from solvers.parking.eligibility import EligibilityCheck
from solvers.parking.explain_ground import Ground
from solvers.parking.explain_scope import Question
from solvers.parking.recipe import rules_of
from solvers.problem import Assignment

TRAITS = ("size", "charger", "accessible", "accessible_only", "reserved", "ban")
TIMES = ("opening", "closure", "curfew", "leave_by")
OWN = ("household_cap", "one_right_per_vehicle")
"""Rules that link a request with rights of its own vehicle or household, which may be named."""


def funnel(question: Question, ground: Ground) -> Iterator[Reason]:
    """How many sites and spaces each filter stops; a space counts with the first filter that it does not pass."""
    stopped: Counter[str] = Counter()
    for site in question.near:
        stopped.update(_first_refusals(ground, site))
    yield from told_funnel(question, stopped, sum(all(ground.usable(0, site)) for site in question.near))


def told_funnel(question: Question, spaces: Counter[str], sites_open: int) -> Iterator[Reason]:
    """The funnel in reasons; `spaces` counts the nearby spaces by the filter that stops them, "" for none."""
    near, listed = question.near, question.listed
    suitable = spaces.total() - sum(spaces[rule] for rule in TRAITS)
    yield Reason(
        "funnel",
        numbers={
            "sites_listed": len(listed),
            "sites_near": len(near),
            "spaces": spaces.total(),
            "suitable": suitable,
            "open": suitable - sum(spaces[rule] for rule in TIMES),
            "sites_open": sites_open,
        },
    )
    farther = listed[len(near) :]
    if farther:
        allowed = question.request.longest_walk
        yield Reason("longest_walk", numbers={"sites": len(farther), "nearest": farther[0][1], "allowed": allowed})
    for rule in (*TRAITS, *TIMES):
        if spaces[rule]:
            yield Reason(rule, numbers={"spaces": spaces[rule]})


def binding(question: Question, ground: Ground, sites: Iterable[str]) -> list[Reason]:
    """What binds at each of `sites` with a usable space for every part; `still_free` where nothing does."""
    case = ground.scope.case
    # Without a reserve its rule says no more than that every space is held.
    silent = () if case.parking.policy.reserve_percent else ("owner_reserve",)
    rules = [rule for rule in rules_of(case) if not rule.within_asset and rule.rule not in silent]
    reasons: list[Reason] = []
    for site in sites:
        if all(ground.usable(0, site)):
            found = [*_linked(question, ground, site, rules), *_held(ground, site)]
            reasons += [reason for reason in found or [Reason("still_free", site)] if reason not in reasons]
    return reasons


def _first_refusals(ground: Ground, site: str) -> Iterator[str]:
    """For every space of a site the first filter that stops it, empty if a part may use it."""
    case = ground.scope.case
    check = EligibilityCheck(case.parking, case.bans)
    usable = {unit for units in ground.usable(0, site) for unit in units}
    part = case.problem.requests[0].parts[0]
    for unit, _ in ground.units_at(site):
        yield "" if unit in usable else next(check.refusals(0, part, unit)).rule


def _linked(question: Question, ground: Ground, site: str, rules: Iterable[Constraint]) -> Iterator[Reason]:
    """What the linking rules say if the request stood at `site` too."""
    case = ground.scope.case
    if ground.occupancy.blocking_rule(0, case.parking.site_index[site]) is None:
        return
    inside = {case.parking.site_index[name] for name in question.around([site])}
    known = [rule for rule in rules if not isinstance(rule, Reciprocity) or {rule.a, rule.b} <= inside]
    assets = case.problem.assets
    plan = [right for right in ground.scope.plan if assets[right.assets[0]].group in inside]
    plan.append(Assignment(0, tuple(units[0] for units in ground.usable(0, site))))
    for rule in known:
        for violation in rule.violations(case.problem, plan):
            named = violation.requests if violation.rule in OWN else ()
            yield Reason(violation.rule, violation.place, named, violation.numbers)


def _held(ground: Ground, site: str) -> Iterator[Reason]:
    """For each part whose usable spaces are all held: by how many, and how their points compare."""
    parking = ground.scope.case.parking
    own = parking.points_of(parking.requests[0])
    for part, units in enumerate(ground.usable(0, site)):
        holders = [ground.holders(0, part, unit) for unit in units]
        if all(holders):
            rivals = {rival for found in holders for rival in found}
            points = [parking.points_of(parking.requests[rival]) for rival in rivals]
            yield Reason("no_overlap", site, numbers={"spaces": len(units), **compared(own, points)})


def compared(own: int, others: Sequence[int]) -> dict[str, int]:
    """How many others there are, and how many of them have more, equal and fewer points."""
    return {
        "points": own,
        "rivals": len(others),
        "more": sum(other > own for other in others),
        "equal": sum(other == own for other in others),
        "fewer": sum(other < own for other in others),
    }
