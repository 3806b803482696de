"""The price of a wish in a roster: a volunteer is pinned to a seat and the roster re-planned around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from solvers.engines.limits import Limits
from solvers.engines.rosters import solve_rosters
from solvers.errors import InvalidProblem
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs
from solvers.rosters.plan import COST, seat_of
from solvers.rosters.problem import Duty, RosterLock
from solvers.rosters.roster import Roster, Seat
from solvers.wish import Changed, TierChange, WishPrice


def price_of(case: RosterCase, roster: Roster, duty: Duty, limits: Limits) -> WishPrice:
    """What a roster would lose if a volunteer served in a role of a shift.

    Raises
    ------
    InvalidProblem
        If the problem knows no such volunteer, shift or role.
    """
    seat = seat_of(case, duty)
    if seat is None:
        raise InvalidProblem(
            "unknown_id", "REQUEST_ID", f"{duty.volunteer}/{duty.shift}/{duty.role}", "an id of this problem"
        )
    name, before = f"{duty.shift}/{duty.role}", frozenset(roster.seats())
    if seat in before:
        return WishPrice(name, True, duty.shift, {"role": duty.role})
    pin = RosterLock(duty.volunteer, duty.shift, "pin", duty.role)
    forced = RosterCase(replace(case.rosters, locks=(*case.rosters.locks, pin)), before)
    result = solve_rosters(forced, "auto", limits)
    if seat not in result.seats:
        return WishPrice(name, False)
    lost, moved = _changed(case, before, result.seats)
    tiers = _tiers(case, before, result.seats)
    return WishPrice(name, True, duty.shift, {"role": duty.role}, lost, moved, tiers)


def _changed(
    case: RosterCase, before: Iterable[Seat], after: Iterable[Seat]
) -> tuple[tuple[Changed, ...], tuple[str, ...]]:
    """Who serves less, and who serves as much elsewhere."""
    old, new, names = set(before), set(after), case.rosters.volunteers
    was, now = Counter(one.volunteer for one in old), Counter(one.volunteer for one in new)
    lost = tuple(Changed(names[one].id, was[one], now[one]) for one in sorted(was) if now[one] < was[one])
    other = {one.volunteer for one in new - old}
    return lost, tuple(names[one].id for one in sorted(other) if was[one] == now[one])


def _tiers(case: RosterCase, before: Iterable[Seat], after: Iterable[Seat]) -> tuple[TierChange, ...]:
    """The weighted cost, then its parts that change; what changes of the roster in force costs is left out."""
    base = RosterCase(case.rosters, case.base)
    old, new = dict(costs(base, Roster(base, before))), dict(costs(base, Roster(base, after)))
    whole = TierChange(COST, sum(old.values()), sum(new.values()))
    parts = (TierChange(name, old.get(name, 0), new.get(name, 0)) for name in sorted({*old, *new}))
    return whole, *(part for part in parts if part.before != part.after)
