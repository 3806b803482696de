"""The checker of a season of activity rooms: every rule on every date, every goal, and the bound of the first one.

It reads problem.json, plan.json and bound.json and knows nothing else. What a re-plan kept of the plan before it
(`kept_sessions`, `moves`) is not counted again, because that plan is not part of a bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solvers.audit.protocol import Finding, Part
from solvers.audit.rooms.bound import bound_of, check_bound
from solvers.audit.rooms.rules import each_use
from solvers.audit.rooms.rules_series import pins, quotas, series
from solvers.audit.rooms.rules_together import together
from solvers.audit.rooms.season import Season, read_season
from solvers.audit.rooms.slots import Slot, Slots
from solvers.audit.rooms.tiers import tiers
from solvers.audit.rooms.uses import Entry, entries_of, uses_of

GOAL = "sessions"
MAXIMISED = True

__all__ = ["GOAL", "MAXIMISED", "check", "checked_bound", "counts", "values"]


def check(problem: Part, plan: Part, bound: Part) -> list[Finding]:
    """Every rule that the plan breaks, and what the bound names that the problem does not know."""
    season = read_season(problem)
    entries, found = entries_of(season, plan)
    uses = list(uses_of(entries))
    for rule in (each_use, together, quotas):
        found += rule(season, uses)
    found += series(season, entries)
    found += pins(season, plan, uses)
    return found + list(check_bound(season, bound, uses))


def values(problem: Part, plan: Part) -> dict[str, int]:
    """Every goal of the plan, counted again; a slot that the problem does not offer counts nothing."""
    season = read_season(problem)
    slots = Slots(season)
    served = [slot for slot in _slots_of(slots, entries_of(season, plan)[0]) if slot is not None]
    return tiers(season, slots, served)


def counts(problem: Part, plan: Part) -> dict[str, int]:
    """Sections and those served, weekly sessions, dates held, dates moved and dates left out."""
    season = read_season(problem)
    entries = entries_of(season, plan)[0]
    return {
        "requests": len(season.sections),
        "served": len({one.section for one in entries}),
        "sessions": len(entries),
        "dates": sum(len(one.dates) for one in entries),
        "substitutes": sum(len(one.moved) for one in entries),
        "left_out": sum(len(one.left_out) for one in entries),
    }


def checked_bound(problem: Part, bound: Part) -> int | Fraction:
    """Most that any plan can be worth for `sessions`, in hundredths, as far as the multipliers prove it."""
    return bound_of(read_season(problem), bound)


def _slots_of(slots: Slots, entries: Sequence[Entry]) -> list[Slot | None]:
    season: Season = slots.season
    return [slots.slot(season.sections[one.section], one.room, one.weekday, one.start, one.end) for one in entries]
