"""Facilities, organisations and the calendar on the office's pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from fixtures import people
from scheduler import calendar, queries
from scheduler.models import Booking, CovenantDraft, Equipment, Facility, Member, Room
from scheduler.office import Office
from scheduler.usecases.bookings import Span
from tests.pages.rooms_street import RoomsStreet, add_rooms
from tests.pages.street import publish
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]


@pytest.fixture(scope="module")
def house(streets_office: Office) -> RoomsStreet:
    """A street with rooms, whose parking round is public."""
    made = add_rooms(streets_office, "sassafras")
    publish(made.street)
    return made


def version(page: Any) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def facility_of(house: RoomsStreet, code: str = "C") -> Facility:
    with house.street.office.database.reading() as session:
        rows = queries.rooms.facilities_of(session, house.street.community_id)
        return next(row for row in rows if row.code == code)


def room_of(house: RoomsStreet, code: str) -> Room:
    with house.street.office.database.reading() as session:
        row = queries.rooms.room_by_code(session, house.street.community_id, code)
        assert row is not None
        return row


# ---- facilities


def test_a_facility_is_changed_and_lent_by_an_organisation(reader: Reader, house: RoomsStreet) -> None:
    office, place = reader(house.login("coordinator")), f"/office/facilities/{facility_of(house).id}"
    group = office.post("/office/organisations", data={"name": " 阳光  小学 "}).headers["location"].rpartition("/")[2]
    seen = version(office.get(f"{place}/facts"))
    form = {"name_zh": "新中心", "tier": "neighbourhood", "organisation_id": group, "version": seen}
    terms = {"conditions_zh": "用后\r\n归位", "latitude": " 31.25° ", "longitude": "１２１.５", "datum": "WGS-84"}

    assert office.post(f"{place}/facts", data={**form, **terms}).status_code == 303
    assert office.post(f"{place}/facts", data=form).status_code == 412

    row = facility_of(house)
    assert (row.name_zh, row.name_en, row.tier, str(row.organisation_id)) == (
        "新中心",
        "新中心",
        "neighbourhood",
        group,
    )
    assert (row.conditions_zh, row.datum, row.latitude, row.longitude) == ("用后\n归位", "WGS-84", 31.25, 121.5)
    assert "阳光 小学" in office.get(place).text
    assert "新中心" in office.get(f"/office/organisations/{group}").text


def test_a_hall_is_divided_and_a_room_keeps_hours_of_its_own(reader: Reader, house: RoomsStreet) -> None:
    office, place = reader(house.login("coordinator")), f"/office/facilities/{facility_of(house).id}"
    hall = room_of(house, "CH")
    part = {"code": "CHc", "name_zh": "大厅南", "capacity": "12", "part_of_id": str(hall.id), "bookable": "yes"}

    boxes = {"noisy_C1": "yes", "noisy_C2": "yes", "has_mirrors": "yes"}
    told = {**part, **boxes, "features": "tea bar，stage"}
    assert office.post(f"{place}/rooms", data=told).status_code == 303
    made = room_of(house, "CHc")
    unknown = office.post(f"{place}/rooms", data={**part, "code": "CHd", "noisy_C99": "yes"})
    own = f"{place}/rooms/{made.id}"
    change = {**part, "name_en": "South", "setup": "10", "staffed_only": "yes", "version": version(office.get(own))}
    assert office.post(own, data=change).status_code == 303
    hours = {"purpose": "staffed", "days": "rest_day", "season": "any", "start": "10:00", "end": "12:00"}
    assert office.post(f"{own}/hours", data={**hours, "version": version(office.get(f"{own}/hours"))})

    assert (unknown.status_code, 'id="noisy_next_to-wrong"' in unknown.text) == (422, True)
    row = room_of(house, "CHc")
    assert (made.part_of_id, made.noisy_next_to, made.setup) == (hall.id, ["C1", "C2"], None)
    assert made.features == ["mirrors", "tea", "bar", "stage"]
    assert (row.name_en, row.setup, row.staffed_only, row.noisy_next_to) == ("South", 10, True, [])
    shown = office.get(place).text
    assert (shown.count("part of"), "hours of its own" in shown) == (3, True)
    with house.street.office.database.reading() as session:
        (window,) = [one for one in queries.rooms.windows_of(session, row.facility_id) if one.room_id == row.id]
    assert (window.purpose, window.days, window.start_clock) == ("staffed", "rest_day", "10:00")


def test_equipment_is_counted(reader: Reader, house: RoomsStreet) -> None:
    office, facility = reader(house.login("coordinator")), facility_of(house)
    place = f"/office/facilities/{facility.id}/equipment"

    assert office.post(place, data={"code": "chairs", "name_zh": "椅子", "count": "４０"}).status_code == 303
    twice = office.post(place, data={"code": "chairs", "name_zh": "椅子", "count": "1"})

    def chairs() -> Equipment:
        with house.street.office.database.reading() as session:
            return next(one for one in queries.rooms.equipment_of(session, facility.id) if one.code == "chairs")

    assert (twice.status_code, 'id="code-wrong"' in twice.text, chairs().count) == (409, True, 40)
    one = f"{place}/{chairs().id}"
    form = {"name_zh": "折叠椅", "count": "38", "alone": "yes", "version": version(office.get(one))}
    assert office.post(one, data=form).status_code == 303
    assert (chairs().name_zh, chairs().count, chairs().alone) == ("折叠椅", 38, True)


def test_who_booked_is_told_before_a_room_is_closed_and_cancelled_with_it(reader: Reader, house: RoomsStreet) -> None:
    office, booked = (
        reader(house.login("coordinator")),
        house.house.book("C1", span=Span(house.at("10:00"), house.at("11:00"))),
    )
    facility, room = facility_of(house), room_of(house, "C1")
    place = f"/office/facilities/{facility.id}/closures"
    form = {"part": str(room.id), "first": str(house.day()), "last": ""}

    asked = office.post(place, data={**form, "start": "00:00", "end": "00:00", "reason": "粉刷"})
    other = office.post(place, data={**form, "part": str(room_of(house, "C2").id), "start": "00:00", "end": "00:00"})

    assert (booked.receipt in asked.text, booked.receipt in other.text) == (True, False)
    done = {**form, "start": "00:00", "end": "00:00", "reason": "粉刷", "sure": "yes", "version": version(asked)}
    assert office.post(place, data=done).status_code == 303
    with house.street.office.database.reading() as session:
        assert session.get_one(Booking, booked.id).state == "cancelled"
        (closure,) = queries.rooms.closures_of(session, facility.id)
    told = office.get(f"/office/facilities/{facility.id}").text
    assert ("粉刷" in told, f"</b> {room.name_en} · Closure" in told) == (True, True)
    assert [office.post(f"{place}/{closure.id}/reopen", data={"once": "r" * 22}).status_code for _ in range(2)] == [
        303
    ] * 2


# ---- organisations


def test_somebody_acts_for_an_organisation_by_their_phone(reader: Reader, house: RoomsStreet) -> None:
    office = reader(house.login("coordinator"))
    place = office.post("/office/organisations", data={"name": "塘桥合唱团"}).headers["location"]

    def acts_for() -> UUID | None:
        with house.street.office.database.reading() as session:
            return session.get_one(Member, house.person).organisation_id

    nobody = office.post(f"{place}/people", data={"phone": "not a phone"})
    assert (nobody.status_code, 'id="phone-wrong"' in nobody.text) == (422, True)
    assert office.post(f"{place}/people", data={"phone": people.phone_of(0)}).status_code == 303
    assert str(acts_for()) == place.rpartition("/")[2]
    assert people.phone_of(0) not in office.get(place).text
    renamed = {"name": "塘桥老年合唱团", "version": version(office.get(place))}
    assert office.post(place, data=renamed).status_code == 303
    late = office.post(place, data={**renamed, "name": "塘桥童声合唱团"})
    assert (late.status_code, 'value="塘桥童声合唱团"' in late.text) == (412, True)
    assert "Now: 塘桥老年合唱团" in late.text
    same = office.post("/office/organisations", data={"name": "塘桥老年合唱团"})
    assert (same.status_code, 'id="name-wrong"' in same.text) == (409, True)
    assert office.post(f"{place}/people/{house.person}").status_code == 303
    assert acts_for() is None


def test_the_community_has_another_name_and_says_when_its_counter_is_open(reader: Reader, house: RoomsStreet) -> None:
    office, place = reader(house.login("coordinator")), "/office/community"
    named = {"name_zh": "延吉街道", "name_en": "Yanji", "version": version(office.get(place))}
    hours = {"counter_zh": "工作日 8:30 至 17:00", "counter_en": "Workdays 8:30 to 17:00"}

    assert office.post(place, data={**named, **hours}).status_code == 303
    assert office.post(place, data={"name_zh": " "}).status_code == 422
    late = office.post(place, data={**named, "name_en": "Yanji street"})

    assert (late.status_code, "Now: Yanji" in late.text, 'value="Yanji street"' in late.text) == (412, True, True)
    assert "<h1>Yanji</h1>" in office.get(place).text
    with house.street.office.database.reading() as session:
        row = queries.community.one(session, house.street.community_id)
    assert (row.name_zh, row.counter_zh, row.counter_en) == ("延吉街道", *hours.values())
    assert hours["counter_en"] in reader().get(f"/how/{row.slug}", headers={"Accept-Language": "en"}).text


def test_whoever_was_overtaken_at_a_date_is_told_what_stands_now(reader: Reader, house: RoomsStreet) -> None:
    office, place = reader(house.login("coordinator")), "/office/calendar/2031-03-04"
    form = {"day_type": "rest_day", "reason": "甲的理由", "version": version(office.get(place))}
    assert office.post(place, data=form).status_code == 303

    late = office.post(place, data={**form, "reason": "乙的理由"})

    assert (late.status_code, "Now: 甲的理由" in late.text, 'value="乙的理由"' in late.text) == (412, True, True)
    assert office.post(place, data={**form, "do": "forget"}).status_code == 412
    again = office.post(place, data={**form, "reason": "乙的理由", "version": version(late)})
    assert again.status_code == 303
    assert "乙的理由" in office.get(place).text


def test_a_form_that_tells_no_version_is_refused_in_words(reader: Reader, house: RoomsStreet) -> None:
    office, place = reader(house.login("coordinator")), "/office/calendar/2031-03-05"
    form = {"day_type": "rest_day", "reason": "街道文化节"}
    pages = [office.post(place, data={**form, "version": text}) for text in ("", "soon")]

    told = [re.findall(r'role="alert"><p><b>[^<]*</b></p><p>([^<]*)<', page.text) for page in pages]
    assert ([page.status_code for page in pages], told) == (
        [422, 422],
        [["This form&#39;s version should be a whole number."]] * 2,
    )


# ---- the calendar


def test_a_date_is_stated_seen_in_the_year_and_forgotten(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("coordinator"))
    with street.office.database.reading() as session:
        found = queries.rounds.one(session, street.community_id, street.round_id)
        assert found is not None
        day = found.use_first + timedelta(days=8)
    place = f"/office/calendar/{day}"
    missing = office.post(place, data={"day_type": "rest_day", "reason": " "})
    seen = version(office.get(place))
    form = {"day_type": "rest_day", "reason": "街道文化节", "names": "festival，fair", "version": seen}
    assert (missing.status_code, office.post(place, data=form).status_code) == (422, 303)

    assert 'id="reason-wrong"' in missing.text
    with street.office.database.reading() as session:
        row = queries.covenants.day_override(session, street.community_id, day)
    assert row is not None
    assert (row.day_type, row.names, row.reason) == ("rest_day", ["festival", "fair"], "街道文化节")
    shown = office.get(place).text
    assert ("stated by the community" in shown, f"Round {found.code}" in shown) == (True, True)
    assert "街道文化节" in office.get("/office/calendar", params={"year": str(day.year)}).text
    assert ">festival</option>" in office.get(f"/office/facilities/{facility_of(house).id}/hours").text
    again = {"do": "forget", "version": version(office.get(place))}
    assert [office.post(place, data=again).status_code for _ in range(2)] == [303, 303]
    with street.office.database.reading() as session:
        assert queries.covenants.day_override(session, street.community_id, day) is None


@pytest.mark.parametrize(("text", "status"), [("2031", 200), ("1999", 404), ("2201", 404), ("soon", 404), ("²", 404)])
def test_a_year_that_no_calendar_holds_is_not_there(reader: Reader, house: RoomsStreet, text: str, status: int) -> None:
    page = reader(house.login("auditor")).get("/office/calendar", params={"year": text})

    assert page.status_code == status
    assert ("not decreed yet" in page.text) == (status == 200)


def test_make_up_workdays_and_holidays_are_marked(reader: Reader, house: RoomsStreet) -> None:
    page = reader(house.login("auditor")).get("/office/calendar", params={"year": "2025"}).text

    assert page.count('href="/office/calendar/2025-') == 365
    marks = [re.search(rf'class="(\w+)" href="/office/calendar/{day}"', page) for day in ("2025-10-01", "2025-10-11")]
    assert [mark[1] for mark in marks if mark] == ["holiday", "makeup"]
    assert date(2025, 10, 11).isoweekday() == 6


def test_the_pages_read_well_on_a_narrow_screen(visit: Callable[..., Visitor], house: RoomsStreet) -> None:
    visitor, facility = visit("narrow", "en"), facility_of(house)
    visitor.sign_in(house.login("coordinator"))
    own = f"/office/facilities/{facility.id}"
    for place in ("/office/calendar", own, f"{own}/hours"):
        visitor.page.goto(place)
        visitor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert (visitor.violations(), visitor.overflows()) == ([], False)


def test_somebody_of_the_office_states_a_day_a_room_a_rule_and_the_hours_of_the_counter(
    visit: Callable[..., Visitor], house: RoomsStreet
) -> None:
    visitor, street = visit("desktop", "zh", script=False), house.street
    visitor.sign_in(street.login("coordinator"))
    page, day = visitor.page, date(calendar.today().year, 3, 12)
    page.click(".sections a:has-text('设置')")
    page.fill("#counter_zh", "工作日上午")
    page.click("main form button")
    page.click(".entries a:has-text('日历')")
    page.click(f".year a[href$='/{day}']")
    page.check(f"input[value={'rest_day' if calendar.day_type(day) == 'workday' else 'workday'}]")
    page.fill("#reason", "街道文化节")
    page.click("main form button >> nth=0")
    page.click(".entries a:has-text('设施')")
    page.click(f"main a[href$='/{facility_of(house).id}']")
    page.click("main a[href$='/rooms']")
    for field, text in {"code": "Z9", "name_zh": "棋牌室", "capacity": "１２"}.items():
        page.fill(f"#{field}", text)
    page.click("main form button")
    page.click(".sections a:has-text('监督')")
    page.click(".entries a:has-text('公约修订')")
    page.fill("#title", "多留车位")
    page.click("main form button")
    page.select_option("#path", "parking.reserve_percent")
    page.click("form[method=get] button")
    page.fill("#value", "9")
    page.click("form[action$='/setting'] button")
    expect(page.locator("section[aria-labelledby=changes]")).to_contain_text("9")

    draft = UUID(page.url.partition("?")[0].rpartition("/")[2])
    with street.office.database.reading() as session:
        stated = queries.covenants.day_override(session, street.community_id, day)
        room = queries.rooms.room_by_code(session, street.community_id, "Z9")
        community = queries.community.one(session, street.community_id)
        settings = session.get_one(CovenantDraft, draft).settings
    assert stated is not None
    assert room is not None
    assert (stated.reason, room.capacity, community.counter_zh) == ("街道文化节", 12, "工作日上午")
    assert settings["parking"]["reserve_percent"] == 9
