"""How many stand at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from scheduler.queries.bookings import Taken
from scheduler.queries.lent import Lent


def most_at_once(taken: Iterable[Taken], since: datetime, until: datetime) -> int:
    """Most rows that hold at one moment of a span."""
    within = [row for row in taken if row.starts_at < until and row.ends_at > since]
    # At one instant those who leave come before those who arrive.
    moments = sorted([(max(row.starts_at, since), 1) for row in within] + [(row.ends_at, -1) for row in within])
    standing = most = 0
    for _, change in moments:
        standing += change
        most = max(most, standing)
    return most


def most_lent(lent: Iterable[Lent]) -> Mapping[UUID, Mapping[str, int]]:
    """Most of each kind of equipment that is out at one moment, by facility and code."""
    moments: dict[tuple[UUID, str], list[tuple[datetime, int]]] = {}
    for row in lent:
        for code, count in row.counts.items():
            moments.setdefault((row.facility_id, code), []).extend([(row.starts_at, count), (row.ends_at, -count)])
    most: dict[UUID, dict[str, int]] = {}
    for (facility, code), changes in moments.items():
        out, standing = 0, 0
        for _, change in sorted(changes):
            standing += change
            out = max(out, standing)
        most.setdefault(facility, {})[code] = out
    return most


def items_short(lent: Iterable[Lent], pool: Mapping[tuple[UUID, str], int]) -> list[tuple[UUID, str]]:
    """Kinds of equipment of which more would be out at some moment than a facility has, by facility and code."""
    most = most_lent(lent)
    return sorted(
        (facility, code)
        for facility, counts in most.items()
        for code, count in counts.items()
        if count > pool.get((facility, code), 0)
    )
