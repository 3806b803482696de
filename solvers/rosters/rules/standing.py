"""What stands already: H24 (pins, frozen seats), S08 (faces at an elder's) and S10 (changes of a published roster)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.plan import Violation
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules.protocol import ALWAYS, Model, Rule, Scope, told
from solvers.window import DAY

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

SOON, NEAR = 3 * DAY, 7 * DAY


@dataclass(frozen=True)
class Pinned(Rule):
    """H24: locked, confirmed and frozen seats stay, as far as they can hold together."""

    id: ClassVar[str] = "H24"
    rule: ClassVar[str] = "h24_pinned"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        for post in case.kept_seats.get(key, ()):
            if not roster.holds(Seat(key, post)):
                yield told(case, self.rule, case.posts[post].shift, [key], role=case.posts[post].name)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        kept = case.kept_seats.get(key, ())
        for one in model.timetable(key) if kept else ():
            if one.block.post in kept:
                model.require(self.rule, [(one.var, 1)], 1, None)


@dataclass(frozen=True)
class Continuity(Rule):
    """S08: different faces at one elder's door in the horizon, above the few that are good."""

    id: ClassVar[str] = "S08"
    rule: ClassVar[str] = "s08_continuity"
    scope: ClassVar[Scope] = "elder"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        faces = {one for shift in case.visits[key] for one in roster.crew(shift, standby=False)}
        policy = case.rosters.policy
        return policy.weight("continuity") * max(0, len(faces) - policy.faces)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        faces: dict[int, list[int]] = {}
        for shift in case.visits[key]:
            for post in case.posts_of[shift]:
                for one, var in model.on(post) if not case.posts[post].standby else ():
                    faces.setdefault(one, []).append(var)
        policy = case.rosters.policy
        if len(faces) > policy.faces:
            terms = [(model.some(mine), 1) for mine in faces.values()]
            model.excess(self.rule, terms, policy.faces, 1, policy.weight("continuity"))


@dataclass(frozen=True)
class Disruption(Rule):
    """S10: published seats that change. A seat lost costs 2, or 1 where its holder is given another that day, and 2
    more for each seat of its post left empty; three times as much within 72 hours, half as much again within 7 days.
    """

    id: ClassVar[str] = "S10"
    rule: ClassVar[str] = "s10_disruption"
    scope: ClassVar[Scope] = "community"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        total = 0
        for post, people in case.in_force_on.items():
            price, day = self._price(case, post), case.blocks[post].day
            for one in people:
                if not roster.holds(Seat(one, post)):
                    total += price * (1 if self._moved(case, roster, one, day) else 2)
            total += 2 * price * max(0, len(people) - len(roster.on(post)))
        return total

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for post, people in case.in_force_on.items():
            choices, price = model.on(post), self._price(case, post)
            if not any(model.decides(one) for one in people) and all(var < 0 for _, var in choices):
                continue
            held = dict(choices)
            for one in people:
                kept = held.get(one)
                seat = [] if kept is None else [(kept, 1)]
                model.pay(self.rule, [(ALWAYS, price), *((var, -price) for var, _ in seat)])
                new = model.some(self._new(case, model, one, case.blocks[post].day))
                model.excess(self.rule, [*((var, -1) for var, _ in seat), (new, -1)], -1, 1, price)
            model.excess(self.rule, [(var, -1) for _, var in choices], -len(people), 1, 2 * price)

    def _moved(self, case: RosterCase, roster: Roster, volunteer: int, day: int) -> bool:
        mine = (block for block in roster.of(volunteer) if block.day == day)
        return any(volunteer not in case.in_force_on.get(block.post, ()) for block in mine)

    def _new(self, case: RosterCase, model: Model, volunteer: int, day: int) -> list[int]:
        return [
            one.var
            for one in model.timetable(volunteer)
            if one.block.post >= 0
            and one.block.day == day
            and volunteer not in case.in_force_on.get(one.block.post, ())
        ]

    def _price(self, case: RosterCase, post: int) -> int:
        away = case.blocks[post].start - case.minute_of_now
        halves = 6 if away < SOON else 3 if away < NEAR else 2
        return -(-case.rosters.policy.weight("disruption") * halves // 2)
