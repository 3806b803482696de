"""The first page: what one can do now, whom to call, and the newest rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import LOOKING_ON
from api.pages.communities import only
from api.pages.desk import AtDesk, Context, Desk, Viewer
from scheduler import queries
from scheduler.usecases import public

router = APIRouter(include_in_schema=False)
MOST = 30
NEWEST = 4
WITH_NOTICE = ("published", "settled")


class Doing(NamedTuple):
    """Something that one can do: where, its words and picture, and until when where it ends."""

    place: str
    name: str
    until: datetime | None = None


@router.get("/")
def first_page(desk: AtDesk) -> Response:
    """What the community of whoever asks has to offer; where none is known, the choice among all of them."""
    return desk.show_public("board", lambda session, now: _found(desk, session, now))


def _found(desk: Desk, session: Any, now: datetime) -> Context:
    viewer = desk.visitor(session, now)
    community = only(session) if viewer is None else viewer.community
    slug = None if community is None else community.slug
    rounds = public.rounds_of(session, slug=slug, limit=MOST)
    shown = {"community": community, "with_notice": WITH_NOTICE, "rounds": rounds[:NEWEST], "doings": []}
    if community is None:
        return {**shown, "communities": queries.community.all_of_them(session)}
    return {**shown, "zone": community.zone, "doings": list(_doings(viewer, community, [row for row, _ in rounds]))}


def _doings(viewer: Viewer | None, community: Any, rounds: Sequence[Any]) -> Iterator[Doing]:
    """What somebody can do, what concerns them most first."""
    asks = viewer is not None and viewer.asks and not viewer.actor.roles <= LOOKING_ON
    yield from _own(viewer)
    open_parking = next((row for row in rounds if row.state == "open" and row.domain == "parking"), None)
    open_season = next((row for row in rounds if row.state == "open" and row.domain == "rooms"), None)
    how = f"/how/{community.slug}"
    if open_parking is not None:
        place = f"/mine/parking/{open_parking.id}" if asks or viewer is None else f"{how}#parking"
        yield Doing(place, "register", open_parking.apply_until)
    else:
        yield Doing(f"{how}#parking", "register")
    yield Doing(f"/parking/{community.slug}", "parking")
    yield Doing(f"/rooms?community={community.slug}", "rooms")
    if open_season is not None and (asks or viewer is None):
        yield Doing(f"/mine/apply/{open_season.id}", "season", open_season.apply_until)
    yield Doing("/mine/shifts" if asks else f"{how}#volunteers", "volunteer")
    yield Doing(f"/notices/{community.slug}", "notices")
    yield Doing(how, "how")


def _own(viewer: Viewer | None) -> Iterator[Doing]:
    """Where the work of somebody who is signed in begins."""
    if viewer is not None and viewer.asks:
        yield Doing("/mine", "mine")
    if viewer is not None and viewer.serves:
        yield Doing("/counter", "counter")
    if viewer is not None and viewer.runs_rounds:
        yield Doing("/office/rounds", "office")
