"""Hours always balance: any history of the time bank, beside a model in plain Python that knows no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from scheduler.calendar import date_of
from scheduler.models import HoursPosting, HoursTransaction
from scheduler.usecases import clockwork, hours_statements
from tests.communities import town_on
from tests.databases import KINDS
from tests.guarantees.crowds import told
from tests.rosters_town import LESSON, PATROL, VISIT
from tests.scheduler.usecases.hours_acts import DAY, Bank, open_bank

CAP, MONTH_CAP, PEOPLE = 250, 120, 3
KINDS_OF_SHIFT = ((LESSON, 100), (PATROL, 150), (VISIT, 33))
Sides = dict[str, int]
PERSON = st.integers(0, PEOPLE - 1)
MINUTES = st.one_of(st.integers(1, 40), st.integers(-1, 130))
PICK = st.integers(0, 9)
"""Of what there is, counted from the newest."""


@dataclass
class ModelSeat:
    """A seat as the model knows it: `shown` are minutes by check-in and check-out, None where there were none."""

    id: UUID
    number: int
    planned: int
    coefficient: int
    shown: int | None
    credits: list[UUID] = field(default_factory=list)


@dataclass
class ModelRow:
    """A transaction as the model knows it."""

    kind: str
    worked: int
    sides: Sides
    month: tuple[int, int]
    seat: ModelSeat | None = None
    corrected: bool = False


def name(number: int) -> str:
    return f"V{number}"


class Hours(RuleBasedStateMachine):
    """People serve, are credited, give and redeem, and the office corrects; the model says what must come of it."""

    kind: ClassVar[str] = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._door = town_on(self.kind, Path(self._folder.name))
        self.bank: Bank = open_bank(
            self._door.__enter__(),
            transfers=True,
            deposit_cap=CAP,
            transfer_month_cap=MONTH_CAP,
            coefficients={"class": 100, "patrol": 150, "home_visit": 33},
        )
        self.seats: list[ModelSeat] = []
        self.written: dict[UUID, ModelRow] = {}
        self.kept: set[tuple[Any, ...]] = set()
        self.days = 0

    def teardown(self) -> None:
        self._door.__exit__(None, None, None)
        self._folder.cleanup()

    # ---- the model

    def balance(self, account: str) -> int:
        return sum(row.sides.get(account, 0) for row in self.written.values())

    @property
    def month(self) -> tuple[int, int]:
        today = date_of(self.bank.town.clock.now, "Asia/Shanghai")
        return today.year, today.month

    def standing(self, seat: ModelSeat) -> ModelRow | None:
        rows = [self.written[one] for one in seat.credits if not self.written[one].corrected]
        return rows[0] if rows else None

    def service(self, seat: ModelSeat, worked: int, taken_back: int = 0) -> Sides:
        earned = worked * seat.coefficient // 100
        kept = min(earned, max(0, CAP - self.balance(name(seat.number)) + taken_back))
        return {"issued": -earned, name(seat.number): kept, "expired": earned - kept}

    def against(self, *changes: Sides) -> str:
        """Which account could not take some sides together, in the order of the people."""
        for person in map(name, range(PEOPLE)):
            change = sum(sides.get(person, 0) for sides in changes)
            if change < 0 and self.balance(person) + change < 0:
                return "hours_overdrawn"
            if change > 0 and self.balance(person) + change > CAP:
                return "hours_above_cap"
        return "done"

    def wrote(self, row: HoursTransaction, kind: str, worked: int, sides: Sides, seat: ModelSeat | None = None) -> None:
        moving = {account: minutes for account, minutes in sides.items() if minutes}
        assert (row.kind, row.worked_minutes, dict(self.bank.sides(row))) == (kind, worked, moving)
        self.written[row.id] = ModelRow(kind, worked, moving, self.month, seat)
        if seat is not None and kind == "service":
            seat.credits.append(row.id)

    # ---- what happens

    @initialize(minutes=st.tuples(*(st.integers(1, 120) for _ in range(PEOPLE))))
    def begin(self, minutes: tuple[int, ...]) -> None:
        for number, worked in enumerate(minutes):
            self.serve(number, 120, 0, worked, 1, True)

    @rule(
        number=PERSON,
        planned=st.integers(30, 120),
        came=st.integers(-30, 60),
        stayed=st.integers(0, 150),
        terms=st.integers(0, 2),
        credited=st.booleans(),
    )
    def serve(self, number: int, planned: int, came: int, stayed: int, terms: int, credited: bool) -> None:
        (kind, coefficient), left = KINDS_OF_SHIFT[terms], came + stayed
        seat = self.bank.attended(number, came, left, planned, self.days, terms=kind)
        shown = max(0, min(left, planned) - max(came, 0))
        self.seats.append(ModelSeat(seat, number, planned, coefficient, shown))
        self.days += 1
        if credited:
            self._credit(self.seats[-1], None)

    @rule(number=PERSON, planned=st.integers(30, 120))
    def take_a_seat(self, number: int, planned: int) -> None:
        seat = self.bank.seat(number, planned, self.days)
        self.seats.append(ModelSeat(seat, number, planned, 100, None))
        self.days += 1

    @precondition(lambda self: self.seats)
    @rule(pick=PICK, times=st.integers(1, 2))
    def credit_by_check_in(self, pick: int, times: int) -> None:
        for _ in range(times):
            self._credit(self.seats[-1 - pick % len(self.seats)], None)

    @precondition(lambda self: self.seats)
    @rule(pick=PICK, minutes=MINUTES, times=st.integers(1, 2))
    def credit_by_a_coordinator(self, pick: int, minutes: int, times: int) -> None:
        for _ in range(times):
            self._credit(self.seats[-1 - pick % len(self.seats)], minutes)

    def _credit(self, seat: ModelSeat, minutes: int | None) -> None:
        standing, made = self.standing(seat), list[HoursTransaction]()
        worked = seat.shown if minutes is None else minutes
        expected, fresh = "done", standing is None and not (seat.credits and minutes is None)
        if standing is not None and minutes is not None and minutes != standing.worked:
            expected = "hours_credited_already"
        elif fresh and worked is None:
            expected = "not_checked_out"
        elif fresh and minutes is not None and not 1 <= minutes <= seat.planned:
            expected = "out_of_range" if minutes < 1 else "hours_above_planned"
        sides = self.service(seat, worked or 0)

        assert told(lambda: made.append(self.bank.credit(seat.id, minutes, "Was there."))) == expected
        if expected == "done" and not fresh:
            assert made[0].id in seat.credits
        elif expected == "done":
            self.wrote(made[0], "service", worked or 0, sides, seat)

    @rule()
    def let_the_clockwork_turn(self) -> None:
        before = {row[0] for row in self._rows(HoursTransaction.id)}
        clockwork.tick(self.bank.town.office)
        with self.bank.town.database.reading() as session:
            new = [session.get_one(HoursTransaction, row[0]) for row in self._rows(HoursTransaction.id)
                   if row[0] not in before]  # fmt: skip
        due = [seat for seat in self.seats if seat.shown is not None and not seat.credits]
        assert sorted(str(row.seat_id) for row in new) == sorted(str(seat.id) for seat in due)
        for row in sorted(new, key=lambda one: one.id):
            seat = next(one for one in due if one.id == row.seat_id)
            self.wrote(row, "service", seat.shown or 0, self.service(seat, seat.shown or 0), seat)

    @precondition(lambda self: self.written)
    @rule(pick=PICK, minutes=MINUTES, times=st.integers(1, 2))
    def correct(self, pick: int, minutes: int, times: int) -> None:
        row_id = sorted(self.written)[-1 - pick % len(self.written)]
        for _ in range(times):
            self._correct(row_id, self.written[row_id], minutes)

    def _correct(self, row_id: UUID, row: ModelRow, minutes: int) -> None:
        opposite = {account: -moved for account, moved in row.sides.items()}
        instead = {account: minutes if moved > 0 else -minutes for account, moved in row.sides.items()}
        if row.seat is not None:
            instead = self.service(row.seat, minutes, row.sides.get(name(row.seat.number), 0))
        instead = instead if minutes > 0 else {}
        if minutes < 0:
            expected = "out_of_range"
        elif row.kind == "correction":
            expected = "hours_not_correctable"
        elif row.corrected:
            expected = "hours_corrected_already"
        elif row.seat is not None and minutes > row.seat.planned:
            expected = "hours_above_planned"
        else:
            expected = self.against(opposite, instead)

        made: list[Any] = []
        assert told(lambda: made.append(self.bank.correct(row_id, minutes))) == expected
        if expected == "done":
            self.wrote(made[0].opposite, "correction", -row.worked, opposite, row.seat)
            row.corrected = True
            if minutes:
                self.wrote(made[0].instead, row.kind, minutes, instead, row.seat)

    @rule(giver=PERSON, taker=PERSON, minutes=MINUTES)
    def transfer(self, giver: int, taker: int, minutes: int) -> None:
        sides = {name(giver): -minutes, name(taker): minutes}
        given = sum(
            -row.sides[name(giver)]
            for row in self.written.values()
            if row.kind == "transfer" and not row.corrected and row.month == self.month
            and row.sides.get(name(giver), 0) < 0
        )  # fmt: skip
        if minutes < 1:
            expected = "out_of_range"
        elif giver == taker:
            expected = "hours_to_self"
        elif given + minutes > MONTH_CAP:
            expected = "hours_month_cap"
        else:
            expected = self.against(sides)

        made: list[HoursTransaction] = []
        assert told(lambda: made.append(self.bank.give(giver, taker, minutes))) == expected
        if made:
            self.wrote(made[0], "transfer", minutes, sides)

    @rule(number=PERSON, minutes=MINUTES)
    def redeem(self, number: int, minutes: int) -> None:
        sides = {name(number): -minutes, "redeemed": minutes}
        expected = "out_of_range" if minutes < 1 else self.against(sides)

        made: list[HoursTransaction] = []
        assert told(lambda: made.append(self.bank.redeem(number, minutes))) == expected
        if made:
            self.wrote(made[0], "redeem", minutes, sides)

    @precondition(lambda self: any(row.sides for row in self.written.values()))
    @rule(at=st.integers(0, 3))
    def tamper(self, at: int) -> None:
        statements = (
            "UPDATE hours_posting SET minutes = minutes + 1",
            "DELETE FROM hours_posting",
            "UPDATE hours_transaction SET worked_minutes = 1",
            "DELETE FROM hours_transaction",
        )
        with pytest.raises(DBAPIError), self.bank.town.database.writing() as session:
            session.execute(text(statements[at]))

    # ---- what must hold after every step

    @invariant()
    def every_transaction_sums_to_nothing(self) -> None:
        sums = select(HoursPosting.transaction_id, func.sum(HoursPosting.minutes)).group_by(HoursPosting.transaction_id)
        with self.bank.town.database.reading() as session:
            assert [row for row in session.execute(sums) if row[1] != 0] == []
            assert session.execute(select(func.count(HoursTransaction.id))).scalar_one() == len(self.written)

    @invariant()
    def accounts_hold_what_the_model_says(self) -> None:
        found = [self.bank.balance(number) for number in range(PEOPLE)]
        assert found == [self.balance(name(number)) for number in range(PEOPLE)]
        assert all(0 <= minutes <= CAP for minutes in found)

    @invariant()
    def what_was_written_stands(self) -> None:
        now = set(self.bank.rows())
        assert self.kept <= now
        self.kept = now

    @invariant()
    def statements_sum_exactly(self) -> None:
        held = 0
        for month in range(DAY.month, self.month[1] + 1):
            wanted = {"actor": self.bank.town.people[0], "month": date(DAY.year, month, 1)}
            told_of = self.bank.town.do(hours_statements.statement, **wanted)
            assert told_of.opening == held
            held += sum(line.minutes for line in told_of.lines)
            assert told_of.closing == held
        assert held == self.balance(name(0))

    def _rows(self, column: Any) -> list[tuple[Any, ...]]:
        with self.bank.town.database.reading() as session:
            return [tuple(row) for row in session.execute(select(column))]


@pytest.mark.parametrize(
    ("kind", "examples"), [("sqlite", 4), ("postgresql", 2), pytest.param("sqlite", 40, marks=pytest.mark.study)]
)
def test_hours_balance_after_any_history(kind: str, examples: int) -> None:
    class Machine(Hours):
        pass

    Machine.kind = kind
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=40, deadline=None, derandomize=True, database=None
        ),
    )


def test_control_the_model_notices_minutes_from_nowhere() -> None:
    class Leaking(Hours):
        @initialize()
        def slip_in(self) -> None:
            self.serve(0, 120, 0, 60, 0, True)
            newest = sorted(self.written)[-1]
            more = HoursPosting(transaction_id=newest, line=9, account="issued", minutes=5)
            with self.bank.town.database.writing() as session:
                session.add(more)

    assert KINDS[0] == Leaking.kind
    with pytest.raises(AssertionError, match=r"5\)\] == \[\]"):
        run_state_machine_as_test(
            Leaking,
            settings=settings(
                max_examples=1, stateful_step_count=5, derandomize=True, database=None, phases=[Phase.generate]
            ),
        )
