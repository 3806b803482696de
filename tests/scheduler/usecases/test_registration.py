"""Registrations: written, amended, moved along their path; who may, and what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Registration, Round
from scheduler.usecases import members, registration, rounds
from tests.communities import DAY, FIRST, LAST, NIGHT
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, refused, register, wish
from tests.town import Town


def steps(town: Town, row: Registration) -> list[tuple[str, str, str]]:
    with town.database.reading() as session:
        return [(step.action, step.before, step.after) for step in queries.registrations.steps(session, row.id)]


def amend(town: Town, row: Registration, version: int, by: Actor | None = None, **more: Any) -> Registration:
    return town.do(
        registration.amend,
        actor=by or town.people[NEWCOMER],
        vault=town.vault,
        registration_id=row.id,
        version=version,
        wish=wish(town, **more),
    )


# ---- writing


def test_a_resident_registers_their_own_vehicle(town: Town) -> None:
    row = register(town, note="靠近电梯")

    assert (row.state, row.channel, row.operator_id, row.submitted_at) == ("submitted", "web", None, town.clock.now)
    assert row.points == {"class": 45, "waiting": 0}
    assert row.home_site_id == town.sites["H"]
    assert (row.walk["H"], 200 < row.walk["T"] < 400) == (0, True)
    assert town.vault.open_sealed(row.note_cipher or b"", "registration.note", row.id) == "靠近电梯"
    assert steps(town, row) == [("create", "", "draft"), ("submit", "draft", "submitted")]


def test_staff_register_on_behalf_and_are_recorded(town: Town) -> None:
    row = register(town, by=town.staff, channel="hotline", walk={"H": 5, "T": 90})

    assert (row.member_id, row.operator_id) == (town.people[NEWCOMER].member_id, town.staff.account_id)
    assert (row.channel, row.walk) == ("hotline", {"H": 5, "T": 90})


def test_a_draft_is_submitted_later(town: Town) -> None:
    row = register(town, submit=False)
    assert (row.state, row.submitted_at) == ("draft", None)

    town.clock.advance(hours=1)
    assert act(town, row, "submit", town.people[NEWCOMER]).submitted_at == town.clock.now


def test_one_vehicle_may_ask_for_day_and_night_but_not_twice_for_the_same(town: Town) -> None:
    first = register(town)
    register(town, uses=DAY)

    with refused(Conflict, "already_registered", "vehicle_id") as told:
        register(town)
    assert told.value.numbers == {"receipt": first.receipt}
    act(town, first, "withdraw", town.people[NEWCOMER])
    assert register(town).state == "submitted"


def test_the_same_wish_sent_by_many_at_once_is_registered_once(town: Town) -> None:
    def tried(_: int) -> str:
        try:
            return register(town).state
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(tried, range(8)))

    assert told == ["already_registered"] * 7 + ["submitted"]


def test_points_follow_the_covenant(published: Town) -> None:
    terms = rounds.RoundTerms(
        "next", "下一轮", "Next", published.clock.now, published.clock.now + timedelta(days=3), FIRST, LAST
    )
    made = published.do(rounds.set_up, actor=published.coordinator, terms=terms)
    published.do(rounds.move, actor=published.coordinator, round_id=made.id, action="open")
    next_round = replace(published, round_id=made.id)
    car = members.Car("沪A99999", party="owner", needs_accessible=True)
    accessible = published.do(
        members.add_vehicle,
        actor=published.staff,
        vault=published.vault,
        member_id=published.people[NEWCOMER].member_id,
        car=car,
    )

    assert register(next_round, 0).points == {"class": 45, "waiting": 0}
    assert register(next_round, 6).points == {"class": 45, "waiting": 10}
    asked = replace(next_round, vehicles=(*published.vehicles[:NEWCOMER], accessible.id))
    assert register(asked).points == {"class": 60, "waiting": 0, "need": 20}


def test_points_of_a_paper_list_are_taken_over_by_the_office_only(town: Town) -> None:
    row = register(town, by=town.coordinator, channel="import", points={"class": 7})
    assert row.points == {"class": 7}

    for by, channel in ((town.staff, "import"), (town.coordinator, "door"), (town.people[OTHER], "web")):
        with refused(NotAllowed, "not_for_this_role", "points"):
            register(town, OTHER, by=by, channel=channel, points={"class": 7})


def test_strangers_and_other_peoples_vehicles_are_not_there(town: Town) -> None:
    for by, person in ((town.stranger, NEWCOMER), (town.people[OTHER], NEWCOMER), (town.auditor, NEWCOMER)):
        with refused(NotFound, "no_such_thing"):
            register(town, person, by=by)
    with refused(NotFound, "no_such_thing"):
        register(replace(town, round_id=new_id()))


def test_a_draft_round_is_there_for_staff_only(town: Town) -> None:
    with town.database.writing() as session:
        session.get_one(Round, town.round_id).state = "draft"

    with refused(NotFound, "no_such_thing"):
        register(town)
    with refused(Conflict, "round_not_open", "state"):
        register(town, by=town.staff, channel="door")


def test_nothing_is_taken_outside_the_application_period(town: Town) -> None:
    town.clock.advance(minutes=-2)
    with refused(Conflict, "application_period_over"):
        register(town)
    town.clock.advance(days=31)
    with refused(Conflict, "application_period_over"):
        register(town)
    town.close()
    with refused(Conflict, "round_not_open"):
        register(town)


def test_a_channel_is_stated_by_whoever_uses_it(town: Town) -> None:
    for by, channel in ((town.people[NEWCOMER], "hotline"), (town.staff, "pigeon"), (town.people[NEWCOMER], "")):
        with refused(Rejected, "out_of_range", "channel"):
            register(town, by=by, channel=channel)


WRONG_WISHES: list[tuple[dict[str, Any], type[Refused], str, str]] = [
    ({"longest_walk": 0}, Rejected, "out_of_range", "longest_walk"),
    ({"longest_walk": 2_001}, Rejected, "out_of_range", "longest_walk"),
    ({"walk": {"H": 1}}, NotAllowed, "not_for_this_role", "walk"),
    ({"split_at_season": True}, NotAllowed, "not_for_this_role", "split_at_season"),
    ({"home_site_id": new_id()}, Rejected, "unknown_id", "home_site_id"),
    ({"uses": ()}, Rejected, "empty_pattern", "uses"),
    ({"uses": [*NIGHT] * 21}, Rejected, "out_of_range", "uses"),
    ({"uses": [{"start": "24:00", "end": "07:00"}]}, Rejected, "start_at_24_00", r"uses\.0\..*"),
    ({"uses": [{**NIGHT[0], "fee": "0"}]}, Rejected, "unknown_field", r"uses\.0"),
    ({"uses": [{**NIGHT[0], "first": "2026-02-30"}]}, Rejected, "not_a_date", r"uses\.0"),
    ({"uses": [{**NIGHT[0], "last": "2027-01-01"}]}, Rejected, "outside_horizon", r"uses\.0\.last"),
    ({"uses": [{**NIGHT[0], "season": "summer"}]}, Rejected, "never_active", "uses"),
]


def test_a_value_that_cannot_be_is_named(town: Town) -> None:
    for more, kind, code, field in WRONG_WISHES:
        with refused(kind, code, field):
            register(town, **more)
        with town.database.reading() as session:
            assert session.execute(select(func.count()).select_from(Registration)).scalar_one() == 7


def test_a_home_that_nobody_stated_is_asked_for(town: Town) -> None:
    person = members.Person("赵一", "19900009999")
    member = town.do(members.enrol, actor=town.coordinator, vault=town.vault, person=person)
    car = town.do(
        members.add_vehicle, actor=town.coordinator, vault=town.vault, member_id=member.id, car=members.Car("沪A00001")
    )
    asked = replace(town, vehicles=(*town.vehicles[:NEWCOMER], car.id))

    with refused(Rejected, "home_unknown", "home_site_id"):
        register(asked, by=town.coordinator, channel="door")
    with refused(NotFound, "no_such_thing"):
        register(asked, by=town.staff, channel="door", home_site_id=town.sites["T"])
    with refused(NotAllowed, "not_your_site", "home_site_id"):
        register(town, by=town.staff, channel="door", home_site_id=town.sites["T"])
    assert register(asked, by=town.coordinator, channel="door", home_site_id=town.sites["T"]).walk["T"] == 0


# ---- amending


def test_an_amendment_replaces_the_wish_and_raises_the_version(town: Town) -> None:
    row = register(town)
    changed = amend(town, row, row.row_version, uses=DAY, longest_walk=300)

    assert (changed.longest_walk, changed.row_version) == (300, row.row_version + 1)
    assert changed.uses[0]["start"] == "08:00"
    assert steps(town, row)[-1] == ("amend", "submitted", "submitted")


def test_an_amendment_from_an_older_version_is_refused(town: Town) -> None:
    row = register(town)
    amend(town, row, row.row_version, uses=DAY)
    with refused(Stale, "changed_meanwhile"):
        amend(town, row, row.row_version)


def test_an_amendment_cannot_ask_twice_for_the_same(town: Town) -> None:
    register(town)
    by_day = register(town, uses=DAY)
    with refused(Conflict, "already_registered"):
        amend(town, by_day, by_day.row_version, uses=NIGHT)
    assert amend(town, by_day, by_day.row_version, uses=DAY, longest_walk=100).longest_walk == 100


def test_an_amendment_is_refused_to_others_with_another_car_or_too_late(town: Town) -> None:
    row = register(town)
    for by in (town.people[OTHER], town.stranger):
        with refused(NotFound, "no_such_thing"):
            amend(town, row, row.row_version, by)
    with refused(Rejected, "vehicle_is_fixed", "vehicle_id"):
        amend(replace(town, vehicles=town.vehicles[1:]), row, row.row_version)
    endorsed = act(town, row, "endorse", town.staff)
    with refused(Conflict, "not_amendable", "state"):
        amend(town, row, endorsed.row_version)
    town.close()
    with refused(Conflict, "round_not_open"):
        amend(town, row, endorsed.row_version)
