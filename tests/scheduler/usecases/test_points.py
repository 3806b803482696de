"""Points criterion by criterion: what counts for a registration, and what against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from scheduler import queries
from scheduler.covenant import CovenantSettings
from scheduler.errors import Conflict
from scheduler.ids import new_id
from scheduler.models import Block, Registration, Round, Vehicle
from scheduler.usecases import checking, planning, registration, rounds
from scheduler.usecases.continuity import counting
from scheduler.usecases.points import Case, points_for
from tests.communities import LAST
from tests.scheduler.usecases.test_registration import amend
from tests.scheduler.usecases.test_rounds import TERMS
from tests.scheduler.usecases.use_acts import covenant_says, see_violation
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, refused, register
from tests.town import Town

TERMS_LATER = replace(TERMS, use_first=LAST + timedelta(days=1), use_last=LAST + timedelta(days=28))
CRITERIA = {"class": 1, "waiting": 1, "need": 1, "near": 1, "credit": 1, "violations": -1, "decision": 1}


def points(town: Town, walk: int = 400, decided: int = 0, **parking: Any) -> dict[str, int]:
    """Points of the newcomer, by rules of parking."""
    settings = CovenantSettings.model_validate({"parking": {"criteria": CRITERIA, **parking}})
    with town.database.reading() as session:
        vehicle, round_ = session.get_one(Vehicle, town.vehicles[NEWCOMER]), session.get_one(Round, town.round_id)
        return points_for(session, settings, Case(round_, vehicle, {"H": walk, "T": 900}, decided), town.clock.now)


def test_class_need_and_a_home_close_by_count(town: Town) -> None:
    assert points(town, near_points=7) == {"class": 45, "waiting": 0}
    assert points(town, walk=300, near_points=7) == {"class": 45, "waiting": 0, "near": 7}
    with town.database.writing() as session:
        session.get_one(Vehicle, town.vehicles[NEWCOMER]).needs_accessible = True
    assert points(town) == {"class": 45, "waiting": 0, "need": 20}


def test_violations_take_off_up_to_a_most_and_never_the_last_point(town: Town) -> None:
    for _ in range(3):
        see_violation(town, NEWCOMER)
    assert points(town)["violations"] == 15
    few: dict[str, Any] = {"class_points": {"tenant": 4}}
    assert points(town, **few) == {"class": 4, "waiting": 0, "violations": 3}
    # Two off for each leaves room for one only.
    assert points(town, criteria={"class": 1, "violations": -2}, **few)["violations"] == 1
    assert "violations" not in points(town, criteria={"class": 1})
    town.clock.advance(days=181)
    assert "violations" not in points(town)


def test_points_by_a_decision_stay_when_a_registration_is_amended(town: Town) -> None:
    covenant_says(town, parking={"criteria": CRITERIA})
    row = register(town)
    with town.database.writing() as session:
        held = session.get_one(Registration, row.id)
        held.points = {**held.points, "decision": 12}
    amended = amend(town, row, row.row_version, longest_walk=200)

    assert amended.points == {"class": 45, "waiting": 0, "decision": 12}
    assert points(town, decided=12, criteria={"class": 1}) == {"class": 45, "waiting": 0}


# ---- a blocked vehicle


def block(town: Town, person: int, days: int = 3) -> None:
    with town.database.writing() as session:
        session.add(
            Block(
                id=new_id(),
                community_id=town.community_id,
                vehicle_id=town.vehicles[person],
                since=town.clock.now,
                until=town.clock.now + timedelta(days=days),
                violations=2,
                reason="",
            )
        )


def test_a_blocked_vehicle_is_neither_registered_nor_endorsed_before_its_time(town: Town) -> None:
    row = register(town)
    block(town, NEWCOMER)
    block(town, OTHER)
    with refused(Conflict, "vehicle_blocked", "vehicle_id"):
        register(town, OTHER)
    with refused(Conflict, "vehicle_blocked", "vehicle_id") as told:
        act(town, row, "endorse", town.staff)
    assert told.value.numbers == {"until": "2026-05-04 12:00"}
    town.clock.advance(days=3)
    assert act(town, row, "endorse", town.staff).state == "endorsed"
    assert register(town, OTHER).state == "submitted"


def test_of_a_chosen_list_each_that_cannot_be_is_told_with_its_reason(town: Town) -> None:
    rows = [register(town), register(town, OTHER)]
    block(town, NEWCOMER)
    unknown, gone = new_id(), town.registrations[0]
    chosen = [rows[0].id, rows[1].id, gone, unknown, town.registrations[6]]
    taken = town.do(checking.act_on_all, actor=town.staff, round_id=town.round_id, action="endorse", chosen=chosen)

    assert [town.state_of(row.id) for row in rows] == ["submitted", "endorsed"]
    # The last lives at a site that the staff do not run: for them it is not there.
    assert (taken.taken, {one.registration_id: one.why.code for one in taken.left}) == (1, {
        rows[0].id: "vehicle_blocked",
        gone: "registration_not_ready",
        unknown: "no_such_thing",
        town.registrations[6]: "no_such_thing",
    })  # fmt: skip
    assert {one.receipt for one in taken.left if one.why.code == "no_such_thing"} == {None}


# ---- the space that one had


@pytest.mark.parametrize(
    ("rounds_had", "most", "counts"),
    [
        (["A"], None, "A"),
        (["A", "A"], 2, None),
        (["A", "A"], 3, "A"),
        (["B", "A"], 2, "B"),
        (["A", "", "A"], 2, "A"),
        (["", "A"], None, None),
        ([], 1, None),
        (["A"], 1, None),
    ],
)
def test_a_space_counts_until_one_had_it_too_often_in_a_row(
    rounds_had: list[str], most: int | None, counts: str | None
) -> None:
    spaces = {name: uuid5(UUID(int=1), name) for name in "AB"}
    had = [[str(spaces[name])] if name else [] for name in rounds_had]
    assert counting(had, most) == (spaces[counts] if counts else None)


@pytest.mark.parametrize(("most", "counts"), [(None, True), (2, True), (1, False)])
def test_the_next_round_knows_the_space_that_a_vehicle_had(published: Town, most: int | None, counts: bool) -> None:
    covenant_says(published, parking={"redraw_rounds": most})
    for person in (0, 1):
        action = ("accept", "decline")[person]
        published.do(
            registration.act,
            actor=published.people[person],
            registration_id=published.registrations[person],
            action=action,
        )
    later = published.do(rounds.set_up, actor=published.coordinator, terms=TERMS_LATER)
    published.do(rounds.move, actor=published.coordinator, round_id=later.id, action="open")
    rows = [
        published.do(
            registration.register,
            actor=published.people[person],
            vault=published.vault,
            round_id=later.id,
            wish=registration.Wish(published.vehicles[person], ({"start": "18:30", "end": "07:30"},)),
            channel="web",
        )
        for person in (0, 1, 6)
    ]
    for action in ("endorse", "approve"):
        published.do(checking.act_on_all, actor=published.coordinator, round_id=later.id, action=action)
    published.do(rounds.move, actor=published.coordinator, round_id=later.id, action="close")
    published.do(
        planning.queue_run, actor=published.coordinator, round_id=later.id, order=planning.Order(engine="greedy")
    )
    with published.database.reading() as session:
        held = queries.publications.held(session, [published.registrations[0]])[0]
        known = [session.get_one(Registration, row.id).previous_space_id for row in rows]
    assert known == [UUID(held.space_ids[0]) if counts else None, None, None]
