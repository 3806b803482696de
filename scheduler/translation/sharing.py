"""An owner's offer of their space, as spans of time: what is offered on which dates, and how much in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from scheduler import calendar
from scheduler.calendar import MAX_DAYS, Override
from scheduler.planning.stored import use_of
from solvers.timetable import expand_use

Interval = tuple[datetime, datetime]


def offered_spans(
    windows: Sequence[Mapping[str, Any]],
    first: date,
    last: date,
    overrides: Mapping[date, Override],
    zone: str,
) -> list[Interval]:
    """Instants between which a space is offered on the dates `first` to `last`, both included, in their order.

    Windows are told as window rules; their own first and last dates do not matter here.
    """
    if last < first:
        return []
    out: list[Interval] = []
    begin = first
    while begin <= last:
        end = min(last, begin + timedelta(days=MAX_DAYS - 1))
        horizon = calendar.horizon(begin, end, overrides)
        rules = [use_of({**window, "first": None, "last": None}) for window in windows]
        out += [
            (calendar.instant_of(begin, start, zone), calendar.instant_of(begin, stop, zone))
            for start, stop in expand_use(rules, horizon)
        ]
        begin = end + timedelta(days=1)
    return out


def minutes_within(spans: Sequence[Interval], without: Sequence[Interval], since: datetime, until: datetime) -> int:
    """Whole minutes of the spans between two instants, less those of `without`, which do not overlap one another."""
    return sum(
        _common((since, until), span) - sum(_common(span, other, (since, until)) for other in without) for span in spans
    )


def _common(*spans: Interval) -> int:
    """Whole minutes that spans have in common."""
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    return max(0, int((end - start).total_seconds()) // 60)
