"""A parking round and its plan as anybody may see them: what a rule or goal needs, and nothing about a person.

Requests keep their receipts, sites and spaces their codes. Vehicles and households become numbers, points one sum. A
walk is told only to the site that the plan gives, in whole hundreds of metres: walks to several known sites would tell
where a home is. The other sites that could serve the request stand with 0 metres, and all that could not are left out.
Of a request that no site can serve no trait is left. A plan is valid in both rounds or in neither, and the published
one has the same values; of other plans only the goal of walking has another value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from scheduler.files import plan_digest
from solvers.document import Placement, PlanDocument
from solvers.parking.case import ParkingCase
from solvers.parking.problem import Closure, ParkingProblem, Party, Policy, Registration, Site, Space

STEP = 100
"""Metres to which walks are rounded up, as the goal of walking rounds them."""
FARTHEST = 50_000
"""Sites beyond a registration's longest walk are left out, so that all that are left may be used."""
PARTIES: tuple[Party, ...] = ("tenant", "owner", "partner")
POINTS, THOUSANDS = "points", "thousands"
MOST = 10_000
"""Most points of one criterion; sums beyond are told as thousands and a rest."""


def public_problem(problem: ParkingProblem, given: Iterable[Placement] = ()) -> ParkingProblem:
    """The round without personal data; only the walks of rights that are `given` are told."""
    return _Public(problem, given).problem()


def public_plan(document: PlanDocument, public_digest: str) -> PlanDocument:
    """The plan for the public round with this digest."""
    return replace(
        document,
        problem_digest=public_digest,
        plan_digest=plan_digest(public_digest, document.assignments),
        assignments=tuple(sorted(document.assignments, key=lambda placement: placement.request)),
    )


class _Public:
    """One translation."""

    def __init__(self, full: ParkingProblem, given: Iterable[Placement]) -> None:
        self.full = full
        self.given = {(placement.request, placement.site) for placement in given}
        names = [site.id for site in full.sites]
        self.sites = {
            request.id: frozenset(names[site] for site in sites)
            for request, sites in zip(full.requests, ParkingCase(full).choices, strict=True)
        }
        """Sites that could serve each request, as far as the request itself is asked."""
        self.patterns = {pattern.id: f"t{at}" for at, pattern in enumerate(full.patterns, start=1)}
        self.vehicles = _numbered("v", map(self._vehicle, full.requests))
        self.households = _numbered("h", self._bound_households())
        self.reserved = {party for space in full.spaces for party in space.reserved_for}
        self.unreserved = next((party for party in PARTIES if party not in self.reserved), None)
        self.site_of = {unit: full.spaces[at].site for unit, at in full.units}
        self.crossings = {(pair.a, pair.b) for pair in full.partners} | {(pair.b, pair.a) for pair in full.partners}
        self.large = any(full.points_of(request) > MOST for request in full.requests)

    def problem(self) -> ParkingProblem:
        full = self.full
        return replace(
            full,
            policy=self._policy(full.policy),
            sites=tuple(map(_site, full.sites)),
            spaces=tuple(map(_space, full.spaces)),
            patterns=tuple(replace(pattern, id=self.patterns[pattern.id]) for pattern in full.patterns),
            requests=tuple(map(self._request, full.requests)),
        )

    def _policy(self, policy: Policy) -> Policy:
        return replace(policy, criteria={POINTS: 1, THOUSANDS: 1000} if self.large else {POINTS: 1})

    def _request(self, request: Registration) -> Registration:
        if not self.sites[request.id]:
            request = _without_traits(request)
        walk = {site: self._steps(request, site) for site in request.walk if site in self.sites[request.id]}
        before = request.previous_space
        return replace(
            request,
            vehicle=self.vehicles[self._vehicle(request)],
            household=self.households.get(request.household or ""),
            pattern=self.patterns[request.pattern],
            points=self._points(self.full.points_of(request)),
            walk=walk,
            longest_walk=FARTHEST,
            party=self._party(request.party),
            home_site=request.home_site if self._crosses(request.home_site, walk) else None,
            previous_space=before if before is not None and self.site_of[before] in walk else None,
        )

    def _steps(self, request: Registration, site: str) -> int:
        return -(-request.walk[site] // STEP) * STEP if (request.id, site) in self.given else 0

    def _vehicle(self, request: Registration) -> Hashable:
        """What is one vehicle for the rules: none is shared with a request that no site can serve."""
        return request.vehicle if self.sites[request.id] else (request.id,)

    def _bound_households(self) -> list[str]:
        """Households with more servable requests than they may hold rights: of all others the cap says nothing."""
        cap = self.full.policy.household_cap
        asked = Counter(one.household for one in self.full.requests if one.household is not None and self.sites[one.id])
        return [] if cap is None else [name for name, count in asked.items() if count > cap]

    def _points(self, points: int) -> Mapping[str, int]:
        return {POINTS: points % 1000, THOUSANDS: points // 1000} if self.large else {POINTS: points}

    def _party(self, party: Party) -> Party:
        """The class of a party only where a rule asks for it: a cap on outside vehicles or a reserved space."""
        return party if party == "outside" or party in self.reserved else self.unreserved or party

    def _crosses(self, home: str | None, walk: Iterable[str]) -> bool:
        return home is not None and any((home, site) in self.crossings for site in walk)


def _without_traits(request: Registration) -> Registration:
    """A request that no site can serve: no rule asks about its car, its needs or its people."""
    return replace(request, size="standard", needs_ev=False, needs_accessible=False, party="tenant", household=None)


def _numbered(letter: str, names: Iterable[Hashable]) -> dict[Hashable, str]:
    """A number for each name, in the order in which they first come."""
    return {name: f"{letter}{at}" for at, name in enumerate(dict.fromkeys(names), start=1)}


def _site(site: Site) -> Site:
    return replace(site, location=None, closures=_closures(site.closures))


def _space(space: Space) -> Space:
    return replace(space, closures=_closures(space.closures))


def _closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    return tuple(replace(closure, reason="") for closure in closures)
