"""The rules for a series as a whole: its slots, its dates, who stands in for blocked ones, and quotas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from solvers.audit.protocol import Finding
from solvers.audit.rooms.demand import Quota, Section
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slots, lengths
from solvers.audit.rooms.uses import Entry, Use


def series(season: Season, entries: Sequence[Entry]) -> Iterator[Finding]:
    """What is wrong with the weekly slots."""
    mine: dict[str, list[Entry]] = {}
    slots = Slots(season)
    for entry in entries:
        mine.setdefault(entry.section, []).append(entry)
        section = season.sections[entry.section]
        yield from _shape(season, section, entry)
        yield from _dates(slots, section, entry)
        yield from _substitutes(section, entry)
    for name, found in mine.items():
        allowed = season.sections[name].sessions
        if len(found) > allowed:
            yield found[-1].told("too_many_sessions", "request", served=len(found), allowed=allowed)
        for a, b in combinations(found, 2):
            if a.weekday == b.weekday:
                yield b.told("one_slot_a_day", "weekday")


def _shape(season: Season, section: Section, entry: Entry) -> Iterator[Finding]:
    grid = season.policy["grid"]
    for start, end in ((entry.start, entry.end), *((one.start, one.end) for one in entry.moved)):
        if start % grid or end - start not in lengths(section, grid):
            yield entry.told("off_grid", "start", allowed=grid)
    if any(season.weekday(day) != entry.weekday for day in entry.dates):
        yield entry.told("other_weekday", "weekday")


def _dates(slots: Slots, section: Section, entry: Entry) -> Iterator[Finding]:
    """A series is held on every date on which the room is open, and tells of each of the others."""
    open_, blocked = slots.split(section, entry.room, entry.weekday, entry.start, entry.end)
    if slots.too_few(open_, blocked):
        dates, allowed = len(open_) + len(blocked), slots.season.policy["blocked_percent"]
        yield entry.told("too_many_blocked", "dates", blocked=len(blocked), dates=dates, allowed=allowed)
    held, told = set(entry.dates), {*entry.left_out, *(one.day for one in entry.moved)}
    for day in sorted({*open_} - held | {*blocked} - told):
        yield entry.told("date_missing", "dates", day)
    for day in sorted(told - {*blocked}):
        yield entry.told("date_not_blocked", "left_out", day)


def _substitutes(section: Section, entry: Entry) -> Iterator[Finding]:
    for one in entry.moved:
        if one.room != entry.room and not section.may_vary:
            yield entry.told("room_may_not_vary", "substitutes", one.day)


def quotas(season: Season, uses: Sequence[Use]) -> Iterator[Finding]:
    """Nobody holds more minutes or dated sessions than a quota allows."""
    mine: dict[str, list[Use]] = {}
    for use in uses:
        mine.setdefault(use.section, []).append(use)
    for at, quota in enumerate(season.quotas):
        groups: dict[str, list[Use]] = {}
        for section in season.under(quota):
            counted = [use for use in mine.get(section.id, ()) if season.counts_for(quota, section, use.room)]
            groups.setdefault(holder(quota, section), []).extend(counted)
        for who, found in groups.items():
            minutes = sum(use.end - use.start for use in found)
            if quota.minutes is not None and minutes > quota.minutes:
                yield found[0].told("quota_minutes", quota=at, holder=who, counted=minutes, allowed=quota.minutes)
            if quota.sessions is not None and len(found) > quota.sessions:
                yield found[0].told("quota_sessions", quota=at, holder=who, counted=len(found), allowed=quota.sessions)


def holder(quota: Quota, section: Section) -> str:
    """Whose uses are added up: each party's for a facility, else all that count."""
    return section.party if quota.scope == "facility" else quota.of
