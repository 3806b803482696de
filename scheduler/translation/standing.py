"""How many stand at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduler.queries.bookings import Taken


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
