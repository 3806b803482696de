"""The pages of the time bank: who may see them, what they tell, and the record of service as it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from fixtures import people
from scheduler.actors import ADMIN, COORDINATOR, RESIDENT
from scheduler.models import AuditEntry, Covenant
from scheduler.office import Office
from scheduler.usecases import hours, hours_transfers
from tests import rosters_town
from tests.pages.street import KNOWN, Street, actor_of, add_street
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.rosters_town import LESSON, VISIT
from tests.town import Clock, Town

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
HOURS_SEEN = {
    "/mine/hours": ("resident",),
    "/mine/hours/certificate": ("resident",),
    "/office/volunteers/{volunteer}/certificate": ("coordinator",),
}


@dataclass(frozen=True)
class HoursStreet:
    """A street whose resident was on two shifts in the last days and gave some minutes back."""

    street: Street
    volunteer: UUID
    days: tuple[date, date]

    def login(self, part: str) -> str:
        return self.street.login(part)


@pytest.fixture(scope="module")
def hours_street(streets_office: Office) -> HoursStreet:
    return add_hours(add_street(streets_office, "alder"))


def add_hours(street: Street) -> HoursStreet:
    """Let the resident of a street have served."""
    town = town_of(street)
    today = town.clock.now.astimezone(rosters_town.ZONE).date()
    days = (today - timedelta(days=3), today - timedelta(days=2))
    database, coordinator = street.office.database, town.coordinator

    def served(session: Any) -> UUID:
        session.get_one(Covenant, (street.community_id, 1)).settings = {"hours": {"shown_to": 5}}
        round_id = rosters_town.round_row(session, town, "service", days[0], today, state="published")
        volunteer = rosters_town.volunteer_row(session, town, 0, receipt="ABCD-EFGH-JKMN-P7")
        places = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}
        for at, (day, terms, minutes) in enumerate(zip(days, (LESSON, VISIT), (83, 60), strict=True)):
            told = (f"served{at}", day, "09:00", 90, "HALL", terms)
            shift = rosters_town.shift_row(session, town, round_id, places, told)
            seat = rosters_town.seat_row(session, town, volunteer, shift, "teacher", "confirmed")
            credit: dict[str, Any] = {"seat_id": seat, "minutes": minutes, "reason": "On the paper list."}
            hours.credit_seat(session, actor=coordinator, now=town.clock.now, **credit)
        meals: dict[str, Any] = {"volunteer_id": volunteer, "minutes": 20, "reason": "Meals brought."}
        hours_transfers.redeem(session, actor=coordinator, now=town.clock.now, **meals)
        return volunteer

    return HoursStreet(street, database.transact(served), days)


def town_of(street: Street) -> Town:
    """The street as the roster's rows are built in it."""
    clock = Clock()
    with street.office.database.reading() as session:
        clock.now = street.office.database.now(session)
    office = {name: actor_of(street, COORDINATOR) for name in (COORDINATOR, ADMIN, "auditor", "staff")}
    resident = (actor_of(street, RESIDENT),)
    return Town(street.office, clock, street.community_id, street.round_id, resident, (), (), {}, {}, **office)


@pytest.mark.parametrize("place", HOURS_SEEN)
def test_pages_of_hours_are_shown_to_those_whom_they_concern(
    reader: Reader, hours_street: HoursStreet, place: str
) -> None:
    address = place.format(volunteer=hours_street.volunteer)
    seen = [
        part for part in PARTS if reader(hours_street.login(part) if part else None).get(address).status_code == 200
    ]

    assert tuple(seen) == HOURS_SEEN[place]


def test_a_volunteer_of_another_community_is_not_there(
    reader: Reader, hours_street: HoursStreet, open_street: Street
) -> None:
    stranger = reader(open_street.login("coordinator"))

    assert stranger.get(f"/office/volunteers/{hours_street.volunteer}/certificate").status_code == 404


def test_the_account_is_told_in_hours_as_the_covenant_rounds_them(reader: Reader, hours_street: HoursStreet) -> None:
    page = reader(hours_street.login("resident")).get("/mine/hours").text

    assert '<p class="huge">2 h 0 min</p>' in page
    assert [part in page for part in ("1 h 20 min", "1 h 0 min", "−20 min", "Meals brought.")] == [True] * 4
    assert "Shown to 5 minutes; every minute is kept." in page


def test_months_are_leafed_through_and_other_words_refused(reader: Reader, hours_street: HoursStreet) -> None:
    client = reader(hours_street.login("resident"))
    early = client.get("/mine/hours?month=2026-01").text

    assert ('href="/mine/hours?month=2025-12"' in early, 'href="/mine/hours?month=2026-02"' in early) == (True, True)
    assert "Meals brought." not in early
    assert client.get("/mine/hours?month=soon").status_code == 422


def test_the_record_of_service_counts_what_was_served_in_the_period(reader: Reader, hours_street: HoursStreet) -> None:
    client, day = reader(hours_street.login("resident")), hours_street.days[1].isoformat()
    whole = client.get("/mine/hours/certificate").text
    part = client.get(f"/mine/hours/certificate?first={day}&last={day}").text

    assert people.name_of(KNOWN) in whole
    assert "Shifts served: 2; time served: 2 h 20 min." in whole
    assert "Shifts served: 1; time served: 1 h 0 min." in part
    assert [words in part for words in ("Visits to elders", "Classes")] == [True, False]
    assert client.get("/mine/hours/certificate?first=2026-02-01&last=2026-01-01").status_code == 422
    assert 'href="/mine/hours"' in client.get("/mine/shifts").text


def test_it_is_noted_that_the_office_read_a_record(reader: Reader, hours_street: HoursStreet) -> None:
    def noted() -> int:
        with hours_street.street.office.database.reading() as session:
            return session.query(AuditEntry).filter_by(action="hours.certify").count()

    before = noted()
    reader(hours_street.login("resident")).get("/mine/hours/certificate")
    own = noted()
    reader(hours_street.login("coordinator")).get(f"/office/volunteers/{hours_street.volunteer}/certificate")

    assert (own, noted()) == (before, before + 1)


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_pages_of_hours_are_accessible_and_fit_the_screen(
    visit: Visit, hours_street: HoursStreet, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(hours_street.login("resident"))
    for place in ("/mine/hours", "/mine/hours/certificate"):
        looked_at(visitor, place)


def test_a_record_of_service_is_printed_without_what_belongs_to_the_screen(
    visit: Visit, hours_street: HoursStreet
) -> None:
    visitor = visit("narrow", "zh", script=False)
    visitor.sign_in(hours_street.login("resident"))
    page = visitor.page
    page.goto("/mine/hours")
    page.click("text=打印服务记录证明")
    expect(page.locator("h1")).to_have_text("志愿服务记录证明")
    page.fill("#first", hours_street.days[1].isoformat())
    page.fill("#last", hours_street.days[1].isoformat())
    page.click("text=按此期间显示")
    expect(page.locator(".lead")).to_contain_text("参加志愿服务 1 次，累计 1 小时 0 分钟")
    page.emulate_media(media="print")

    expect(page.locator("form.sheet")).to_be_hidden()
    expect(page.locator("header nav:visible")).to_have_count(0)
    expect(page.locator(".seal")).to_be_visible()
