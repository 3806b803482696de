"""What tests do at the gates of the town."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from fixtures import people
from scheduler import queries
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import Covenant, Stay, Violation
from scheduler.usecases import acceptance, overstays, passages, violations
from tests.town import START, Town

DAY_ONE = START + timedelta(days=3)
"""Noon in Shanghai of the first day of use; the night's right begins 6.5 hours later and ends 19.5 hours later."""
RIGHT_BEGINS, RIGHT_ENDS = DAY_ONE + timedelta(hours=6.5), DAY_ONE + timedelta(hours=19.5)


def told(person: int, direction: str, at: datetime, reference: str = "") -> Told:
    return Told(people.plate_of(person), direction, at, reference or str(new_id()))


def pass_gate(town: Town, *passed: Told, site: str = "H", **given: Any) -> passages.Intake:
    """Tell what passed a gate, by the clerk of the site or who is given."""
    wanted: dict[str, Any] = {"actor": town.coordinator, "vault": town.vault, "source": "gate", **given}
    return town.do(passages.record, site_id=town.sites[site], told=passed, **wanted)


def stays_of(town: Town, person: int) -> list[Stay]:
    """Stays of somebody's vehicle, by their beginning."""
    with town.database.reading() as session:
        wanted = select(Stay).where(Stay.vehicle_id == town.vehicles[person]).order_by(Stay.entered_at)
        return list(session.execute(wanted).scalars())


def violations_of(town: Town, person: int) -> list[Violation]:
    """Violations of somebody's vehicle."""
    with town.database.reading() as session:
        wanted = select(Violation).where(Violation.vehicle_id == town.vehicles[person]).order_by(Violation.at)
        return list(session.execute(wanted).scalars())


def accept_all(town: Town) -> None:
    """Let everybody who was allocated a place accept it."""
    for at, row in enumerate(town.registrations):
        if town.state_of(row) == "allocated":
            wanted: dict[str, Any] = {"actor": town.people[at], "registration_id": row, "vault": town.vault}
            town.do(acceptance.act, action="accept", **wanted)


def site_of(town: Town, person: int) -> str:
    """The site at which somebody got a place."""
    with town.database.reading() as session:
        held = queries.publications.held(session, [town.registrations[person]])[0].site_id
    return next(code for code, site in town.sites.items() if site == held)


def covenant_says(town: Town, **groups: Any) -> None:
    """Change settings of the covenant in force, by group."""
    with town.database.writing() as session:
        row = session.execute(select(Covenant)).scalar_one()
        row.settings = {
            **row.settings,
            **{name: {**row.settings.get(name, {}), **values} for name, values in groups.items()},
        }


def tick(town: Town, at: datetime) -> None:
    """Let the clockwork of use run at an instant."""
    town.clock.now = at
    overstays.look_at_all(town.office)
    overstays.end_rights(town.office)


def see_violation(town: Town, person: int, kind: str = "wrong_place", site: str = "H", **given: Any) -> Violation:
    """Record what a warden saw, a while before what they had seen of that vehicle already."""
    wanted: dict[str, Any] = {"actor": town.coordinator, "vault": town.vault, **given}
    lately = [row for row in violations_of(town, person) if row.at > town.clock.now - timedelta(hours=1)]
    at = town.clock.now - len(lately) * timedelta(minutes=11)
    sighting = violations.Sighting(town.sites[site], people.plate_of(person), kind, at=at)
    return town.do(violations.record, sighting=sighting, **wanted)
