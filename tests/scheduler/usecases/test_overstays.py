"""Stays that outlast their right: grace, warning, charge, block, the right itself; and what is told too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from fixtures import people
from scheduler import calendar, queries
from scheduler.covenant import UseRules
from scheduler.errors import Conflict, Rejected
from scheduler.models import Agreement, Block, Invoice, OutboxMessage, Space, Stay, Violation
from scheduler.usecases import overstays, violations
from scheduler.usecases.violations import Sighting
from tests.scheduler.usecases.use_acts import (
    RIGHT_BEGINS,
    RIGHT_ENDS,
    accept_all,
    covenant_says,
    pass_gate,
    see_violation,
    site_of,
    stays_of,
    tick,
    told,
    violations_of,
)
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RATE = {"subject": "overstay", "period": "hour", "fen": 500}


@pytest.fixture
def night(published: Town) -> Town:
    """The town whose people have accepted, with a rate for overstays, as the first night begins."""
    accept_all(published)
    covenant_says(published, fees={"tariffs": [RATE], "overstay_most_fen": 1_200})
    published.clock.now = RIGHT_BEGINS
    return published


def enter(town: Town, person: int = 0, at: timedelta = MINUTE, site: str = "") -> None:
    town.clock.now = RIGHT_BEGINS + at
    pass_gate(town, told(person, "in", RIGHT_BEGINS + at), site=site or site_of(town, person))


def leave(town: Town, late: timedelta, person: int = 0) -> None:
    town.clock.now = max(town.clock.now, RIGHT_ENDS + late)
    pass_gate(town, told(person, "out", RIGHT_ENDS + late), site=site_of(town, person))


def codes_to(town: Town, person: int) -> list[str]:
    """What somebody was told, but for their round."""
    with town.database.reading() as session:
        wanted = select(OutboxMessage.code).where(OutboxMessage.member_id == town.people[person].member_id)
        found = session.execute(wanted.order_by(OutboxMessage.id)).scalars()
        return [code for code in found if "violation" in code or "block" in code or code in ("right_lost",)]


def invoices_of(town: Town, person: int) -> list[tuple[str, int, str]]:
    with town.database.reading() as session:
        rows = session.execute(select(Invoice).where(Invoice.member_id == town.people[person].member_id)).scalars()
        return [(row.cause, row.fen, row.state) for row in rows if row.income == "overstay"]


def agreements_of(town: Town, person: int) -> list[str]:
    with town.database.reading() as session:
        wanted = select(Agreement.state).where(Agreement.vehicle_id == town.vehicles[person])
        return list(session.execute(wanted).scalars())


def test_who_leaves_within_the_grace_hears_nothing(night: Town) -> None:
    enter(night)
    tick(night, RIGHT_ENDS + 10 * MINUTE)
    leave(night, 15 * MINUTE)
    tick(night, RIGHT_ENDS + 20 * MINUTE)

    (stay,) = stays_of(night, 0)
    assert (stay.allowed_until, stay.overstay_minutes, stay.look_at) == (RIGHT_ENDS, 0, None)
    assert stay.allocation_id is not None
    assert violations_of(night, 0) == []


def test_who_is_still_there_after_the_grace_is_warned_and_charged_when_they_leave(night: Town) -> None:
    enter(night)
    tick(night, RIGHT_ENDS + 15 * MINUTE)
    nothing_yet = violations_of(night, 0)
    tick(night, RIGHT_ENDS + 16 * MINUTE)
    (warned,) = violations_of(night, 0)
    leave(night, 80 * MINUTE)
    tick(night, RIGHT_ENDS + 81 * MINUTE)
    tick(night, RIGHT_ENDS + 90 * MINUTE)
    (charged,) = violations_of(night, 0)

    assert nothing_yet == []
    assert (warned.state, warned.minutes, warned.at) == ("warned", 16, RIGHT_ENDS + 15 * MINUTE)
    assert warned.counts_until == warned.at + timedelta(days=180)
    assert (charged.state, charged.minutes, charged.fen) == ("charged", 80, 1_000)
    assert invoices_of(night, 0) == [("overstay", 1_000, "issued")]
    assert codes_to(night, 0) == ["violation_overstay"]
    assert stays_of(night, 0)[0].overstay_minutes == 80


def test_an_overstay_costs_no_more_than_the_covenant_says(night: Town) -> None:
    enter(night)
    leave(night, 9 * HOUR)
    tick(night, RIGHT_ENDS + 9 * HOUR)

    assert invoices_of(night, 0) == [("overstay", 1_200, "issued")]


def test_an_overstay_is_warned_of_where_it_costs_nothing(night: Town) -> None:
    covenant_says(night, fees={"tariffs": []})
    enter(night)
    leave(night, HOUR)
    tick(night, RIGHT_ENDS + HOUR)

    assert [(row.state, row.minutes, row.fen) for row in violations_of(night, 0)] == [("warned", 60, 0)]
    assert invoices_of(night, 0) == []


def test_who_comes_early_gets_the_right_as_it_begins(night: Town) -> None:
    enter(night, at=-30 * MINUTE)
    tick(night, RIGHT_BEGINS - MINUTE)
    early = stays_of(night, 0)[0].look_at
    tick(night, RIGHT_BEGINS + MINUTE)

    assert early == RIGHT_BEGINS + MINUTE
    assert stays_of(night, 0)[0].allowed_until == RIGHT_ENDS


def test_who_has_no_right_at_a_site_is_not_judged_by_the_clockwork(night: Town) -> None:
    enter(night, at=2 * MINUTE)
    pass_gate(night, told(8, "in", night.clock.now))
    tick(night, RIGHT_ENDS + HOUR)

    assert violations_of(night, 8) == []
    assert stays_of(night, 8)[0].allowed_until is None


def test_an_exit_that_is_told_too_late_takes_the_warning_back(night: Town) -> None:
    enter(night)
    tick(night, RIGHT_ENDS + HOUR)
    leave(night, -HOUR)
    tick(night, RIGHT_ENDS + 2 * HOUR)

    (row,) = violations_of(night, 0)
    assert (row.state, row.reason) == ("waived", "exit_told_late")
    assert codes_to(night, 0) == ["violation_overstay", "violation_waived"]


def test_an_overstay_whose_exit_nobody_told_is_not_charged(night: Town) -> None:
    enter(night)
    tick(night, RIGHT_ENDS + HOUR)
    town = night
    town.clock.advance(hours=12)
    pass_gate(town, told(0, "in", town.clock.now), site=site_of(town, 0))
    tick(town, town.clock.now + MINUTE)

    assert [(row.exit_missing, row.overstay_minutes) for row in stays_of(night, 0)] == [(True, 0), (False, 0)]
    assert [row.state for row in violations_of(night, 0)] == ["warned"]
    assert invoices_of(night, 0) == []


def test_a_charge_is_made_anew_where_what_is_told_later_makes_other_minutes(night: Town) -> None:
    enter(night)
    leave(night, 150 * MINUTE)
    tick(night, RIGHT_ENDS + 3 * HOUR)
    once = [(row.state, row.minutes, row.fen) for row in violations_of(night, 0)]
    leave(night, 40 * MINUTE)
    tick(night, night.clock.now)
    again = [(row.state, row.minutes, row.fen) for row in violations_of(night, 0)]
    pass_gate(night, told(0, "in", RIGHT_ENDS + 30 * MINUTE), site=site_of(night, 0))
    tick(night, night.clock.now)

    assert (once, again) == ([("charged", 150, 1_200)], [("charged", 40, 500)])
    # When the first of two stays ended nobody knows now.
    assert [(row.state, row.fen) for row in violations_of(night, 0)] == [("warned", 0)]
    assert invoices_of(night, 0) == [("overstay", 1_200, "cancelled"), ("overstay", 500, "cancelled")]


def test_driving_round_the_gate_makes_no_other_vehicle_of_it(night: Town) -> None:
    enter(night)
    leave(night, 0 * MINUTE)
    night.clock.advance(minutes=2)
    pass_gate(night, told(0, "in", RIGHT_ENDS + 2 * MINUTE), site=site_of(night, 0))
    tick(night, RIGHT_ENDS + 17 * MINUTE)
    nothing_yet = violations_of(night, 0)
    tick(night, RIGHT_ENDS + 18 * MINUTE)

    assert nothing_yet == []
    assert [(row.state, row.minutes) for row in violations_of(night, 0)] == [("warned", 16)]


def test_who_came_to_another_site_is_not_there_any_more(night: Town) -> None:
    here = site_of(night, 0)
    other = next(code for code in night.sites if code != here)
    enter(night)
    tick(night, RIGHT_ENDS + HOUR)
    warned = [row.state for row in violations_of(night, 0)]
    pass_gate(night, told(0, "in", RIGHT_ENDS - HOUR), site=other)
    tick(night, RIGHT_ENDS + 2 * HOUR)

    known = [(row.left_at, row.exit_missing) for row in stays_of(night, 0)]
    assert known == [(RIGHT_ENDS - HOUR, True), (None, False)]
    assert (warned, [row.state for row in violations_of(night, 0)]) == (["warned"], ["waived"])
    leave(night, -2 * HOUR)
    assert (stays_of(night, 0)[0].left_at, stays_of(night, 0)[0].exit_missing) == (RIGHT_ENDS - 2 * HOUR, False)


def test_owners_stay_on_their_own_space_for_as_long_as_nobody_else_has_it(night: Town) -> None:
    here = site_of(night, 0)
    with night.database.writing() as session:
        wanted = select(Space).where(Space.site_id == night.sites[here]).order_by(Space.code.desc()).limit(1)
        session.execute(wanted).scalar_one().owner_id = night.people[0].member_id
    enter(night)
    tick(night, RIGHT_ENDS + 2 * HOUR)
    by_day = (violations_of(night, 0), stays_of(night, 0)[0].allowed_until)
    leave(night, 3 * HOUR)
    tick(night, RIGHT_ENDS + 3 * HOUR)

    assert by_day[0] == []
    assert by_day[1] is not None
    assert by_day[1] > RIGHT_ENDS + 2 * HOUR
    assert violations_of(night, 0) == []


def test_a_blocked_vehicle_that_comes_for_a_shared_space_is_recorded_and_no_neighbour_is(night: Town) -> None:
    for person in (0, 8):
        for _ in range(2):
            see_violation(night, person)
    enter(night)
    enter(night, 8, at=2 * MINUTE, site="H")
    for minute in (3, 4):
        tick(night, RIGHT_BEGINS + minute * MINUTE)
    homes: list[Any] = []
    for code in ("T", "H"):
        pass_gate(night, told(8, "in", RIGHT_BEGINS + (5 + len(homes)) * MINUTE), site=code)
        tick(night, RIGHT_BEGINS + 10 * MINUTE)
        homes.append([row.site_id for row in violations_of(night, 8) if row.kind == "blocked_entry"])

    entries = [(row.at, row.state) for row in violations_of(night, 0) if row.kind == "blocked_entry"]
    assert entries == [(RIGHT_BEGINS + MINUTE, "warned")]
    assert homes == [[night.sites["T"]], [night.sites["T"]]]


def test_a_warden_records_an_entry_while_blocked_only_of_a_vehicle_that_was(night: Town) -> None:
    wanted: dict[str, Any] = {"actor": night.coordinator, "vault": night.vault}
    seen = Sighting(night.sites["H"], people.plate_of(0), "blocked_entry")
    with refused(Rejected, "vehicle_not_blocked", "kind"):
        night.do(violations.record, sighting=seen, **wanted)
    for _ in range(2):
        see_violation(night, 0)
    with refused(Rejected, "vehicle_not_blocked", "kind"):
        night.do(violations.record, sighting=replace(seen, at=night.clock.now - HOUR), **wanted)
    night.do(violations.record, sighting=seen, **wanted)

    assert sorted(row.kind for row in violations_of(night, 0)) == ["blocked_entry", "wrong_place", "wrong_place"]


def blocked_entries(town: Town, person: int = 0) -> list[Any]:
    return [row.at for row in violations_of(town, person) if row.kind == "blocked_entry"]


@pytest.mark.parametrize("later", [9 * MINUTE, 10 * MINUTE, 3 * HOUR])
def test_a_warden_cannot_record_again_the_entry_that_the_gate_recorded(night: Town, later: timedelta) -> None:
    for _ in range(2):
        see_violation(night, 0)
    enter(night)
    tick(night, RIGHT_BEGINS + 2 * MINUTE)
    night.clock.now = RIGHT_BEGINS + MINUTE + later
    with refused(Conflict, "violation_known", "kind") as told:
        night.do(violations.record, actor=night.coordinator, vault=night.vault, sighting=entry_seen(night))

    assert blocked_entries(night) == [RIGHT_BEGINS + MINUTE]
    assert told.value.numbers == {"at": calendar.local_text(RIGHT_BEGINS + MINUTE, calendar.ZONE)}


@pytest.mark.parametrize("by_gate", [True, False])
def test_an_entry_that_a_warden_recorded_is_recorded_neither_by_the_gate_nor_again(night: Town, by_gate: bool) -> None:
    for _ in range(2):
        see_violation(night, 0)
    seen_at = RIGHT_BEGINS + 30 * MINUTE
    night.clock.now = seen_at
    warden: dict[str, Any] = {"actor": night.coordinator, "vault": night.vault, "sighting": entry_seen(night)}
    night.do(violations.record, **warden)
    if by_gate:  # which tells only now that the vehicle came half an hour ago
        pass_gate(night, told(0, "in", RIGHT_BEGINS), site=site_of(night, 0))
        tick(night, seen_at + MINUTE)
    night.clock.now = seen_at + (HOUR if by_gate else 9 * MINUTE)
    with refused(Conflict, "violation_known", "kind"):
        night.do(violations.record, **warden)

    assert blocked_entries(night) == [seen_at]


def test_an_entry_after_the_vehicle_had_left_is_another_one(night: Town) -> None:
    for _ in range(2):
        see_violation(night, 0)
    enter(night)
    tick(night, RIGHT_BEGINS + 2 * MINUTE)
    for direction, minute in (("out", 20), ("in", 40)):
        night.clock.now = RIGHT_BEGINS + minute * MINUTE
        pass_gate(night, told(0, direction, night.clock.now), site=site_of(night, 0))
    night.do(violations.record, actor=night.coordinator, vault=night.vault, sighting=entry_seen(night))
    tick(night, RIGHT_BEGINS + 41 * MINUTE)

    assert blocked_entries(night) == [RIGHT_BEGINS + MINUTE, RIGHT_BEGINS + 40 * MINUTE]


def test_an_entry_that_was_waived_stands_in_the_way_of_none(night: Town) -> None:
    for _ in range(2):
        see_violation(night, 0)
    enter(night)
    tick(night, RIGHT_BEGINS + 2 * MINUTE)
    first = next(row for row in violations_of(night, 0) if row.kind == "blocked_entry")
    why: dict[str, Any] = {"violation_id": first.id, "version": first.row_version, "reason": "Another car."}
    night.do(violations.waive, actor=night.coordinator, **why)
    night.do(violations.record, actor=night.coordinator, vault=night.vault, sighting=entry_seen(night))

    assert [row.state for row in violations_of(night, 0) if row.kind == "blocked_entry"] == ["waived", "warned"]


def entry_seen(town: Town) -> Sighting:
    """That the blocked vehicle came in where its right is."""
    return Sighting(town.sites[site_of(town, 0)], people.plate_of(0), "blocked_entry")


def test_the_same_is_not_recorded_twice_within_ten_minutes(night: Town) -> None:
    wanted: dict[str, Any] = {"actor": night.coordinator, "vault": night.vault}
    seen = Sighting(night.sites["H"], people.plate_of(0), "wrong_place")
    night.do(violations.record, sighting=seen, **wanted)
    night.clock.advance(minutes=9)
    with refused(Conflict, "violation_known", "kind"):
        night.do(violations.record, sighting=seen, **wanted)
    night.do(violations.record, sighting=replace(seen, kind="no_right"), **wanted)
    night.clock.advance(minutes=1)
    night.do(violations.record, sighting=seen, **wanted)

    assert len(violations_of(night, 0)) == 3


def test_the_second_violation_blocks_the_vehicle_and_the_fourth_ends_its_right(night: Town) -> None:
    states = []
    for _ in range(4):
        see_violation(night, 0)
        overstays.end_rights(night.office)
        states.append(night.state_of(night.registrations[0]))
        night.clock.advance(days=1)

    with night.database.reading() as session:
        blocks = list(session.execute(select(Block).order_by(Block.id)).scalars())
        until = UseRules().points_of(queries.violations.count(session, night.vehicles[0], night.clock.now))
    assert [(block.violations, block.until - block.since) for block in blocks] == [
        (2, timedelta(days=30)),
        (3, timedelta(days=30)),
        (4, timedelta(days=30)),
    ]
    assert states == ["accepted", "accepted", "accepted", "refused"]
    assert agreements_of(night, 0) == ["lapsed"]
    assert codes_to(night, 0)[-1] == "right_lost"
    assert until == 20


def test_a_right_that_was_given_after_the_last_violation_is_not_lost(night: Town) -> None:
    covenant_says(night, use={"end_from": 1})
    with night.database.writing() as session:
        session.add(
            Violation(
                community_id=night.community_id,
                site_id=night.sites["H"],
                vehicle_id=night.vehicles[0],
                member_id=night.people[0].member_id,
                kind="no_show",
                state="warned",
                at=RIGHT_BEGINS - timedelta(days=20),
                recorded_at=RIGHT_BEGINS - timedelta(days=20),
                counts_until=RIGHT_BEGINS + timedelta(days=100),
            )
        )
    overstays.end_rights(night.office)

    assert night.state_of(night.registrations[0]) == "accepted"


def test_violations_expire_with_their_time(night: Town) -> None:
    see_violation(night, 0)
    night.clock.advance(days=181)
    overstays.by_night(night.office)

    (row,) = violations_of(night, 0)
    with night.database.reading() as session:
        counted = UseRules().points_of(queries.violations.count(session, night.vehicles[0], night.clock.now))
        stays = list(session.execute(select(Stay)).scalars())
    assert (row.state, counted, stays) == ("expired", 0, [])
