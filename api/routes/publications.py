"""Versions of the notice: prepared by a worker, published by a person."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.planning import Publications, PublicationShown
from api.schemas.types import Id
from scheduler.usecases import looking, publication

router = router_of("publications")


@router.post(
    "/plans/{plan_id}/publications",
    status_code=201,
    response_model=PublicationShown,
    responses=refusals(401, 404, 409),
)
def request_publication(plan_id: Id, door: Planning, key: IdempotencyKey = None) -> Response:
    """Begin to prepare a plan for publication: its spaces are taken, nothing is public yet."""
    return door.create(
        lambda session, actor, now: _shown(publication.request(session, actor=actor, plan_id=plan_id, now=now)),
        key,
        at="/api/v1/publications",
        job="prepare",
    )


@router.get("/rounds/{round_id}/publications", response_model=Publications, responses=refusals(401, 403, 404))
def list_publications(round_id: Id, door: Reading) -> Publications:
    """Versions of a round's notice, the newest first; for staff and auditors."""
    return door.read(
        lambda session, actor, _now: Publications(
            items=[_shown(one) for one in looking.publications_of(session, actor=actor, round_id=round_id)]
        )
    )


@router.get("/publications/{publication_id}", response_model=PublicationShown, responses=refusals(401, 403, 404))
def read_publication(publication_id: Id, door: Reading) -> PublicationShown:
    """One version, with how far its preparation is."""
    return door.read(
        lambda session, actor, _now: _shown(looking.publication(session, actor=actor, publication_id=publication_id))
    )


@router.post(
    "/publications/{publication_id}/publish", response_model=PublicationShown, responses=refusals(401, 404, 409)
)
def publish(publication_id: Id, door: Planning) -> PublicationShown:
    """Make a prepared version the one in force, with all that follows; its certificate and ways forward come later."""
    shown = door.write(
        lambda session, actor, now: _shown(
            publication.publish(session, actor=actor, publication_id=publication_id, now=now)
        )
    )
    door.enqueue("certify", str(publication_id))
    door.enqueue("ways", str(shown.round_id))
    return shown


@router.post(
    "/publications/{publication_id}/abandon", response_model=PublicationShown, responses=refusals(401, 404, 409)
)
def abandon(publication_id: Id, door: Planning) -> PublicationShown:
    """Give a version up before it is public; its spaces are free again."""
    return door.write(
        lambda session, actor, now: _shown(
            publication.abandon(session, actor=actor, publication_id=publication_id, now=now)
        )
    )


def _shown(row: Any) -> PublicationShown:
    return PublicationShown.model_validate(row)
