"""The part of a round that can speak about one request: a few sites with all that stands there, as a round of its own.

The rules are asked on this part instead of on the whole round. It holds every right and every space that can meet the
request in a rule: all of the named sites, of the site its people come from where that swaps spaces with one of them,
and of the sites at which its vehicle or household stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count

from solvers.constraints import RequestOnce
from solvers.errors import InvalidProblem
from solvers.parking.case import ParkingCase
from solvers.parking.explain_variants import Variant
from solvers.parking.problem import Lock, ParkingProblem, Pattern, Registration
from solvers.problem import Assignment


@dataclass(frozen=True)
class Scope:
    """A part of a round and of its plan. Positions below the number of variants are the variants', none served."""

    case: ParkingCase
    plan: tuple[Assignment, ...]


@dataclass(frozen=True)
class Question:
    """A round, a plan that keeps its rules (request to spaces, by position), and the request that is asked about."""

    parking: ParkingProblem
    held: Mapping[int, tuple[int, ...]]
    at: int

    @property
    def request(self) -> Registration:
        """The request that is asked about."""
        return self.parking.requests[self.at]

    @property
    def asked(self) -> Variant:
        """The use as it was asked."""
        return Variant("as_asked", self.parking.patterns[self.parking.pattern_index[self.request.pattern]].rules)

    @cached_property
    def listed(self) -> tuple[tuple[str, int], ...]:
        """Sites that could be walked to, with the metres, nearest first."""
        return tuple(sorted(self.request.walk.items(), key=lambda item: (item[1], item[0])))

    @cached_property
    def near(self) -> tuple[str, ...]:
        """Sites within the longest walk, nearest first."""
        return tuple(site for site, metres in self.listed if metres <= self.request.longest_walk)

    @cached_property
    def kin(self) -> frozenset[int]:
        """Served requests of the same vehicle or household."""
        own, requests = self.request, self.parking.requests
        return frozenset(
            at
            for at in self.held
            if at != self.at
            and (requests[at].vehicle == own.vehicle or (own.household and requests[at].household == own.household))
        )

    def around(self, sites: Iterable[str]) -> frozenset[str]:
        """`sites` with all others whose rights can meet the request in a rule if it stands at one of them."""
        named = frozenset(sites)
        home = self.request.home_site
        swaps = {frozenset((pair.a, pair.b)) for pair in self.parking.partners}
        own = {home} if home is not None and any(frozenset((home, site)) in swaps for site in named) else frozenset()
        return named | own | {self.site_of(self.held[at][0]) for at in self.kin}

    def scope(self, sites: Iterable[str], variants: Sequence[Variant], longest_walk: int) -> Scope:
        """The part of the round around `sites`, with one request for each variant in place of the one in question.

        The first variant keeps the request's id and bans. Pins are left out: those that can hold are kept by the plan.

        Raises
        ------
        InvalidProblem
            If a right in the plan does not have one space for each of its parts.
        """
        inside = self.around(sites)
        rights = [at for at in sorted(self.held) if at != self.at and self.site_of(self.held[at][0]) in inside]
        part = self._part(inside, rights, variants, longest_walk)
        plan = tuple(
            Assignment(at, tuple(part.unit_index[self.parking.units[unit][0]] for unit in self.held[right]))
            for at, right in enumerate(rights, start=len(variants))
        )
        case = ParkingCase(part)
        for broken in RequestOnce().violations(case.problem, plan):
            raise InvalidProblem("plan_breaks_a_rule", "assignments", broken.requests[0], "a space for each part")
        return Scope(case, plan)

    def site_of(self, unit: int) -> str:
        """Site of a single space."""
        return self.parking.spaces[self.parking.units[unit][1]].site

    def _part(
        self, inside: frozenset[str], rights: Sequence[int], variants: Sequence[Variant], longest_walk: int
    ) -> ParkingProblem:
        parking = self.parking
        patterns = {parking.requests[at].pattern: None for at in rights}
        names = _unused(len(variants), patterns)
        ids = [self.request.id, *_unused(len(variants) - 1, (parking.requests[at].id for at in (self.at, *rights)))]
        own = replace(_within(self.request, inside), longest_walk=longest_walk)
        return replace(
            parking,
            sites=tuple(site for site in parking.sites if site.id in inside),
            spaces=tuple(space for space in parking.spaces if space.site in inside),
            partners=tuple(pair for pair in parking.partners if pair.a in inside and pair.b in inside),
            patterns=(
                *(Pattern(name, variant.rules) for name, variant in zip(names, variants, strict=True)),
                *(parking.patterns[parking.pattern_index[pattern]] for pattern in patterns),
            ),
            requests=(
                *(replace(own, id=name, pattern=pattern) for name, pattern in zip(ids, names, strict=True)),
                *(_within(parking.requests[at], inside) for at in rights),
            ),
            locks=self._bans(inside),
        )

    def _bans(self, inside: frozenset[str]) -> tuple[Lock, ...]:
        return tuple(
            lock
            for lock in self.parking.locks
            if lock.kind == "ban"
            and lock.request == self.request.id
            and (lock.site is None or lock.site in inside)
            and (lock.space is None or self.site_of(self.parking.unit_index[lock.space]) in inside)
        )


def _within(request: Registration, inside: frozenset[str]) -> Registration:
    return replace(
        request,
        walk={site: metres for site, metres in request.walk.items() if site in inside},
        home_site=request.home_site if request.home_site in inside else None,
        previous_space=None,
    )


def _unused(wanted: int, taken: Iterable[str]) -> list[str]:
    known = set(taken)
    fresh = (name for name in map(str, count()) if name not in known)
    return [next(fresh) for _ in range(wanted)]
