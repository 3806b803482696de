"""Seeded months of volunteering of the size of a corner, a street or a city: invented people, real shapes.

Elders are visited weekly at a fixed hour by two people, retired people are free in the mornings, workers in the
evenings and at weekends, pupils after school; a festival needs many hands at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from solvers.rosters.generate_people import Crowd
from solvers.rosters.people import Elder, Pair
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import Kind, Need, Place, Role, RosterProblem, Shift
from solvers.timetable import DayType, Horizon

CLOCKS = {
    "visit": ("08:30", "09:30", "10:30", "11:00", "13:30", "14:00", "15:30", "16:30"),
    "patrol": ("19:00", "20:00"),
    "class": ("09:00", "14:00", "16:30", "18:30"),
    "room": ("08:30", "13:00", "17:30"),
    "festival": ("09:00", "13:30"),
}
FRAGILE = 0.15


@dataclass(frozen=True, slots=True)
class RosterScale:
    """How many volunteers and elders, visits to each, other shifts of each kind, metres from side to side, and
    how freely people offer days (1 to 3).
    """

    volunteers: int
    elders: int
    visits: int
    patrols: int
    classes: int
    rooms: int
    festivals: int
    metres: int
    days: int


ROSTER_SCALES: dict[str, RosterScale] = {
    "mini": RosterScale(20, 3, 2, 1, 4, 1, 1, 2_000, 3),
    "month": RosterScale(2_000, 300, 4, 60, 130, 90, 14, 4_000, 1),
    "city": RosterScale(20_000, 3_000, 4, 600, 1_300, 900, 140, 12_000, 1),
}


def generate_roster(scale: RosterScale, seed: int, horizon: Horizon) -> RosterProblem:
    """Invent a month; the same seed and horizon give the same problem.

    Parameters
    ----------
    scale
        How many people and shifts.
    seed
        Which of the months of that size.
    horizon
        Planned dates with their day types.
    """
    return _Month(scale, Random(f"rosters/{seed}"), horizon).build()


class _Month:
    def __init__(self, scale: RosterScale, rng: Random, horizon: Horizon) -> None:
        self.scale, self.rng, self.horizon = scale, rng, horizon
        self.shifts: list[Shift] = []
        self.places: list[Place] = []

    def build(self) -> RosterProblem:
        crowd = Crowd(self.rng, self.horizon, self.scale.metres, self.scale.days)
        volunteers = tuple(crowd.volunteer(at) for at in range(self.scale.volunteers))
        halls = [self._place("hall", at) for at in range(max(2, self.scale.rooms // 8))]
        homes = [self._place("home", at) for at in range(self.scale.elders)]
        elders = tuple(
            Elder(f"e{at + 1:05d}", *crowd.contacts(home), vetoes=crowd.veto(), gender=crowd.wish())
            for at, home in enumerate(homes)
        )
        for elder, home in zip(elders, homes, strict=True):
            self._visits(elder, home)
        self._others(halls)
        dated = sorted(self.shifts, key=lambda one: (one.date, one.start, one.place))
        return RosterProblem(
            horizon=self.horizon,
            policy=RosterPolicy(),
            places=tuple(self.places),
            volunteers=volunteers,
            shifts=tuple(replace(one, id=f"t{at + 1:05d}") for at, one in enumerate(dated)),
            elders=elders,
            pairs=self._pairs([one.id for one in volunteers]),
        )

    def _place(self, kind: str, at: int) -> Place:
        side = self.scale.metres
        place = Place(f"{kind}{at + 1:05d}", self.rng.randrange(side), self.rng.randrange(side))
        self.places.append(place)
        return place

    def _day(self, kind: DayType | None = None) -> date:
        days = [day.date for _, day in self.horizon.planned if kind in (None, day.day_type)]
        return self.rng.choice(days)

    def _add(self, name: str, kind: Kind, day: date, minutes: int, place: Place, roles: tuple[Role, ...]) -> Shift:
        clock = self.rng.choice(CLOCKS.get(name, CLOCKS["class"]))
        shift = Shift(f"new{len(self.shifts)}", name, kind, day, clock, minutes, place.id, roles)
        self.shifts.append(shift)
        return shift

    def _visits(self, elder: Elder, home: Place) -> None:
        """Once a week on a fixed weekday and hour."""
        rng = self.rng
        fragile = rng.random() < FRAGILE
        needs = ((Need("home care", 2 if fragile else 1),),)
        role = Role("visitor", 2, 2, 3 if fragile else 2, needs, 1 if fragile else 3, safety=True)
        weeks = self.horizon.length // 7
        first = self.horizon.first + timedelta(days=rng.randrange(7))
        clock, minutes = rng.choice(CLOCKS["visit"]), rng.choice((45, 60, 60))
        risks = ("cats",) if rng.random() < 0.1 else ()
        for week in range(min(weeks, self.scale.visits)):
            shift = self._add("visit", "home_visit", first + timedelta(days=7 * week), minutes, home, (role,))
            self.shifts[-1] = replace(shift, start=clock, elder=elder.id, risks=risks)

    def _others(self, halls: list[Place]) -> None:
        rng, scale = self.rng, self.scale
        guard = Role("guard", 2, 2, 3, priority=2, safety=True)
        for _ in range(scale.patrols):
            shift = self._add("patrol", "patrol", self._day(), 120, rng.choice(halls), (guard,))
            self.shifts[-1] = replace(shift, heavy=rng.random() < 0.3, risks=("night",))
        for _ in range(scale.classes):
            skill = rng.choice(("english", "calligraphy", "first aid", "music"))
            teacher = Role("teacher", 1, 1, 1, ((Need(skill),), (Need("teaching", 2),)), 4)
            aide = Role("aide", 0, 1, 2, priority=5)
            self._add("class", "class", self._day(), rng.choice((60, 90, 120)), rng.choice(halls), (teacher, aide))
        for _ in range(scale.rooms):
            keeper = Role("keeper", 1, 1, 2, priority=4)
            self._add("room", "room", self._day(), 180, rng.choice(halls), (keeper,))
        for _ in range(scale.festivals):
            steward = Role("steward", 4, 8, 12, priority=3)
            medic = Role("medic", 1, 1, 2, ((Need("first aid", 2),),), 2)
            shift = self._add("festival", "event", self._day("rest_day"), 180, rng.choice(halls), (steward, medic))
            self.shifts[-1] = replace(shift, festival=True)

    def _pairs(self, names: list[str]) -> tuple[Pair, ...]:
        kinds = ("prohibited", "preferred", "preferred", "unpreferred")
        count = max(2, len(names) // 50)
        chosen = self.rng.sample(names, 2 * count)
        return tuple(
            Pair(a, b, kinds[at % len(kinds)])  # type: ignore[arg-type]
            for at, (a, b) in enumerate(zip(chosen[::2], chosen[1::2], strict=True))
        )
