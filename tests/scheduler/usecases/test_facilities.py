"""Facilities, rooms, hours, closures, equipment and organisations: what the office states."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Equipment, Facility, FacilityClosure, Room
from scheduler.usecases import equipment, facilities, facility_hours, organisations
from scheduler.usecases.equipment import EquipmentTerms
from scheduler.usecases.facilities import FacilityTerms, RoomTerms
from scheduler.usecases.facility_hours import HoursTerms
from tests.houses import NOON, House
from tests.scheduler.usecases.wishes import refused

FACILITY = FacilityTerms("N", "睦邻中心", "Neighbours' centre", "neighbourhood")
ROOM = RoomTerms("C9", "音乐室", "Music room", 10)
ITEMS = EquipmentTerms("tent", "帐篷", "Tent", 2)
OPEN = HoursTerms("open", "09:00", "17:00", days="workday")


def add_facility(house: House, by: Actor | None = None, **changed: Any) -> Facility:
    terms = replace(FACILITY, **changed)
    return house.town.do(facilities.add_facility, actor=by or house.town.coordinator, terms=terms)


def add_room(house: House, by: Actor | None = None, **changed: Any) -> Room:
    wanted = {"facility_id": house.facilities["C"], "terms": replace(ROOM, **changed)}
    return house.town.do(facilities.add_room, actor=by or house.town.coordinator, **wanted)


def amend_room(house: House, code: str, version: int = 1, by: Actor | None = None, **changes: Any) -> Room:
    wanted = {"room_id": house.rooms[code], "version": version, "changes": changes}
    return house.town.do(facilities.amend_room, actor=by or house.town.coordinator, **wanted)


def add_items(house: House, by: Actor | None = None, **changed: Any) -> Equipment:
    wanted = {"facility_id": house.facilities["C"], "terms": replace(ITEMS, **changed)}
    return house.town.do(equipment.add, actor=by or house.town.coordinator, **wanted)


def set_windows(house: House, *windows: HoursTerms, version: int | None = None, **more: Any) -> Facility:
    given = {"actor": house.town.coordinator, "version": version or house.version(), "windows": windows}
    return house.town.do(facility_hours.set_windows, facility_id=house.facilities["C"], **{**given, **more})


def last_entry(house: House) -> tuple[str, dict[str, Any]]:
    with house.town.database.reading() as session:
        entry = list(queries.audit.entries(session, house.town.community_id))[-1]
        return entry.action, entry.details


def outsiders(house: House) -> tuple[Actor, ...]:
    return house.town.staff, house.town.people[0], house.town.auditor


def test_a_facility_is_added_by_the_office_under_a_code_of_its_own(house: House) -> None:
    assert add_facility(house).row_version == 1
    assert last_entry(house) == ("facility.add", {"code": "N"})
    with refused(Conflict, "code_in_use", "code"):
        add_facility(house)
    with refused(Rejected, "not_offered", "tier"):
        add_facility(house, code="M", tier="castle")
    for by in outsiders(house):
        with refused(NotAllowed, "not_for_this_role"):
            add_facility(house, by, code="M")


def test_rooms_are_lent_by_a_unit_of_the_area_with_its_conditions(house: House) -> None:
    school = house.town.do(organisations.add, actor=house.town.admin, name="塘桥小学")
    lent = add_facility(house, organisation_id=school.id, conditions_en="Weekends only.")
    assert (lent.organisation_id, lent.conditions_en) == (school.id, "Weekends only.")
    with refused(Rejected, "unknown_id", "organisation_id"):
        add_facility(house, code="M", organisation_id=new_id())


def test_a_facility_is_amended_from_the_version_that_was_seen(house: House) -> None:
    row = add_facility(house)
    wanted: Any = {"facility_id": row.id, "changes": {"name_en": "New"}, "actor": house.town.coordinator}
    assert house.town.do(facilities.amend_facility, version=1, **wanted).row_version == 2
    with refused(Stale, "changed_meanwhile"):
        house.town.do(facilities.amend_facility, version=1, **wanted)
    with refused(NotFound, "no_such_thing"):
        house.town.do(facilities.amend_facility, version=2, **{**wanted, "facility_id": new_id()})


def test_a_room_is_added_and_raises_the_version_of_its_facility(house: House) -> None:
    before = house.version()
    row = add_room(house, features=("piano",), noisy_next_to=("C1",))
    assert (row.features, row.noisy_next_to, row.approval, row.row_version) == (["piano"], ["C1"], "instant", 1)
    assert (house.version(), last_entry(house)) == (before + 1, ("room.add", {"room": "C9"}))
    with refused(Conflict, "code_in_use", "code"):
        add_room(house, code="E1")
    for by in outsiders(house):
        with refused(NotAllowed, "not_for_this_role"):
            add_room(house, by, code="C8")


def test_a_room_that_cannot_be_is_named(house: House) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"capacity": 0}, "out_of_range", "capacity"),
        ({"approval": "oracle"}, "not_offered", "approval"),
        ({"noisy_next_to": ("E1",)}, "unknown_id", "noisy_next_to"),
        ({"part_of_id": house.rooms["CHa"]}, "not_a_hall", "part_of_id"),
        ({"part_of_id": house.rooms["E1"]}, "not_a_hall", "part_of_id"),
        ({"features": ("x" * 65,)}, "out_of_range", "features.0"),
    ]
    for changed, code, field in cases:
        with refused(Rejected, code, field):
            add_room(house, **changed)
    with refused(Rejected, "not_a_hall", "part_of_id"):
        amend_room(house, "CH", part_of_id=house.rooms["C3"])


def test_a_room_is_not_divided_while_somebody_has_it(house: House) -> None:
    house.book("C3")
    with refused(Conflict, "room_in_use", "part_of_id"):
        add_room(house, part_of_id=house.rooms["C3"])
    house.town.clock.now = NOON + timedelta(hours=2)
    assert add_room(house, part_of_id=house.rooms["C3"]).part_of_id == house.rooms["C3"]


def test_a_hall_gets_no_further_part_while_somebody_has_it(house: House) -> None:
    house.book("CH", people=40)
    with refused(Conflict, "room_in_use", "part_of_id"):
        add_room(house, part_of_id=house.rooms["CH"])


def test_a_room_is_amended_from_its_own_version(house: House) -> None:
    assert amend_room(house, "C2", capacity=25).row_version == 2
    assert last_entry(house) == ("room.amend", {"room": "C2", "fields": ["capacity"]})
    with refused(Stale, "changed_meanwhile"):
        amend_room(house, "C2", capacity=26)
    assert house.book("C2", people=25).state == "confirmed"
    for by in outsiders(house):
        with refused(NotAllowed, "not_for_this_role"):
            amend_room(house, "C2", 2, by, capacity=1)


def test_equipment_is_counted_by_facility(house: House) -> None:
    row = add_items(house)
    assert (row.count, row.alone, last_entry(house)) == (2, False, ("equipment.add", {"equipment": "tent"}))
    with refused(Conflict, "code_in_use", "code"):
        add_items(house)
    wanted: Any = {"equipment_id": row.id, "version": 1, "actor": house.town.coordinator}
    assert house.town.do(equipment.amend, changes={"count": 5}, **wanted).row_version == 2
    with refused(NotFound, "no_such_thing"):
        house.town.do(equipment.amend, changes={}, **{**wanted, "equipment_id": new_id()})
    with refused(Rejected, "room_equipment", "equipment"):
        house.book("C1", equipment={"tent": 6})
    assert house.book("C1", equipment={"tent": 5}).state == "confirmed"


def test_windows_replace_those_of_a_facility_or_of_a_room(house: House) -> None:
    set_windows(house, OPEN)
    set_windows(
        house, HoursTerms("open", "10:00", "12:00"), HoursTerms("staffed", "10:00", "11:00"), room_id=house.rooms["C1"]
    )
    with house.town.database.reading() as session:
        rows = queries.rooms.windows_of(session, house.facilities["C"])
    found = sorted((row.room_id == house.rooms["C1"], row.purpose, row.start_clock) for row in rows)
    assert found == [(False, "open", "09:00"), (True, "open", "10:00"), (True, "staffed", "10:00")]
    with refused(Rejected, "room_closed"):
        house.book("C1")
    with refused(Stale, "changed_meanwhile"):
        set_windows(house, OPEN, version=1)


def test_a_window_that_cannot_be_is_named(house: House) -> None:
    for terms, code, field in (
        (replace(OPEN, start="25:00"), "not_a_time", "windows.0.start"),
        (replace(OPEN, end="09:00"), "empty_window", "windows.0.end"),
        (replace(OPEN, purpose="staffed"), "not_offered", "windows.0.purpose"),
    ):
        with refused(Rejected, code, field):
            set_windows(house, terms)
    with refused(Rejected, "not_offered", "windows.0.purpose"):
        set_windows(house, replace(OPEN, purpose="seniors"), room_id=house.rooms["C1"])
    with refused(NotFound, "no_such_thing"):
        set_windows(house, OPEN, room_id=house.rooms["E1"])
    with refused(Rejected, "out_of_range", "windows"):
        set_windows(house, *[OPEN] * 51)
    for by in outsiders(house):
        with refused(NotAllowed, "not_for_this_role"):
            set_windows(house, OPEN, actor=by)


def test_a_closure_holds_until_it_is_taken_back(house: House) -> None:
    closure = house.close()
    assert last_entry(house) == ("facility.close", {"first": "2026-05-04", "last": "2026-05-04"})
    with refused(Rejected, "room_closed"):
        house.book()
    wanted: Any = {"facility_id": house.facilities["C"], "closure_id": closure}
    with refused(NotFound, "no_such_thing"):
        other = {**wanted, "facility_id": house.facilities["E"]}
        house.town.do(facility_hours.reopen, actor=house.town.coordinator, **other)
    house.town.do(facility_hours.reopen, actor=house.town.coordinator, **wanted)
    with house.town.database.reading() as session:
        assert session.get(FacilityClosure, closure) is None
    assert house.book().state == "confirmed"


def test_a_closure_that_cannot_be_is_named(house: House) -> None:
    with refused(Rejected, "not_offered", "kind"):
        house.close(kind="whim")
    with refused(Rejected, "inverted_dates", "last"):
        house.close(last=NOON.date() - timedelta(days=1))
    with refused(NotFound, "no_such_thing"):
        house.close(room_id=house.rooms["E1"])


def test_organisations_have_names_of_their_own_and_people(house: House) -> None:
    choir = house.town.do(organisations.add, actor=house.town.coordinator, name="  塘桥  合唱团 ")
    assert choir.name == "塘桥 合唱团"
    with refused(Conflict, "name_in_use", "name"):
        house.town.do(organisations.add, actor=house.town.coordinator, name="塘桥 合唱团")
    with refused(Rejected, "empty_name", "name"):
        house.town.do(organisations.add, actor=house.town.coordinator, name="  ")
    for by in outsiders(house):
        with refused(NotAllowed, "not_for_this_role"):
            house.town.do(organisations.add, actor=by, name="x")


def test_people_see_the_organisation_that_they_act_for(house: House) -> None:
    choir = house.town.do(organisations.add, actor=house.town.coordinator, name="塘桥合唱团")
    person = house.town.people[0]

    def names(by: Actor) -> list[str]:
        return [row.name for row in house.town.see(organisations.listed, actor=by)]

    assert (names(person), names(house.town.auditor)) == ([], ["塘桥合唱团"])
    joining: Any = {"member_id": person.member_id, "organisation_id": choir.id}
    house.town.do(organisations.join, actor=house.town.coordinator, **joining)
    assert (names(person), names(house.town.people[1])) == (["塘桥合唱团"], [])
    house.town.do(organisations.join, actor=house.town.coordinator, **{**joining, "organisation_id": None})
    assert names(person) == []
    with refused(Rejected, "unknown_id", "organisation_id"):
        house.town.do(organisations.join, actor=house.town.coordinator, **{**joining, "organisation_id": new_id()})
    with refused(NotFound, "no_such_thing"):
        house.town.do(organisations.join, actor=house.town.coordinator, **{**joining, "member_id": new_id()})
