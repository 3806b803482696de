"""Which community a public page speaks of: one's own, or the only one; else everybody chooses theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from scheduler import queries
from scheduler.errors import NotFound

router = APIRouter(include_in_schema=False)
TITLES = {"/parking": "nav_parking_free", "/notices": "nav_notices", "/how": "nav_how"}


@router.get("/parking")
def parking(desk: AtDesk) -> Response:
    """To the free spaces of a community."""
    return _chosen(desk, "/parking")


@router.get("/notices")
def notices(desk: AtDesk) -> Response:
    """To the notices of a community."""
    return _chosen(desk, "/notices")


@router.get("/how")
def how(desk: AtDesk) -> Response:
    """To the rules of a community."""
    return _chosen(desk, "/how")


def only(session: Any) -> Any | None:
    """The only community of the installation; None where one must choose."""
    found = queries.community.all_of_them(session)
    return found[0] if len(found) == 1 else None


def named(session: Any, slug: str) -> Any:
    """The community of an address.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.community.by_slug(session, slug)
    if found is None:
        raise NotFound()
    return found


def _chosen(desk: Desk, page: str) -> Response:
    """To a page of the community of whoever asks, or the choice among all of them."""
    slug = desk.door.read_public(lambda session, now: _slug(desk, session, now))
    if slug is not None:
        return desk.go(f"{page}/{slug}")

    def shown(session: Any, _now: datetime) -> Context:
        return {"communities": queries.community.all_of_them(session), "page": page, "title": TITLES[page]}

    return desk.show_public("communities", shown)


def _slug(desk: Desk, session: Any, now: datetime) -> str | None:
    viewer = desk.visitor(session, now)
    community = only(session) if viewer is None else viewer.community
    return None if community is None else str(community.slug)
