"""Things borrowed without a room: listed where they are, held, confirmed, shown among one's own, given back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from tests.pages.rooms_street import RoomsStreet
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms import nothing_booked, row_of, state_of
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
__all__ = ["nothing_booked"]


def place_of(street: RoomsStreet, facility: str = "C") -> str:
    return f"/mine/rooms/borrow/{street.house.facilities[facility]}"


def form_of(street: RoomsStreet, **more: str) -> dict[str, str]:
    asked = {"equipment_id": str(street.house.projectors), "count": "2", "minutes": "120", "start": "10:00"}
    return {**asked, "day": street.day().isoformat(), **more}


def test_a_facility_shows_what_it_lends_alone(reader: Reader, rooms_street: RoomsStreet) -> None:
    house = rooms_street.house
    pages = [reader().get(f"/facilities/{house.facilities[code]}").text for code in ("C", "E")]
    clerk = reader(rooms_street.login("property_staff")).get(f"/facilities/{house.facilities['C']}").text
    link = f'href="{place_of(rooms_street)}?item={house.projectors}"'

    assert [("Borrow things" in page, link in page) for page in (*pages, clerk)] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert reader(rooms_street.login("resident")).get(place_of(rooms_street, "E")).status_code == 404


def test_things_are_held_confirmed_shown_and_given_back(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    place = client.post(place_of(rooms_street), data=form_of(rooms_street)).headers["location"]
    row, asked = row_of(rooms_street, place), client.get(place).text
    client.post(f"{place}/confirm")
    confirmed, mine = client.get(place).text, client.get("/mine/rooms").text
    means = client.get(f"{place}/cancel").text
    client.post(f"{place}/cancel")

    assert (row.state, row.equipment, row.starts_at) == ("held", {"projector": 2}, rooms_street.at("10:00"))
    assert ("Projector × 2" in asked, "people:" in asked) == (True, False)
    assert "Please fetch it when it begins" in confirmed
    assert "Projector × 2" in mine
    assert "Others can borrow it then." in means
    assert state_of(rooms_street, place) == "cancelled"


@pytest.mark.parametrize(
    ("wanted", "status", "words"),
    [
        ({"count": "2"}, 409, "Too few of the items are left at that time."),
        ({"start": "06:00"}, 422, "Nobody is there to hand out or take back equipment"),
        ({"count": "many"}, 422, "How many should be a whole number"),
        ({"day": "tomorrow"}, 422, "Date should be"),
    ],
)
def test_what_cannot_be_lent_is_told_on_the_form_as_it_was_filled_in(
    reader: Reader, rooms_street: RoomsStreet, wanted: dict[str, str], status: int, words: str
) -> None:
    client = reader(rooms_street.login("resident"))
    client.post(place_of(rooms_street), data=form_of(rooms_street))
    answer = client.post(place_of(rooms_street), data=form_of(rooms_street) | wanted)

    assert (answer.status_code, words in answer.text) == (status, True)
    assert '<option value="120" selected>' in answer.text


def test_a_second_press_borrows_nothing_more(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    (key,) = re.findall(r'name="once" value="([^"]+)"', client.get(place_of(rooms_street)).text)
    sent = form_of(rooms_street, count="1", once=key)
    places = {client.post(place_of(rooms_street), data=sent).headers["location"] for _ in range(2)}

    assert len(places) == 1


def test_a_clerk_lends_to_somebody_who_called_and_prints_the_receipt(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, person = reader(rooms_street.login("property_staff")), rooms_street.person
    place = f"/counter/people/{person}/borrow/{rooms_street.house.facilities['C']}"
    found, shown = client.get(f"/counter/rooms?member={person}").text, client.get(place)
    there = client.post(place, data=form_of(rooms_street, channel="hotline")).headers["location"]
    row, receipt = row_of(rooms_street, there), client.get(there).text
    short = client.post(place, data=form_of(rooms_street, channel="door"))

    assert (f'href="{place}"' in found, shown.status_code) == (True, 200)
    assert (row.state, row.channel, row.member_id) == ("confirmed", "hotline", person)
    assert (row.receipt in receipt, "Projector × 2" in receipt) == (True, True)
    assert (short.status_code, "Too few of the items are left" in short.text) == (409, True)


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_somebody_borrows_by_browser(visit: Visit, rooms_street: RoomsStreet, device: str, language: str) -> None:
    visitor = visit(device, language)
    visitor.sign_in(rooms_street.login("resident"))
    page = visitor.page
    page.goto(f"/facilities/{rooms_street.house.facilities['C']}")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("[aria-labelledby=borrow] a")
    page.fill("#day", rooms_street.day().isoformat())
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("form.sheet button")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("form[action$='/confirm'] button")

    expect(page.locator(".head .badge.confirmed")).to_be_visible()
