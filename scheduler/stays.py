"""From what gates told to stays, and from a stay to the minutes that it was longer than its rights. Nothing is stored.

The same passages make the same stays in whatever order they were told: a stay begins with an entry and ends with the
vehicle's next passage at that site. Where that is another entry, nobody told the exit; nor where the vehicle came to
another site meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

REPEAT = timedelta(seconds=60)
"""Gates read a plate twice: an entry so soon after the one before is the same."""
REJOINED = timedelta(hours=1)
"""Who comes back so soon after a right ended stands by it again, and not as somebody who never had one."""
MINUTE = timedelta(minutes=1)


class Passed(NamedTuple):
    """That a vehicle came ("in") or left ("out")."""

    at: datetime
    direction: str


class Span(NamedTuple):
    """A vehicle at a site from an entry on; `exit_missing` where only its next entry, here or elsewhere, is known."""

    entered_at: datetime
    left_at: datetime | None = None
    exit_missing: bool = False


class Right(NamedTuple):
    """That a vehicle may stand at a site, by an allocation or a booking."""

    starts_at: datetime
    ends_at: datetime
    allocation_id: UUID | None = None
    booking_id: UUID | None = None


class Judged(NamedTuple):
    """Until when a vehicle was allowed to stay, its minutes beyond its rights, and those beyond the grace as well.

    `since` is when the grace was first used up; None where it never was.
    """

    until: datetime | None
    over: int = 0
    beyond_grace: int = 0
    since: datetime | None = None


def spans_of(passages: Iterable[Passed], elsewhere: Collection[datetime] = ()) -> list[Span]:
    """Stays of one vehicle at one site, by their entries; `elsewhere` are its entries at other sites."""
    return [_ended_by(span, elsewhere) for span in _spans(passages)]


def _ended_by(span: Span, elsewhere: Collection[datetime]) -> Span:
    """A stay whose exit nobody told, ended by the first entry at another site."""
    if span.left_at is not None and not span.exit_missing:
        return span
    after = [at for at in elsewhere if span.entered_at < at and (span.left_at is None or at < span.left_at)]
    return Span(span.entered_at, min(after), True) if after else span


def _spans(passages: Iterable[Passed]) -> list[Span]:
    out: list[Span] = []
    since: datetime | None = None
    for at, told in groupby(sorted(passages), key=lambda passed: passed.at):
        directions = {passed.direction for passed in told}
        if since is None and directions == {"in", "out"}:
            out.append(Span(at, at))  # came and left within the same instant of the gate's clock
            continue
        if since is not None and "out" in directions:
            out.append(Span(since, at))
            since = None
        if "in" in directions and (since is None or at - since >= REPEAT):
            out += [] if since is None else [Span(since, at, True)]
            since = at
    return out if since is None else [*out, Span(since)]


def rights_of(found: Sequence[Right], entered: datetime, end: datetime) -> list[Right]:
    """Of the rights of a vehicle at a site, in order, those by which a stay is judged.

    Those that touch it; and one that had ended within the hour before, unless another begins within the hour after.
    """
    early = any(right.ends_at > entered and right.starts_at < entered + REJOINED for right in found)
    first = entered if early else entered - REJOINED
    return [right for right in found if right.ends_at > first and right.starts_at < end]


def judge(rights: Sequence[Right], entered: datetime, end: datetime, grace: int) -> Judged:
    """How long a vehicle stood without a right, once its first right had begun.

    Parameters
    ----------
    rights
        Of the vehicle at the site, by which the stay is judged, in the order of their beginning.
    entered, end
        When the stay began, and until when it is judged.
    grace
        Minutes that may pass after a right without any consequence.
    """
    until: datetime | None = None
    gaps: list[tuple[datetime, datetime]] = []
    for right in rights:
        if until is not None and right.starts_at > until:
            gaps.append((max(until, entered), min(right.starts_at, end)))
        until = right.ends_at if until is None else max(until, right.ends_at)
    if until is None:
        return Judged(None)
    late = [gap for gap in (*gaps, (max(until, entered), end)) if _minutes(*gap) > grace]
    over = sum(_minutes(*gap) for gap in late)
    since = late[0][0] + grace * MINUTE if late else None
    return Judged(until, over, over - grace * len(late), since)


def _minutes(since: datetime, until: datetime) -> int:
    """Whole minutes, one that has begun counted; none where it ends first."""
    return max(0, -((since - until) // MINUTE))
