"""What every rule of the catalogue offers: violations and cost of a roster in plain Python, and a post to a model.

A rule looks at one key at a time: a volunteer, a shift, an elder, or the whole community. Whoever changes a seat asks
again only for the keys that the seat touches, so the same object answers for a month and for one sign-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from solvers.plan import Violation
from solvers.rosters.roster import Block, Roster

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

Scope = Literal["volunteer", "shift", "elder", "pair", "community"]
ALWAYS = -1
"""The variable that is always one: a fixed seat, or what was worked before."""
NEVER = -2
"""The variable that is always zero."""
Terms = Sequence[tuple[int, int]]
"""Pairs of (variable, whole coefficient)."""


class Held(NamedTuple):
    """A block of a volunteer's time and the variable that says whether it is taken."""

    block: Block
    var: int


class Model(Protocol):
    """A model of choices; rules speak to it, whatever engine stands behind."""

    case: RosterCase

    def decides(self, volunteer: int) -> bool:
        """Whether something is still to be chosen for the volunteer; what is fixed anyway need not be paid."""

    def timetable(self, volunteer: int) -> Sequence[Held]:
        """What the volunteer may do or does, in order of time, past blocks included."""

    def on(self, post: int) -> Sequence[tuple[int, int]]:
        """(volunteer, variable) of every choice and fixed seat at a post."""

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        """Keep a sum between `low` and `high`; None leaves a side open."""

    def pay(self, rule: str, terms: Terms) -> None:
        """Pay each coefficient where its variable is one."""

    def excess(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        """Pay `weight` for every begun `unit` by which a sum exceeds `above`."""

    def peak(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        """The same, but paid once for the largest excess of all sums that a rule states."""

    def some(self, variables: Sequence[int]) -> int:
        """A variable that is one where any of the others is."""


class Filter(Protocol):
    """A rule about one volunteer at one post that no other seat changes."""

    id: ClassVar[str]
    rule: ClassVar[str]

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        """What speaks against the volunteer at the post, with numbers."""

    def mask(self, case: RosterCase, post: int) -> NDArray[np.bool_]:
        """Whom the rule lets in, for all volunteers at once."""


class Rule:
    """A rule about seats together; what a subclass leaves out does not concern it."""

    id: ClassVar[str]
    rule: ClassVar[str]
    scope: ClassVar[Scope]
    mendable: ClassVar[bool] = False
    """Whether the next people to come may mend what one sign-up breaks."""

    @property
    def limits(self) -> bool:
        """Whether the rule can be broken at all; others only charge."""
        return type(self).violations is not Rule.violations

    def keys(self, case: RosterCase) -> Iterable[int]:
        """Positions of what the rule looks at, of everything that could break it or cost."""
        if self.scope == "shift":
            return case.judged
        counts = {
            "volunteer": len(case.rosters.volunteers),
            "elder": len(case.rosters.elders),
            "pair": len(case.rosters.pairs),
            "community": 1,
        }
        return range(counts[self.scope])

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        """What the roster breaks at a key."""
        return iter(())

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        """What the roster pays at a key."""
        return 0

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        """State the rule for a key to a model."""


def begun(amount: int, unit: int) -> int:
    """How many units an amount has begun; 0 for what is not above zero."""
    return -(-max(0, amount) // unit)


def told(case: RosterCase, rule: str, shift: int, people: Iterable[int], **numbers: int | str) -> Violation:
    """A violation on a shift, by name."""
    one = case.rosters.shifts[shift]
    names = tuple(dict.fromkeys(case.rosters.volunteers[at].id for at in people))
    return Violation(rule, one.id, names, {"minute": case.spans[shift][0], **numbers})


class SeatRule(Rule):
    """A rule that charges single seats, whatever the others are: a price for each option."""

    scope: ClassVar[Scope] = "volunteer"

    def price(self, case: RosterCase, volunteer: int, post: int) -> int:
        """What the volunteer at the post costs."""
        return 0

    def concerned(self, case: RosterCase, post: int) -> NDArray[np.bool_]:
        """Volunteers whom the rule may charge at a post at all."""
        return np.ones(len(case.rosters.volunteers), dtype=bool)

    def row(self, case: RosterCase, post: int, people: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same for some volunteers at once."""
        asked = self.concerned(case, post)[people]
        found = np.zeros(len(people), dtype=np.int64)
        found[asked] = [self.price(case, one, post) for one in people[asked].tolist()]
        return found

    def cost(self, case: RosterCase, roster: Roster, key: int) -> int:
        return sum(self.price(case, key, block.post) for block in roster.of(key))

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        mine = [(one.var, one.block.post) for one in model.timetable(key) if one.block.post >= 0]
        model.pay(self.rule, [(var, self.price(case, key, post)) for var, post in mine])
