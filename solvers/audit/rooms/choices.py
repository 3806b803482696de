"""The best that is chosen together at given prices: exactly, in whole numbers.

A quota is what makes a linear bound weak. So the sections under one quota choose together: of each at most its sessions
a week, on different weekdays, all within the quota (a knapsack by dynamic programming over what is left of it). A
section under no quota chooses by itself. Where quotas overlap, the first counts; the others are rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import gcd

from solvers.audit.rooms.demand import Quota, Section
from solvers.audit.rooms.rules_series import holder
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot

MOST_MINUTES = 20_000_000
"""Beyond so many (sections times what the quota allows) a quota is no share."""
Worths = Mapping[tuple[int, int], int]
"""Best price of a slot of one section, by weekday and what it takes of the share's quota."""
Ways = Mapping[int, int]
"""Best worth of serving a section at all, by what that takes of the share's quota."""


@dataclass(frozen=True, slots=True)
class Share:
    """Sections under one quota, which allows `budget` minutes or sessions (`measure`) of them."""

    sections: tuple[str, ...]
    budget: int
    measure: str


def shares_of(season: Season, offered: Mapping[str, Sequence[Slot]]) -> list[Share]:
    """The shares of a season, in the order of its quotas; no section is in two."""
    found, taken = list[Share](), set[str]()
    rooms = {name: {slot.room for slot in mine} for name, mine in offered.items()}
    for quota in season.quotas:
        for sections in _groups(season, quota, rooms):
            for measure, budget in (("minutes", quota.minutes), ("sessions", quota.sessions)):
                small = budget is not None and len(sections) * budget <= MOST_MINUTES
                if budget is not None and small and taken.isdisjoint(sections):
                    taken.update(sections)
                    found.append(Share(tuple(sections), budget, measure))
    return found


def _groups(season: Season, quota: Quota, rooms: Mapping[str, Set[str]]) -> Iterator[list[str]]:
    """Sections that a quota adds up, where every slot of them counts for it."""
    groups: dict[str, list[str]] = {}
    partly: set[str] = set()
    for section in season.under(quota):
        counts = {season.counts_for(quota, section, room) for room in rooms[section.id]}
        if True in counts:
            groups.setdefault(holder(quota, section), []).append(section.id)
        if counts == {True, False}:
            partly.add(holder(quota, section))
    yield from (sections for who, sections in groups.items() if who not in partly)


def ways(section: Section, worths: Worths, bonus: int, earned: int) -> Ways:
    """Every way to serve a section, at most one slot a weekday.

    `bonus` is for all its sessions, if it has several; `earned` for being served at all.
    """
    by_day: dict[int, list[tuple[int, int]]] = {}
    for (weekday, weight), worth in worths.items():
        by_day.setdefault(weekday, []).append((weight, worth))
    states: dict[tuple[int, int], int] = {(0, 0): 0}
    for mine in by_day.values():
        grown = dict(states)
        for (count, used), value in states.items():
            for weight, worth in mine if count < section.sessions else ():
                key = (count + 1, used + weight)
                grown[key] = max(grown.get(key, value + worth), value + worth)
        states = grown
    out: dict[int, int] = {}
    for (count, used), value in states.items():
        whole = value + (bonus if count == section.sessions > 1 else 0) + (earned if count else 0)
        if whole > out.get(used, 0):
            out[used] = whole
    return out


def best_within(budget: int, found: Iterable[Ways]) -> int:
    """Most that the sections of a share are worth together; each is served in one of its ways or not at all."""
    fitting = [{weight: worth for weight, worth in one.items() if weight <= budget} for one in found]
    grain = gcd(*(weight for one in fitting for weight in one)) or 1
    best = [0] * (budget // grain + 1)
    for one in fitting:
        new = best
        for weight, worth in one.items():
            at = weight // grain
            new = new[:at] + [max(kept, more + worth) for kept, more in zip(new[at:], best, strict=False)]
        best = new
    return best[-1]
