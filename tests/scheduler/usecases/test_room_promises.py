"""What no order of bookings may break: no overlap, no item lent twice, no closed room, no noise beside noise."""

from __future__ import annotations

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.errors import Refused
from scheduler.models import Booking, Covenant
from scheduler.queries.lent import STANDING
from scheduler.usecases.bookings import Span
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.room_acts import act, amend, wait

STEPS = 60
THREADS = 4
MORNING = NOON - 4 * HOUR
"""8:00, when the centre opens; it closes 13 hours later."""
LENGTHS = (30, 60, 90, 120)
CLEAR = timedelta(minutes=15)
ATOMS = {"CH": ("CHa", "CHb")}
CERTAIN = (("C1", MORNING), ("C2", MORNING), ("CHa", MORNING), ("CHb", MORNING), ("C1", NOON))
"""Bookings that stand whatever comes after them: how many more do is the chance of threads."""


def any_terms(chance: random.Random) -> dict[str, Any]:
    start = MORNING + timedelta(minutes=15 * chance.randrange(-2, 54))
    equipment = {"projector": chance.randint(1, 3)} if chance.random() < 0.4 else {}
    return {
        "span": Span(start, start + timedelta(minutes=chance.choice(LENGTHS))),
        "noisy": chance.random() < 0.4,
        "equipment": equipment,
    }


def step(house: House, chance: random.Random, made: list[Booking]) -> None:
    """Somebody books, moves, waits or gives back."""
    what, person = chance.choice(("book", "book", "book", "lend", "move", "wait", "cancel")), chance.randrange(7)
    try:
        if what == "book":
            made.append(house.book(chance.choice(["C1", "C2", "CH", "CHa", "CHb"]), person, **any_terms(chance)))
        elif what == "lend":
            made.append(house.book(None, person, span=any_terms(chance)["span"], count=chance.randint(1, 3)))
        elif what == "wait":
            wait(house, person, span=any_terms(chance)["span"])
        elif made:
            row = house.booking(chance.choice(made).id)
            if what == "cancel":
                act(house, row, "cancel", house.town.coordinator)
            else:
                amend(house, row, house.town.coordinator, row.row_version, span=any_terms(chance)["span"])
    except Refused:
        pass


def standing(house: House) -> list[tuple[Booking, str]]:
    """All bookings that stand, with their room or "" for equipment alone."""
    with house.town.database.reading() as session:
        rows = list(session.execute(select(Booking).where(Booking.state.in_(STANDING))).scalars())
        assets = queries.room_bookings.assets(session, [row.resource_id for row in rows])
        codes = {number: asset.code if asset.kind == "room" else "" for number, asset in assets.items()}
    return [(row, codes[row.resource_id]) for row in rows]


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_bookings_breaks_a_promise(house: House, seed: int) -> None:
    allow_many(house)
    chance, made = random.Random(seed), list[Booking]()
    for _ in range(STEPS):
        step(house, chance, made)
    check(house)


def test_many_at_once_break_no_promise(house: House) -> None:
    allow_many(house)

    for person, (room, start) in enumerate(CERTAIN):
        house.book(room, person, span=Span(start, start + HOUR))

    def busy(seed: int) -> None:
        chance, made = random.Random(seed), list[Booking]()
        for _ in range(STEPS // THREADS):
            step(house, chance, made)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(busy, range(THREADS)))
    check(house)


def test_the_last_items_go_to_one_of_two_rooms(house: House) -> None:
    def attempt(room: str) -> str:
        try:
            return house.book(room, "C1C2".index(room) // 2, equipment={"projector": 2}).state
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, ("C1", "C2"))) == ["confirmed", "equipment_short"]


def allow_many(house: House) -> None:
    with house.town.database.writing() as session:
        covenant = session.get_one(Covenant, (house.town.community_id, 1))
        covenant.settings = {"room_booking": {"most_open_bookings": 1000}}


def check(house: House) -> None:
    """Every promise, on what stands at the end."""
    rows = standing(house)
    assert len(rows) >= len(CERTAIN)
    check_rooms(rows)
    check_items(rows)
    check_noise(rows)
    with house.town.database.reading() as session:
        assert queries.occupation.overlaps(session, house.town.community_id) == 0


def check_rooms(rows: list[tuple[Booking, str]]) -> None:
    by_atom: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row, code in rows:
        for atom in ATOMS.get(code, (code,)) if code else ():
            by_atom[atom].append((row.starts_at, row.ends_at))
            assert MORNING <= row.starts_at < row.ends_at <= MORNING + 13 * HOUR
    for taken in by_atom.values():
        for (start, end), (other_start, other_end) in combinations(taken, 2):
            assert end + CLEAR <= other_start or other_end + CLEAR <= start


def check_items(rows: list[tuple[Booking, str]]) -> None:
    lent = [(row.starts_at, row.ends_at, (row.equipment or {}).get("projector", 0)) for row, _ in rows]
    for moment, _, _ in lent:
        assert sum(count for start, end, count in lent if start <= moment < end) <= 3


def check_noise(rows: list[tuple[Booking, str]]) -> None:
    loud = {code: [row for row, room in rows if room == code and row.noisy] for code in ("C1", "C2")}
    for one in loud["C1"]:
        assert not any(one.starts_at < other.ends_at and other.starts_at < one.ends_at for other in loud["C2"])
