"""When and where a group can meet, as people say it: days of the week, parts of the day, near home; and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.pages.forms import Form
from scheduler import queries
from scheduler.translation.walks import metres

DAYS = (1, 2, 3, 4, 5, 6, 7)
PARTS = {"morning": ("08:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("18:00", "21:30")}
"""Parts of the day; who can meet in two that follow on each other can meet across both."""
PICKED = (*(f"on_{day}" for day in DAYS), *(f"part_{name}" for name in PARTS))
NEAR, KEPT = "~near", "~kept"
"""Wishes that are no codes: what is nearest to home, and what was wished before."""
WITHIN, LEAST = 1_000, 3
"""Near is what lies within so many metres on foot, and in any case so many facilities."""
Range = dict[str, Any]


def picked(form: Form) -> list[Range]:
    """Ranges of the days and parts that are ticked."""
    spans = _joined(PARTS[name] for name in PARTS if form.value(f"part_{name}"))
    days = [day for day in DAYS if form.value(f"on_{day}")]
    return [{"weekday": day, "start": start, "end": end} for day in days for start, end in spans]


def ticked(ranges: Sequence[Mapping[str, Any]]) -> dict[str, str] | None:
    """Days and parts that say the same as ranges; None where none do."""
    days = sorted({one["weekday"] for one in ranges})
    spans = {(one["start"], one["end"]) for one in ranges}
    parts = [name for name, (start, end) in PARTS.items() if any(s <= start and end <= e for s, e in spans)]
    values = {**{f"on_{day}": "yes" for day in days}, **{f"part_{name}": "yes" for name in parts}}
    said = picked(Form(PICKED, values))
    plain = [{name: one[name] for name in ("weekday", "start", "end")} for one in ranges if one.get("primary", True)]
    return values if len(plain) == len(ranges) and sorted(plain, key=_order) == sorted(said, key=_order) else None


def nearest(session: Any, community: UUID, member_id: UUID | None) -> list[str]:
    """Codes of the facilities near somebody's home, the nearest first; none where their home is not on the map."""
    home_id = None if member_id is None else queries.community.home_of_member(session, member_id)
    home = None if home_id is None else queries.supply.site(session, community, home_id)
    if home is None or home.latitude is None or home.longitude is None:
        return []
    origin = (home.latitude, home.longitude)
    found = sorted(
        (metres(origin, (one.latitude, one.longitude)), one.code)
        for one in queries.rooms.facilities_of(session, community)
        if one.latitude is not None and one.longitude is not None
    )
    return [code for at, (far, code) in enumerate(found) if far <= WITHIN or at < LEAST]


def _joined(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Spans in their order, those that follow on each other as one."""
    found: list[tuple[str, str]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _order(one: Range) -> tuple[int, str]:
    return one["weekday"], one["start"]
