"""The routes, by subject: each parses, calls one use case, returns."""

from __future__ import annotations

from fastapi import FastAPI

from api.routes import accounts, health, rounds, session, tokens

SUBJECTS = (session, accounts, tokens, rounds)


def register(app: FastAPI) -> None:
    """Add all routes."""
    app.include_router(health.router)
    for subject in SUBJECTS:
        app.include_router(subject.router)
