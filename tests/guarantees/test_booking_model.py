"""I1 no double booking: any order of booking, cancelling and publishing, beside a model that knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from scheduler import queries
from scheduler.errors import Refused
from scheduler.models import Booking, Occupation, Publication
from scheduler.usecases import bookings, publication
from scheduler.usecases.bookings import Span
from tests.communities import town_on
from tests.databases import KINDS
from tests.guarantees.crowds import drop_guards, overlapping, told
from tests.guarantees.test_double_booking import GUARD, NOON, QUARTER, SPACES, book, occupied, resource_of, unlimited
from tests.town import Stage


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


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 6), ("postgresql", 2)])
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
