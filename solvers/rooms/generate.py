"""Seeded season rounds of the size of a corner, a street or a district: invented groups, real shapes.

Shapes after "1+4+13" in Yanji street (延吉, Shanghai): one centre, four neighbourhood centres and thirteen elderly
activity rooms, popular mornings and evenings, organisations with quotas, groups that met at the same hour last season.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from solvers.parking.problem import Closure
from solvers.rooms.plan import clock
from solvers.rooms.problem import (
    AgeGroup,
    Category,
    Facility,
    Link,
    Party,
    Quota,
    Room,
    RoomLock,
    RoomsPolicy,
    RoomsProblem,
    Section,
    Slot,
    Suitable,
)
from solvers.timetable import Horizon, WindowRule

Tier = Literal["centre", "neighbourhood", "activity_room"]
WEIGHTS: dict[Category, int] = {
    "disabled": 12,
    "elderly": 10,
    "volunteering": 8,
    "education": 7,
    "culture": 6,
    "party": 6,
    "other": 3,
}
TITLES: dict[Category, tuple[str, ...]] = {
    "elderly": ("太极拳 Tai chi", "合唱团 Choir", "棋牌 Chess"),
    "disabled": ("手工坊 Handicraft", "康复操 Gentle exercise"),
    "volunteering": ("义剪 Free haircuts", "志愿者例会 Volunteers"),
    "education": ("书法 Calligraphy", "作业辅导 Homework club", "英语角 English corner"),
    "culture": ("民族舞 Dance", "摄影 Photography", "戏曲 Opera"),
    "party": ("党日活动 Party day", "学习会 Study circle"),
    "other": ("包饺子 Dumplings", "法律咨询 Legal clinic", "业委会 Owners' meeting"),
}
NOISY = ("合唱团 Choir", "民族舞 Dance", "戏曲 Opera")
POPULAR = (9 * 60, 9 * 60 + 30, 13 * 60 + 30, 14 * 60, 18 * 60 + 30, 19 * 60)
POOLS = {"projector": 2, "speaker": 2, "tent": 1}


@dataclass(frozen=True, slots=True)
class RoomsScale:
    """How many facilities of each tier, rooms of each, halls among or beside them, and requests.

    A street has one centre and an equal part of the other facilities; groups stay within their street.
    """

    facilities: tuple[int, int, int]
    rooms: tuple[int, int, int]
    extra: int
    halls: int
    requests: int


ROOMS_SCALES: dict[str, RoomsScale] = {
    "tiny": RoomsScale((1, 1, 0), (2, 1, 0), 0, 0, 8),
    "mini": RoomsScale((1, 1, 1), (3, 2, 2), 0, 1, 60),
    "season": RoomsScale((1, 4, 13), (19, 6, 2), 12, 6, 1_500),
    "district": RoomsScale((10, 40, 130), (19, 6, 2), 120, 60, 15_000),
}
TIERS: tuple[Tier, ...] = ("centre", "neighbourhood", "activity_room")
CAPACITIES: dict[Tier, tuple[int, ...]] = {
    "centre": (20, 30, 40, 60),
    "neighbourhood": (15, 20, 30, 40),
    "activity_room": (12, 16, 24),
}


def generate_rooms(scale: RoomsScale, seed: int, horizon: Horizon) -> RoomsProblem:
    """Invent a season round; the same seed and horizon give the same problem.

    Parameters
    ----------
    scale
        How many facilities, rooms and requests.
    seed
        Which of the rounds of that size.
    horizon
        Planned dates with their day types.
    """
    return _Generator(scale, Random(f"rooms/{seed}"), horizon).build()


class _Generator:
    def __init__(self, scale: RoomsScale, rng: Random, horizon: Horizon) -> None:
        self.scale, self.rng, self.horizon = scale, rng, horizon

    def build(self) -> RoomsProblem:
        self.facilities = self._facilities()
        self.rooms = self._rooms()
        self.parties = self._parties()
        requests = tuple(self._section(at) for at in range(self.scale.requests))
        return RoomsProblem(
            horizon=self.horizon,
            policy=RoomsPolicy(weights={str(name): weight for name, weight in WEIGHTS.items()}),
            facilities=self.facilities,
            rooms=self.rooms,
            parties=self.parties,
            requests=requests,
            quotas=self._quotas(requests),
            links=self._links(requests),
            locks=self._locks(requests),
        )

    # ---- supply

    def _facilities(self) -> tuple[Facility, ...]:
        hours = {
            "centre": (("08:30", "21:00"), ("09:00", "21:00")),
            "neighbourhood": (("09:00", "20:30"), ("09:00", "18:00")),
            "activity_room": (("08:30", "17:00"), ("09:00", "16:30")),
        }
        out: list[Facility] = []
        streets = self.scale.facilities[0]
        for tier, count in list(zip(TIERS, self.scale.facilities, strict=True)) * streets:
            for _ in range(count // streets):
                work, rest = hours[tier]
                windows = (
                    WindowRule("workday", start=work[0], end=work[1]),
                    WindowRule("rest_day", start=rest[0], end=rest[1]),
                )
                seniors = (WindowRule("workday", start="08:30", end="11:00"),) if tier == "activity_room" else ()
                pools = POOLS if tier != "activity_room" else {"speaker": 1}
                closures = (self._closure(),) if self.rng.random() < 0.2 else ()
                out.append(Facility(f"f{len(out) + 1:03d}", tier, windows, closures, seniors, dict(pools)))
        return tuple(out)

    def _closure(self) -> Closure:
        first = self.horizon.first + timedelta(days=self.rng.randrange(max(1, self.horizon.length - 7)))
        return Closure(first, first + timedelta(days=self.rng.randrange(1, 5)), reason="works")

    def _rooms(self) -> tuple[Room, ...]:
        counts = dict(zip(TIERS, self.scale.rooms, strict=True))
        homes = [one for one in self.facilities for _ in range(counts[one.tier])]
        small = [one for one in self.facilities if one.tier == "activity_room"]
        homes += [small[at % len(small)] for at in range(self.scale.extra)]
        rooms = [self._room(at, home) for at, home in enumerate(sorted(homes, key=lambda one: one.id))]
        return (*self._halls(rooms),)

    def _room(self, at: int, home: Facility) -> Room:
        features = [
            name for name, odds in (("step-free", 0.6), ("piano", 0.2), ("kitchen", 0.2)) if self.rng.random() < odds
        ]
        if home.tier == "centre" and self.rng.random() < 0.3:
            features.append("projector")
        staffed = None
        if self.rng.random() < 0.08:
            staffed = (WindowRule(weekdays=(1, 2, 3, 4, 5, 6), start="09:00", end="19:00"),)
        capacity = self.rng.choice(CAPACITIES[home.tier])
        return Room(f"r{at + 1:04d}", home.id, capacity, tuple(features), staffed=staffed)

    def _halls(self, rooms: list[Room]) -> list[Room]:
        """Halls over two neighbouring rooms of one facility; the parts must not both be noisy."""
        out, halls, streets = list(rooms), 0, self.scale.facilities[0]
        street = {one.id: at * streets // len(self.facilities) for at, one in enumerate(self.facilities)}
        for at in range(0, len(rooms) - 1, 2):
            a, b = rooms[at], rooms[at + 1]
            allowed = self.scale.halls * (street[a.facility] + 1) // streets
            if halls < allowed and a.facility == b.facility:
                halls += 1
                hall = Room(f"h{halls:04d}", a.facility, a.capacity + b.capacity + 10, a.features)
                out[at] = replace(a, part_of=hall.id, noisy_next_to=(b.id,))
                out[at + 1] = replace(b, part_of=hall.id)
                out.append(hall)
        return out

    # ---- demand

    def _parties(self) -> tuple[Party, ...]:
        count = max(4, self.scale.requests // 10)
        return tuple(
            Party(
                f"p{at + 1:04d}",
                "organisation" if at % 3 else "person",
                None if at % 3 else f"house{at // 6}",
                self.rng.choice((0, 0, 0, 1, 2)),
            )
            for at in range(count)
        )

    def _section(self, at: int) -> Section:
        rng = self.rng
        category = rng.choices(list(WEIGHTS), (6, 30, 8, 18, 20, 8, 10))[0]
        age: AgeGroup = "senior" if category == "elderly" else "any"
        shortest = rng.choice((60, 60, 90, 120))
        single = rng.random() < 0.15
        weekdays = rng.sample(range(1, 8), rng.choice((1, 2, 2, 3)))
        count = 1 if single or len(weekdays) < 2 or rng.random() < 0.85 else 2
        day = self.horizon.first + timedelta(days=rng.randrange(self.horizon.length)) if single else None
        if day is not None:
            weekdays = [day.isoweekday()]
        features = ("step-free",) if category == "disabled" or rng.random() < 0.05 else ()
        title = rng.choice(TITLES[category])
        section = Section(
            id=f"s{at + 1:05d}",
            party=rng.choice(self.parties).id,
            people=rng.choice((8, 10, 12, 15, 18, 20, 25, 30)),
            ranges=tuple(self._range(weekday, shortest, step == 0) for step, weekday in enumerate(weekdays)),
            title=title,
            category=category,
            age_group=age,
            sessions=count,
            every_weeks=1 if single else rng.choice((1, 1, 1, 1, 2)),
            shortest=shortest,
            longest=shortest + rng.choice((0, 30, 60)),
            first=day,
            last=day,
            excluded=self._excluded() if rng.random() < 0.1 and not single else (),
            facilities=self._wished(),
            features=features,
            equipment={rng.choice(list(POOLS)): 1} if rng.random() < 0.12 else None,
            noisy=title in NOISY,
            may_vary=rng.random() < 0.7,
            leader=f"leader{rng.randrange(self.scale.requests)}" if rng.random() < 0.5 else None,
        )
        return replace(section, previous=self._previous(section)) if rng.random() < 0.3 else section

    def _range(self, weekday: int, shortest: int, primary: bool) -> Suitable:
        start = self.rng.choice(POPULAR)
        end = min(21 * 60, start + shortest + self.rng.choice((0, 30, 60, 120)))
        return Suitable(weekday, clock(start), clock(max(end, start + shortest)), primary)

    def _excluded(self) -> tuple[date, ...]:
        return (self.horizon.first + timedelta(days=self.rng.randrange(self.horizon.length)),)

    def _wished(self) -> tuple[str, ...]:
        """A home facility drawn towards the large ones, and one or two near it."""
        weights = [len(self._rooms_of(one)) ** 1.2 for one in self.facilities]
        home = self.rng.choices(range(len(self.facilities)), weights)[0]
        block = home // 18 * 18
        near = [at for at in range(block, min(block + 18, len(self.facilities))) if at != home]
        others = self.rng.sample(near, min(len(near), self.rng.choice((0, 1, 1, 2))))
        return tuple(self.facilities[at].id for at in (home, *others))

    def _rooms_of(self, facility: Facility) -> Sequence[Room]:
        if not hasattr(self, "_by_facility"):
            self._by_facility: dict[str, list[Room]] = {}
            for room in self.rooms:
                self._by_facility.setdefault(room.facility, []).append(room)
        return self._by_facility.get(facility.id, [])

    def _previous(self, section: Section) -> Slot | None:
        home = next(one for one in self.facilities if one.id == section.facilities[0])
        rooms = [room for room in self._rooms_of(home) if room.capacity >= section.people]
        if not rooms:
            return None
        return Slot(self.rng.choice(rooms).id, section.ranges[0].weekday, section.ranges[0].start)

    def _quotas(self, requests: Sequence[Section]) -> tuple[Quota, ...]:
        """Three fifths of what an organisation asks for, in minutes; some households by count."""
        weeks = self.horizon.length // 7
        asked: dict[str, int] = {}
        for one in requests:
            dates = 1 if one.first else weeks // one.every_weeks
            asked[one.party] = asked.get(one.party, 0) + one.sessions * one.shortest * dates
        found = [
            Quota("party", party.id, minutes=max(60, asked.get(party.id, 0) * 3 // 5 // 30 * 30))
            for party in self.parties
            if party.kind == "organisation" and self.rng.random() < 0.6
        ]
        houses = dict.fromkeys(party.household for party in self.parties if party.household)
        return (*found, *(Quota("household", name, sessions=8 * weeks) for name in houses if name))

    def _links(self, requests: Sequence[Section]) -> tuple[Link, ...]:
        kinds: tuple[Literal["adjacent", "together", "apart"], ...] = ("adjacent", "together", "apart")
        out = []
        for kind in kinds * (len(requests) // 150):
            a, b = self.rng.sample(range(len(requests)), 2)
            out.append(Link(requests[a].id, requests[b].id, kind))
        return tuple(out)

    def _locks(self, requests: Sequence[Section]) -> tuple[RoomLock, ...]:
        chosen = self.rng.sample(range(len(requests)), len(requests) // 60)
        return tuple(
            RoomLock(requests[at].id, "ban" if turn % 2 else "pin", facility=requests[at].facilities[0])
            for turn, at in enumerate(chosen)
        )
