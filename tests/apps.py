"""Applications for tests: many in one process, whose routes are made ready once."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import BaseRoute

from api import app
from scheduler.office import Office

_routes: list[BaseRoute] = []


def create_app(office: Office, jobs: object | None = None) -> FastAPI:
    """The application of an office.

    It has the routes of the first one that was asked for: FastAPI works out what each of them depends on when it is
    first called, which takes most of a second, and the answer is the same for every office.
    """
    made = app.create_app(office, jobs)
    if not _routes:
        _routes.extend(made.router.routes)
    made.router.routes[:] = _routes
    return made
