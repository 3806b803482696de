"""Prices of bound.json: whole numbers over one denominator, by the names of what is priced.

Rows are ``posts`` (shift, role), ``minutes`` (a minute of a volunteer), ``burdens`` (a burdensome shift), ``weekends``
and ``doors`` (shift, role, volunteer; never below zero). What is not named is priced at nothing. Any prices prove a
bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from solvers.audit.finding import Finding
from solvers.audit.protocol import Malformed, Part
from solvers.audit.rosters.month import Month

LARGEST = 1 << 62
BY_PERSON = ("minutes", "burdens", "weekends")
ROWS = ("posts", *BY_PERSON, "doors")


class Multipliers:
    """The prices, by position once a month is known."""

    def __init__(self, bound: Part) -> None:
        self.denominator = _whole(bound["denominator"], "bound.denominator")
        if self.denominator < 1:
            raise Malformed("malformed", "bound.denominator", claimed=self.denominator)
        self.rows: Mapping[str, Any] = bound["rows"]

    def unreadable(self, month: Month) -> Iterator[Finding]:
        """Rows that are none of this problem."""
        for name in sorted(self.rows.keys() - {*ROWS}):
            yield Finding("unknown_id", "bound.rows", {"value": name[:64], "allowed": ", ".join(ROWS)})
        for name in BY_PERSON:
            yield from _unknown(f"bound.rows.{name}", self.rows.get(name, {}), month.person_at)
        for name in ("posts", "doors"):
            rows = self.rows.get(name, {})
            yield from _unknown(f"bound.rows.{name}", rows, month.shift_at)
            for shift in sorted(rows.keys() & month.shift_at.keys()):
                roles = {month.posts[at].name: at for at in month.posts_of[month.shift_at[shift]]}
                yield from _unknown(f"bound.rows.{name}", rows[shift], roles)

    def post(self, month: Month, post: int) -> int:
        """Price of a seat."""
        found = month.posts[post]
        row = self.rows.get("posts", {}).get(month.shifts[found.shift]["id"], {})
        return _whole(row.get(found.name, 0), "bound.rows.posts")

    def person(self, month: Month, name: str, person: int) -> int:
        """Price of a minute, a burdensome shift or a weekend of somebody."""
        return _whole(self.rows.get(name, {}).get(month.people[person]["id"], 0), f"bound.rows.{name}")

    def door(self, month: Month, post: int, person: int) -> int:
        """Price of a visit, paid by who comes and earned by the face; below zero it would prove nothing."""
        price = self._doors.get((month.shifts[month.posts[post].shift]["id"], month.posts[post].name), {})
        return max(0, _whole(price.get(month.people[person]["id"], 0), "bound.rows.doors"))

    @cached_property
    def _doors(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        rows = self.rows.get("doors", {})
        return {(shift, role): prices for shift, roles in rows.items() for role, prices in roles.items()}


def _unknown(field: str, rows: Mapping[str, Any], known: Mapping[str, int]) -> Iterator[Finding]:
    for name in sorted(rows.keys() - known.keys()):
        yield Finding("unknown_id", field, {"value": name[:64], "allowed": "ids of this problem"})


def _whole(value: Any, field: str) -> int:
    if type(value) is not int or abs(value) > LARGEST:
        raise Malformed("malformed", field, value=str(value)[:40])
    return value
