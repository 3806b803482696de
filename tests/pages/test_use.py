"""Pages for wardens and clerks: a plate checked, a violation recorded and waived, a vehicle that came."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from scheduler.models import Vehicle
from tests.pages.street import Street
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]


def plate_in(street: Street, number: int = -1) -> str:
    """A plate that is registered in a street."""
    with street.office.database.reading() as session:
        wanted = select(Vehicle).where(Vehicle.community_id == street.community_id).order_by(Vehicle.id)
        row = session.execute(wanted).scalars().all()[number]
        return street.office.vault.open_sealed(row.plate_cipher, "vehicle.plate", row.id)


@pytest.mark.parametrize(("device", "language", "no"), [("narrow", "zh", "不可以"), ("desktop", "en", "No")])
def test_a_warden_checks_a_plate_and_records_what_they_see(
    visit: Visit, published_street: Street, device: str, language: str, no: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(published_street.login("coordinator"))
    page, plate = visitor.page, plate_in(published_street)
    page.goto("/counter/plates")
    page.fill("#plate", f" {plate.lower()} ")
    page.click("main form button")
    expect(page.locator(".verdict.no b")).to_contain_text(no)
    assert plate not in page.url
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.click("summary")
    page.fill("#note", "Before the gate.")
    page.select_option("#kind", "blocked_entry")
    page.click("details button")
    expect(page).to_have_url(re.compile(r"/counter/use\?show=violations$"))
    expect(page.locator("main")).to_contain_text("Before the gate.")
    assert plate not in page.content()

    page.goto("/counter/use")
    page.fill("#plate", plate)
    page.click("main form button")
    expect(page.locator("#there tbody tr")).to_have_count(1)
    assert plate not in page.content()
    page.fill("#plate", plate)
    page.select_option("#direction", "out")
    page.click("main form button")
    expect(page.locator("#there tbody tr")).to_have_count(0)
    page.goto("/counter/use?show=violations")
    page.locator("#violations details").first.locator("summary").click()
    page.fill("[name=reason]", "It was an ambulance.")
    page.click("#violations details button")

    expect(page.locator(".badge.waived").first).to_be_visible()
    assert (visitor.violations(), visitor.overflows()) == ([], False)
