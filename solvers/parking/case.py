"""A parking round made ready for solving: distinct timetables, kinds of equal spaces, and who may use which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from solvers.cells import Steps, steps_of
from solvers.constraints.pins import Pin
from solvers.guarantee import guaranteed_of
from solvers.lots import lot_worths
from solvers.parking.eligibility import FitTable, closed_minutes, parts_of, suits
from solvers.parking.problem import ParkingProblem, Registration, Space
from solvers.parking.segments import Segments
from solvers.problem import Asset, Problem, Request
from solvers.window import Timetable, merged

Ban = tuple[int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """Spaces of one site that no registration can tell apart; `units` are positions of single spaces."""

    site: int
    sample: Space
    units: tuple[int, ...]
    fits: bytes
    """One byte for each distinct timetable: whether it can stand here."""


@dataclass
class ParkingCase:
    """Derived once from a problem; positions throughout.

    `pins` are the staff's pins that can hold (`solvers.parking.recipe` tells which).
    """

    parking: ParkingProblem
    pins: tuple[Pin, ...] = ()
    _choices: dict[tuple[int, object], tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def problem(self) -> Problem:
        """The core's view: requests, single spaces, sites."""
        parts: dict[tuple[str, bool], tuple[Timetable, ...]] = {}
        requests = []
        for request in self.parking.requests:
            key = (request.pattern, request.split_at_season)
            if key not in parts:
                parts[key] = parts_of(self.parking, request)
            requests.append(Request(request.id, parts[key]))
        site_of = [self.parking.site_index[space.site] for space in self.parking.spaces]
        assets = [Asset(unit, site_of[space]) for unit, space in self.parking.units]
        return Problem(requests, assets, [site.id for site in self.parking.sites])

    @cached_property
    def parts(self) -> tuple[Timetable, ...]:
        """Distinct timetables of all requests."""
        seen = {id(part): part for request in self.problem.requests for part in request.parts}
        return tuple(dict.fromkeys(seen.values()))

    @cached_property
    def part_index(self) -> Mapping[int, int]:
        """Position of each timetable in `parts`, by identity of the (shared) tuple."""
        at = {part: position for position, part in enumerate(self.parts)}
        return {id(part): at[part] for request in self.problem.requests for part in request.parts}

    @cached_property
    def parts_at(self) -> Sequence[tuple[int, ...]]:
        """Positions in `parts` of each request's parts."""
        return [tuple(self.part_index[id(part)] for part in request.parts) for request in self.problem.requests]

    @cached_property
    def bans(self) -> frozenset[Ban]:
        """Bans as (request, site or None, unit or None)."""
        index = self.parking
        return frozenset(
            (
                index.request_index[lock.request],
                index.site_index[lock.site] if lock.site is not None and lock.space is None else None,
                index.unit_index[lock.space] if lock.space is not None else None,
            )
            for lock in index.locks
            if lock.kind == "ban"
        )

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Spaces grouped by what can stand on them; a space that a lock names stands alone."""
        named = {unit for _, _, unit in self.bans} | {pin.asset for pin in self.pins}
        table = FitTable(self.parking, self.parts)
        sites = [self.parking.site_index[space.site] for space in self.parking.spaces]
        fits = [
            table.fits(self.parking.sites[site], space) for site, space in zip(sites, self.parking.spaces, strict=True)
        ]
        groups: dict[tuple[int, bytes, object], list[int]] = {}
        for unit, (_, at) in enumerate(self.parking.units):
            space = self.parking.spaces[at]
            traits = (space.size, space.ev, space.accessible, space.reserved_for, unit if unit in named else None)
            groups.setdefault((sites[at], fits[at].tobytes(), traits), []).append(unit)
        sample = [self.parking.spaces[at] for _, at in self.parking.units]
        return tuple(Kind(site, sample[units[0]], tuple(units), row) for (site, row, _), units in groups.items())

    @cached_property
    def kinds_at(self) -> Sequence[tuple[int, ...]]:
        """Positions of the kinds of each site."""
        at: list[list[int]] = [[] for _ in self.parking.sites]
        for position, kind in enumerate(self.kinds):
            at[kind.site].append(position)
        return [tuple(found) for found in at]

    @cached_property
    def pinned(self) -> Mapping[int, Pin]:
        """Pins by request."""
        return {pin.request: pin for pin in self.pins}

    @cached_property
    def _banned(self) -> Mapping[int, frozenset[Ban]]:
        by_request: dict[int, set[Ban]] = {}
        for ban in self.bans:
            by_request.setdefault(ban[0], set()).add(ban)
        return {request: frozenset(bans) for request, bans in by_request.items()}

    def sites_of(self, request: int) -> Mapping[int, tuple[tuple[int, ...], ...]]:
        """Sites that may serve a request, nearest first, each with the usable kinds for every part."""
        registration = self.parking.requests[request]
        found = {}
        for name, metres in sorted(registration.walk.items(), key=lambda item: (item[1], item[0])):
            if metres <= registration.longest_walk:
                site = self.parking.site_index[name]
                kinds = self.kinds_for(request, site)
                if kinds:
                    found[site] = kinds
        return found

    @cached_property
    def choices(self) -> Sequence[Mapping[int, tuple[tuple[int, ...], ...]]]:
        """`sites_of` for every request."""
        return [self.sites_of(request) for request in range(len(self.parking.requests))]

    def kinds_for(self, request: int, site: int) -> tuple[tuple[int, ...], ...]:
        """For each part the kinds of a site that may hold it; empty if one part has none or the site is out."""
        if not any(self.problem.requests[request].parts):
            return ()
        pin, bans = self.pinned.get(request), self._banned.get(request, frozenset())
        if (pin and pin.group != site) or (request, None, None) in bans or (request, site, None) in bans:
            return ()
        out = []
        for part in self.parts_at[request]:
            kinds = self._kinds_for_part(self.parking.requests[request], part, site)
            if pin and pin.asset is not None:
                kinds = tuple(kind for kind in kinds if pin.asset in self.kinds[kind].units)
            elif self._held:
                bits = self.segments.kept_bits[part]
                kinds = tuple(kind for kind in kinds if not self._held.get(kind, 0) & bits)
            if bans:
                kinds = tuple(kind for kind in kinds if (request, None, self.kinds[kind].units[0]) not in bans)
            out.append(kinds)
        return tuple(out) if all(out) else ()

    def _kinds_for_part(self, request: Registration, part: int, site: int) -> tuple[int, ...]:
        key = (site, (part, request.size, request.needs_ev, request.needs_accessible, request.party))
        if key not in self._choices:
            self._choices[key] = tuple(
                at
                for at in self.kinds_at[site]
                if self.kinds[at].fits[part] and suits(self.parking, request, self.kinds[at].sample)
            )
        return self._choices[key]

    @cached_property
    def _held(self) -> Mapping[int, int]:
        """Segments that rights pinned to a space take from everybody else, by kind."""
        kind_of = {kind.units[0]: at for at, kind in enumerate(self.kinds) if len(kind.units) == 1}
        held: dict[int, int] = {}
        for pin in self.pins:
            if pin.asset is not None:
                for part in self.parts_at[pin.request] if len(self.parts_at[pin.request]) == 1 else ():
                    held[kind_of[pin.asset]] = held.get(kind_of[pin.asset], 0) | self.segments.kept_bits[part]
        return held

    @cached_property
    def segments(self) -> Segments:
        """The distinct timetables on elementary segments."""
        return Segments(self.parts, self.parking.policy.guard_minutes, self.reserve_limits.values())

    # ---- limits

    @cached_property
    def open_spaces(self) -> Mapping[int, Steps]:
        """Open spaces of each site at each moment, closures taken off."""
        of_site: list[dict[Timetable, int]] = [{} for _ in self.parking.sites]
        known: dict[tuple[object, ...], Timetable] = {}
        for space in self.parking.spaces:
            at = self.parking.site_index[space.site]
            site = self.parking.sites[at]
            windows = space.windows if space.windows is not None else site.windows
            key = (windows, site.closures, space.closures)
            if key not in known:
                closed = closed_minutes((*site.closures, *space.closures), self.parking)
                known[key] = without(self.parking.opening(windows), closed)
            of_site[at][known[key]] = of_site[at].get(known[key], 0) + space.count
        return {at: steps_of(list(openings.items())) for at, openings in enumerate(of_site)}

    @cached_property
    def reserve_limits(self) -> Mapping[int, Steps]:
        """Open spaces less the owner reserve, rounded up, of each site at each moment."""
        percent = self.parking.policy.reserve_percent
        return {
            site: Steps(steps.minutes, steps.values - -(-steps.values * percent // 100))
            for site, steps in self.open_spaces.items()
        }

    @cached_property
    def outside_limits(self) -> Mapping[int, int]:
        """Most outside vehicles of each site at one moment."""
        spaces = [0] * len(self.parking.sites)
        for space in self.parking.spaces:
            spaces[self.parking.site_index[space.site]] += space.count
        percent = self.parking.policy.outside_percent
        return {
            at: site.outside_cap if site.outside_cap is not None else spaces[at] * percent // 100
            for at, site in enumerate(self.parking.sites)
        }

    @cached_property
    def outside(self) -> frozenset[int]:
        """Requests of outside vehicles."""
        return frozenset(at for at, request in enumerate(self.parking.requests) if request.party == "outside")

    @cached_property
    def guaranteed(self) -> frozenset[int]:
        """Requests that come before all others."""
        return guaranteed_of(self.parking.requests)

    @cached_property
    def lots(self) -> Mapping[int, int]:
        """What the lot of each request that has one counts in the public draw."""
        return lot_worths(self.parking.requests)

    @cached_property
    def homes(self) -> Mapping[int, int]:
        """Home site of each request that states one."""
        index = self.parking.site_index
        return {at: index[r.home_site] for at, r in enumerate(self.parking.requests) if r.home_site is not None}

    @cached_property
    def vehicles(self) -> tuple[tuple[int, ...], ...]:
        """Requests of one vehicle, where there are several."""
        return tuple(found for found in self._by(lambda request: request.vehicle).values() if len(found) > 1)

    @cached_property
    def households(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Requests of one household, where there are more than its cap."""
        cap = self.parking.policy.household_cap
        grouped = self._by(lambda request: request.household)
        return () if cap is None else tuple((name, found) for name, found in grouped.items() if len(found) > cap)

    def _by(self, key: Callable[[Registration], str | None]) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for at, request in enumerate(self.parking.requests):
            name = key(request)
            if name is not None:
                found.setdefault(name, []).append(at)
        return {name: tuple(requests) for name, requests in found.items()}


def without(opening: Timetable, closed: Timetable) -> Timetable:
    """Minutes of `opening` that are not in `closed`."""
    out: list[tuple[int, int]] = []
    for start, end in opening:
        at = start
        for first, last in closed:
            if first < end and at < last:
                if at < first:
                    out.append((at, first))
                at = max(at, last)
        if at < end:
            out.append((at, end))
    return merged(out)
