"""Single uses of a space, judged by the very rules of a plan: a round of one site, a few dates and one registration.

What the verifier of plans says of that registration on a space is what a single booking is told.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import ParkingRules
from scheduler.models import Site, Vehicle
from scheduler.translation.values import checked, clock, party_of, policy_of, site_of, space_of
from solvers.parking import problem as core
from solvers.parking.eligibility import EligibilityCheck
from solvers.timetable import WindowRule
from solvers.window import DAY, Timetable, covers

KEPT = 2_000
"""Most sites and weeks that are remembered."""
ASKED = "asked"


@dataclass(frozen=True)
class SingleUse:
    """One vehicle at one site for one span."""

    problem: core.ParkingProblem
    part: Timetable

    def obstacle(self, space_code: str) -> str | None:
        """The first rule that speaks against a space, None if none does."""
        unit = self.problem.unit_index[space_code]
        found = next(EligibilityCheck(self.problem).refusals(0, self.part, unit), None)
        return None if found is None else found.rule

    def room(self, reserve_percent: int) -> int:
        """How many may stand at the site: its spaces open for the whole span less the owner reserve, rounded up."""
        open_spaces = sum(covers(self.problem.opening(windows), self.part[0]) for windows in self._windows())
        return open_spaces - -(-open_spaces * reserve_percent // 100)

    def _windows(self) -> Iterator[tuple[WindowRule, ...]]:
        site = self.problem.sites[0]
        for space in self.problem.spaces:
            yield space.windows if space.windows is not None else site.windows


_lock = Lock()
_kept: OrderedDict[tuple[UUID, int, date, date, bool], core.ParkingProblem] = OrderedDict()


def single_use(
    session: Session, site: Site, vehicle: Vehicle, rules: ParkingRules, zone: str, since: datetime, until: datetime
) -> SingleUse:
    """A use of a site's spaces by a vehicle from `since` until (excluding) `until`."""
    first, last = calendar.date_of(since, zone), calendar.date_of(until, zone)
    ground = _ground(session, site, rules, first, last)
    start, end = (calendar.minute_of(first, moment, zone) for moment in (since, until))
    pattern = core.Pattern(ASKED, tuple(_pieces(first, start, end)))
    asked = core.Registration(
        id=ASKED,
        vehicle=ASKED,
        pattern=ASKED,
        points={"asked": 1},
        walk={site.code: 0},
        size=checked(vehicle.size, core.SIZES),
        party=party_of(vehicle.party),
        needs_ev=vehicle.needs_ev,
        needs_accessible=vehicle.needs_accessible,
    )
    return SingleUse(replace(ground, patterns=(pattern,), requests=(asked,)), ((start, end),))


def _pieces(first: date, start: int, end: int) -> list[WindowRule]:
    """A span as one rule for each date that it touches."""
    out = []
    for number in range(start // DAY, (end - 1) // DAY + 1):
        day = first + timedelta(days=number)
        opens, closes = max(start, number * DAY) - number * DAY, min(end, (number + 1) * DAY) - number * DAY
        out.append(WindowRule(first=day, last=day, start=clock(opens), end=clock(closes)))
    return out


def _ground(session: Session, site: Site, rules: ParkingRules, first: date, last: date) -> core.ParkingProblem:
    """A site over a few dates, remembered until its version changes."""
    key = (site.id, site.row_version, first, last, rules.accessible_spaces_exclusive)
    with _lock:
        known = _kept.get(key)
    if known is None:
        supply = queries.supply.supply_of(session, site.community_id, only=[site.id])
        known = core.ParkingProblem(
            horizon=calendar.horizon(first, last, queries.community.overrides(session, site.community_id)),
            policy=replace(policy_of(rules), criteria={"asked": 1}),
            sites=(site_of(site, supply),),
            spaces=tuple(space_of(space, site.code, supply) for space in supply.spaces),
            patterns=(),
            requests=(),
        )
        with _lock:
            _kept[key] = known
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return known
