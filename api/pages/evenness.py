"""How evenly the rounds of a community served all: figures without names, for everybody."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.schemas.types import Id
from scheduler import queries
from scheduler.usecases import fairness_views, public

router = APIRouter(include_in_schema=False)


@router.get("/rounds/{round_id}/fairness")
def evenness(round_id: Id, desk: AtDesk) -> Response:
    """The figures of the community in which a round is."""

    def found(session: Any, _now: object) -> Context:
        round_, community = public.round_seen(session, round_id=round_id)
        domains = fairness_views.in_sum(session, slug=community.slug)
        sites = {site.code: site for site in queries.supply.sites_of(session, community.id)}
        return {"round": round_, "community": community, "domains": domains, "sites": sites}

    return desk.show_public("evenness", found)
