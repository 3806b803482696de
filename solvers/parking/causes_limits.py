"""Which linking rules one more right at a site would break while some others give theirs back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solvers.cells import Bools, Ints
from solvers.constraints import CountCap, Exclusive, FlowCap, MomentCap, Reciprocity
from solvers.constraints.flow_cap import QUARTER
from solvers.parking.case import without
from solvers.parking.eligibility import closed_minutes
from solvers.parking.refusals_rivals import Standing
from solvers.window import Timetable

Numbers = Mapping[str, int | str]
NOBODY: frozenset[int] = frozenset()


@dataclass
class Limits:
    """The linking rules of a round, asked beside a plan that keeps them. Requests and sites are given by position.

    A space counts as open to whoever would stand on it against its opening or a closure: minutes at which it is not
    take nothing from the owner reserve.
    """

    standing: Standing
    _loads: dict[tuple[int, bool], Ints] = field(default_factory=dict)
    _allowed: dict[tuple[str, int], Ints] = field(default_factory=dict)
    _gates: dict[int, Counter[int]] = field(default_factory=dict)
    _open: dict[object, Bools] = field(default_factory=dict)

    def broken(
        self, request: int, site: int, leaving: Set[int], against: tuple[int, ...] = ()
    ) -> Mapping[str, Numbers]:
        """Rules broken by `request` at a site once `leaving` are gone, each with what is counted and allowed.

        `against` are the spaces of its parts where one of them is not open at all its times.
        """
        found: dict[str, Numbers] = {}
        for rule in self.standing.recipe.formulation.constraints:
            numbers: Numbers | None = None
            if isinstance(rule, MomentCap):
                numbers = self._crowd(rule, request, site, leaving, against)
            elif isinstance(rule, FlowCap):
                numbers = self._queue(rule, request, site, leaving)
            elif isinstance(rule, Reciprocity):
                numbers = self._balance(rule, request, site, leaving)
            elif isinstance(rule, Exclusive | CountCap):
                numbers = self._kin(rule, request, leaving)
            if numbers is not None:
                found[rule.rule] = numbers
        return found

    # ---- one rule each

    def _crowd(
        self, rule: MomentCap, request: int, site: int, leaving: Set[int], against: tuple[int, ...]
    ) -> Numbers | None:
        case = self.standing.case
        if site not in rule.limits or (rule.members is not None and request not in rule.members):
            return None
        own = np.zeros(len(case.segments.moments), dtype=np.int64)
        for at, part in enumerate(case.parts_at[request]):
            used = case.segments.used[part]
            own[used if rule.members is not None or not against else used[self._open_at(against[at])[used]]] += 1
        load = self.load(rule, site) + own
        for part in self._parts(leaving, site, rule.members):
            load[case.segments.used[part]] -= 1
        excess = np.where(own > 0, load - self.limit(rule, site), 0)
        worst = int(np.argmax(excess)) if len(excess) else 0
        if not len(excess) or excess[worst] <= 0:
            return None
        standing = int(load[worst])
        return {
            "minute": int(case.segments.moments[worst]),
            "standing": standing,
            "allowed": standing - int(excess[worst]),
        }

    def _queue(self, rule: FlowCap, request: int, site: int, leaving: Set[int]) -> Numbers | None:
        if site not in rule.limits:
            return None
        own = Counter(self._passings(request))
        gone = Counter(moment for at in leaving if self._site_of(at) == site for moment in self._passings(at))
        passing = self.gate(site)
        for quarter, count in sorted(own.items()):
            total = passing[quarter] - gone[quarter] + count
            if total > rule.limits[site]:
                return {"minute": quarter * QUARTER, "passing": total, "allowed": rule.limits[site]}
        return None

    def _balance(self, rule: Reciprocity, request: int, site: int, leaving: Set[int]) -> Numbers | None:
        crossing = [(request, site, 1), *((at, self._site_of(at), -1) for at in leaving)]
        received, given = self._crossings[rule.a, rule.b]
        touched = False
        for at, where, sign in crossing:
            home = self.standing.case.homes.get(at)
            received += sign * (home == rule.a and where == rule.b)
            given += sign * (home == rule.b and where == rule.a)
            touched |= home is not None and {home, where} == {rule.a, rule.b}
        if not touched or abs(received - given) <= rule.tolerance:
            return None
        return {"received": received, "given": given, "allowed": rule.tolerance}

    def _kin(self, rule: Exclusive | CountCap, request: int, leaving: Set[int]) -> Numbers | None:
        held = self.standing.held.keys() - leaving
        case = self.standing.case
        if isinstance(rule, CountCap):
            members = self._household_of.get(request, ())
            count = 1 + sum(at in held for at in members if at != request)
            return {"held": count, "allowed": rule.limit} if members and count > rule.limit else None
        bits = case.segments.used_bits
        meet = any(
            bits[a] & bits[b]
            for at in self._vehicle_of.get(request, ())
            if at != request and at in held
            for a in case.parts_at[at]
            for b in case.parts_at[request]
        )
        return {"rights": 2, "allowed": 1} if meet else None

    def vehicle_of(self, request: int) -> tuple[int, ...]:
        """Requests of the same vehicle, where there are several."""
        return self._vehicle_of.get(request, ())

    # ---- what stands

    def load(self, rule: MomentCap, site: int) -> Ints:
        """How many stand at a site in each segment, of those whom a rule counts."""
        key = (site, rule.members is None)
        if key not in self._loads:
            self._loads[key] = np.zeros(len(self.standing.case.segments.moments), dtype=np.int64)
            for part in self._parts(self.standing.held.keys(), site, rule.members):
                self._loads[key][self.standing.case.segments.used[part]] += 1
        return self._loads[key]

    def limit(self, rule: MomentCap, site: int) -> Ints:
        """How many a rule allows at a site in each segment."""
        key = (rule.rule, site)
        if key not in self._allowed:
            self._allowed[key] = rule.limits[site].at(self.standing.case.segments.moments)
        return self._allowed[key]

    def gate(self, site: int) -> Counter[int]:
        """Entries and exits at a site in each quarter of an hour."""
        if site not in self._gates:
            rights = (at for at in self.standing.held if self._site_of(at) == site)
            self._gates[site] = Counter(quarter for at in rights for quarter in self._passings(at))
        return self._gates[site]

    def _parts(self, requests: Set[int], site: int, members: frozenset[int] | None) -> Iterator[int]:
        """Timetables of those of `requests` that stand at a site and are counted."""
        for at in requests:
            if (members is None or at in members) and self._site_of(at) == site:
                yield from self.standing.case.parts_at[at]

    def _passings(self, request: int) -> Iterator[int]:
        parts = self.standing.case.problem.requests[request].parts
        return (moment // QUARTER for part in parts for span in part for moment in span)

    def _site_of(self, request: int) -> int:
        return self.standing.case.problem.assets[self.standing.held[request].assets[0]].group

    def _open_at(self, unit: int) -> Bools:
        """In which segments a space is open."""
        case = self.standing.case
        space = case.parking.spaces[case.parking.units[unit][1]]
        site = case.parking.sites[case.parking.site_index[space.site]]
        windows = space.windows if space.windows is not None else site.windows
        key = (windows, site.closures, space.closures)
        if key not in self._open:
            closed = closed_minutes((*site.closures, *space.closures), case.parking)
            self._open[key] = _inside(without(case.parking.opening(windows), closed), case.segments.moments)
        return self._open[key]

    @cached_property
    def _crossings(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Rights received and given between each two partner sites."""
        index, homes = self.standing.case.parking.site_index, self.standing.case.homes
        counted = Counter((homes.get(at), self._site_of(at)) for at in self.standing.held)
        pairs = [(index[pair.a], index[pair.b]) for pair in self.standing.case.parking.partners]
        return {(a, b): (counted[a, b], counted[b, a]) for a, b in pairs}

    @cached_property
    def _vehicle_of(self) -> Mapping[int, tuple[int, ...]]:
        return {request: members for members in self.standing.case.vehicles for request in members}

    @cached_property
    def _household_of(self) -> Mapping[int, tuple[int, ...]]:
        return {request: members for _, members in self.standing.case.households for request in members}


def _inside(opening: Timetable, moments: Ints) -> Bools:
    """Which moments an opening holds."""
    spans = np.asarray(opening, dtype=np.int64).reshape(-1, 2)
    if not len(spans):
        return np.zeros(len(moments), dtype=np.bool_)
    at = np.searchsorted(spans[:, 0], moments, side="right") - 1
    inside: Bools = (at >= 0) & (spans[np.maximum(at, 0), 1] > moments)
    return inside
