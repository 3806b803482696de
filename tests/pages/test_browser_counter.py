"""The counter in a browser: an answer for somebody who came, and a session that ends over a form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fixtures import people
from scheduler import queries
from scheduler.models import Registration
from tests.api.conftest import PASSWORD
from tests.pages.street import Street, rows_of
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("device", "language", "words"), [("phone", "zh", "已放弃"), ("narrow", "en", "Declined")])
def test_a_clerk_finds_a_receipt_and_declines_for_its_person(
    visit: Visit, answering_street: Street, device: str, language: str, words: str
) -> None:
    visitor = visit(device, language, script=True)
    visitor.sign_in(answering_street.login("property_staff"))
    page, row = visitor.page, rows_of(answering_street, "allocated")[-1]
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.fill("#asked", row.receipt.lower())
    page.click("main form button")
    expect(page.locator(".huge")).to_have_text(row.receipt)
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("a[href$='/decline']")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("main button")

    expect(page.locator("main .badge")).to_have_text(words)
    expect(page.locator("a[href$='/decline']")).to_have_count(0)
    for place in (f"/counter/rounds/{answering_street.round_id}", f"/counter/people/{row.member_id}"):
        page.goto(place)
        assert (visitor.violations(), visitor.overflows()) == ([], False), place


def test_what_a_clerk_typed_outlives_the_session_without_scripts(visit: Visit, open_street: Street) -> None:
    visitor = visit("phone", "en", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page = visitor.page
    page.goto("/counter/enrol")
    page.fill("#name", "罗一鸣")
    page.fill("#phone", "139 0000 2222")
    page.context.clear_cookies()
    visitor.expect_refusal()
    page.click("main button")
    expect(page.locator("main")).to_contain_text("Your session has ended.")
    page.fill("#login", open_street.login("property_staff"))
    page.fill("#password", PASSWORD)
    page.click("main button")
    expect(page.locator("h1")).to_have_text("You are signed in again")
    assert page.url.endswith("/sign-in")
    page.click("main button")

    expect(page.locator("h1")).to_contain_text("罗一鸣")


def test_ones_own_page_with_messages_is_accessible_and_fits_a_phone(visit: Visit, answering_street: Street) -> None:
    visitor = visit("phone", "zh")
    visitor.sign_in(answering_street.login("resident"))

    expect(visitor.page.locator("#letters")).to_have_text("消息")
    assert (visitor.violations(), visitor.overflows()) == ([], False)


def test_a_receipt_goes_on_one_sheet_and_a_notice_ends_with_its_last_line(
    visit: Visit, answering_street: Street
) -> None:
    visitor = visit("desktop", "zh", script=False)
    visitor.sign_in(answering_street.login("property_staff"))
    page, row = visitor.page, rows_of(answering_street, "waitlisted", "refused")[0]
    page.goto(f"/counter/registrations/{row.id}")
    assert sheets(page) == 1

    page.goto(f"/counter/notices/{answering_street.round_id}")
    page.emulate_media(media="print")
    expect(page.locator("footer")).to_be_hidden()
    assert sheets(page) == 1


def sheets(page: Page) -> int:
    """How many sheets of paper a page takes."""
    return len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))


class Keyboard:
    """A clerk without a mouse; `pressed` counts the keys."""

    def __init__(self, page: Page) -> None:
        self._page, self.pressed = page, 0

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.pressed += len(text)
        self._page.keyboard.type(text)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.pressed += 1
            self._page.keyboard.press(key)

    def enter(self) -> None:
        """Press Enter and wait for the page that follows."""
        with self._page.expect_navigation():
            self.press("Enter")

    def see(self, wanted: str) -> None:
        """See where the focus is, as one does before one types."""
        expect(self._page.locator(wanted)).to_be_focused()

    def tab_to(self, wanted: str) -> None:
        """Press Tab until the wanted element has the focus."""
        for _ in range(40):
            self.press("Tab")
            if self._page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"{wanted} cannot be reached by keyboard")


def made_by(street: Street, receipt: str) -> Registration:
    with street.office.database.reading() as session:
        made = queries.registrations.by_receipt(session, receipt)
    assert made is not None
    return made


def test_a_clerk_registers_somebody_new_by_keyboard_alone_with_few_keys(visit: Visit, open_street: Street) -> None:
    visitor = visit("desktop", "zh")
    visitor.sign_in(open_street.login("property_staff"))
    page, keys = visitor.page, Keyboard(visitor.page)

    keys.see("#asked")
    keys.type("139 0000 1234")
    keys.enter()
    keys.see("[action$='/begin'] button")
    keys.enter()  # whoever is not known is enrolled with the number that was typed
    expect(page.locator("#phone")).to_have_value("139 0000 1234")
    keys.see("#name")
    keys.type("陈晓明")
    keys.tab_to("#home_site_id")
    keys.press("ArrowDown")
    keys.tab_to("#plate")
    keys.type("沪a·88888")
    keys.enter()
    expect(page.locator("h1")).to_contain_text("陈晓明")
    assert visitor.violations() == []
    keys.see("[name=pattern]:checked")
    keys.tab_to("#channel")
    keys.press("ArrowDown")
    keys.tab_to("form[action$='/slip'] button")
    keys.enter()
    expect(page.locator("h1")).to_have_text("资格告知单")
    expect(page.locator(".met")).to_contain_text("车辆已登记")
    expect(page.locator(".bring")).to_contain_text("身份证")
    assert visitor.violations() == []
    keys.see("form[action$='/registrations'] button")
    keys.enter()
    expect(page.locator("h1")).to_have_text("登记回执")
    receipt = page.locator(".huge").inner_text()
    expect(page.locator("main")).to_contain_text("沪A****8")
    assert visitor.violations() == []
    made = made_by(open_street, receipt)

    assert (made.state, made.channel, made.operator_id is not None) == ("submitted", "hotline", True)
    # Two seconds for each, which is slow, make less than two of the three minutes.
    assert keys.pressed <= 55
    keys.see("main a[href='/counter']")
    keys.enter()
    keys.see("#asked")


def test_somebody_known_is_registered_with_a_phone_number_and_four_times_enter(
    visit: Visit, open_street: Street
) -> None:
    visitor = visit("desktop", "en", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page, keys = visitor.page, Keyboard(visitor.page)
    keys.see("#asked")
    keys.type(people.phone_of(9))
    keys.enter()
    keys.see("[name=pattern]:checked")
    keys.press("ArrowDown", 2)
    keys.enter()
    keys.see("form[action$='/registrations'] button")
    keys.enter()
    expect(page.locator("h1")).to_have_text("Receipt of registration")
    keys.see("main a[href='/counter']")
    made = made_by(open_street, page.locator(".huge").inner_text())
    keys.enter()

    assert (made.state, keys.pressed) == ("submitted", 11 + 6)
    assert [use["days"] for use in made.uses] == ["every", "rest_day"]


def test_a_clerk_sees_whose_form_it_is_and_what_is_missing_without_scrolling(visit: Visit, open_street: Street) -> None:
    visitor = visit("desktop", "zh", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page, keys = visitor.page, Keyboard(visitor.page)
    send, before = page.locator("form[action$='/registrations'] button"), len(rows_of(open_street, "submitted"))
    for told, may_send in ((".verdict", 1), (".missing li", 0)):  # the second time, the same wish stands already
        page.goto("/counter")
        keys.see("#asked")
        keys.type(people.phone_of(11))
        keys.enter()
        keys.see("[name=pattern]:checked")
        expect(page.locator(".whose-form")).to_be_in_viewport()
        expect(page.locator(".whose-form")).to_have_text(page.locator("h1").inner_text())
        keys.enter()
        expect(page.locator(told).first).to_be_in_viewport()
        expect(send).to_have_count(may_send)
        keys.see("form[action$='/registrations'] button" if may_send else "form[action$='/change'] button")
        keys.enter()

    keys.see("[name=pattern]:checked")
    assert len(rows_of(open_street, "submitted")) == before + 1


def test_the_focus_stands_at_the_field_that_is_wrong(visit: Visit, open_street: Street) -> None:
    visitor = visit("desktop", "en", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page, keys = visitor.page, Keyboard(visitor.page)
    page.goto("/counter/enrol")
    keys.see("#name")
    keys.type("罗一")
    keys.press("Tab")
    keys.type("123")
    visitor.expect_refusal()
    keys.enter()
    keys.see("#phone")
    page.fill("#phone", "139 0000 7712")
    page.fill("#plate", "ABC")
    visitor.expect_refusal()
    keys.enter()
    keys.see("#plate")
    page.fill("#plate", "")
    keys.enter()

    expect(page.locator("h1")).to_contain_text("罗一")


def test_of_two_wrong_fields_the_first_alone_has_the_focus(visit: Visit, open_street: Street) -> None:
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page = visitor.page
    page.goto("/counter/enrol")
    page.fill("#name", "罗二")
    page.fill("#phone", "123")
    page.fill("#plate", "ABC")
    visitor.expect_refusal()
    page.click("main button")

    expect(page.locator("#phone")).to_be_focused()
    assert page.locator("[autofocus]").count() == 1


def test_a_wrong_plate_below_a_wish_has_the_focus_and_the_wish_has_not(visit: Visit, open_street: Street) -> None:
    visitor = visit("desktop", "zh", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page = visitor.page
    page.goto(f"/counter/people/{rows_of(open_street)[0].member_id}")
    expect(page.locator("[name=pattern]:checked")).to_be_focused()
    page.locator("details:has(#plate) > summary").click()
    page.fill("#plate", "ABC")
    visitor.expect_refusal()
    page.click("form[action$='/vehicles'] button")

    expect(page.locator("#plate")).to_be_focused()
    assert page.locator("[autofocus]").count() == 1
