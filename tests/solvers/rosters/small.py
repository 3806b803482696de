"""Tiny invented months: a week in April, an elder, a patrol, a class and a fair; a handful of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from solvers.rosters.case import RosterCase
from solvers.rosters.people import Elder, Insurance, Pair, Past, Skill, Volunteer
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import OVERRIDABLE, Duty, Need, Now, Place, Role, RosterLock, RosterProblem, Shift
from solvers.rosters.roster import Roster, Seat
from solvers.timetable import Day, Horizon, WindowRule

FIRST = date(2026, 4, 6)
ALWAYS_OPEN = (WindowRule(),)


def days(count: int = 7) -> Horizon:
    """Dates from a Monday, weekends at rest."""
    found = [FIRST + timedelta(days=at) for at in range(-1, count + 1)]
    kinds = tuple(Day(day, "workday" if day.isoweekday() < 6 else "rest_day") for day in found)
    return Horizon(FIRST, FIRST + timedelta(days=count - 1), kinds)


def person(name: str, **more: Any) -> Volunteer:
    """Somebody of forty who is always free, has done much, and lives in the middle."""
    base = Volunteer(name, date(1986, 1, 1), 0, 0, ALWAYS_OPEN, completed={"visit": 20, "class": 20, "fair": 20})
    return replace(base, **more)


def role(least: int = 0, target: int = 1, most: int | None = None, **more: Any) -> Role:
    """A plain role."""
    return replace(Role("aide", least, target, target if most is None else most), **more)


def shift(name: str, day: int = 0, start: str = "09:00", minutes: int = 60, **more: Any) -> Shift:
    """A class in the hall."""
    base = Shift(name, "class", "class", FIRST + timedelta(days=day), start, minutes, "hall", (role(),))
    return replace(base, **more)


def problem(*shifts: Shift, people: tuple[Volunteer, ...] = (), **more: Any) -> RosterProblem:
    """A week with two places, an elder and some people; rules off by default stay off."""
    usual: dict[str, Any] = {
        "horizon": days(),
        "policy": RosterPolicy(),
        "places": (Place("hall", 0, 0), Place("home", 1_500, 0)),
        "volunteers": people or (person("an"), person("bo")),
        "shifts": shifts,
    }
    return RosterProblem(**{**usual, **more})


def roster(case: RosterCase, *duties: tuple[str, str] | tuple[str, str, str]) -> Roster:
    """A roster of (volunteer, shift[, role]); the role is the first one unless named."""
    found = Roster(case)
    for volunteer, name, *rest in duties:
        post = case.post_named(
            name, rest[0] if rest else case.rosters.shifts[case.rosters.shift_index[name]].roles[0].id
        )
        assert post is not None
        found.add(Seat(case.rosters.volunteer_index[volunteer], post))
    return found


def random_problem(seed: int, most: int = 8) -> RosterProblem:
    """A tiny awkward problem with at most so many options: tight limits, every rule of the catalogue likely to bind."""
    rng = Random(seed)
    while True:
        found = _random(rng)
        if 5 <= len(RosterCase(found).seats) <= most:
            return found


def overridden(seed: int) -> RosterProblem:
    """A tiny awkward problem in which the staff override limits for some seats, of somebody with absences too."""
    found, rng = random_problem(seed), Random(seed)
    names = [one.id for one in found.volunteers][: rng.choice((1, 3))]
    pairs = [(name, shift.id) for name in names for shift in found.shifts]
    pairs = rng.sample(pairs, min(3, len(pairs)))
    locks = (
        RosterLock(*pair, "pin", rng.choice((None, "aide")), tuple(rng.sample(OVERRIDABLE, rng.choice((0, 3, 8)))))
        for pair in pairs
    )
    absent = rng.choice(("an", "bo", "cy", ""))
    people = (replace(one, absences=2 if one.id == absent else 0) for one in found.volunteers)
    weights = {"shift_cannot_run": rng.choice((0, 1_000))}
    policy = replace(found.policy, shifts_a_day=rng.choice((1, 2)), rest_minutes=1_000, weights=weights)
    return replace(found, policy=policy, volunteers=tuple(people), locks=tuple(locks))


def _random(rng: Random) -> RosterProblem:
    people = tuple(_person(rng, name) for name in ("an", "bo", "cy"))
    shifts = tuple(_shift(rng, at) for at in range(rng.choice((2, 3, 3, 4))))
    kinds = ("required", "prohibited", "preferred", "unpreferred")
    names = rng.sample(("an", "bo", "cy"), 3)
    pinned = rng.random() < 0.6
    return RosterProblem(
        horizon=days(),
        policy=_policy(rng),
        places=(Place("hall", 0, 0, rng.choice((None, None, 2))), Place("home", rng.choice((400, 2_500)), 0)),
        volunteers=people,
        shifts=shifts,
        elders=(Elder("grandma", rng.choice((None, "an")), rng.choice((None, "bo")), rng.choice(((), ("cy",)))),),
        pairs=(Pair(names[0], names[1], rng.choice(kinds)),) if rng.random() < 0.6 else (),  # type: ignore[arg-type]
        locks=(RosterLock(names[2], shifts[0].id, "pin"),) if pinned else (),
        published=tuple(Duty(one.id, rng.choice(shifts).id, "aide") for one in people[: rng.choice((0, 0, 2, 3))]),
        now=Now(FIRST, "06:00") if rng.random() < 0.3 else None,
    )


def _policy(rng: Random) -> RosterPolicy:
    return RosterPolicy(
        off=rng.choice((("H27",), (), ("H27", "S17"))),
        day_minutes=(rng.choice((120, 200, 360)), 120, 60),
        week_minutes=(rng.choice((180, 300)), 240, 120),
        month_minutes=rng.choice((240, 2_880)),
        continuous_minutes=rng.choice((100, 150, 240)),
        rest_minutes=rng.choice((300, 660, 1_000)),
        days_in_row=rng.choice((1, 2, 5)),
        days_in_row_soft=rng.choice((1, 3)),
        shifts_a_day=rng.choice((1, 2, 3)),
        lead_from=2,
        lead_for=2,
        freeze_minutes=rng.choice((240, 1_440)),
        faces=1,
        weekends=rng.choice((0, 2)),
        same_type=1,
        standby_for=rng.choice((1, 8)),
        fair_steps=(25, 50),
        late_from=rng.choice((600, 1_200)),
        early_until=620,
    )


def _person(rng: Random, name: str) -> Volunteer:
    history = [
        Past(FIRST - timedelta(days=rng.choice((1, 1, 2, 3, 9))), rng.choice(("09:00", "20:00")), 90, "class")
        for _ in range(rng.choice((0, 0, 1, 2)))
    ]
    return Volunteer(
        name,
        rng.choice((date(1986, 1, 1), date(1950, 5, 5), date(2010, 3, 1))),
        rng.choice((0, 3_000)),
        0,
        rng.choice((ALWAYS_OPEN, ALWAYS_OPEN, (WindowRule(start="08:00", end="13:00"),))),
        gender=rng.choice(("woman", "man")),
        languages=rng.choice(((), ("wu",))),
        skills=rng.choice(((), (Skill("aid", 2),), (Skill("aid", 3, FIRST + timedelta(days=1)),))),
        insured=rng.choice(((), (Insurance(FIRST, FIRST + timedelta(days=20)),))),
        excluded_risks=rng.choice(((), (), ("height",))),
        guardian_consent=True,
        neighbour=rng.random() < 0.2,
        lead=rng.random() < 0.5,
        wants_mentor=rng.random() < 0.5,
        completed={kind: rng.choice((0, 5, 12)) for kind in ("visit", "class", "fair")},
        desired=rng.choice((None, (120, 300), (0, 200))),
        liked=rng.choice(((), (WindowRule(start="09:00", end="10:00"),))),
        disliked=rng.choice(((), (WindowRule("rest_day"),))),
        wishes=rng.choice(((), ("class", "visit"), ("home",))),
        days_off=rng.choice(((), (FIRST + timedelta(days=1),))),
        shown=rng.choice((0, 5)),
        called=5,
        history=tuple(history),
    )


def _shift(rng: Random, at: int) -> Shift:
    kind = rng.choice(("visit", "class", "class", "fair"))
    safety = kind == "visit" or rng.random() < 0.3
    least = rng.choice((1, 2)) if safety else rng.choice((0, 1))
    first = role(
        least,
        max(1, least, rng.choice((1, 2))),
        3,
        safety=safety,
        priority=rng.choice((1, 2, 4)),
        demanding=rng.random() < 0.2,
        skills=((Need("aid", rng.choice((1, 3))),),) if rng.random() < 0.15 else (),
        training="first aid" if rng.random() < 0.15 else None,
    )
    second = (replace(first, id="guest", least=0, target=1, safety=False),) if rng.random() < 0.2 else ()
    return Shift(
        f"s{at}",
        kind,
        {"visit": "home_visit", "class": "class", "fair": "event"}[kind],  # type: ignore[arg-type]
        FIRST + timedelta(days=rng.choice((0, 0, 0, 1, 1, 5))),
        rng.choice(("09:00", "09:30", "10:00", "10:10", "11:30", "19:30")),
        rng.choice((60, 60, 90, 150)),
        "home" if kind == "visit" else "hall",
        (first, *second),
        risks=("height",) if rng.random() < 0.1 else (),
        elder="grandma" if kind == "visit" else None,
        festival=kind == "fair" and rng.random() < 0.3,
        heavy=rng.random() < 0.2,
        gives="first aid" if kind == "class" and rng.random() < 0.4 else None,
    )
