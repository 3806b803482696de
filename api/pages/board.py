"""The first page: rounds that everybody can see."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk
from scheduler.usecases import public

router = APIRouter(include_in_schema=False)
MOST = 30
WITH_NOTICE = ("published", "settled")


@router.get("/")
def first_page(desk: AtDesk) -> Response:
    """Rounds, the newest first, with what one can do about them."""
    return desk.show_public(
        "board",
        lambda session, _now: {"rounds": public.rounds_of(session, limit=MOST), "with_notice": WITH_NOTICE},
    )
