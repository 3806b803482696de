"""The review pack 议事材料 of a period, as data; the page of the same name prints it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query

from api.deps import Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.review import ChangeShown, DisputesCounted, FiguresShown, ReviewAsked, ReviewShown
from scheduler.queries.review import Place
from scheduler.usecases import review
from scheduler.usecases.review import Figures, Pack, Period

router = router_of("review")


@router.get("/review", response_model=ReviewShown, responses=refusals(401, 403, 404))
def read_review(asked: Annotated[ReviewAsked, Query()], door: Reading) -> ReviewShown:
    """What a meeting looks at: use, demand, fairness, owners' returns, no-shows, disputes, money, hours, changes."""
    return door.read(
        lambda session, actor, _now: _shown(
            review.pack(
                session,
                actor=actor,
                place=Place(actor.community_id, asked.site_id, asked.facility_id),
                period=Period(asked.first, asked.last),
            )
        )
    )


def _shown(pack: Pack) -> ReviewShown:
    return ReviewShown(
        name_zh=pack.name_zh,
        name_en=pack.name_en,
        site_id=pack.place.site_id,
        facility_id=pack.place.facility_id,
        first=pack.period.first,
        last=pack.period.last,
        before_first=pack.period.before.first,
        before_last=pack.period.before.last,
        now=_figures(pack.now),
        before=_figures(pack.before),
        fairness=[asdict(one) for one in pack.fairness],
        changes=[ChangeShown(at=at, event=event) for at, event in pack.changes],
    )


def _figures(found: Figures) -> FiguresShown:
    told: dict[str, Any] = {name: getattr(found, name) for name in found.__slots__}
    told["disputes"] = [
        DisputesCounted(about=about, state=state, cases=cases) for about, state, cases in found.disputes
    ]
    return FiguresShown.model_validate(told, from_attributes=True)
