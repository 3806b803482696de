"""The pages of rooms in a browser: by keyboard, on a phone, without scripts, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from fixtures import people
from scheduler.usecases.bookings import Span
from tests.pages.rooms_street import RoomsStreet
from tests.pages.test_browser import SCREENS, enter, tab_to
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]


def looked_at(visitor: Visitor, place: str) -> None:
    """Open a page, which must be accessible and fit the screen."""
    visitor.page.goto(place)
    assert (visitor.violations(), visitor.overflows()) == ([], False), place


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_pages_of_rooms_for_everybody_are_accessible_and_fit_the_screen(
    visit: Visit, rooms_street: RoomsStreet, device: str, language: str
) -> None:
    visitor, house, day = visit(device, language), rooms_street.house, rooms_street.day()
    facility, room = f"/facilities/{house.facilities['C']}", f"/rooms/{house.rooms['C1']}"
    ask = f"/rooms/find?community=aspen&day={day}&people=8&minutes=60"
    looked_at(visitor, "/rooms?community=aspen")
    looked_at(visitor, ask)
    looked_at(visitor, f"{ask}&start=10:00&facility_id={house.facilities['E']}&has.mirrors=yes")
    for place in (facility, room):
        for view in ("day", "week", "list"):
            looked_at(visitor, f"{place}?view={view}&day={day}")


@pytest.mark.parametrize("part", ["resident", "property_staff", "coordinator"])
def test_pages_about_ones_rooms_are_accessible_and_fit_a_narrow_screen(
    visit: Visit, season_street: RoomsStreet, part: str
) -> None:
    round_id, person = season_street.season.round_id, season_street.person
    borrow = f"/counter/people/{person}/borrow/{season_street.house.facilities['C']}"
    places = {
        "resident": ["/mine", "/mine/rooms"],
        "property_staff": ["/counter/rooms", f"/counter/rooms?member={person}", borrow],
        "coordinator": ["/office/rooms", f"/office/rounds/{round_id}/sessions", f"/rounds/{round_id}/notice"],
    }
    visitor = visit("narrow", "zh")
    visitor.sign_in(season_street.login(part))
    for place in places[part]:
        looked_at(visitor, place)


def test_a_resident_finds_and_books_a_room_by_keyboard_alone(visit: Visit, rooms_street: RoomsStreet) -> None:
    visitor = visit("desktop", "zh")
    visitor.sign_in(rooms_street.login("resident"))
    page = visitor.page
    page.goto(f"/rooms?day={rooms_street.day(5)}&start=16:00")
    tab_to(page, "#people")
    page.keyboard.type("8")
    tab_to(page, "main form.sheet button")
    enter(page)
    expect(page.locator(".lead")).to_contain_text("16:00–17:00")
    tab_to(page, ".offer button")
    enter(page)
    expect(page.locator("h1")).to_have_text("请核对后确认")
    assert (visitor.violations(), visitor.overflows()) == ([], False)

    tab_to(page, "#title")
    page.keyboard.type("太极")
    tab_to(page, "form[action$='/confirm'] button")
    enter(page)
    expect(page.locator(".head .badge")).to_have_text("预约成功")
    expect(page.locator(".facts")).to_contain_text("太极")
    tab_to(page, "a[href$='/cancel']")
    enter(page)
    assert visitor.violations() == []
    tab_to(page, "main button")
    enter(page)
    expect(page.locator(".head .badge")).to_have_text("已取消")


def test_who_is_not_signed_in_comes_back_to_what_was_found(visit: Visit, rooms_street: RoomsStreet) -> None:
    visitor = visit("phone", "en", script=False)
    page = visitor.page
    page.goto("/rooms?community=aspen")
    page.fill("#day", rooms_street.day(4).isoformat())
    page.select_option("#start", "17:00")
    page.click("text=Find a room >> nth=-1")
    page.click("text=Sign in to book")
    page.fill("#login", rooms_street.login("resident"))
    page.fill("#password", "tide-and-moon-42")
    page.click("main button")

    expect(page.locator(".lead")).to_contain_text("17:00–18:00")
    page.locator("text=Choose this room").first.click()
    expect(page.locator("h1")).to_have_text("Is everything right?")
    page.click("text=Do not take it")
    page.click("text=Yes, give it back")
    expect(page.locator(".head .badge")).to_have_text("Given back")


def test_somebody_applies_for_a_season_on_a_phone_without_scripts(visit: Visit, rooms_street: RoomsStreet) -> None:
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(rooms_street.login("resident"))
    page = visitor.page
    page.goto("/mine/rooms")
    page.click("text=申请：")
    page.fill("#title", "民乐队")
    page.click("text=其他时间")
    page.select_option("#weekday_1", "1")
    page.select_option("#from_1", "15:00")
    page.select_option("#to_1", "14:00")
    visitor.expect_refusal()
    page.click("form.sheet button")
    expect(page.locator("#to_1-wrong")).to_contain_text("最晚")
    page.select_option("#to_1", "17:00")
    page.click("form.sheet button")
    expect(page.locator("h1")).to_have_text("资格告知单")
    page.click("text=修改")
    expect(page.locator("#title")).to_have_value("民乐队")
    page.click("form.sheet button")
    page.click("text=提交申请")

    expect(page.locator(".ticket .receipt")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("15:00–17:00")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_form_of_a_season_and_its_slip_are_accessible(visit: Visit, rooms_street: RoomsStreet, device: str) -> None:
    visitor = visit(device, "en")
    visitor.sign_in(rooms_street.login("property_staff"))
    looked_at(visitor, f"/counter/people/{rooms_street.person}/apply/{rooms_street.season.round_id}")
    visitor.page.fill("#title", "Choir")
    visitor.page.check("[name=on_1]")
    visitor.page.check("[name=part_morning]")
    visitor.page.click("form.sheet button")

    expect(visitor.page.locator("h1")).to_have_text("Notice slip")
    assert (visitor.violations(), visitor.overflows()) == ([], False)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_clerk_books_for_a_caller_and_gets_a_receipt(visit: Visit, rooms_street: RoomsStreet, device: str) -> None:
    visitor = visit(device, "zh")
    visitor.sign_in(rooms_street.login("property_staff"))
    page = visitor.page
    page.goto("/counter/rooms")
    page.fill("#phone", people.phone_of(8))
    page.select_option("#channel", "hotline")
    page.fill("#day", rooms_street.day(6).isoformat())
    page.select_option("#start", "14:00" if device == "phone" else "18:00")
    page.click("form.sheet button")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.locator(".offer button").first.click()

    expect(page.locator("h1")).to_have_text("预约回执")
    expect(page.locator(".badge")).to_have_text("预约成功")
    assert people.name_of(8) not in page.content()
    assert (visitor.violations(), visitor.overflows()) == ([], False)


def test_the_office_refuses_a_request_with_a_reason(visit: Visit, rooms_street: RoomsStreet) -> None:
    at = rooms_street.at("10:00", 7)
    rooms_street.house.book("C3", span=Span(at, at + timedelta(hours=1)))
    visitor = visit("phone", "zh")
    visitor.sign_in(rooms_street.login("coordinator"))
    page = visitor.page
    page.goto("/office/rooms")
    page.locator(".letters a").first.click()
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.fill("#reason", "当天有社区会议")
    page.click("text=不批准并告知原因")

    expect(page.locator(".empty")).to_contain_text("没有待审批的申请")
