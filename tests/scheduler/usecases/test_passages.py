"""What gates tell: in any order, twice, of plates that nobody knows; and what is kept of it, for how long."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.gates import Told
from scheduler.models import Passage, Stay
from scheduler.usecases import passages
from tests.scheduler.usecases.use_acts import DAY_ONE, pass_gate, stays_of, told
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

MINUTE = timedelta(minutes=1)


@pytest.fixture
def day(town: Town) -> Town:
    """The town at noon of its first day of use."""
    town.clock.now = DAY_ONE
    return town


def times(town: Town, person: int = 0) -> list[tuple[Any, Any, bool]]:
    return [(row.entered_at, row.left_at, row.exit_missing) for row in stays_of(town, person)]


def test_an_entry_and_an_exit_make_a_stay(day: Town) -> None:
    first = pass_gate(day, told(0, "in", DAY_ONE - 9 * MINUTE))
    open_one = times(day)
    second = pass_gate(day, told(0, "out", DAY_ONE))

    assert (first.recorded, second.recorded) == (1, 1)
    assert open_one == [(DAY_ONE - 9 * MINUTE, None, False)]
    assert times(day) == [(DAY_ONE - 9 * MINUTE, DAY_ONE, False)]


def test_passages_make_the_same_stays_in_whatever_order_they_are_told(day: Town) -> None:
    passed = [("in", 0), ("out", 9), ("in", 20), ("in", 40), ("out", 55)]
    found = []
    for person, order in enumerate(list(permutations(passed))[::17]):
        for direction, minute in order:
            pass_gate(day, told(person, direction, DAY_ONE - (60 - minute) * MINUTE))
        found.append(times(day, person))
        if person == 6:
            break

    at = [DAY_ONE - (60 - minute) * MINUTE for _, minute in passed]
    assert found == [[(at[0], at[1], False), (at[2], at[3], True), (at[3], at[4], False)]] * 7


def test_a_gate_that_reads_a_plate_twice_tells_of_one_entry(day: Town) -> None:
    pass_gate(day, told(0, "in", DAY_ONE))
    pass_gate(day, told(0, "in", DAY_ONE + 0.5 * MINUTE))
    pass_gate(day, told(0, "in", DAY_ONE - 0.4 * MINUTE))

    assert times(day) == [(DAY_ONE - 0.4 * MINUTE, None, False)]


def test_what_is_told_twice_counts_once(day: Town) -> None:
    one = told(0, "in", DAY_ONE, "gate-1")

    again = [pass_gate(day, one, one), pass_gate(day, one)]
    elsewhere = pass_gate(day, one, site="T")

    assert [(intake.recorded, intake.known) for intake in (*again, elsewhere)] == [(1, 1), (0, 1), (1, 0)]
    assert len(stays_of(day, 0)) == 2


def test_a_passage_that_cannot_be_stops_no_other(day: Town) -> None:
    intake = pass_gate(
        day,
        Told("no plate", "in", DAY_ONE, "1"),
        Told("沪A12345", "through", DAY_ONE, "2"),
        Told("沪A12345", "in", DAY_ONE + 16 * MINUTE, "3"),
        Told("沪A12345", "in", DAY_ONE - timedelta(days=91), "4"),
        Told("沪A12345", "in", DAY_ONE, ""),
        told(0, "in", DAY_ONE + 15 * MINUTE),
    )

    assert intake.recorded == 1
    assert [(fault.at, fault.refused.code) for fault in intake.faults] == [
        (0, "not_a_plate"),
        (1, "not_offered"),
        (2, "in_the_future"),
        (3, "passage_too_old"),
        (4, "out_of_range"),
    ]


def test_a_plate_that_nobody_registered_is_kept_and_never_looked_at(day: Town) -> None:
    pass_gate(day, Told("沪 d·88888", "in", DAY_ONE, "1"))

    with day.database.reading() as session:
        stay = session.execute(select(Stay)).scalar_one()
    assert (stay.vehicle_id, stay.look_at) == (None, None)
    assert day.vault.open_sealed(stay.plate_cipher, "stay.plate", stay.id) == "沪D88888"


def test_passages_are_told_by_the_staff_of_the_site(day: Town) -> None:
    assert pass_gate(day, told(0, "in", DAY_ONE), actor=day.staff).recorded == 1
    with refused(NotFound, "no_such_thing"):
        pass_gate(day, site="T", actor=day.staff)
    with refused(NotFound, "no_such_thing"):
        pass_gate(day, actor=day.stranger)
    for looker in (day.people[0], day.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            pass_gate(day, actor=looker)
    with refused(Rejected, "not_offered", "source"):
        pass_gate(day, source="rumour")


def test_who_stands_where_is_for_the_staff_of_the_site(day: Town) -> None:
    pass_gate(day, told(0, "in", DAY_ONE))
    pass_gate(day, told(1, "in", DAY_ONE), site="T")
    part: dict[str, Any] = {"last": None, "limit": 9, "newest": True}

    seen = {
        name: len(day.see(passages.stays, actor=actor, only="open", **part))
        for name, actor in (("staff", day.staff), ("office", day.coordinator), ("auditor", day.auditor))
    }
    assert seen == {"staff": 1, "office": 2, "auditor": 2}
    with refused(NotAllowed, "not_for_this_role"):
        day.see(passages.stays, actor=day.people[0], only=None, **part)


def test_what_was_told_is_never_changed(day: Town) -> None:
    pass_gate(day, told(0, "in", DAY_ONE))

    with pytest.raises(DBAPIError, match="written_once"), day.database.writing() as session:
        session.execute(update(Passage).values(direction="out"))


def test_passages_are_thrown_away_after_the_days_of_the_covenant_and_stays_name_nobody_then(day: Town) -> None:
    pass_gate(day, told(0, "in", DAY_ONE), told(0, "out", DAY_ONE + MINUTE))
    # Two whose exit nobody told.
    pass_gate(day, told(1, "in", DAY_ONE), told(2, "in", DAY_ONE))
    day.clock.advance(days=89)
    kept = day.do(passages.forget, community=day.community_id)
    day.clock.advance(days=2)
    gone = day.do(passages.forget, community=day.community_id)

    with day.database.reading() as session:
        left = session.execute(select(func.count(Passage.id))).scalar_one()
        stays = list(session.execute(select(Stay).order_by(Stay.left_at)).scalars())
    assert (kept, gone, left) == (0, 4, 0)
    assert {(stay.plate_index, stay.plate_cipher, stay.vehicle_id) for stay in stays} == {(b"", b"", None)}
    ended = day.clock.now - timedelta(days=90)
    assert [(stay.entered_at, stay.left_at, stay.exit_missing) for stay in stays] == [
        (DAY_ONE, DAY_ONE + MINUTE, False),
        (DAY_ONE, ended, True),
        (DAY_ONE, ended, True),
    ]
    with day.database.writing() as session:
        session.execute(delete(Passage))
