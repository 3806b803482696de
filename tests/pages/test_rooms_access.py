"""Who may see which page of rooms and send which form; `test_access` looks whether one is missing here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scheduler.usecases import calendars, room_series, room_waiting
from scheduler.usecases.bookings import Span
from scheduler.usecases.room_dates import SeriesTerms
from scheduler.usecases.room_waiting import WaitingTerms
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import own_rows

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
CLERKS = PARTS[2:4]
ROOMS_SEEN = {
    "/rooms": PARTS,
    "/rooms/find": PARTS,
    "/rooms/{room}": PARTS,
    "/facilities/{facility}": PARTS,
    "/mine/rooms": PARTS[1:],
    "/mine/rooms/{booking}": ("resident",),
    "/mine/rooms/{booking}/cancel": ("resident",),
    "/mine/rooms/rights/{registration}/give-back": ("resident",),
    "/mine/rooms/series/{series}": ("resident",),
    "/mine/rooms/borrow/{facility}": ("resident",),
    "/mine/apply/{round}": ("resident",),
    "/mine/sections/{registration}": ("resident",),
    "/mine/sections/{registration}/change": ("resident",),
    "/counter/rooms": CLERKS,
    "/counter/bookings/{booking}": CLERKS,
    "/counter/bookings/{booking}/cancel": CLERKS,
    "/counter/series/{series}": CLERKS,
    "/counter/people/{member}/apply/{round}": CLERKS,
    "/counter/people/{member}/borrow/{facility}": CLERKS,
    "/office/rooms": PARTS[2:],
    "/office/rooms/{booking}": PARTS[2:],
    "/office/rounds/{round}/sessions": PARTS[2:],
}
ROOMS_SENT = {
    "/mine/sections/{registration}/change": ("resident",),
    "/mine/rooms/hold": ("resident",),
    "/mine/rooms/wait": ("resident",),
    "/mine/rooms/borrow/{facility}": ("resident",),
    "/mine/rooms/series": ("resident",),
    "/mine/rooms/series/book": ("resident",),
    "/mine/rooms/{booking}/confirm": ("resident",),
    "/mine/rooms/{booking}/cancel": ("resident",),
    "/mine/rooms/waiting/{waiting}/leave": ("resident",),
    "/mine/calendar/addresses": ("resident",),
    "/mine/calendar/addresses/{feed}/revoke": ("resident",),
    "/mine/rooms/rights/{registration}/give-back": ("resident",),
    "/mine/apply/{round}": ("resident",),
    "/mine/apply/{round}/slip": ("resident",),
    "/mine/apply/{round}/send": ("resident",),
    "/counter/rooms": CLERKS,
    "/counter/rooms/book": CLERKS,
    "/counter/rooms/wait": CLERKS,
    "/counter/rooms/series": CLERKS,
    "/counter/rooms/series/book": CLERKS,
    "/counter/bookings/{booking}/cancel": CLERKS,
    "/counter/people/{member}/apply/{round}": CLERKS,
    "/counter/people/{member}/apply/{round}/slip": CLERKS,
    "/counter/people/{member}/borrow/{facility}": CLERKS,
    "/counter/people/{member}/apply/{round}/send": CLERKS,
    "/office/rooms/{booking}/refuse": ("coordinator",),
}
"""Who may send which form."""


@pytest.fixture(scope="module")
def things(season_street: RoomsStreet) -> dict[str, Any]:
    """What stands in addresses; booking, line, calendar and right are the resident's own."""
    house, town = season_street.house, season_street.house.town
    at = season_street.at("10:00")
    span = Span(at, at + timedelta(hours=1))
    waiting = WaitingTerms(span, house.terms(people=8).ask, room_id=house.rooms["C3"])
    weekly = SeriesTerms(house.terms("C2", span=span), 2)
    own: dict[str, Any] = {"actor": town.people[0], "vault": town.vault, "channel": "web"}
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    return {
        "room": house.rooms["C1"],
        "facility": house.facilities["C"],
        "booking": house.book("C3", span=span).id,
        "waiting": town.do(room_waiting.join, actor=town.people[0], terms=waiting, channel="web").id,
        "series": town.do(room_series.book, terms=weekly, **own).id,
        "feed": town.do(calendars.subscribe, actor=town.people[0])[0].id,
        "registration": row.id,
        "round": season_street.season.round_id,
        "member": season_street.person,
    }


@pytest.mark.parametrize("place", ROOMS_SEEN)
def test_pages_of_rooms_are_shown_to_those_whom_they_concern(
    reader: Reader, season_street: RoomsStreet, things: dict[str, Any], place: str
) -> None:
    address = place.format(**things)
    if address == "/rooms/find":
        address = "/rooms/find?community=rowan"
    seen = [
        part for part in PARTS if reader(season_street.login(part) if part else None).get(address).status_code == 200
    ]

    assert tuple(seen) == ROOMS_SEEN[place]


@pytest.mark.parametrize("place", ROOMS_SENT)
def test_a_form_about_rooms_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, season_street: RoomsStreet, things: dict[str, Any], place: str
) -> None:
    address = place.format(**things)
    form = {
        "room_id": str(things["room"]),
        "starts_at": season_street.at("16:00").isoformat(),
        "people": "8",
        "minutes": "60",
        "day": season_street.day().isoformat(),
        "member_id": str(things["member"]),
        "channel": "door",
        "reason": "The office needs it.",
    }
    refused = [part for part in PARTS[1:] if part not in ROOMS_SENT[place]]
    answers = {part: reader(season_street.login(part)).post(address, data=form).status_code for part in refused}
    stranger = reader().post(address, data=form)

    assert {part: status for part, status in answers.items() if status not in (403, 404)} == {}
    assert (stranger.status_code, f'name="send_to" value="{address}"' in stranger.text) == (401, True)


def test_a_booking_of_another_community_is_not_there(
    reader: Reader, rooms_street: RoomsStreet, things: dict[str, Any]
) -> None:
    stranger = reader(rooms_street.login("coordinator"))

    assert stranger.get(f"/office/rooms/{things['booking']}").status_code == 404
    assert stranger.get(f"/counter/bookings/{things['booking']}").status_code == 404


def test_the_search_offers_each_the_way_in_which_they_book(reader: Reader, season_street: RoomsStreet) -> None:
    place = f"/rooms/find?community=rowan&day={season_street.day()}"
    ways = ('action="/mine/rooms/hold"', 'href="/counter/rooms"', 'href="/sign-in?next=')
    pages = {part: reader(season_street.login(part) if part else None).get(place).text for part in PARTS}
    found = {part: tuple(way in page for way in ways) for part, page in pages.items()}

    assert found == {
        "": (False, False, True),
        "resident": (True, False, False),
        "property_staff": (False, True, False),
        "coordinator": (False, True, False),
        "auditor": (False, False, False),
    }
