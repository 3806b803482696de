"""Hours are spent once: many who spend from few accounts at the same moment never spend what is not there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actors import Actor
from scheduler.covenant import HoursRules
from scheduler.db import Database
from scheduler.usecases import hours_ledger, hours_transfers
from scheduler.usecases.hours_ledger import Entry, Side
from tests.communities import town_on
from tests.guarantees.crowds import PATIENCE, doors, told
from tests.scheduler.usecases.hours_acts import Bank, open_bank
from tests.town import START, Town

SPENDERS, ACCOUNTS = 12, 3


def held(bank: Bank) -> list[int]:
    return [bank.balance(number) for number in range(ACCOUNTS)]


def test_of_many_who_spend_at_once_only_those_are_served_whose_minutes_are_there(town: Town) -> None:
    bank = open_bank(town, transfers=True, transfer_month_cap=1_000)
    for number in range(ACCOUNTS):
        bank.earn(number, 70)

    def spend(at: int, door: Database) -> str:
        giver, redeems = at % ACCOUNTS, at % 2
        whose = {"volunteer_id": bank.roster.volunteers[giver], "actor": town.coordinator, "reason": "Meals."}
        more: dict[str, Any] = {"minutes": 50} if redeems else {"minutes": 40, "to_receipt": f"V{(giver + 1) % 3}"}
        act: Any = hours_transfers.redeem if redeems else hours_transfers.transfer
        return told(lambda: door.transact(lambda session: act(session, now=door.now(session), **whose, **more)))

    with doors(town, SPENDERS) as made, ThreadPoolExecutor(SPENDERS) as crowd:
        answers = list(crowd.map(spend, range(SPENDERS), made))

    redeemed = sum(50 for at, answer in enumerate(answers) if at % 2 and answer == "done")
    assert set(answers) == {"done", "hours_overdrawn"}
    assert (min(held(bank)) >= 0, sum(held(bank))) == (True, ACCOUNTS * 70 - redeemed)


def test_control_without_the_lock_two_spend_the_same_minutes(tmp_path: Path) -> None:
    with town_on("postgresql", tmp_path) as town:
        bank = open_bank(town)
        bank.earn(0, 70)
        both = Barrier(2, timeout=PATIENCE)

        def spend(door: Database) -> None:
            door.transact(lambda session: _unlocked(session, town.coordinator, bank.roster.volunteers[0], both))

        with doors(town, 2) as made, ThreadPoolExecutor(2) as crowd:
            list(crowd.map(spend, made))

        assert bank.balance(0) == -30


def _unlocked(session: Session, actor: Actor, volunteer: UUID, both: Barrier) -> None:
    """Look, then write, as it would be without a lock on the account."""
    sides = [Side("volunteer", -50, volunteer), Side("redeemed", 50)]
    hours_ledger.check_accounts(session, HoursRules(), sides)
    both.wait()
    hours_ledger.post(session, actor, Entry("redeem", 50, sides, "Meals."), START)
