"""What is remembered of places goes by what the community states of their dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scheduler.errors import Rejected
from scheduler.models import Community, Site
from scheduler.queries.review import Place
from scheduler.usecases import bookings, day_types, facility_hours, review_use, supply
from scheduler.usecases.facility_hours import HoursTerms
from scheduler.usecases.supply import WindowTerms
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused
from tests.town import Town

WEDNESDAY = date(2026, 5, 6)
LATER = timedelta(days=2)
"""From the noon of the first Monday to that of the Wednesday."""


def state(town: Town, kind: str, *names: str) -> None:
    told = {"kind": kind, "names": names, "reason": "The street's festival."}
    town.do(day_types.state, actor=town.coordinator, day=WEDNESDAY, **told)


def forget(town: Town) -> None:
    town.do(day_types.forget, actor=town.coordinator, day=WEDNESDAY)


def open_site(town: Town, *windows: WindowTerms, site: str = "H") -> None:
    version = town.see(lambda session: session.get_one(Site, town.sites[site]).row_version)
    wanted = {"site_id": town.sites[site], "version": version, "windows": windows}
    town.do(supply.set_windows, actor=town.coordinator, **wanted)


def book(town: Town, space: str, person: int, hours: int = 0) -> Any:
    start = NOON + LATER + hours * HOUR
    wanted = {"vehicle_id": town.vehicles[person], "space_id": town.spaces[space]}
    span = bookings.Span(start, start + HOUR)
    return town.do(bookings.book, actor=town.people[person], span=span, channel="web", **wanted)


def test_a_space_is_not_booked_on_a_date_that_was_made_a_rest_day(town: Town) -> None:
    open_site(town, WindowTerms("open", "08:00", "20:00", days="workday"))
    book(town, "H1", NEWCOMER)
    state(town, "rest_day")

    with refused(Rejected, "opening"):
        book(town, "H2", OTHER)
    forget(town)
    assert book(town, "H2", OTHER).state == "confirmed"


def test_a_space_is_booked_on_a_date_that_was_given_the_name_of_its_window(town: Town) -> None:
    open_site(town, WindowTerms("open", "08:00", "20:00", days="fair"))
    with refused(Rejected, "opening"):
        book(town, "H1", NEWCOMER)
    state(town, "workday", "fair")

    assert book(town, "H1", NEWCOMER).state == "confirmed"


def test_a_room_is_not_booked_on_a_date_that_was_made_a_rest_day(house: House) -> None:
    place = {"facility_id": house.facilities["C"], "version": house.version()}
    hours = [HoursTerms("open", "08:00", "21:00", days="workday")]
    house.town.do(facility_hours.set_windows, actor=house.town.coordinator, windows=hours, **place)
    house.book("C1", start=48)
    state(house.town, "rest_day")

    with refused(Rejected, "room_closed"):
        house.book("C2", start=48, person=1)
    forget(house.town)
    assert house.book("C2", start=48, person=1).state == "confirmed"


def test_use_is_told_by_the_names_of_dates(town: Town) -> None:
    def open_minutes() -> int:
        place = Place(town.community_id, site_id=town.sites["H"])
        with town.database.reading() as session:
            community = session.get_one(Community, town.community_id)
            (told,) = review_use.parking(session, community, place, [(WEDNESDAY, WEDNESDAY)])
            return sum(one.open_minutes for one in told)

    open_site(town, WindowTerms("open", "08:00", "20:00", days="fair"))
    before = open_minutes()
    state(town, "workday", "fair")

    assert (before, open_minutes()) == (0, 2 * 12 * 60)
