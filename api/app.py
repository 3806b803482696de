"""The service: the JSON API and what stands around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from api import middleware, openapi, pages, problems, routes
from api.metrics import Metrics
from api.watching import Watcher
from scheduler.health import Readiness
from scheduler.office import Office

PREFIX = "/api/v1"


def create_app(office: Office, jobs: object | None = None) -> FastAPI:
    """The application of an office; `jobs` is the door to the job engine, where this process has one."""
    app = FastAPI(
        title="Commontide",
        version=version("commontide"),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False},
    )
    app.state.office, app.state.jobs = office, jobs
    app.state.metrics, app.state.readiness = Metrics(), Readiness(office.database)
    app.state.watcher = Watcher(app, office)
    problems.register(app)
    middleware.register(app, office.settings, app.state.metrics)
    openapi.register(app)
    routes.register(app)
    pages.register(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.readiness.close()
