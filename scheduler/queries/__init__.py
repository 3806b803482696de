"""Every SELECT, by subject."""

from scheduler.queries import (
    access,
    audit,
    bookings,
    calendars,
    community,
    lent,
    messages,
    plans,
    publications,
    records,
    registrations,
    room_bookings,
    rooms,
    rounds,
    runs,
    supply,
)

__all__ = [
    "access",
    "audit",
    "bookings",
    "calendars",
    "community",
    "lent",
    "messages",
    "plans",
    "publications",
    "records",
    "registrations",
    "room_bookings",
    "rooms",
    "rounds",
    "runs",
    "supply",
]
