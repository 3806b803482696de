"""A street in which everything has happened, with an account of each role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from scheduler.actors import ADMIN, COMMITTEE, COUNCIL
from scheduler.ids import new_receipt
from scheduler.office import Office
from tests import rosters_town
from tests.pages.rooms_street import add_rooms, publish_season
from tests.pages.street import Street, add_account, publish
from tests.pages.test_hours import town_of
from tests.roster_months import Month
from tests.rosters_town import LESSON, VISIT, RosterTown

PARTS = ("", "resident", "property_staff", "coordinator", "auditor", ADMIN, COMMITTEE, COUNCIL)
"""Whoever reads pages: nobody that is known, and each role."""


def add_whole_street(office: Office, slug: str) -> Street:
    """A street whose parking, season and month are public."""
    rooms = add_rooms(office, slug)
    publish_season(rooms)
    made = rooms.street
    publish(made)
    _add_month(made)
    for role in (ADMIN, COMMITTEE, COUNCIL):
        add_account(made, made.login(role), role)
    return made


def _add_month(street: Street) -> None:
    """A published roster, in which the resident with an account serves."""
    town = town_of(street)
    first = (town.clock.now + timedelta(days=10)).date()

    def built(session: Any) -> RosterTown:
        round_id = rosters_town.round_row(session, town, "service", first, first + timedelta(days=6), "closed")
        teacher = {**rosters_town.COMMON, "experience": {"calligraphy": 12}}
        volunteer = rosters_town.volunteer_row(session, town, 0, terms=teacher, receipt=new_receipt())
        points = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}
        elders = {"E1": rosters_town.elder_row(session, town, "E1")}
        told = ("lesson", first, "09:00", 90, "HALL", LESSON), ("visit-E1", first, "14:00", 60, "E1", VISIT)
        shifts = {one[0]: rosters_town.shift_row(session, town, round_id, {**points, **elders}, one) for one in told}
        return RosterTown(town, round_id, (volunteer,), elders, points, {}, shifts)

    month = Month(town.database.transact(built))
    month.publish(month.plan())
