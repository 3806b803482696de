"""Registrations: written, amended, moved along their path; who may, and what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from scheduler import queries
from scheduler.actors import Actor, clockwork
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Occupation, Registration, Round
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


@pytest.mark.parametrize(
    ("more", "kind", "code", "field"),
    [
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
    ],
)
def test_a_value_that_cannot_be_is_named(
    town: Town, more: dict[str, Any], kind: type[Refused], code: str, field: str
) -> None:
    with refused(kind, code, field):
        register(town, **more)
    with town.database.reading() as session:
        assert session.execute(select(func.count()).select_from(Registration)).scalar_one() == 7


def test_a_home_that_nobody_stated_is_asked_for(town: Town) -> None:
    person = members.Person("赵一", "19900009999")
    member = town.do(members.enrol, actor=town.staff, vault=town.vault, person=person)
    car = town.do(
        members.add_vehicle, actor=town.staff, vault=town.vault, member_id=member.id, car=members.Car("沪A00001")
    )
    asked = replace(town, vehicles=(*town.vehicles[:NEWCOMER], car.id))

    with refused(Rejected, "home_unknown", "home_site_id"):
        register(asked, by=town.staff, channel="door")
    assert register(asked, by=town.staff, channel="door", home_site_id=town.sites["T"]).walk["T"] == 0


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


# ---- the path


def test_a_registration_goes_the_whole_way_to_approval(town: Town) -> None:
    row = register(town)
    act(town, row, "request_information", town.staff, "行驶证看不清")
    act(town, row, "submit", town.people[NEWCOMER])
    act(town, row, "endorse", town.staff)
    done = act(town, row, "approve", town.coordinator)

    assert [after for _, _, after in steps(town, row)] == [
        "draft", "submitted", "needs_information", "submitted", "endorsed", "approved",
    ]  # fmt: skip
    assert done.row_version == row.row_version + 4


def test_steps_are_refused_to_those_who_may_not_take_them(town: Town) -> None:
    row = register(town)
    for by, action in (
        (town.people[NEWCOMER], "endorse"),
        (town.staff, "approve"),
        (town.auditor, "withdraw"),
        (town.coordinator, "allocate"),
        (clockwork(town.community_id), "endorse"),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act(town, row, action, by)
    for by in (town.people[OTHER], town.stranger):
        with refused(NotFound, "no_such_thing"):
            act(town, row, "withdraw", by)
    assert town.state_of(row.id) == "submitted"


def test_a_step_from_the_wrong_state_without_a_reason_or_unknown_is_refused(town: Town) -> None:
    row = register(town)
    with refused(Conflict, "registration_not_ready", "state") as told:
        act(town, row, "approve", town.coordinator)
    assert told.value.numbers == {"action": "approve"}
    with refused(Rejected, "reason_missing", "reason"):
        act(town, row, "reject", town.coordinator, "  ")
    with refused(Rejected, "no_such_action", "action"):
        act(town, row, "bribe", town.coordinator)


def test_a_missing_answer_is_not_taken_after_closing(town: Town) -> None:
    row = register(town)
    act(town, row, "request_information", town.staff, "缺行驶证")
    town.close()
    with refused(Conflict, "round_not_open"):
        act(town, row, "submit", town.people[NEWCOMER])


def test_property_staff_see_the_people_of_their_site(town: Town) -> None:
    seen = [
        row for row in town.registrations
        if town.see(lambda session, row: registration.may_see(town.staff, session.get_one(Registration, row)), row=row)
    ]  # fmt: skip
    assert seen == list(town.registrations[:5])
    with refused(NotFound, "no_such_thing"):
        town.see(registration.seen, actor=town.staff, registration_id=town.registrations[6])
    everywhere = replace(town.staff, sites=frozenset())
    assert town.see(registration.seen, actor=everywhere, registration_id=town.registrations[6]).state == "approved"


def test_many_are_endorsed_and_approved_at_once(town: Town) -> None:
    rows = [register(town, NEWCOMER), register(town, OTHER, home_site_id=town.sites["T"])]

    def all_of(action: str, by: Actor) -> int:
        return town.do(registration.act_on_all, actor=by, round_id=town.round_id, action=action)

    assert all_of("endorse", town.staff) == 1
    assert all_of("endorse", town.coordinator) == 1
    assert all_of("approve", town.coordinator) == 2
    assert all_of("approve", town.coordinator) == 0
    assert [town.state_of(row.id) for row in rows] == ["approved", "approved"]
    with refused(NotAllowed, "not_for_this_role"):
        all_of("endorse", town.people[0])
    with refused(Rejected, "no_such_action", "action"):
        all_of("withdraw", town.coordinator)
    with refused(NotFound, "no_such_thing"):
        all_of("endorse", town.stranger)


# ---- answers to an allocation


def taken(town: Town, person: int) -> int:
    """How many dated rows of a person's vehicle count."""
    with town.database.reading() as session:
        resource = queries.community.resource_of(session, "vehicle", town.vehicles[person])
        wanted = select(func.count()).where(Occupation.resource_id == resource, Occupation.active)
        return session.execute(wanted).scalar_one()


def answer(town: Town, person: int, action: str) -> Registration:
    return town.do(
        registration.act, actor=town.people[person], registration_id=town.registrations[person], action=action
    )


def test_an_allocation_is_accepted_in_time(published: Town) -> None:
    row = answer(published, 0, "accept")
    assert (row.state, row.answer_by) == ("accepted", None)
    assert taken(published, 0) == 28

    published.clock.advance(days=7)
    with refused(Conflict, "answer_overdue", "answer_by"):
        answer(published, 1, "accept")


@pytest.mark.parametrize("actions", [["decline"], ["accept", "withdraw"]])
def test_a_right_given_back_frees_its_space_and_marks_the_round(published: Town, actions: list[str]) -> None:
    for action in actions:
        answer(published, 0, action)

    assert (taken(published, 0), taken(published, 1)) == (0, 28)
    with published.database.reading() as session:
        assert queries.rounds.offers_due(session, published.clock.now) == [published.round_id]
        assert queries.publications.held(session, [published.registrations[0]]) == []


def test_who_waits_may_leave_the_line(published: Town) -> None:
    assert answer(published, 6, "withdraw").state == "withdrawn"
    with refused(Conflict, "registration_not_ready"):
        answer(published, 6, "accept")
