"""What property staff and mediators come for, done as they do it: by keyboard alone, or on a phone without scripts.

Every way begins where its person begins, uses the links and buttons of the pages only, and is judged by what the
database holds. The form on behalf, and many checked at once, stand in the tests of the counter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from scheduler import calendar, queries
from scheduler.actors import COMMITTEE, RESIDENT
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import Agreement, Block, CallBack, Dispute, Invoice, Registration, SpaceShare, Stay, Violation
from scheduler.office import Office
from scheduler.privacy import masked_plate
from scheduler.usecases import messages, overstays
from tests.pages.drivers import HOUR, Driver, accept, add_drivers, first_use, outstay, pass_gate, plate_of
from tests.pages.errands import KEYBOARD, PLAIN, Come, Visit, comer
from tests.pages.stored import all_of, one_of
from tests.pages.street import Street, add_account, add_street, rows_of

Reader = Callable[..., TestClient]
MINUTE = timedelta(minutes=1)
TELEPHONE = re.compile(r"\d{3} \d{4} \d{4}")
EVERY_DAY = [{"days": "every", "start": "00:00", "end": "24:00"}]


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street with a public notice, where overstays cost something."""
    made = add_drivers(streets_office, "zelkova")
    add_account(made, made.login(COMMITTEE), COMMITTEE)
    return made


@pytest.fixture
def come(visit: Visit) -> Come:
    """Lets somebody sign in, and begin."""
    return comer(visit)


@pytest.fixture
def stays_too_long(street: Street) -> Driver:
    """Somebody whose time was over an hour ago, and whose car stands there still."""
    return outstay(street)


def without_a_space(street: Street) -> list[Registration]:
    """People who go without a space, one registration of each: who waits and who was refused differs by the dates."""
    served = {row.member_id for row in rows_of(street, "allocated", "accepted", "active")}
    people = {row.member_id: row for row in rows_of(street, "waitlisted", "refused") if row.member_id not in served}
    assert len(people) >= 3, "Too few people of this street go without a space; these tests need three."
    return list(people.values())


# ---- what was registered


def test_a_clerk_endorses_one_and_sends_another_back_with_a_reason_which_its_person_reads(
    come: Come, streets_office: Office
) -> None:
    street = add_street(streets_office, "sumac")
    endorsed, returned = rows_of(street)[:2]
    with streets_office.database.writing() as session:
        for row in (endorsed, returned):
            session.get_one(Registration, row.id).state = "submitted"
    at = come(KEYBOARD, street.login("property_staff"))
    at.hands.write("#asked", f" {endorsed.receipt.lower().replace('-', ' ')} ")
    at.hands.press("form[action='/counter/find'] button")
    at.hands.press("button[name=action][value=endorse]")
    at.hands.press("main a[href='/counter']")
    at.hands.write("#asked", returned.receipt)
    at.hands.press("form[action='/counter/find'] button")
    at.hands.write("#reason", "请补交行驶证。")
    with at.page.expect_navigation():
        at.page.keyboard.press("Enter")  # whoever wrote a reason does not mean to endorse
    person = come(PLAIN, add_account(street, f"returned@{street.slug}", RESIDENT, returned.member_id))
    person.hands.press("nav.sections a[href='/mine']")
    expect(person.page.locator("main")).to_contain_text("请补交行驶证。")

    states = [one_of(street, Registration, id=row.id).state for row in (endorsed, returned)]
    assert states == ["endorsed", "needs_information"]


# ---- overstays and violations


def test_a_clerk_finds_whose_car_stands_too_long_and_writes_down_that_it_left(
    come: Come, street: Street, stays_too_long: Driver
) -> None:
    driver, site = stays_too_long, stays_too_long.stay.site_id
    at = come(PLAIN, street.login("property_staff"))
    at.hands.press(".waits a[href='/counter/use?show=over']")
    keeper = f"a[href='/counter/people/{driver.row.member_id}']"
    line = at.page.locator(f"#over tr:has({keeper})")
    expect(line).to_contain_text(re.compile(r"6\d min too long"))
    expect(line).to_contain_text(masked_plate(driver.plate))
    expect(line.locator(keeper)).to_have_text(f"Call the keeper {masked_plate(driver.plate)}")
    expect(at.page.locator("#over")).to_contain_text("That you looked is put on record.")
    assert not at.visitor.overflows()
    at.hands.press(f"#over {keeper}")
    expect(at.page.locator("h1")).to_have_text(TELEPHONE)
    at.hands.press("nav.sections a[href='/counter/sites']")
    at.hands.press(f"main a[href='/counter/sites/{site}']")
    at.hands.press(f".tiles a[href='/counter/use?show=over&site={site}']")
    expect(line).to_have_count(1)
    at.hands.open("main details summary")
    at.hands.write("#plate", f" {driver.plate[:2]}·{driver.plate[2:].lower()} ")
    at.hands.choose("#site_id", str(site))
    at.hands.choose("#direction", "out")
    at.hands.press("form[action='/counter/use/passages'] button")
    expect(at.page.locator(f"#there tr:has({keeper})")).to_have_count(0)
    overstays.look_at_all(street.office)
    at.hands.press("nav.filters a[href*='show=violations']")
    expect(at.page.locator(f"#violations .card:has({keeper})")).to_contain_text("5.00 yuan")

    left = one_of(street, Stay, id=driver.stay.id).left_at
    assert left is not None
    assert [(one.kind, one.state, one.fen) for one in driver.violations] == [("overstay", "charged", 500)]


def test_a_driver_disputes_an_overstay_and_the_committee_settles_it(
    come: Come, street: Street, stays_too_long: Driver
) -> None:
    driver = stays_too_long
    with street.office.database.reading() as session:
        now = street.office.database.now(session)
    pass_gate(street, driver.stay.site_id, Told(driver.plate, "out", now, str(new_id())))
    (violation,) = driver.violations
    at = come(PLAIN, add_account(street, f"driver@{street.slug}", RESIDENT, driver.row.member_id))
    at.hands.press("nav.sections a[href='/mine']")
    at.hands.press("nav.entries a[href='/mine/disputes']")
    at.hands.press("main a[href='/mine/disputes/new']")
    expect(at.page.locator("label", has=at.page.locator(f"[value='violation:{violation.id}']"))).to_contain_text(
        "stayed too long"
    )
    at.hands.tick(f"[name=ground][value='violation:{violation.id}']")
    at.hands.write("#statement", "The gate was broken, I waited for an hour.")
    at.hands.press("main form.sheet button")
    case = one_of(street, Dispute, subject_id=violation.id)
    heard = come(KEYBOARD, street.login(COMMITTEE))
    heard.hands.press(f"main a[href='/office/disputes/{case.id}']")
    expect(heard.page.locator(".facts").first).to_contain_text("超时停放")
    expect(heard.page.locator(".facts").first).to_contain_text("5.00")
    heard.hands.press("form[action$='/mediate'] button")
    heard.hands.open("details:has(form[action$='/settle']) > summary")
    heard.hands.write("#reason-settle", "道闸确有故障，免收。")
    expect(heard.page.locator(f"#effect_1 option[value='waive:{violation.id}']")).to_contain_text("超时停放")
    heard.hands.choose("#effect_1", f"waive:{violation.id}")
    heard.hands.press("form[action$='/settle'] button")

    assert one_of(street, Dispute, id=case.id).state == "settled"
    assert [one.state for one in driver.violations] == ["waived"]
    assert [one.state for one in all_of(street, Invoice, cause_id=violation.id)] == ["cancelled"]


def test_a_warden_checks_a_plate_records_what_is_seen_and_the_office_waives_it(
    come: Come, street: Street, stays_too_long: Driver
) -> None:
    driver = stays_too_long
    at = come(KEYBOARD, street.login("coordinator"))
    at.hands.press("nav.sections a[href='/counter/sites']")
    at.hands.press("nav.entries a[href='/counter/plates']")
    at.hands.write("#plate", driver.plate)
    at.hands.press("form[action='/counter/plates'] button")
    with street.office.database.reading() as session:
        site = queries.supply.site(session, street.community_id, driver.stay.site_id)
    assert site is not None
    expect(at.page.locator(".verdict.no")).to_contain_text("已于")
    expect(at.page.locator(".verdict.no")).to_contain_text(site.name_zh)
    at.hands.open("details:has(form[action='/counter/plates/violations']) > summary")
    expect(at.page.locator("#seen_site")).to_have_value(str(site.id))
    assert at.visitor.violations() == []
    at.hands.choose("#kind", "wrong_place")
    at.hands.write("#note", "占用两个车位。")
    at.hands.press("form[action='/counter/plates/violations'] button")
    overstay, seen = driver.violations
    assert at.visitor.violations() == []
    at.hands.open(f"details:has(form[action$='{seen.id}/waive']) > summary")
    at.hands.write(f"#why-{seen.id}", "标线被积雪覆盖。")
    at.hands.press(f"form[action$='{seen.id}/waive'] button")

    found = [(one.kind, one.state, one.note, one.reason) for one in driver.violations]
    assert found == [("overstay", "warned", "", ""), ("wrong_place", "waived", "占用两个车位。", "标线被积雪覆盖。")]
    assert overstay.minutes >= 60


def test_whoever_comes_in_with_a_blocked_car_is_told_that(come: Come, street: Street) -> None:
    row = without_a_space(street)[0]
    with street.office.database.writing() as session:
        now = street.office.database.now(session)
        span = {"since": now - HOUR, "until": now + timedelta(days=9), "violations": 2}
        named = {"community_id": street.community_id, "vehicle_id": row.vehicle_id}
        session.add(Block(id=new_id(), reason="", **named, **span))
        sites = queries.supply.sites_of(session, street.community_id)
        home = queries.community.home_of_member(session, row.member_id)
    at = come(KEYBOARD, street.login("property_staff"))
    at.hands.press("nav.sections a[href='/counter/sites']")
    at.hands.press("nav.entries a[href='/counter/use']")
    at.hands.write("#plate", plate_of(street, row))
    at.hands.choose("#site_id", str(next(site.id for site in sites if site.id != home)))
    at.hands.press("form[action='/counter/use/passages'] button")
    overstays.look_at_all(street.office)
    at.hands.press("nav.filters a[href*='show=violations']")
    expect(at.page.locator("#violations .card", has_text="停用期间驶入")).to_have_count(1)
    while messages.to_inboxes(street.office):
        pass
    driver = come(PLAIN, add_account(street, f"blocked@{street.slug}", RESIDENT, row.member_id))
    driver.hands.press("nav.sections a[href='/mine']")
    driver.hands.press("nav.entries a[href='/mine/messages']")
    expect(driver.page.locator("main")).to_contain_text("Your vehicle came in while it was blocked")

    assert [one.kind for one in all_of(street, Violation, vehicle_id=row.vehicle_id)] == ["blocked_entry"]


def test_a_clerk_is_led_to_nobody_whom_they_do_not_serve(reader: Reader, street: Street) -> None:
    led = []
    with street.office.database.reading() as session:
        homes = [
            (row, home)
            for row in without_a_space(street)[2:]
            if (home := queries.community.home_of_member(session, row.member_id))
        ]
        assert homes, "Nobody who goes without a space lives at a site of this street."
        sites = queries.supply.sites_of(session, street.community_id)
        now = street.office.database.now(session)
    row, home = homes[0]
    for site in sorted(sites, key=lambda site: site.id != home):
        pass_gate(street, site.id, Told(plate_of(street, row), "in", now, str(new_id())))
        clerk = reader(add_account(street, f"{site.code}@{street.slug}", "property_staff", site=site.id))
        page = clerk.get("/counter/use").text
        led.append((masked_plate(plate_of(street, row)) in page, f'href="/counter/people/{row.member_id}"' in page))

    assert led == [(True, True), (True, False)]


# ---- owners who come back


def test_an_owner_has_their_space_back_and_the_clerk_sees_who_must_leave(
    come: Come, street: Street, stays_too_long: Driver
) -> None:
    driver, owner = stays_too_long, without_a_space(street)[1].member_id
    space = owned(street, driver, owner)
    with street.office.database.reading() as session:
        now = street.office.database.now(session)
    begins = now.astimezone(ZoneInfo(calendar.ZONE)) + 10 * MINUTE
    at = come(PLAIN, add_account(street, f"owner@{street.slug}", RESIDENT, owner))
    at.hands.press("nav.sections a[href='/mine']")
    at.hands.press("nav.entries a[href='/mine/spaces']")
    at.hands.open("details:has(form[action$='/call-back']) > summary")
    at.hands.write("[name=starts_at]", f"{begins:%Y-%m-%dT%H:%M}")
    at.hands.write("[name=ends_at]", f"{begins + 40 * MINUTE:%Y-%m-%dT%H:%M}")
    at.hands.press("form[action$='/call-back'] button")
    back = one_of(street, CallBack, space_id=space)
    with street.office.database.writing() as session:  # ten minutes later
        session.get_one(CallBack, back.id).starts_at = now - MINUTE
    clerk = come(KEYBOARD, street.login("property_staff"))
    clerk.hands.press(".waits a[href='/counter/returns']")
    expect(clerk.page.locator(".card.return.alarm")).to_contain_text(masked_plate(driver.plate))
    assert clerk.visitor.violations() == []
    clerk.hands.press(f".card.return a[href='/counter/registrations/{driver.row.id}']")
    expect(clerk.page.locator("main")).to_contain_text("查看会留下记录。")
    clerk.hands.press(f"main a[href='/counter/people/{driver.row.member_id}']")
    expect(clerk.page.locator("h1")).to_have_text(TELEPHONE)
    clerk.hands.press("nav.sections a[href='/counter/sites']")
    clerk.hands.press("main .alarm a[href^='/counter/returns?site=']")
    clerk.hands.press(f"a[href='/counter/returns/{back.id}/missed']")
    clerk.hands.press("main form button")

    told = one_of(street, CallBack, id=back.id)
    assert (told.state, told.missed, told.fen) == ("given_back", True, 0)
    expect(clerk.page.locator(".card.return .facts")).to_contain_text("本次未补偿")


def owned(street: Street, driver: Driver, owner: UUID) -> UUID:
    """The space of a driver, which somebody owns and shares at every hour."""
    with street.office.database.writing() as session:
        resources = {one.resource_id for one in first_use(session, driver.row)}
        spaces = queries.supply.spaces_of(session, driver.stay.site_id)
        space = next(one for one in spaces if one.resource_id in resources)
        space.owner_id = owner
        named = {"community_id": street.community_id, "space_id": space.id, "member_id": owner, "channel": "window"}
        since = {"first": calendar.today() - timedelta(days=1), "offered_at": street.office.database.now(session)}
        session.add(SpaceShare(id=new_id(), state="active", windows=EVERY_DAY, **named, **since))
        return space.id


# ---- paper


def test_a_clerk_finds_somebody_by_the_end_of_a_plate_and_prints_agreement_and_notice(
    come: Come, street: Street
) -> None:
    row = rows_of(street, "allocated")[-1]
    accept(street, row)
    at = come(KEYBOARD, street.login("property_staff"))
    at.hands.write("#asked", plate_of(street, row)[-4:].lower())
    at.hands.press("form[action='/counter/find'] button")
    if at.page.url.endswith("/find"):  # somebody else's plate ends like this one
        at.hands.press(f"a[href='/counter/people/{row.member_id}']")
    at.hands.press(f"a[href='/counter/registrations/{row.id}']")
    at.hands.press("main a[href^='/agreements/']")
    agreement = one_of(street, Agreement, registration_id=row.id)
    assert (at.page.url.rpartition("/")[2], sheets(at.page)) == (str(agreement.id), 1)
    at.hands.open("details:has(form[action$='/sign']) > summary")
    at.hands.press("form[action$='/sign'] button")
    at.hands.press("nav.sections a[href='/counter/sites']")
    at.hands.press("main a[href^='/counter/notices/']")

    signed = one_of(street, Agreement, id=agreement.id)
    assert (signed.state, signed.signed_on) == ("signed", calendar.date_of(signed.drawn_up_at, calendar.ZONE))
    assert sheets(at.page) == 1
    with street.office.database.reading() as session:
        version = queries.publications.current(session, street.round_id)
        assert version is not None
        lines = queries.publications.rows(session, version.id, 0, 200)
    assert at.page.locator(".sheet-lines li > .receipt:first-child").all_inner_texts() == [
        line.receipt for line in lines
    ]


def sheets(page: Page) -> int:
    """On how many sheets of paper a page is printed."""
    return page.pdf(format="A4").count(b"/Type /Page\n")
