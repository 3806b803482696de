"""Facilities and rooms as rows keep them and as the core knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from scheduler.covenant import RoomsRules
from scheduler.models import Facility, Room
from scheduler.models.rooms import FacilityWindow
from scheduler.queries.rooms import House
from scheduler.translation.values import checked, clipped, closure_of, rule_of, touching
from solvers.parking.problem import Closure
from solvers.rooms import problem as core
from solvers.timetable import Horizon, WindowRule

TIERS = ("centre", "neighbourhood", "activity_room")


def policy_of(rules: RoomsRules) -> core.RoomsPolicy:
    """The part of a covenant that the solver needs."""
    return core.RoomsPolicy(
        weights={str(name): weight for name, weight in rules.weights.items()},
        partial_percent=rules.partial_percent,
        setup=rules.setup,
        clear=rules.clear,
        grid=rules.grid,
        blocked_percent=rules.blocked_percent,
        shared_percent=rules.shared_percent,
        travel=rules.travel,
    )


def facility_of(
    facility: Facility, house: House, horizon: Horizon, lent: Mapping[str, int] | None = None
) -> core.Facility:
    """A facility with its hours and closures on the dates of a horizon, and its equipment less what is `lent` of it."""
    windows = house.windows_of.get(facility.id, ())
    pool = {
        one.code: max(0, one.count - (lent or {}).get(one.code, 0)) for one in house.equipment_of.get(facility.id, ())
    }
    return core.Facility(
        id=facility.code,
        tier=checked(facility.tier, TIERS),
        windows=_rules(windows, "open", horizon),
        closures=_closures(facility.id, house, horizon),
        seniors=_rules(windows, "seniors", horizon),
        equipment=pool or None,
    )


def room_of(room: Room, house: House, horizon: Horizon, also: Sequence[Closure] = ()) -> core.Room:
    """A room with its own hours and closures on the dates of a horizon, and what else closes it."""
    windows = house.windows_of.get(room.id, ())
    own = [row for row in windows if row.purpose == "open"]
    # Whoever closes a hall closes its parts; a hall with a closed part cannot be had as a whole.
    joined = {room.id, room.part_of_id or room.id, *(part.id for part in house.atoms[room.id])}
    closures = [closure for owner in sorted(joined) for closure in _closures(owner, house, horizon)]
    part_of = None if room.part_of_id is None else house.rooms_by_id[room.part_of_id].code
    return core.Room(
        id=room.code,
        facility=house.facilities_by_id[room.facility_id].code,
        capacity=room.capacity,
        features=tuple(room.features),
        part_of=part_of,
        noisy_next_to=tuple(code for code in room.noisy_next_to if code in house.rooms_by_code),
        windows=_rules(own, "open", horizon) if own else None,
        staffed=_rules(windows, "staffed", horizon) if room.staffed_only else None,
        closures=(*closures, *also),
        setup=room.setup,
        clear=room.clear,
    )


def buffers_of(room: Room, rules: RoomsRules) -> tuple[int, int]:
    """Minutes to set up before and to clear after a use of a room."""
    return (rules.setup if room.setup is None else room.setup), (rules.clear if room.clear is None else room.clear)


def _rules(rows: Sequence[FacilityWindow], purpose: str, horizon: Horizon) -> tuple[WindowRule, ...]:
    wanted = [row for row in rows if row.purpose == purpose]
    return tuple(clipped(rule_of(row), horizon) for row in touching(wanted, horizon))


def _closures(owner: UUID, house: House, horizon: Horizon) -> tuple[Closure, ...]:
    return tuple(map(closure_of, touching(house.closures_of.get(owner, ()), horizon)))
