"""What a use covers of the calendar: the class of its windows, for tariffs; and calendar months.

A use is measured by how much it covers of the nights of workdays, of their daytime, and of rest days. Who has half of
each or more has the "whole"; else the first of which it has half counts, else the one of which it has most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from scheduler.covenant.money import WindowClass
from solvers.timetable import Horizon, WindowRule, expand_use
from solvers.window import DAY

DAYTIME = (7 * 60, 19 * 60)
"""Minutes of a workday that are its daytime; the rest are nights. A rest day is one from midnight to midnight."""


def window_class_of(uses: Iterable[WindowRule], horizon: Horizon) -> WindowClass:
    """What a use mostly covers, by the day types of a horizon."""
    covered, there = _minutes_by_class(uses, horizon)
    shares = {name: covered[name] / there[name] for name in there if there[name]}
    halves = [name for name, share in shares.items() if 2 * share >= 1]
    if len(halves) == len(shares):
        return "whole"
    return halves[0] if halves else max(shares, key=lambda name: shares[name])


def window_class_of_span(start: int, end: int, horizon: Horizon) -> WindowClass:
    """Of a single use from minute `start` to `end` of a horizon: in which class most of its minutes lie."""
    covered = {
        name: sum(max(0, min(end, last) - max(start, first)) for first, last in spans)
        for name, spans in _spans_by_class(horizon).items()
    }
    return max(covered, key=lambda name: covered[name])


def _spans_by_class(horizon: Horizon) -> dict[WindowClass, list[tuple[int, int]]]:
    """Minutes of each class, in order; nights come first, so that they do where two classes are alike."""
    out: dict[WindowClass, list[tuple[int, int]]] = {"night": [], "day": [], "rest_days": []}
    for number, day in horizon.planned:
        start = number * DAY
        if day.day_type == "rest_day":
            out["rest_days"].append((start, start + DAY))
            continue
        out["night"] += [(start, start + DAYTIME[0]), (start + DAYTIME[1], start + DAY)]
        out["day"].append((start + DAYTIME[0], start + DAYTIME[1]))
    return out


def _minutes_by_class(
    uses: Iterable[WindowRule], horizon: Horizon
) -> tuple[dict[WindowClass, int], dict[WindowClass, int]]:
    spans = expand_use(uses, horizon)
    classes = _spans_by_class(horizon)
    there = {name: sum(last - first for first, last in parts) for name, parts in classes.items()}
    return {name: shared(spans, parts) for name, parts in classes.items()}, there


def shared(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int:
    """Minutes in both of two sets of spans, each in order and without overlaps."""
    total = at = 0
    for first, last in others:
        while at < len(some) and some[at][1] <= first:
            at += 1
        look = at
        while look < len(some) and some[look][0] < last:
            total += min(last, some[look][1]) - max(first, some[look][0])
            look += 1
    return total


def month_of(day: date) -> str:
    """The calendar month of a date, as "2026-05"."""
    return f"{day:%Y-%m}"


def months_between(first: date, last: date) -> list[tuple[date, date]]:
    """First and last date of each calendar month, or part of one, from `first` to `last`."""
    out = []
    while first <= last:
        end = min(last, first + timedelta(days=days_of_month(first) - first.day))
        out.append((first, end))
        first = end + timedelta(days=1)
    return out


def days_of_month(day: date) -> int:
    """How many dates the month of a date has."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day
