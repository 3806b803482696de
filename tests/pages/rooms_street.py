"""A street with activity rooms for the pages: the small house, a season round, and people who may book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from scheduler import calendar
from scheduler.office import Office
from scheduler.translation.sections import SectionWish
from scheduler.usecases import applications, checking
from scheduler.usecases.applications import Application
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from tests import houses, seasons
from tests.houses import House
from tests.pages.street import Street, actor_of, add_street
from tests.seasons import Season
from tests.town import Clock, Town

ZONE = ZoneInfo("Asia/Shanghai")
RANGE = {"weekday": 3, "start": "09:00", "end": "12:00", "primary": True}


@dataclass(frozen=True)
class RoomsStreet:
    """A street, its house, and its season round."""

    street: Street
    house: House
    season: Season

    @property
    def login(self) -> Callable[[str], str]:
        """The account of a part."""
        return self.street.login

    @property
    def person(self) -> UUID:
        """The resident who has an account."""
        member = self.house.town.people[0].member_id
        assert member is not None
        return member

    def day(self, ahead: int = 3) -> date:
        """A date some days from now, by the street's clocks."""
        with self.street.office.database.reading() as session:
            return self.street.office.database.now(session).astimezone(ZONE).date() + timedelta(days=ahead)

    def at(self, clock: str, ahead: int = 3) -> datetime:
        """An instant on that date."""
        return datetime.fromisoformat(f"{self.day(ahead)}T{clock}").replace(tzinfo=ZONE)


def add_rooms(office: Office, slug: str) -> RoomsStreet:
    """A street with rooms, and with a season round that takes applications."""
    street = add_street(office, slug)
    town = _town(street)
    first = town.clock.now.date() + timedelta(days=35 - town.clock.now.weekday())
    horizon = calendar.horizon(first, first + timedelta(days=27))
    season = seasons.season_in(town, generate_rooms(ROOMS_SCALES["tiny"], 1, horizon))
    return RoomsStreet(street, houses.build(town), season)


def publish_season(street: RoomsStreet) -> UUID:
    """Take the season to its notice, with a section of the resident in it; the version."""
    season, town = street.season, street.house.town
    wish = SectionWish("周三书画", {"people": 8, "ranges": [RANGE], "category": "culture"})
    target = {"round_id": season.round_id}
    season.do(
        applications.apply,
        actor=town.people[0],
        vault=town.vault,
        application=Application([wish]),
        channel="web",
        **target,
    )
    for action in ("endorse", "approve"):
        season.do(checking.act_on_all, actor=town.coordinator, action=action, **target)
    season.close()
    return season.publish(season.plan())


def _town(street: Street) -> Town:
    """What the house and the season are built in: the same street, as other tests name its parts."""
    clock = Clock()
    with street.office.database.reading() as session:
        clock.now = street.office.database.now(session)
    coordinator, staff = actor_of(street, "coordinator"), actor_of(street, "property_staff")
    return Town(
        street.office,
        clock,
        street.community_id,
        street.round_id,
        (actor_of(street, "resident"),),
        (),
        (),
        {},
        {},
        coordinator,
        coordinator,
        actor_of(street, "auditor"),
        staff,
    )
