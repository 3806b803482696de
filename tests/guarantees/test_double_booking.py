"""I1 no double booking, I2 just refusals: many clients with real connections, judged by plain arithmetic."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from scheduler import queries
from scheduler.db import Database, conflict_of
from scheduler.errors import Refused
from scheduler.models import Booking, Covenant, Occupation, Publication
from scheduler.usecases import bookings, publication
from scheduler.usecases.bookings import Span
from tests.communities import town_on
from tests.databases import KINDS
from tests.guarantees.crowds import at_once, doors, drop_guards, overlapping, told
from tests.town import START, Stage, Town

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
        town.database.transact(lambda session: queries.bookings.occupy(session, [row]))
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
        database.transact(lambda session: queries.bookings.occupy(session, [row]))
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


# ---- any order of booking, cancelling and publishing, beside a model that knows no database


@dataclass(frozen=True)
class Taking:
    """What the model holds: a space or vehicle by name, and the time without the guard."""

    name: str
    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


class Bookings(RuleBasedStateMachine):
    """Random people book, cancel and publish; the naive model says beforehand what the answer must be."""

    kind: ClassVar[str] = "sqlite"
    rights: ClassVar[tuple[Taking, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._door = town_on(self.kind, Path(self._folder.name), "planned")
        self.town = self._door.__enter__()
        unlimited(self.town)
        self.held: dict[UUID, tuple[Taking, Taking]] = {}
        self.published = False

    def teardown(self) -> None:
        self._door.__exit__(None, None, None)
        self._folder.cleanup()

    def expected(self, space: str, person: int, starts_at: datetime, ends_at: datetime) -> str:
        taken = [taking for pair in self.held.values() for taking in pair] + list(self.rights) * self.published
        if any(one.name == space and one.meets(starts_at, ends_at + GUARD) for one in taken):
            return "space_taken"
        vehicle = f"vehicle {person}"
        return "vehicle_busy" if any(one.name == vehicle and one.meets(starts_at, ends_at) for one in taken) else "done"

    @rule(
        space=st.sampled_from(SPACES[:3]),
        person=st.integers(0, 4),
        start=st.integers(0, 60),
        length=st.integers(1, 12),
    )
    def book(self, space: str, person: int, start: int, length: int) -> None:
        starts_at = NOON + start * QUARTER
        ends_at = starts_at + length * QUARTER
        wanted = self.expected(space, person, starts_at, ends_at)
        made: list[Booking] = []
        answer = told(lambda: made.append(book(self.town, person, space, Span(starts_at, ends_at))))
        assert answer == wanted
        if made:
            self.held[made[0].id] = (
                Taking(space, starts_at, ends_at + GUARD), Taking(f"vehicle {person}", starts_at, ends_at),
            )  # fmt: skip

    @precondition(lambda self: self.held)
    @rule(number=st.integers(0, 1000))
    def cancel(self, number: int) -> None:
        gone = sorted(self.held)[number % len(self.held)]
        del self.held[gone]
        self.town.do(bookings.cancel, actor=self.town.staff, booking_id=gone, version=1)

    @precondition(lambda self: not self.published)
    @rule()
    def publish(self) -> None:
        version = self.town.prepare(self.town.newest_plan())
        in_the_way = any(
            held.name == right.name and held.meets(right.starts_at, right.ends_at)
            for pair in self.held.values()
            for held in pair
            for right in self.rights
        )
        with self.town.database.reading() as session:
            state = session.get_one(Publication, version).state
        assert state == ("abandoned" if in_the_way else "prepared")
        if not in_the_way:
            self.town.do(publication.publish, actor=self.town.coordinator, publication_id=version)
            self.published = True

    @invariant()
    def nothing_meets_and_nothing_is_lost(self) -> None:
        assert overlapping(self.town.database) == 0
        with self.town.database.reading() as session:
            active = session.execute(select(func.count()).where(Occupation.active)).scalar_one()
        assert active == 2 * len(self.held) + len(self.rights) * self.published


def rights_of_the_plan(kind: str, folder: Path) -> tuple[Taking, ...]:
    """Dated rows of the town's plan, by the names of spaces and vehicles."""
    stage: Stage = "published"
    with town_on(kind, folder, stage) as town, town.database.reading() as session:
        names = {
            row.resource_id: code for code, row in queries.supply.spaces_by_code(session, town.community_id).items()
        }
        for person, vehicle in enumerate(town.vehicles):
            names[queries.community.resource_of(session, "vehicle", vehicle) or 0] = f"vehicle {person}"
        rows = session.execute(select(Occupation)).scalars()
        return tuple(Taking(names[row.resource_id], row.starts_at, row.ends_at) for row in rows)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 8), ("postgresql", 3)])
def test_any_order_of_commands_answers_as_the_naive_model_does(kind: str, examples: int, tmp_path: Path) -> None:
    class Machine(Bookings):
        pass

    Machine.kind, Machine.rights = kind, rights_of_the_plan(kind, tmp_path)
    assert len(Machine.rights) == 5 * 2 * 28
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, derandomize=True, database=None
        ),
    )


def test_control_the_model_notices_a_missing_guard(tmp_path: Path) -> None:
    class Unguarded(Bookings):
        def __init__(self) -> None:
            super().__init__()
            drop_guards(self.town.database, "occupation")

        @rule()
        def slip_in(self) -> None:
            occupied(self.town.database, resource_of(self.town, "H1"), NOON)

    assert KINDS[0] == Unguarded.kind
    with pytest.raises((AssertionError, Refused)):
        run_state_machine_as_test(
            Unguarded,
            settings=settings(
                max_examples=5, stateful_step_count=10, derandomize=True, database=None, report_multiple_bugs=False
            ),
        )
