"""How long a warden waits for the answer to a plate, in a community whose vehicles have used their spaces for long."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scheduler.actors import COORDINATOR, Actor
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, Occupation, Resource, Space, Vehicle
from scheduler.office import Office
from scheduler.usecases import plate_checks

DAYS, CHECKS = 60, 2_000
STAY = timedelta(hours=10)
UNKNOWN = 10
"""One check in so many is of a plate that nobody registered."""


def prepare(office: Office, community: UUID, days: int = DAYS) -> int:
    """Give every vehicle of a community a use on each of the last days, and one now; how many uses there are."""
    return office.database.transact(lambda session: _prepare(session, community, days, office.database.now(session)))


def measure(office: Office, community: UUID, checks: int = CHECKS, seed: int = 1) -> dict[str, Any]:
    """Check plates one after another, each from a state of the database of its own, as a call does.

    Returns
    -------
    Number of `vehicles` and `checks`, how many `may_stand`, and the milliseconds `ms_p50`, `ms_p99`, `ms_most`,
    with `ms_cpu`, the mean of what the processor had to do, which a busy machine leaves as it is.
    """
    with office.database.reading() as session:
        vehicles = session.execute(
            select(Vehicle.id, Vehicle.plate_cipher).where(
                Vehicle.community_id == community, Vehicle.removed_at.is_(None)
            )
        ).all()
    plates = [office.vault.open_sealed(sealed, "vehicle.plate", row) for row, sealed in vehicles]
    actor, drawn = Actor(community, roles=frozenset({COORDINATOR})), random.Random(seed)
    taken: list[float] = []
    stand, worked = 0, time.thread_time()
    for number in range(checks):
        plate = "使000000" if number % UNKNOWN == 0 else drawn.choice(plates)
        began = time.perf_counter()
        with office.database.reading() as session:
            now = office.database.now(session)
            found = plate_checks.check(session, actor=actor, vault=office.vault, plate=plate, now=now)
        taken.append((time.perf_counter() - began) * 1_000)
        stand += found.may_stand
    cpu = round((time.thread_time() - worked) * 1_000 / checks, 2)
    return {"vehicles": len(plates), "checks": checks, "may_stand": stand, **_told(sorted(taken)), "ms_cpu": cpu}


def _told(taken: Sequence[float]) -> dict[str, float]:
    part = {"ms_p50": taken[len(taken) // 2], "ms_p99": taken[len(taken) * 99 // 100], "ms_most": taken[-1]}
    return {name: round(value, 2) for name, value in part.items()}


def _prepare(session: Session, community: UUID, days: int, now: datetime) -> int:
    keepers = session.execute(
        select(Vehicle.id, Vehicle.member_id, Resource.id)
        .join(Resource, Resource.subject_id == Vehicle.id)
        .where(Vehicle.community_id == community, Resource.kind == "vehicle")
    ).all()
    space = session.execute(select(Space.resource_id).where(Space.community_id == community).limit(1)).scalar_one()
    begins = now.replace(second=0, microsecond=0) - STAY / 2
    common = {"community_id": community, "resource_id": space, "channel": "web", "created_at": now}
    for day in range(days, -1, -1):
        times = {"starts_at": begins - timedelta(days=day), "ends_at": begins - timedelta(days=day) + STAY}
        rows = [
            {**common, **times, "id": new_id(), "member_id": member, "vehicle_id": vehicle, "receipt": new_receipt()}
            for vehicle, member, _ in keepers
        ]
        session.execute(insert(Booking), rows)
        taken = [
            {**times, "resource_id": resource, "booking_id": row["id"]}
            for row, (_, _, resource) in zip(rows, keepers, strict=True)
        ]
        session.execute(insert(Occupation), taken)
    return len(keepers) * (days + 1)
