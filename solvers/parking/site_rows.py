"""The capacity rows of one site: which sets of timetables may not exceed what, with equal moments folded together.

All rows speak of *types*: registrations of a site that share their timetables and the kinds of space they may use.
Rows of a kind carry spaces (time-cell relaxation: exact for a single space, tight for several); rows of the site carry
the owner reserve, the cap on outside vehicles and the gate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.cells import Bools, Ints, Steps, maximal_cells, maximal_rows
from solvers.constraints.flow_cap import distinct_quarters
from solvers.constraints.no_overlap import prolonged
from solvers.parking.case import ParkingCase
from solvers.window import Timetable

Kinds = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TypeOf:
    """Registrations of a site that only their worth and their walk tell apart; `outside` for outside vehicles."""

    parts: tuple[int, ...]
    kinds: Kinds
    outside: bool
    requests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """``coefficients @ counts <= limits`` with a column for each of `columns`."""

    columns: tuple[int, ...]
    coefficients: Ints
    limits: Ints


class SiteRows:
    """Types and rows of one site of a round."""

    def __init__(self, case: ParkingCase, site: int, members: Sequence[int]) -> None:
        self.case, self.site = case, site
        grouped: dict[tuple[tuple[int, ...], Kinds, bool], list[int]] = {}
        for request in members:
            key = (case.parts_at[request], case.choices[request][site], request in case.outside)
            grouped.setdefault(key, []).append(request)
        self.types = [
            TypeOf(parts, kinds, outside, tuple(requests)) for (parts, kinds, outside), requests in grouped.items()
        ]

    def prepare(self) -> None:
        """Work all rows out now."""
        self.rows_of_type, self.kind_rows  # noqa: B018

    def detached(self) -> SiteRows:
        """The same rows without the case, to be sent to another process."""
        copy = object.__new__(SiteRows)
        copy.__dict__ = {name: value for name, value in self.__dict__.items() if name != "case"}
        return copy

    def attached(self, case: ParkingCase) -> SiteRows:
        """The same rows with their case."""
        self.case = case
        return self

    @cached_property
    def rows_of_type(self) -> tuple[Rows, ...]:
        """All rows over the types."""
        return self.reserve_rows, self.outside_rows, self.gate_rows

    @cached_property
    def kind_rows(self) -> Mapping[int, Rows]:
        """For each kind of space its cells over the timetables (positions of parts) that may stand on it."""
        parts: dict[int, dict[int, None]] = {}
        for found in self.types:
            for part, kinds in zip(found.parts, found.kinds, strict=True):
                for kind in kinds:
                    parts.setdefault(kind, {})[part] = None
        at = {part: position for position, part in enumerate(self.parts)}
        out = {}
        for kind, columns in parts.items():
            cells = maximal_rows(self.cells[:, [at[part] for part in columns]])
            size = len(self.case.kinds[kind].units)
            out[kind] = Rows(tuple(columns), cells.astype(np.int64), np.full(len(cells), size, dtype=np.int64))
        return out

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """Distinct timetables of the site."""
        return tuple(dict.fromkeys(part for found in self.types for part in found.parts))

    @cached_property
    def cells(self) -> Bools:
        """Maximal cells of all timetables of the site, each with its guard; a kind's cells are parts of these."""
        guard = self.case.parking.policy.guard_minutes
        cells, _ = maximal_cells([prolonged(self.case.parts[part], guard) for part in self.parts])
        return cells

    @cached_property
    def reserve_rows(self) -> Rows:
        """Owner reserve over the types."""
        return self._moment_rows(range(len(self.types)), self.case.reserve_limits[self.site])

    @cached_property
    def outside_rows(self) -> Rows:
        """Cap on outside vehicles over the types of outside vehicles."""
        outside = [at for at, found in enumerate(self.types) if found.outside]
        cap = self.case.outside_limits[self.site]
        always = Steps(np.array([np.iinfo(np.int32).min]), np.array([cap], dtype=np.int64))
        return self._moment_rows(outside, always)

    @cached_property
    def gate_rows(self) -> Rows:
        """Entries and exits in a quarter of an hour over the types."""
        limit = self.case.parking.sites[self.site].gate_limit
        everybody = tuple(range(len(self.types)))
        if limit is None:
            return Rows(everybody, np.zeros((0, len(everybody)), dtype=np.int64), np.zeros(0, dtype=np.int64))
        parts = [tuple(self.case.parts[part] for part in found.parts) for found in self.types]
        quarters = distinct_quarters(parts)
        return self._binding(everybody, quarters, np.full(len(quarters), limit, dtype=np.int64))

    def _moment_rows(self, columns: Sequence[int], limit: Steps) -> Rows:
        """Cells over the union of each type's parts."""
        whole: dict[tuple[int, ...], list[int]] = {}
        for at in columns:
            whole.setdefault(self.types[at].parts, []).append(at)
        cells, limits = maximal_cells([self._whole(parts) for parts in whole], limit)
        spread = [position for position, members in enumerate(whole.values()) for _ in members]
        order = tuple(at for members in whole.values() for at in members)
        return self._binding(order, cells[:, spread].astype(np.int64), limits)

    def _whole(self, parts: tuple[int, ...]) -> Timetable:
        return tuple(sorted(span for part in parts for span in self.case.parts[part]))

    def _binding(self, columns: tuple[int, ...], rows: Ints, limits: Ints) -> Rows:
        """Leave out rows that all requests together cannot exceed."""
        counts = np.array([len(self.types[at].requests) for at in columns], dtype=np.int64)
        keep: Bools = rows @ counts > limits if len(columns) else np.zeros(len(rows), dtype=np.bool_)
        return Rows(columns, rows[keep], limits[keep])


def members_of(case: ParkingCase) -> Sequence[Sequence[int]]:
    """For each site the requests it may serve."""
    members: list[list[int]] = [[] for _ in case.parking.sites]
    for request, sites in enumerate(case.choices):
        for site in sites:
            members[site].append(request)
    return members
