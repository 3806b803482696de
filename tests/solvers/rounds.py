"""Rounds built by hand: an awkward one of nine dates, and the smallest whose cells promise more than spaces carry."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from solvers.parking.problem import (
    Closure,
    Lock,
    ParkingProblem,
    Partnership,
    Pattern,
    Policy,
    Registration,
    Site,
    Space,
)
from solvers.problem import Assignment, Problem
from solvers.timetable import Day, Horizon, LeaveBy, WindowRule

FIRST = date(2026, 4, 25)
"""A Saturday. Sunday the 26th is a make-up workday, summer begins on the 29th, 1 May is a named rest day."""


def awkward_horizon() -> Horizon:
    """Number -1 0 1 2 3 4 5 6 7 8 9 are, as workday or rest day: w r w w w W W R R R W (capitals: summer)."""
    types = "wrwwwWWRRRW"
    return Horizon(
        FIRST,
        FIRST + timedelta(days=8),
        tuple(
            Day(
                FIRST + timedelta(days=number),
                "workday" if kind in "wW" else "rest_day",
                "summer" if kind.isupper() else "winter",
                ("labour_day",) if number == 6 else (),
            )
            for number, kind in enumerate(types, start=-1)
        ),
    )


def week(length: int = 7) -> Horizon:
    """Dates from a Monday on, Saturdays and Sundays off, always winter."""
    first = date(2026, 3, 2)
    days = (first + timedelta(days=at) for at in range(-1, length + 1))
    return Horizon(
        first,
        first + timedelta(days=length - 1),
        tuple(Day(day, "workday" if day.isoweekday() < 6 else "rest_day") for day in days),
    )


def workdays(start: str, end: str) -> tuple[WindowRule, ...]:
    return (WindowRule("workday", start=start, end=end),)


PATTERNS = {
    "day": workdays("08:30", "17:00"),
    "morning": workdays("08:30", "12:00"),
    "after14": workdays("12:14", "16:45"),
    "after15": workdays("12:15", "17:00"),
    "to_closing": (WindowRule("workday", "winter", start="16:00", end="18:00"),),
    "past_closing": (WindowRule("workday", "winter", start="16:00", end="18:01"),),
    "in_summer": (WindowRule("workday", "summer", start="16:00", end="18:30"),),
    "summer_noon": (WindowRule("workday", "summer", start="12:20", end="17:00"),),
    "early": workdays("06:00", "08:00"),
    "holiday": (WindowRule("labour_day", start="10:00", end="16:00"),),
    "night": (WindowRule(start="19:00", end="07:00"),),
    "workday_night": workdays("19:00", "07:00"),
    "after_curfew": workdays("23:30", "07:00"),
    "rest_day": (WindowRule("rest_day", start="09:00", end="17:00"),),
    "long_rest": (
        WindowRule("rest_day", start="00:00", end="24:00"),
        WindowRule("workday", start="00:00", end="08:00"),
    ),
    "never": (WindowRule("spring_festival"),),
}

SITES = (
    Site(
        "yard",
        "compound",
        (
            WindowRule("workday", "winter", start="08:00", end="18:00"),
            WindowRule("workday", "summer", start="08:00", end="18:30"),
            WindowRule("labour_day", start="10:00", end="16:00"),
        ),
        gate_limit=2,
        outside_cap=1,
    ),
    Site(
        "tower",
        "tower",
        (
            WindowRule("workday", start="18:00", end="07:30"),
            WindowRule("rest_day", end="24:00"),
            WindowRule("rest_day", start="18:00", end="07:30"),
        ),
        curfews=(WindowRule(start="23:00", end="05:00"),),
        leave_by=(LeaveBy("workday", time="07:30"),),
        closures=(Closure(FIRST + timedelta(days=7), FIRST + timedelta(days=7), "10:00", "12:00", "suspension"),),
    ),
)

SPACES = (
    Space("y1", "yard"),
    Space("y2", "yard"),
    Space("y3", "yard", windows=workdays("08:00", "13:00")),
    Space("y4", "yard", "compact", closures=(Closure(FIRST + timedelta(days=5), FIRST + timedelta(days=5)),)),
    Space("y5", "yard", ev=True, accessible=True),
    Space("y6", "yard", reserved_for=("owner",)),
    Space("y7", "yard", ev=True),
    Space("t", "tower", count=2),
    Space("t3", "tower", windows=(WindowRule(),)),
)

HERE: Mapping[str, int] = {"yard": 150, "tower": 420}


def asks(name: str, pattern: str = "", points: int = 10, walk: Mapping[str, int] = HERE, **other: Any) -> Registration:
    """A registration whose vehicle is its own unless told otherwise."""
    return Registration(
        name, other.pop("vehicle", f"v-{name}"), pattern or name, {"points": points}, dict(walk), **other
    )


REQUESTS = (
    asks("after15", points=12, party="outside", vehicle="van", home_site="tower"),
    asks("day", points=30, household="h", vehicle="van", home_site="tower", previous_space="y1"),
    asks(
        "split",
        "day",
        points=25,
        split_at_season=True,
        home_site="tower",
        previous_space="y2",
        household="h",
        vehicle="cart",
    ),
    asks("morning", points=11, household="h", vehicle="van", previous_space="y1"),
    asks("night", points=40, home_site="yard", vehicle="bus", previous_space="t#2"),
    asks("after14", points=13, party="outside", vehicle="cab"),
    asks("holiday", points=5, party="outside", household="h", walk={"yard": 201, "tower": 399}),
    asks("workday_night", points=7, party="outside", home_site="yard", vehicle="bus"),
    asks("to_closing", points=3),
    asks("past_closing", points=4),
    asks("in_summer", points=2),
    asks("summer_noon", points=2, vehicle="cart"),
    asks("early", points=2),
    asks("after_curfew", points=6),
    asks("rest_day", points=9),
    asks("long_rest", points=9),
    asks("never", points=1),
    asks("wide", "day", points=8, size="large"),
    asks("electric", "day", points=8, needs_ev=True),
    asks("gasoline", "day", points=8, needs_accessible=True),
    asks("far", "day", points=8, walk={"yard": 501}),
    asks("nowhere", "day", points=8, walk={"tower": 100}),
    asks("owner", "day", points=8, party="owner"),
    asks("banned_here", "morning", points=8),
    asks("banned_space", "morning", points=8),
    asks("banned_all", "morning", points=8),
)

LOCKS = (
    Lock("banned_here", "ban", site="yard"),
    Lock("banned_space", "ban", space="y1"),
    Lock("banned_all", "ban"),
)

POLICY = Policy({"points": 1}, guard_minutes=15, reserve_percent=20, outside_percent=50, household_cap=1)


def awkward(**changes: Any) -> ParkingProblem:
    """The awkward round, with other parts where stated."""
    parts: dict[str, Any] = {
        "horizon": awkward_horizon(),
        "policy": POLICY,
        "sites": SITES,
        "spaces": SPACES,
        "patterns": tuple(Pattern(name, rules) for name, rules in PATTERNS.items()),
        "requests": REQUESTS,
        "partners": (Partnership("yard", "tower", 1),),
        "locks": LOCKS,
    }
    return ParkingProblem(**parts | changes)


def only(parking: ParkingProblem, names: Iterable[str], **changes: Any) -> ParkingProblem:
    """The round with just the named requests, in the order of the names, and the locks that speak of them."""
    kept = tuple(parking.requests[parking.request_index[name]] for name in names)
    left = {request.id for request in kept}
    locks = tuple(lock for lock in parking.locks if lock.request in left)
    return replace(parking, **{"requests": kept, "locks": locks} | changes)


def cycle(spaces: int = 2, **changes: Any) -> ParkingProblem:
    """Five people of two weekdays each in a ring: two a day, yet two spaces cannot carry all five."""
    pairs = ((1, 2), (2, 3), (3, 4), (4, 5), (5, 1))
    parts: dict[str, Any] = {
        "horizon": week(),
        "policy": Policy({"points": 1}, reserve_percent=0, outside_percent=100, household_cap=None),
        "sites": (Site("ring", "compound", (WindowRule(),)), Site("side", "compound", (WindowRule(),))),
        "spaces": (Space("a", "ring", count=spaces), Space("b", "side")),
        "patterns": tuple(
            Pattern(f"p{a}{b}", (WindowRule(weekdays=(a, b), start="08:00", end="18:00"),)) for a, b in pairs
        ),
        "requests": tuple(asks(f"r{a}{b}", f"p{a}{b}", walk={"ring": 100}) for a, b in pairs),
    }
    return ParkingProblem(**parts | changes)


def candidate(problem: Problem, name: str) -> Assignment:
    """The assignment that "request@space" or "request@space,space" names."""
    request, _, spaces = name.partition("@")
    asset = {found.id: at for at, found in enumerate(problem.assets)}
    at = next(at for at, found in enumerate(problem.requests) if found.id == request)
    return Assignment(at, tuple(asset[space] for space in spaces.split(",")))
