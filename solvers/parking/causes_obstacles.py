"""What each space holds against a registration: the filters that it does not pass and the rights that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from solvers.parking.eligibility import EligibilityCheck
from solvers.parking.refusals_filters import Asker, Filters
from solvers.parking.refusals_rivals import Standing

Faults = Mapping[str, Mapping[str, int | str]]
"""Filters that a request does not pass, each with what it needs and what is allowed."""
WEIGHTS: Mapping[str, int] = {"longest_walk": 1, "limit": 2, "filter": 3, "ban": 4, "pin": 5}
"""How hard it is to do without a rule: own terms first, then rules of a site, its spaces, decisions of the staff."""


@dataclass(frozen=True, slots=True)
class Option:
    """A space for one part of a request, with what stands against it there; `holders` are requests by position."""

    unit: int
    faults: Faults
    holders: frozenset[int]


@dataclass
class Obstacles:
    """What the spaces of a round hold against its requests beside a plan, kept by what many requests share."""

    standing: Standing
    _faults: dict[tuple[object, ...], Faults] = field(default_factory=dict)
    _options: dict[tuple[object, ...], tuple[Option, ...]] = field(default_factory=dict)

    @cached_property
    def filters(self) -> Filters:
        """The filters of the round."""
        return Filters(self.standing.case)

    def spaces(self, site: int) -> bool:
        """Whether a site has any space."""
        return bool(self.filters.groups[site])

    def too_far(self, request: int, site: int) -> Faults:
        """The longest walk, where a site is farther or not listed."""
        parking = self.standing.case.parking
        asked = parking.requests[request]
        metres = asked.walk.get(parking.sites[site].id)
        if metres is None:
            return {"longest_walk": {"allowed": asked.longest_walk}}
        return (
            {"longest_walk": {"metres": metres, "allowed": asked.longest_walk}} if metres > asked.longest_walk else {}
        )

    def options(self, asker: Asker, part: int, site: int) -> tuple[Option, ...]:
        """The spaces of a site for one part of a request, one of those that hold the same against it."""
        key = (asker.parts[part], asker.traits, asker.banned, site)
        if key not in self._options:
            found: dict[tuple[object, ...], Option] = {}
            for units in self.filters.groups[site]:
                for unit in units:
                    banned = unit in asker.banned
                    faults = self._faults_of(asker, part, units[0], banned)
                    holders = self._holders(asker.parts[part], unit)
                    found.setdefault((units[0], banned, holders), Option(unit, faults, holders))
            self._options[key] = tuple(found.values())
        return self._options[key]

    def _faults_of(self, asker: Asker, part: int, unit: int, banned: bool) -> Faults:
        """All filters that stop one part on a space like `unit`, the walk aside."""
        key = (asker.parts[part], asker.traits, unit, banned)
        if key not in self._faults:
            refusals = self._check.refusals(asker.request, self.standing.case.parts[asker.parts[part]], unit)
            faults = {found.rule: found.numbers for found in refusals if found.rule != "longest_walk"}
            self._faults[key] = {**faults, "ban": {}} if banned else faults
        return self._faults[key]

    def _holders(self, part: int, unit: int) -> frozenset[int]:
        kept = self.standing.case.segments.kept_bits[part]
        return frozenset(at for at, theirs in self.standing.kept.get(unit, ()) if theirs & kept)

    @cached_property
    def _check(self) -> EligibilityCheck:
        return EligibilityCheck(self.standing.case.parking)
