"""Calls that measurements make in the town."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from api.bench.clients import Call
from scheduler.bench.town import STAY, Town

PEOPLE = 8
"""Of a group that books a room."""
EVENING = {"days": "workday", "start": "19:00", "end": "07:30"}


def booking(town: Town, number: int, key: str) -> Call:
    """A booking of a free time: no two numbers get in each other's way."""
    keeper, place, start = town.use(number)
    body = {
        "vehicle_id": str(keeper.vehicle_id),
        "space_id": str(place.space_id),
        "starts_at": _moment(start),
        "ends_at": _moment(start + STAY),
    }
    return _post("/api/v1/bookings", keeper.token, body, f"{key}-{number}")


def room_booking(town: Town, number: int, key: str) -> Call:
    """A booking of a room at a free time: no two numbers get in each other's way."""
    keeper, _, start = town.use(number)
    body = {
        "room_id": str(town.rooms[number % len(town.rooms)]),
        "people": PEOPLE,
        "starts_at": _moment(start),
        "ends_at": _moment(start + STAY),
    }
    return _post("/api/v1/room-bookings", keeper.token, body, f"{key}-room-{number}")


def registration(town: Town, number: int) -> Call:
    """A registration of a vehicle that has none yet."""
    keeper = town.keepers[number]
    body = {"vehicle_id": str(keeper.vehicle_id), "uses": [EVENING]}
    return _post(f"/api/v1/rounds/{town.round_id}/registrations", keeper.token, body, f"registration-{number}")


def mixed(town: Town, round_id: UUID, community: str, number: int) -> Call:
    """What people do while a round is being planned: four look, then one books."""
    keeper = town.keepers[number % len(town.keepers)]
    looks = (
        Call("GET", f"/api/v1/rounds/{town.round_id}", keeper.token),
        Call("GET", "/api/v1/registrations", keeper.token),
        Call("GET", f"/api/v1/public/rounds/{round_id}"),
        Call("GET", f"/api/v1/public/availability?community={community}"),
    )
    turn = number % (len(looks) + 1)
    return looks[turn] if turn < len(looks) else booking(town, MIXED + number, "mixed")


MIXED = 500_000
"""Number of the first booking of the mixture."""


def _post(path: str, token: str, body: Mapping[str, object], key: str) -> Call:
    return Call("POST", path, token, json.dumps(body).encode(), key)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
