"""Organisations, and the people who act for them."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.organisations import BelongingSent, BelongingShown, Organisations, OrganisationSent, OrganisationShown
from api.schemas.types import Id
from api.tags import Version
from scheduler.usecases import organisations

router = router_of("organisations")
Wanted = dict[str, Any]


@router.get("/organisations", response_model=Organisations, responses=refusals(401, 403))
def list_organisations(door: Reading) -> Organisations:
    """All organisations for staff and auditors, else one's own."""
    return door.read(
        lambda session, actor, _now: Organisations(
            items=[OrganisationShown.model_validate(row) for row in organisations.listed(session, actor=actor)]
        )
    )


@router.post("/organisations", status_code=201, response_model=OrganisationShown, responses=refusals(401, 409))
def add_organisation(body: OrganisationSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add an organisation; for the office."""
    return door.create(
        lambda session, actor, now: OrganisationShown.model_validate(
            organisations.add(session, actor=actor, name=body.name, now=now)
        ),
        key,
    )


@router.patch(
    "/organisations/{organisation_id}", response_model=OrganisationShown, responses=refusals(401, 404, 409, 412, 428)
)
def rename_organisation(organisation_id: Id, body: OrganisationSent, version: Version, door: Planning) -> Response:
    """Give an organisation another name; for the office."""
    wanted: Wanted = {"organisation_id": organisation_id, "version": version, "name": body.name}
    shown = door.write(
        lambda session, actor, now: OrganisationShown.model_validate(
            organisations.rename(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post("/members/{member_id}/organisation", response_model=BelongingShown, responses=refusals(401, 404))
def join_organisation(member_id: Id, body: BelongingSent, door: Planning) -> BelongingShown:
    """State for which organisation a person acts; for the office."""
    wanted: Wanted = {"member_id": member_id, "organisation_id": body.organisation_id}
    return door.write(
        lambda session, actor, now: BelongingShown.model_validate(
            organisations.join(session, actor=actor, now=now, **wanted)
        )
    )
