"""Whatever people do in whatever order: seats, the time that they take, the steps and the asks agree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.errors import Conflict, Refused
from scheduler.models import Occupation, Seat, SeatEvent, SeatWish, Shift, SubstituteAsk, Swap
from scheduler.queries.seat_turns import OPEN_SWAPS
from scheduler.states import SEAT_COVER, SEAT_LIVING
from scheduler.terms import shift_terms
from scheduler.usecases import drawing, dropping_out, roster_turns, swaps
from scheduler.usecases.swaps import SwapTerms
from tests.rosters_town import LESSON
from tests.scheduler.usecases.seat_acts import Living, living
from tests.town import Town

ACTS = 300
RARELY, OFTEN = 0.1, 0.7
HISTORIES = (1, *(pytest.param(seed, marks=pytest.mark.study) for seed in range(2, 11)))
USUAL = ("by_signing_up", "by_assigning", "by_dropping_out", "by_standing_in", "by_proposing")
"""Acts that succeed in every history."""
CLOCKWORK: tuple[Callable[[Any], None], ...] = (
    roster_turns.lapse_all,
    roster_turns.ask_on,
    roster_turns.draw_all,
    roster_turns.expire_swaps,
    roster_turns.remind,
    roster_turns.end_all,
)


class History:
    """Random acts of random people; refusals are answers like others."""

    def __init__(self, roster: Living, seed: int) -> None:
        self.roster, self.chance, self.done = roster, random.Random(seed), Counter[str]()
        self.roles = {
            code: [role.id for role in shift_terms(roster.shift(code).terms).roles] for code in roster.roster.shifts
        }

    def act(self) -> None:
        """One act, counted where it was not refused."""
        name = self.chance.choice([one for one in vars(History) if one.startswith("by_")])
        with suppress(Refused):
            getattr(self, name)()
            self.done[name] += 1

    def any_of(self, kind: type[Any], likely: Sequence[str]) -> Any:
        """A row, mostly one in a state from which something may come."""
        with self.roster.town.database.reading() as session:
            rows = list(session.execute(select(kind).order_by(kind.id)).scalars())
        chosen = [row for row in rows if row.state in likely or self.chance.random() < RARELY]
        if not chosen:
            raise Conflict("nothing_there")
        return self.chance.choice(chosen)

    def seat(self) -> Seat:
        row: Seat = self.any_of(Seat, SEAT_LIVING)
        return row

    @property
    def number(self) -> int:
        return self.chance.randrange(len(self.roster.roster.volunteers))

    @property
    def post(self) -> tuple[str, str]:
        code = self.chance.choice(sorted(self.roles))
        return code, self.chance.choice(self.roles[code])

    def of_seat(self, work: Callable[..., Any], **more: Any) -> None:
        row = self.seat()
        holder = self.roster.person(self.roster.number_of(row.volunteer_id))
        actor = self.chance.choice([holder, self.roster.town.coordinator])
        self.roster.town.do(work, actor=actor, seat_id=row.id, **more)

    # ---- acts

    def by_signing_up(self) -> None:
        self.roster.sign_up(self.number, *self.post)

    def by_assigning(self) -> None:
        code, role = self.post
        agreed = self.chance.random() < OFTEN
        self.roster.assign(self.number, code, role if self.chance.random() < OFTEN else "standby", agreed=agreed)

    def by_wishing(self) -> None:
        given = {"actor": self.roster.person(self.number), "shift_id": self.roster.roster.shifts["fair1"]}
        self.roster.town.do(drawing.wish, role="steward", **given)

    def by_answering(self) -> None:
        row = self.seat()
        number = self.roster.number_of(row.volunteer_id)
        self.roster.answer(number, row.id, self.chance.choice(["accept", "accept", "decline", "confirm"]))

    def by_signing_out(self) -> None:
        self.of_seat(dropping_out.sign_out)

    def by_dropping_out(self) -> None:
        self.of_seat(dropping_out.cannot_come)
        self.roster.ask_on()

    def by_coming_after_all(self) -> None:
        self.of_seat(dropping_out.come_after_all)

    def by_standing_in(self) -> None:
        number = self.roster.number_of(self.any_of(SubstituteAsk, ("asked",)).volunteer_id)
        self.roster.reply(number, yes=self.chance.random() < OFTEN)

    def by_proposing(self) -> None:
        row, other = self.seat(), self.seat()
        if self.chance.random() < 0.5:
            terms = SwapTerms(row.id, to_volunteer_id=self.roster.roster.volunteers[self.number])
        else:
            terms = SwapTerms(row.id, to_seat_id=other.id)
        holder = self.roster.person(self.roster.number_of(row.volunteer_id))
        self.roster.town.do(swaps.propose, actor=holder, terms=terms)

    def by_deciding(self) -> None:
        row = self.any_of(Swap, OPEN_SWAPS)
        action = self.chance.choice(["agree", "agree", "refuse", "withdraw", "approve"])
        self.roster.town.do(swaps.act, actor=self.roster.town.coordinator, swap_id=row.id, action=action)

    def by_coming(self) -> None:
        way = self.chance.choice(["in", "out"])
        self.roster.check(way, 0, self.seat().id, actor=self.roster.town.coordinator)

    def by_noting(self) -> None:
        self.roster.settle(self.seat().id, self.chance.choice(["miss", "excuse", "cancel"]), "Agreed.")

    def by_waiting(self) -> None:
        self.roster.town.clock.advance(minutes=self.chance.choice([1, 20, 120, 300]))

    def by_itself(self) -> None:
        for step in CLOCKWORK:
            step(self.roster.town.office)


def faults(session: Session) -> list[str]:
    """All that does not agree."""
    found = []
    shifts = {row.id: row for row in session.execute(select(Shift)).scalars()}
    rows = list(session.execute(select(Seat)).scalars())
    for row in rows:
        wanted = select(func.count()).where(Occupation.seat_id == row.id, Occupation.active)
        if session.execute(wanted).scalar_one() != (row.state in SEAT_LIVING):
            found.append(f"time of a seat {row.state}")
        balance = Counter({row.state: -1, "": 1})
        for step in session.execute(select(SeatEvent).where(SeatEvent.seat_id == row.id)).scalars():
            balance[step.after] += 1
            balance[step.before] -= 1
        if any(balance.values()):
            found.append(f"steps of a seat {row.state}")
    covered = Counter((row.shift_id, row.role) for row in rows if row.state in SEAT_COVER)
    for (shift_id, role), count in covered.items():
        most = next((one.most for one in shift_terms(shifts[shift_id].terms).roles if one.id == role), count)
        if count > most:
            found.append(f"{count} people for {most} seats")
    held = Counter((row.shift_id, row.volunteer_id) for row in rows if row.state in SEAT_LIVING)
    found += [f"{count} seats of one person on a shift" for count in held.values() if count > 1]
    states = {row.id: row.state for row in rows}
    for ask in session.execute(select(SubstituteAsk)).scalars():
        if ask.state == "asked" and ask.seat_id is not None and states[ask.seat_id] != "looking_for_substitute":
            found.append(f"asked for a seat {states[ask.seat_id]}")
    return found


@pytest.mark.parametrize("seed", HISTORIES)
def test_seats_time_steps_and_asks_agree_after_any_history(town: Town, seed: int) -> None:
    roster = living(town)
    roster.settings(free_hours=720, phone_hours=0)
    for shift_id in roster.roster.shifts.values():
        roster.roster.change(Shift, shift_id, opens_at=town.clock.now)
    history = History(roster, seed)
    for _ in range(ACTS):
        history.act()

    with town.database.reading() as session:
        assert faults(session) == []
        assert queries.occupation.overlaps(session, town.community_id) == 0
        assert session.execute(select(func.count()).select_from(Seat)).scalar_one() > 5
        assert session.execute(select(func.count()).select_from(SeatWish)).scalar_one() > 0
    assert min(history.done[name] for name in USUAL) > 0


def test_what_does_not_agree_is_noticed(town: Town) -> None:
    roster = living(town)
    for number in (0, 1, 2):
        roster.sign_up(number, "lesson1", "teacher")
    assert faults_of(town) == []

    with town.database.writing() as session:
        first, second, third = session.execute(select(Seat).order_by(Seat.id)).scalars()
        queries.seats.free(session, first.id)
        second.state = "absent"
        third.role = "cook"
    roster.sit(5, "lesson1", "teacher")
    roster.roster.change(
        Shift, roster.roster.shifts["lesson1"], terms={**LESSON, "roles": [{**LESSON["roles"][0], "most": 1}]}
    )
    assert sorted(faults_of(town)) == [
        "2 people for 1 seats",
        "steps of a seat absent",
        "steps of a seat confirmed",
        "time of a seat absent",
        "time of a seat confirmed",
    ]


def faults_of(town: Town) -> list[str]:
    with town.database.reading() as session:
        return faults(session)
