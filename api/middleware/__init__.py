"""What every call passes before a route sees it, from the outside in."""

from __future__ import annotations

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.metrics import Metrics
from api.middleware.answering import Answering
from api.middleware.bodies import Bodies
from api.middleware.crossing import Crossing
from api.middleware.heads import Heads
from api.middleware.limiting import Limiting
from api.middleware.packing import Packing
from api.middleware.unsaid import Unsaid
from scheduler.settings import Settings


def register(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Put them around the routes; the last one added sees a call first."""
    app.add_middleware(Unsaid)
    app.add_middleware(Bodies)
    app.add_middleware(Crossing)
    app.add_middleware(Limiting, limit=settings.request_limit)
    app.add_middleware(Packing)
    app.add_middleware(Heads)
    app.add_middleware(Answering, metrics=metrics)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.forwarded_from)
