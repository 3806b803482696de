"""People and their vehicles: enrolled, found, revealed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected
from scheduler.ids import new_id
from scheduler.models import AuditEntry, Member, Resource, Vehicle
from scheduler.usecases import members
from tests.scheduler.usecases.wishes import NEWCOMER, refused
from tests.town import Town

PERSON = members.Person("买买提·阿卜杜拉", "199 0009 0001")


def enrol(town: Town, by: Actor | None = None, **changed: Any) -> Member:
    person = replace(PERSON, **{"home_site_id": town.sites["H"], **changed})
    return town.do(members.enrol, actor=by or town.staff, vault=town.vault, person=person)


def add(town: Town, plate: str = "沪A00001", person: int = NEWCOMER, by: Actor | None = None, **car: Any) -> Vehicle:
    return town.do(
        members.add_vehicle,
        actor=by or town.staff,
        vault=town.vault,
        member_id=town.people[person].member_id,
        car=members.Car(plate, **car),
    )


def find(town: Town, by: Actor | None = None, **asked: str) -> list[Any]:
    return [row.id for row in town.do(members.find, actor=by or town.staff, vault=town.vault, **asked)]


def reveal(town: Town, by: Actor, person: int = 0) -> members.Revealed:
    return town.do(members.revealed, actor=by, vault=town.vault, member_id=town.people[person].member_id)


# ---- enrolling


def test_a_person_is_enrolled_with_a_household_and_a_resource(town: Town) -> None:
    row = enrol(town, identity="11010519491231002x", address="浦建路1号", mail="a@example.org")

    with town.database.reading() as session:
        household = queries.community.household(session, town.community_id, row.household_id or new_id())
        assert household is not None
        assert household.home_site_id == town.sites["H"]
        assert session.execute(select(Resource.kind).where(Resource.subject_id == row.id)).scalar_one() == "person"
    opened = {
        name: town.vault.open_sealed(getattr(row, f"{name}_cipher"), f"member.{name}", row.id)
        for name in ("name", "phone", "identity", "address", "mail")
    }
    assert opened == {
        "name": "买买提·阿卜杜拉", "phone": "+8619900090001", "identity": "11010519491231002X",
        "address": "浦建路1号", "mail": "a@example.org",
    }  # fmt: skip


def test_a_person_may_join_a_household(town: Town) -> None:
    first = enrol(town)
    assert enrol(town, phone="19900090002", household_id=first.household_id).household_id == first.household_id


WRONG_PEOPLE: list[tuple[dict[str, Any], str, str]] = [
    ({"phone": "12345"}, "not_a_phone", "phone"),
    ({"name": "\u200b"}, "not_a_name", "name"),
    ({"identity": "110105194912310021"}, "not_an_identity", "identity"),
    ({"mail": "nobody"}, "not_a_mail", "mail"),
    ({"mail": "@"}, "not_a_mail", "mail"),
    ({"mail": "a@b\nBcc: c@d"}, "not_a_mail", "mail"),
    ({"mail": "a@" + "b" * 199}, "not_a_mail", "mail"),
    ({"language": "fr"}, "not_offered", "language"),
    ({"household_id": new_id()}, "unknown_id", "household_id"),
    ({"home_site_id": new_id()}, "unknown_id", "home_site_id"),
]


def test_a_value_that_cannot_be_is_named_and_nothing_is_kept(town: Town) -> None:
    for changed, code, field in WRONG_PEOPLE:
        with refused(Rejected, code, field):
            enrol(town, **changed)
        with town.database.reading() as session:
            assert len(session.execute(select(Member.id)).all()) == 9


def test_only_staff_enrol_and_a_phone_only_once_in_a_community(town: Town) -> None:
    for by in (town.people[0], town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            enrol(town, by)
    enrol(town)
    with refused(Conflict, "phone_known", "phone"):
        enrol(town, phone="+86-19900090001", name="别人")


def test_one_phone_sent_by_many_at_once_is_enrolled_once(town: Town) -> None:
    def tried(_: int) -> str:
        try:
            enrol(town)
        except Refused as error:
            return error.code
        return "enrolled"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(tried, range(8))) == ["enrolled"] + ["phone_known"] * 7


# ---- vehicles


def test_a_resident_adds_a_car_as_a_tenant(town: Town) -> None:
    row = add(town, by=town.people[NEWCOMER], needs_ev=True, size="compact")
    assert (row.party, row.size, row.needs_ev, row.needs_accessible) == ("tenant", "compact", True, False)
    with town.database.reading() as session:
        assert queries.community.resource_of(session, "vehicle", row.id) is not None


@pytest.mark.parametrize(
    ("car", "field"), [({"party": "owner"}, "party"), ({"needs_accessible": True}, "needs_accessible")]
)
def test_what_staff_must_verify_is_not_stated_by_residents(town: Town, car: dict[str, Any], field: str) -> None:
    with refused(NotAllowed, "not_for_this_role", field):
        add(town, by=town.people[NEWCOMER], **car)
    assert add(town, **car).member_id == town.people[NEWCOMER].member_id


def test_a_car_that_cannot_be_is_refused(town: Town) -> None:
    with refused(Rejected, "not_offered", "party"):
        add(town, party="friend")
    with refused(Rejected, "not_offered", "size"):
        add(town, size="huge")
    with refused(Rejected, "not_a_plate", "plate"):
        add(town, "A1")
    for by in (town.people[0], town.auditor, town.stranger):
        with refused(NotFound, "no_such_thing"):
            add(town, by=by)


def test_a_plate_is_registered_once_however_it_is_written(town: Town) -> None:
    add(town)
    for plate in ("沪A00001", "沪a·000 01", "沪Ａ０００01"):
        with refused(Conflict, "plate_known", "plate"):
            add(town, plate, person=0)


# ---- finding and revealing


def test_people_are_found_by_plate_or_phone_whole_or_by_the_tail(town: Town) -> None:
    row, person = add(town, "沪B12345"), town.people[NEWCOMER].member_id
    assert row.member_id == person
    assert find(town, plate="沪b 12345") == find(town, plate="2345") == [person]
    assert find(town, phone="199 0000 0007") == find(town, phone="0007") == [person]
    assert find(town, plate="沪B54321") == find(town, phone="19900000999") == []
    assert find(town, town.stranger, plate="沪B12345") == []


def test_a_search_is_for_staff_and_says_what_is_missing(town: Town) -> None:
    for by in (town.people[0], town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            find(town, by, plate="沪B12345")
    with refused(Rejected, "missing_field", "plate"):
        find(town)
    with refused(Rejected, "not_a_plate"):
        find(town, plate="B1")
    with refused(Rejected, "not_a_phone"):
        find(town, phone="1990000")


def test_ones_own_record_is_not_noted_and_a_look_by_staff_is(town: Town) -> None:
    def looks() -> list[str]:
        with town.database.reading() as session:
            wanted = select(AuditEntry.actor).where(AuditEntry.action == "member.reveal")
            return list(session.execute(wanted).scalars())

    own = reveal(town, town.people[0])
    assert (own.phone, own.home_site_id, len(own.vehicles), looks()) == ("+8619900000000", town.sites["H"], 1, [])
    assert reveal(town, town.staff).name == own.name
    assert looks() == [town.staff.name]
    for by in (town.people[1], town.auditor, town.stranger):
        with refused(NotFound, "no_such_thing"):
            reveal(town, by)
