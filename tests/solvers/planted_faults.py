"""Rules and goals with one voice spoilt: mistakes that people make, which the conformance test must report.

Each entry takes a sound rule (and its round) or goal and returns the spoilt one, or None where it does not apply.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from solvers.builder import Builder, Terms
from solvers.cells import Steps
from solvers.constraints import (
    Constraint,
    CountCap,
    Eligibility,
    Exclusive,
    FlowCap,
    MomentCap,
    NoOverlap,
    Pins,
    Reciprocity,
    RequestOnce,
)
from solvers.objectives import Changes, Draw, Guarantee, Kept, Objective, ServedPoints, Stability, Walking
from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import EligibilityCheck, FitTable
from solvers.parking.problem import ParkingProblem
from solvers.plan import Violation
from solvers.problem import Assignment, Plan, Problem, Request
from solvers.timetable import WindowRule, expand_opening
from solvers.window import covers, first_overlap

Post = Callable[[Problem, Builder], None]
Find = Callable[[Problem, Plan], Iterator[Violation]]


@dataclass(frozen=True)
class Spoilt:
    """The sound rule with another first or second voice."""

    sound: Constraint
    other_post: Post | None = None
    other_find: Find | None = None

    @property
    def rule(self) -> str:
        return self.sound.rule

    @property
    def within_asset(self) -> bool:
        return self.sound.within_asset

    def post(self, problem: Problem, model: Builder) -> None:
        (self.other_post or self.sound.post)(problem, model)

    def violations(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        return (self.other_find or self.sound.violations)(problem, plan)


Spoil = Callable[[Any, ParkingProblem], Constraint | None]


def posted_as(kind: type[Any], change: Callable[[Any, ParkingProblem], Constraint]) -> Spoil:
    """The model hears a changed rule, the verifier the sound one."""
    return lambda rule, parking: Spoilt(rule, change(rule, parking).post) if isinstance(rule, kind) else None


def verified_as(kind: type[Any], find: Callable[[Any, Problem, Plan], Iterator[Violation]]) -> Spoil:
    """The verifier looks in another way, the model is sound."""

    def spoil(rule: Any, parking: ParkingProblem) -> Constraint | None:
        if not isinstance(rule, kind):
            return None
        return Spoilt(rule, other_find=lambda problem, plan: find(rule, problem, plan))

    return spoil


class Deaf:
    """A builder that changes what reaches the model."""

    def __init__(self, model: Builder, change: Callable[[Terms, int | None, int | None], Any]) -> None:
        self.model, self.change = model, change
        self.taken, self.at, self.on = model.taken, model.at, model.on

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        heard = self.change(terms, low, high)
        if heard is not None:
            self.model.require(rule, *heard)


def heard_as(kind: type[Any], change: Callable[[Terms, int | None, int | None], Any]) -> Spoil:
    """Rows of the rule reach the model changed, or not at all (None)."""

    def spoil(rule: Any, parking: ParkingProblem) -> Constraint | None:
        if not isinstance(rule, kind):
            return None
        return Spoilt(rule, lambda problem, model: rule.post(problem, Deaf(model, change)))

    return spoil


# ---- rules spoilt by hand


def _neighbours_only(rule: NoOverlap, problem: Problem, plan: Plan) -> Iterator[Violation]:
    users: dict[int, list[Assignment]] = {}
    for found in plan:
        users.setdefault(found.assets[0], []).append(found)
    for standing in users.values():
        for a, b in pairwise(standing):
            yield from rule.violations(problem, (a, b))


def _first_parts_only(rule: Constraint, problem: Problem, plan: Plan) -> Iterator[Violation]:
    cut = [Request(request.id, request.parts[:1]) for request in problem.requests]
    first = [Assignment(found.request, found.assets[:1]) for found in plan]
    yield from rule.violations(Problem(cut, problem.assets, problem.groups), first)


def _first_spans_only(rule: NoOverlap, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for at, a in enumerate(plan):
        for b in plan[at + 1 :]:
            first, second = problem.requests[a.request].parts[0][:1], problem.requests[b.request].parts[0][:1]
            if set(a.assets) & set(b.assets) and first_overlap(first, second, rule.guard):
                yield Violation(rule.rule)


def _sites_as_spaces(rule: NoOverlap, problem: Problem, plan: Plan) -> Iterator[Violation]:
    first = {asset.group: at for at, asset in reversed(list(enumerate(problem.assets)))}
    moved = [
        Assignment(found.request, tuple(first[problem.assets[asset].group] for asset in found.assets)) for found in plan
    ]
    yield from rule.violations(problem, moved)


def _least_limit(rule: MomentCap, parking: ParkingProblem) -> Constraint:
    always = np.array([np.iinfo(np.int32).min])
    limits = {
        at: Steps(always, np.array([int(steps.values[1:-1].min(initial=99))])) for at, steps in rule.limits.items()
    }
    return replace(rule, limits=limits)


def _rounded_down(rule: MomentCap, parking: ParkingProblem) -> Constraint:
    if rule.rule != "owner_reserve":
        return rule
    percent = parking.policy.reserve_percent
    return replace(
        rule,
        limits={
            site: Steps(steps.minutes, steps.values - steps.values * percent // 100)
            for site, steps in ParkingCase(parking).open_spaces.items()
        },
    )


def _closures_forgotten(rule: MomentCap, parking: ParkingProblem) -> Constraint:
    if rule.rule != "owner_reserve":
        return rule
    return replace(rule, limits=ParkingCase(_without_closures(parking)).reserve_limits)


def _without_closures(parking: ParkingProblem) -> ParkingProblem:
    return replace(
        parking,
        sites=tuple(replace(site, closures=()) for site in parking.sites),
        spaces=tuple(replace(space, closures=()) for space in parking.spaces),
    )


def _limit_moved(by: int) -> Callable[[MomentCap, ParkingProblem], Constraint]:
    def change(rule: MomentCap, parking: ParkingProblem) -> Constraint:
        return replace(rule, limits={at: Steps(steps.minutes, steps.values + by) for at, steps in rule.limits.items()})

    return change


def _entries_only(rule: FlowCap, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for group, limit in rule.limits.items():
        entries: dict[int, int] = {}
        for found in plan:
            if problem.assets[found.assets[0]].group == group:
                for part in problem.requests[found.request].parts:
                    for start, _ in part:
                        entries[start // 15] = entries.get(start // 15, 0) + 1
        if max(entries.values(), default=0) > limit:
            yield Violation(rule.rule)


def _sliding_quarters(rule: FlowCap, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for group, limit in rule.limits.items():
        moments = sorted(
            moment
            for found in plan
            if problem.assets[found.assets[0]].group == group
            for part in problem.requests[found.request].parts
            for span in part
            for moment in span
        )
        if any(b - a < 15 for a, b in zip(moments, moments[limit:], strict=False)):
            yield Violation(rule.rule)


def _served_only(rule: RequestOnce, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for a, b in pairwise(plan):
        if a.request == b.request:
            yield Violation(rule.rule)


def _touching_in_order(rule: Exclusive, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for a, b in pairwise(plan):
        yield from rule.violations(problem, (a, b))


def _sites_ignored(rule: Pins, problem: Problem, plan: Plan) -> Iterator[Violation]:
    served = {found.request for found in plan}
    for pin in rule.pins:
        if pin.request not in served:
            yield Violation(rule.rule)


def _any_part(rule: Pins, problem: Problem, plan: Plan) -> Iterator[Violation]:
    for pin in rule.pins:
        mine = [found.assets for found in plan if found.request == pin.request]
        if not any(problem.assets[a[0]].group == pin.group and pin.asset in (None, *a) for a in mine):
            yield Violation(rule.rule)


# ---- eligibility spoilt by another round or another table


def _judged_in(change: Callable[[ParkingProblem], ParkingProblem]) -> Spoil:
    """The model asks a round that differs from the verifier's."""

    def other(rule: Eligibility, parking: ParkingProblem) -> Constraint:
        from solvers.parking.recipe import rules_of

        found = next(r for r in rules_of(ParkingCase(change(parking))) if isinstance(r, Eligibility))
        return Eligibility(found.fits, rule.refusals)

    return posted_as(Eligibility, other)


def _changed(**fields: Any) -> Callable[[ParkingProblem], ParkingProblem]:
    return lambda parking: replace(parking, sites=tuple(replace(site, **fields) for site in parking.sites))


def _by_weekday(parking: ParkingProblem) -> ParkingProblem:
    horizon = parking.horizon
    days = tuple(replace(day, day_type="workday" if day.date.isoweekday() < 6 else "rest_day") for day in horizon.days)
    return replace(parking, horizon=replace(horizon, days=days))


def _unnamed_days(parking: ParkingProblem) -> ParkingProblem:
    horizon = parking.horizon
    return replace(parking, horizon=replace(horizon, days=tuple(replace(day, names=()) for day in horizon.days)))


def _one_season(parking: ParkingProblem) -> ParkingProblem:
    def always(rules: tuple[WindowRule, ...]) -> tuple[WindowRule, ...]:
        return tuple(replace(rule, season="any") for rule in rules)

    return replace(parking, sites=tuple(replace(site, windows=always(site.windows)) for site in parking.sites))


def _end_excluded(rule: Eligibility, parking: ParkingProblem) -> Constraint:
    """A use may not last until the very end of a window."""

    def fits(request: int, part: int, unit: int) -> bool:
        space = parking.spaces[parking.units[unit][1]]
        site = parking.sites[parking.site_index[space.site]]
        opening = expand_opening(space.windows if space.windows is not None else site.windows, parking.horizon)
        asked = ParkingCase(parking).problem.requests[request].parts[part]
        return rule.fits(request, part, unit) and all(covers(opening, (start, end + 1)) for start, end in asked)

    return Eligibility(fits, rule.refusals)


def _windows_ignored(rule: Eligibility, parking: ParkingProblem) -> Constraint:
    def refusals(request: int, part: int, unit: int) -> list[Violation]:
        return [found for found in rule.refusals(request, part, unit) if found.rule != "opening"]

    return Eligibility(rule.fits, refusals)


def _refusals_without(*rules: str) -> Spoil:
    def find(rule: Eligibility, problem: Problem, plan: Plan) -> Iterator[Violation]:
        return (found for found in rule.violations(problem, plan) if found.rule not in rules)

    return verified_as(Eligibility, find)


def _bans_ignored(rule: Eligibility, parking: ParkingProblem) -> Constraint:
    case, check = ParkingCase(parking), EligibilityCheck(parking)

    def refusals(request: int, part: int, unit: int) -> list[Violation]:
        return list(check.refusals(request, case.problem.requests[request].parts[part], unit))

    return Eligibility(rule.fits, refusals)


def _first_part_fits(rule: Eligibility, parking: ParkingProblem) -> Constraint:
    case = ParkingCase(parking)
    table = FitTable(parking, case.parts)

    def fits(request: int, part: int, unit: int) -> bool:
        space = parking.spaces[parking.units[unit][1]]
        row = table.fits(parking.sites[parking.site_index[space.site]], space)
        return bool(row[case.parts_at[request][0]]) if part else rule.fits(request, part, unit)

    return Eligibility(fits, rule.refusals)


def _judged_by(change: Callable[[Eligibility, ParkingProblem], Constraint]) -> Spoil:
    """The verifier asks another check, the model is sound."""

    def spoil(rule: Any, parking: ParkingProblem) -> Constraint | None:
        return Spoilt(rule, other_find=change(rule, parking).violations) if isinstance(rule, Eligibility) else None

    return spoil


FAULTS: Mapping[str, Spoil] = {
    "a guard one minute short": posted_as(NoOverlap, lambda rule, _: NoOverlap(rule.guard - 1)),
    "a guard one minute long": posted_as(NoOverlap, lambda rule, _: NoOverlap(rule.guard + 1)),
    "no guard": posted_as(NoOverlap, lambda rule, _: NoOverlap(0)),
    "neighbours compared unsorted": verified_as(NoOverlap, _neighbours_only),
    "second parts ignored on a space": verified_as(NoOverlap, _first_parts_only),
    "only the first dates compared": verified_as(NoOverlap, _first_spans_only),
    "spaces of a site taken for one": verified_as(NoOverlap, _sites_as_spaces),
    "spaces not posted": heard_as(NoOverlap, lambda terms, low, high: None),
    "reserve rounded down": posted_as(MomentCap, _rounded_down),
    "reserve of the emptiest moment": posted_as(MomentCap, _least_limit),
    "reserve forgets closures": posted_as(MomentCap, _closures_forgotten),
    "one more at a moment": posted_as(MomentCap, _limit_moved(1)),
    "one less at a moment": posted_as(MomentCap, _limit_moved(-1)),
    "second parts ignored at a site": verified_as(MomentCap, _first_parts_only),
    "cap counts everybody": posted_as(MomentCap, lambda rule, _: replace(rule, members=None)),
    "cap counts nobody": posted_as(MomentCap, lambda rule, _: replace(rule, members=frozenset())),
    "gate counts entries only": verified_as(FlowCap, _entries_only),
    "gate counts any fifteen minutes": verified_as(FlowCap, _sliding_quarters),
    "gate lets one more through": posted_as(
        FlowCap, lambda rule, _: FlowCap({at: limit + 1 for at, limit in rule.limits.items()})
    ),
    "second parts ignored at a gate": verified_as(FlowCap, _first_parts_only),
    "reciprocity without sign": heard_as(
        Reciprocity, lambda terms, low, high: ([(at, abs(sign)) for at, sign in terms], low, high)
    ),
    "reciprocity one way": heard_as(Reciprocity, lambda terms, low, high: (terms, None, high)),
    "reciprocity with one more": posted_as(Reciprocity, lambda rule, _: replace(rule, tolerance=rule.tolerance + 1)),
    "reciprocity by the host": posted_as(Reciprocity, lambda rule, _: replace(rule, a=rule.b, b=rule.b)),
    "household with one more": posted_as(CountCap, lambda rule, _: CountCap(rule.sets, rule.limit + 1)),
    "household with one less": posted_as(CountCap, lambda rule, _: CountCap(rule.sets, rule.limit - 1)),
    "households not posted": heard_as(CountCap, lambda terms, low, high: None),
    "a vehicle in two places": heard_as(Exclusive, lambda terms, low, high: (terms, low, 2)),
    "rights of a vehicle compared unsorted": verified_as(Exclusive, _touching_in_order),
    "second parts of a vehicle ignored": verified_as(Exclusive, _first_parts_only),
    "one right a vehicle": posted_as(Exclusive, lambda rule, _: CountCap(tuple(("", found) for found in rule.sets), 1)),
    "served twice": heard_as(RequestOnce, lambda terms, low, high: None),
    "served twice, compared unsorted": verified_as(RequestOnce, _served_only),
    "everybody served": heard_as(RequestOnce, lambda terms, low, high: (terms, 1, high)),
    "pins not posted": heard_as(Pins, lambda terms, low, high: None),
    "pins to a site only": posted_as(Pins, lambda rule, _: Pins(tuple(replace(pin, asset=None) for pin in rule.pins))),
    "pins to anywhere": verified_as(Pins, _sites_ignored),
    "pins of one part": verified_as(Pins, _any_part),
    "bans ignored by the verifier": _judged_by(_bans_ignored),
    "bans ignored by the model": _judged_in(lambda parking: replace(parking, locks=())),
    "closed windows ignored by the verifier": _judged_by(_windows_ignored),
    "closed windows ignored by the model": _judged_in(
        lambda parking: replace(
            parking,
            sites=tuple(replace(site, windows=(WindowRule(),)) for site in parking.sites),
            spaces=tuple(replace(space, windows=None) for space in parking.spaces),
        )
    ),
    "windows without their last minute": posted_as(Eligibility, _end_excluded),
    "own windows of a space ignored": _judged_in(
        lambda parking: replace(parking, spaces=tuple(replace(space, windows=None) for space in parking.spaces))
    ),
    "closures ignored": _judged_in(_without_closures),
    "curfews ignored": _judged_in(_changed(curfews=())),
    "curfews ignored by the verifier": _refusals_without("curfew"),
    "leave-by ignored": _judged_in(_changed(leave_by=())),
    "leave-by ignored by the verifier": _refusals_without("leave_by"),
    "day types from the weekday": _judged_in(_by_weekday),
    "named days ignored": _judged_in(_unnamed_days),
    "seasons ignored": _judged_in(_one_season),
    "only the first part must fit": posted_as(Eligibility, _first_part_fits),
    "walks ignored": _refusals_without("longest_walk"),
    "sizes ignored": _refusals_without("size"),
    "chargers ignored": _refusals_without("charger"),
    "accessibility ignored": _refusals_without("accessible"),
    "accessible spaces for all": _refusals_without("accessible_only"),
    "reservations ignored": _refusals_without("reserved"),
}


# ---- goals


class _Unweighted(ServedPoints):
    def by_group(self, request: int, group: int) -> int:
        return 1


class _ExactWalk(Walking):
    def by_group(self, request: int, group: int) -> int:
        return self.metres[request][group]


class _RoundedDownWalk(Walking):
    def by_group(self, request: int, group: int) -> int:
        return self.metres[request][group] // 100 * 100


class _NearestWalk(Walking):
    def by_group(self, request: int, group: int) -> int:
        return -(-min(self.metres[request].values()) // 100) * 100


class _AnyPartStays(Stability):
    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        return int(self.previous.get(request) in assets)


class _FirstPartStays(Stability):
    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        return int(self.previous.get(request) == assets[0])


class _SiteForgotten(Stability):
    def by_group(self, request: int, group: int) -> int:
        return 0


class _EverybodyKept(Kept):
    def by_group(self, request: int, group: int) -> int:
        return 1


class _AllMovesAlike(Changes):
    def by_group(self, request: int, group: int) -> int:
        return int(request in self.base)


class _StrangersMove(Changes):
    def by_group(self, request: int, group: int) -> int:
        return 1 if request not in self.base else 1 if self.group_of[self.base[request][0]] == group else 2


class _StayingCosts(Changes):
    def by_assets(self, request: int, assets: tuple[int, ...]) -> int:
        return 0


class _EverybodyGuaranteed(Guarantee):
    def by_group(self, request: int, group: int) -> int:
        return 1


class _LotsAlike(Draw):
    def by_group(self, request: int, group: int) -> int:
        return int(request in self.worth)


def _as(kind: type[Any], *fields: str) -> Callable[[Objective], Objective | None]:
    """The goal with one voice of `kind`."""

    def spoil(goal: Objective) -> Objective | None:
        if type(goal) is not kind.__bases__[0]:
            return None
        found: Objective = kind(*(getattr(goal, field) for field in fields))
        return found

    return spoil


GOAL_FAULTS: Mapping[str, Callable[[Objective], Objective | None]] = {
    "points unweighted": _as(_Unweighted, "points"),
    "walks not rounded": _as(_ExactWalk, "metres"),
    "walks rounded down": _as(_RoundedDownWalk, "metres"),
    "walks to the nearest site": _as(_NearestWalk, "metres"),
    "stays with any part": _as(_AnyPartStays, "previous", "group_of"),
    "stays with the first part": _as(_FirstPartStays, "previous", "group_of"),
    "the same site counts nothing": _as(_SiteForgotten, "previous", "group_of"),
    "everybody is kept": _as(_EverybodyKept, "base"),
    "all moves alike": _as(_AllMovesAlike, "base", "group_of"),
    "strangers move": _as(_StrangersMove, "base", "group_of"),
    "everybody is guaranteed": _as(_EverybodyGuaranteed, "requests"),
    "all lots alike": _as(_LotsAlike, "worth"),
    "staying costs a move": _as(_StayingCosts, "base", "group_of"),
}
