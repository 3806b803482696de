"""The counter in a browser: an answer for somebody who came, and a session that ends over a form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

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
    page.fill("#receipt", row.receipt.lower())
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
