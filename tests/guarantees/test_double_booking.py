"""I1 no double booking, I2 just refusals: many clients with real connections, judged by plain arithmetic."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from scheduler import queries
from scheduler.db import Database, conflict_of
from scheduler.models import Booking, Covenant, Occupation
from scheduler.usecases import bookings
from scheduler.usecases.bookings import Span
from tests.guarantees.crowds import at_once, doors, drop_guards, overlapping, told
from tests.town import START, Town

NOON = START + timedelta(days=3)
GUARD = timedelta(minutes=15)
QUARTER = timedelta(minutes=15)
CLIENTS, EACH = 32, 5
SPACES = ("H1", "H2", "T1", "T2", "T3")


def unlimited(town: Town) -> None:
    """As many open bookings for everybody as they like."""
    with town.database.writing() as session:
        session.get_one(Covenant, (town.community_id, 1)).settings = {
            "parking": {"reserve_percent": 0}, "booking": {"most_open_bookings": 1000},
        }  # fmt: skip


def book(town: Town, person: int, space: str, span: Span, database: Database | None = None) -> Booking:
    wanted: dict[str, Any] = {
        "actor": town.people[person], "vehicle_id": town.vehicles[person], "space_id": town.spaces[space],
        "span": span, "channel": "web",
    }  # fmt: skip
    door = database or town.database
    return door.transact(lambda session: bookings.book(session, now=door.now(session), **wanted))


# ---- a history of clients, and what must hold of it


@dataclass(frozen=True)
class Call:
    """What a client asked for and was told, with when it began and ended by the client's clock."""

    began: float
    ended: float
    person: int
    space: str
    span: Span
    answer: str


def is_in_the_way(accepted: Call, refused: Call) -> bool:
    """Whether an accepted booking stood against a refused one, and existed at some moment of the refused call."""
    if accepted.began > refused.ended:
        return False
    same_space = accepted.space == refused.space
    guard = GUARD if same_space else timedelta()
    meets = (
        accepted.span.starts_at < refused.span.ends_at + guard
        and refused.span.starts_at < accepted.span.ends_at + guard
    )
    return meets and (same_space or accepted.person == refused.person)


def unjust(history: Sequence[Call]) -> list[Call]:
    """Refusals against which no booking stood."""
    accepted = [call for call in history if call.answer == "done"]
    return [
        call for call in history
        if call.answer != "done" and not any(is_in_the_way(other, call) for other in accepted)
    ]  # fmt: skip


def clients(town: Town, seed: int) -> list[Call]:
    """32 clients on connections of their own ask for random times of the same afternoon."""

    def client(number: int, database: Database) -> list[Call]:
        rng, calls = Random(f"{seed}/{number}"), []
        for _ in range(EACH):
            person, space = rng.randrange(9), rng.choice(SPACES)
            starts = NOON + QUARTER * rng.randrange(40)
            span = Span(starts, starts + QUARTER * rng.randint(1, 8))
            began = time.monotonic()
            answer = told(lambda: book(town, person, space, span, database))  # noqa: B023  called at once
            calls.append(Call(began, time.monotonic(), person, space, span, answer))
        return calls

    with doors(town, 4) as opened:
        found = at_once(CLIENTS, lambda number: client(number, opened[number % 4]))
    return [call for calls in found for call in calls]


@pytest.mark.parametrize("seed", range(2))
def test_clients_get_no_overlap_and_every_refusal_has_its_booking(town: Town, seed: int) -> None:
    unlimited(town)
    history = clients(town, seed)

    accepted = [call for call in history if call.answer == "done"]
    with town.database.reading() as session:
        stored = session.execute(select(func.count()).select_from(Booking)).scalar_one()
    assert {call.answer for call in history} == {"done", "space_taken", "vehicle_busy"}
    assert (overlapping(town.database), stored) == (0, len(accepted))
    assert unjust(history) == []


def test_control_a_refusal_without_its_booking_is_noticed(town: Town) -> None:
    unlimited(town)
    history = clients(town, 0)
    refused = [call for call in history if call.answer != "done"]

    lied_about = replace(refused[0], span=Span(NOON - timedelta(days=1), NOON - timedelta(hours=23)))
    assert unjust([*history, lied_about]) == [lied_about]


def test_control_insert_then_look_again_refuses_both(town: Town) -> None:
    """The usual way without a guard: both write, both look, both see the other and give up."""
    drop_guards(town.database, "occupation")
    span = Span(NOON, NOON + QUARTER)
    with town.database.reading() as session:
        space = queries.supply.space_by_code(session, town.community_id, "H1")
        assert space is not None
    row = {"resource_id": space.resource_id, "starts_at": span.starts_at, "ends_at": span.ends_at, "active": True}

    def written() -> bool:
        town.database.transact(lambda session: queries.occupation.occupy(session, [row]))
        return True

    def seen() -> int:
        with town.database.reading() as session:
            wanted = select(func.count()).where(Occupation.resource_id == space.resource_id, Occupation.active)
            return session.execute(wanted).scalar_one()

    assert [written(), written()] == [True, True]
    looks = [seen(), seen()]
    answers = ["done" if look == 1 else "space_taken" for look in looks]
    history = [Call(0, 1, person, "H1", span, answer) for person, answer in enumerate(answers)]
    assert unjust(history) == history


# ---- one slot, many hands


def test_one_slot_has_exactly_one_winner_and_the_others_a_plain_refusal(town: Town) -> None:
    unlimited(town)
    with doors(town, 3) as opened:
        for turn in range(4):
            span = Span(NOON + turn * timedelta(hours=1), NOON + turn * timedelta(hours=1) + QUARTER)
            answers = at_once(
                24,
                lambda at, span=span: told(lambda: book(town, at % 9, "H1", span, opened[at % 3])),  # type: ignore[misc]
            )
            assert sorted(answers) == ["done"] + ["space_taken"] * 23


def occupied(database: Database, resource: int, start: datetime) -> str:
    """One dated row, without any lock of ours; what the database answers."""
    row = {"resource_id": resource, "starts_at": start, "ends_at": start + QUARTER, "active": True}
    try:
        database.transact(lambda session: queries.occupation.occupy(session, [row]))
    except DBAPIError as error:
        return conflict_of(error) or "other"
    return "done"


def resource_of(town: Town, code: str) -> int:
    with town.database.reading() as session:
        space = queries.supply.space_by_code(session, town.community_id, code)
        assert space is not None
        return space.resource_id


def test_the_database_alone_lets_one_of_many_win(town: Town) -> None:
    """A deadlock, as which PostgreSQL reports some of these conflicts, is tried again and never told."""
    resource = resource_of(town, "H1")
    with doors(town, 3) as opened:
        for turn in range(6):
            start = NOON + turn * timedelta(hours=1)
            answers = at_once(24, lambda at, start=start: occupied(opened[at % 3], resource, start))  # type: ignore[misc]
            assert sorted(answers) == ["done"] + ["occupation_no_overlap"] * 23
    assert overlapping(town.database) == 0


def test_control_without_the_guard_many_win(town: Town) -> None:
    drop_guards(town.database, "occupation")
    resource = resource_of(town, "H1")
    with doors(town, 3) as opened:
        answers = at_once(24, lambda at: occupied(opened[at % 3], resource, NOON))
    assert answers == ["done"] * 24
    assert overlapping(town.database) == 24 * 23 // 2


def test_a_vehicle_is_guarded_like_a_space(town: Town) -> None:
    unlimited(town)
    span = Span(NOON, NOON + QUARTER)
    answers = at_once(5, lambda at: told(lambda: book(town, 0, SPACES[at], span)))
    assert sorted(answers) == ["done"] + ["vehicle_busy"] * 4
