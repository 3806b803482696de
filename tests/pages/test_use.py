"""Pages for wardens and clerks: a plate checked, a violation recorded and waived, a vehicle that came."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import select

from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Block, Vehicle, Violation
from scheduler.office import Office
from tests.pages.stored import all_of
from tests.pages.street import Street, add_street
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]
Reader = Callable[..., TestClient]


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
    offered = [option.get_attribute("value") for option in page.locator("#kind option").all()]
    assert offered == ["no_right", "wrong_place", "no_show"]
    page.select_option("#kind", "wrong_place")
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


def test_that_a_car_came_in_while_blocked_is_recorded_only_of_one_that_is(
    reader: Reader, streets_office: Office
) -> None:
    street, office = add_street(streets_office, "medlar"), streets_office
    warden, plate = reader(street.login("coordinator")), plate_in(street)
    with office.database.writing() as session:
        now, site = office.database.now(session), queries.supply.sites_of(session, street.community_id)[0]
        car = queries.plates.car(session, street.community_id, office.vault.index(plate, "vehicle.plate"), now)
        assert car is not None
    form = {"plate": plate, "site_id": str(site.id), "kind": "blocked_entry", "note": "Before the gate."}
    refused = warden.post("/counter/plates/violations", data=form)
    with office.database.writing() as session:
        span = {"since": now, "until": now + timedelta(days=9), "violations": 2}
        named = {"community_id": street.community_id, "vehicle_id": car.vehicle_id}
        session.add(Block(id=new_id(), reason="", **named, **span))
    offered = warden.post("/counter/plates", data={"plate": plate, "site_id": ""}).text
    recorded = warden.post("/counter/plates/violations", data=form)

    assert refused.status_code == 422
    assert ('id="kind-wrong"' in refused.text, "Before the gate." in refused.text) == (True, True)
    assert re.findall(r'<option value="([a-z_]+)"', offered[offered.index('id="kind"') :]) == [
        "no_right",
        "wrong_place",
        "blocked_entry",
        "no_show",
    ]
    assert recorded.headers["location"] == "/counter/use?show=violations"
    assert [one.kind for one in all_of(street, Violation, vehicle_id=car.vehicle_id)] == ["blocked_entry"]
