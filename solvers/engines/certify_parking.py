"""Multipliers by which anybody can check the bound on the points of a parking round (`solvers.audit.parking.bound`).

They are the duals of the time-cell relaxation of the whole round, each at a minute that stands for its row, rounded to
whole numbers over `DENOMINATOR`. Pins are left out, as the bound is to hold without them. How good the duals are
decides how close the bound is, never whether it is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from solvers.cells import Bools, Ints, activity, moments_of
from solvers.constraints.exclusive import whole
from solvers.constraints.flow_cap import QUARTER
from solvers.constraints.no_overlap import prolonged
from solvers.document import PlanDocument
from solvers.engines.limits import INFINITY
from solvers.engines.linear import PDLP_WORK, Floats, solve_large_lp, solve_lp
from solvers.engines.links import Links
from solvers.engines.relaxation import Relaxation, Scope
from solvers.parking.case import ParkingCase
from solvers.parking.problem import ParkingProblem
from solvers.parking.site_rows import Rows, SiteRows, members_of
from solvers.window import Timetable, first_overlap

DENOMINATOR = 10**6
SMALL = 60_000
"""Most non-zeros of a relaxation that is solved to the end."""
TOLERANCE = 1e-4
"""Of a larger one, relative."""
ITERATIONS = 40_000
MOST_WORK = 600.0
"""Work units that the relaxation of a district may cost; what is found until then proves a bound as well."""
Row = list[Any]


def multipliers(
    parking: ParkingProblem, document: PlanDocument, threads: int = 2, seconds: float = INFINITY
) -> dict[str, Any]:
    """Denominator and rows of a bound on the points of `parking`; no rows if the time does not suffice for any.

    Parameters
    ----------
    parking
        The round as it is published: rows name its vehicles, households, sites and spaces.
    document
        Its plan, in which every domain may find what it needs; here the multipliers are the same for all plans.
    threads, seconds
        How many threads may work how long on the relaxation.
    """
    case = ParkingCase(parking)
    links = Links(case)
    sites = [SiteRows(case, site, members) for site, members in enumerate(members_of(case))]
    points = [float(parking.points_of(request)) for request in parking.requests]
    worth = {(request, site): points[request] for request, found in enumerate(case.choices) for site in found}
    relaxation = Relaxation(case, Scope(sites, worth, (*links.households, *links.vehicles), links.balances))
    if len(relaxation.model.coefficient) <= SMALL:
        answer = solve_lp(relaxation.model, seconds)
    else:
        allowed = int(MOST_WORK / (PDLP_WORK * len(relaxation.model.coefficient)))
        answer = solve_large_lp(relaxation.model, threads, TOLERANCE, min(ITERATIONS, allowed), seconds)
    rows = [] if answer.duals is None else list(_Named(relaxation, links).rows(answer.duals))
    return {"denominator": DENOMINATOR, "rows": rows}


class _Named:
    """Rows of a relaxation by the names under which the auditor finds them again."""

    def __init__(self, relaxation: Relaxation, links: Links) -> None:
        self.relaxation, self.links = relaxation, links
        self.case, self.parking = relaxation.case, relaxation.case.parking
        self._known: dict[int, tuple[Ints, Bools, Mapping[int, int]]] = {}

    def rows(self, duals: Floats) -> Iterator[Row]:
        """Every row whose multiplier does not round to 0."""
        for site, kind, rows, positions in self.relaxation.capacity:
            prices = np.rint(duals[positions] * DENOMINATOR).astype(np.int64) if positions else np.zeros(0, np.int64)
            used = np.flatnonzero(prices > 0)
            if len(used):
                keys = self._of_kind(site, kind, rows, used) if kind is not None else self._of_site(site, rows, used)
                yield from ([*key, int(price)] for key, price in zip(keys, prices[used], strict=True))
        yield from ([*key, price] for key, price in self._linking(duals) if price)

    def _of_kind(self, site: SiteRows, kind: int, rows: Rows, used: Ints) -> Iterator[Row]:
        moments, active, at = self._kept(site)
        minutes = _first(active[[at[part] for part in rows.columns]], moments)
        names = self._names(kind)
        for row in used:
            yield ["spaces", minutes[_key(rows.coefficients[row] > 0)], names]

    def _names(self, kind: int) -> list[str]:
        """One space for each set of spaces of a kind that the file describes alike."""
        named = {lock.space for lock in self.parking.locks}
        alike: dict[object, str] = {}
        for unit in self.case.kinds[kind].units:
            name, at = self.parking.units[unit]
            space = replace(self.parking.spaces[at], id="-", count=1)
            alike.setdefault((space, name if name in named else None), name)
        return list(alike.values())

    def _of_site(self, site: SiteRows, rows: Rows, used: Ints) -> Iterator[Row]:
        name = self.parking.sites[site.site].id
        if rows is site.gate_rows:
            quarters = self._quarters(site)
            for row in used:
                yield ["gate_throughput", name, quarters[rows.coefficients[row].tobytes()] * QUARTER]
            return
        limits = self.case.reserve_limits[site.site] if rows is site.reserve_rows else None
        moments, active = self._standing(site, rows.columns, limits.minutes if limits is not None else None)
        allowed = limits.at(moments) if limits is not None else np.zeros(len(moments), dtype=np.int64)
        for row in used:
            wanted = allowed == rows.limits[row] if limits is not None else np.ones(len(moments), dtype=np.bool_)
            same = (active == (rows.coefficients[row] > 0)[:, None]).all(axis=0)
            rule = "owner_reserve" if limits is not None else "outside_cap"
            yield [rule, name, int(moments[np.flatnonzero(same & wanted)[0]])]

    def _kept(self, site: SiteRows) -> tuple[Ints, Bools, Mapping[int, int]]:
        """Moments of a site, which of its timetables stand then with their guard, and the position of each of them."""
        if site.site not in self._known:
            guard = self.parking.policy.guard_minutes
            kept = [prolonged(self.case.parts[part], guard) for part in site.parts]
            moments = moments_of(kept)
            positions = {part: position for position, part in enumerate(site.parts)}
            self._known[site.site] = (moments, activity(kept, moments), positions)
        return self._known[site.site]

    def _standing(self, site: SiteRows, types: Sequence[int], more: Ints | None) -> tuple[Ints, Bools]:
        """Moments of a site and which of the types (by position) stand then."""
        uses = [self._use(site, at) for at in types]
        moments = moments_of(uses) if more is None else np.unique(np.concatenate([moments_of(uses), more]))
        return moments, activity(uses, moments)

    def _use(self, site: SiteRows, at: int) -> Timetable:
        return whole(self.case.problem, site.types[at].requests[0])

    def _quarters(self, site: SiteRows) -> Mapping[bytes, int]:
        """A quarter of an hour for each set of passings of the types of a site."""
        events: dict[int, dict[int, int]] = {}
        for at in range(len(site.types)):
            for part in site.types[at].parts:
                for minute in (minute for span in self.case.parts[part] for minute in span):
                    counts = events.setdefault(minute // QUARTER, {})
                    counts[at] = counts.get(at, 0) + 1
        found: dict[bytes, int] = {}
        for quarter, counts in events.items():
            row = np.zeros(len(site.types), dtype=np.int64)
            row[list(counts)] = list(counts.values())
            found.setdefault(row.tobytes(), quarter)
        return found

    def _linking(self, duals: Floats) -> Iterator[tuple[Row, int]]:
        """Households, vehicles (two rights that meet, at the first minute in which they do) and partner sites."""
        links, relaxation = self.links, self.relaxation
        prices = [round(float(duals[row]) * DENOMINATOR) for row in relaxation.family_rows]
        names = [name for name, _ in self.case.households]
        for name, price in zip(names, prices, strict=False):
            yield ["household_cap", name], max(0, price)
        for family, price in zip(links.vehicles, prices[len(names) :], strict=True):
            a, b = (whole(self.case.problem, request) for request in family.requests)
            met = first_overlap(a, b)
            if met is not None:
                vehicle = self.parking.requests[family.requests[0]].vehicle
                yield ["one_right_per_vehicle", vehicle, max(met[0][0], met[1][0])], max(0, price)
        for pair, row in zip(self.parking.partners, relaxation.balance_rows, strict=True):
            yield ["reciprocity", pair.a, pair.b], round(float(duals[row]) * DENOMINATOR)


def _first(active: Bools, moments: Ints) -> Mapping[bytes, int]:
    """The first moment of each set of active timetables."""
    found: dict[bytes, int] = {}
    for moment, column in zip(moments, np.packbits(active, axis=0).T, strict=True):
        found.setdefault(column.tobytes(), int(moment))
    return found


def _key(row: Bools) -> bytes:
    return np.packbits(row).tobytes()
