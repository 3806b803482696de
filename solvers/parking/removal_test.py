"""The removal test: without all of a cause the request finds a place, with any of it back in place it finds none.

Told with the verifier's rules in plain Python: every site, every space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from solvers.causes import Cause, Removal
from solvers.constraints import Pin, Pins
from solvers.parking.beside import Beside, Gone, Right
from solvers.parking.case import ParkingCase, without
from solvers.parking.eligibility import closed_minutes
from solvers.problem import Plan
from solvers.window import Timetable

MOST_SUBSETS = 6
"""Up to so many removals all proper subsets are tried; of larger causes those with one removal put back."""
AGAINST_OPENING = frozenset(("opening", "closure"))
Places = list[tuple[int, ...]]


@dataclass(frozen=True)
class Setting:
    """What is out of the way: (site, rule) not asked of the request, rights given back, pins lifted."""

    waived: frozenset[tuple[str, str]]
    leaving: Gone
    lifted: Gone

    def rules_at(self, place: str) -> frozenset[str]:
        """Rules not asked at a site."""
        return frozenset(rule for where, rule in self.waived if where == place)


@dataclass
class RemovalTest:
    """A round and a plan that keeps its rules, asked where one more request could be placed.

    A space counts as open to whoever would stand on it against its opening or a closure: minutes at which it is not
    take nothing from the owner reserve.
    """

    case: ParkingCase
    plan: Plan
    _free: dict[tuple[object, ...], Places] = field(default_factory=dict)
    _linked: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def passes(self, cause: Cause) -> bool:
        """Whether the cause suffices and nothing less does."""
        if self.without(cause.request, cause.removals) is None:
            return False
        count = len(cause.removals)
        sizes = range(count) if count <= MOST_SUBSETS else (count - 1,)
        fewer = (kept for size in sizes for kept in combinations(cause.removals, size))
        return all(self.without(cause.request, kept) is None for kept in fewer)

    def without(self, request: str, removals: Iterable[Removal]) -> str | None:
        """The first site at which a request finds a place once the removals are out of the way; None if there is none.

        Raises
        ------
        KeyError
            For a request that is not in the round.
        """
        index, gone = self.case.parking.request_index, list(removals)
        setting = Setting(
            frozenset((removal.place, removal.rule) for removal in gone if removal.kind != "rival"),
            frozenset(index[name] for removal in gone for name in removal.requests),
            frozenset(index[name] for removal in gone if removal.rule == "pin" for name in removal.requests),
        )
        return self._placeable(index[request], setting)

    def _placeable(self, request: int, setting: Setting) -> str | None:
        if any(pin.request in setting.leaving - setting.lifted for pin in self._pins):
            return None
        for at, site in enumerate(self.case.parking.sites):
            rules = setting.rules_at(site.id)
            if self._near(request, at, rules):
                choices = self._choices(request, at, rules, setting.leaving)
                if any(self._keeps(request, at, units, rules, setting.leaving) for units in choices):
                    return site.id
        return None

    def _near(self, request: int, site: int, rules: frozenset[str]) -> bool:
        asked = self.case.parking.requests[request]
        walk = asked.walk.get(self.case.parking.sites[site].id)
        return "longest_walk" in rules or (walk is not None and walk <= asked.longest_walk)

    def _choices(self, request: int, site: int, rules: frozenset[str], leaving: Gone) -> Places:
        """Free spaces that suit: one choice, or every one where spaces that are not open differ in the reserve."""
        asked, here = self.case.parking.requests[request], self._here(site, leaving)
        traits = (asked.size, asked.needs_ev, asked.needs_accessible, asked.party, self._beside.bans(request))
        key = (self.case.parts_at[request], traits, site, rules, here)
        if key not in self._free:
            options = [
                [unit for unit in self._units[site] if self._usable(request, part, unit, rules, here)]
                for part in self.case.problem.requests[request].parts
            ]
            if rules.isdisjoint(AGAINST_OPENING):
                options = [found[:1] for found in options]
            self._free[key] = list(product(*options))
        return self._free[key]

    def _usable(self, request: int, part: Timetable, unit: int, rules: frozenset[str], leaving: Gone) -> bool:
        beside = self._beside
        return beside.faults(request, part, unit) <= rules and not beside.held(part, unit, leaving)

    def _keeps(self, request: int, site: int, units: tuple[int, ...], rules: frozenset[str], leaving: Gone) -> bool:
        """Whether no linking rule is broken by one more right; kept by what decides it for many requests."""
        parking = self.case.parking
        asked, against = parking.requests[request], not rules.isdisjoint(AGAINST_OPENING)
        people = (asked.party == "outside", asked.home_site, request if self._beside.kin(request) else None)
        key = (self.case.parts_at[request], people, site, units if against else None, rules, leaving)
        if key not in self._linked:
            parts = self.case.problem.requests[request].parts
            broken = self._beside.broken(
                Right(request, parts, site, units), rules | {"owner_reserve"} if against else rules, leaving
            )
            if broken is None and against and "owner_reserve" not in rules:
                within = tuple(map(self._while_open, parts, units))
                others = frozenset(rule.rule for rule in self._beside.rules) - {"owner_reserve"}
                broken = self._beside.broken(Right(request, within, site, units), others, leaving)
            self._linked[key] = broken is None
        return self._linked[key]

    def _while_open(self, part: Timetable, unit: int) -> Timetable:
        """Those minutes of a right at which a space is open."""
        parking = self.case.parking
        space = parking.spaces[parking.units[unit][1]]
        site = parking.sites[parking.site_index[space.site]]
        opening = parking.opening(space.windows if space.windows is not None else site.windows)
        open_minutes = without(opening, closed_minutes((*site.closures, *space.closures), parking))
        return without(part, without(part, open_minutes))

    def _here(self, site: int, leaving: Gone) -> Gone:
        return frozenset(at for at in leaving if self._beside.site_of(at) == site)

    # ---- derived once

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self.case, self.plan)

    @cached_property
    def _pins(self) -> Sequence[Pin]:
        return [pin for rule in self._beside.rules if isinstance(rule, Pins) for pin in rule.pins]

    @cached_property
    def _units(self) -> Sequence[Sequence[int]]:
        """Spaces of each site."""
        found: list[list[int]] = [[] for _ in self.case.parking.sites]
        for unit, asset in enumerate(self.case.problem.assets):
            found[asset.group].append(unit)
        return found
