"""Single values: windows, closures, sites and uses as rows keep them and as the core knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from scheduler.covenant import ParkingRules
from scheduler.models import ClosedPeriod, FacilityClosure, FacilityWindow, Site, Space
from scheduler.models import TidalWindow as WindowRow
from scheduler.planning.stored import stored_use as stored_use
from scheduler.planning.stored import use_of as use_of
from scheduler.queries.supply import Supply
from scheduler.translation.site_limits import counted
from solvers.errors import InvalidProblem
from solvers.parking import problem as core
from solvers.timetable import Horizon, LeaveBy, WindowRule

SHORT = 200
"""Most characters of a reason that the core takes."""


def policy_of(rules: ParkingRules) -> core.Policy:
    """The part of a covenant that the solver needs."""
    return core.Policy(
        criteria=dict(rules.criteria),
        guard_minutes=rules.guard_minutes,
        reserve_percent=rules.reserve_percent,
        outside_percent=rules.outside_percent,
        household_cap=rules.household_cap,
        accessible_spaces_exclusive=rules.accessible_spaces_exclusive,
    )


def site_of(site: Site, supply: Supply, horizon: Horizon) -> core.Site:
    """A site with its own windows, curfews and closures, as far as they concern the dates of a horizon."""
    windows = [row for row in supply.windows if row.site_id == site.id and row.space_id is None]
    closures = [row for row in supply.closures if row.site_id == site.id and row.space_id is None]
    rows = list(touching(windows, horizon))
    located = site.latitude is not None and site.longitude is not None
    return core.Site(
        id=site.code,
        kind="tower" if site.kind == "tower" else "compound",
        windows=tuple(clipped(rule_of(row), horizon) for row in rows if row.purpose == "open"),
        curfews=tuple(clipped(rule_of(row), horizon) for row in rows if row.purpose == "curfew"),
        leave_by=tuple(clipped(leave_by_of(row), horizon) for row in rows if row.purpose == "leave_by"),
        closures=tuple(map(closure_of, touching(closures, horizon))),
        gate_limit=None if site.gate_limit is None else counted(site.gate_limit),
        outside_cap=None if site.outside_cap is None else counted(site.outside_cap),
        location=core.Location(_datum(site.datum), site.latitude or 0.0, site.longitude or 0.0) if located else None,
    )


def space_of(
    space: Space, site_code: str, supply: Supply, horizon: Horizon, also: Sequence[core.Closure] = ()
) -> core.Space:
    """A space with its own windows and closures, as far as they concern a horizon, and what else closes it.

    What is somebody's own is open only when they share it.
    """
    windows = [row for row in supply.windows_of_spaces.get(space.id, ()) if row.purpose == "open"]
    own = tuple(clipped(rule_of(row), horizon) for row in touching(windows, horizon))
    closures = map(closure_of, touching(supply.closures_of_spaces.get(space.id, ()), horizon))
    return core.Space(
        id=space.code,
        site=site_code,
        size=checked(space.size, core.SIZES),
        ev=space.ev,
        accessible=space.accessible,
        reserved_for=tuple(space.reserved_for),
        windows=own if windows or space.owner_id is not None else None,
        closures=(*closures, *also),
    )


Row = TypeVar("Row", WindowRow, ClosedPeriod, FacilityWindow, FacilityClosure)
Rule = TypeVar("Rule", WindowRule, LeaveBy)


def touching(rows: Iterable[Row], horizon: Horizon) -> Iterator[Row]:
    """Rows that hold on some date of a horizon; a community keeps those of other years too."""
    first, last = horizon.days[0].date, horizon.days[-1].date
    for row in rows:
        if (row.first is None or row.first <= last) and (row.last is None or row.last >= first):
            yield row


def clipped(rule: Rule, horizon: Horizon) -> Rule:
    """A rule that holds on some date of a horizon, without its dates outside, which no problem may carry."""
    first = rule.first if rule.first is None or rule.first >= horizon.days[0].date else None
    last = rule.last if rule.last is None or rule.last <= horizon.days[-1].date else None
    return rule if (first, last) == (rule.first, rule.last) else replace(rule, first=first, last=last)


def rule_of(row: WindowRow | FacilityWindow) -> WindowRule:
    """A window as the core knows it."""
    return window(row.days, row.season, tuple(row.weekdays), (row.first, row.last), (row.start_clock, row.end_clock))


@lru_cache(maxsize=4_000)
def window(
    days: str, season: str, weekdays: tuple[int, ...], dates: tuple[date | None, date | None], clocks: tuple[str, str]
) -> WindowRule:
    """A window; those of a street are few that stand in many rows."""
    return WindowRule(days, _season(season), weekdays, *dates, *clocks)


def leave_by_of(row: WindowRow) -> LeaveBy:
    """A time by which everybody must have left."""
    return LeaveBy(row.days, _season(row.season), tuple(row.weekdays), row.first, row.last, row.start_clock)


def closure_of(row: ClosedPeriod | FacilityClosure) -> core.Closure:
    """A closure as the core knows it."""
    kind = "suspension" if row.kind == "suspension" else "closure"
    reason = row.reason[:SHORT]  # a plan's file holds the beginning
    return core.Closure(row.first, row.last, row.start_clock, row.end_clock, kind, reason)  # type: ignore[arg-type]


def clock(minute: int) -> str:
    """HH:MM of a minute of the day, 24:00 for its end."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _season(text: str) -> Any:
    return checked(text, ("any", "summer", "winter"))


def party_of(text: str) -> Any:
    """Class of a vehicle."""
    return checked(text, ("owner", "tenant", "partner", "outside"))


def _datum(text: str | None) -> Any:
    return checked(text or "GCJ-02", ("WGS-84", "GCJ-02", "BD-09"))


def checked(text: str, allowed: Sequence[str]) -> Any:
    """A text that is one of `allowed`; the database does not hold it to that."""
    if text not in allowed:
        raise InvalidProblem("out_of_range", "value", text, ", ".join(allowed))
    return text
