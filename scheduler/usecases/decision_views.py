"""What whoever decides on a registration, or on a shift of a roster, looks at: how it stands in the newest plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.models import PlanGap, Registration, Round, Shift
from scheduler.queries.boards import Seated
from scheduler.usecases import lock_views, registration
from scheduler.usecases.lock_views import Decided


@dataclass(frozen=True, slots=True)
class Asked:
    """A registration: spaces with their sites or weekly slots of the newest plan, and what is decided on it.

    `bound` tells that the council decided on it, which nobody else changes.
    """

    row: Registration
    round: Round
    spaces: Sequence[tuple[Any, Any]]
    slots: Sequence[Any]
    decided: Sequence[Decided]
    may_decide: bool

    @property
    def bound(self) -> bool:
        """Whether the council decided on it."""
        return any(one.bound for one in self.decided)

    @property
    def served(self) -> bool:
        """Whether the newest plan gives it anything."""
        return bool(self.spaces or self.slots)


@dataclass(frozen=True, slots=True)
class AskedShift:
    """A shift of a roster: who the newest plan has on it, what stays empty, and what is decided on it."""

    shift: Shift
    round: Round
    seats: Sequence[Seated]
    gaps: Sequence[PlanGap]
    decided: Sequence[Decided]
    may_decide: bool

    @property
    def roles(self) -> Sequence[str]:
        """Names of its roles."""
        return [role["id"] for role in self.shift.terms.get("roles", ())]


def of_registration(session: Session, *, actor: Actor, round_id: UUID, registration_id: UUID) -> Asked:
    """A registration of a round, for staff and auditors as far as they see it.

    Raises
    ------
    NotFound, NotAllowed
        No such round, or no such registration in it for this person; not for this person.
    """
    standing = lock_views.of_round(session, actor=actor, round_id=round_id)
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    if row.round_id != standing.round.id:
        raise NotFound()
    plan = standing.plan
    held = () if plan is None else queries.plans.places(session, plan.id).get(row.id, ())
    found = queries.boards.spaces(session, held)
    sites = {site.id: site for site in queries.supply.sites_of(session, row.community_id)} if found else {}
    return Asked(
        row=row,
        round=standing.round,
        spaces=[(space, sites[space.site_id]) for space in found],
        slots=[] if plan is None else queries.plans.session_lines(session, plan.id, of=row.id),
        decided=[one for one in standing.decided if one.subject == row.id],
        may_decide=standing.may_decide,
    )


def of_shift(session: Session, *, actor: Actor, round_id: UUID, shift_id: UUID) -> AskedShift:
    """A shift of a roster, for the office and auditors.

    Raises
    ------
    NotFound, NotAllowed
        No such round, or no such shift in it for this person; not for this person.
    """
    standing = lock_views.of_round(session, actor=actor, round_id=round_id)
    shift = queries.shifts.one(session, actor.community_id, shift_id)
    if shift is None or shift.round_id != standing.round.id:
        raise NotFound()
    plan = standing.plan
    return AskedShift(
        shift=shift,
        round=standing.round,
        seats=[] if plan is None else queries.boards.seated(session, plan.id, [shift.id]),
        gaps=[] if plan is None else queries.boards.empty(session, plan.id, [shift.id]),
        decided=[one for one in standing.decided if one.subject == shift.id],
        may_decide=standing.may_decide,
    )
