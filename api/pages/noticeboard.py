"""All rounds of a community, the newest first, with their states and public notices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.applicants import is_open
from api.pages.communities import named
from api.pages.desk import AtDesk, Context
from api.schemas.types import Code
from scheduler.usecases import public

router = APIRouter(include_in_schema=False)
MOST = 20
WITH_NOTICE = ("published", "settled")
JOINED = ("parking", "rooms")
"""What one registers for in a round; volunteers offer their hours on a page of their own."""
DOMAINS = ("parking", "rooms", "rosters")


@router.get("/notices/{slug}")
def notices(
    slug: Code,
    desk: AtDesk,
    before: UUID | None = None,
    of: Annotated[Literal["", "parking", "rooms", "rosters"], Query()] = "",
) -> Response:
    """A page of rounds, of one subject where one is chosen."""

    def found(session: Any, now: datetime) -> Context:
        community = named(session, slug)
        rows = public.rounds_of(session, slug=slug, domain=of or None, before=before, limit=MOST + 1)
        shown = [round_ for round_, _ in rows[:MOST]]
        return {
            "community": community,
            "zone": community.zone,
            "rounds": shown,
            "to_join": [one.id for one in shown if one.domain in JOINED and is_open(one, now)],
            "with_notice": WITH_NOTICE,
            "domains": DOMAINS,
            "of": of,
            "paged": before is not None,
            "last": rows[MOST - 1][0].id if len(rows) > MOST else None,
        }

    return desk.show_public("notices", found)
