"""Drivers of a street, whose cars gates tell of: what tests let happen before somebody comes to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import Covenant, Occupation, Registration, Resource, Stay, Vehicle, Violation
from scheduler.office import Office
from scheduler.usecases import acceptance, overstays, passages
from solvers.parking.generate import Scale
from tests.pages.stored import all_of
from tests.pages.street import Street, actor_of, add_street, publish, rows_of

HOUR = timedelta(hours=1)
RATE = {"subject": "overstay", "period": "hour", "fen": 500}


@dataclass(frozen=True)
class Driver:
    """Somebody who has a space by right, with their car and how it stands at the site."""

    street: Street
    row: Registration
    plate: str
    stay: Stay

    @property
    def violations(self) -> list[Violation]:
        """What is on record of the car, the oldest first."""
        return sorted(all_of(self.street, Violation, vehicle_id=self.stay.vehicle_id), key=lambda one: one.recorded_at)


def add_drivers(office: Office, slug: str) -> Street:
    """A street with a public notice, where overstays cost something."""
    made = add_street(office, slug, Scale(2, 20, 30))
    publish(made)
    with office.database.writing() as session:
        covenant = session.get_one(Covenant, (made.community_id, 1))
        covenant.settings = {**covenant.settings, "fees": {"tariffs": [RATE]}}
    return made


def outstay(street: Street) -> Driver:
    """Somebody whose car came by the gate, whose time was over an hour ago and who did not leave."""
    office, row = street.office, rows_of(street, "allocated")[0]
    accept(street, row)
    with office.database.writing() as session:
        now = office.database.now(session)
        for used in first_use(session, row):
            used.starts_at, used.ends_at = now - 4 * HOUR, now - HOUR
        site_id = queries.publications.held(session, [row.id])[0].site_id
    assert site_id is not None
    plate = plate_of(street, row)
    pass_gate(street, site_id, Told(plate, "in", now - 3 * HOUR, str(new_id())))
    return Driver(street, row, plate, all_of(street, Stay, vehicle_id=row.vehicle_id)[0])


def accept(street: Street, row: Registration) -> None:
    """Let somebody accept, who came to the counter."""
    office = street.office
    named: dict[str, Any] = {"actor": actor_of(street, "coordinator"), "vault": office.vault, "action": "accept"}
    office.database.transact(
        lambda session: acceptance.act(session, registration_id=row.id, now=office.database.now(session), **named)
    )


def first_use(session: Any, row: Registration) -> list[Occupation]:
    """The dated rows of the first use of a right: of its vehicle, and of its space."""
    wanted = select(Occupation).join(Resource, Resource.id == Occupation.resource_id).where(Occupation.active)
    of_car = wanted.where(Resource.subject_id == row.vehicle_id).order_by(Occupation.starts_at)
    used = session.execute(of_car).scalars().first()
    same = wanted.where(Occupation.allocation_id == used.allocation_id, Occupation.starts_at == used.starts_at)
    return list(session.execute(same).scalars())


def plate_of(street: Street, row: Registration) -> str:
    with street.office.database.reading() as session:
        car = session.get_one(Vehicle, row.vehicle_id)
        return street.office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id)


def pass_gate(street: Street, site_id: UUID, told: Told) -> None:
    """Let a gate tell of a car, and the clockwork look at what follows."""
    office = street.office
    named: dict[str, Any] = {"actor": actor_of(street, "property_staff"), "vault": office.vault, "source": "gate"}
    office.database.transact(
        lambda session: passages.record(
            session, site_id=site_id, told=[told], now=office.database.now(session), **named
        )
    )
    overstays.look_at_all(office)
