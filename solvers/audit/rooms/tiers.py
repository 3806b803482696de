"""The goals of a season, counted again from its plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot, Slots

FIRST_QUARTER = 4
"""What a session of the first quarter that a party asked for counts for fairness; each later quarter counts 1 less."""
MOST_LOST = 4
"""Sessions lost in past rounds that count at most."""
OF_OTHERS = ("kept_sessions", "moves")
"""Goals of a re-plan, which the plan before it decides."""
LINK = 3
"""What a wish about two sections counts."""


def tiers(season: Season, slots: Slots, served: Sequence[Slot]) -> dict[str, int]:
    """Value of every goal: more is better, except for openings."""
    found = {
        "sessions": sessions(season, slots, served),
        "wishes": wishes(season, slots, served),
        "fairness": fairness(season, served),
        "last_season": sum(_as_before(season.sections[slot.section], slot) for slot in served),
        "openings": len({(season.supply.house_of[slot.room], slot.weekday) for slot in served}),
    }
    names = {slot.section for slot in served}
    guaranteed = {one.id for one in season.sections.values() if one.guaranteed}
    lots = worth_of_lots(season)
    first = {"guarantee": len(guaranteed & names)} if guaranteed else {}
    last = {"draw": sum(lots.get(slot.section, 0) for slot in served)} if lots else {}
    return {**first, **found, **last}


def is_order(names: Sequence[str], goals: Sequence[str]) -> bool:
    """Whether these are the goals of a round, or of a re-plan of it, in their order."""
    return tuple(names) in (tuple(goals), (*OF_OTHERS, *goals))


def names_of(claimed: Sequence[str], goals: Iterable[str]) -> list[str]:
    """What the goals should be called: those of a re-plan where its own come first, else those of the round."""
    return [*(OF_OTHERS if tuple(claimed[: len(OF_OTHERS)]) == OF_OTHERS else ()), *goals]


def worth_of_lots(season: Season) -> dict[str, int]:
    """Of n sections with a lot the first counts n, the last 1; of equal lots the smaller id comes first."""
    drawn = sorted((one.lot, one.id) for one in season.sections.values() if one.lot is not None)
    return {name: len(drawn) - place for place, (_, name) in enumerate(drawn)}


# ---- sessions


def part(season: Season, section: Section) -> int:
    """Hundredths of its weight that a date of one session a week counts by itself."""
    return season.weight(section) * (season.policy["partial_percent"] if section.sessions > 1 else 100)


def bonus(season: Season, section: Section, fewest: int) -> int:
    """What all sessions of a section count beside that, in hundredths; `fewest` dates has the slot with fewest."""
    return season.weight(section) * fewest * section.sessions * (100 - season.policy["partial_percent"])


def sessions(season: Season, slots: Slots, served: Sequence[Slot]) -> int:
    """Dated sessions by weight, in hundredths."""
    value = sum(part(season, season.sections[slot.section]) * len(slot.held) for slot in served)
    for name, count in Counter(slot.section for slot in served).items():
        section = season.sections[name]
        if 1 < count == section.sessions:
            value += bonus(season, section, min(len(slot.held) for slot in slots.every(section)))
    return value


# ---- wishes


def wishes(season: Season, slots: Slots, served: Sequence[Slot]) -> int:
    """4 for a primary range, 3 to 0 by rank of the room, up to 3 by length, 3 for each wish about two sections."""
    by_section: dict[str, list[Slot]] = {}
    for slot in served:
        by_section.setdefault(slot.section, []).append(slot)
    value = sum(_wish(season.sections[slot.section], slots, slot) for slot in served)
    for a, b, kind in season.links:
        for slot in by_section.get(a, ()):
            near = any(_near(season, kind, slot, other) for other in by_section.get(b, ()))
            value += LINK * (near != (kind == "apart"))
    return value


def _wish(section: Section, slots: Slots, slot: Slot) -> int:
    primary = any(
        one.primary and one.weekday == slot.weekday and one.start <= slot.start and slot.end <= one.end
        for one in section.ranges
    )
    more = section.longest - section.shortest
    longer = 3 * (slot.length - section.shortest) // more if more else 3
    return 4 * primary + max(0, 3 - slots.rank(section, slot.room)) + longer


def _near(season: Season, kind: str, a: Slot, b: Slot) -> bool:
    """Whether two slots are in one house on one weekday, and, if adjacency is wished, one follows the other."""
    if a.weekday != b.weekday or season.supply.house_of[a.room] != season.supply.house_of[b.room]:
        return False
    between = b.start - a.end if b.start >= a.end else a.start - b.end
    return kind != "adjacent" or 0 <= between <= season.policy["setup"] + season.policy["clear"]


# ---- fairness, last season


def fairness(season: Season, served: Sequence[Slot]) -> int:
    """For each party its first sessions count most, and more where it lost in past rounds."""
    asked, got = Counter[str](), Counter[str]()
    for section in season.sections.values():
        asked[section.party] += section.sessions
    for slot in served:
        got[season.sections[slot.section].party] += 1
    return sum(
        FIRST_QUARTER + min(MOST_LOST, season.parties[party].lost) - FIRST_QUARTER * step // asked[party]
        for party, count in got.items()
        for step in range(min(count, asked[party]))
    )


def _as_before(section: Section, slot: Slot) -> int:
    """1 for the room of last season and 1 for its hour."""
    if section.previous is None:
        return 0
    room, weekday, start = section.previous
    return (slot.room == room) + ((slot.weekday, slot.start) == (weekday, start))
