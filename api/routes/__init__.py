"""The routes, by subject: each parses, calls one use case, returns."""

from __future__ import annotations

from fastapi import FastAPI

from api.routes import (
    accounts,
    applications,
    bookings,
    calendars,
    health,
    members,
    plans,
    public,
    publications,
    records,
    registrations,
    rounds,
    runs,
    session,
    supply,
    tokens,
)

SUBJECTS = (
    public,
    session,
    rounds,
    registrations,
    applications,
    runs,
    plans,
    publications,
    bookings,
    calendars,
    members,
    supply,
    records,
    accounts,
    tokens,
)


def register(app: FastAPI) -> None:
    """Add all routes."""
    app.include_router(health.router)
    for subject in SUBJECTS:
        app.include_router(subject.router)
