"""The time bank of the roster's town, as tests speak of it: shifts served, minutes moved, what stands in accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler import queries
from scheduler.models import Covenant, HoursPosting, HoursTransaction, OutboxMessage, Seat
from scheduler.usecases import hours, hours_corrections, hours_transfers
from scheduler.usecases.hours_corrections import Correction
from tests import rosters_town
from tests.rosters_town import LESSON, RosterTown, instant
from tests.town import Town

DAY = date(2026, 5, 11)
START = "09:00"
_numbers = count()


@dataclass(frozen=True)
class Bank:
    """The roster's town with its time bank; volunteers by their number."""

    roster: RosterTown

    @property
    def town(self) -> Town:
        """The town."""
        return self.roster.town

    def rules(self, **hours_rules: Any) -> None:
        """What the covenant says of the time bank."""
        with self.town.database.writing() as session:
            row = session.get_one(Covenant, (self.town.community_id, 1))
            row.settings = {**row.settings, "hours": hours_rules}

    def shift(self, minutes: int = 90, days: int = 0, terms: Mapping[str, Any] = LESSON) -> UUID:
        """A shift from nine o'clock on, some days after Monday, 11 May."""
        code = f"hours{next(_numbers)}"
        return self.roster.shift(code, DAY + timedelta(days=days), START, minutes, "HALL", terms)

    def seat(self, number: int = 0, minutes: int = 90, days: int = 0, state: str = "confirmed", **more: Any) -> UUID:
        """A seat on a shift of its own, once the shift is over."""
        shift = more.pop("shift", None) or self.shift(minutes, days, more.pop("terms", LESSON))
        self.after(days)
        return self.roster.seat(number, shift, "teacher", state, **more)

    def attended(
        self, number: int = 0, came: float = 0, left: float = 90, minutes: int = 90, days: int = 0, **more: Any
    ) -> UUID:
        """A seat whose person came and left so many minutes after nine, on a shift that is over."""
        nine = instant(DAY + timedelta(days=days), START)
        told = {"checked_in_at": nine + timedelta(minutes=came), "checked_out_at": nine + timedelta(minutes=left)}
        return self.seat(number, minutes, days, "checked_out", **told, **more)

    def after(self, days: int) -> None:
        """Let the evening of a day have come."""
        self.town.clock.now = max(self.town.clock.now, instant(DAY + timedelta(days=days), "22:00"))

    # ---- acts

    def credit(self, seat_id: UUID, minutes: int | None = None, reason: str = "", **more: Any) -> HoursTransaction:
        given = {"actor": self.town.coordinator, "minutes": minutes, "reason": reason, **more}
        return self.town.do(hours.credit_seat, seat_id=seat_id, **given)

    def earn(self, number: int, minutes: int, days: int = 0) -> HoursTransaction:
        """Minutes that a coordinator credits."""
        return self.credit(self.seat(number, max(minutes, 1), days), minutes, "Was there.")

    def correct(self, transaction_id: UUID, minutes: int, reason: str = "A mistake.", **more: Any) -> Correction:
        given = {"actor": self.town.coordinator, "minutes": minutes, "reason": reason, **more}
        return self.town.do(hours_corrections.correct, transaction_id=transaction_id, **given)

    def give(self, giver: int, taker: int, minutes: int, **more: Any) -> HoursTransaction:
        given = {"actor": self.town.people[giver], "to_receipt": f"V{taker}", "minutes": minutes, **more}
        return self.town.do(hours_transfers.transfer, **given)

    def redeem(self, number: int, minutes: int, reason: str = "Meals brought.", **more: Any) -> HoursTransaction:
        given = {"actor": self.town.coordinator, "minutes": minutes, "reason": reason, **more}
        return self.town.do(hours_transfers.redeem, volunteer_id=self.roster.volunteers[number], **given)

    # ---- what stands

    def balance(self, number: int = 0) -> int:
        return self.town.see(queries.hours.balance, volunteer_id=self.roster.volunteers[number])

    def sides(self, row: HoursTransaction) -> list[tuple[str, int]]:
        """Accounts of a transaction with what moved."""
        found = self.town.see(queries.hours.postings, transaction_id=row.id)
        names = {volunteer: f"V{number}" for number, volunteer in enumerate(self.roster.volunteers)}
        return [(names[side.volunteer_id] if side.volunteer_id else side.account, side.minutes) for side in found]

    def rows(self) -> list[tuple[Any, ...]]:
        """All that was ever written, column by column, in order."""
        with self.town.database.reading() as session:
            return [
                tuple(getattr(row, column.key) for column in kind.__table__.columns)
                for kind in (HoursTransaction, HoursPosting)
                for row in session.execute(select(kind).order_by(*kind.__table__.primary_key)).scalars()
            ]

    def seat_row(self, seat_id: UUID) -> Seat:
        found: Seat = self.roster.one(Seat, seat_id)
        return found

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Messages about hours, in order."""
        with self.town.database.reading() as session:
            rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
            return [(row.code, row.numbers) for row in rows if row.code.startswith("hours_")]


def open_bank(town: Town, **hours_rules: Any) -> Bank:
    """The time bank of a town whose covenant says so of it."""
    bank = Bank(rosters_town.build(town))
    bank.rules(**hours_rules)
    return bank


def moment(clock: str, days: int = 0) -> datetime:
    """An instant of a day after Monday, 11 May."""
    return instant(DAY + timedelta(days=days), clock)
