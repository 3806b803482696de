"""What somebody looks for: people, date, time, length and needs, from a form to a search, and handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.pages.desk import Context
from api.pages.forms import Form, read_as
from api.schemas.room_bookings import Category
from api.schemas.types import Clock, Day, Id
from scheduler import calendar, queries
from scheduler.translation.room_openings import Ask
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_search import Wish

FIELDS = ("people", "day", "start", "minutes", "category", "facility_id", "near_facility_id", "seniors", "noisy")
MORE = ("seniors", "noisy", "near_facility_id")
HAS, LEND = "has.", "lend."
"""Before the names of fields that ask for a feature, and for a number of some items."""
CATEGORIES = ("elderly", "disabled", "culture", "education", "volunteering", "party", "other")
LENGTHS = (30, 60, 90, 120, 180, 240)
STARTS = tuple(f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(12, 45))
"""Half hours from 6:00 to 22:00, at which somebody may begin."""
STEP = timedelta(minutes=30)


class Asked(BaseModel):
    """The form, checked."""

    people: Annotated[int, Field(ge=1, le=10_000)]
    minutes: Annotated[int, Field(ge=15, le=1440)]
    day: Day
    start: Clock | None = None
    category: Category = "other"
    facility_id: Id | None = None
    near_facility_id: Id | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """What the form offers: facilities, features of their rooms, and items that they lend, one for each code."""

    facilities: list[Any]
    features: list[str]
    equipment: list[Any]


def places_of(session: Any, community: Any) -> Places:
    """What the rooms of a community have."""
    facilities = queries.rooms.facilities_of(session, community)
    ids = [one.id for one in facilities]
    equipment = {row.code: row for row in queries.rooms.equipment_of(session, *ids)}
    return Places(facilities, sorted(queries.places.features_of(session, ids)), list(equipment.values()))


def choices(session: Any, community: Any, form: Form) -> Context:
    """What the form is made of; `more` where it asks for what few ask for."""
    return {
        "places": places_of(session, community),
        "categories": CATEGORIES,
        "lengths": LENGTHS,
        "starts": STARTS,
        "more": any(text and (name in MORE or name.startswith((HAS, LEND))) for name, text in form.values.items()),
    }


def form_of(given: Mapping[str, str], now: datetime, zone: str) -> Form:
    """The form as it was filled in; what is left out is as most want it."""
    usual = {"people": "8", "day": calendar.date_of(now, zone).isoformat(), "minutes": "60", "category": "other"}
    return Form(FIELDS, {**usual, **given})


def wish_of(form: Form, zone: str) -> Wish:
    """What a form looks for.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    given = form.filled("day", "start", "category", "facility_id", "near_facility_id")
    asked = read_as(Asked, {**given, "people": form.number("people"), "minutes": form.number("minutes")})
    span = None
    if asked.start is not None:
        since = calendar.instant_of(asked.day, int(asked.start[:2]) * 60 + int(asked.start[3:]), zone)
        span = Span(since, since + timedelta(minutes=asked.minutes))
    return Wish(
        ask_of(form, asked),
        span,
        asked.day,
        asked.minutes,
        asked.facility_id,
        near_facility_id=asked.near_facility_id,
    )


def ask_of(form: Form, asked: Asked) -> Ask:
    """What a group needs of a room."""
    lent = {name: form.number(f"{LEND}{name}") for name in _named(form, LEND)}
    return Ask(
        people=asked.people,
        age_group="senior" if form.value("seniors") else "any",
        category=asked.category,
        noisy=bool(form.value("noisy")),
        features=tuple(_named(form, HAS)),
        equipment={name: count for name, count in lent.items() if count},
    )


def carried(form: Form) -> dict[str, str]:
    """What is handed on from page to page."""
    return {name: text for name, text in form.values.items() if text and _is_asked(name)}


def begins(spans: Iterable[Any], minutes: int) -> list[Span]:
    """When a use may begin within free spans: on each half hour, else where the span itself begins."""
    length = timedelta(minutes=minutes)
    return [Span(first, first + length) for span in spans for first in _begins(span, length)]


def day_of(text: str, fallback: date) -> date:
    """A date of an address.

    Raises
    ------
    Refused
        If it is none.
    """
    return read_as(_Dated, {"day": text}).day if text else fallback


class _Dated(BaseModel):
    day: Day


def _begins(span: Any, length: timedelta) -> Iterator[datetime]:
    late = (span.starts_at - datetime.fromtimestamp(0, span.starts_at.tzinfo)) % STEP
    first = span.starts_at + (STEP - late if late else timedelta(0))
    if first + length > span.ends_at:
        yield span.starts_at
    while first + length <= span.ends_at:
        yield first
        first += STEP


def _named(form: Form, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name, text in form.values.items() if name.startswith(prefix) and text]


def _is_asked(name: str) -> bool:
    return name in FIELDS or name.startswith((HAS, LEND))
