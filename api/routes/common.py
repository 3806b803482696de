"""What the routes of all subjects share."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from api.strict import StrictRoute
from api.tags import tag_of

PREFIX = "/api/v1"
EMPTY = 204


def router_of(subject: str) -> APIRouter:
    """A router for the routes of a subject."""
    return APIRouter(prefix=PREFIX, tags=[subject], route_class=StrictRoute)


def tagged(shown: BaseModel, version: int) -> Response:
    """Something that can be amended, with the ETag of its version."""
    return Response(shown.model_dump_json(), media_type="application/json", headers={"ETag": tag_of(version)})
