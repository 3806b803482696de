"""Uses near to the one that was asked: shorter ones and other hours, the gentlest change first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import get_args

from solvers.timetable import Horizon, Season, WindowRule, expand_use
from solvers.window import DAY, minutes

Rules = tuple[WindowRule, ...]
Numbers = Mapping[str, int | str]
Change = Callable[[WindowRule], WindowRule | None]

WEEK = (1, 2, 3, 4, 5, 6, 7)
HALF = 750
"""Minute of the day at which a day is halved: 12:30."""
STEP, FARTHEST = 15, 120
"""Shifts in minutes: every quarter of an hour up to two hours."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A use to try: `kind` of the change, the rules of the clock after it, and what differs in numbers."""

    kind: str
    rules: Rules
    numbers: Numbers = field(default_factory=dict)


def shorter(rules: Rules, horizon: Horizon) -> list[Variant]:
    """Uses that leave something out, those that keep the most minutes first.

    One weekday, the rest days, the hours after or before 12:30, the second or first half of the horizon's dates, or one
    season is left out. A use with nothing left, nothing left out or the minutes of an earlier one does not count.
    """
    whole = expand_use(rules, horizon)
    seen = {whole}
    found = []
    for numbers, change in _reductions(horizon):
        kept = tuple(rule for rule in map(change, rules) if rule is not None)
        timetable = expand_use(kept, horizon)
        if timetable and timetable not in seen:
            seen.add(timetable)
            left = minutes(timetable)
            found.append((-left, Variant("shorter", kept, {**numbers, "minutes": left, "asked": minutes(whole)})))
    return [variant for _, variant in sorted(found, key=lambda item: item[0])]


def other_hours(rules: Rules, horizon: Horizon) -> list[Variant]:
    """Uses shifted by 15 to 120 minutes, the nearest first and earlier before later; whole days stay as they are.

    A shift that would move a start to another date does not count.
    """
    starts = [rule.span[0] for rule in rules if _can_move(rule)]
    found = []
    for shift in (sign * size for size in range(STEP, FARTHEST + STEP, STEP) for sign in (-1, 1)):
        if starts and all(0 <= start + shift < DAY for start in starts):
            shifted = tuple(_shifted(rule, shift) for rule in rules)
            if expand_use(shifted, horizon):
                found.append(Variant("other_hours", shifted, {"shift": shift}))
    return found


def _reductions(horizon: Horizon) -> Iterator[tuple[Numbers, Change]]:
    for weekday in WEEK:
        yield {"change": "without_weekday", "weekday": weekday}, partial(_without, weekday=weekday)
    yield {"change": "workdays_only"}, _on_workdays
    yield {"change": "until", "minute": HALF}, _until_half
    yield {"change": "from", "minute": HALF}, _from_half
    middle = horizon.first + timedelta(days=(horizon.length - 1) // 2)
    for first, last in ((horizon.first, middle), (middle + timedelta(days=1), horizon.last)):
        numbers = {"change": "dates", "first": first.isoformat(), "last": last.isoformat()}
        yield numbers, partial(_between, first=first, last=last)
    for season in get_args(Season):
        yield {"change": "season", "season": season}, partial(_in_season, season=season)


def _without(rule: WindowRule, weekday: int) -> WindowRule | None:
    weekdays = tuple(day for day in rule.weekdays or WEEK if day != weekday)
    return replace(rule, weekdays=weekdays) if weekdays else None


def _on_workdays(rule: WindowRule) -> WindowRule | None:
    return replace(rule, days="workday") if rule.days in ("every", "workday") else None


def _until_half(rule: WindowRule) -> WindowRule | None:
    start, end = rule.span
    return replace(rule, end=_clock(min(end, HALF))) if start < HALF else None


def _from_half(rule: WindowRule) -> WindowRule | None:
    start, end = rule.span
    return replace(rule, start=_clock(max(start, HALF))) if end > HALF else None


def _between(rule: WindowRule, first: date, last: date) -> WindowRule | None:
    first, last = max(first, rule.first or first), min(last, rule.last or last)
    return replace(rule, first=first, last=last) if first <= last else None


def _in_season(rule: WindowRule, season: Season) -> WindowRule | None:
    return replace(rule, season=season) if rule.season in ("any", season) else None


def _can_move(rule: WindowRule) -> bool:
    start, end = rule.span
    return end - start < DAY


def _shifted(rule: WindowRule, shift: int) -> WindowRule:
    if not _can_move(rule):
        return rule
    start, end = rule.span
    return replace(rule, start=_clock(start + shift), end=_clock(end + shift))


def _clock(minute: int) -> str:
    """Clock time of a minute; one beyond 24:00 is of the next day."""
    of_day = minute if minute <= DAY else minute - DAY
    return f"{of_day // 60:02d}:{of_day % 60:02d}"
