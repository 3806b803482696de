"""What a right, a booking or an overstay costs by the tariff table of a covenant; all in fen, without a database.

Of the lines that suit, the one that states most of site, party, window and tier holds; of two that state as much, the
one with a site, then with a party, then with a window, then of the higher tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scheduler.covenant import FeesRules, Party, Tariff
from scheduler.covenant.money import WindowClass
from scheduler.window_classes import days_of_month, month_of, months_between, shared
from scheduler.window_classes import window_class_of as window_class_of
from scheduler.window_classes import window_class_of_span as window_class_of_span
from solvers.timetable import Horizon, WindowRule, expand_use
from solvers.window import DAY

PERIODS = ("month", "round", "use", "hour")
"""Of two lines that differ in their period only, the one named first here holds."""
Line = dict[str, Any]
"""One priced line: the tariff's key, `unit_fen` for a period, `count` of them (of `of`, where it is a part), `fen`."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What is to be priced: `site` by its code; `tier` counts the vehicles of a household, 1 for the first."""

    subject: str
    site: str | None = None
    party: Party | None = None
    window: WindowClass | None = None
    tier: int = 1


@dataclass(frozen=True, slots=True)
class Use:
    """When a right is used: its rules by the calendar of a round, on the dates `first` to `last`, both included."""

    rules: Sequence[WindowRule]
    horizon: Horizon
    first: date
    last: date


# ---- which line


def tariff_for(rules: FeesRules, what: Priced) -> Tariff | None:
    """The line that holds for something; None where it is free."""
    suiting = [line for line in rules.tariffs if _suits(line, what)]
    return max(suiting, key=_says, default=None)


def _suits(line: Tariff, what: Priced) -> bool:
    return (
        line.subject == what.subject
        and line.site in (None, what.site)
        and line.party in (None, what.party)
        and line.window in (None, what.window)
        and line.tier <= what.tier
    )


def _says(line: Tariff) -> tuple[int, ...]:
    stated = (line.site is not None, line.party is not None, line.window is not None, line.tier > 1)
    return sum(stated), *map(int, stated), line.tier, -PERIODS.index(line.period)


# ---- how much


def price_of_right(rules: FeesRules, what: Priced, use: Use) -> list[Line]:
    """Lines of a right, one for each calendar month it lasts (or one for all of a round); empty where it is free.

    A month that is not whole is charged by its days, and so is a round; uses are the dates on which there is one,
    hours those begun in a month.
    """
    tariff = tariff_for(rules, what)
    if tariff is None or tariff.fen == 0 or use.last < use.first:
        return []
    spans = [(use.first, use.last)] if tariff.period == "round" else months_between(use.first, use.last)
    lines = []
    for first, last in spans:
        count, of = _count(tariff, use, first, last)
        line = _line(tariff, what, count, of)
        lines.append(line | {"month": month_of(first), "first": first.isoformat(), "last": last.isoformat()})
    return [line for line in lines if line["fen"]]


def price_of_overstay(rules: FeesRules, site_code: str, party: Party, minutes: int) -> list[Line]:
    """What `minutes` beyond right and grace cost: hours begun, or once; never above the covenant's most."""
    tariff = tariff_for(rules, Priced("overstay", site_code, party))
    if tariff is None or minutes < 1:
        return []
    line = _line(tariff, Priced("overstay", site_code, party), _begun_hours(minutes) if tariff.period == "hour" else 1)
    line |= {"fen": min(line["fen"], rules.overstay_most_fen), "minutes": minutes}
    return [line] if line["fen"] else []


def price_of_booking(rules: FeesRules, what: Priced, minutes: int) -> list[Line]:
    """What a single booking costs: hours begun, or once for the use; empty where it is free."""
    tariff = tariff_for(rules, what)
    if tariff is None or tariff.fen == 0:
        return []
    count = _begun_hours(minutes) if tariff.period == "hour" else 1
    return [_line(tariff, what, count) | {"minutes": minutes}]


def total(lines: Iterable[Line]) -> int:
    """Fen of lines together."""
    return sum(line["fen"] for line in lines)


def dates_of(line: Line) -> list[date]:
    """Dates that a line of a right charges."""
    begin, end = date.fromisoformat(line["first"]), date.fromisoformat(line["last"])
    return [begin + timedelta(days=at) for at in range((end - begin).days + 1)]


def back_for(line: Line, days: int) -> int:
    """Fen of a line that so many of its dates cost: what is left when the others are paid to the nearest fen."""
    of = len(dates_of(line))
    fen: int = line["fen"]
    return fen - share_of(fen, of - days, of)


def lines_from(lines: Iterable[Line], first: date) -> list[Line]:
    """Lines of a right without their dates before one, by the rule by which days are given back."""
    out = []
    for line in lines:
        dates = dates_of(line)
        left = [day for day in dates if day >= first]
        if len(left) == len(dates):
            out.append(line)
        elif left:
            count = share_of(line["count"], len(left), len(dates))
            out.append(line | {"first": left[0].isoformat(), "count": count, "fen": back_for(line, len(left))})
    return [line for line in out if line["fen"]]


def share_of(fen: int, count: int, of: int) -> int:
    """Fen for `count` of `of` days, to the nearest; half a fen up."""
    return (2 * fen * count + of) // (2 * of)


def _line(tariff: Tariff, what: Priced, count: int, of: int = 1) -> Line:
    return {
        "subject": tariff.subject,
        "window": what.window,
        "party": what.party,
        "site": what.site,
        "tier": tariff.tier,
        "period": tariff.period,
        "unit_fen": tariff.fen,
        "count": count,
        "of": of,
        "fen": share_of(tariff.fen, count, of),
    }


def _count(tariff: Tariff, use: Use, first: date, last: date) -> tuple[int, int]:
    """Number of periods from `first` to `last`: days of a month or round, dates of use, hours begun."""
    days = (last - first).days + 1
    if tariff.period == "month":
        return days, days_of_month(first)
    if tariff.period == "round":
        return days, use.horizon.length
    if tariff.period == "use":
        dates = (day for _, day in use.horizon.planned if first <= day.date <= last)
        return sum(any(rule.matches(day) for rule in use.rules) for day in dates), 1
    begin, end = use.horizon.number_of(first) * DAY, (use.horizon.number_of(last) + 1) * DAY
    return _begun_hours(shared(expand_use(use.rules, use.horizon), [(begin, end)])), 1


def _begun_hours(minutes: int) -> int:
    return -(-minutes // 60)
