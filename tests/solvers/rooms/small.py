"""Tiny invented season rounds: two weeks in April around a make-up workday, two houses, a hall with two parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from solvers.parking.problem import Closure
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.goals import sessions
from solvers.rooms.plan import session_of
from solvers.rooms.problem import (
    Facility,
    Party,
    Quota,
    Room,
    RoomsPolicy,
    RoomsProblem,
    Section,
    Suitable,
)
from solvers.rooms.rules import verify
from solvers.timetable import Day, DayType, Horizon, WindowRule

FIRST = date(2026, 4, 6)
OPEN = (WindowRule("workday", start="09:00", end="12:00"), WindowRule("rest_day", start="10:00", end="12:00"))


def weeks(count: int = 2, swapped: Sequence[int] = ()) -> Horizon:
    """Weeks from a Monday; on the `swapped` dates workday and rest day change places."""
    last = FIRST + timedelta(days=7 * count - 1)
    days = []
    for number in range(-1, 7 * count + 1):
        day = FIRST + timedelta(days=number)
        works = (day.isoweekday() < 6) != (number in swapped)
        kind: DayType = "workday" if works else "rest_day"
        days.append(Day(day, kind))
    return Horizon(FIRST, last, tuple(days))


def section(name: str, *ranges: Suitable, party: str = "choir", people: int = 8, **more: Any) -> Section:
    """A section that wishes the given ranges."""
    return replace(Section(name, party, people, ranges), **more)


def monday(start: str = "09:00", end: str = "11:00", weekday: int = 1) -> Suitable:
    """A range of a Monday morning, or of another weekday."""
    return Suitable(weekday, start, end)


def round_of(*requests: Section, **more: object) -> RoomsProblem:
    """A round with a hall `H` of parts `A` and `B` in one house, and a room `C` in another."""
    problem = RoomsProblem(
        horizon=weeks(),
        policy=RoomsPolicy(weights={"elderly": 3, "culture": 2}, clear=0, grid=60),
        facilities=(
            Facility("centre", "centre", OPEN, equipment={"projector": 1}),
            Facility("corner", "activity_room", OPEN),
        ),
        rooms=(
            Room("A", "centre", 10, ("step-free",), part_of="H", noisy_next_to=("B",)),
            Room("B", "centre", 10, part_of="H"),
            Room("C", "corner", 12),
            Room("H", "centre", 25, ("step-free",)),
        ),
        parties=(Party("choir"), Party("chess", household="wang"), Party("dance", lost=1)),
        requests=requests,
    )
    return replace(problem, **more)  # type: ignore[arg-type]


def chosen_sets(case: RoomsCase, most: int) -> Sequence[tuple[int, ...]]:
    """Every choice of at most `most` options."""
    everything = range(len(case.options))
    return [found for size in range(most + 1) for found in combinations(everything, size)]


def is_valid(case: RoomsCase, options: Sequence[Option]) -> bool:
    """Whether the verifier has nothing against a choice."""
    return not verify(case, [session_of(case.rooms, option) for option in options])


def best_value(case: RoomsCase) -> int:
    """Best value of the first goal over every valid choice: section by section, dropping what cannot catch up."""
    ceilings = [0]
    for at in reversed(range(len(case.rooms.requests))):
        own = case.rooms.requests[at]
        dates = max((len(case.options[one].held) for one in case.options_at[at]), default=0)
        ceilings.insert(0, ceilings[0] + case.rooms.weight_of(own) * dates * own.sessions * 100)
    best = 0

    def extend(section: int, found: tuple[Option, ...]) -> None:
        nonlocal best
        value = sessions(case, found)
        best = max(best, value)
        if section == len(case.rooms.requests) or value + ceilings[section] <= best:
            return
        own = case.options_at[section]
        for size in range(case.rooms.requests[section].sessions, -1, -1):
            for chosen in combinations(own, size):
                tried = (*found, *(case.options[at] for at in chosen))
                if not chosen or is_valid(case, tried):
                    extend(section + 1, tried)

    extend(0, ())
    return best


def random_round(seed: int) -> RoomsProblem:
    """A tiny random round with quotas, leaders, noise, equipment, closures and a make-up workday."""
    rng = Random(seed)
    requests = tuple(_random_section(rng, at) for at in range(5))
    closure = Closure(FIRST + timedelta(days=rng.randrange(14)), FIRST + timedelta(days=13))
    problem = round_of(*requests, horizon=weeks(swapped=(rng.randrange(14),)))
    quotas = (Quota("party", "choir", minutes=rng.choice((120, 240, 300))), Quota("facility", "corner", sessions=2))
    corner = replace(problem.facilities[1], closures=(closure,) if rng.random() < 0.4 else ())
    policy = replace(problem.policy, blocked_percent=60)
    return replace(problem, quotas=quotas, facilities=(problem.facilities[0], corner), policy=policy)


def _random_section(rng: Random, at: int) -> Section:
    weekday = rng.choice((1, 1, 6))
    start = rng.choice((9, 10))
    second = (monday("10:00", "12:00", 2),) if rng.random() < 0.3 else ()
    return section(
        f"s{at}",
        Suitable(weekday, f"{start:02d}:00", f"{start + rng.choice((1, 2)):02d}:00"),
        *second,
        party=rng.choice(("choir", "chess", "dance")),
        people=rng.choice((8, 11, 20)),
        sessions=2 if second else 1,
        category=rng.choice(("elderly", "culture", "other")),
        noisy=rng.random() < 0.5,
        leader=rng.choice((None, "li")),
        equipment={"projector": 1} if rng.random() < 0.3 else None,
        facilities=rng.choice((("centre",), ("corner",), ())),
    )
