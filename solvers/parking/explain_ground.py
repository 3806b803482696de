"""What stands in a part of a round, and where one more right would find a space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from solvers.cells import Bools
from solvers.parking.eligibility import FitTable, suits
from solvers.parking.explain_scope import Scope
from solvers.parking.occupancy import Occupancy
from solvers.parking.problem import Space

Units = tuple[int, ...]


@dataclass(frozen=True)
class Ground:
    """A part of a round, asked for its first `variants` requests, which differ in their hours only.

    Sites are named, requests and spaces given by position.
    """

    scope: Scope
    variants: int

    @cached_property
    def occupancy(self) -> Occupancy:
        """Everything that stands, for the rules that link rights."""
        occupancy = Occupancy(self.scope.case)
        for assignment in self.scope.plan:
            occupancy.add(assignment.request, assignment.assets)
        return occupancy

    def usable(self, request: int, site: str) -> tuple[Units, ...]:
        """For each part of a request the spaces of a site that pass every filter but the walk, held or not."""
        rows = [self._row_of[id(part)] for part in self.scope.case.problem.requests[request].parts]
        fits = self._suitable[site]
        return tuple(tuple(unit for unit, fit in fits if fit[row]) for row in rows)

    def free(self, request: int, site: str) -> Units | None:
        """One free space for each part of a request at a site that no linking rule closes; None if there is none."""
        chosen = []
        for part, units in enumerate(self.usable(request, site)):
            unit = next((unit for unit in units if not self.holders(request, part, unit)), None)
            if unit is None:
                return None
            chosen.append(unit)
        closed = self.occupancy.blocking_rule(request, self.scope.case.parking.site_index[site])
        return tuple(chosen) if closed is None else None

    def holders(self, request: int, part: int, unit: int) -> list[int]:
        """Requests that stand on a space too close to a part of a request."""
        kept, at = self.scope.case.segments.kept_bits, self.scope.case.parts_at
        own = kept[at[request][part]]
        return [other for other, theirs in self._standing.get(unit, ()) if kept[theirs] & own]

    def units_at(self, site: str) -> Iterator[tuple[int, Space]]:
        """All single spaces of a site."""
        parking = self.scope.case.parking
        for unit, (_, at) in enumerate(parking.units):
            if parking.spaces[at].site == site:
                yield unit, parking.spaces[at]

    @cached_property
    def _standing(self) -> Mapping[int, list[tuple[int, int]]]:
        """(request, timetable) of all that stand on each space."""
        standing: dict[int, list[tuple[int, int]]] = {}
        for assignment in self.scope.plan:
            for part, unit in zip(self.scope.case.parts_at[assignment.request], assignment.assets, strict=True):
                standing.setdefault(unit, []).append((assignment.request, part))
        return standing

    @cached_property
    def _table(self) -> FitTable:
        requests = self.scope.case.problem.requests[: self.variants]
        parts = {id(part): part for request in requests for part in request.parts}
        return FitTable(self.scope.case.parking, tuple(parts.values()))

    @cached_property
    def _row_of(self) -> Mapping[int, int]:
        """Position in the table of each timetable of the variants, by identity."""
        return {id(part): at for at, part in enumerate(self._table.parts)}

    @cached_property
    def _suitable(self) -> Mapping[str, list[tuple[int, Bools]]]:
        """Spaces of each site that suit the request, each with the timetables that fit it."""
        parking, bans = self.scope.case.parking, self.scope.case.bans
        found: dict[str, list[tuple[int, Bools]]] = {}
        for at, site in enumerate(parking.sites):
            found[site.id] = [
                (unit, self._table.fits(site, space))
                for unit, space in self.units_at(site.id)
                if not bans & {(0, None, None), (0, at, None), (0, None, unit)}
                and suits(parking, parking.requests[0], space)
            ]
        return found
