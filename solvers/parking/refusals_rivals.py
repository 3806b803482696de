"""What a whole plan holds against one more right: spaces that are held, and rules that link rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from solvers.cells import Ints
from solvers.constraints import Constraint, CountCap, Exclusive, FlowCap, MomentCap, Reciprocity
from solvers.constraints.flow_cap import QUARTER
from solvers.parking.occupancy import Occupancy
from solvers.parking.recipe import Recipe
from solvers.plan import Violation
from solvers.problem import Assignment, Plan

Units = tuple[int, ...]
Narrowed = tuple[Constraint, Sequence[Assignment]]
"""A rule with the rights that it can concern."""


@dataclass
class Standing:
    """A round and a plan that keeps its rules, asked about one more right at a time.

    Only what stands at the site in question, and rights of the same people, can meet the right in a rule: the rules are
    asked about these. Requests, sites and spaces are given by position.
    """

    recipe: Recipe
    plan: Plan
    _holders: dict[tuple[int, Units], frozenset[int] | None] = field(default_factory=dict)
    _counted: dict[tuple[int, tuple[int, ...], bool], list[Violation]] = field(default_factory=dict)
    _loads: dict[tuple[int, bool], Ints] = field(default_factory=dict)
    _caps: dict[tuple[str, int], Ints] = field(default_factory=dict)
    _gates: dict[int, Counter[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.case = self.recipe.case
        self.held = {right.request: right for right in self.plan}
        # Without a reserve its rule says no more than that every space is held.
        silent = () if self.case.parking.policy.reserve_percent else ("owner_reserve",)
        self.rules = [rule for rule in self.recipe.formulation.constraints if rule.rule not in silent]
        self.occupancy = Occupancy(self.case)
        for right in self.plan:
            self.occupancy.add(right.request, right.assets)

    def holders(self, part: int, units: Units) -> frozenset[int] | None:
        """Requests that hold `units` too close to a timetable; None if one of the spaces is free."""
        key = (part, units)
        if key not in self._holders:
            own = self.case.segments.kept_bits[part]
            found = [{other for other, kept in self.kept.get(unit, ()) if kept & own} for unit in units]
            self._holders[key] = frozenset[int]().union(*found) if all(found) else None
        return self._holders[key]

    def linked(self, request: int, site: int, units: Units) -> Iterator[Violation]:
        """What the linking rules say if the request stood at a site too, on `units`."""
        if self.occupancy.blocking_rule(request, site) is None:
            return
        right = Assignment(request, units)
        yield from self._counting(right, site)
        for rule in self.rules:
            for narrowed, others in self._narrowed(rule, request, site):
                yield from narrowed.violations(self.case.problem, [right, *others])

    def _counting(self, right: Assignment, site: int) -> list[Violation]:
        """Rules that count what stands at a site: the same answer for all with the same hours, outsiders apart."""
        key = (site, self.case.parts_at[right.request], right.request in self.case.outside)
        if key not in self._counted:
            found: list[Violation] = []
            for rule in self.rules:
                if isinstance(rule, MomentCap):
                    found += self._worst(rule, right.request, site)
                elif isinstance(rule, FlowCap) and self._crowded(right.request, site, rule.limits.get(site)):
                    found += rule.violations(self.case.problem, [*self._at.get(site, ()), right])
            self._counted[key] = found
        return self._counted[key]

    def _worst(self, rule: MomentCap, request: int, site: int) -> Iterator[Violation]:
        """The rule's own answer, on segments: single minutes would take a street half a minute."""
        if rule.members is not None and request not in rule.members:
            return
        segments = self.case.segments
        load = self._load(site, rule.members).copy()
        for part in self.case.parts_at[request]:
            load[segments.used[part]] += 1
        excess = np.where(load > 0, load - self._limits(rule, site), -1)
        worst = int(np.argmax(excess))
        if excess[worst] > 0:
            standing, allowed = int(load[worst]), int(load[worst] - excess[worst])
            numbers = {"minute": int(segments.moments[worst]), "standing": standing, "allowed": allowed}
            yield Violation(rule.rule, self.case.problem.groups[site], (), numbers)

    def _load(self, site: int, members: frozenset[int] | None) -> Ints:
        """How many of `members` stand at a site in each segment."""
        key = (site, members is None)
        if key not in self._loads:
            load = np.zeros(len(self.case.segments.moments), dtype=np.int64)
            for right in self._at.get(site, ()):
                for part in self.case.parts_at[right.request] if members is None or right.request in members else ():
                    load[self.case.segments.used[part]] += 1
            self._loads[key] = load
        return self._loads[key]

    def _limits(self, rule: MomentCap, site: int) -> Ints:
        key = (rule.rule, site)
        if key not in self._caps:
            self._caps[key] = rule.limits[site].at(self.case.segments.moments)
        return self._caps[key]

    def _crowded(self, request: int, site: int, limit: int | None) -> bool:
        """Whether more than `limit` would pass a gate in some quarter of an hour if the request stood there too."""
        if limit is None:
            return False
        if site not in self._gates:
            self._gates[site] = Counter()
            for right in self._at.get(site, ()):
                self._gates[site].update(self._passings(right.request))
        own = Counter(self._passings(request))
        return any(self._gates[site][quarter] + count > limit for quarter, count in own.items())

    def _passings(self, request: int) -> Iterator[int]:
        """Quarters of an hour of all entries and exits of a request."""
        parts = self.case.problem.requests[request].parts
        return (moment // QUARTER for part in parts for span in part for moment in span)

    def _narrowed(self, rule: Constraint, request: int, site: int) -> Iterator[Narrowed]:
        """Rules about a request's own people, on these people."""
        if isinstance(rule, Reciprocity) and {site, self.case.homes.get(request)} == {rule.a, rule.b}:
            yield rule, [*self._at.get(rule.a, ()), *self._at.get(rule.b, ())]
        elif isinstance(rule, Exclusive):
            for members in self._vehicles.get(request, ()):
                kin = self._kin(members, request)
                yield replace(rule, sets=((request, *kin),)), [self.held[at] for at in kin]
        elif isinstance(rule, CountCap):
            for name, members in self._households.get(request, ()):
                kin = self._kin(members, request)
                yield replace(rule, sets=((name, (request, *kin)),)), [self.held[at] for at in kin]

    def _kin(self, members: Sequence[int], request: int) -> list[int]:
        return [at for at in members if at in self.held and at != request]

    # ---- derived once

    @cached_property
    def _at(self) -> Mapping[int, list[Assignment]]:
        """Rights of each site."""
        found: dict[int, list[Assignment]] = {}
        for right in self.plan:
            found.setdefault(self.case.problem.assets[right.assets[0]].group, []).append(right)
        return found

    @cached_property
    def kept(self) -> Mapping[int, list[tuple[int, int]]]:
        """(request, segments it keeps) of all that stand on each space."""
        found: dict[int, list[tuple[int, int]]] = {}
        for right in self.plan:
            for part, unit in zip(self.case.parts_at[right.request], right.assets, strict=True):
                found.setdefault(unit, []).append((right.request, self.case.segments.kept_bits[part]))
        return found

    @cached_property
    def _vehicles(self) -> Mapping[int, tuple[tuple[int, ...]]]:
        return {request: (members,) for members in self.case.vehicles for request in members}

    @cached_property
    def _households(self) -> Mapping[int, tuple[tuple[str, tuple[int, ...]]]]:
        return {request: ((name, members),) for name, members in self.case.households for request in members}
