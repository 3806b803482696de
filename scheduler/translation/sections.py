"""Sections: what a group asks for in a season round, as people state it, as rows keep it, as the core knows it.

Leaders and members are kept as marks: keyed digests of their phones, equal for the same person and telling nobody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from scheduler.errors import FileRejected, Rejected
from scheduler.files import plain_value, section_from
from scheduler.models import Registration, Round
from scheduler.queries.rooms import Codes
from solvers.rooms import problem as core

ASKED = "asked"
KEPT = frozenset(field.name for field in fields(core.Section)) - {"id", "party", "title", "lot", "guaranteed"}
"""Fields of a section of the core that a row keeps: who asks states them; lots and guarantees are nobody's to state."""
LINKS = ("adjacent", "together", "apart")
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class LinkWish:
    """A wish about another section: of the same application by its number, or by receipt."""

    kind: str
    section: int | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class SectionWish:
    """What one group asks for, as people state it; `terms` are fields of `solvers.rooms.problem.Section` as JSON.

    `leader` and `members` are phones. `listed` lets the public see the title. `previous` is the receipt of last season.
    """

    title: str
    terms: Mapping[str, Any]
    listed: bool = False
    leader: str | None = None
    members: Sequence[str] = ()
    previous: str | None = None
    links: Sequence[LinkWish] = ()
    note: str = ""


def checked_section(terms: Mapping[str, Any], known: Codes, round_: Round, field: str) -> dict[str, Any]:
    """The terms of a section in their one form, as a row keeps them.

    Raises
    ------
    Rejected
        With the core's code for the first value that no section may carry, below `field`; ``unknown_id`` for a room or
        facility that the community does not have, ``outside_horizon`` for a date that the round does not have.
    """
    section = _core_section(terms, field)
    for name in ("rooms", "facilities"):
        for at, code in enumerate(getattr(section, name)):
            if code not in getattr(known, name):
                raise Rejected("unknown_id", f"{field}.{name}.{at}", code, "a code of the community")
    outside = date_outside(section, round_.use_first, round_.use_last)
    if outside is not None:
        allowed = f"{round_.use_first} to {round_.use_last}"
        raise Rejected("outside_horizon", f"{field}.{outside[0]}", outside[1].isoformat(), allowed)
    stored: dict[str, Any] = plain_value(section)
    return {name: value for name, value in stored.items() if name in KEPT}


def _core_section(terms: Mapping[str, Any], field: str) -> core.Section:
    try:
        return section_from(json.dumps({**terms, "id": ASKED, "party": ASKED}).encode())
    except FileRejected as error:
        below = ".".join(part for part in (field, error.field) if part)
        raise Rejected(error.code, below, error.value, error.allowed) from error


def date_outside(section: core.Section, first: date, last: date) -> tuple[str, date] | None:
    """The first date of a section that lies outside some dates, with its field."""
    asked = [("first", section.first), ("last", section.last)]
    asked += [(f"excluded.{at}", day) for at, day in enumerate(section.excluded)]
    return next(((name, day) for name, day in asked if day is not None and not first <= day <= last), None)


def outside(row: Registration, first: date, last: date) -> tuple[str, date] | None:
    """The first date of a section's own period that lies outside some dates; excluded days do not matter."""
    return date_outside(section_of(row, first, last), first, last)


def section_of(row: Registration, first: date, last: date) -> core.Section:
    """A section as the core knows it; days that its round no longer has are no longer excluded."""
    stored = {name: value for name, value in (row.section or {}).items() if name in KEPT}
    section = section_from(json.dumps({**stored, "id": row.receipt, "party": party_of(row)}).encode())
    excluded = tuple(day for day in section.excluded if first <= day <= last)
    return replace(section, title=str((row.section or {}).get("title", "")), excluded=excluded)


def party_of(row: Registration) -> str:
    """Who applies, by the number of a row: an organisation, else a person."""
    return (row.organisation_id or row.member_id).hex


def slot_of(sessions: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Where a group met: the first of its sessions, as a right keeps them."""
    first = next(iter(sessions), None)
    return None if first is None else {name: first[name] for name in ("room", "weekday", "start")}
