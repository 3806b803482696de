"""A community as it is set up: its names and counter, sites and spaces as they change, sites that swap spaces."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.community import CommunityAmended, CommunityShown
from api.schemas.supply import (
    Partners,
    PartnerSent,
    PartnerShown,
    SiteChange,
    SiteShown,
    SpaceChange,
    Spaces,
    SpaceShown,
    SpacesSent,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import communities, looking, supply_changes
from scheduler.usecases.communities import Told
from scheduler.usecases.supply import SpaceTerms

router = router_of("setting up")
Wanted = dict[str, Any]
EMPTIED = ("gate_limit", "outside_cap", "datum", "latitude", "longitude")
"""What may be taken away by null; of all else null is as if it were not sent."""


@router.get("/community", response_model=CommunityShown, responses=refusals(401, 403))
def read_community(door: Reading) -> Response:
    """One's own community."""
    shown = door.read(
        lambda session, actor, _now: CommunityShown.model_validate(queries.community.one(session, actor.community_id))
    )
    return tagged(shown, shown.version)


@router.put("/community", response_model=CommunityShown, responses=refusals(401, 412, 428))
def amend_community(body: CommunityAmended, version: Version, door: Planning) -> Response:
    """State the names of the community, and where and when its counter is open; for the office."""
    wanted: Wanted = {"version": version, "wanted": Told(**body.model_dump())}
    shown = door.write(
        lambda session, actor, now: CommunityShown.model_validate(
            communities.amend(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.patch("/sites/{site_id}", response_model=SiteShown, responses=refusals(401, 404, 412, 428))
def amend_site(site_id: Id, body: SiteChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a site, but its code; for the office. Rights that were given stay."""
    wanted: Wanted = {"site_id": site_id, "version": version, "changes": _changes(body)}
    shown = door.write(
        lambda session, actor, now: SiteShown.model_validate(
            supply_changes.amend_site(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post("/sites/{site_id}/spaces/many", status_code=201, response_model=Spaces, responses=refusals(401, 404, 409))
def add_spaces(site_id: Id, body: SpacesSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add many spaces that are alike but for their codes, all of them or none."""
    alike = SpaceTerms("", **body.model_dump(exclude={"codes"}))
    wanted: Wanted = {"site_id": site_id, "codes": body.codes, "alike": alike}
    return door.create(
        lambda session, actor, now: _spaces(supply_changes.add_spaces(session, actor=actor, now=now, **wanted)), key
    )


@router.patch("/spaces/{space_id}", response_model=SpaceShown, responses=refusals(401, 404, 412, 428))
def amend_space(space_id: Id, body: SpaceChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a space, but its code and owner; rights that were given stay."""
    wanted: Wanted = {"space_id": space_id, "version": version, "changes": _changes(body)}
    shown = door.write(
        lambda session, actor, now: SpaceShown.model_validate(
            supply_changes.amend_space(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/sites/{site_id}/partners", response_model=Partners, responses=refusals(401, 403, 404))
def list_partners(site_id: Id, door: Reading) -> Response:
    """Sites with which a site swaps spaces; the version is the site's."""
    shown = door.read(
        lambda session, actor, _now: _partners(session, looking.site(session, actor=actor, site_id=site_id))
    )
    return tagged(shown, shown.version)


@router.put("/sites/{site_id}/partners/{partner_id}", response_model=Partners, responses=refusals(401, 404, 412, 428))
def pair_sites(site_id: Id, partner_id: Id, body: PartnerSent, version: Version, door: Planning) -> Response:
    """State that two sites swap spaces, and how far they may be out of balance; for the office."""
    wanted: Wanted = {"site_id": site_id, "partner_id": partner_id, "version": version, "tolerance": body.tolerance}
    shown = door.write(
        lambda session, actor, now: _partners(session, supply_changes.pair(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.delete(
    "/sites/{site_id}/partners/{partner_id}", response_model=Partners, responses=refusals(401, 404, 412, 428)
)
def part_sites(site_id: Id, partner_id: Id, version: Version, door: Planning) -> Response:
    """State that two sites swap spaces no longer; for the office."""
    wanted: Wanted = {"site_id": site_id, "partner_id": partner_id, "version": version}
    shown = door.write(
        lambda session, actor, now: _partners(session, supply_changes.part(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


def _changes(body: BaseModel) -> Wanted:
    sent = body.model_dump(exclude_unset=True)
    return {name: value for name, value in sent.items() if value is not None or name in EMPTIED}


def _spaces(rows: Any) -> Spaces:
    return Spaces(items=[SpaceShown.model_validate(row) for row in rows])


def _partners(session: Any, site: Any) -> Partners:
    rows = queries.places.partners_of(session, site.id)
    items = [
        PartnerShown(site_id=row.b_id if row.a_id == site.id else row.a_id, tolerance=row.tolerance) for row in rows
    ]
    return Partners(version=site.row_version, items=items)
