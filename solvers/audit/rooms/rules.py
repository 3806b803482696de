"""The rules for each use by itself: the room suits, it is open, the time is one of those wished, nothing is banned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solvers.audit.protocol import Finding
from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.uses import Use
from solvers.audit.times import DAY


def each_use(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """What is wrong with the uses one by one."""
    bans = {lock.section: [one for one in season.locks if one.section == lock.section and one.kind == "ban"]
            for lock in season.locks}  # fmt: skip
    for use in uses:
        section = season.sections[use.section]
        yield from _room(season, section, use)
        yield from _time(season, section, use)
        if any(season.speaks(ban, use.room, season.weekday(use.day), use.start) for ban in bans.get(use.section, ())):
            yield use.told("room_banned")


def _room(season: Season, section: Section, use: Use) -> Iterator[Finding]:
    room = season.supply.rooms[use.room]
    house = season.supply.facilities[room.facility]
    if section.people > room.capacity:
        yield use.told("room_capacity", people=section.people, allowed=room.capacity)
    lacking = sorted(section.features - room.features)
    lacking += [
        item
        for item, count in section.equipment.items()
        if item not in room.features and count > house.equipment.get(item, 0)
    ]
    if lacking:
        yield use.told("room_equipment", lacking=", ".join(lacking))
    if (section.rooms or section.facilities) and room.id not in section.rooms and house.id not in section.facilities:
        yield use.told("room_not_wished")


def _time(season: Season, section: Section, use: Use) -> Iterator[Finding]:
    room, weekday = season.supply.rooms[use.room], season.weekday(use.day)
    inside = 0 <= use.day < season.supply.calendar.length
    if not inside or use.start < room.setup or use.end + room.clear > DAY or use.end <= use.start:
        yield use.told("outside_day")
    else:
        wanted = (1 << use.end) - (1 << use.start)
        if season.supply.open_minutes(room.id, section.seniors)[use.day] & wanted != wanted:
            yield use.told("room_closed")
    if use.day not in season.dates(section, weekday):
        yield use.told("date_not_wished")
    if not any(r.weekday == weekday and r.start <= use.start and use.end <= r.end for r in section.ranges):
        yield use.told("time_not_wished")
    if not section.shortest <= use.end - use.start <= section.longest:
        yield use.told("length_not_wished", length=use.end - use.start, allowed=section.longest)
