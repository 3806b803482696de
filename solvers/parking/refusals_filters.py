"""Which spaces of a site each request of a round could use, and which filter stops it at the others.

The answers depend on few things that many requests share (timetables, size, needs, party, bans) and are kept by these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from solvers.cells import Bools
from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import EligibilityCheck, FitTable, suits
from solvers.parking.problem import Space

Units = tuple[int, ...]
NEVER = ("longest_walk", "never_active")
"""Filters that stop no request with hours at a site within its longest walk."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What tells requests apart on a space: timetables, traits, banned spaces. `request` is one that is so."""

    parts: tuple[int, ...]
    traits: tuple[object, ...]
    banned: frozenset[int]
    request: int = field(compare=False)


@dataclass
class Filters:
    """The filters of a round, asked about all its requests. Requests, sites and spaces are given by position."""

    case: ParkingCase
    _usable: dict[tuple[Asker, int], tuple[Units, ...]] = field(default_factory=dict)
    _rules: dict[tuple[object, ...], str] = field(default_factory=dict)

    def asker(self, request: int) -> Asker:
        """What tells a request apart from others."""
        asked = self.case.parking.requests[request]
        traits = (asked.size, asked.needs_ev, asked.needs_accessible, asked.party)
        return Asker(self.case.parts_at[request], traits, self._banned.get(request, frozenset()), request)

    def usable(self, asker: Asker, site: int) -> tuple[Units, ...]:
        """For each part the spaces of a site that pass every filter but the walk, held or not; pins left aside."""
        key = (asker, site)
        if key not in self._usable:
            groups = [units for units in self.groups[site] if self._suits(asker, units)]
            self._usable[key] = tuple(
                tuple(sorted({u for units in groups if self._fits[units[0]][part] for u in units} - asker.banned))
                for part in asker.parts
            )
        return self._usable[key]

    def first_refusals(self, asker: Asker, site: int) -> Counter[str]:
        """How many spaces of a site each filter stops first; "" counts those that a part may use."""
        found: Counter[str] = Counter()
        for units in self.groups[site]:
            banned = asker.banned.intersection(units) if asker.banned else ()
            usable = self._suits(asker, units) and any(self._fits[units[0]][part] for part in asker.parts)
            if len(banned) < len(units):
                found["" if usable else self._rule(asker, units[0], False)] += len(units) - len(banned)
            if banned:
                found[self._rule(asker, units[0], True)] += len(banned)
        return found

    def _suits(self, asker: Asker, units: Units) -> bool:
        parking = self.case.parking
        return suits(parking, parking.requests[asker.request], self._space(units[0]))

    def _rule(self, asker: Asker, unit: int, banned: bool) -> str:
        """The first filter that speaks against a request on a space; a ban stands among the others in order."""
        key = (asker.parts[0], asker.traits, unit, banned)
        if key not in self._rules:
            check = replace(self._check, bans=frozenset({(asker.request, None, unit)})) if banned else self._check
            refusals = check.refusals(asker.request, self.case.parts[asker.parts[0]], unit)
            self._rules[key] = next(found.rule for found in refusals if found.rule not in NEVER)
        return self._rules[key]

    # ---- derived once

    @cached_property
    def groups(self) -> Sequence[Sequence[Units]]:
        """Spaces of each site, those together that no filter can tell apart."""
        parking = self.case.parking
        alike = [replace(space, id="-", count=1) for space in parking.spaces]
        groups: list[dict[Space, list[int]]] = [{} for _ in parking.sites]
        for unit, (_, at) in enumerate(parking.units):
            groups[parking.site_index[alike[at].site]].setdefault(alike[at], []).append(unit)
        return [[tuple(units) for units in found.values()] for found in groups]

    @cached_property
    def _fits(self) -> Mapping[int, Bools]:
        """Which distinct timetables fit, by the first space of each group."""
        table = FitTable(self.case.parking, self.case.parts)
        return {
            units[0]: table.fits(self.case.parking.sites[site], self._space(units[0]))
            for site, groups in enumerate(self.groups)
            for units in groups
        }

    @cached_property
    def _check(self) -> EligibilityCheck:
        return EligibilityCheck(self.case.parking)

    @cached_property
    def _banned(self) -> Mapping[int, frozenset[int]]:
        """Spaces from which each request is banned."""
        banned: dict[int, set[int]] = {}
        for request, site, unit in self.case.bans:
            everywhere = range(len(self.case.parking.sites)) if site is None and unit is None else ()
            sites = everywhere if site is None else (site,)
            inside = (u for at in sites for group in self.groups[at] for u in group)
            banned.setdefault(request, set()).update(inside if unit is None else (unit,))
        return {request: frozenset(units) for request, units in banned.items()}

    def _space(self, unit: int) -> Space:
        return self.case.parking.spaces[self.case.parking.units[unit][1]]
