"""A parking round and its plan as anybody may see them: what a rule or goal needs, and nothing about a person.

Requests keep their receipts, sites and spaces their codes. Vehicles and households become numbers, points one sum,
walks whole hundreds of metres. Rules and goals have the same values as in the full round, plan by plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.files import plan_digest
from solvers.document import PlanDocument
from solvers.parking.problem import Closure, ParkingProblem, Party, Policy, Registration, Site, Space

STEP = 100
"""Metres to which walks are rounded up, as the goal of walking rounds them."""
FARTHEST = 50_000
"""Walks that a registration does not accept are left out, so that all that are left may be used."""
PARTIES: tuple[Party, ...] = ("tenant", "owner", "partner")
POINTS, THOUSANDS = "points", "thousands"
MOST = 10_000
"""Most points of one criterion; sums beyond are told as thousands and a rest."""


def public_problem(problem: ParkingProblem) -> ParkingProblem:
    """The round without personal data, whose plans have the same violations and values."""
    return _Public(problem).problem()


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

    def __init__(self, full: ParkingProblem) -> None:
        self.full = full
        self.patterns = {pattern.id: f"t{at}" for at, pattern in enumerate(full.patterns, start=1)}
        self.vehicles = _numbered("v", (request.vehicle for request in full.requests))
        self.households = _numbered("h", _bound_households(full))
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
        walk = {
            site: -(-metres // STEP) * STEP for site, metres in request.walk.items() if metres <= request.longest_walk
        }
        before = request.previous_space
        return replace(
            request,
            vehicle=self.vehicles[request.vehicle],
            household=self.households.get(request.household or ""),
            pattern=self.patterns[request.pattern],
            points=self._points(self.full.points_of(request)),
            walk=walk,
            longest_walk=FARTHEST,
            party=self._party(request.party),
            home_site=request.home_site if self._crosses(request.home_site, walk) else None,
            previous_space=before if before is not None and self.site_of[before] in walk else None,
        )

    def _points(self, points: int) -> Mapping[str, int]:
        return {POINTS: points % 1000, THOUSANDS: points // 1000} if self.large else {POINTS: points}

    def _party(self, party: Party) -> Party:
        """The class of a party only where a rule asks for it: a cap on outside vehicles or a reserved space."""
        return party if party == "outside" or party in self.reserved else self.unreserved or party

    def _crosses(self, home: str | None, walk: Iterable[str]) -> bool:
        return home is not None and any((home, site) in self.crossings for site in walk)


def _bound_households(full: ParkingProblem) -> list[str]:
    """Households with more requests than they may hold rights: of all others the cap says nothing."""
    cap = full.policy.household_cap
    asked = Counter(request.household for request in full.requests if request.household is not None)
    return [] if cap is None else [name for name, count in asked.items() if count > cap]


def _numbered(letter: str, names: Iterable[str]) -> dict[str, str]:
    """A number for each name, in the order in which they first come."""
    return {name: f"{letter}{at}" for at, name in enumerate(dict.fromkeys(names), start=1)}


def _site(site: Site) -> Site:
    return replace(site, location=None, closures=_closures(site.closures))


def _space(space: Space) -> Space:
    return replace(space, closures=_closures(space.closures))


def _closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    return tuple(replace(closure, reason="") for closure in closures)
