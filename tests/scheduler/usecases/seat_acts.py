"""Acts of volunteers on the small roster of `tests.rosters_town`, once it is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.actors import Actor
from scheduler.errors import Refused
from scheduler.models import AuditEntry, Covenant, Occupation, OutboxMessage, Seat, SeatEvent, Shift, SubstituteAsk
from scheduler.usecases import (
    answering,
    attendance,
    dropping_out,
    meeting_points,
    roster_turns,
    seat_office,
    sign_up,
    substitutes,
)
from scheduler.usecases.attendance import Presence
from scheduler.usecases.seat_office import Assigned
from tests.rosters_town import RosterTown, build
from tests.town import Town


@dataclass(frozen=True)
class Living:
    """A published roster; people are told by the numbers of volunteers."""

    roster: RosterTown

    @property
    def town(self) -> Town:
        """The town of the roster."""
        return self.roster.town

    def person(self, number: int) -> Actor:
        """The account of a volunteer."""
        return self.town.people[number]

    def shift(self, code: str) -> Shift:
        """A shift as it stands."""
        row: Shift = self.roster.one(Shift, self.roster.shifts[code])
        return row

    def go_to(self, code: str, **before: float) -> datetime:
        """Move the clock to so long before a shift begins."""
        self.town.clock.now = self.shift(code).starts_at - timedelta(**before)
        return self.town.clock.now

    def settings(self, **service: Any) -> None:
        """Change single rules of service of the covenant in force."""
        with self.town.database.writing() as session:
            row = session.execute(select(Covenant)).scalars().one()
            row.settings = {**row.settings, "service": {**row.settings.get("service", {}), **service}}

    # ---- acts

    def sign_up(self, number: int, code: str, role: str, actor: Actor | None = None, **more: Any) -> UUID:
        """A seat that somebody takes by themselves."""
        given = {"actor": actor or self.person(number), "shift_id": self.roster.shifts[code], "role": role, **more}
        return self.town.do(sign_up.sign_up, **given).id

    def assign(self, number: int, code: str, role: str, **more: Any) -> UUID:
        """A seat that the office gives somebody."""
        wanted = Assigned(self.roster.volunteers[number], role, **more)
        given = {"actor": self.town.coordinator, "shift_id": self.roster.shifts[code], "wanted": wanted}
        return self.town.do(seat_office.assign, **given).id

    def sit(self, number: int, code: str, role: str, state: str = "confirmed", **more: Any) -> UUID:
        """A seat as rows have it."""
        return self.roster.seat(number, self.roster.shifts[code], role, state, **more)

    def answer(self, number: int, seat_id: UUID, action: str, actor: Actor | None = None) -> None:
        """Accept, decline or confirm."""
        self.town.do(answering.answer, actor=actor or self.person(number), seat_id=seat_id, action=action)

    def drop(self, number: int, seat_id: UUID, actor: Actor | None = None) -> None:
        """Say that one cannot come, and let the clockwork ask for somebody else."""
        self.town.do(dropping_out.cannot_come, actor=actor or self.person(number), seat_id=seat_id)
        self.ask_on()

    def check(self, way: str, number: int, seat_id: UUID, actor: Actor | None = None, **presence: Any) -> None:
        """Check in or out."""
        given = {"actor": actor or self.person(number), "seat_id": seat_id, "presence": Presence(**presence)}
        self.town.do(attendance.check_in if way == "in" else attendance.check_out, **given)

    def settle(self, seat_id: UUID, action: str, reason: str = "") -> None:
        """What the office notes of a seat."""
        given = {"actor": self.town.coordinator, "seat_id": seat_id, "action": action, "reason": reason}
        self.town.do(attendance.settle, **given)

    def code_of(self, point: str) -> str:
        """A fresh code of a meeting point."""
        point_id = self.roster.points[point]
        return self.town.do(meeting_points.renew_check_in, actor=self.town.coordinator, point_id=point_id)[1]

    def reply(self, number: int, yes: bool, actor: Actor | None = None) -> None:
        """Answer the newest ask of a volunteer, and let the clockwork go on."""
        ask = [one for one in self.asks() if one.volunteer_id == self.roster.volunteers[number]][-1]
        self.town.do(substitutes.answer, actor=actor or self.person(number), ask_id=ask.id, yes=yes)
        self.ask_on()

    def ask_on(self) -> None:
        """What the clockwork does about asking."""
        roster_turns.ask_on(self.town.office)

    # ---- what is so

    def state(self, seat_id: UUID) -> str:
        """State of a seat."""
        found: str = self.roster.one(Seat, seat_id).state
        return found

    def number_of(self, volunteer_id: UUID) -> int:
        """Which volunteer it is."""
        return self.roster.volunteers.index(volunteer_id)

    def rows(self, code: str) -> list[Seat]:
        """Seats of a shift as they stand, the newest first."""
        wanted = select(Seat).where(Seat.shift_id == self.roster.shifts[code]).order_by(Seat.id.desc())
        with self.town.database.reading() as session:
            return list(session.execute(wanted).scalars())

    def seats(self, code: str) -> set[tuple[int, str, str]]:
        """Seats of a shift: volunteer, role, state."""
        return {(self.number_of(row.volunteer_id), row.role, row.state) for row in self.rows(code)}

    def busy(self, seat_id: UUID) -> list[bool]:
        """Whether the rows of a seat on its person's time are active."""
        wanted = select(Occupation.active).where(Occupation.seat_id == seat_id)
        with self.town.database.reading() as session:
            return list(session.execute(wanted).scalars())

    def steps(self, seat_id: UUID) -> list[tuple[str, str, str]]:
        """Steps of a seat."""
        wanted = select(SeatEvent).where(SeatEvent.seat_id == seat_id).order_by(SeatEvent.id)
        with self.town.database.reading() as session:
            return [(row.action, row.before, row.after) for row in session.execute(wanted).scalars()]

    def asks(self) -> list[SubstituteAsk]:
        """Everybody who was asked to stand in, in order."""
        wanted = select(SubstituteAsk).order_by(SubstituteAsk.asked_at, SubstituteAsk.rank)
        with self.town.database.reading() as session:
            return list(session.execute(wanted).scalars())

    def asked(self) -> list[tuple[int, int, str]]:
        """Who was asked in which wave, and what came of it."""
        return [(self.number_of(one.volunteer_id), one.wave, one.state) for one in self.asks()]

    def told(self, number: int) -> list[str]:
        """Codes of what a volunteer was told, in order."""
        wanted = select(OutboxMessage.code).where(OutboxMessage.member_id == self.person(number).member_id)
        with self.town.database.reading() as session:
            return list(session.execute(wanted.order_by(OutboxMessage.id)).scalars())

    def noted(self, prefix: str) -> list[str]:
        """Actions of the audit chain."""
        wanted = select(AuditEntry.action).where(AuditEntry.action.startswith(prefix)).order_by(AuditEntry.seq)
        with self.town.database.reading() as session:
            return list(session.execute(wanted).scalars())


def living(town: Town) -> Living:
    """The small roster, published; everybody may show others how it is done."""
    roster = build(town)
    roster.open()
    for number in range(len(roster.volunteers)):
        roster.offer(number, mentor_of=["home_visit", "calligraphy", "night_patrol", "lantern_fair"])
    return Living(roster)


def refused(work: Callable[..., Any], *given: Any, **more: Any) -> Refused:
    """The refusal that an act ends with."""
    with pytest.raises(Refused) as told:
        work(*given, **more)
    return told.value


def code(work: Callable[..., Any], *given: Any, **more: Any) -> str:
    """Code of the refusal that an act ends with."""
    return refused(work, *given, **more).code
