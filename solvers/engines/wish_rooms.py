"""The price of a wish in a season: one more session of a section is pinned and the plan re-planned around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.errors import InvalidProblem
from solvers.rooms.case import RoomsCase
from solvers.rooms.causes import nearest
from solvers.rooms.goals import Base, goals_of
from solvers.rooms.plan import Session, clock, options_of
from solvers.rooms.problem import RoomLock
from solvers.rooms.repair import repaired
from solvers.rooms.rules import verify
from solvers.rooms.standing import Standing
from solvers.window import minute_of
from solvers.wish import Changed, TierChange, WishPrice

Slot = tuple[str, int, str]


def price_of(case: RoomsCase, sessions: Sequence[Session], request: str, limits: Limits) -> WishPrice:
    """What a plan would lose if a section had one more session where the least stands in its way.

    Raises
    ------
    InvalidProblem
        If the section is not in the problem.
    """
    if request not in case.rooms.request_index:
        raise InvalidProblem("unknown_id", "REQUEST_ID", request, "an id of this problem")
    at = case.rooms.request_index[request]
    mine = [one for one in sessions if one.request == request]
    found = nearest(Standing(case, sessions), at) if len(mine) < case.rooms.requests[at].sessions else None
    if found is None:
        return WishPrice(request, False)
    room, start = case.rooms.rooms[found.room].id, clock(found.start)
    # What the section has stays, too: it wishes for more, not for something else.
    pins = [RoomLock(request, "pin", one.room, None, one.weekday, one.start) for one in mine]
    pins.append(RoomLock(request, "pin", room, None, found.weekday, start))
    locks = (_held(case, sessions, lock) for lock in case.rooms.locks)
    forced = RoomsCase(replace(case.rooms, locks=(*pins, *locks)))
    result = solve_rooms(forced, "options", limits, _base(case, sessions))
    after = repaired(forced, result.chosen)
    held = sum(one.request == request for one in after) > len(mine) and not verify(forced, after, result.unheld)
    numbers: dict[str, int | str] = {"weekday": found.weekday, "start": start, "end": clock(found.start + found.length)}
    if not held:
        return WishPrice(request, False)
    return WishPrice(request, True, room, numbers, *_changed(sessions, after, request), _tiers(case, sessions, after))


def _held(case: RoomsCase, sessions: Sequence[Session], lock: RoomLock) -> RoomLock:
    """A pin at the very slot by which the plan holds it, so that nobody is moved to another that would hold it, too."""
    mine = (one for one in sessions if lock.kind == "pin" and one.request == lock.request)
    for one in mine:
        if case.matches(lock, case.rooms.room_index[one.room], one.weekday, minute_of(one.start)):
            return RoomLock(one.request, "pin", one.room, None, one.weekday, one.start)
    return lock


def _base(case: RoomsCase, sessions: Sequence[Session]) -> Base:
    base: dict[int, list[tuple[int, int, int, int]]] = {}
    for one in sessions:
        start = minute_of(one.start)
        slot = (case.rooms.room_index[one.room], one.weekday, start, minute_of(one.end) - start)
        base.setdefault(case.rooms.request_index[one.request], []).append(slot)
    return {section: tuple(slots) for section, slots in base.items()}


def _changed(
    before: Sequence[Session], after: Sequence[Session], request: str
) -> tuple[tuple[Changed, ...], tuple[str, ...]]:
    """Who has fewer sessions, and who has as many at another room or time."""
    counts, now = Counter(one.request for one in before), Counter(one.request for one in after)
    slots: set[tuple[str, Slot]] = {(one.request, _slot(one)) for one in before}
    lost = tuple(Changed(name, count, now[name]) for name, count in sorted(counts.items()) if now[name] < count)
    new = {one.request for one in after if (one.request, _slot(one)) not in slots}
    moved = (name for name in sorted(new & counts.keys()) if name != request and now[name] == counts[name])
    return lost, tuple(moved)


def _slot(one: Session) -> Slot:
    return one.room, one.weekday, one.start


def _tiers(case: RoomsCase, before: Sequence[Session], after: Sequence[Session]) -> tuple[TierChange, ...]:
    old, new = options_of(case, before), options_of(case, after)
    return tuple(TierChange(goal.name, goal.value(case, old), goal.value(case, new)) for goal in goals_of(case))
