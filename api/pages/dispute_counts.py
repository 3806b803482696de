"""How disputes came out, year by year: one public page of a community, without small numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.pages.forms import WHOLE_NUMBER
from api.schemas.types import Code
from scheduler.errors import NotFound
from scheduler.states import ABOUT
from scheduler.usecases import dispute_views

router = APIRouter(include_in_schema=False)


@router.get("/communities/{slug}/disputes")
def tallies(slug: Code, desk: AtDesk, year: str = "") -> Response:
    """How the cases of a year came out, for everybody."""
    asked = _year(year)

    def shown(session: Any, now: datetime) -> Context:
        found = dispute_views.tallies(session, slug=slug, year=asked, now=now)
        told = {one.about for one in found.lines if one.cases is not None}
        return {
            "found": found,
            "cases": {(one.about, one.outcome): one.cases for one in found.lines},
            "abouts": [about for about in ABOUT if about in told],
            "few": [about for about in ABOUT if about not in told],
            "outcomes": dispute_views.OUTCOMES,
            "fewest": dispute_views.FEWEST,
        }

    return desk.show_public("dispute_counts", shown)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not WHOLE_NUMBER.fullmatch(text) or not 2000 <= int(text) <= 2200:
        raise NotFound()
    return int(text)
