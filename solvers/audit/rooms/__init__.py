"""The checker of a season of activity rooms: every rule on every date, every goal, and the bound of the first one.

It reads problem.json, plan.json and bound.json and knows nothing else. What a re-plan kept of the plan before it
(`kept_sessions`, `moves`) is not counted again, because that plan is not part of a bundle.
"""

from __future__ import annotations

from solvers.audit.protocol import Finding, Part
from solvers.audit.rooms.bound import bound_of, check_bound
from solvers.audit.rooms.pins import pins, told_unheld
from solvers.audit.rooms.reading import records, text
from solvers.audit.rooms.rules import each_use
from solvers.audit.rooms.rules_series import quotas, series
from solvers.audit.rooms.rules_together import together
from solvers.audit.rooms.season import Season, read_season
from solvers.audit.rooms.shape import PLAN
from solvers.audit.rooms.slots import Slots
from solvers.audit.rooms.tiers import is_order, names_of, tiers
from solvers.audit.rooms.uses import entries_of, uses_of

GOAL = "sessions"
MAXIMISED = True

__all__ = ["GOAL", "MAXIMISED", "broken", "check", "checked_bound", "counted", "counts", "tier_names", "values"]


def check(problem: Part, plan: Part, bound: Part) -> list[Finding]:
    """Every rule that the plan breaks, and what the bound counts on that the plan does not keep."""
    season = read_season(problem)
    PLAN(plan, "plan")
    uses = list(uses_of(entries_of(season, plan)[0]))
    return [*broken(season, plan), *check_bound(season, bound, uses)]


def broken(season: Season, plan: Part) -> list[Finding]:
    """Every rule that a plan breaks, and goals that are not those of the round; none for a valid plan."""
    entries, found = entries_of(season, plan)
    uses = list(uses_of(entries))
    for rule in (each_use, together, quotas):
        found += rule(season, uses)
    found += series(season, entries)
    found += pins(season, plan, uses)
    names, goals = [text(tier["name"]) for tier in records(plan["tiers"])], list(counted(season, plan))
    if not is_order(names, goals):
        told = {"claimed": ", ".join(names)[:80], "counted": ", ".join(goals)}
        found.append(Finding("value_differs", "plan.tiers", told))
    return found


def values(problem: Part, plan: Part) -> dict[str, int]:
    """Every goal of the plan, counted again."""
    return counted(read_season(problem), plan)


def tier_names(problem: Part, plan: Part) -> list[str]:
    """Names of the goals of the round in their order; of a re-plan also those about the plan before."""
    return names_of([text(tier["name"]) for tier in records(plan["tiers"])], counted(read_season(problem), plan))


def counted(season: Season, plan: Part) -> dict[str, int]:
    """Every goal of a plan; a slot that the problem does not offer counts nothing."""
    slots = Slots(season)
    offered = (
        slots.slot(season.sections[one.section], one.room, one.weekday, one.start, one.end)
        for one in entries_of(season, plan)[0]
    )
    return tiers(season, slots, [slot for slot in offered if slot is not None])


def counts(problem: Part, plan: Part) -> dict[str, int]:
    """Sections and those served, weekly sessions, dates held, moved and left out, guarantees, pins, those told unheld.

    The bound speaks of plans that serve as many guaranteed sections (`values` tells how many) and keep the pins.
    """
    season = read_season(problem)
    entries = entries_of(season, plan)[0]
    return {
        "requests": len(season.sections),
        "served": len({one.section for one in entries}),
        "sessions": len(entries),
        "dates": sum(len(one.dates) for one in entries),
        "substitutes": sum(len(one.moved) for one in entries),
        "left_out": sum(len(one.left_out) for one in entries),
        "guaranteed": sum(one.guaranteed for one in season.sections.values()),
        "pins": sum(lock.kind == "pin" for lock in season.locks),
        "pins_unheld": len(told_unheld(plan)),
    }


def checked_bound(problem: Part, bound: Part) -> int:
    """Most that any plan can be worth for `sessions`, in hundredths, as far as the multipliers prove it."""
    return bound_of(read_season(problem), bound)
