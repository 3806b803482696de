"""Why each refused registration of a plan was refused, for all of them at once.

The reasons are those of `solvers.parking.explain`, without the search for alternatives: a pin that cannot hold, the
funnel of filters, then what binds at each site that is left. Answers that many registrations share are worked out once,
so that the thousands of refusals of a street take seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solvers.explain import Reason
from solvers.parking.explain_reasons import OWN, compared, told_funnel
from solvers.parking.explain_scope import Question
from solvers.parking.recipe import Recipe
from solvers.parking.refusals_filters import Asker, Filters, Units
from solvers.parking.refusals_rivals import Standing
from solvers.problem import Plan


@dataclass(frozen=True, slots=True)
class RefusalNote:
    """What decided a refusal.

    `waitable` tells that a site within the longest walk has a usable space for every part, so that a place could come
    free.
    """

    waitable: bool
    reasons: tuple[Reason, ...]


def refusals_of(recipe: Recipe, plan: Plan) -> Mapping[int, RefusalNote]:
    """Reasons for every request that `plan` does not serve.

    Parameters
    ----------
    recipe
        The round.
    plan
        A plan that keeps all its rules.

    Returns
    -------
    notes
        By the position of the request.
    """
    case = recipe.case
    filters, standing = Filters(case), Standing(recipe, plan)
    pins = _refused_pins(recipe, standing)
    notes = {}
    for at, request in enumerate(case.problem.requests):
        if at not in standing.held:
            known = pins.get(at, ())
            notes[at] = _note(filters, standing, at, known) if any(request.parts) else NEVER_ACTIVE
    return notes


NEVER_ACTIVE = RefusalNote(False, (Reason("never_active"),))


def _refused_pins(recipe: Recipe, standing: Standing) -> Mapping[int, tuple[Reason, ...]]:
    """Pins of refused requests: a plan keeps every pin that can hold, so these cannot."""
    parking = recipe.case.parking
    pins: dict[int, tuple[Reason, ...]] = {}
    for lock in parking.locks:
        at = parking.request_index[lock.request]
        if lock.kind == "pin" and at not in standing.held:
            pins[at] = (*pins.get(at, ()), Reason("unheld_pin", lock.space or lock.site or ""))
    return pins


def _note(filters: Filters, standing: Standing, at: int, pins: tuple[Reason, ...]) -> RefusalNote:
    parking = filters.case.parking
    question, asker = Question(parking, {}, at), filters.asker(at)
    near = [parking.site_index[site] for site in question.near]
    stopped: Counter[str] = Counter()
    for site in near:
        stopped.update(filters.first_refusals(asker, site))
    usable = {site: units for site in near if all(units := filters.usable(asker, site))}
    reasons = [*pins, *told_funnel(question, stopped, len(usable))]
    for site, units in usable.items():
        found = [*_linked(standing, at, site, units), *_held(standing, asker, at, site, units)]
        reasons += [
            reason for reason in found or [Reason("still_free", parking.sites[site].id)] if reason not in reasons
        ]
    return RefusalNote(bool(usable), tuple(reasons))


def _linked(standing: Standing, at: int, site: int, usable: tuple[Units, ...]) -> Iterator[Reason]:
    """What the linking rules say of one more right at a site."""
    for found in standing.linked(at, site, tuple(units[0] for units in usable)):
        yield Reason(found.rule, found.place, found.requests if found.rule in OWN else (), found.numbers)


def _held(standing: Standing, asker: Asker, at: int, site: int, usable: tuple[Units, ...]) -> Iterator[Reason]:
    """For each part whose usable spaces are all held: by how many, and how their points compare."""
    parking = standing.case.parking
    own = parking.points_of(parking.requests[at])
    for part, units in zip(asker.parts, usable, strict=True):
        rivals = standing.holders(part, units)
        if rivals is not None:
            points = [parking.points_of(parking.requests[rival]) for rival in rivals]
            numbers = {"spaces": len(units), **compared(own, points)}
            yield Reason("no_overlap", parking.sites[site].id, numbers=numbers)
