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


def open_minutes(town: Town, *spans: tuple[date, date]) -> list[int]:
    """Minutes for which the two spaces of a site are open over some dates, as a review tells them."""
    place = Place(town.community_id, site_id=town.sites["H"])
    with town.database.reading() as session:
        community = session.get_one(Community, town.community_id)
        found = review_use.parking(session, community, place, spans)
    return [sum(one.open_minutes for one in told) for told in found]


def test_use_is_told_by_the_names_of_dates(town: Town) -> None:
    open_site(town, WindowTerms("open", "08:00", "20:00", days="fair"))
    before = open_minutes(town, (WEDNESDAY, WEDNESDAY))
    state(town, "workday", "fair")

    assert (before, open_minutes(town, (WEDNESDAY, WEDNESDAY))) == ([0], [2 * 12 * 60])


def test_the_night_from_the_last_date_of_a_window_is_told_of_the_date_after_it(town: Town) -> None:
    before, after = WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=1)
    open_site(town, WindowTerms("open", "20:00", "08:00", last=before))

    alone = [open_minutes(town, (day, day)) for day in (before, WEDNESDAY, after)]
    assert alone == [[2 * 12 * 60], [2 * 8 * 60], [0]]
    assert open_minutes(town, (WEDNESDAY, WEDNESDAY), (before, before)) == [2 * 8 * 60, 2 * 12 * 60]
