"""The covenant for everybody: the version in force, those before and to come, what each changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.covenant_told import articles_told, changes_told, groups_told
from api.pages.desk import AtDesk, Context, Desk
from api.schemas.covenants import VersionNumber
from api.schemas.types import Code
from scheduler.covenant import settings_of
from scheduler.usecases import covenant_views
from scheduler.usecases.covenants import READERS

router = APIRouter(include_in_schema=False)


@router.get("/covenant/{slug}")
def in_force(slug: Code, desk: AtDesk) -> Response:
    """The version in force."""
    return _public(desk, slug, None)


@router.get("/covenant/{slug}/{number}")
def one_version(slug: Code, number: VersionNumber, desk: AtDesk) -> Response:
    """One version, with what it changed in the one before."""
    return _public(desk, slug, number)


def _public(desk: Desk, slug: str, number: int | None) -> Response:
    def found(session: Any, now: datetime) -> Context:
        community = covenant_views.community_of(session, slug=slug)
        current = covenant_views.in_force(session, slug=slug, now=now)
        row = current if number is None else covenant_views.version(session, slug=slug, number=number)
        versions = covenant_views.versions(session, slug=slug)
        changed = []
        if row.version > 1:
            given: dict[str, Any] = {"slug": slug, "since": row.version - 1, "number": row.version}
            changed = covenant_views.changes_between(session, **given)
        viewer = desk.visitor(session, now)
        return {
            "community": community,
            "zone": community.zone,
            "row": row,
            "current": current,
            "versions": versions,
            "text": getattr(row, f"text_{desk.language}") or row.text_zh or row.text_en,
            "articles": articles_told(desk.language),
            "groups": groups_told(settings_of(row.settings), desk.language),
            "changed": changes_told(changed, desk.language),
            "reads_drafts": viewer is not None and viewer.actor.has(*READERS),
        }

    return desk.show_public("covenant", found)
