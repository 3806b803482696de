"""The routes, by subject: each parses, calls one use case, returns."""

from __future__ import annotations

from fastapi import FastAPI

from api.routes import (
    accounts,
    applications,
    bookings,
    calendar,
    calendars,
    certificates,
    covenants,
    draws,
    explanations,
    facilities,
    fairness,
    feedback,
    guidance,
    health,
    hours,
    members,
    organisations,
    plans,
    public,
    publications,
    records,
    registrations,
    room_bookings,
    room_series,
    rosters,
    rounds,
    runs,
    scenarios,
    seat_offers,
    seats,
    session,
    sharing,
    shift_plans,
    shifts,
    supply,
    timetables,
    tokens,
    volunteers,
    ways,
)

SUBJECTS = (
    public,
    covenants,
    calendar,
    guidance,
    certificates,
    session,
    rounds,
    registrations,
    explanations,
    ways,
    applications,
    runs,
    scenarios,
    plans,
    publications,
    bookings,
    calendars,
    draws,
    fairness,
    members,
    supply,
    sharing,
    feedback,
    facilities,
    organisations,
    room_bookings,
    room_series,
    # Before the shifts, one of which is not called open.
    seat_offers,
    seats,
    volunteers,
    shift_plans,
    shifts,
    hours,
    timetables,
    rosters,
    records,
    accounts,
    tokens,
)


def register(app: FastAPI) -> None:
    """Add all routes."""
    app.include_router(health.router)
    for subject in SUBJECTS:
        app.include_router(subject.router)
