"""Pages for wardens and clerks: a plate checked, a violation recorded and waived, a vehicle that came."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import exists, select

from scheduler import calendar, queries
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import Block, Registration, Stay, Vehicle, Violation
from scheduler.office import Office
from scheduler.usecases import overstays, passages, violations
from tests.pages.drivers import HOUR, add_drivers, outstay, pass_gate
from tests.pages.stored import all_of
from tests.pages.street import Street, actor_of
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]
Reader = Callable[..., TestClient]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street with a public notice, where overstays cost something."""
    return add_drivers(streets_office, "myrtle")


def clean_plates(street: Street, count: int) -> list[str]:
    """Plates of cars that have no space in a street, and of which no test let anything be recorded before."""
    with street.office.database.reading() as session:
        wanted = select(Vehicle).where(Vehicle.community_id == street.community_id).order_by(Vehicle.id.desc())
        for known in (Stay, Block, Violation):
            wanted = wanted.where(~exists().where(known.vehicle_id == Vehicle.id))
        served = exists().where(
            Registration.vehicle_id == Vehicle.id, Registration.state.in_(("allocated", "accepted"))
        )
        cars = session.scalars(wanted.where(~served).limit(count)).all()
        assert len(cars) == count
        return [street.office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id) for car in cars]


@pytest.mark.parametrize(("device", "language", "no"), [("narrow", "zh", "不可以"), ("desktop", "en", "No")])
def test_a_warden_checks_a_plate_and_records_what_they_see(
    visit: Visit, published_street: Street, device: str, language: str, no: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(published_street.login("coordinator"))
    page, (plate,) = visitor.page, clean_plates(published_street, 1)
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


def test_that_a_car_came_in_while_blocked_is_recorded_only_of_one_that_is(reader: Reader, street: Street) -> None:
    office, warden, (plate,) = street.office, reader(street.login("coordinator")), clean_plates(street, 1)
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


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "同一违规已有记录"), ("en", "is recorded of this vehicle at this site")]
)
def test_a_warden_on_a_phone_is_told_when_the_gate_recorded_that_the_car_came_in(
    visit: Visit, street: Street, language: str, told: str
) -> None:
    (plate,) = clean_plates(street, 1)
    car, came = come_in_while_blocked(street, plate)
    visitor = visit("phone", language)
    visitor.sign_in(street.login("coordinator"))
    page = visitor.page
    page.goto("/counter/plates")
    page.fill("#plate", plate)
    page.click("main form button")
    page.click("summary")
    page.fill("#note", "Before the gate.")
    page.select_option("#seen_site", str(car.site_id))
    page.select_option("#kind", "blocked_entry")
    visitor.expect_refusal()
    page.click("details button")

    expect(page.locator("#kind-wrong")).to_contain_text(told)
    expect(page.locator("#kind-wrong")).to_contain_text(came)
    expect(page.locator("#kind")).to_be_focused()
    expect(page.locator("#note")).to_have_value("Before the gate.")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    assert [one.id for one in all_of(street, Violation, vehicle_id=car.vehicle_id)] == [car.id]


def come_in_while_blocked(street: Street, plate: str) -> tuple[Violation, str]:
    """What the clockwork recorded of a blocked car that came a quarter of an hour ago, and when that was."""
    office, warden = street.office, actor_of(street, "coordinator")
    with office.database.writing() as session:
        now = office.database.now(session)
        car = queries.plates.car(session, street.community_id, office.vault.index(plate, "vehicle.plate"), now)
        assert car is not None
        home = queries.plates.home_of(session, car.member_id)
        site = next(one for one in queries.supply.sites_of(session, street.community_id) if one.id != home)
        span = {"since": now - DAY, "until": now + DAY, "violations": 2}
        named = {"community_id": street.community_id, "vehicle_id": car.vehicle_id}
        session.add(Block(id=new_id(), reason="", **named, **span))
        came = now - timedelta(minutes=15)
        entry: dict[str, Any] = {"site_id": site.id, "told": [Told(plate, "in", came, str(new_id()))], "source": "gate"}
        passages.record(session, actor=warden, vault=office.vault, now=now, **entry)
    overstays.look_at_all(office)
    (made,) = all_of(street, Violation, vehicle_id=car.vehicle_id)
    return made, f"{came.astimezone(ZoneInfo(calendar.ZONE)):%H:%M}"


def test_cars_that_stand_too_long_are_counted_as_they_are_listed(reader: Reader, street: Street) -> None:
    office, clerk, plates = street.office, reader(street.login("property_staff")), clean_plates(street, 3)
    with office.database.writing() as session:
        now = office.database.now(session)
        site_id = queries.supply.sites_of(session, street.community_id)[0].id
        told = [Told(plate, "in", now - HOUR, str(new_id())) for plate in plates]
        named: dict[str, Any] = {"site_id": site_id, "source": "clerk", "vault": office.vault}
        clerks = actor_of(street, "property_staff")
        passages.record(session, actor=clerks, now=now, told=told, **named)
        passages.record(session, actor=clerks, now=now, told=[Told(plates[2], "out", now, str(new_id()))], **named)
        stays = select(Stay).where(Stay.site_id == site_id, Stay.entered_at == now - HOUR)
        within_grace, too_long, gone = session.execute(stays.order_by(Stay.vehicle_id.desc())).scalars()
        within_grace.allowed_until = now - timedelta(minutes=5)
        too_long.allowed_until, too_long.overstay_minutes = now - timedelta(minutes=46.5), 16  # when it was warned
        gone.allowed_until, gone.overstay_minutes = now - timedelta(minutes=31), 31
    listed = clerk.get(f"/counter/use?show=over&site={site_id}").text
    tile = f'href="/counter/use?show=over&amp;site={site_id}">1</a>'

    assert re.findall(r"(\d+) min too long", listed) == ["47"]
    assert [tile in clerk.get(place).text for place in ("/counter/sites", f"/counter/sites/{site_id}")] == [True, True]
    assert 'href="/counter/use?show=over"><b>1</b>' in clerk.get("/counter").text


def test_what_a_waived_overstay_cost_is_told_no_longer(reader: Reader, street: Street) -> None:
    driver, database = outstay(street), street.office.database
    with database.reading() as session:
        now = database.now(session)
    pass_gate(street, driver.stay.site_id, Told(driver.plate, "out", now, str(new_id())))
    (charged,) = driver.violations
    clerk = reader(street.login("property_staff"))

    def told() -> str:
        cards = clerk.get("/counter/use?show=violations").text.split('<div class="card">')
        (card,) = (card for card in cards if f"/counter/people/{driver.row.member_id}" in card)
        return card

    before = told()
    waived: dict[str, Any] = {
        "violation_id": charged.id,
        "version": charged.row_version,
        "reason": "The gate was broken.",
    }
    office = actor_of(street, "coordinator")
    database.transact(lambda session: violations.waive(session, actor=office, now=now, **waived))

    assert ("5.00 yuan" in before, "5.00 yuan" in told(), "waived" in told()) == (True, False, True)
