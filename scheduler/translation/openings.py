"""Single uses of a space, judged by the very rules of a plan: a round of one site, a few dates and one registration.

What the verifier of plans says of that registration on a space is what a single booking is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import ParkingRules
from scheduler.remembered import Remembered
from scheduler.translation.values import checked, party_of, policy_of, site_of, space_of
from solvers.parking import problem as core
from solvers.parking.eligibility import EligibilityCheck
from solvers.timetable import Horizon, WindowRule
from solvers.window import Timetable, covers

KEPT = 2_000
"""Most sites, dates and kinds of vehicle that are remembered."""
ASKED = "asked"


class SiteAt(Protocol):
    """A site at a version of its hours."""

    @property
    def id(self) -> UUID: ...
    @property
    def community_id(self) -> UUID: ...
    @property
    def row_version(self) -> int: ...


class Kind(Protocol):
    """What decides where a vehicle may stand."""

    @property
    def size(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def needs_ev(self) -> bool: ...
    @property
    def needs_accessible(self) -> bool: ...


@dataclass(frozen=True)
class Ground:
    """A site over a few dates, for one kind of vehicle."""

    problem: core.ParkingProblem

    @cached_property
    def check(self) -> EligibilityCheck:
        """The verifier's filters."""
        return EligibilityCheck(self.problem)

    @cached_property
    def openings(self) -> tuple[Timetable, ...]:
        """When each space is open."""
        return tuple(self.problem.opening(windows) for windows in self._windows())

    @cached_property
    def alike(self) -> tuple[int, ...]:
        """For each space the first one that differs from it in nothing but its name."""
        known: dict[core.Space, int] = {}
        spaces = [replace(self.problem.spaces[at], id=ASKED) for _, at in self.problem.units]
        return tuple(known.setdefault(space, unit) for unit, space in enumerate(spaces))

    def _windows(self) -> Iterator[tuple[WindowRule, ...]]:
        site = self.problem.sites[0]
        for space in self.problem.spaces:
            yield space.windows if space.windows is not None else site.windows


@dataclass(frozen=True)
class SingleUse:
    """One vehicle at one site for one span."""

    ground: Ground
    part: Timetable
    _found: dict[int, str | None] = field(default_factory=dict)

    @property
    def spaces(self) -> int:
        """How many spaces the site has."""
        return len(self.ground.problem.units)

    def obstacle(self, space_code: str) -> str | None:
        """The first rule that speaks against a space, None if none does."""
        unit = self.ground.alike[self.ground.problem.unit_index[space_code]]
        if unit not in self._found:
            against = next(self.ground.check.refusals(0, self.part, unit), None)
            self._found[unit] = None if against is None else against.rule
        return self._found[unit]

    def room(self, reserve_percent: int) -> int:
        """How many may stand at the site: its spaces open for the whole span less the owner reserve, rounded up."""
        open_spaces = sum(covers(opening, self.part[0]) for opening in self.ground.openings)
        return open_spaces - -(-open_spaces * reserve_percent // 100)


class _Key(NamedTuple):
    site: UUID
    version: int
    horizon: Horizon
    accessible_spaces_exclusive: bool
    size: str
    party: str
    needs_ev: bool
    needs_accessible: bool


_kept = Remembered[_Key, Ground](KEPT)


def single_use(
    session: Session, site: SiteAt, vehicle: Kind, rules: ParkingRules, zone: str, since: datetime, until: datetime
) -> SingleUse:
    """A use of a site's spaces by a vehicle from `since` until (excluding) `until`."""
    return single_uses(session, [site], vehicle, rules, zone, since, until)[site.id]


def single_uses(
    session: Session,
    sites: Sequence[SiteAt],
    vehicle: Kind,
    rules: ParkingRules,
    zone: str,
    since: datetime,
    until: datetime,
) -> dict[UUID, SingleUse]:
    """Uses of the spaces of each of some sites of a community, by site."""
    first, last = calendar.date_of(since, zone), calendar.date_of(until, zone)
    part = ((calendar.minute_of(first, since, zone), calendar.minute_of(first, until, zone)),)
    if not sites:
        return {}
    horizon = calendar.horizon(first, last, queries.community.overrides(session, sites[0].community_id))
    grounds = _grounds(session, sites, vehicle, rules, horizon)
    return {site: SingleUse(ground, part) for site, ground in grounds.items()}


def _grounds(
    session: Session, sites: Sequence[SiteAt], vehicle: Kind, rules: ParkingRules, horizon: Horizon
) -> dict[UUID, Ground]:
    """Sites over a few dates, remembered until their versions change or the dates are said to be others."""
    exclusive = rules.accessible_spaces_exclusive
    kind = (vehicle.size, vehicle.party, vehicle.needs_ev, vehicle.needs_accessible)
    keys = {site.id: _Key(site.id, site.row_version, horizon, exclusive, *kind) for site in sites}
    known = _kept.several(keys.values())
    fresh = [site for site in sites if keys[site.id] not in known]
    if fresh:
        made = {keys[site]: ground for site, ground in _made(session, fresh, vehicle, rules, horizon).items()}
        _kept.keep(made)
        known |= made
    return {site: known[key] for site, key in keys.items()}


def _made(
    session: Session, sites: Sequence[SiteAt], vehicle: Kind, rules: ParkingRules, horizon: Horizon
) -> dict[UUID, Ground]:
    supply = queries.supply.supply_of(session, sites[0].community_id, only=[site.id for site in sites])
    spaces: dict[UUID, list[core.Space]] = defaultdict(list)
    codes = {site.id: site.code for site in supply.sites}
    for space in supply.spaces:
        spaces[space.site_id].append(space_of(space, codes[space.site_id], supply, horizon))
    return {
        row.id: Ground(_problem(site_of(row, supply, horizon), spaces[row.id], vehicle, rules, horizon))
        for row in supply.sites
    }


def _problem(
    site: core.Site, spaces: Sequence[core.Space], vehicle: Kind, rules: ParkingRules, horizon: Horizon
) -> core.ParkingProblem:
    asked = core.Registration(
        id=ASKED,
        vehicle=ASKED,
        pattern=ASKED,
        points={ASKED: 1},
        walk={site.id: 0},
        size=checked(vehicle.size, core.SIZES),
        party=party_of(vehicle.party),
        needs_ev=vehicle.needs_ev,
        needs_accessible=vehicle.needs_accessible,
    )
    return core.ParkingProblem(
        horizon=horizon,
        policy=replace(policy_of(rules), criteria={ASKED: 1}),
        sites=(site,),
        spaces=tuple(spaces),
        # When it would stand is asked for each span by itself.
        patterns=(core.Pattern(ASKED, (WindowRule(),)),),
        requests=(asked,),
    )
