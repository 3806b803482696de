"""Two plans side by side: every goal, every class, and what changes for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scheduler.files import Document, Problem
from scheduler.scenarios.figures import Places, PlanFigures, places_of, plan_figures

ChangeKind = Literal["gained", "lost", "moved"]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A registration, section or volunteer for whom a plan means something else: what it has before and after."""

    request: str
    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans of a round; the problems may differ, as those of a scenario do."""

    before: PlanFigures
    after: PlanFigures
    changes: tuple[PersonChange, ...]

    def counts(self) -> dict[str, int]:
        """How many gain, lose and move."""
        return {kind: sum(one.kind == kind for one in self.changes) for kind in ("gained", "lost", "moved")}

    def as_json(self) -> dict[str, Any]:
        """The comparison as a program reads it, without names of those who change."""
        return {"before": self.before.as_json(), "after": self.after.as_json(), "people": self.counts()}


def compared(before: tuple[Problem, Document], after: tuple[Problem, Document]) -> Comparison:
    """Compare two verified plans."""
    changes = tuple(changes_between(places_of(before[1]), places_of(after[1])))
    return Comparison(plan_figures(*before), plan_figures(*after), changes)


def changes_between(before: Places, after: Places) -> list[PersonChange]:
    """Who gains, loses or moves, in the order of their ids.

    Who has more than before, or other things as many, is told by what is there: gained where something came and
    nothing went, lost where something went and nothing came, else moved.
    """
    out = []
    for name in sorted({*before, *after}):
        had, has = before.get(name, ()), after.get(name, ())
        if had != has:
            out.append(PersonChange(name, _kind(had, has), had, has))
    return out


def _kind(had: tuple[str, ...], has: tuple[str, ...]) -> ChangeKind:
    came, went = set(has) - set(had), set(had) - set(has)
    if not went:
        return "gained"
    return "moved" if came else "lost"


def tiers_side_by_side(comparison: Comparison) -> list[Mapping[str, Any]]:
    """Goals of both plans, those that only one has with None for the other."""
    before = {tier["name"]: tier for tier in comparison.before.tiers}
    after = {tier["name"]: tier for tier in comparison.after.tiers}
    names = dict.fromkeys((*before, *after))
    return [
        {
            "name": name,
            "before": before.get(name, {}).get("value"),
            "after": after.get(name, {}).get("value"),
            "bound": after.get(name, {}).get("bound"),
        }
        for name in names
    ]
