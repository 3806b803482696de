"""Sites of property staff: day by day, owners who come back, blocked vehicles, the notice on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import select

from scheduler import calendar, queries
from scheduler.gates import Told
from scheduler.ids import new_id
from scheduler.models import AuditEntry, Block, CallBack, Occupation, Registration, Site, Space, SpaceShare, Vehicle
from scheduler.office import Office
from scheduler.privacy import masked_plate
from scheduler.usecases import call_backs, passages, site_days
from scheduler.usecases.call_backs import Wanted
from solvers.parking.generate import Scale
from tests.pages.street import Street, actor_of, add_account, add_street, block_vehicle, publish
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
PARTS = ("resident", "property_staff", "coordinator", "auditor")
DESK = ("property_staff", "coordinator")
LOOK = (*DESK, "auditor")
SITES_SEEN = {
    "/counter/sites": LOOK,
    "/counter/sites/{site}": LOOK,
    "/counter/returns": LOOK,
    "/counter/returns/{call_back}/missed": DESK,
    "/counter/blocks": LOOK,
    "/counter/checks": DESK,
    "/counter/notices/{round}": DESK,
}
SITES_SENT = {
    "/counter/returns/{call_back}/missed": DESK,
    "/counter/blocks/{block}/lift": ("coordinator",),
    "/counter/checks": DESK,
    "/counter/enrol/begin": DESK,
}
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street with a public notice, where an owner called back a space that somebody has."""
    made = add_street(streets_office, "yew", Scale(3, 40, 90))
    publish(made)
    return made


@pytest.fixture(scope="module")
def returned(street: Street) -> CallBack:
    """What the resident called back: their space, which somebody has by right on that day from the morning on."""
    database, owner = street.office.database, actor_of(street, "resident")
    with database.writing() as session:
        now = database.now(session)
        used, space = first_use(session, street, now + timedelta(days=14))
        space.owner_id = owner.member_id
        every = [{"days": "every", "start": "00:00", "end": "24:00"}]
        offer = {"windows": every, "first": calendar.today(), "channel": "web", "offered_at": now}
        named = {"community_id": street.community_id, "space_id": space.id, "member_id": owner.member_id}
        share = SpaceShare(id=new_id(), state="active", **named, **offer)
        session.add(share)
        session.flush()
        wanted = Wanted(used.starts_at + HOUR, used.ends_at, "web")
        return call_backs.call_back(session, actor=owner, share_id=share.id, wanted=wanted, now=now)


@pytest.fixture
def places(street: Street, returned: CallBack) -> dict[str, object]:
    """What stands in addresses."""
    _, site_id = day_of(street)
    return {"site": site_id, "call_back": returned.id, "block": block_a_vehicle(street), "round": street.round_id}


@pytest.mark.parametrize("place", SITES_SEEN)
def test_each_page_is_shown_to_its_readers_and_to_nobody_else(
    reader: Reader, street: Street, places: dict[str, object], place: str
) -> None:
    address = place.format(**places)
    seen = {part: reader(street.login(part)).get(address).status_code for part in PARTS}

    assert {part: code for part, code in seen.items() if code not in (403, 404)} == dict.fromkeys(
        SITES_SEEN[place], 200
    )
    assert reader().get(address).status_code == 303


@pytest.mark.parametrize("place", SITES_SENT)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, street: Street, places: dict[str, object], place: str
) -> None:
    address, refused = place.format(**places), [part for part in PARTS if part not in SITES_SENT[place]]
    form = {"reason": "Seen by a neighbour.", "action": "endorse", f"chosen.{new_id()}": str(street.round_id)}
    codes = [reader(street.login(part)).post(address, data=form).status_code for part in refused]

    assert [code for code in codes if code not in (403, 404)] == []
    assert reader().post(address, data=form).status_code == 401


def first_use(session: Any, street: Street, since: datetime | None = None) -> tuple[Occupation, Space]:
    """The first dated use of a space in the street by right, from an instant on."""
    wanted = select(Occupation, Space).join(Space, Space.resource_id == Occupation.resource_id)
    wanted = wanted.where(Space.community_id == street.community_id, Occupation.active)
    if since is not None:
        wanted = wanted.where(Occupation.starts_at > since)
    row = session.execute(wanted.order_by(Occupation.starts_at, Occupation.id)).first()
    assert row is not None
    return row[0], row[1]


def zone_of(street: Street) -> str:
    with street.office.database.reading() as session:
        return queries.community.one(session, street.community_id).zone


def day_of(street: Street) -> tuple[date, UUID]:
    """The first day of use, and a site that is used on it."""
    with street.office.database.reading() as session:
        used, space = first_use(session, street)
        return calendar.date_of(used.starts_at, zone_of(street)), space.site_id


def test_the_numbers_of_a_day_are_those_of_its_dated_rows(street: Street) -> None:
    day, site_id = day_of(street)
    with street.office.database.reading() as session:
        now = street.office.database.now(session)
        clerk = actor_of(street, "property_staff")
        found = site_days.seen(session, actor=clerk, site_id=site_id, day=day, now=now)
        noon = calendar.instant_of(day, 12 * 60, found.zone)
        taken = {
            row.space_id for row in queries.site_days.held_at(session, site_id, noon, noon + timedelta(minutes=30))
        }
        spaces = queries.supply.spaces_of(session, site_id)
    half = next(one for one in found.halves if one.start == 12 * 60)
    numbers = half.numbers

    assert len(found.halves) == 48
    assert numbers.given + numbers.owners == len(taken)
    assert numbers.free == max(0, numbers.open - len(taken) - numbers.reserve)
    assert (found.parts[0].start, found.parts[-1].end) == (0, 1440)
    assert [line.space.code for line in found.lines] == [space.code for space in spaces]


def test_a_clerk_reads_whose_the_spaces_are_day_by_day(reader: Reader, street: Street) -> None:
    clerk, (day, site_id) = reader(street.login("property_staff")), day_of(street)
    place = f"/counter/sites/{site_id}"
    with street.office.database.reading() as session:
        since = calendar.instant_of(day, 0, zone_of(street))
        held = [row for row in queries.site_days.held_at(session, site_id, since, since + DAY) if not row.by_owner]
        plate = street.office.vault.open_sealed(held[0].plate_cipher or b"", "vehicle.plate", held[0].vehicle_id)  # type: ignore[arg-type]
    page = clerk.get(f"{place}?day={day}").text
    given = clerk.get(f"{place}?day={day}&show=given").text
    later = clerk.get(f"{place}?day={day + timedelta(days=200)}").text

    assert f'href="/counter/registrations/{held[0].registration_id}">{held[0].receipt}' in page
    assert (masked_plate(plate) in page, plate in page) == (True, False)
    assert f'{place}?day={day + DAY}" rel="next"' in page
    assert len(set(re.findall(r'scope="row"><span class="receipt">', given))) == 1
    assert "not open on this day" in later or "free, open" in later


def test_a_day_that_is_none_is_told_at_its_field(reader: Reader, street: Street) -> None:
    clerk, (_, site_id) = reader(street.login("property_staff")), day_of(street)
    for text in ("soon", "2026-02-30", "9999-01-01"):
        answer = clerk.get(f"/counter/sites/{site_id}?day={text}")
        assert (answer.status_code, 'id="day-wrong"' in answer.text) == (422, True)
    assert clerk.get(f"/counter/sites/{new_id()}").status_code == 404


def test_a_clerk_sees_only_their_sites(reader: Reader, street: Street) -> None:
    with street.office.database.reading() as session:
        here, there, *_ = queries.supply.sites_of(session, street.community_id)
    bound = reader(add_account(street, "gate@yew", "property_staff", site=here.id))
    page = bound.get("/counter/sites").text

    assert (f"/counter/sites/{here.id}" in page, f"/counter/sites/{there.id}" in page) == (True, False)
    assert bound.get(f"/counter/sites/{there.id}").status_code == 404
    assert bound.get(f"/counter/returns?site={there.id}").status_code == 404
    assert bound.get(f"/counter/use?site={there.id}").status_code == 404
    assert bound.get(f"/counter/use?show=violations&site={there.id}").status_code == 404


def test_an_owner_who_comes_back_is_told_with_who_must_leave_and_who_went_where(
    reader: Reader, street: Street, returned: CallBack
) -> None:
    clerk = reader(street.login("property_staff"))
    page = clerk.get("/counter/returns").text
    with street.office.database.reading() as session:
        gave = queries.site_days.gave_way(session, [returned.id])[returned.id]
        space = session.get_one(Space, returned.space_id)
        ends, comes = Occupation.ends_at, returned.starts_at
        until_then = Occupation.resource_id == space.resource_id, ends <= comes, ends > comes - timedelta(days=1)
        stays = session.scalars(select(Occupation).where(*until_then, Occupation.active)).first() is not None

    assert returned.state == "given_back"
    assert f"their own space {space.code}" in page
    # Where another space was free, whoever had this one has that one from the beginning.
    assert ("must have left by" in page, "Nobody in the day before." in page) == (stays, not stays)
    assert [one.occupation_id for one in gave] == [0] or len(gave) == 1
    assert ("fell away" in page, " at " in page) == (gave[0].moved_to is None, True)
    assert clerk.get(f"/counter/returns?site={space.site_id}").text.count('class="card return') == 1


def test_that_a_space_was_taken_is_recorded_once_after_it_was_confirmed(
    reader: Reader, street: Street, returned: CallBack
) -> None:
    clerk, place = reader(street.login("property_staff")), f"/counter/returns/{returned.id}/missed"
    early = clerk.post(place)
    with street.office.database.writing() as session:
        row = session.get_one(CallBack, returned.id)
        now = street.office.database.now(session)
        row.starts_at, row.ends_at = now - HOUR, now + HOUR
    assert f'href="{place}"' in clerk.get("/counter/returns").text
    form = {"once": once_of(clerk.get(place).text)}
    answers = [clerk.post(place, data=form) for _ in range(2)]
    with street.office.database.reading() as session:
        missed = session.get_one(CallBack, returned.id).missed

    with street.office.database.reading() as session:
        noted = session.query(AuditEntry).filter_by(action="share.missed", subject_id=str(returned.id)).count()
    again, asked, listed = (
        clerk.post(place, data={"once": "another-tab-of-theirs"}),
        clerk.get(place),
        clerk.get("/counter/returns"),
    )

    assert early.status_code == 409
    assert [answer.headers.get("location") for answer in answers] == ["/counter/returns"] * 2
    assert (missed, noted) == (True, 1)
    assert f'href="{place}"' not in listed.text
    assert (again.status_code, "This has been reported already." in again.text) == (409, True)
    assert ("Recorded already" in asked.text, "<button>Yes, record it" in asked.text) == (True, False)


def another(street: Street, returned: CallBack, days: int, **more: Any) -> CallBack:
    """One more call for the same space, later by some days, as it stands an hour after it began."""
    database, owner = street.office.database, actor_of(street, "resident")
    since = returned.ends_at + days * DAY
    with database.writing() as session:
        now, wanted = database.now(session), Wanted(since, since + HOUR, "web")
        row = call_backs.call_back(session, actor=owner, share_id=returned.share_id, wanted=wanted, now=now)
        for name, value in {"starts_at": now - HOUR, "ends_at": now + HOUR, **more}.items():
            setattr(row, name, value)
        return row


@pytest.mark.parametrize(("state", "days"), [("withdrawn", 1), ("compensated", 2)])
def test_of_an_owner_who_has_no_space_to_come_back_to_the_page_says_so(
    reader: Reader, street: Street, returned: CallBack, state: str, days: int
) -> None:
    row = another(street, returned, days, state=state)
    page = reader(street.login("property_staff")).get(f"/counter/returns/{row.id}/missed").text

    assert [words in page for words in ("has no space here", "within a week", "<button>Yes, record it")] == [
        True, False, False,
    ]  # fmt: skip


def test_a_clerk_on_a_phone_is_offered_once_to_record_that_an_owner_found_the_space_taken(
    visit: Callable[..., Visitor], street: Street, returned: CallBack
) -> None:
    row, visitor = another(street, returned, 3), visit("phone", "zh")
    visitor.sign_in(street.login("property_staff"))
    page, link = visitor.page, f"a[href='/counter/returns/{row.id}/missed']"
    page.goto("/counter/returns")
    page.click(link)
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    page.get_by_role("button", name="确认登记").click()
    page.wait_for_url("**/counter/returns")
    expect(page.locator("main .return").first).to_be_visible()
    expect(page.locator(link)).to_have_count(0)
    page.goto(f"/counter/returns/{row.id}/missed")

    expect(page.locator(".note")).to_contain_text("已登记：业主到场时车位被占")
    expect(page.get_by_role("button", name="确认登记")).to_have_count(0)
    with street.office.database.reading() as session:
        assert session.get_one(CallBack, row.id).confirmed
        assert session.query(AuditEntry).filter_by(action="share.missed", subject_id=str(row.id)).count() == 1


def once_of(page: str) -> str:
    """The key of the first form of a page that has effect once."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def block_a_vehicle(street: Street) -> UUID:
    with street.office.database.reading() as session:
        wanted = select(Vehicle).where(Vehicle.community_id == street.community_id).order_by(Vehicle.id)
        vehicle = session.execute(wanted).scalars().all()[-2].id
    return block_vehicle(street, vehicle)


def test_the_office_lifts_a_block_with_a_reason(reader: Reader, street: Street) -> None:
    block = block_a_vehicle(street)
    clerk, office = (reader(street.login(part)) for part in DESK)
    place = f"/counter/blocks/{block}/lift"
    seen = clerk.get("/counter/blocks").text
    refused = clerk.post(place, data={"reason": "It was an ambulance."})
    form = {"once": once_of(office.get("/counter/blocks").text), "reason": "  "}
    unsaid = office.post(place, data=form)
    done = office.post(place, data={**form, "reason": "It was an ambulance. 🚑 <script>"})
    again = office.post(place, data={"reason": "Once more."})
    with street.office.database.reading() as session:
        row = session.get_one(Block, block)

    assert ("3 violations counted" in seen, place in seen) == (True, False)
    assert (refused.status_code, unsaid.status_code, "open" in unsaid.text) == (403, 422, True)
    assert (done.headers["location"], row.lifted_at is not None) == ("/counter/blocks", True)
    assert again.status_code == 409
    assert place not in office.get("/counter/blocks").text


def test_who_stands_there_is_read_by_site_and_page_by_page(reader: Reader, street: Street) -> None:
    office, clerk = street.office, reader(street.login("property_staff"))
    _, site_id = day_of(street)
    with office.database.writing() as session:
        wanted = select(Vehicle).where(Vehicle.community_id == street.community_id).order_by(Vehicle.id).limit(30)
        cars = list(session.execute(wanted).scalars())
        now = office.database.now(session)
        plates = [office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id) for car in cars]
        told = [Told(plate, "in", now, str(new_id())) for plate in plates]
        named: dict[str, Any] = {"site_id": site_id, "told": told, "source": "clerk", "vault": office.vault}
        passages.record(session, actor=actor_of(street, "property_staff"), now=now, **named)
    first = clerk.get(f"/counter/use?site={site_id}").text
    more = re.search(r'href="(/counter/use\?[^"]*after=[^"]+)"', first)
    assert more is not None
    second = clerk.get(more[1].replace("&amp;", "&")).text
    lines = re.compile(r'<tr><th scope="row"><span class="receipt">')

    assert (len(lines.findall(first)), len(lines.findall(second))) == (25, 5)
    assert [plate for plate in plates if plate in first + second] == []
    assert f'href="/counter/sites/{site_id}"' in clerk.get("/counter/sites").text


def test_the_notice_for_the_board_says_what_the_public_notice_says(reader: Reader, street: Street) -> None:
    page = reader(street.login("property_staff")).get(f"/counter/notices/{street.round_id}").text
    with street.office.database.reading() as session:
        version = queries.publications.current(session, street.round_id)
        assert version is not None
        lines = queries.publications.rows(session, version.id, 0, 200)
        homes = {site.id: site for site in queries.supply.sites_of(session, street.community_id)}
        refused = next(line for line in lines if line.outcome == "refused")
        home = session.get_one(Registration, refused.registration_id).home_site_id

    assert [line.receipt for line in lines if line.receipt not in page] == []
    assert (len(lines), version.content_digest in page, "<svg" in page) == (90, True, True)
    of_refused = page[page.index(refused.receipt) :].partition("</li>")[0]
    assert (home is None or homes[home].name_en in of_refused) is False


def test_an_auditor_looks_and_changes_nothing(reader: Reader, street: Street) -> None:
    auditor, (day, site_id) = reader(street.login("auditor")), day_of(street)
    block_a_vehicle(street)
    for place in ("/counter/sites", f"/counter/sites/{site_id}?day={day}", "/counter/returns", "/counter/blocks"):
        page = auditor.get(place).text
        assert re.findall(r'<form[^>]+method="post"[^>]+action="(?!/sign-out)([^"]+)"', page) == [], place
        assert "/counter/registrations/" not in page, place


def test_sites_are_accessible_on_a_phone_and_a_clerk_finds_a_full_day(
    visit: Callable[..., Visitor], street: Street
) -> None:
    visitor, (day, site_id) = visit("narrow", "zh", script=True), day_of(street)
    visitor.sign_in(street.login("property_staff"))
    page = visitor.page
    page.goto("/counter/sites")
    assert (visitor.violations(), visitor.overflows()) == ([], False)
    with street.office.database.reading() as session:
        name = session.get_one(Site, site_id).name_zh
    page.get_by_role("link", name=name).first.click()
    page.fill("#day", day.isoformat())
    page.click("text=查看")

    assert (visitor.violations(), visitor.overflows()) == ([], False)
    assert page.locator(".tide svg rect.given").count() > 0
    for place in ("/counter/returns", "/counter/blocks", "/counter/checks", f"/counter/notices/{street.round_id}"):
        page.goto(place)
        assert (visitor.violations(), visitor.overflows()) == ([], False), place
