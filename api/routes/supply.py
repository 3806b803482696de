"""Sites, spaces, windows and closures: read by everybody of the community, stated by staff."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.schemas.supply import (
    Closures,
    ClosureSent,
    ClosureShown,
    Sites,
    SiteSent,
    SiteShown,
    Spaces,
    SpaceSent,
    SpaceShown,
    Windows,
    WindowShown,
    WindowsSent,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import looking, supply
from scheduler.usecases.supply import SiteTerms, SpaceTerms, WindowTerms

router = router_of("sites")
Wanted = dict[str, Any]


@router.get("/sites", response_model=Sites, responses=refusals(401, 403))
def list_sites(door: Reading) -> Sites:
    """All sites of the community."""
    return door.read(
        lambda session, actor, _now: Sites(
            items=[_site(row) for row in queries.supply.sites_of(session, actor.community_id)]
        )
    )


@router.post("/sites", status_code=201, response_model=SiteShown, responses=refusals(401, 409))
def add_site(body: SiteSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a site; for the office."""
    terms = SiteTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: _site(supply.add_site(session, actor=actor, terms=terms, now=now)), key
    )


@router.get("/sites/{site_id}", response_model=SiteShown, responses=refusals(401, 403, 404))
def read_site(site_id: Id, door: Reading) -> Response:
    """One site; its version also covers its spaces, windows and closures."""
    shown = door.read(lambda session, actor, _now: _site(looking.site(session, actor=actor, site_id=site_id)))
    return tagged(shown, shown.version)


@router.get("/sites/{site_id}/spaces", response_model=Spaces, responses=refusals(401, 403, 404))
def list_spaces(site_id: Id, door: Reading) -> Spaces:
    """All spaces of a site."""
    return door.read(
        lambda session, actor, _now: Spaces(
            items=[
                SpaceShown.model_validate(row)
                for row in queries.supply.spaces_of(session, looking.site(session, actor=actor, site_id=site_id).id)
            ]
        )
    )


@router.post("/sites/{site_id}/spaces", status_code=201, response_model=SpaceShown, responses=refusals(401, 404, 409))
def add_space(site_id: Id, body: SpaceSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a space; for the office and the site's property staff."""
    terms = SpaceTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: SpaceShown.model_validate(
            supply.add_space(session, actor=actor, site_id=site_id, terms=terms, now=now)
        ),
        key,
    )


@router.get("/sites/{site_id}/windows", response_model=Windows, responses=refusals(401, 403, 404))
def list_windows(site_id: Id, door: Reading) -> Response:
    """All windows of a site and its spaces."""
    shown = door.read(
        lambda session, actor, _now: _windows(session, looking.site(session, actor=actor, site_id=site_id))
    )
    return tagged(shown, shown.version)


@router.put("/sites/{site_id}/windows", response_model=Windows, responses=refusals(401, 404, 412, 428))
def set_windows(site_id: Id, body: WindowsSent, version: Version, door: Planning) -> Response:
    """Replace all windows of a site, or of one of its spaces."""
    terms = [WindowTerms(**window.model_dump()) for window in body.windows]
    wanted: Wanted = {"site_id": site_id, "version": version, "windows": terms, "space_id": body.space_id}
    shown = door.write(
        lambda session, actor, now: _windows(session, supply.set_windows(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.get("/sites/{site_id}/closures", response_model=Closures, responses=refusals(401, 403, 404))
def list_closures(site_id: Id, door: Reading) -> Closures:
    """All closures of a site and its spaces."""
    return door.read(
        lambda session, actor, _now: Closures(
            items=[
                ClosureShown.model_validate(row)
                for row in queries.supply.closures_of(session, looking.site(session, actor=actor, site_id=site_id).id)
            ]
        )
    )


@router.post(
    "/sites/{site_id}/closures",
    status_code=201,
    response_model=ClosureShown,
    responses=refusals(401, 404, 412, 428),
)
def close_site(
    site_id: Id, body: ClosureSent, version: Version, door: Planning, key: IdempotencyKey = None
) -> Response:
    """Close a site or one of its spaces on some dates."""
    wanted: Wanted = {"site_id": site_id, "version": version, "terms": body.model_dump()}
    return door.create(
        lambda session, actor, now: ClosureShown.model_validate(supply.close(session, actor=actor, now=now, **wanted)),
        key,
    )


@router.delete("/sites/{site_id}/closures/{closure_id}", status_code=EMPTY, responses=refusals(401, 404))
def reopen_site(site_id: Id, closure_id: Id, door: Planning) -> Response:
    """Take a closure back."""
    wanted: Wanted = {"site_id": site_id, "closure_id": closure_id}
    door.write(lambda session, actor, now: supply.reopen(session, actor=actor, now=now, **wanted))
    return Response(status_code=EMPTY)


def _site(row: Any) -> SiteShown:
    return SiteShown.model_validate(row)


def _windows(session: Any, site: Any) -> Windows:
    rows = queries.supply.windows_of(session, site.id)
    return Windows(version=site.row_version, items=[WindowShown.model_validate(row) for row in rows])
