"""Simulated annealing for CB-CTT, first over periods alone, then over periods and rooms.

`Periods` knows rooms by their number and sizes only. That loses nothing but the rooms of a course beyond its first: the
cheapest way to seat the lectures of a period puts the largest into the largest room, and its cost is the sum, over all
sizes t, of the lectures larger than t beyond the number of rooms larger than t. `Places` carries on with real rooms.

References
----------
Bellio, Ceschia, Di Gaspero, Schaerf, Urli (2016): Feature-based tuning of simulated annealing applied to the
curriculum-based course timetabling problem. Computers & Operations Research 65, 83-92.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from random import Random
from time import monotonic
from typing import Protocol

from solvers.bench.cbctt import Instance, Timetable
from solvers.engines.cbctt_week import Week, bits, sizes

MOVES_BETWEEN_LOOKS = 4096
SHARE_OF_WHOLE_COURSES = 0.3
"""Share of the changes of rooms that bring all lectures of a course into one room."""


@dataclass
class Pace:
    """How far a cooling is: by its moves where `moves` is given, else by the clock, which ends it in any case."""

    seconds: float
    moves: int | None = None
    started: float = field(default_factory=monotonic)
    done: int = 0

    def share(self) -> float:
        """Share of the way, 1 or more at its end."""
        clock = (monotonic() - self.started) / self.seconds if self.seconds > 0 else 1.0
        return clock if self.moves is None or clock >= 1 else self.done / max(1, self.moves)


class Search(Protocol):
    """What can be cooled: each step changes it or not, and returns its cost."""

    def cost(self) -> int: ...

    def step(self, temperature: float) -> int: ...

    def timetable(self) -> Timetable: ...


def cool(search: Search, hot: float, cold: float, goal: int, pace: Pace) -> Timetable:
    """Best timetable on the way from temperature `hot` to `cold`; ends early at cost `goal`."""
    best, kept = search.cost(), search.timetable()
    while best > goal and (share := pace.share()) < 1:
        temperature = hot * (cold / hot) ** share
        for _ in range(MOVES_BETWEEN_LOOKS):
            if search.step(temperature) < best:
                best, kept = search.cost(), search.timetable()
        pace.done += MOVES_BETWEEN_LOOKS
    return kept


class Periods:
    """Search over periods: a lecture moves to another period, and whoever is in its way moves back, and so on."""

    def __init__(self, instance: Instance, periods: Sequence[Sequence[int]], random: Random) -> None:
        self._instance = instance
        self._week = Week(instance, periods)
        self._random = random.random
        self._lectures = [at for at, course in enumerate(instance.courses) for _ in range(course.lectures)]
        self._periods = [list(mine) for mine in periods]
        self._sizes = sizes(instance)
        self._over = [self._overfull(courses) for courses in self._week.met]
        self._cost = self._week.cost() + sum(self._over)

    def cost(self) -> int:
        """Cost but for the rooms of a course beyond its first."""
        return self._cost

    def timetable(self) -> Timetable:
        """The periods with the largest lectures in the largest rooms."""
        rooms = sorted(range(len(self._instance.rooms)), key=lambda room: -self._instance.rooms[room])
        places: list[list[tuple[int, int]]] = [[] for _ in self._periods]
        for period, met in enumerate(self._week.met):
            courses = sorted(bits(met), key=lambda at: -self._instance.courses[at].students)
            for at, room in zip(courses, rooms, strict=False):
                places[at].append((period, room))
        return places

    def step(self, temperature: float) -> int:
        """Try one change; keep it if it costs at most what chance at this temperature allows."""
        random, week = self._random, self._week
        at = self._lectures[int(random() * len(self._lectures))]
        here = self._periods[at][int(random() * len(self._periods[at]))]
        there = week.open[at][int(random() * len(week.open[at]))]
        if week.held[at] >> there & 1:
            return self._cost
        going, coming = self._chain(1 << at, here, there)
        if going & week.banned[there] or coming & week.banned[here]:
            return self._cost
        full, more = len(self._instance.rooms), going.bit_count() - coming.bit_count()
        if week.met[there].bit_count() + more > full or week.met[here].bit_count() - more > full:
            return self._cost
        allowed = -temperature * log(1.0 - random())
        added = week.change(going, coming, here, there) - self._over[here] - self._over[there]
        if added > allowed:
            return self._cost
        moved = going | coming
        over_here, over_there = self._overfull(week.met[here] ^ moved), self._overfull(week.met[there] ^ moved)
        added += over_here + over_there
        if added <= allowed:
            week.move(going, coming, here, there)
            for moving in bits(moved):
                leaves, enters = (here, there) if going >> moving & 1 else (there, here)
                self._periods[moving][self._periods[moving].index(leaves)] = enters
            self._over[here], self._over[there] = over_here, over_there
            self._cost += added
        return self._cost

    def _chain(self, going: int, here: int, there: int) -> tuple[int, int]:
        """Courses that leave `here` and `there` so that no rivals meet; where `there` is full, one that makes room."""
        week = self._week
        met_here, met_there = week.met[here], week.met[there]
        coming, fresh = 0, met_there & week.rivals[going.bit_length() - 1]
        if not fresh and met_there.bit_count() >= len(self._instance.rooms):
            # Not quite evenly drawn, but at once: the first one from a random place on.
            place = int(self._random() * len(week.held))
            after = met_there >> place << place or met_there
            fresh = after & -after
        while fresh:
            coming |= fresh
            pushed = week.rivals_of(fresh) & met_here & ~going
            going |= pushed
            fresh = week.rivals_of(pushed) & met_there & ~coming
        return going, coming

    def _overfull(self, met: int) -> int:
        """Students over capacity where the courses `met` share a period."""
        total = 0
        for rooms, sets in self._sizes:
            if (met & sets[0][0]).bit_count() > rooms:
                for larger, weight in sets:
                    total += weight * max(0, (met & larger).bit_count() - rooms)
        return total


class Places:
    """Search over periods and rooms: a lecture changes places with another one, or with an empty room."""

    def __init__(self, instance: Instance, timetable: Timetable, random: Random, swaps: float) -> None:
        self._week = Week(instance, [[period for period, _ in mine] for mine in timetable])
        self._random = random.random
        self._swaps = swaps
        self._nobody = len(instance.courses)
        self._rooms = len(instance.rooms)
        self._over = [[max(0, course.students - seats) for seats in instance.rooms] for course in instance.courses]
        self._over.append([0] * self._rooms)
        self._cells = [[self._nobody] * self._rooms for _ in range(instance.periods)]
        self._lectures = [(at, number) for at, mine in enumerate(timetable) for number in range(len(mine))]
        self._uses = [[0] * self._rooms for _ in timetable]
        self._periods = [[period for period, _ in mine] for mine in timetable]
        for at, mine in enumerate(timetable):
            for period, room in mine:
                self._cells[period][room] = at
                self._uses[at][room] += 1
        # Nobody is in every room often enough: an empty room that moves costs nothing.
        self._uses.append([instance.periods + 1] * self._rooms)
        self._cost = self._week.cost() + self._cost_of_rooms()

    def _cost_of_rooms(self) -> int:
        over = sum(self._over[at][room] for row in self._cells for room, at in enumerate(row))
        return over + sum(sum(map(bool, uses)) - 1 for uses in self._uses[: self._nobody])

    def cost(self) -> int:
        """The whole objective."""
        return self._cost

    def timetable(self) -> Timetable:
        """Periods and rooms as they are."""
        return [[(period, self._cells[period].index(at)) for period in mine] for at, mine in enumerate(self._periods)]

    def step(self, temperature: float) -> int:
        """Try one change; keep it if it costs at most what chance at this temperature allows."""
        random, week = self._random, self._week
        at, number = self._lectures[int(random() * len(self._lectures))]
        here = self._periods[at][number]
        room = self._cells[here].index(at)
        allowed = -temperature * log(1.0 - random())
        chance = random()
        if chance < self._swaps:
            whole = chance < self._swaps * SHARE_OF_WHOLE_COURSES
            self._try_rooms(at, self._periods[at] if whole else [here], int(random() * self._rooms), allowed)
            return self._cost
        there = week.open[at][int(random() * len(week.open[at]))]
        if week.held[at] >> there & 1:
            return self._cost
        blocked = week.met[there] & week.rivals[at]
        if not blocked:
            other_room = room if random() < 0.5 else int(random() * self._rooms)
            other = self._cells[there][other_room]
        elif blocked & (blocked - 1):
            return self._cost
        else:
            other = blocked.bit_length() - 1
            other_room = self._cells[there].index(other)
        if other == self._nobody or not (
            week.banned[here] >> other & 1 or week.met[here] & week.rivals[other] & ~(1 << at)
        ):
            self._try_periods((at, here, room), (other, there, other_room), allowed)
        return self._cost

    def _try_rooms(self, at: int, periods: list[int], target: int, allowed: float) -> None:
        """Bring lectures of a course into the room `target`; whoever is there takes the room they leave."""
        added, made = 0, []
        for period in periods:
            row = self._cells[period]
            room, other = row.index(at), row[target]
            if room != target:
                added += self._moved_rooms(at, other, room, target)
                self._take_rooms(at, other, room, target)
                row[room], row[target] = other, at
                made.append((row, room, other))
        if added <= allowed:
            self._cost += added
            return
        for row, room, other in made:
            self._take_rooms(at, other, target, room)
            row[room], row[target] = at, other

    def _try_periods(self, one: tuple[int, int, int], two: tuple[int, int, int], allowed: float) -> None:
        (at, here, room), (other, there, other_room) = one, two
        coming = 0 if other == self._nobody else 1 << other
        added = self._moved_rooms(at, other, room, other_room)
        added += self._week.change(1 << at, coming, here, there)
        if added > allowed:
            return
        self._week.move(1 << at, coming, here, there)
        self._take_rooms(at, other, room, other_room)
        self._cells[here][room], self._cells[there][other_room] = other, at
        self._periods[at][self._periods[at].index(here)] = there
        if coming:
            self._periods[other][self._periods[other].index(there)] = here
        self._cost += added

    def _moved_rooms(self, at: int, other: int, room: int, other_room: int) -> int:
        """What is added where `at` goes from `room` to `other_room`, and `other` the other way."""
        if room == other_room:
            return 0
        uses, others, over, over_other = self._uses[at], self._uses[other], self._over[at], self._over[other]
        added = over[other_room] - over[room] + over_other[room] - over_other[other_room]
        return added + (not uses[other_room]) - (uses[room] == 1) + (not others[room]) - (others[other_room] == 1)

    def _take_rooms(self, at: int, other: int, room: int, other_room: int) -> None:
        for course, leaves, enters in ((at, room, other_room), (other, other_room, room)):
            self._uses[course][leaves] -= 1
            self._uses[course][enters] += 1
