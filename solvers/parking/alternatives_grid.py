"""What stands on the spaces and sites of a plan, asked about many timetables at once.

Every answer is an array with one entry for each timetable or variant; what is held or full counts as closed.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solvers.cells import Bools, Ints, spans_of
from solvers.constraints import MomentCap
from solvers.constraints.flow_cap import QUARTER
from solvers.parking.causes_limits import NOBODY, Limits
from solvers.parking.eligibility import FitTable
from solvers.parking.refusals_rivals import Standing
from solvers.window import Timetable, merged, overlaps

Parts = tuple[Timetable, ...]
Spans = tuple[Ints, Ints, Ints]
"""Starts, ends, and to which timetable they belong."""


@dataclass
class Grid:
    """The grid of one plan; `key` names a sequence of timetables whose answers are kept."""

    standing: Standing
    _spaces: dict[tuple[Hashable, int], Bools] = field(default_factory=dict)
    _rooms: dict[tuple[Hashable, int, bool], Bools] = field(default_factory=dict)
    _gates: dict[tuple[Hashable, int], Bools] = field(default_factory=dict)
    _tables: dict[Hashable, FitTable] = field(default_factory=dict)
    _spans: dict[Hashable, Spans] = field(default_factory=dict)
    _full: dict[tuple[int, bool], Ints] = field(default_factory=dict)

    def space(self, key: Hashable, parts: Parts, unit: int) -> Bools:
        """Which timetables fit a space and keep apart from all that stand on it."""
        if (key, unit) not in self._spaces:
            if key not in self._tables:
                self._tables[key] = FitTable(self.standing.case.parking, parts)
            parking = self.standing.case.parking
            space = parking.spaces[parking.units[unit][1]]
            fits = self._tables[key].fits(parking.sites[parking.site_index[space.site]], space)
            active = np.array([bool(part) for part in parts], dtype=np.bool_)
            self._spaces[key, unit] = fits & active
            if (fits & active).any():
                clear = self._clear(key, parts, self._held(unit), parking.policy.guard_minutes)
                self._spaces[key, unit] = fits & active & clear
        return self._spaces[key, unit]

    def roomy(self, key: Hashable, parts: Parts, site: int, outside: bool) -> Bools:
        """Which timetables leave the owner reserve of a site, and its cap on outside vehicles, as they must be."""
        if (key, site, outside) not in self._rooms:
            clear = self._clear(key, parts, self._full_at(site, False), 0)
            if outside:
                clear = clear & self._clear(key, parts, self._full_at(site, True), 0)
            self._rooms[key, site, outside] = clear
        return self._rooms[key, site, outside]

    def gate(self, key: Hashable, variants: Sequence[Parts], site: int) -> Bools:
        """Which variants a gate lets in and out."""
        if (key, site) not in self._gates:
            limit = self.standing.case.parking.sites[site].gate_limit
            self._gates[key, site] = np.array(
                [limit is None or self._passes(parts, site, limit) for parts in variants], dtype=np.bool_
            )
        return self._gates[key, site]

    def people(self, request: int, site: int, wholes: Sequence[Timetable]) -> Bools:
        """Which variants the household, the partner sites and the vehicle's other rights allow a request."""
        broken = self._limits.broken(request, site, NOBODY)
        if not broken.keys().isdisjoint(("household_cap", "reciprocity")):
            return np.zeros(len(wholes), dtype=np.bool_)
        case = self.standing.case
        others = [
            merged(span for part in case.problem.requests[at].parts for span in part)
            for at in self._limits.vehicle_of(request)
            if at != request and at in self.standing.held
        ]
        return np.array([not any(overlaps(whole, other) for other in others) for whole in wholes], dtype=np.bool_)

    def _clear(self, key: Hashable, parts: Parts, taken: Ints, guard: int) -> Bools:
        """Which timetables keep `guard` minutes from spans that do not overlap and stand in order."""
        if not len(taken):
            return np.ones(len(parts), dtype=np.bool_)
        if key not in self._spans:
            self._spans[key] = spans_of(parts, list(range(len(parts))))
        starts, ends, owner = self._spans[key]
        at = np.searchsorted(taken[:, 0], ends + guard, side="left") - 1
        wrong = (at >= 0) & (taken[np.maximum(at, 0), 1] + guard > starts)
        clear: Bools = np.bincount(owner[wrong], minlength=len(parts)) == 0
        return clear

    def _passes(self, parts: Parts, site: int, limit: int) -> bool:
        moments = np.asarray([moment for part in parts for span in part for moment in span], dtype=np.int64)
        quarters, counts = np.unique(moments // QUARTER, return_counts=True)
        passing = self._limits.gate(site)
        return all(passing[int(q)] + int(count) <= limit for q, count in zip(quarters, counts, strict=True))

    def _held(self, unit: int) -> Ints:
        """Spans in which a space is held, in order."""
        return self._on.get(unit, np.zeros((0, 2), dtype=np.int64))

    def _full_at(self, site: int, outside: bool) -> Ints:
        """Spans in which a site takes no more rights, or no more outside vehicles."""
        if (site, outside) not in self._full:
            moments = self.standing.case.segments.moments
            rule = next(
                rule
                for rule in self.standing.recipe.formulation.constraints
                if isinstance(rule, MomentCap) and (rule.members is not None) == outside
            )
            full = self._limits.load(rule, site) >= self._limits.limit(rule, site)
            ends = np.append(moments[1:], np.iinfo(np.int32).max)
            # Before the first moment nobody stands and nothing is open.
            self._full[site, outside] = np.stack([moments[full], ends[full]], axis=1)
        return self._full[site, outside]

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.standing)

    @cached_property
    def _on(self) -> dict[int, Ints]:
        problem = self.standing.case.problem
        spans: dict[int, list[tuple[int, int]]] = {}
        for right in self.standing.plan:
            for part, unit in zip(problem.requests[right.request].parts, right.assets, strict=True):
                spans.setdefault(unit, []).extend(part)
        return {unit: np.asarray(sorted(found), dtype=np.int64).reshape(-1, 2) for unit, found in spans.items()}
