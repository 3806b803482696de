"""Tiny seasons, plans and multipliers for the checker of rooms plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

from scheduler.files import plain_value
from solvers.parking.problem import Closure
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.goals import goals_of, sessions
from solvers.rooms.plan import RoomsPlan, Session, session_of
from solvers.rooms.problem import Link, Party, Quota, RoomLock, RoomsProblem, Slot
from solvers.rooms.rules import verify
from solvers.timetable import WindowRule
from tests.solvers.rooms.small import FIRST, monday, random_round, round_of, section, weeks

SECOND, THIRD = FIRST + timedelta(days=7), FIRST + timedelta(days=14)
OPEN = (
    WindowRule("workday", start="09:00", end="12:00"),
    WindowRule("rest_day", start="10:00", end="12:00"),
    WindowRule("festival", start="10:00", end="12:00"),
)


def awkward_round() -> RoomsProblem:
    """Three weeks in which every rule and every goal is at work somewhere."""
    monday_s = section(
        "s0",
        monday("09:00", "11:00"),
        category="culture",
        age_group="senior",
        members=("a", "b"),
        facilities=("corner",),
    )
    twice = section(
        "s1", monday(), monday("09:00", "10:00", 2), party="dance", sessions=2, noisy=True, leader="li",
        category="elderly", rooms=("H", "A"), previous=Slot("A", 1, "09:00"), longest=120,
    )  # fmt: skip
    lent = section(
        "s2", monday("09:00", "11:00"), party="chess", noisy=True, leader="li", equipment={"projector": 1},
        facilities=("centre",), people=9,
    )  # fmt: skip
    once = section(
        "s3", monday("10:00", "12:00"), monday("09:00", "10:00"), first=SECOND, last=SECOND,
        equipment={"projector": 1}, rooms=("B",), facilities=("corner",),
    )  # fmt: skip
    seldom = section(
        "s4", monday("09:00", "10:00"), party="chess", every_weeks=2, people=11, members=("b", "c"), may_vary=False,
        excluded=(THIRD,), category="elderly",
    )  # fmt: skip
    problem = round_of(monday_s, twice, lent, once, seldom)
    centre, corner = problem.facilities
    a, b, *others = problem.rooms
    early = Closure(THIRD, THIRD, "09:00", "10:00")
    late = WindowRule(weekdays=(1, 2, 3, 4, 5), start="09:00", end="11:00")
    horizon = weeks(3, swapped=(8,))
    days = tuple(replace(day, names=("festival",)) if day.date == SECOND else day for day in horizon.days)
    return replace(
        problem,
        horizon=replace(horizon, days=days),
        policy=replace(problem.policy, blocked_percent=70, partial_percent=70, setup=0, clear=0),
        facilities=(
            replace(centre, windows=OPEN, closures=(early,)),
            replace(corner, seniors=(WindowRule("workday", start="09:00", end="10:00"),), equipment={"projector": 1}),
        ),
        rooms=(replace(a, clear=30), replace(b, staffed=(late,)), *others),
        quotas=(
            Quota("party", "choir", minutes=180),
            Quota("household", "wang", sessions=2),
            Quota("category", "elderly", minutes=300),
            Quota("facility", "centre", sessions=4),
        ),
        links=(Link("s1", "s2", "adjacent"), Link("s2", "s3", "together"), Link("s0", "s4", "apart")),
        locks=(RoomLock("s2", "pin", facility="centre"), RoomLock("s3", "ban", room="C", start="11:00")),
        parties=(Party("choir"), Party("chess", household="wang", lost=9), Party("dance", lost=1)),
    )  # fmt: skip


def drawn(problem: RoomsProblem, seed: int) -> RoomsProblem:
    """The round with lots, some of them the same, and guarantees."""
    rng = Random(seed)
    requests = tuple(
        replace(one, lot=rng.choice((None, 3, 5, 7)), guaranteed=rng.random() < 0.4) for one in problem.requests
    )
    return replace(problem, requests=requests)


def tangled(seed: int) -> RoomsProblem:
    """A random round with overlapping quotas, a pin, own buffers and sections of the same members."""
    rng, problem = Random(seed), random_round(seed)
    requests = tuple(
        replace(one, members=tuple(rng.sample("abcd", 2)), longest=one.shortest + rng.choice((0, 60)))
        for one in problem.requests
    )
    quotas = (*problem.quotas, Quota("category", "elderly", minutes=180), Quota("household", "wang", sessions=2))
    rooms = tuple(replace(one, setup=rng.choice((None, 30))) if one.id != "H" else one for one in problem.rooms)
    return replace(problem, requests=requests, quotas=quotas, rooms=rooms)


def plan_file(case: RoomsCase, options: Sequence[Option]) -> dict[str, Any]:
    """The JSON of a plan that serves these options, with the goals of its round."""
    return {
        "assignments": [plain_value(session_of(case.rooms, option)) for option in options],
        "tiers": [{"name": goal.name, "value": goal.value(case, options)} for goal in goals_of(case)],
    }


def document_of(case: RoomsCase, found: Iterable[Session]) -> RoomsPlan:
    """A plan document of these sessions."""
    return RoomsPlan("0" * 64, "0" * 64, "options", "feasible", 0, True, (), tuple(found))  # type: ignore[arg-type]


def valid_plans(case: RoomsCase) -> list[tuple[Option, ...]]:
    """Every valid plan: choices grow by one option at a time, as no rule but a pin is kept by adding to a plan."""
    found: list[tuple[Option, ...]] = [()]
    grown: list[tuple[Option, ...]] = [()]
    while grown:
        longer = []
        for plan in grown:
            last = case.options.index(plan[-1]) + 1 if plan else 0
            for option in case.options[last:]:
                tried = (*plan, option)
                if not verify(case, [session_of(case.rooms, one) for one in tried], case.every_pin):
                    longer.append(tried)
        found += longer
        grown = longer
    return found


def best(case: RoomsCase) -> int:
    """Best value of the first goal over every plan that keeps every pin."""
    plans = (plan for plan in valid_plans(case) if not verify(case, [session_of(case.rooms, one) for one in plan]))
    return max((sessions(case, plan) for plan in plans if one_a_weekday(plan)), default=0)


def one_a_weekday(plan: Sequence[Option]) -> bool:
    """Whether no section has two slots on one weekday (not even on different dates)."""
    return all(a.section != b.section or a.weekday != b.weekday for a, b in combinations(plan, 2))


def random_rows(case: RoomsCase, rng: Random, largest: int) -> list[list[Any]]:
    """Rows of every kind with any multipliers, negative ones among them; they may repeat."""
    rooms = case.rooms
    atoms = [one.id for one in rooms.rooms]

    def moment() -> int:
        return rng.randrange(rooms.horizon.length) * 1440 + rng.choice((9, 10, 11)) * 60

    def any_of(kinds: Sequence[list[Any]]) -> list[list[Any]]:
        return [[*rng.choice(kinds), rng.randrange(-largest // 4, largest)]] if kinds else []

    options = [one for one in case.options if one.held]
    people = [
        ["people", rooms.requests[x].id, rooms.rooms[one.room].id, one.held[0] * 1440 + one.start, rooms.requests[y].id]
        for a, b, _ in case.conflicts
        for x, y in ((a, b), (b, a))
        for one in options
        if one.section == x
    ]
    quotas = [
        ["quota", at, measure, who]
        for at, quota in enumerate(rooms.quotas)
        for measure in ("minutes", "sessions")
        if getattr(quota, measure) is not None
        for who in ([one.id for one in rooms.parties] if quota.scope == "facility" else [quota.of])
    ]
    noise = [["noise", *sorted((rooms.rooms[a].id, rooms.rooms[b].id)), moment()] for a, b in case.noisy_pairs]
    pins = [["pin", at] for at, lock in enumerate(rooms.locks) if lock.kind == "pin"]
    rows = []
    for _ in range(rng.randrange(12)):
        rows += any_of([["room", rng.choice(atoms), moment()]])
        rows += any_of([["equipment", one.id, "projector", moment()] for one in rooms.facilities if one.equipment])
        rows += any_of(noise) + any_of(people) + any_of(quotas) + any_of(pins)
    return rows
