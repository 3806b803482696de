"""Sites on the office's pages: set up from nothing, changed, closed once it is told whom that touches."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from fixtures import people
from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Site, Space
from scheduler.office import Office
from scheduler.translation.closed_hours import falls_into
from scheduler.usecases import founding, organisations
from scheduler.usecases.founding import Founding
from tests.api.conftest import PASSWORD
from tests.pages.rooms_street import RoomsStreet, add_rooms
from tests.pages.street import Street, actor_of, add_account, publish
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
LOOKERS, PLANNERS, CLERKS = PARTS[2:], PARTS[3:], PARTS[2:4]
OFFICE = ("coordinator",)
SITE, HOUSE = "/office/sites/{site}", "/office/facilities/{facility}"
PLACES_SEEN = {
    "/office/community": PLANNERS,
    "/office/organisations": PLANNERS,
    "/office/organisations/{organisation}": PLANNERS,
    "/office/calendar": LOOKERS,
    "/office/calendar/{day}": LOOKERS,
    "/office/sites": LOOKERS,
    SITE: LOOKERS,
    f"{SITE}/facts": LOOKERS,
    f"{SITE}/partners": LOOKERS,
    f"{SITE}/hours": LOOKERS,
    f"{SITE}/closures": LOOKERS,
    f"{SITE}/spaces": LOOKERS,
    f"{SITE}/spaces/{{space}}": LOOKERS,
    f"{SITE}/spaces/{{space}}/hours": LOOKERS,
    "/office/facilities": LOOKERS,
    HOUSE: LOOKERS,
    f"{HOUSE}/facts": LOOKERS,
    f"{HOUSE}/hours": LOOKERS,
    f"{HOUSE}/closures": LOOKERS,
    f"{HOUSE}/rooms": LOOKERS,
    f"{HOUSE}/rooms/{{room}}": LOOKERS,
    f"{HOUSE}/rooms/{{room}}/hours": LOOKERS,
    f"{HOUSE}/equipment": LOOKERS,
    f"{HOUSE}/equipment/{{item}}": LOOKERS,
}
PLACES_SENT = {
    "/office/community": OFFICE,
    "/office/organisations": OFFICE,
    "/office/organisations/{organisation}": OFFICE,
    "/office/organisations/{organisation}/people": OFFICE,
    "/office/organisations/{organisation}/people/{member}": OFFICE,
    "/office/calendar/{day}": OFFICE,
    "/office/sites": OFFICE,
    f"{SITE}/facts": OFFICE,
    f"{SITE}/partners": OFFICE,
    f"{SITE}/hours": CLERKS,
    f"{SITE}/closures": CLERKS,
    f"{SITE}/closures/{{closure}}/reopen": CLERKS,
    f"{SITE}/spaces": CLERKS,
    f"{SITE}/spaces/{{space}}": CLERKS,
    f"{SITE}/spaces/{{space}}/owner": CLERKS,
    f"{SITE}/spaces/{{space}}/hours": CLERKS,
    "/office/facilities": OFFICE,
    f"{HOUSE}/facts": OFFICE,
    f"{HOUSE}/hours": OFFICE,
    f"{HOUSE}/closures": OFFICE,
    f"{HOUSE}/closures/{{closure}}/reopen": OFFICE,
    f"{HOUSE}/rooms": OFFICE,
    f"{HOUSE}/rooms/{{room}}": OFFICE,
    f"{HOUSE}/rooms/{{room}}/hours": OFFICE,
    f"{HOUSE}/equipment": OFFICE,
    f"{HOUSE}/equipment/{{item}}": OFFICE,
}
FORM = {"code": "zz9", "name_zh": "新名", "name": "新单位", "kind": "tower", "tier": "centre", "version": "1"}
FORM |= {"day_type": "rest_day", "reason": "街道文化节", "phone": people.phone_of(0), "capacity": "9", "count": "9"}
FORM |= {"start": "09:00", "end": "10:00", "first": "2030-01-01", "number": "2", "size": "large", "tolerance": "3"}
FORM |= {"sure": "yes", "approval": "instant", "datum": "GCJ-02", "partner_id": str(new_id())}
SCRIPT = "<script>alert(1)</script>"
NASTY = f"{SCRIPT}\u202e🅿️"


@pytest.fixture(scope="module")
def house(streets_office: Office) -> RoomsStreet:
    """A street with rooms, whose parking round is public."""
    made = add_rooms(streets_office, "hackberry")
    publish(made.street)
    return made


@pytest.fixture(scope="module")
def things(house: RoomsStreet) -> dict[str, Any]:
    """What stands in addresses."""
    street, database = house.street, house.street.office.database
    given: dict[str, Any] = {"actor": actor_of(street, "coordinator"), "name": "合唱团"}
    group = database.transact(lambda s: organisations.add(s, now=database.now(s), **given)).id
    with database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[0]
        facility = queries.rooms.facilities_of(session, street.community_id)[0]
        return {
            "site": site.id,
            "space": queries.supply.spaces_of(session, site.id)[0].id,
            "facility": facility.id,
            "room": queries.rooms.rooms_of(session, facility.id)[0].id,
            "item": queries.rooms.equipment_of(session, facility.id)[0].id,
            "organisation": group,
            "member": house.person,
            "closure": new_id(),
            "day": "2030-05-04",
        }


def site_of(street: Street) -> Site:
    with street.office.database.reading() as session:
        return queries.supply.sites_of(session, street.community_id)[0]


def version(page: Any) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def windows(street: Street, site: UUID) -> list[tuple[str, str, str, str]]:
    with street.office.database.reading() as session:
        rows = queries.supply.windows_of(session, site)
    return [(row.purpose, row.days, row.start_clock, row.end_clock) for row in rows if row.space_id is None]


@pytest.mark.parametrize("part", PARTS)
def test_each_page_is_shown_to_its_readers_and_to_nobody_else(
    reader: Reader, house: RoomsStreet, things: dict[str, Any], part: str
) -> None:
    client = reader(house.login(part) if part else None)

    seen = {place: client.get(place.format(**things)).status_code for place in PLACES_SEEN}

    assert seen == {place: 200 if part in who else 403 if part else 303 for place, who in PLACES_SEEN.items()}


@pytest.mark.parametrize("part", PARTS)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, house: RoomsStreet, things: dict[str, Any], part: str
) -> None:
    client = reader(house.login(part) if part else None)
    others = [place for place, who in PLACES_SENT.items() if part not in who]

    answers = {place: client.post(place.format(**things), data=FORM).status_code for place in others}

    assert [place for place, status in answers.items() if status not in ((403, 404) if part else (401,))] == []


def test_an_office_sets_up_all_that_a_first_round_needs_on_its_first_monday(
    reader: Reader, streets_office: Office
) -> None:
    begun = Founding("firstmonday", "新街道", "New street", "first@monday", PASSWORD)
    database, settings = streets_office.database, streets_office.settings
    community = database.transact(lambda s: founding.found(s, settings=settings, founding=begun, now=database.now(s)))
    office = reader("first@monday")
    steps = office.get("/office/community")
    assert steps.text.count("to do") == 6
    names = {"name_zh": "新街道", "name_en": "New street", "version": version(steps)}
    office.post("/office/community", data={**names, "counter_zh": "工作日上午，新路 1 号"})
    assert "Add the first one below" in office.get("/office/sites").text

    code = {"code": "ｃ01 ", "name_zh": "塘桥一村", "kind": "compound", "latitude": "31.21", "longitude": "121.52"}
    place = office.post("/office/sites", data=code).headers["location"]
    many = {"code": "c01-001", "number": "40", "size": "standard", "bookable": "yes"}
    office.post(f"{place}/spaces", data=many)
    opened = {"purpose": "open", "days": "workday", "season": "any", "start": "8:00", "end": "00:00"}
    office.post(f"{place}/hours", data={**opened, "version": version(office.get(f"{place}/hours"))})
    hall = {"code": "nc1", "name_zh": "睦邻中心", "name_en": "Neighbours", "tier": "neighbourhood"}
    centre = office.post("/office/facilities", data=hall).headers["location"]
    room = {
        "code": "nc1-101",
        "name_zh": "书画室",
        "capacity": "２０",
        "features": "step-free、mirrors",
        "approval": "staff",
    }
    office.post(f"{centre}/rooms", data=room)
    daily = {**opened, "days": "every", "end": "20:30"}
    office.post(f"{centre}/hours", data={**daily, "version": version(office.get(f"{centre}/hours"))})

    with database.reading() as session:
        (site,) = queries.supply.sites_of(session, community)
        spaces = [row.code for row in queries.supply.spaces_of(session, site.id)]
        (hours,) = queries.supply.windows_of(session, site.id)
        built = queries.rooms.house_of(session, community)
    assert (site.code, site.name_en, site.datum, site.latitude) == ("c01", "塘桥一村", "GCJ-02", 31.21)
    assert (len(spaces), spaces[0], spaces[-1]) == (40, "c01-001", "c01-040")
    assert (hours.days, hours.start_clock, hours.end_clock) == ("workday", "08:00", "24:00")
    assert [(one.capacity, one.features, one.approval) for one in built.rooms] == [
        (20, ["step-free", "mirrors"], "staff")
    ]
    assert [(one.start_clock, one.end_clock) for one in built.windows] == [("08:00", "20:30")]
    assert office.get("/office/community").text.count("to do") == 3


def test_sent_twice_a_site_is_made_once(reader: Reader, house: RoomsStreet) -> None:
    office = reader(house.login("coordinator"))
    form = {"code": "twice", "name_zh": "两次", "kind": "tower", "once": "o" * 22}

    places = [office.post("/office/sites", data=form).headers["location"] for _ in range(2)]

    assert places[0] == places[1]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "no spaces"}, "code"),
        ({"gate_limit": "many"}, "gate_limit"),
        ({"outside_cap": "100001"}, "outside_cap"),
        ({"latitude": "north"}, "latitude"),
        ({"latitude": "31.2"}, "longitude"),
        ({"longitude": "999", "latitude": "31.2"}, "longitude"),
        ({"name_zh": ""}, "name_zh"),
        ({"name_zh": "长" * 5_000}, "name_zh"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(
    reader: Reader, house: RoomsStreet, changed: dict[str, str], field: str
) -> None:
    form = {"code": "wrong", "name_zh": "错", "name_en": "Typed & kept", "kind": "compound", **changed}

    page = reader(house.login("coordinator")).post("/office/sites", data=form)

    assert (page.status_code, f'id="{field}-wrong"' in page.text) == (422, True)
    assert 'value="Typed &amp; kept"' in page.text


def test_codes_of_new_spaces_count_on_and_all_are_made_or_none(reader: Reader, house: RoomsStreet) -> None:
    site, office = site_of(house.street), reader(house.login("property_staff"))
    place = f"/office/sites/{site.id}/spaces"
    kind = {"size": "large", "ev": "yes", "party_owner": "yes"}

    nameless = office.post(place, data={**kind, "code": "row", "number": "3"})
    made = office.post(place, data={**kind, "code": "row-08", "number": "3"})
    again = office.post(place, data={**kind, "code": "row-07", "number": "3"})
    too_many = office.post(place, data={**kind, "code": "row-01", "number": "501"})

    assert [one.status_code for one in (nameless, made, again, too_many)] == [422, 303, 409, 422]
    assert 'id="code-wrong"' in again.text
    with house.street.office.database.reading() as session:
        rows = [row for row in queries.supply.spaces_of(session, site.id) if row.code.startswith("row")]
    assert [row.code for row in rows] == ["row-08", "row-09", "row-10"]
    assert [(row.size, row.ev, row.bookable, row.reserved_for) for row in rows[:1]] == [
        ("large", True, False, ["owner"])
    ]
    found = office.get(place, params={"search": "ROW-1"}).text
    assert ("row-10" in found, "row-08" in found) == (True, False)
    assert "No space has a code like that" in office.get(place, params={"search": "%"}).text


def test_hours_are_added_changed_and_taken_away_one_by_one(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("coordinator"))
    site = site_of(street)
    place, before = f"/office/sites/{site.id}/hours", windows(street, site.id)

    def send(**form: str) -> Any:
        return office.post(
            place, data={"version": version(office.get(place)), "days": "every", "season": "any", **form}
        )

    assert send(purpose="curfew", start="22:00", end="06:00", weekday_6="yes").status_code == 303
    assert send(purpose="leave_by", start="７：30", end="").status_code == 303
    assert windows(street, site.id)[-2:] == [
        ("curfew", "every", "22:00", "06:00"),
        ("leave_by", "every", "07:30", ""),
    ]
    shown = office.get(place, params={"at": str(len(before))})
    assert ('value="22:00"' in shown.text, 'name="weekday_6" value="yes" checked' in shown.text) == (True, True)
    assert send(at=str(len(before)), purpose="curfew", start="23:00", end="05:00").status_code == 303
    assert windows(street, site.id)[-2] == ("curfew", "every", "23:00", "05:00")
    wrong = send(purpose="open", start="09:00", end="09:00")
    assert (wrong.status_code, 'id="end-wrong"' in wrong.text) == (422, True)
    for _ in range(2):
        assert send(at=str(len(before)), do="remove").status_code == 303
    assert windows(street, site.id) == before


def test_two_who_change_the_same_are_told_and_nothing_typed_is_lost(reader: Reader, house: RoomsStreet) -> None:
    office, street = reader(house.login("coordinator")), house.street
    with street.office.database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[1]
    place = f"/office/sites/{site.id}/facts"
    seen = version(office.get(place))
    form = {"name_zh": "先改的", "name_en": "First", "kind": site.kind, "gate_limit": "12", "version": seen}
    assert office.post(place, data=form).status_code == 303

    late = office.post(place, data={**form, "name_zh": "后改的", "gate_limit": "15"})

    assert late.status_code == 412
    assert ("Now: 先改的" in late.text, "Now: 12" in late.text, 'value="后改的"' in late.text) == (True, True, True)
    assert office.post(place, data={**form, "name_zh": "后改的", "version": version(late)}).status_code == 303
    hours = office.post(f"/office/sites/{site.id}/hours", data={"at": "99", "do": "remove", "version": version(late)})
    assert hours.status_code == 412
    with street.office.database.reading() as session:
        assert session.get_one(Site, site.id).name_zh == "后改的"


def test_a_form_with_a_fault_does_not_undo_what_another_changed_meanwhile(reader: Reader, house: RoomsStreet) -> None:
    office, street = reader(house.login("coordinator")), house.street
    with street.office.database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[1]
    place = f"/office/sites/{site.id}/facts"
    form = {"name_zh": "甲改的", "kind": site.kind, "version": version(office.get(place))}
    faulty = {**form, "name_zh": "乙改的", "gate_limit": "many"}
    assert office.post(place, data=form).status_code == 303

    wrong = office.post(place, data=faulty)
    mended = office.post(place, data={**faulty, "gate_limit": "3", "version": version(wrong)})

    assert (wrong.status_code, version(wrong), mended.status_code) == (422, form["version"], 412)
    with street.office.database.reading() as session:
        assert session.get_one(Site, site.id).name_zh == "甲改的"


def test_a_window_is_never_changed_by_its_place_in_an_older_list(reader: Reader, house: RoomsStreet) -> None:
    office, site = reader(house.login("coordinator")), site_of(house.street)
    place = f"/office/sites/{site.id}/hours"
    old = {"at": "0", "purpose": "open", "days": "every", "season": "any", "start": "09:00", "end": "17:00"}
    old["version"] = version(office.get(place))
    assert office.post(place, data={**old, "at": "", "start": "02:00", "end": "03:00"}).status_code == 303

    late = office.post(place, data=old)
    last = {"at": str(len(windows(house.street, site.id)) - 1), "do": "remove"}

    assert (late.status_code, 'value="09:00"' in late.text) == (412, True)
    assert re.findall(r'name="at" value="(\d*)"', late.text)[-1] == ""
    assert office.post(place, data={**last, "version": version(office.get(place))}).status_code == 303


def test_the_hours_of_somebodys_own_space_are_not_the_offices_to_state(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("coordinator"))
    with street.office.database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[1]
        space = queries.supply.spaces_of(session, site.id)[0]
    place = f"/office/sites/{site.id}/spaces/{space.id}"
    owner = {"phone": people.phone_of(0), "version": version(office.get(place))}
    assert office.post(f"{place}/owner", data=owner).status_code == 303
    with street.office.database.reading() as session:
        newest = str(session.get_one(Site, site.id).row_version)
    form = {"purpose": "open", "days": "every", "season": "any", "start": "09:00", "end": "17:00", "version": newest}

    refused = office.post(f"{place}/hours", data=form)

    assert (refused.status_code, "This space is somebody&#39;s own." in refused.text) == (409, True)
    nobody = {"do": "nobody", "version": version(office.get(place))}
    assert office.post(f"{place}/owner", data=nobody).status_code == 303


def test_nobody_leaves_an_organisation_that_is_not_there(
    reader: Reader, house: RoomsStreet, things: dict[str, Any]
) -> None:
    office = reader(house.login("coordinator"))

    assert office.post(f"/office/organisations/{new_id()}/people/{things['member']}").status_code == 404


def test_before_a_site_is_closed_it_is_told_whom_that_touches(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("property_staff"))
    with street.office.database.reading() as session:
        right = queries.rounds.one(session, street.community_id, street.round_id)
        assert right is not None
        sites = queries.supply.sites_of(session, street.community_id)
        first = right.use_first
    span = {"first": str(first), "last": str(first + timedelta(days=6)), "start": "00:00", "end": "00:00"}
    asked = [
        (site, office.post(f"/office/sites/{site.id}/closures", data={**span, "reason": SCRIPT})) for site in sites
    ]
    site, page = next((site, page) for site, page in asked if "right by a plan" in page.text)
    place = f"/office/sites/{site.id}/closures"
    assert (SCRIPT in page.text, "Nothing is taken away by itself" in page.text) == (False, True)
    with street.office.database.reading() as session:
        assert queries.supply.closures_of(session, site.id) == []

    form = {**span, "reason": "路面翻修", "sure": "yes", "version": version(page), "once": "c" * 22}
    assert [office.post(place, data=form).status_code for _ in range(2)] == [303, 303]

    with street.office.database.reading() as session:
        (row,) = queries.supply.closures_of(session, site.id)
    assert (row.first, row.last, row.start_clock, row.end_clock, row.reason) == (
        first,
        first + timedelta(days=6),
        "00:00",
        "24:00",
        "路面翻修",
    )
    assert "路面翻修" in office.get(place).text
    assert "</b> The whole site · Closure" in office.get(f"/office/sites/{site.id}").text
    assert office.post(f"{place}/{row.id}/reopen").status_code == 303
    backwards = office.post(place, data={**span, "last": str(first - timedelta(days=1))})
    assert (backwards.status_code, 'id="last-wrong"' in backwards.text) == (422, True)


@pytest.mark.parametrize(
    ("clocks", "begins", "is_touched"),
    [
        (("00:00", "24:00"), "2027-03-01T09:00", True),
        (("00:00", "24:00"), "2027-03-04T00:00", False),
        (("22:00", "06:00"), "2027-03-01T09:00", False),
        (("22:00", "06:00"), "2027-03-04T05:00", True),
        (("22:00", "06:00"), "2027-03-01T05:00", False),
        (("09:00", "10:00"), "2027-03-01T10:00", False),
    ],
)
def test_who_is_touched_goes_by_the_hours_that_are_closed(
    clocks: tuple[str, str], begins: str, is_touched: bool
) -> None:
    starts = datetime.fromisoformat(begins).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    closed = (date(2027, 3, 1), date(2027, 3, 3))

    assert falls_into(starts, starts + timedelta(minutes=30), closed, clocks, "Asia/Shanghai") == is_touched


def test_a_space_is_changed_and_becomes_somebodys_own_by_their_phone(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("coordinator"))
    with street.office.database.reading() as session:
        site = queries.supply.sites_of(session, street.community_id)[1]
        space = queries.supply.spaces_of(session, site.id)[-1]
    place = f"/office/sites/{site.id}/spaces/{space.id}"

    form = {"size": "compact", "accessible": "yes", "version": version(office.get(place))}
    assert office.post(place, data=form).status_code == 303
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in people.phone_of(0))
    nobody = office.post(f"{place}/owner", data={"phone": "13900000000", "version": version(office.get(place))})
    someone = {"name": "章小满", "phone": "13900004321", "plate": "沪A90017", "size": "standard"}
    assert office.post("/counter/enrol", data=someone).status_code == 303
    end = office.post(f"{place}/owner", data={"phone": "4321", "version": version(office.get(place))})
    owned = office.post(f"{place}/owner", data={"phone": f" {wide} ", "version": version(office.get(place))})

    assert (nobody.status_code, 'id="phone-wrong"' in nobody.text, owned.status_code) == (422, True, 303)
    assert (end.status_code, 'id="phone-wrong"' in end.text) == (422, True)
    with street.office.database.reading() as session:
        row = session.get_one(Space, space.id)
    assert (row.size, row.accessible, row.bookable, row.owner_id) == ("compact", True, False, house.person)
    shown = office.get(place).text
    assert ("It is the own space of" in shown, people.phone_of(0) in shown) == (True, False)
    assert (
        office.post(f"{place}/owner", data={"do": "nobody", "version": version(office.get(place))}).status_code == 303
    )
    with street.office.database.reading() as session:
        assert session.get_one(Space, space.id).owner_id is None


def test_sites_are_paired_and_parted(reader: Reader, house: RoomsStreet) -> None:
    street, office = house.street, reader(house.login("coordinator"))
    with street.office.database.reading() as session:
        one, other = queries.supply.sites_of(session, street.community_id)[:2]

    def pairs() -> list[int]:
        with street.office.database.reading() as session:
            return [row.tolerance for row in queries.places.partners_of(session, one.id)]

    def send(site: Site, partner: Site, **changed: str) -> Any:
        place = f"/office/sites/{site.id}/partners"
        seen = {"version": version(office.get(place)), "partner_id": str(partner.id)}
        return office.post(place, data={**seen, **changed})

    assert send(one, other, tolerance="4").status_code == 303
    seen = version(office.get(f"/office/sites/{one.id}/partners"))
    assert send(other, one, tolerance="5").status_code == 303
    assert pairs() == [5]
    late = send(one, other, tolerance="9", version=seen)
    assert (late.status_code, 'value="9"' in late.text, "Now: 5" in late.text, pairs()) == (412, True, True, [5])
    for tolerance in ("many", "100001"):
        wrong = send(one, other, tolerance=tolerance)
        assert (wrong.status_code, 'id="tolerance-1-wrong"' in wrong.text, pairs()) == (422, True, [5])
    assert send(one, other, do="part").status_code == 303
    assert pairs() == []
    itself = send(one, one, tolerance="1")
    assert (itself.status_code, 'id="partner_id-wrong"' in itself.text) == (422, True)


def test_staff_of_one_site_find_no_other(reader: Reader, house: RoomsStreet) -> None:
    street = house.street
    with street.office.database.reading() as session:
        mine, other = queries.supply.sites_of(session, street.community_id)[:2]
    clerk = reader(add_account(street, "guard@hackberry", "property_staff", site=mine.id))

    listed = clerk.get("/office/sites").text

    assert (str(mine.id) in listed, str(other.id) in listed) == (True, False)
    assert clerk.get(f"/office/sites/{other.id}").status_code == 404
    assert clerk.post(f"/office/sites/{other.id}/hours", data={**FORM, "do": "remove"}).status_code == 404


@pytest.mark.parametrize("place", [place for place in PLACES_SENT if "member" not in place])
def test_no_form_breaks_on_what_is_pasted_into_it(
    reader: Reader, house: RoomsStreet, things: dict[str, Any], place: str
) -> None:
    office = reader(house.login("coordinator"))

    for text in (NASTY, "字" * 5_000, "9" * 400, "\x00", ""):
        page = office.post(place.format(**things), data=dict.fromkeys(FORM, text))
        assert (page.status_code < 500, "<script>alert" in page.text) == (True, False)


def test_somebody_of_the_office_adds_a_site_on_a_phone(visit: Callable[..., Visitor], house: RoomsStreet) -> None:
    visitor, street = visit("phone", "zh"), house.street
    visitor.sign_in(house.login("coordinator"))
    page = visitor.page
    page.goto("/office/sites")
    page.click("summary")
    page.fill("#code", "p77")
    page.fill("#name_zh", "浦东大厦")
    page.select_option("#kind", "tower")
    page.click("text=添加 >> visible=true >> nth=-1")
    page.click("text=添加车位")
    page.fill("#code", "p77-01")
    page.fill("#number", "12")
    page.click("main form[method=post] button")
    page.click("text=浦东大厦")
    page.click("text=添加时段")
    page.select_option("#days", "rest_day")
    page.fill("#start", "09:00")
    page.fill("#end", "18:00")
    page.click("text=添加时段 >> nth=-1")
    page.wait_for_selector("text=休息日 09:00–18:00")
    assert (visitor.violations(), visitor.overflows()) == ([], False)

    with street.office.database.reading() as session:
        made = next(row for row in queries.supply.sites_of(session, street.community_id) if row.code == "p77")
        assert len(queries.supply.spaces_of(session, made.id)) == 12
    assert windows(street, made.id) == [("open", "rest_day", "09:00", "18:00")]
