"""Plans of a round side by side: their runs, their goals, and what each class of people gets in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.models import Plan, Run
from scheduler.usecases import rounds
from scheduler.usecases.plan_views import looking_on


@dataclass(frozen=True, slots=True)
class Share:
    """What a class asked for and got."""

    name: str
    asked: int
    got: int

    @property
    def share(self) -> float:
        """Part of what was asked for that was given."""
        return self.got / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Side:
    """A plan with its run, which may have departed from a plan before, and what each class gets in it."""

    plan: Plan
    run: Run
    departs: bool
    shares: Sequence[Share]

    @property
    def smallest(self) -> float | None:
        """The smallest part that a class gets."""
        return min((one.share for one in self.shares), default=None)


def side_by_side(session: Session, *, actor: Actor, plans: Sequence[Plan]) -> list[Side]:
    """Plans of one round with their runs and shares, for the office and auditors.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    looking_on(actor)
    if not plans:
        return []
    runs = queries.plan_views.runs_of(session, plans)
    round_ = rounds.seen(session, actor=actor, round_id=plans[0].round_id)
    departing = queries.plan_views.departing(session, [run.id for run in runs.values()])
    return [
        Side(plan, runs[plan.id], runs[plan.id].id in departing, _shares(session, round_.domain, plan))
        for plan in plans
    ]


def _shares(session: Session, domain: str, plan: Plan) -> list[Share]:
    got, missed = _COUNTED[domain](session, plan.id)
    return [Share(name, got[name] + missed[name], got[name]) for name in sorted({*got, *missed})]


_COUNTED: Mapping[str, Callable[[Session, UUID], tuple[Counter[str], Counter[str]]]] = {
    "parking": queries.plan_views.parties,
    "rooms": queries.plan_views.categories,
    "rosters": queries.plan_views.kinds,
}
