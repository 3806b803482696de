"""What a clerk writes down: times from the habits of the sites, or others, and the rest of a wish."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from api.pages.forms import Form, read_as
from api.schemas.registrations import UseSent, WishSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.errors import Rejected
from scheduler.usecases.registration import Wish

FIELDS = (
    "vehicle_id",
    "round_id",
    "pattern",
    "days",
    "start",
    "end",
    "home_site_id",
    "longest_walk",
    "channel",
    "uses",
)
OWN = "own"
DAYS = ("workday", "rest_day", "every")
CHANNELS = ("window", "hotline", "door", "letter")
"""Ends by which somebody is served, the usual one first."""
USUAL = {"longest_walk": "500", "channel": "window", "days": "workday", "start": "08:30", "end": "17:00"}
CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
MIDNIGHT = "24:00"
Use = dict[str, Any]
Patterns = Mapping[str, Sequence[Use]]


class Uses(BaseModel):
    """Times as a slip hands them on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    uses: list[UseSent]


class Chosen(BaseModel):
    """The round that a wish is for."""

    round_id: Id


def patterns_of(session: Any, community: Any) -> Patterns:
    """Times that every site's own hours on workdays leave room for: by day, by night, and all the time."""
    spans = queries.supply.workdays_of(session, community)
    day = common_hours(span for span in spans if span[0] < span[1])
    night = common_hours(span for span in spans if span[0] > span[1])
    found: dict[str, Sequence[Use]] = {}
    if day:
        found["day"] = [{"days": "workday", **day}]
    if night:
        found["night"] = [{"days": "every", **night}]
        found["night_rest"] = [{"days": "every", **night}, {"days": "rest_day", "start": "00:00", "end": "24:00"}]
    found["always"] = [{"days": "every", "start": "00:00", "end": "24:00"}]
    return found


def common_hours(spans: Iterable[tuple[str, str]]) -> Use | None:
    """From the latest start to the earliest end; None where they have no hour in common."""
    known = list(spans)
    if not known:
        return None
    start, end = max(start for start, _ in known), min(end for _, end in known)
    overnight = known[0][0] > known[0][1]
    return {"start": start, "end": end} if (start > end) == overnight and start != end else None


def wish_of(form: Form, patterns: Patterns) -> Wish:
    """The wish that a form states.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    given = form.filled("vehicle_id", "home_site_id")
    given |= {"uses": _uses(form, patterns), "longest_walk": form.number("longest_walk")}
    checked = read_as(WishSent, given)
    return Wish(
        vehicle_id=checked.vehicle_id,
        uses=[_stored(use) for use in checked.uses],
        longest_walk=checked.longest_walk,
        home_site_id=checked.home_site_id,
    )


def round_of(form: Form) -> Id:
    """The round that a form is for.

    Raises
    ------
    Refused
        If none is chosen.
    """
    return read_as(Chosen, form.filled("round_id")).round_id


def channel_of(form: Form) -> str:
    """By which end somebody came.

    Raises
    ------
    Rejected
        If it is none of those that a clerk serves.
    """
    channel = form.value("channel")
    if channel not in CHANNELS:
        raise Rejected("out_of_range", "channel", channel, ", ".join(CHANNELS))
    return channel


def handed_on(form: Form, wish: Wish) -> Mapping[str, str]:
    """The fields that a slip carries, so that exactly what was looked at is sent."""
    return {**form.values, "uses": json.dumps(list(wish.uses))}


def _uses(form: Form, patterns: Patterns) -> list[Any]:
    if form.value("uses"):
        try:
            given = json.loads(form.value("uses"))
        except ValueError:
            raise Rejected("out_of_range", "pattern", None, "another value") from None
        return read_as(Uses, {"uses": given}).uses
    chosen = form.value("pattern")
    if chosen == OWN:
        return [{**form.filled("days"), **{name: _clock(form, name) for name in ("start", "end")}}]
    if chosen not in patterns:
        raise Rejected("missing_field", "pattern")
    return list(patterns[chosen])


def _clock(form: Form, name: str) -> str:
    """A time as it is typed, 8:30 too, in the form in which times are kept."""
    text = form.value(name).strip().replace("：", ":")
    found = CLOCK.fullmatch(text)
    if not found or (int(found[1]) > 23 and text != MIDNIGHT):
        raise Rejected("not_a_time", name, text, "HH:MM from 00:00 to 24:00")
    return f"{found[1]:0>2}:{found[2]}"


def _stored(use: UseSent) -> Use:
    return use.model_dump(mode="json", exclude_none=True)
