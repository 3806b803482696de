"""What volunteers offer and shifts need, as rows keep it in JSON and as calls bring it.

One set of shapes for the store, the API and the importer. Clocks are "HH:MM", ends up to "24:00"; minutes and metres
are whole numbers; names of skills, risks, languages and types of shifts are free codes of the community.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

DATE = re.compile(r"2[0-2]\d\d-\d\d-\d\d")
Minutes = Annotated[int, Field(ge=0, le=100_000)]
Few = Annotated[int, Field(ge=0, le=500)]
Level = Annotated[int, Field(ge=1, le=5)]
Code = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,64}$")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Weekday = Annotated[int, Field(ge=1, le=7)]
Gender = Literal["unknown", "woman", "man"]
ShiftKind = Literal["home_visit", "patrol", "class", "event", "room"]


def _date(given: Any) -> Any:
    if isinstance(given, date):
        return given
    try:
        if isinstance(given, str) and DATE.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise PydanticCustomError("not_a_date", "not a date", {"allowed": "YYYY-MM-DD in a year from 2000 to 2299"})


Day = Annotated[
    date,
    BeforeValidator(_date, json_schema_input_type=date),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A date, as JSON its ISO text also where a row keeps it."""


class Terms(BaseModel):
    """What all terms share: nothing that is not asked for, and nothing turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Window(Terms):
    """A rule of the clock: which dates it speaks of, and from when to when, else all day; an earlier end is on the
    next day.
    """

    days: Code = "every"
    season: Literal["any", "summer", "winter"] = "any"
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    first: Day | None = None
    last: Day | None = None
    start: Clock = "00:00"
    end: Clock = "24:00"


class Certificate(Terms):
    """A skill at a level; a certificate is good up to and including the day on which it expires."""

    skill: Code
    level: Level = 1
    expires: Day | None = None


class Cover(Terms):
    """Days on which somebody is insured, both included."""

    first: Day
    last: Day


Windows = Annotated[list[Window], Field(max_length=100)]
Codes = Annotated[list[Code], Field(max_length=100)]


class VolunteerTerms(Terms):
    """What a volunteer offers.

    What is in no `available` window is not available; within `ask` windows the volunteer is not planned, but may be
    asked to stand in. `desired` are the fewest and most minutes a month. `wishes` name types, roles or meeting points,
    most wished first. `mentor_of` types a volunteer may mentor in without ten shifts of them; `experience` counts
    shifts of each type done before they were kept here.
    """

    available: Windows = []
    ask: Windows = []
    blackouts: Windows = []
    gender: Gender = "unknown"
    languages: Codes = []
    skills: Annotated[list[Certificate], Field(max_length=100)] = []
    insured: Annotated[list[Cover], Field(max_length=50)] = []
    excluded_risks: Codes = []
    trainings: Codes = []
    guardian_consent: bool = False
    willing: bool = True
    lead: bool = False
    mentor_of: Codes = []
    experience: Annotated[dict[Code, Annotated[int, Field(ge=0, le=10_000)]], Field(max_length=100)] = {}
    wants_mentor: bool = False
    desired: Annotated[list[Minutes], Field(min_length=2, max_length=2)] | None = None
    liked: Windows = []
    disliked: Windows = []
    wishes: Annotated[list[Code], Field(max_length=20)] = []
    days_off: Annotated[list[Day], Field(max_length=200)] = []


class Requirement(Terms):
    """A skill that a seat needs, at least at a level."""

    skill: Code
    level: Level = 1


class RoleTerms(Terms):
    """What somebody does on a shift: how many are needed at least, wished, and let in at most.

    `skills` lists alternatives, one of which must be met in full. Without `least` people in a `safety` role the shift
    does not run. `age` is a minimum of the role's own.
    """

    id: Code
    least: Few
    target: Few
    most: Annotated[int, Field(ge=1, le=500)]
    skills: Annotated[list[list[Requirement]], Field(max_length=20)] = []
    priority: Level = 3
    age: Annotated[int, Field(ge=0, le=120)] = 0
    safety: bool = False
    demanding: bool = False
    training: Code | None = None


class ShiftTerms(Terms):
    """What a shift is and whom it needs.

    `type` names what is done (for experience and wishes), `kind` which limits of age hold. Self sign-up opens
    `opens_days` before the shift (None: by the covenant, for its kind); with `draw` places wished for by more people
    than there are seats are drawn by lot. Swaps of a shift with `approval` wait for a coordinator. A training `gives`
    what it teaches.
    """

    type: Code
    kind: ShiftKind
    roles: Annotated[list[RoleTerms], Field(min_length=1, max_length=50)]
    risks: Codes = []
    festival: bool = False
    heavy: bool = False
    gives: Code | None = None
    opens_days: Annotated[int, Field(ge=0, le=400)] | None = None
    draw: bool = False
    approval: bool = False


class Recurrence(Terms):
    """On which dates a template makes shifts, by the work calendar.

    `days` is "every", "workday", "rest_day" or the name of a named day, `weekdays` counts 1 (Monday) to 7;
    `every_weeks` takes each second, third … week counted from the week of `first`. `dates` are single dates besides,
    `excluded` ones without a shift.
    """

    days: Code = "every"
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    first: Day | None = None
    last: Day | None = None
    dates: Annotated[list[Day], Field(max_length=400)] = []
    excluded: Annotated[list[Day], Field(max_length=400)] = []


def stored(terms: BaseModel) -> dict[str, Any]:
    """Terms as a row keeps them: defaults are left out."""
    return terms.model_dump(mode="json", exclude_defaults=True)


def volunteer_terms(row: Mapping[str, Any]) -> VolunteerTerms:
    """A volunteer's terms from their row."""
    return VolunteerTerms.model_validate(row)


def shift_terms(row: Mapping[str, Any]) -> ShiftTerms:
    """A shift's terms from its row."""
    return ShiftTerms.model_validate(row)


def recurrence(row: Mapping[str, Any]) -> Recurrence:
    """A recurrence from the row of its template."""
    return Recurrence.model_validate(row)
