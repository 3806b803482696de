"""A way forward is told wherever its neighbourhood holds one, and the verifier has nothing against what is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.calendar import horizon
from solvers.engines.limits import Limits
from solvers.engines.rooms import solve_rooms
from solvers.explain import Alternative
from solvers.rooms.case import RoomsCase
from solvers.rooms.explain import explain_section
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.plan import Session, clock, date_of
from solvers.rooms.problem import Section, Suitable
from solvers.rooms.repair import repaired
from solvers.rooms.rules import verify
from solvers.rooms.standing import Standing
from solvers.rooms.ways import KINDS, ways_of
from solvers.window import minute_of
from tests.solvers.rooms.small import FIRST, monday, round_of, section
from tests.solvers.rooms.test_causes import awkward, filled

Slot = tuple[int, int, int]


class Widened:
    """A section that asks for anything, beside a plan; and every slot that the verifier lets it have."""

    def __init__(self, case: RoomsCase, sessions: Sequence[Session], at: int) -> None:
        self.case, self.sessions, self.own = case, sessions, case.rooms.requests[at]
        week = tuple(Suitable(day, "00:00", "24:00") for day in range(1, 8))
        wider = replace(self.own, rooms=(), facilities=(), ranges=week, shortest=15)
        requests = tuple(wider if one.id == self.own.id else one for one in case.rooms.requests)
        self.wide = RoomsCase(replace(case.rooms, requests=requests))
        self.before = len(verify(self.wide, sessions, case.every_pin))

    def keeps(self, room: str, slot: Slot, dates: Sequence[date]) -> bool:
        """Whether a session breaks no rule beside the plan."""
        weekday, start, length = slot
        tried = Session(self.own.id, room, weekday, clock(start), clock(start + length), tuple(dates))
        return len(verify(self.wide, [*self.sessions, tried], self.case.every_pin)) <= self.before

    def open_dates(self, room: str, slot: Slot, days: Sequence[int]) -> list[date]:
        """Dates on which a room is open, none where too many are blocked."""
        at, (_, start, length) = self.case.rooms.room_index[room], slot
        held, blocked = self.case.split(self.own, at, tuple(days), start, start + length)
        few = len(blocked) * 100 <= len(days) * self.case.rooms.policy.blocked_percent
        return [date_of(self.case.rooms, day) for day in held] if few else []

    def slots(self) -> Iterator[Slot]:
        """Every slot of a week that lies on the grid and is no longer than the longest."""
        grid = self.case.rooms.policy.grid
        for weekday in range(1, 8):
            for start in range(0, 1440, grid):
                for length in {*range(grid, self.own.longest + 1, grid), self.own.shortest}:
                    if start + length <= 1440:
                        yield weekday, start, length

    def kinds(self) -> set[str]:
        """Kinds of which the verifier finds a way, by trying everything."""
        asked = {slot[:3] for slot in self.case.slots(self.own)}
        ranks = self.case.ranks(self.own)
        accepted = [self.case.rooms.rooms[at].id for at in ranks]
        others = [room.id for at, room in enumerate(self.case.rooms.rooms) if at not in ranks]
        full = [slot for slot in self.slots() if slot[2] >= self.own.shortest]
        cut = [slot for slot in self.slots() if self.own.shortest / 2 <= slot[2] < self.own.shortest]
        within = [slot for slot in cut if any(self._inside(wish, slot) for wish in self.own.ranges)]
        found = {
            "as_asked_room": self._any(accepted, list(asked)),
            "other_room": self._any(others, list(asked)),
            "other_time": self._any(accepted, [slot for slot in full if slot not in asked]),
            "shorter_session": self._any(accepted, within),
            "half_season": any(self._any(accepted, list(asked), half) for half in (0, 1)),
            "fewer_dates": self._fewer(accepted, asked),
        }
        return {kind for kind, exists in found.items() if exists}

    def _inside(self, wish: Suitable, slot: Slot) -> bool:
        return wish.weekday == slot[0] and wish.span[0] <= slot[1] and slot[1] + slot[2] <= wish.span[1]

    def _any(self, rooms: Sequence[str], slots: Sequence[Slot], half: int | None = None) -> bool:
        return any(self._free(room, slot, self._days(slot, half)) for slot in slots for room in rooms)

    def _free(self, room: str, slot: Slot, days: Sequence[int]) -> bool:
        dates = self.open_dates(room, slot, days) if days else []
        return bool(dates) and self.keeps(room, slot, dates)

    def _days(self, slot: Slot, half: int | None) -> Sequence[int]:
        days = self.case.dates(self.own, slot[0])
        middle = self.case.rooms.horizon.length // 2
        halves = [day for day in days if day < middle], [day for day in days if day >= middle]
        return days if half is None else halves[half] if all(halves) else ()

    def _fewer(self, rooms: Sequence[str], slots: set[Slot]) -> bool:
        for slot in slots:
            for room in rooms:
                dates = self.open_dates(room, slot, self.case.dates(self.own, slot[0]) or (0,))
                free = [day for day in dates if self.keeps(room, slot, [day])]
                least = -(-len(dates) // 2)
                if dates and len(free) >= least and self.keeps(room, slot, free[:least]):
                    return True
        return False


def told(case: RoomsCase, sessions: Sequence[Session], at: int) -> tuple[Alternative, ...]:
    """Ways forward of a section."""
    return ways_of(Standing(case, sessions), at)[0]


def short_of(case: RoomsCase, sessions: Sequence[Session]) -> list[int]:
    """Sections with fewer sessions than asked for."""
    served = [one.request for one in sessions]
    return [at for at, one in enumerate(case.rooms.requests) if served.count(one.id) < one.sessions]


@pytest.mark.parametrize("seed", range(8))
def test_a_kind_of_way_is_told_wherever_trying_everything_finds_one(seed: int) -> None:
    case = RoomsCase(awkward(seed))
    sessions = filled(case, seed)
    for at in short_of(case, sessions):
        assert {one.kind for one in told(case, sessions, at)} == Widened(case, sessions, at).kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_way_is_found_somewhere_and_only_where_there_is_one(kind: str) -> None:
    wish, plan = WAYS[kind]
    case = RoomsCase(round_of(wish, section("s9", monday("09:00", "12:00"), longest=180)))
    found = {one.kind for one in told(case, plan, 0)}
    assert found == Widened(case, plan, 0).kinds()
    assert kind in found


def held(room: str, start: str, end: str, days: Sequence[int] = (0, 7)) -> Session:
    """A session of the other section on some days."""
    return Session("s9", room, 1, start, end, tuple(FIRST + timedelta(days=day) for day in days))


ONLY = section("s0", monday("09:00", "10:00"), rooms=("C",))
LONG = section("s0", monday("09:00", "11:00"), rooms=("C",), shortest=120, longest=120)
WAYS: dict[str, tuple[Section, list[Session]]] = {
    "as_asked_room": (ONLY, []),
    "other_room": (ONLY, [held("C", "09:00", "10:00")]),
    "other_time": (ONLY, [held("C", "09:00", "10:00")]),
    "shorter_session": (LONG, [held("C", "10:00", "12:00")]),
    "half_season": (ONLY, [held("C", "09:00", "10:00", (7,))]),
    "fewer_dates": (ONLY, [held("C", "09:00", "10:00", (0,))]),
}


def mini() -> tuple[RoomsCase, tuple[Session, ...]]:
    """Two weeks of a mini season without quotas, filled greedily."""
    case = RoomsCase(generate_rooms(ROOMS_SCALES["mini"], 5, horizon(FIRST, FIRST + timedelta(days=13))))
    case = RoomsCase(replace(case.rooms, quotas=()))
    return case, repaired(case, solve_rooms(case, "greedy", Limits()).chosen)


def test_the_verifier_has_nothing_against_what_is_told_in_a_mini_season() -> None:
    case, sessions = mini()
    verdicts = []
    for at in short_of(case, sessions):
        widened = Widened(case, sessions, at)
        for one in told(case, sessions, at):
            slot = (int(one.numbers["weekday"]), minute_of(str(one.numbers["start"])))
            length = minute_of(str(one.numbers["end"])) - slot[1]
            days = str(one.numbers["on"]).split(",") if "on" in one.numbers else ()
            whole = widened.open_dates(one.assets[0], (*slot, length), case.dates(widened.own, slot[0]))
            dates = [date.fromisoformat(day) for day in days] or whole
            verdicts.append((one.checked, widened.keeps(one.assets[0], (*slot, length), dates)))
    assert set(verdicts) == {(True, True)}


@pytest.mark.study
def test_in_a_mini_season_trying_everything_finds_the_same_kinds() -> None:
    case, sessions = mini()
    for at in short_of(case, sessions)[:4]:
        assert {one.kind for one in told(case, sessions, at)} == Widened(case, sessions, at).kinds()


def test_where_there_is_no_way_it_is_told_what_was_searched() -> None:
    case = RoomsCase(round_of(section("s1", monday(), people=99)))
    found = explain_section(case, (), "s1")
    assert (found.alternatives, found.reasons[-1].rule) == ((), "no_way_in_rooms")
    assert found.reasons[-1].numbers == {"accepted": 0, "others": 0}
