"""A room every week on pages: every date is shown before it is taken, and only what was chosen is taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.pages.rooms_weekly import MOST, untils
from fixtures import people
from scheduler.queries.lent import STANDING
from scheduler.usecases import room_bookings
from scheduler.usecases.bookings import Span
from tests.pages.rooms_street import RoomsStreet
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms import choice, forms_in, nothing_booked
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
__all__ = ["nothing_booked"]
LOOK, TAKE = "/mine/rooms/series", "/mine/rooms/series/book"
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def weekly(street: RoomsStreet, **more: str) -> dict[str, str]:
    """A room asked for on three dates, of which somebody else has the second."""
    at = street.at("14:00") + WEEK
    street.house.book("C1", span=Span(at, at + HOUR))
    return choice(street, "C1", "14:00", weeks="3", **more)


def dates_in(page: str) -> dict[str, tuple[str, bool]]:
    """The dates that a page offers: what each would take, and whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="(take\.[^"]+)" value="([^"]+)"( checked)?>', page)
    return {name: (value, bool(ticked)) for name, value, ticked in found}


def sent_of(page: str, place: str, ticked: int) -> dict[str, str]:
    """The form of a page with so many of its dates ticked, the first ones first."""
    offered = {name: value for name, (value, _) in list(dates_in(page).items())[:ticked]}
    return forms_in(page, place)[0] | offered


def standing(street: RoomsStreet) -> list[room_bookings.Seen]:
    """All bookings that stand, in the order of time."""
    town = street.house.town
    found = town.see(room_bookings.listed, actor=town.coordinator, vault=town.vault, states=STANDING, limit=200)
    return sorted(found, key=lambda one: one.row.starts_at)


def held_by(street: RoomsStreet, series_id: str) -> list[tuple[str, datetime]]:
    """Room and begin of the bookings of a series."""
    return [(one.asset.code, one.row.starts_at) for one in standing(street) if str(one.row.series_id) == series_id]


def test_dates_that_are_taken_are_shown_with_a_substitute_before_anything_is_booked(
    reader: Reader, rooms_street: RoomsStreet
) -> None:
    page = reader(rooms_street.login("resident")).post(LOOK, data=weekly(rooms_street)).text
    offered, rooms = list(dates_in(page).values()), rooms_street.house.rooms

    assert [ticked for _, ticked in offered] == [True, False, True]
    assert [value.partition("@")[0] for value, _ in offered] == [str(rooms[code]) for code in ("C1", "C2", "C1")]
    assert "2 of 3 dates are free" in page
    assert "Somebody has the room at that time." in page
    assert len(standing(rooms_street)) == 1
    assert re.search(rf'href="/rooms/find\?[^"]*people=8&amp;day={rooms_street.day()}"', page) is not None


def test_only_what_is_ticked_is_taken_and_the_receipt_lists_it(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, first = reader(rooms_street.login("resident")), rooms_street.at("14:00")
    page = client.post(LOOK, data=weekly(rooms_street)).text
    place = client.post(TAKE, data=sent_of(page, TAKE, 2) | {"title": "合唱团"}).headers["location"]
    receipt, series = client.get(place).text, place.rpartition("/")[2]
    own = [one.row for one in standing(rooms_street) if str(one.row.series_id) == series]

    assert held_by(rooms_street, series) == [("C1", first), ("C2", first + WEEK)]
    assert [row.receipt in receipt for row in own] == [True, True]
    assert "Dates: 2" in receipt
    assert "合唱团" in receipt
    assert f'href="{place}"' in client.get(f"/mine/rooms/{own[0].id}").text


def test_a_second_press_leads_to_the_same_dates(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    sent = sent_of(client.post(LOOK, data=weekly(rooms_street)).text, TAKE, 2)
    answers = [client.post(TAKE, data=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(standing(rooms_street)) == 3


def test_nobody_is_given_what_they_did_not_see(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, last = reader(rooms_street.login("resident")), rooms_street.at("14:00") + 2 * WEEK
    page = client.post(LOOK, data=weekly(rooms_street)).text
    rooms_street.house.book("C1", span=Span(last, last + HOUR))
    answer = client.post(TAKE, data=sent_of(page, TAKE, 3))

    assert (answer.status_code, len(standing(rooms_street))) == (409, 2)
    assert ("1 of 3 dates are free" in answer.text, "1 of the dates cannot be had:" in answer.text) == (True, True)
    assert [ticked for _, ticked in dates_in(answer.text).values()] == [True, True, False]


def test_a_series_without_a_date_or_of_a_room_too_small_leads_on(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, wanted = reader(rooms_street.login("resident")), weekly(rooms_street)
    page = client.post(LOOK, data=wanted).text
    nothing = client.post(TAKE, data=sent_of(page, TAKE, 0))
    small = client.post(LOOK, data=wanted | {"people": "13"})

    assert (nothing.status_code, len(dates_in(nothing.text))) == (422, 3)
    assert (small.status_code, 'id="people-wrong"' in small.text) == (422, True)
    assert forms_in(small.text, "/mine/rooms/hold") != []


def test_a_page_offers_no_more_weeks_than_a_form_has_fields_for() -> None:
    first = date(2026, 5, 4)

    assert untils(first, 3) == [(2, date(2026, 5, 11)), (3, date(2026, 5, 18))]
    assert untils(first, 52)[-1][0] == MOST


def test_a_clerk_books_every_week_for_a_caller(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("property_staff"))
    person = {"member_id": str(rooms_street.person), "channel": "hotline"}
    page = client.post("/counter/rooms/series", data=weekly(rooms_street, **person)).text
    sent = sent_of(page, "/counter/rooms/series/book", 3)
    place = client.post("/counter/rooms/series/book", data=sent).headers["location"]
    receipt, series = client.get(place).text, place.rpartition("/")[2]
    rows = [one.row for one in standing(rooms_street) if str(one.row.series_id) == series]

    assert [code for code, _ in held_by(rooms_street, series)] == ["C1", "C2", "C1"]
    assert {(row.channel, row.member_id, row.operator_id is None) for row in rows} == {
        ("hotline", rooms_street.person, False)
    }
    assert [row.receipt in receipt for row in rows] == [True] * 3
    assert people.name_of(0) not in receipt


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_somebody_takes_a_room_every_week_by_browser(
    visit: Visit, rooms_street: RoomsStreet, device: str, language: str
) -> None:
    """On a phone without scripts; with them the pages are looked at for what others could not use."""
    scripts = device == "desktop"
    weekly(rooms_street, category="education")
    visitor = visit(device, language, script=scripts)
    visitor.sign_in(rooms_street.login("resident"))
    page = visitor.page
    page.goto(f"/rooms/find?day={rooms_street.day()}&start=14:00&people=8&minutes=60")
    page.locator("[formaction]").first.click()
    page.select_option("#weeks", "3")
    page.click("form.inline button")
    expect(page.locator(".weekly input:checked")).to_have_count(2)
    assert ((scripts and visitor.violations()) or [], visitor.overflows()) == ([], False)
    page.locator(".weekly input").nth(1).check()
    page.click("form.sheet button")

    expect(page.locator(".letters li")).to_have_count(3)
    assert ((scripts and visitor.violations()) or [], visitor.overflows()) == ([], False)
