"""Every SELECT, by subject."""

from scheduler.queries import (
    access,
    audit,
    bookings,
    community,
    messages,
    plans,
    publications,
    records,
    registrations,
    rooms,
    rounds,
    runs,
    supply,
)

__all__ = [
    "access",
    "audit",
    "bookings",
    "community",
    "messages",
    "plans",
    "publications",
    "records",
    "registrations",
    "rooms",
    "rounds",
    "runs",
    "supply",
]
