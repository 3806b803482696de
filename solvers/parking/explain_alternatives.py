"""What the plan could serve besides all that it serves: other sites, shorter uses, other hours.

The search is for the gentlest of each kind, in this order: the use as asked (where the plan left a place free), the
same use at a listed site beyond the longest walk, a shorter use, other hours; the latter two at sites within the
longest walk and only then beyond it. What a quick look finds free is then added to the plan and given to the verifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from solvers.explain import Alternative, Reason
from solvers.formulation import Formulation
from solvers.parking.explain_ground import Ground
from solvers.parking.explain_scope import Question
from solvers.parking.explain_variants import Variant, other_hours, shorter
from solvers.parking.recipe import rules_of
from solvers.problem import Assignment

MOST = 3
Try = tuple[str, int, str]
"""Kind of the alternative, position of the variant, site."""


def variants_of(question: Question) -> list[Variant]:
    """The use as asked, then all that the search may change it to."""
    asked, horizon = question.asked, question.parking.horizon
    return [asked, *shorter(asked.rules, horizon), *other_hours(asked.rules, horizon)]


def searched(question: Question, variants: Sequence[Variant]) -> Reason:
    """What was searched in vain: sites within the longest walk and beyond it, shorter uses, shifts."""
    kinds = [variant.kind for variant in variants]
    return Reason(
        "no_alternative",
        numbers={
            "sites_near": len(question.near),
            "farther_sites": len(question.listed) - len(question.near),
            "shorter": kinds.count("shorter"),
            "other_hours": kinds.count("other_hours"),
        },
    )


@dataclass
class Search:
    """Search for alternatives on the `ground` around all listed sites; its first requests are the `variants`."""

    question: Question
    ground: Ground
    variants: Sequence[Variant]
    _refuted: set[str] = field(default_factory=set)
    """Sites at which the plan itself does not pass the verifier, so that nothing can be checked."""

    def alternatives(self) -> tuple[Alternative, ...]:
        """Up to three alternatives, one of a kind, each checked."""
        found: list[Alternative] = []
        for kind in ("as_asked", "farther_site", "shorter", "other_hours"):
            first = next(filter(None, map(self._checked, self._tries(kind))), None)
            if first is not None and len(found) < MOST:
                found.append(first)
        return tuple(found)

    def _tries(self, kind: str) -> Iterator[Try]:
        near = self.question.near
        farther = tuple(site for site, _ in self.question.listed[len(near) :])
        if kind in ("as_asked", "farther_site"):
            return ((kind, 0, site) for site in (near if kind == "as_asked" else farther))
        chosen = [at for at, variant in enumerate(self.variants) if variant.kind == kind]
        return ((kind, at, site) for sites in (near, farther) for at in chosen for site in sites)

    def _checked(self, attempt: Try) -> Alternative | None:
        """The alternative, if it is free and the verifier finds nothing against it."""
        kind, at, site = attempt
        units = None if site in self._refuted else self.ground.free(at, site)
        if units is None:
            return None
        names = tuple(self.ground.scope.case.parking.units[unit][0] for unit in units)
        if not self._verified(self.variants[at], site, names):
            self._refuted.add(site)
            return None
        walk = self.question.request.walk[site]
        variant = self.variants[at]
        return Alternative(kind, site, names, walk, variant.rules, variant.numbers)

    def _verified(self, variant: Variant, site: str, names: tuple[str, ...]) -> bool:
        """Whether the plan with this right added keeps every rule around `site`, with the longest walk raised to it."""
        request = self.question.request
        scope = self.question.scope([site], [variant], max(request.longest_walk, request.walk[site]))
        added = Assignment(0, tuple(scope.case.parking.unit_index[name] for name in names))
        formulation = Formulation(scope.case.problem, rules_of(scope.case), ())
        return not formulation.verify([added, *scope.plan])
