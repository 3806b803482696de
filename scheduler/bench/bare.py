"""The bare database: the rows of a booking in the order in which the use case locks them, by the driver alone.

One commit for each booking: the key, the site's lock, the booking, two occupations, the audit entry and its head. What
the service adds to it is all that it does beside writing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from multiprocessing import get_context
from threading import Lock
from time import perf_counter, sleep, time
from typing import Any

import psycopg

from scheduler.bench.place import address_of
from scheduler.bench.town import STAY, Town
from scheduler.covenant import ParkingRules
from scheduler.db import POSTGRES_OPTIONS, PRAGMAS
from scheduler.ids import new_id, new_receipt
from scheduler.settings import Settings

FIRST = 1_000_000
"""Number of the first booking of the town that is made here; clients stay below."""
CLIENTS_EACH = 16
"""Connections of one process on PostgreSQL: more would measure the interpreter's lock."""
START_SECONDS = 2.0
GUARD = timedelta(minutes=ParkingRules().guard_minutes)

KEY = (
    "INSERT INTO idempotency_key (principal, key, fingerprint, status, body, headers, created_at) "
    "VALUES (?, ?, ?, 201, ?, ?, ?)"
)
SITE = "SELECT id FROM site WHERE id = ? FOR UPDATE"
BOOKING = (
    "INSERT INTO booking (id, community_id, resource_id, member_id, vehicle_id, receipt, starts_at, ends_at, state, "
    "channel, created_at, row_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'confirmed', 'web', ?, 1)"
)
OCCUPATION = (
    "INSERT INTO occupation (resource_id, starts_at, ends_at, active, booking_id) "
    "VALUES (?, ?, ?, {0}, ?), (?, ?, ?, {0}, ?)"
)
HEAD = "SELECT seq, digest FROM audit_head WHERE community_id = ? FOR UPDATE"
ENTRY = (
    "INSERT INTO audit_entry (community_id, seq, at, actor, action, subject, subject_id, details, previous, digest) "
    "VALUES (?, ?, ?, ?, 'booking.make', 'booking', ?, '{}', ?, ?)"
)
MOVED = "UPDATE audit_head SET seq = ?, digest = ? WHERE community_id = ?"
Values = Sequence[Any]
Run = Callable[[str, Values], Any]


class Form:
    """How a database writes statements and values."""

    def __init__(self, embedded: bool) -> None:
        self.embedded = embedded
        self.key, self.site, self.booking = map(self._text, (KEY, SITE, BOOKING))
        self.occupation = self._text(OCCUPATION.format("1" if embedded else "true"))
        self.head, self.entry, self.moved = map(self._text, (HEAD, ENTRY, MOVED))

    def _text(self, statement: str) -> str:
        return statement.replace(" FOR UPDATE", "") if self.embedded else statement.replace("?", "%s")

    def values(self, *given: Any) -> Values:
        """Ids and instants as the database keeps them."""
        return [self._value(one) for one in given] if self.embedded else given

    def _value(self, given: Any) -> Any:
        if isinstance(given, datetime):
            return given.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
        return given.hex if hasattr(given, "hex") and not isinstance(given, bytes | float) else given


def book(run: Run, form: Form, town: Town, number: int, answer: bytes) -> None:
    """All rows of one booking; whoever calls begins and commits."""
    keeper, place, start = town.use(number)
    row, now, until = new_id(), datetime.now(UTC), start + STAY
    actor = f"account:{keeper.member_id}"
    run(form.key, form.values(actor, f"bare-{number}", sha256(answer).digest(), answer, "{}", now))
    run(form.site, form.values(place.site_id))
    fields = (row, town.community_id, place.resource_id, keeper.member_id, keeper.vehicle_id, new_receipt())
    run(form.booking, form.values(*fields, start, until, now))
    taken = (place.resource_id, start, until + GUARD, row), (keeper.resource_id, start, until, row)
    run(form.occupation, form.values(*taken[0], *taken[1]))
    seq, digest = run(form.head, form.values(town.community_id)).fetchone()
    fresh = sha256(digest + row.bytes).digest()
    run(form.entry, form.values(town.community_id, seq + 1, now, actor, str(row), digest, fresh))
    run(form.moved, form.values(seq + 1, fresh, town.community_id))


ANSWER = json.dumps({"padding": "x" * 480}).encode()
"""As long as the service's own answer."""


def seconds_of_each(settings: Settings, town: Town, clients: int, seconds: float) -> list[float]:
    """Seconds that each booking took which some clients made as fast as they could, in so many seconds."""
    if settings.embedded:
        return _embedded(str(settings.url.database), town, clients, seconds)
    address, begin = address_of(settings.url), time() + START_SECONDS
    shares = [CLIENTS_EACH] * (clients // CLIENTS_EACH) or [clients]
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        wanted = [
            pool.submit(_connected, address, town, share, (at, len(shares)), (begin, seconds))
            for at, share in enumerate(shares)
        ]
        return [one for part in wanted for one in part.result()]


def _embedded(path: str, town: Town, clients: int, seconds: float) -> list[float]:
    """On SQLite the clients take turns at the one connection that may write."""
    form, turn, numbers = Form(True), Lock(), count(FIRST)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

        def once() -> None:
            with turn:
                connection.execute("BEGIN IMMEDIATE")
                book(connection.execute, form, town, next(numbers), ANSWER)
                connection.execute("COMMIT")

        return _all([once] * clients, perf_counter() + seconds)


def _connected(address: str, town: Town, clients: int, part: tuple[int, int], when: tuple[float, float]) -> list[float]:
    """One process's share of the connections; its numbers are those at `part` of every so many."""
    form, numbers = Form(False), count(FIRST + part[0], part[1])
    with _connections(address, clients) as connections:

        def once_on(connection: psycopg.Connection[Any]) -> Callable[[], None]:
            def run(text: str, values: Values) -> Any:
                return connection.execute(text.encode(), values, prepare=True)

            def once() -> None:
                with connection.transaction():
                    book(run, form, town, next(numbers), ANSWER)

            return once

        sleep(max(0.0, when[0] - time()))
        return _all([once_on(one) for one in connections], perf_counter() + when[1])


@contextmanager
def _connections(address: str, clients: int) -> Iterator[list[psycopg.Connection[Any]]]:
    made: list[psycopg.Connection[Any]] = []
    try:
        made += (psycopg.connect(address, options=POSTGRES_OPTIONS, autocommit=True) for _ in range(clients))
        yield made
    finally:
        for one in made:
            one.close()


def _all(work: Sequence[Callable[[], None]], until: float) -> list[float]:
    def repeat(once: Callable[[], None]) -> list[float]:
        taken: list[float] = []
        while (began := perf_counter()) < until or not taken:
            once()
            taken.append(perf_counter() - began)
        return taken

    with ThreadPoolExecutor(len(work)) as pool:
        return [one for part in pool.map(repeat, work) for one in part]
