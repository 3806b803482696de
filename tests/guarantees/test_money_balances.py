"""Money always balances: any history of the ledger beside a model in plain Python, many writers at once, no changes."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import MoneyAccount, MoneyTransaction
from scheduler.splitting import parts_of, split_for
from scheduler.usecases import ledger
from scheduler.usecases.ledger import CEILINGS, FLOORS, SHARES, SPENDING, Entry, Key, Transfer
from tests.communities import town_on
from tests.databases import KINDS
from tests.guarantees.crowds import PATIENCE, doors, drop_guards, told
from tests.scheduler.usecases.money_acts import BILLED, FEES, Books
from tests.town import Town

WRITERS = 12
FEN = st.one_of(st.integers(1, 60), st.integers(-1, 10**6))
PERSON, PICK = st.integers(0, 2), st.integers(0, 9)
WRITTEN_ONCE = ("money_transaction", "money_transfer", "money_month", "audit_entry")


class Ledger(RuleBasedStateMachine):
    """People are charged and pay in pieces, shares are spent, all is taken back, months close; a model says what must
    come of it.
    """

    kind: ClassVar[str] = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._door = town_on(self.kind, Path(self._folder.name))
        self.books = Books(self._door.__enter__())
        self.home: Key = ("fund", self.books.town.sites["H"])
        self.model: defaultdict[Key, int] = defaultdict(int)
        self.written: list[tuple[MoneyTransaction, list[Transfer]]] = []
        self.taken_back: set[int] = set()
        self.month, self.divided = 5, 0

    def teardown(self) -> None:
        self._door.__exit__(None, None, None)
        self._folder.cleanup()

    def owed(self, at: int) -> Key:
        return "receivable", self.books.member(at)

    def after(self, transfers: list[Transfer]) -> dict[Key, int]:
        """What the accounts that transfers touch would hold."""
        out = {key: self.model[key] for one in transfers for key in (one.debit, one.credit)}
        for one in transfers:
            out[one.debit] += one.fen
            out[one.credit] -= one.fen
        return out

    def expected(self, kind: str, transfers: list[Transfer]) -> str:
        """What the ledger must answer."""
        if not all(one.fen > 0 for one in transfers):
            return "out_of_range"
        ceilings = (*CEILINGS, *SHARES) if kind in SPENDING else CEILINGS
        after = self.after(transfers).items()
        short = any((name in FLOORS and fen < 0) or (name in ceilings and fen > 0) for (name, _), fen in after)
        return "account_short" if short else "done"

    def took(self, row: MoneyTransaction, transfers: list[Transfer]) -> None:
        assert (row.number, row.month) == (len(self.written) + 1, f"2026-{self.month:02}")
        self.model.update(self.after(transfers))
        self.written.append((row, transfers))

    def post(self, kind: str, *transfers: Transfer) -> bool:
        made: list[MoneyTransaction] = []
        assert told(lambda: made.append(self.books.post(kind, transfers))) == self.expected(kind, list(transfers))
        for row in made:
            self.took(row, list(transfers))
        return bool(made)

    # ---- what happens

    @rule(at=PERSON, fen=FEN)
    def charge(self, at: int, fen: int) -> None:
        self.post("charge", Transfer(self.owed(at), BILLED, fen))

    @rule(at=PERSON, fen=FEN)
    def pay(self, at: int, fen: int) -> None:
        if self.post("payment", Transfer(("cash", None), self.owed(at), fen)):
            before, self.divided = self.divided, self.divided + fen
            row = self.books.divide(before, self.divided)
            self.took(row, self._divided(before, self.divided))

    def _divided(self, before: int, after: int) -> list[Transfer]:
        """By the parts of the whole before and after, without the use case."""
        rule_, site = split_for(FEES.splits, "shared"), self.books.town.sites["H"]
        old, new = parts_of(before, rule_), parts_of(after, rule_)
        keys = {"fund": ("fund", site), "operator": ("operator", site), "platform": ("platform", None)}
        moved = {keys[to]: new[to] - old[to] for to in new if new[to] != old[to]}
        return [Transfer(BILLED, key, fen) if fen > 0 else Transfer(key, BILLED, -fen) for key, fen in moved.items()]

    @rule(fen=FEN)
    def spend(self, fen: int) -> None:
        self.post("payout", Transfer(self.home, ("cash", None), fen))

    @rule(at=PERSON, fen=FEN, back=FEN)
    def compensate_and_pay_out(self, at: int, fen: int, back: int) -> None:
        payable: Key = ("payable", self.books.member(at))
        self.post("compensation", Transfer(self.home, payable, fen))
        self.post("payout", Transfer(payable, ("cash", None), back))

    @rule(at=PERSON, fen=FEN)
    def give_back(self, at: int, fen: int) -> None:
        self.post("refund", Transfer(self.home, ("payable", self.books.member(at)), fen))

    @precondition(lambda self: self.written)
    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        row, transfers = self.written[-1 - pick % len(self.written)]
        opposite = [Transfer(one.credit, one.debit, one.fen) for one in transfers]
        if row.kind == "correction":
            expected = "not_reversible"
        else:
            expected = "reversed_already" if row.number in self.taken_back else self.expected("correction", opposite)
        made: list[MoneyTransaction] = []
        assert told(lambda: made.append(self.books.reverse(row))) == expected
        if made:
            self.taken_back.add(row.number)
            self.took(made[0], opposite)

    @rule()
    def close_the_month(self) -> None:
        opened = any(row.month == f"2026-{self.month:02}" for row, _ in self.written) or self.month > 5
        if self.month < 12 and opened and self.written:
            self.month += 1
            self.books.town.clock.now = datetime(2026, self.month, 2, tzinfo=UTC)
            row = self.books.close(f"2026-{self.month - 1:02}")
            held = sum(line["closing"] for line in row.statement["held"])
            assert held == sum(fen for (kind, _), fen in self.model.items() if kind in FLOORS)

    @precondition(lambda self: self.written)
    @rule(at=st.integers(0, 3), verb=st.sampled_from(["UPDATE {} SET reason = 'x'", "DELETE FROM {}"]))
    def tamper(self, at: int, verb: str) -> None:
        table = WRITTEN_ONCE[at]
        column = {"money_transfer": "fen = 1", "money_month": "digest = 'x'", "audit_entry": "actor = 'x'"}.get(table)
        statement = verb.format(table) if column is None else verb.replace("reason = 'x'", column).format(table)
        with self.books.town.database.writing() as session:
            if table == "money_month" and not self.month > 5:
                return  # nothing stands there yet that could be changed
            with pytest.raises(DBAPIError, match="written_once"):
                session.execute(text(statement))
            session.rollback()

    # ---- what must hold after every step

    @invariant()
    def accounts_hold_what_the_model_says(self) -> None:
        community = self.books.town.community_id
        with self.books.town.database.reading() as session:
            rows = session.execute(select(MoneyAccount)).scalars().all()
        held = {(row.kind, None if row.subject_id == community else row.subject_id): row.balance for row in rows}
        assert {key: fen for key, fen in held.items() if fen} == {key: fen for key, fen in self.model.items() if fen}
        assert sum(held.values()) == 0

    @invariant()
    def nothing_is_found_by_the_proofs(self) -> None:
        assert self.books.faults() == []


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 5), ("postgresql", 2)])
def test_money_balances_after_any_history(kind: str, examples: int) -> None:
    class Machine(Ledger):
        pass

    Machine.kind = kind
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, derandomize=True, database=None
        ),
    )


# ---- many at once


def spending(books: Books, fen: int) -> Entry:
    """A payout from the fund of the compound H."""
    moved = Transfer(("fund", books.town.sites["H"]), ("cash", None), fen)
    return Entry("payout", "share", new_id(), [moved])


def test_of_many_who_spend_at_once_only_those_are_served_whose_money_is_there(town: Town) -> None:
    books = Books(town)
    books.settle(1_000)  # of which 700 are the fund's

    def spend(at: int, door: Database) -> str:
        entry = spending(books, 100 + at % 2)
        return told(
            lambda: door.transact(lambda session: ledger.post(session, town.coordinator, entry, door.now(session)))
        )

    with doors(town, WRITERS) as made, ThreadPoolExecutor(WRITERS) as crowd:
        answers = list(crowd.map(spend, range(WRITERS), made))

    assert sorted(answers) == ["account_short"] * 6 + ["done"] * 6
    assert 94 <= -books.balance("fund", town.sites["H"]) <= 100
    assert books.faults() == []


def test_control_who_looks_before_writing_overdraws_an_account(tmp_path: Path) -> None:
    with town_on("postgresql", tmp_path) as town:
        books, both = Books(town), Barrier(2, timeout=PATIENCE)
        books.settle(1_000)
        with town.database.writing() as session:
            session.execute(text("ALTER TABLE money_account DROP CONSTRAINT ck_money_account_floor"))

        def spend(door: Database) -> None:
            door.transact(lambda session: _unguarded(session, books, 600, both))

        with doors(town, 2) as made, ThreadPoolExecutor(2) as crowd:
            list(crowd.map(spend, made))

        assert books.balance("cash") == -200
        assert "1 balances past their floor or ceiling" in books.faults()


def _unguarded(session: Session, books: Books, fen: int, both: Barrier) -> None:
    """Look, then write, as it would be without the lock of the ledger and the guard of the statement."""
    named = ("cash", books.town.community_id)
    row = queries.money.accounts(session, books.town.community_id, [named])[named]
    assert row.floor is not None
    assert row.balance - fen >= row.floor
    both.wait()
    wanted = update(MoneyAccount).where(MoneyAccount.id == row.id)
    session.execute(wanted.values(balance=MoneyAccount.balance - fen))


def test_control_the_proofs_find_money_from_nowhere(tmp_path: Path) -> None:
    with town_on(KINDS[0], tmp_path) as town:
        books = Books(town)
        books.charge(100)
        drop_guards(town.database, "money_transfer")
        with town.database.writing() as session:
            session.execute(text("UPDATE money_transfer SET fen = 101"))

        assert books.faults() == ["2 balances that are not what was transferred"]
