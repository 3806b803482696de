"""What once went wrong with rooms: what is lent, told and closed, and for whom somebody acts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from api.sentences.refusals import REFUSALS
from scheduler import queries
from scheduler.errors import Conflict, NotAllowed
from scheduler.models import Allocation, Occupation, Room
from scheduler.queries.lent import Lent
from scheduler.usecases import facilities, organisations, timetables
from scheduler.usecases.facilities import RoomTerms
from scheduler.usecases.timetables import Part
from tests import houses
from tests.houses import HOUR, NOON, House
from tests.scheduler.usecases.room_acts import give_right
from tests.scheduler.usecases.wishes import refused
from tests.town import START, Town


def amend_room(house: House, code: str, **changes: Any) -> Room:
    with house.town.database.reading() as session:
        version = session.get_one(Room, house.rooms[code]).row_version
    wanted = {"room_id": house.rooms[code], "version": version, "changes": changes}
    return house.town.do(facilities.amend_room, actor=house.town.coordinator, **wanted)


def divide(house: House, code: str) -> Room:
    terms = RoomTerms("X1", "小间", "Part", 5, part_of_id=house.rooms[code])
    place = {"facility_id": house.facilities["C"], "terms": terms}
    return house.town.do(facilities.add_room, actor=house.town.coordinator, **place)


def prepared(town: Town, section: dict[str, Any], awake: bool = True) -> House:
    """A house in which C1 will be somebody's on the first Monday at noon, once a version is published."""
    house = houses.build(town)
    give_right(house, section)
    with town.database.writing() as session:
        row = session.execute(select(Occupation).where(Occupation.starts_at == NOON)).scalar_one()
        row.active = awake
        session.get_one(Allocation, row.allocation_id).state = "prepared"
    return house


def give_hall(house: House) -> None:
    """A right of a season to the hall, with three projectors."""
    give_right(house, {"equipment": {"projector": 3}})
    with house.town.database.writing() as session:
        row = session.execute(select(Occupation).where(Occupation.starts_at == NOON)).scalar_one()
        parts = [session.get_one(Room, house.rooms[code]).resource_id for code in ("CHa", "CHb")]
        row.resource_id = parts[0]
        more = {"starts_at": row.starts_at, "ends_at": row.ends_at, "allocation_id": row.allocation_id}
        session.add(Occupation(resource_id=parts[1], **more))


def lent(house: House) -> list[Lent]:
    with house.town.database.reading() as session:
        return queries.lent.by_bookings(session, house.town.community_id, NOON, NOON + HOUR)


# ---- what is lent


def test_what_a_room_has_for_good_is_not_lent_to_it(house: House) -> None:
    amend_room(house, "C2", features=("projector",))
    house.book("C2", equipment={"projector": 1000})
    assert lent(house) == []
    house.book("C1", person=1, equipment={"projector": 1})
    assert lent(house) == [Lent(house.facilities["C"], NOON, NOON + HOUR, {"projector": 1})]
    house.book(None, person=2, count=2)
    assert [one.counts for one in lent(house)] == [{"projector": 1}, {"projector": 2}]


def test_a_hall_is_asked_for_what_it_has_itself_not_for_what_its_parts_have(house: House) -> None:
    amend_room(house, "CH", features=("projector",))
    house.book("CH", people=40, equipment={"projector": 3})
    assert house.book("C1", person=1, equipment={"projector": 3}).state == "confirmed"


def test_what_only_the_parts_of_a_hall_have_is_carried_to_the_hall(house: House) -> None:
    for code in ("CHa", "CHb"):
        amend_room(house, code, features=("projector",))
    house.book("CH", people=40, equipment={"projector": 3})
    with refused(Conflict, "equipment_short", "equipment"):
        house.book("C1", person=1, equipment={"projector": 1})


@pytest.mark.parametrize(("features", "free"), [((), False), (("projector",), True)])
def test_a_right_to_a_hall_has_carried_what_the_hall_lacks(published: Town, features: tuple[str], free: bool) -> None:
    house = houses.build(published)
    amend_room(house, "CH", features=features)
    give_hall(house)
    if free:
        assert house.book("C1", equipment={"projector": 3}).state == "confirmed"
    else:
        with refused(Conflict, "equipment_short", "equipment"):
            house.book("C1", equipment={"projector": 1})


# ---- what is prepared


def test_nobody_is_told_what_a_room_will_be_for_before_it_is_published(published: Town) -> None:
    section = {
        "title": "塘桥合唱团",
        "category": "culture",
        "listed": True,
        "noisy": True,
        "equipment": {"projector": 3},
    }
    house = prepared(published, section)
    wanted: Any = {"slug": "tangqiao", "room_id": house.rooms["C1"], "first": NOON.date(), "last": NOON.date()}
    (day,) = house.town.see(timetables.timetable, now=START, **wanted)
    assert [part for part in day.parts if part.kind == "taken"] == [Part("taken", NOON, NOON + HOUR, "other", "")]
    with refused(Conflict, "noisy_neighbours"):
        house.book("C2", noisy=True)
    with refused(Conflict, "equipment_short"):
        house.book("C2", equipment={"projector": 1})


@pytest.mark.parametrize("awake", [True, False])
def test_a_room_is_not_divided_while_somebody_is_about_to_get_it(published: Town, awake: bool) -> None:
    house = prepared(published, {}, awake)
    with refused(Conflict, "room_in_use", "part_of_id"):
        divide(house, "C1")
    with house.town.database.writing() as session:
        row = session.execute(select(Occupation).where(Occupation.starts_at == NOON)).scalar_one()
        session.get_one(Allocation, row.allocation_id).state, row.active = "released", False
    assert divide(house, "C1").part_of_id == house.rooms["C1"]


# ---- for whom


def test_only_the_office_acts_for_an_organisation_that_a_person_does_not_belong_to(house: House) -> None:
    choir = house.town.do(organisations.add, actor=house.town.coordinator, name="塘桥合唱团")
    member = house.town.people[0].member_id
    with refused(NotAllowed, "not_your_organisation", "organisation_id"):
        house.book(actor=house.town.staff, channel="hotline", member_id=member, organisation_id=choir.id)
    office: Any = {"actor": house.town.coordinator, "channel": "hotline"}
    assert house.book(member_id=member, organisation_id=choir.id, **office).organisation_id == choir.id
    joining: Any = {"member_id": member, "organisation_id": choir.id}
    house.town.do(organisations.join, actor=house.town.coordinator, **joining)
    desk: Any = {"actor": house.town.staff, "channel": "hotline"}
    assert house.book("C2", member_id=member, organisation_id=choir.id, **desk).organisation_id == choir.id


# ---- what is closed


def test_a_closure_cancels_what_has_become_too_large_for_its_room_as_well(house: House) -> None:
    large, elsewhere = house.book(people=10), house.book("C2", person=1)
    amend_room(house, "C1", capacity=5)
    house.close(room_id=house.rooms["C1"])
    assert [house.booking(one.id).state for one in (large, elsewhere)] == ["cancelled", "confirmed"]


def test_a_closure_does_not_cancel_what_is_only_too_large_for_its_room(house: House) -> None:
    large = house.book(people=10)
    amend_room(house, "C1", capacity=5)
    house.close(start="15:00", end="16:00")
    assert house.booking(large.id).state == "confirmed"


def test_whoever_finds_a_place_taken_is_not_told_of_cars() -> None:
    told = REFUSALS["space_taken"]
    assert [word for word in ("space", "车") if word in told.en + told.zh] == []
