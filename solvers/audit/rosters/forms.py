"""What the records of a month and of its roster are made of: closed sets of fields, words, and ranges of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solvers.audit.rosters.settings import WEIGHTS
from solvers.audit.shapes import (
    COUNT,
    NAME,
    PERCENT,
    WEEKDAY,
    Shape,
    day,
    each,
    letters,
    maybe,
    number,
    plan_shape,
    record,
    refuse,
    table,
    truth,
    word,
)

RULES = (
    *(f"H{at:02d}" for at in range(1, 28)),
    *(f"M{at}" for at in range(1, 4)),
    *(f"S{at:02d}" for at in range(1, 23)),
)
"""Rules that a community may put out of force."""
OVERRIDABLE = ("H09", "H10", "H11", "H12", "H13", "H14", "H15", "H26")
"""Rules that a coordinator may override for a pinned seat."""
UNHELD = ("h24_pinned", "h25_freeze_window")


def row_of(inner: Shape, length: int) -> Shape:
    """A list of so many values."""
    every = each(inner, length)

    def shape(value: Any, field: str) -> None:
        every(value, field)
        if len(value) != length:
            refuse(len(value), field, f"{length} values")

    return shape


CLOCK = letters(5, 5)
METRES = number(-200_000, 200_000)
LEVEL = number(1, 5)
LENGTH = number(15, 960)
SEATS = number(0, 500)
FEW = number(0, 1_000)
SOME = number(1, 1_000)
MINUTES = number(0, 44_640)
CLOCK_MINUTE = number(0, 1_440)
BY_AGE = row_of(MINUTES, 3)
GENDER = word("unknown", "woman", "man")
NAMES = each(NAME)

Fields = Mapping[str, Shape]
Form = tuple[Fields, Fields]
"""Fields that a record needs, and those that it may leave out."""

DAY: Form = (
    {"date": day, "day_type": word("workday", "rest_day")},
    {"season": word("summer", "winter"), "names": NAMES},
)
HORIZON: Form = ({"first": day, "last": day, "days": each(record(*DAY), 402)}, {})
WINDOW: Form = (
    {},
    {
        "days": NAME,
        "season": word("any", "summer", "winter"),
        "weekdays": each(WEEKDAY),
        "first": maybe(day),
        "last": maybe(day),
        "start": CLOCK,
        "end": CLOCK,
    },
)
WINDOWS = each(record(*WINDOW))
POLICY: Form = (
    {},
    {
        "weights": maybe(record({}, dict.fromkeys(WEIGHTS, number(0, 100_000)))),
        "off": each(word(*RULES)),
        "priority_factors": row_of(FEW, 5),
        "metres_a_minute": number(1, 2_000),
        "detour_percent": number(100, 300),
        "minors_until": CLOCK_MINUTE,
        "month_minutes": MINUTES,
        "days_in_row": number(1, 28),
        "shifts_a_day": number(1, 24),
        "absences": number(1, 100),
        "idle_days": number(1, 366),
        "fair_steps": each(PERCENT),
        "near_metres": COUNT,
        "travel_unit": number(1, 50_000),
        "rate_floor": number(0, 1_000),
        "days_in_row_soft": number(1, 28),
        "late_from": CLOCK_MINUTE,
        "early_until": CLOCK_MINUTE,
        **dict.fromkeys(("day_minutes", "week_minutes"), BY_AGE),
        **dict.fromkeys(("travel_extra", "least_gap", "continuous_minutes", "demanding_minutes"), MINUTES),
        **dict.fromkeys(("rest_minutes", "freeze_minutes"), MINUTES),
        **dict.fromkeys(("age_home_visit", "age_class", "age_event", "novice_below", "mentor_from"), FEW),
        **dict.fromkeys(("novices_a_mentor", "faces", "weekends", "scarce_below", "same_type"), FEW),
        **dict.fromkeys(("lead_from", "lead_for", "standby_for"), SOME),
    },
)
PLACE: Form = ({"id": NAME, "x": METRES, "y": METRES}, {"capacity": maybe(number(1, 10_000))})
SKILL: Form = ({"skill": NAME}, {"level": LEVEL, "expires": maybe(day)})
INSURANCE: Form = ({"first": day, "last": day}, {})
PAST: Form = ({"date": day, "start": CLOCK, "minutes": LENGTH, "type": NAME}, {"elder": maybe(NAME)})
VOLUNTEER: Form = (
    {"id": NAME, "born": day, "x": METRES, "y": METRES, "available": WINDOWS},
    {
        "gender": GENDER,
        "skills": each(record(*SKILL)),
        "insured": each(record(*INSURANCE)),
        "completed": maybe(table(COUNT, NAME)),
        "desired": maybe(row_of(COUNT, 2)),
        "days_off": each(day),
        "absences": number(0, 100),
        "history": each(record(*PAST)),
        **dict.fromkeys(("blackouts", "liked", "disliked"), WINDOWS),
        **dict.fromkeys(("languages", "excluded_risks", "mentor_of", "trainings", "wishes", "declined"), NAMES),
        **dict.fromkeys(("active", "guardian_consent", "willing", "neighbour", "lead", "wants_mentor"), truth),
        **dict.fromkeys(("shown", "called"), number(0, 10)),
    },
)
NEED: Form = ({"skill": NAME}, {"level": LEVEL})
ROLE: Form = (
    {"id": NAME, "least": SEATS, "target": SEATS, "most": SEATS},
    {
        "skills": each(each(record(*NEED))),
        "priority": number(1, 5),
        "age": number(0, 120),
        "training": maybe(NAME),
        **dict.fromkeys(("safety", "demanding"), truth),
    },
)
SHIFT: Form = (
    {
        "id": NAME,
        "type": NAME,
        "kind": word("home_visit", "patrol", "class", "event", "room"),
        "date": day,
        "start": CLOCK,
        "minutes": LENGTH,
        "place": NAME,
        "roles": each(record(*ROLE)),
    },
    {
        "risks": NAMES,
        **dict.fromkeys(("elder", "gives"), maybe(NAME)),
        **dict.fromkeys(("festival", "heavy", "changed", "given"), truth),
    },
)
ELDER: Form = (
    {"id": NAME},
    {"vetoes": NAMES, "gender": GENDER, **dict.fromkeys(("primary", "second", "language"), maybe(NAME))},
)
PAIR: Form = ({"a": NAME, "b": NAME, "kind": word("required", "prohibited", "preferred", "unpreferred")}, {})
LOCK: Form = (
    {"volunteer": NAME, "shift": NAME, "kind": word("pin", "ban")},
    {"role": maybe(NAME), "waives": each(word(*OVERRIDABLE))},
)
DUTY: Form = ({"volunteer": NAME, "shift": NAME, "role": NAME}, {})
NOW: Form = ({"date": day, "clock": CLOCK}, {})
UNHELD_PIN: Form = ({"volunteer": NAME, "shift": NAME, "rule": word(*UNHELD)}, {})
MONTH: Form = (
    {
        "horizon": record(*HORIZON),
        "policy": record(*POLICY),
        "places": each(record(*PLACE)),
        "volunteers": each(record(*VOLUNTEER)),
        "shifts": each(record(*SHIFT)),
    },
    {
        "elders": each(record(*ELDER)),
        "pairs": each(record(*PAIR)),
        "locks": each(record(*LOCK)),
        "published": each(record(*DUTY)),
        "now": maybe(record(*NOW)),
        "domain": word("rosters"),
        "format": word("commontide/roster-problem/1"),
    },
)
month_shape = record(*MONTH)
roster_shape = plan_shape("rosters", "commontide/roster-plan/1", record(*DUTY), record(*UNHELD_PIN))
