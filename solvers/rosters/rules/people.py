"""Rules about two volunteers: H20, H21 and S11."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.plan import Violation
from solvers.rosters.roster import Roster
from solvers.rosters.rules.protocol import Model, Rule, Scope, told

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase


def members(case: RosterCase, key: int) -> tuple[int, int]:
    """Positions of the two volunteers of a pair."""
    pair, index = case.rosters.pairs[key], case.rosters.volunteer_index
    return index[pair.a], index[pair.b]


def shifts_of(roster: Roster, volunteer: int) -> frozenset[int]:
    """Shifts that a volunteer is on, of those whose crews are decided here."""
    shifts = roster.case.rosters.shifts
    return frozenset(block.shift for block in roster.of(volunteer) if not shifts[block.shift].given)


def chosen_shifts(model: Model, volunteer: int) -> Mapping[int, Sequence[int]]:
    """Variables of a volunteer by shift, of those whose crews are decided here."""
    found: dict[int, list[int]] = {}
    for one in model.timetable(volunteer):
        if one.block.post >= 0 and not model.case.rosters.shifts[one.block.shift].given:
            found.setdefault(one.block.shift, []).append(one.var)
    return found


@dataclass(frozen=True)
class RequiredPair(Rule):
    """H20: both on a shift or neither (spouse, carer, interpreter)."""

    id: ClassVar[str] = "H20"
    rule: ClassVar[str] = "h20_required_pair"
    scope: ClassVar[Scope] = "pair"
    mendable: ClassVar[bool] = True

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        if case.rosters.pairs[key].kind == "required":
            a, b = members(case, key)
            for shift in sorted(shifts_of(roster, a) ^ shifts_of(roster, b)):
                yield told(case, self.rule, shift, [a, b])

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        if case.rosters.pairs[key].kind == "required":
            mine, theirs = (chosen_shifts(model, one) for one in members(case, key))
            for shift in sorted({*mine, *theirs}):
                terms = [*((var, 1) for var in mine.get(shift, ())), *((var, -1) for var in theirs.get(shift, ()))]
                model.require(self.rule, terms, 0, 0)


@dataclass(frozen=True)
class ProhibitedPair(Rule):
    """H21: never on the same shift."""

    id: ClassVar[str] = "H21"
    rule: ClassVar[str] = "h21_prohibited_pair"
    scope: ClassVar[Scope] = "pair"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        if case.rosters.pairs[key].kind == "prohibited":
            a, b = members(case, key)
            for shift in sorted(shifts_of(roster, a) & shifts_of(roster, b)):
                yield told(case, self.rule, shift, [a, b])

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        if case.rosters.pairs[key].kind == "prohibited":
            mine, theirs = (chosen_shifts(model, one) for one in members(case, key))
            for shift in sorted(mine.keys() & theirs.keys()):
                model.require(self.rule, [(var, 1) for var in (*mine[shift], *theirs[shift])], None, 1)


@dataclass(frozen=True)
class WishedPair(Rule):
    """S11: a shift that one of two serves without the other, where both could; or both, where they wish not to."""

    id: ClassVar[str] = "S11"
    rule: ClassVar[str] = "s11_wished_pair"
    scope: ClassVar[Scope] = "pair"

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        (a, b), policy = members(case, key), case.rosters.policy
        mine, theirs = shifts_of(roster, a), shifts_of(roster, b)
        if case.rosters.pairs[key].kind == "unpreferred":
            return policy.weight("unpreferred_pair") * len(mine & theirs)
        if case.rosters.pairs[key].kind == "preferred":
            return policy.weight("preferred_pair") * len((mine ^ theirs) & case.shared(a, b))
        return 0

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        (a, b), policy = members(case, key), case.rosters.policy
        kind = case.rosters.pairs[key].kind
        mine, theirs = chosen_shifts(model, a), chosen_shifts(model, b)
        if kind == "unpreferred":
            for shift in sorted(mine.keys() & theirs.keys()):
                terms = [(var, 1) for var in (*mine[shift], *theirs[shift])]
                model.excess(self.rule, terms, 1, 1, policy.weight("unpreferred_pair"))
        if kind == "preferred":
            for shift in sorted((mine.keys() | theirs.keys()) & case.shared(a, b)):
                terms = [*((var, 1) for var in mine.get(shift, ())), *((var, -1) for var in theirs.get(shift, ()))]
                weight = policy.weight("preferred_pair")
                model.excess(self.rule, terms, 0, 1, weight)
                model.excess(self.rule, [(var, -worth) for var, worth in terms], 0, 1, weight)
