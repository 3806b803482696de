"""What once went wrong with people, their vehicles, those who serve them, and what several do at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from scheduler import queries
from scheduler.actors import ADMIN, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused
from scheduler.ids import new_id
from scheduler.models import Account, AuditEntry, Booking, Covenant, LoginFailure, Role, Vehicle
from scheduler.usecases import access, accounts, bookings, eligibility, locks, looking, members, vehicles
from tests.communities import DAY
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused, register, wish
from tests.town import START, Town

TOWER = 5
"""Somebody who lives at the other site than the one that the town's staff run."""
SPAN = bookings.Span(START + timedelta(hours=1), START + timedelta(hours=2))


def book(town: Town, person: int, space: str, by: Actor | None = None, vehicle: Any = None) -> Booking:
    return town.do(
        bookings.book,
        actor=by or town.people[person],
        vehicle_id=vehicle or town.vehicles[person],
        space_id=town.spaces[space],
        span=SPAN,
        channel="web",
    )


def add(town: Town, plate: str, by: Actor | None = None, person: int = NEWCOMER) -> Vehicle:
    member = town.people[person].member_id
    car = members.Car(plate)
    return town.do(members.add_vehicle, actor=by or town.people[person], vault=town.vault, member_id=member, car=car)


def codes_of(work: Any, times: int) -> list[str]:
    """What each of several at once was answered."""

    def told(number: int) -> str:
        try:
            work(number)
        except Refused as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(told, range(times)))


# ---- staff of one site


def test_staff_reach_the_people_of_their_own_sites_only(town: Town) -> None:
    plate = town.see(members._found, community=town.community_id, vault=town.vault, plate=None, phone="0005")
    assert [row.id for row in plate] == [town.people[TOWER].member_id]
    for tail, found in (("0005", 0), ("0000", 1)):
        assert len(town.do(members.find, actor=town.staff, vault=town.vault, phone=tail)) == found
    for work in (
        partial(town.do, members.revealed, actor=town.staff, vault=town.vault, member_id=town.people[TOWER].member_id),
        partial(add, town, "沪A00001", town.staff, TOWER),
        partial(book, town, TOWER, "T1", town.staff),
        partial(register, town, TOWER, town.staff, "door", uses=DAY, home_site_id=town.sites["H"]),
    ):
        with refused(NotFound, "no_such_thing"):
            work()


def test_staff_enrol_for_their_own_sites_only(town: Town) -> None:
    def enrol(by: Actor, **home: Any) -> Any:
        person = members.Person("古丽", "19900090001", **home)
        return town.do(members.enrol, actor=by, vault=town.vault, person=person)

    away = enrol(town.coordinator, home_site_id=town.sites["T"])
    for home, field in (
        ({"home_site_id": town.sites["T"]}, "home_site_id"),
        ({}, "home_site_id"),
        ({"household_id": away.household_id, "home_site_id": town.sites["H"]}, "household_id"),
    ):
        with refused(NotAllowed, "not_your_site", field):
            enrol(town.staff, **home)


def test_staff_see_bookings_of_their_people_and_at_their_sites(town: Town) -> None:
    theirs, at_theirs = book(town, 0, "T1"), book(town, 6, "H1")
    others = book(town, TOWER, "T2")

    listed = town.see(bookings.listed, actor=town.staff)
    assert {row.id for row in listed} == {theirs.id, at_theirs.id}
    assert town.see(bookings.seen, actor=town.staff, booking_id=at_theirs.id).id == at_theirs.id
    with refused(NotFound, "no_such_thing"):
        town.do(bookings.cancel, actor=town.staff, booking_id=others.id, version=None)
    assert len(town.see(bookings.listed, actor=town.coordinator)) == 3


def test_staff_lock_no_places_of_other_sites_and_read_no_names_there(planned: Town) -> None:
    wanted = {"registration_id": planned.registrations[0], "reason": "现场情况"}
    for place, field in ({"site_id": planned.sites["T"]}, "site_id"), ({"space_id": planned.spaces["T1"]}, "space_id"):
        for kind in ("fix", "forbid"):
            with refused(NotAllowed, "not_your_place", field):
                planned.do(locks.lock, actor=planned.staff, kind=kind, **wanted, **place)
    assert planned.do(locks.lock, actor=planned.staff, kind="forbid", **wanted).kind == "forbid"
    names = planned.do(
        looking.names, actor=planned.staff, vault=planned.vault, registrations=list(planned.registrations)
    )
    assert set(names) == set(planned.registrations[:5])


def test_a_search_by_the_tail_is_noted_with_its_number_only(town: Town) -> None:
    town.do(members.find, actor=town.staff, vault=town.vault, phone="0001")
    town.do(members.find, actor=town.staff, vault=town.vault, phone="19900000001")
    with town.database.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.action == "member.search")
        (entry,) = session.execute(wanted).scalars()
    assert (entry.actor, entry.details) == (town.staff.name, {"count": 1})


# ---- vehicles


def test_people_register_a_few_vehicles_themselves_and_staff_more(town: Town) -> None:
    assert codes_of(lambda number: add(town, f"沪A0000{number}"), 4) == ["done"] * 2 + ["too_many_vehicles"] * 2
    add(town, "沪A00009", town.staff)
    with town.database.writing() as session:
        session.get_one(Covenant, (town.community_id, 1)).settings = {"most_vehicles_per_member": 5}
    add(town, "沪A00010")


def test_a_vehicle_that_is_gone_is_found_no_more_and_its_plate_is_free(town: Town) -> None:
    row = add(town, "沪A12345")
    town.do(vehicles.remove, actor=town.staff, vehicle_id=row.id)

    assert town.do(members.find, actor=town.staff, vault=town.vault, plate="2345") == []
    for work in (
        partial(book, town, NEWCOMER, "H1", vehicle=row.id),
        partial(town.do, vehicles.remove, actor=town.staff, vehicle_id=row.id),
    ):
        with refused(NotFound, "no_such_thing"):
            work()
    assert add(town, "沪A12345", person=OTHER).member_id == town.people[OTHER].member_id


def test_staff_give_a_vehicle_to_whose_it_is(town: Town) -> None:
    row, owner = add(town, "沪A12345"), town.people[OTHER].member_id
    assert town.do(vehicles.hand_over, actor=town.staff, vehicle_id=row.id, member_id=owner).member_id == owner
    for by in (town.people[NEWCOMER], town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            town.do(vehicles.hand_over, actor=by, vehicle_id=row.id, member_id=owner)
    for member in (town.people[TOWER].member_id, new_id()):
        with refused(NotFound, "no_such_thing"):
            town.do(vehicles.hand_over, actor=town.staff, vehicle_id=row.id, member_id=member)


def test_a_vehicle_in_use_stays_where_it_is(town: Town) -> None:
    register(town)
    book(town, OTHER, "H1")
    for person in (NEWCOMER, OTHER):
        with refused(Conflict, "vehicle_in_use", "vehicle_id"):
            town.do(vehicles.remove, actor=town.staff, vehicle_id=town.vehicles[person])
    town.clock.advance(hours=3)
    town.do(vehicles.remove, actor=town.staff, vehicle_id=town.vehicles[OTHER])


# ---- several at once


def test_a_person_with_many_cars_books_no_more_than_their_due(town: Town) -> None:
    cars = [town.vehicles[NEWCOMER], *(add(town, f"沪A0000{number}", town.staff).id for number in range(4))]
    spaces = ("H1", "H2", "T1", "T2", "T3")
    told = codes_of(lambda number: book(town, NEWCOMER, spaces[number], vehicle=cars[number]), 5)
    assert told == ["done"] * 3 + ["too_many_bookings"] * 2


def test_tries_to_sign_in_are_counted_one_after_another(town: Town) -> None:
    shown = access.Credentials("person0", "wrong", "192.0.2.1")
    amount = int(town.office.settings.login_limit.split("/")[0])
    told = codes_of(lambda _: access.prove(town.office, shown), amount + 4)
    assert told == ["too_many_logins"] * 4 + ["wrong_login"] * amount
    with town.database.reading() as session:
        assert session.execute(select(func.count()).select_from(LoginFailure)).scalar_one() == amount


def test_a_decision_is_taken_back_once(planned: Town) -> None:
    wanted = {"registration_id": planned.registrations[0], "reason": "现场情况", "kind": "keep"}
    made = planned.do(locks.lock, actor=planned.coordinator, **wanted)
    told = codes_of(lambda _: planned.do(locks.unlock, actor=planned.coordinator, lock_id=made.id), 4)
    assert told == ["done"] + ["lock_removed"] * 3


@pytest.mark.parametrize("way", ["revoke", "disable"])
def test_two_administrators_cannot_rid_the_community_of_both(town: Town, way: str) -> None:
    with town.database.writing() as session:
        second = session.execute(select(Account).where(Account.login == "coordinator")).scalar_one()
        session.add(Role(account_id=second.id, name=ADMIN, site_id=None))
        session.flush()
        held = {row.account_id: row.id for row in session.execute(select(Role).where(Role.name == ADMIN)).scalars()}
    both = [town.admin, Actor(town.community_id, town.coordinator.account_id, roles=frozenset({ADMIN}))]

    def rid(number: int) -> None:
        by, of = both[number], both[1 - number].account_id
        assert of is not None
        if way == "revoke":
            town.do(accounts.revoke, actor=by, account_id=of, role_id=held[of])
        else:
            town.do(accounts.amend, actor=by, account_id=of, version=1, disabled=True)

    assert codes_of(rid, 2) == ["done", "last_admin"]
    with town.database.reading() as session:
        left = select(func.count()).join(Account, Role.account_id == Account.id)
        left = left.where(Role.name == ADMIN, Account.disabled_at.is_(None))
        assert session.execute(left.select_from(Role)).scalar_one() == 1


# ---- the slip tells what would be refused


def test_the_slip_names_what_the_registration_would_be_refused_for(town: Town) -> None:
    def missing(by: Actor, **more: Any) -> list[str]:
        given = {"round_id": town.round_id, "wish": wish(town, **more), "now": town.clock.now}
        seen = town.see(eligibility.slip, actor=by, **given)
        assert seen.takeable == (not seen.missing)
        return [line.code for line in seen.missing]

    own = town.people[NEWCOMER]
    assert missing(own, longest_walk=2_001) == ["slip_walk_allowed"]
    assert missing(town.staff, home_site_id=town.sites["T"]) == ["slip_home_yours"]
    assert missing(own, home_site_id=town.sites["T"]) == []
    register(town)
    assert missing(own) == ["slip_other_times"]
    assert missing(own, uses=DAY) == []
    with town.database.writing() as session:
        session.get_one(Covenant, (town.community_id, 1)).settings = {"parking": {"criteria": {"need": 1}}}
    assert missing(own, uses=DAY) == ["slip_points_count"]


def test_a_home_is_that_of_the_household(town: Town) -> None:
    with town.database.reading() as session:
        homes = [queries.community.home_of_member(session, row.member_id) for row in town.people if row.member_id]
    assert homes == [town.sites["H"]] * 5 + [town.sites["T"]] * 2 + [town.sites["H"]] * 2
