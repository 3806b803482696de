"""What the verifier's rules say of one more right beside a plan, asked of those rights only that can meet it.

Plain Python over the rules themselves: no search, no cells, no kinds of equal spaces. Whoever finds something free by
quicker means has it checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from solvers.constraints import Constraint, CountCap, Exclusive, FlowCap, MomentCap, NoOverlap, Reciprocity
from solvers.parking.case import Ban, ParkingCase
from solvers.parking.eligibility import EligibilityCheck
from solvers.parking.recipe import rules_of
from solvers.problem import Assignment, Plan, Request
from solvers.window import Timetable, first_overlap

Gone = frozenset[int]
NOBODY: Gone = frozenset()


@dataclass(frozen=True, slots=True)
class Right:
    """One more right: who asks, for which minutes, on which spaces of which site (all by position)."""

    request: int
    parts: tuple[Timetable, ...]
    site: int
    units: tuple[int, ...]


@dataclass
class Beside:
    """A round and a plan that keeps its rules. Requests, sites and spaces are given by position."""

    case: ParkingCase
    plan: Plan
    _faults: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict)
    _meets: dict[tuple[int, int], bool] = field(default_factory=dict)

    # ---- one space

    def faults(self, request: int, part: Timetable, unit: int) -> frozenset[str]:
        """Filters that stop a request with these hours on a space, the walk aside."""
        asked = self.case.parking.requests[request]
        traits = (asked.size, asked.needs_ev, asked.needs_accessible, asked.party)
        key = (part, traits, self._alike[unit])
        if key not in self._faults:
            refusals = self._check.refusals(request, part, unit)
            self._faults[key] = frozenset(found.rule for found in refusals) - {"longest_walk"}
        site = self.case.problem.assets[unit].group
        banned = not self.bans(request).isdisjoint(((None, None), (site, None), (None, unit)))
        return self._faults[key] | {"ban"} if banned else self._faults[key]

    def held(self, part: Timetable, unit: int, leaving: Gone = NOBODY) -> bool:
        """Whether somebody but `leaving` stands on a space too close to these hours."""
        return any(at not in leaving and self._meet(part, theirs) for at, theirs in self._on.get(unit, ()))

    def _meet(self, part: Timetable, other: Timetable) -> bool:
        key = (id(part), id(other))
        if key not in self._meets:
            self._meets[key] = first_overlap(part, other, self._guard) is not None
            # Keeps the hours alive, so that their identity stays theirs.
            self._kept.append(part)
        return self._meets[key]

    # ---- rules that link rights

    def broken(self, right: Right, rules: frozenset[str] = frozenset(), leaving: Gone = NOBODY) -> str | None:
        """The first linking rule, but for `rules`, that the plan without `leaving` breaks with one more right."""
        asked = self.case.problem.requests[right.request]
        problem = replace(
            self.case.problem,
            requests=[
                *self.case.problem.requests[: right.request],
                Request(asked.id, right.parts),
                *self.case.problem.requests[right.request + 1 :],
            ],
        )
        one = Assignment(right.request, right.units)
        for rule in self.rules:
            if not rule.within_asset and rule.rule not in rules:
                for asked_rule, others in self._narrowed(rule, right, leaving):
                    if any(True for _ in asked_rule.violations(problem, [one, *others])):
                        return rule.rule
        return None

    def verified(self, right: Right) -> bool:
        """Whether the plan with one more right keeps every rule, the longest walk aside."""
        spaces = zip(right.parts, right.units, strict=True)
        fits = all(not self.faults(right.request, part, unit) and not self.held(part, unit) for part, unit in spaces)
        return fits and self.broken(right) is None

    def _narrowed(
        self, rule: Constraint, right: Right, leaving: Gone
    ) -> Iterator[tuple[Constraint, Sequence[Assignment]]]:
        """A rule with those of the plan whom it can concern."""
        if isinstance(rule, MomentCap | FlowCap):
            yield rule, self._rest((right.site,), leaving)
        elif isinstance(rule, Reciprocity):
            if not {right.site, *map(self.site_of, leaving)}.isdisjoint((rule.a, rule.b)):
                yield rule, self._rest((rule.a, rule.b), leaving)
        elif isinstance(rule, Exclusive | CountCap):
            kin = [self.rights[at] for at in self._kin[right.request] if at in self.rights and at not in leaving]
            yield _own(rule, right.request), kin

    def _rest(self, sites: Sequence[int], leaving: Gone) -> Sequence[Assignment]:
        return [found for site in sites for at, found in self.rights_at.get(site, {}).items() if at not in leaving]

    def site_of(self, request: int) -> int:
        """Site of a request that is served."""
        return self.case.problem.assets[self.rights[request].assets[0]].group

    # ---- derived once

    @cached_property
    def rules(self) -> Sequence[Constraint]:
        """Every rule of the round."""
        return rules_of(self.case)

    @cached_property
    def rights(self) -> Mapping[int, Assignment]:
        """The plan, by request."""
        return {right.request: right for right in self.plan}

    @cached_property
    def rights_at(self) -> Mapping[int, Mapping[int, Assignment]]:
        """The plan, by site and request."""
        found: dict[int, dict[int, Assignment]] = {}
        for right in self.plan:
            found.setdefault(self.case.problem.assets[right.assets[0]].group, {})[right.request] = right
        return found

    def bans(self, request: int) -> frozenset[tuple[int | None, int | None]]:
        """Bans of a request, as site or none, space or none."""
        return self._bans.get(request, frozenset())

    def kin(self, request: int) -> Sequence[int]:
        """Other requests of the same vehicle or household."""
        return self._kin[request]

    @cached_property
    def _guard(self) -> int:
        return next(rule.guard for rule in self.rules if isinstance(rule, NoOverlap))

    @cached_property
    def _check(self) -> EligibilityCheck:
        return EligibilityCheck(self.case.parking)

    @cached_property
    def _kept(self) -> list[Timetable]:
        return []

    @cached_property
    def _bans(self) -> Mapping[int, frozenset[tuple[int | None, int | None]]]:
        found: dict[int, list[Ban]] = {}
        for ban in self.case.bans:
            found.setdefault(ban[0], []).append(ban)
        return {request: frozenset((site, unit) for _, site, unit in bans) for request, bans in found.items()}

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
    def _alike(self) -> Sequence[int]:
        """For each space a number that it shares with those that differ in their name only."""
        parking = self.case.parking
        numbers: dict[object, int] = {}
        sample = [replace(space, id="-", count=1) for space in parking.spaces]
        return [numbers.setdefault(sample[at], len(numbers)) for _, at in parking.units]

    @cached_property
    def _kin(self) -> Sequence[Sequence[int]]:
        """Other requests of the same vehicle or household as each request."""
        sharing: dict[tuple[str, str], list[int]] = {}
        for at, request in enumerate(self.case.parking.requests):
            sharing.setdefault(("vehicle", request.vehicle), []).append(at)
            if request.household is not None:
                sharing.setdefault(("household", request.household), []).append(at)
        kin: list[set[int]] = [set() for _ in self.case.parking.requests]
        for found in sharing.values():
            for at in found:
                kin[at].update(other for other in found if other != at)
        return [tuple(sorted(found)) for found in kin]


def _own(rule: Exclusive | CountCap, request: int) -> Constraint:
    """A rule about sets of requests, on those that hold a request."""
    if isinstance(rule, Exclusive):
        return replace(rule, sets=tuple(found for found in rule.sets if request in found))
    return replace(rule, sets=tuple(found for found in rule.sets if request in found[1]))
