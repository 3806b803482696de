"""The rules for uses that meet: one room at a time, noise, what is carried about, people, and one slot a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from solvers.audit.protocol import Finding
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.uses import Use


def together(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """What is wrong with uses of one date."""
    by_day: dict[int, list[Use]] = {}
    for use in uses:
        by_day.setdefault(use.day, []).append(use)
    alike = season.same_people()
    for mine in by_day.values():
        yield from _rooms(season, mine)
        yield from _noise(season, mine)
        yield from _equipment(season, mine)
        yield from _people(season, mine, alike)
        yield from _one_slot(mine)


def _meeting(spans: Iterable[tuple[int, int, Use]]) -> Iterator[tuple[Use, Use]]:
    """Pairs whose spans have a minute in common."""
    standing: list[tuple[int, Use]] = []
    for start, end, use in sorted(spans, key=lambda one: one[:2]):
        standing = [(until, other) for until, other in standing if until > start]
        yield from ((other, use) for _, other in standing)
        standing.append((end, use))


def _rooms(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """A room, and each part of a hall, has one use at a time, set up before and cleared after it."""
    taken: dict[str, list[tuple[int, int, Use]]] = {}
    for use in uses:
        room = season.supply.rooms[use.room]
        for part in season.supply.occupies[use.room]:
            taken.setdefault(part, []).append((use.start - room.setup, use.end + room.clear, use))
    for spans in taken.values():
        for a, b in _meeting(spans):
            yield b.told("room_taken", a)


def _noise(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """Rooms side by side are not noisy at once."""
    loud = [(use.start, use.end, use) for use in uses if season.sections[use.section].noisy]
    for a, b in _meeting(loud):
        sides = ((min(x, y), max(x, y)) for x in season.supply.occupies[a.room] for y in season.supply.occupies[b.room])
        if not season.supply.noisy_pairs.isdisjoint(sides):
            yield b.told("noisy_neighbours", a)


def _equipment(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """What is lent at a moment is there often enough; a room's own is not lent."""
    lent: dict[tuple[str, str], list[tuple[int, int, int, Use]]] = {}
    for use in uses:
        for item, count in season.sections[use.section].equipment.items():
            if item not in season.supply.rooms[use.room].features:
                house = season.supply.house_of[use.room]
                lent.setdefault((house, item), []).append((use.start, use.end, count, use))
    for (house, item), loans in lent.items():
        pool = season.supply.facilities[house].equipment.get(item, 0)
        for start, _, _, use in loans:
            out = sum(count for first, last, count, _ in loans if first <= start < last)
            if out > pool:
                yield use.told("equipment_short", name=item, lent=out, allowed=pool)


def _people(season: Season, uses: Sequence[Use], alike: dict[tuple[str, str], str]) -> Iterator[Finding]:
    """Sections of the same people are not at once, and in two facilities not without time to go there."""
    by_section: dict[str, list[Use]] = {}
    for use in uses:
        by_section.setdefault(use.section, []).append(use)
    for (a, b), kind in alike.items():
        for one in by_section.get(a, ()):
            for other in by_section.get(b, ()):
                if meets(season, (one.room, one.start, one.end), (other.room, other.start, other.end)):
                    yield other.told(f"same_{kind}", one)


def meets(season: Season, one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Whether nobody can be at both of two sessions (room, start, end) of one date."""
    apart = season.supply.house_of[one[0]] != season.supply.house_of[other[0]]
    walk = season.policy["travel"] if apart else 0
    return one[1] < other[2] + walk and other[1] < one[2] + walk


def _one_slot(uses: Sequence[Use]) -> Iterator[Finding]:
    """A section meets once a day."""
    by_section: dict[str, list[Use]] = {}
    for use in uses:
        by_section.setdefault(use.section, []).append(use)
    for mine in by_section.values():
        for a, b in combinations(mine, 2):
            yield b.told("one_slot_a_day", a)
