"""Whether the service lives, whether it is ready, and its figures; for whoever runs it."""

from __future__ import annotations

import ipaddress
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.deps import Administering
from api.middleware.limiting import address_of
from scheduler.actors import ADMIN, Actor
from scheduler.errors import NotAllowed

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def live() -> dict[str, str]:
    """The process answers; the database is not asked."""
    return {"status": "live"}


@router.get("/readyz")
def ready(request: Request) -> JSONResponse:
    """Whether the database can be written, has the newest form, and is this process's own where it is a file."""
    checks = request.app.state.readiness.checks()
    good = all(checks.values())
    return JSONResponse({"status": "ready" if good else "not_ready", "checks": dict(checks)}, 200 if good else 503)


@router.get("/metrics")
def metrics(request: Request, door: Administering) -> Response:
    """Figures for Prometheus: from this machine itself, or with an administrator's token."""
    if not _is_local(address_of(request.scope)):
        door.read(_admin_only)
    return Response(request.app.state.metrics.text(), media_type="text/plain; version=1.0.0; charset=utf-8")


def _admin_only(_session: Any, actor: Actor, _now: object) -> None:
    if not actor.has(ADMIN):
        raise NotAllowed("not_for_this_role")


def _is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
