"""What would have worked for each refused registration of a plan, for all of them at once.

The neighbourhood and the order are those of `solvers.parking.explain_alternatives`: the first of each kind that is
free. Answers that registrations of the same use share are worked out once, for all variants of the use together; each
alternative that is found is then checked by the verifier's rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from solvers.cells import Bools
from solvers.explain import Alternative
from solvers.parking.alternatives_grid import Grid
from solvers.parking.beside import Beside, Right
from solvers.parking.eligibility import split_at_seasons, suits
from solvers.parking.explain_alternatives import MOST
from solvers.parking.explain_scope import Question
from solvers.parking.explain_variants import Variant, other_hours, shorter
from solvers.parking.recipe import Recipe
from solvers.parking.refusals_rivals import Standing
from solvers.problem import Plan
from solvers.timetable import expand_use
from solvers.window import Timetable

KINDS = ("as_asked", "farther_site", "shorter", "other_hours")


def alternatives_of(recipe: Recipe, plan: Plan) -> Mapping[int, tuple[Alternative, ...]]:
    """Up to three alternatives for every request that `plan` does not serve, by its position.

    Parameters
    ----------
    recipe
        The round.
    plan
        A plan that keeps all its rules.
    """
    sweep = Sweep(Standing(recipe, plan))
    return {at: sweep.alternatives(at) for at in range(len(recipe.case.parking.requests)) if at not in sweep.served}


@dataclass
class Sweep:
    """The search for alternatives beside one plan. Requests, sites and spaces are given by position."""

    standing: Standing
    _uses: dict[tuple[str, bool], Use] = field(default_factory=dict)

    def alternatives(self, request: int) -> tuple[Alternative, ...]:
        """Up to three alternatives, one of a kind, each checked."""
        found: list[Alternative] = []
        for kind in KINDS:
            if len(found) < MOST:
                found += islice((one for one in self._tries(request, kind) if self._verified(request, one)), 1)
        return tuple(found)

    def _tries(self, request: int, kind: str) -> Iterator[Alternative]:
        """What is free, the gentlest change first, sites within the longest walk before those beyond it."""
        parking = self.standing.case.parking
        question = Question(parking, {}, request)
        near = question.near
        farther = tuple(site for site, _ in question.listed[len(near) :])
        use = self._use(request)
        groups = {"as_asked": (near,), "farther_site": (farther,)}.get(kind, (near, farther))
        changed = WITHOUT_CHANGE.get(kind, kind)
        wanted = [at for at, variant in enumerate(use.variants) if variant.kind == changed]
        for sites in groups:
            free = {site: self._free(request, use, parking.site_index[site]) for site in sites}
            for at in wanted:
                for site in sites:
                    if free[site][at]:
                        yield self._told(request, kind, use, at, site)

    def _told(self, request: int, kind: str, use: Use, at: int, site: str) -> Alternative:
        parking, variant = self.standing.case.parking, use.variants[at]
        fits = [self._fits(request, use, unit) for unit in self._units[parking.site_index[site]]]
        names = []
        for part in use.parts_at[at]:
            free = (unit for unit, fit in zip(self._units[parking.site_index[site]], fits, strict=True) if fit[part])
            names.append(parking.units[next(free)][0])
        walk = parking.requests[request].walk[site]
        return Alternative(kind, site, tuple(names), walk, variant.rules, variant.numbers)

    def _free(self, request: int, use: Use, site: int) -> Sequence[bool]:
        """For each variant whether a site has a space for each of its parts that no rule closes."""
        case = self.standing.case
        fits = np.zeros(len(use.parts), dtype=np.bool_)
        for unit in self._units[site]:
            fits |= self._fits(request, use, unit)
        if not fits.any():
            return [False] * len(use.variants)
        fits &= self.grid.roomy(use.key, use.parts, site, request in case.outside)
        open_ = self.grid.people(request, site, use.wholes) & self.grid.gate(use.key, use.variant_parts, site)
        return [
            bool(good) and all(fits[part] for part in parts) for good, parts in zip(open_, use.parts_at, strict=True)
        ]

    def _fits(self, request: int, use: Use, unit: int) -> Bools:
        """Which parts of the variants could stand on a space beside those who do."""
        parking = self.standing.case.parking
        asked, space = parking.requests[request], parking.spaces[parking.units[unit][1]]
        site = self.standing.case.problem.assets[unit].group
        banned = not self._beside.bans(request).isdisjoint(((None, None), (site, None), (None, unit)))
        if banned or not suits(parking, asked, space):
            return np.zeros(len(use.parts), dtype=np.bool_)
        return self.grid.space(use.key, use.parts, unit)

    def _verified(self, request: int, found: Alternative) -> bool:
        """Whether the plan with this right added keeps every rule, the longest walk aside."""
        parking, use = self.standing.case.parking, self._use(request)
        at = next(at for at, variant in enumerate(use.variants) if variant.rules == found.windows)
        units = tuple(parking.unit_index[name] for name in found.assets)
        return self._beside.verified(Right(request, use.variant_parts[at], parking.site_index[found.group], units))

    def _use(self, request: int) -> Use:
        parking = self.standing.case.parking
        asked = parking.requests[request]
        key = (asked.pattern, asked.split_at_season)
        if key not in self._uses:
            rules = parking.patterns[parking.pattern_index[asked.pattern]].rules
            horizon = parking.horizon
            variants = [Variant("as_asked", rules), *shorter(rules, horizon), *other_hours(rules, horizon)]
            wholes = [expand_use(variant.rules, horizon) for variant in variants]
            guard, split = parking.policy.guard_minutes, asked.split_at_season
            parts = [split_at_seasons(horizon, guard, whole) if split and whole else (whole,) for whole in wholes]
            self._uses[key] = Use(key, tuple(variants), tuple(parts))
        return self._uses[key]

    # ---- derived once

    @cached_property
    def served(self) -> frozenset[int]:
        """Requests that have a place."""
        return frozenset(self.standing.held)

    @cached_property
    def grid(self) -> Grid:
        """What stands, against many timetables at once."""
        return Grid(self.standing)

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self.standing.case, self.standing.plan)

    @cached_property
    def _units(self) -> Sequence[Sequence[int]]:
        """Spaces of each site."""
        found: list[list[int]] = [[] for _ in self.standing.case.parking.sites]
        for unit, asset in enumerate(self.standing.case.problem.assets):
            found[asset.group].append(unit)
        return found


WITHOUT_CHANGE: Mapping[str, str] = {"farther_site": "as_asked"}
"""Kinds of alternatives that leave the use as it was asked."""


@dataclass(frozen=True)
class Use:
    """A use with all its variants; `variant_parts` are the timetables of each."""

    key: tuple[str, bool]
    variants: tuple[Variant, ...]
    variant_parts: tuple[tuple[Timetable, ...], ...]

    @cached_property
    def parts(self) -> tuple[Timetable, ...]:
        """All timetables of all variants."""
        return tuple(part for parts in self.variant_parts for part in parts)

    @cached_property
    def parts_at(self) -> Sequence[range]:
        """Positions in `parts` of each variant's."""
        found, start = [], 0
        for parts in self.variant_parts:
            found.append(range(start, start + len(parts)))
            start += len(parts)
        return found

    @cached_property
    def wholes(self) -> Sequence[Timetable]:
        """All minutes of each variant."""
        return [tuple(sorted(span for part in parts for span in part)) for parts in self.variant_parts]
