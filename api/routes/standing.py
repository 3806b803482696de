"""Where registrations stand on their path: points, rank, who is to act; and what is late."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from api.deps import Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, next_of
from api.schemas.standing import (
    CriterionShown,
    DeadlineShown,
    OverdueAsked,
    OverdueShown,
    PlaceShown,
    StandShown,
)
from api.schemas.types import Id
from scheduler.usecases import overdue, ranking
from scheduler.usecases.overdue import Late

router = router_of("registrations")


@router.get("/registrations/overdue", response_model=Page[OverdueShown], responses=refusals(401, 403))
def list_overdue(asked: Annotated[OverdueAsked, Query()], door: Reading) -> Page[OverdueShown]:
    """Registrations that wait longer than the covenant allows, the oldest first; for staff and auditors."""

    def page(session: Any, actor: Any, now: Any) -> Page[OverdueShown]:
        rows = overdue.listed(
            session,
            actor=actor,
            now=now,
            state=asked.state,
            round_id=asked.round_id,
            last=asked.last,
            limit=asked.limit + 1,
        )
        return Page(items=[_late(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))

    return door.read(page)


@router.get("/registrations/{registration_id}/standing", response_model=StandShown, responses=refusals(401, 403, 404))
def read_standing(registration_id: Id, door: Reading) -> StandShown:
    """Points by criterion, the rank among all who ask, who is to act next and by when."""
    return door.read(
        lambda session, actor, _now: _stand(ranking.standing(session, actor=actor, registration_id=registration_id))
    )


def _stand(found: ranking.Stand) -> StandShown:
    return StandShown(
        registration_id=found.row.id,
        state=found.row.state,
        criteria=[CriterionShown.model_validate(one) for one in found.criteria],
        total=found.total,
        place=None if found.place is None else PlaceShown.model_validate(found.place),
        deadline=None if found.deadline is None else DeadlineShown.model_validate(found.deadline),
    )


def _late(one: Late) -> OverdueShown:
    return OverdueShown(
        registration_id=one.row.id,
        receipt=one.row.receipt,
        round_id=one.row.round_id,
        state=one.row.state,
        since=one.since,
        who=one.deadline.who,
        by=one.deadline.by,
        days_late=one.days,
    )
