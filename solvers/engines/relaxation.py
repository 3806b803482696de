"""The time-cell relaxation of some sites of a parking round, as an LP for prices and bounds, as a MIP for plans.

Columns: ``x[request, site]`` and, for each type of registration, ``z[type, part, kind]``, how many of the type's rights
stand on a kind of space. Rows: each request once; a type's rights are spread over its kinds; the cells of each kind;
reserve, outside vehicles and gate of the site; families (household, vehicle); partner sites. Timetables that no cell of
a row set tells apart share an auxiliary column, which makes the rows a fifth as long.

The relaxation is exact where every kind is one space; for several equal spaces its cells may pack more than the spaces
can carry (recurring timetables are no intervals), so plans are decoded space by space (`solvers.parking.packing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from solvers.engines.linear import INFINITY, Floats, LinearModel
from solvers.parking.case import ParkingCase
from solvers.parking.packing import twins
from solvers.parking.site_rows import Rows, SiteRows

Worth = Mapping[tuple[int, int], float]
"""What serving a request at a site is worth."""


@dataclass(frozen=True, slots=True)
class Family:
    """Requests of which at most `cap` are served."""

    requests: tuple[int, ...]
    cap: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Signed choices (request, site, sign) whose sum stays between two limits."""

    choices: tuple[tuple[int, int, int], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What a model speaks of: sites with their rows, what their requests are worth, and what binds them beyond.

    `must` are the requests that have to be served; `at_least` are
    goals that may not fall: (worth, least value). `packed` lists configurations (sets of twin classes of timetables) of
    kinds whose cells are not exact enough.
    """

    sites: Sequence[SiteRows]
    worth: Worth
    families: Sequence[Family] = ()
    balances: Sequence[Balance] = ()
    must: frozenset[int] = frozenset()
    at_least: Sequence[tuple[Worth, float]] = ()
    packed: Mapping[int, Sequence[tuple[int, ...]]] = field(default_factory=dict)


class Relaxation:
    """The model of a scope."""

    def __init__(self, case: ParkingCase, scope: Scope) -> None:
        self.case, self.scope = case, scope
        self.model = LinearModel()
        self.x: dict[tuple[int, int], int] = {}
        self.z: dict[tuple[int, int, int, int], int] = {}
        self.y: dict[int, list[int]] = {}
        """Counts of the configurations of a packed kind, in the order of the scope's list."""
        self.capacity: list[tuple[SiteRows, int | None, Rows, list[int]]] = []
        """Site, kind (None for rows over types), rows and their positions in the model."""
        for site in scope.sites:
            for found in site.types:
                for request in found.requests:
                    self.x[request, site.site] = self.model.column(scope.worth[request, site.site])
        self.once = self._once()
        for site in scope.sites:
            self._site(site)
        self._families()
        self._balances()
        self.floors = [self._floor(worth, least) for worth, least in scope.at_least]

    def _once(self) -> dict[int, int]:
        columns: dict[int, list[int]] = {}
        for (request, _), column in self.x.items():
            columns.setdefault(request, []).append(column)
        rows = {}
        for request, own in columns.items():
            low = 1.0 if request in self.scope.must else -INFINITY
            rows[request] = self.model.row(own, [1.0] * len(own), low, 1.0)
        return rows

    def _site(self, site: SiteRows) -> None:
        of_kind: dict[int, dict[int, list[int]]] = {}
        for at, found in enumerate(site.types):
            served = [self.x[request, site.site] for request in found.requests]
            for position, (part, kinds) in enumerate(zip(found.parts, found.kinds, strict=True)):
                spread = [self.model.column(0.0) for _ in kinds]
                for kind, column in zip(kinds, spread, strict=True):
                    self.z[site.site, at, position, kind] = column
                    of_kind.setdefault(kind, {}).setdefault(part, []).append(column)
                ones = [1.0] * len(served) + [-1.0] * len(spread)
                self.model.row(served + spread, ones, 0.0, 0.0)
        for kind, rows in site.kind_rows.items():
            self._rows(site, kind, rows, [of_kind[kind][part] for part in rows.columns])
            if kind in self.scope.packed:
                self._configurations(kind, of_kind[kind])
        for rows in site.rows_of_type:
            members = [[self.x[request, site.site] for request in site.types[at].requests] for at in rows.columns]
            self._rows(site, None, rows, members)

    def _rows(self, site: SiteRows, kind: int | None, rows: Rows, members: Sequence[list[int]]) -> None:
        twins: dict[bytes, list[int]] = {}
        for at in range(len(members)):
            if rows.coefficients[:, at].any():
                twins.setdefault(rows.coefficients[:, at].tobytes(), []).append(at)
        together = np.array(
            [self._sum([c for at in alike for c in members[at]]) for alike in twins.values()], dtype=np.int64
        )
        reduced = rows.coefficients[:, [alike[0] for alike in twins.values()]]
        positions = []
        for row, limit in zip(reduced, rows.limits, strict=True):
            used = row.nonzero()[0]
            positions.append(
                self.model.row(together[used].tolist(), row[used].astype(float).tolist(), -INFINITY, float(limit))
            )
        self.capacity.append((site, kind, rows, positions))

    def _configurations(self, kind: int, columns: Mapping[int, list[int]]) -> None:
        """Counts of configurations: together no more than the spaces, each carrying its classes once."""
        found = self.scope.packed[kind]
        counts = [self.model.column(0.0) for _ in found]
        self.y[kind] = counts
        self.model.row(counts, [1.0] * len(counts), -INFINITY, float(len(self.case.kinds[kind].units)))
        classes = twins(self.case, list(columns))
        for name in dict.fromkeys(classes.values()):
            carried = [column for part, alike in classes.items() if alike == name for column in columns[part]]
            carrying = [count for count, chosen in zip(counts, found, strict=True) if name in chosen]
            ones = [1.0] * len(carried) + [-1.0] * len(carrying)
            self.model.row(carried + carrying, ones, -INFINITY, 0.0)

    def columns_of(self, kind: int) -> tuple[int, ...]:
        """Timetables (positions of parts) that may stand on a kind."""
        return next(rows.columns for _, at, rows, _ in self.capacity if at == kind)

    def _sum(self, columns: list[int]) -> int:
        """The only column, or one that equals the sum of several."""
        if len(columns) == 1:
            return columns[0]
        total = self.model.column(0.0, integer=False)
        self.model.row([*columns, total], [1.0] * len(columns) + [-1.0], 0.0, 0.0)
        return total

    def _served(self, request: int) -> list[int]:
        return [self.x[request, site] for site in self.case.choices[request] if (request, site) in self.x]

    def _families(self) -> None:
        self.family_rows: list[int] = []
        for family in self.scope.families:
            columns = [column for request in family.requests for column in self._served(request)]
            self.family_rows.append(self.model.row(columns, [1.0] * len(columns), -INFINITY, float(family.cap)))

    def _balances(self) -> None:
        self.balance_rows: list[int] = []
        for balance in self.scope.balances:
            terms = [(self.x[r, s], float(sign)) for r, s, sign in balance.choices if (r, s) in self.x]
            columns, signs = [column for column, _ in terms], [sign for _, sign in terms]
            self.balance_rows.append(self.model.row(columns, signs, float(balance.low), float(balance.high)))

    def _floor(self, worth: Worth, least: float) -> int:
        terms = [(column, worth[key]) for key, column in self.x.items() if worth[key]]
        return self.model.row([c for c, _ in terms], [w for _, w in terms], least, INFINITY)


@dataclass(frozen=True)
class Prices:
    """Multipliers of the linking rows, and the bound that follows from them, whatever they are.

    `cost[request, site]` is what a right takes away from others there; `capacity` the worth of all limits at the
    multipliers. For any multipliers of the right signs (Geoffrion 1974)::

        value of any plan <= capacity + sum over requests of max(0, max over sites (worth - cost))

    where a request that must be served has no zero.
    """

    cost: Mapping[tuple[int, int], float]
    capacity: float
    must: frozenset[int] = frozenset()

    def margins(self, worth: Worth) -> dict[int, float]:
        """For each request what its best site gains above its cost, at least 0 unless it must be served."""
        best: dict[int, float] = {}
        for (request, site), cost in self.cost.items():
            gain = worth[request, site] - cost
            if gain > best.get(request, -INFINITY if request in self.must else 0.0):
                best[request] = gain
        return best

    def bound(self, worth: Worth) -> float:
        """Upper bound on the worth of any plan."""
        return self.capacity + sum(self.margins(worth).values())


def prices_of(relaxation: Relaxation, duals: Floats) -> Prices:
    """Prices from the duals of an LP: wrong signs are clipped, everything else is recomputed from the rows."""
    scope = relaxation.scope
    capacity = 0.0
    of_type: dict[tuple[int, int], float] = {}
    of_kind: dict[tuple[int, int], float] = {}
    for site, kind, rows, positions in relaxation.capacity:
        price = np.maximum(duals[positions], 0.0) if positions else np.zeros(0)
        capacity += float(price @ rows.limits) if positions else 0.0
        costs = price @ rows.coefficients if positions else np.zeros(len(rows.columns))
        for column, cost in zip(rows.columns, costs.tolist(), strict=True):
            key = (site.site, column) if kind is None else (kind, column)
            table = of_type if kind is None else of_kind
            table[key] = table.get(key, 0.0) + cost
    extra, more = _linking_costs(relaxation, duals)
    cost = {}
    for site in scope.sites:
        for at, found in enumerate(site.types):
            base = of_type.get((site.site, at), 0.0)
            for part, kinds in zip(found.parts, found.kinds, strict=True):
                base += min(of_kind[kind, part] for kind in kinds)
            for request in found.requests:
                cost[request, site.site] = base + extra.get((request, site.site), 0.0)
    return Prices(cost, capacity + more, scope.must)


def _linking_costs(relaxation: Relaxation, duals: Floats) -> tuple[dict[tuple[int, int], float], float]:
    """Costs by families, balances and floors, and the worth of their limits."""
    case, scope = relaxation.case, relaxation.scope
    cost: dict[tuple[int, int], float] = {}
    worth = 0.0
    for family, row in zip(scope.families, relaxation.family_rows, strict=True):
        price = max(float(duals[row]), 0.0)
        worth += price * family.cap
        for request in family.requests if price else ():
            for site in case.choices[request]:
                cost[request, site] = cost.get((request, site), 0.0) + price
    for balance, row in zip(scope.balances, relaxation.balance_rows, strict=True):
        price = float(duals[row])
        worth += price * (balance.high if price > 0 else balance.low)
        for request, site, sign in balance.choices:
            cost[request, site] = cost.get((request, site), 0.0) + price * sign
    for (goal, least), row in zip(scope.at_least, relaxation.floors, strict=True):
        price = max(-float(duals[row]), 0.0)
        worth -= price * least
        for key in relaxation.x:
            cost[key] = cost.get(key, 0.0) - price * goal[key]
    return cost, worth
