"""The removal test of a cause: with all of it out of the way the request finds a place, with any of it back it does not.

Told with the verifier's rules in plain Python: every site, every space, no search, no cells, no kinds of equal spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, product

from solvers.causes import Cause, Removal
from solvers.constraints import Constraint, CountCap, Exclusive, FlowCap, MomentCap, NoOverlap, Pin, Pins, Reciprocity
from solvers.parking.case import ParkingCase, without
from solvers.parking.eligibility import EligibilityCheck, closed_minutes
from solvers.parking.recipe import rules_of
from solvers.problem import Assignment, Plan, Problem, Request
from solvers.window import Span, Timetable, first_overlap

MOST_SUBSETS = 6
"""Up to so many removals all proper subsets are tried; of larger causes those with one removal put back."""
Gone = frozenset[int]


@dataclass(frozen=True)
class Setting:
    """What is out of the way: rules not asked at a place, rights given back."""

    waived: frozenset[tuple[str, str]]
    leaving: Gone
    lifted: Gone

    def rules_at(self, place: str) -> frozenset[str]:
        """Rules not asked at a site."""
        return frozenset(rule for where, rule in self.waived if where == place)


@dataclass
class RemovalTest:
    """A round and a plan that keeps its rules, asked where one more request could be placed.

    Whoever stands on a space against its opening or a closure counts it as open: those minutes take nothing from the
    owner reserve.
    """

    case: ParkingCase
    plan: Plan
    _faults: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict)
    _meets: dict[tuple[int, int], tuple[Span, Span] | None] = field(default_factory=dict)
    _free: dict[tuple[object, ...], list[tuple[int, ...]]] = field(default_factory=dict)
    _crowded: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def passes(self, cause: Cause) -> bool:
        """Whether the cause suffices and nothing less does."""
        if self.without(cause.request, cause.removals) is None:
            return False
        sizes = range(len(cause.removals)) if len(cause.removals) <= MOST_SUBSETS else (len(cause.removals) - 1,)
        fewer = (kept for size in sizes for kept in combinations(cause.removals, size))
        return all(self.without(cause.request, kept) is None for kept in fewer)

    def without(self, request: str, removals: Iterable[Removal]) -> str | None:
        """The first site at which a request finds a place once the removals are out of the way; None if there is none.

        Raises
        ------
        KeyError
            For a request that is not in the round.
        """
        index = self.case.parking.request_index
        setting = Setting(
            frozenset((removal.place, removal.rule) for removal in removals if removal.kind != "rival"),
            frozenset(index[name] for removal in removals for name in removal.requests),
            frozenset(index[name] for removal in removals if removal.rule == "pin" for name in removal.requests),
        )
        return self._placeable(index[request], setting)

    def _placeable(self, request: int, setting: Setting) -> str | None:
        if any(setting.leaving & {pin.request} - setting.lifted for pin in self._pins):
            return None
        for at, site in enumerate(self.case.parking.sites):
            rules = setting.rules_at(site.id)
            near = self._near(request, at, rules)
            for units in self._choices(request, at, rules, setting.leaving) if near else ():
                if self._linked(Assignment(request, units), at, rules, setting.leaving):
                    return site.id
        return None

    # ---- spaces

    def _near(self, request: int, site: int, rules: frozenset[str]) -> bool:
        asked = self.case.parking.requests[request]
        walk = asked.walk.get(self.case.parking.sites[site].id)
        return "longest_walk" in rules or (walk is not None and walk <= asked.longest_walk)

    def _choices(self, request: int, site: int, rules: frozenset[str], leaving: Gone) -> list[tuple[int, ...]]:
        """Free spaces that suit: one choice, or every one where spaces that are not open may differ in the reserve."""
        asked = self.case.parking.requests[request]
        bans = frozenset(ban[1:] for ban in self._bans.get(request, ()))
        here = frozenset(at for at in leaving if at in self._at.get(site, {}))
        traits = (asked.size, asked.needs_ev, asked.needs_accessible, asked.party)
        key = (self.case.parts_at[request], traits, bans, site, rules, here)
        if key not in self._free:
            parts = self.case.problem.requests[request].parts
            options = [list(self._suitable(request, part, site, rules, here)) for part in parts]
            if rules.isdisjoint(("opening", "closure")):
                options = [found[:1] for found in options]
            self._free[key] = list(product(*options))
        return self._free[key]

    def _suitable(
        self, request: int, part: Timetable, site: int, rules: frozenset[str], leaving: Gone
    ) -> Iterator[int]:
        for unit in self._units[site]:
            if self._faults_of(request, part, site, unit) <= rules and not any(
                self._meet(part, theirs) for at, theirs in self._on.get(unit, ()) if at not in leaving
            ):
                yield unit

    def _faults_of(self, request: int, part: Timetable, site: int, unit: int) -> frozenset[str]:
        """Filters that stop a request on a space, the walk aside."""
        asked = self.case.parking.requests[request]
        traits = (asked.size, asked.needs_ev, asked.needs_accessible, asked.party)
        key = (id(part), traits, self._alike[unit])
        if key not in self._faults:
            refusals = self._check.refusals(request, part, unit)
            self._faults[key] = frozenset(found.rule for found in refusals) - {"longest_walk"}
        banned = self._bans.get(request, frozenset()) & {
            (request, None, None),
            (request, site, None),
            (request, None, unit),
        }
        return self._faults[key] | {"ban"} if banned else self._faults[key]

    def _meet(self, part: Timetable, other: Timetable) -> bool:
        key = (id(part), id(other))
        if key not in self._meets:
            self._meets[key] = first_overlap(part, other, self._guard)
        return self._meets[key] is not None

    # ---- rules that link rights

    def _linked(self, right: Assignment, site: int, rules: frozenset[str], leaving: Gone) -> bool:
        """Whether no linking rule is broken by one more right, what is waived aside."""
        return not any(
            self._broken(rule, right, site, rules, leaving)
            for rule in self._rules
            if not rule.within_asset and rule.rule not in rules
        )

    def _broken(self, rule: Constraint, right: Assignment, site: int, rules: frozenset[str], leaving: Gone) -> bool:
        if isinstance(rule, MomentCap | FlowCap):
            return self._too_many(rule, right, site, rules, leaving)
        if isinstance(rule, Reciprocity):
            touched = {self._site_of(at) for at in leaving} | {site}
            return bool(touched & {rule.a, rule.b}) and self._violated(rule, [right, *self._rest(rule, leaving)])
        if isinstance(rule, Exclusive | CountCap):
            kin = [self._held[at] for at in self._kin[right.request] if at in self._held and at not in leaving]
            return any(self._violated(own, [right, *kin]) for own in _own(rule, right.request))
        return False

    def _too_many(
        self, rule: MomentCap | FlowCap, right: Assignment, site: int, rules: frozenset[str], leaving: Gone
    ) -> bool:
        here = frozenset(at for at in leaving if at in self._at.get(site, {}))
        outside = right.request in self.case.outside
        opened = rule.rule == "owner_reserve" and not rules.isdisjoint(("opening", "closure"))
        units = right.assets if opened else ()
        key = (rule.rule, site, self.case.parts_at[right.request], outside, here, units)
        if key not in self._crowded:
            rights = [found for at, found in self._at.get(site, {}).items() if at not in here]
            problem, one = self._opened(right) if opened else (self.case.problem, right)
            self._crowded[key] = any(True for _ in rule.violations(problem, [one, *rights]))
        return self._crowded[key]

    def _opened(self, right: Assignment) -> tuple[Problem, Assignment]:
        """A right of those minutes only at which its spaces are open."""
        problem = self.case.problem
        parts = tuple(
            without(part, without(part, self._opening(unit)))
            for part, unit in zip(problem.requests[right.request].parts, right.assets, strict=True)
        )
        requests = [*problem.requests, Request(problem.requests[right.request].id, parts)]
        return replace(problem, requests=requests), Assignment(len(requests) - 1, right.assets)

    def _opening(self, unit: int) -> Timetable:
        parking = self.case.parking
        space = parking.spaces[parking.units[unit][1]]
        site = parking.sites[parking.site_index[space.site]]
        opening = parking.opening(space.windows if space.windows is not None else site.windows)
        return without(opening, closed_minutes((*site.closures, *space.closures), parking))

    def _violated(self, rule: Constraint, plan: Plan) -> bool:
        return any(True for _ in rule.violations(self.case.problem, plan))

    def _rest(self, rule: Reciprocity, leaving: Gone) -> Iterator[Assignment]:
        for site in (rule.a, rule.b):
            yield from (right for at, right in self._at.get(site, {}).items() if at not in leaving)

    def _site_of(self, request: int) -> int:
        return self.case.problem.assets[self._held[request].assets[0]].group

    # ---- derived once

    @cached_property
    def _rules(self) -> Sequence[Constraint]:
        return rules_of(self.case)

    @cached_property
    def _guard(self) -> int:
        return next(rule.guard for rule in self._rules if isinstance(rule, NoOverlap))

    @cached_property
    def _pins(self) -> Sequence[Pin]:
        return [pin for rule in self._rules if isinstance(rule, Pins) for pin in rule.pins]

    @cached_property
    def _check(self) -> EligibilityCheck:
        return EligibilityCheck(self.case.parking)

    @cached_property
    def _bans(self) -> Mapping[int, frozenset[tuple[int, int | None, int | None]]]:
        found: dict[int, set[tuple[int, int | None, int | None]]] = {}
        for ban in self.case.bans:
            found.setdefault(ban[0], set()).add(ban)
        return {request: frozenset(bans) for request, bans in found.items()}

    @cached_property
    def _held(self) -> Mapping[int, Assignment]:
        return {right.request: right for right in self.plan}

    @cached_property
    def _at(self) -> Mapping[int, Mapping[int, Assignment]]:
        """Rights of each site, by request."""
        found: dict[int, dict[int, Assignment]] = {}
        for right in self.plan:
            found.setdefault(self.case.problem.assets[right.assets[0]].group, {})[right.request] = right
        return found

    @cached_property
    def _on(self) -> Mapping[int, list[tuple[int, Timetable]]]:
        """(request, timetable) of all that stand on each space."""
        found: dict[int, list[tuple[int, Timetable]]] = {}
        for right in self.plan:
            parts = self.case.problem.requests[right.request].parts
            for part, unit in zip(parts, right.assets, strict=True):
                found.setdefault(unit, []).append((right.request, part))
        return found

    @cached_property
    def _units(self) -> Sequence[Sequence[int]]:
        """Spaces of each site."""
        found: list[list[int]] = [[] for _ in self.case.parking.sites]
        for unit, asset in enumerate(self.case.problem.assets):
            found[asset.group].append(unit)
        return found

    @cached_property
    def _alike(self) -> Sequence[int]:
        """For each space a number that it shares with those that differ in their name only."""
        parking = self.case.parking
        numbers: dict[object, int] = {}
        sample = [replace(space, id="-", count=1) for space in parking.spaces]
        return [numbers.setdefault(sample[at], len(numbers)) for _, at in parking.units]

    @cached_property
    def _kin(self) -> Sequence[Sequence[int]]:
        """Requests of the same vehicle or household as each request."""
        requests = self.case.parking.requests
        sharing: dict[tuple[str, str], list[int]] = {}
        for at, request in enumerate(requests):
            sharing.setdefault(("vehicle", request.vehicle), []).append(at)
            if request.household is not None:
                sharing.setdefault(("household", request.household), []).append(at)
        kin: list[dict[int, None]] = [{} for _ in requests]
        for found in sharing.values():
            for at in found:
                kin[at].update(dict.fromkeys(other for other in found if other != at))
        return [tuple(found) for found in kin]


def _own(rule: Exclusive | CountCap, request: int) -> Iterator[Constraint]:
    """A rule about sets of requests, on those that hold a request."""
    if isinstance(rule, Exclusive):
        yield replace(rule, sets=tuple(found for found in rule.sets if request in found))
    else:
        yield replace(rule, sets=tuple(found for found in rule.sets if request in found[1]))
