"""Whether somebody has a place while it is closed: the closed hours of dates, met by an interval."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from scheduler import calendar
from solvers.window import span_of


def falls_into(
    starts_at: datetime, ends_at: datetime, dates: tuple[date, date], clocks: tuple[str, str], zone: str
) -> bool:
    """Whether an interval meets the hours from one clock to the other of some date; an earlier end is a day later."""
    start, end = span_of(*clocks)
    first = max(dates[0], calendar.date_of(starts_at, zone) - timedelta(days=1))
    last = min(dates[1], calendar.date_of(ends_at, zone))
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        since, until = calendar.instant_of(day, start, zone), calendar.instant_of(day, end, zone)
        if starts_at < until and ends_at > since:
            return True
    return False
