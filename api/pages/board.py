"""The first page: rounds that everybody can see."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from scheduler.usecases import public

router = APIRouter(include_in_schema=False)
MOST = 30
WITH_NOTICE = ("published", "settled")


@router.get("/")
def first_page(desk: AtDesk) -> Response:
    """Rounds, the newest first, with what one can do about them."""

    def found(session: Any, _now: object) -> Context:
        rounds = public.rounds_of(session, limit=MOST)
        communities = {community.id: community for _, community in rounds}
        return {"rounds": rounds, "communities": communities.values(), "with_notice": WITH_NOTICE}

    return desk.show_public("board", found)
