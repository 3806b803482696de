"""A roster problem made ready: what rules ask about people, and the pairs of volunteer and post that may be at all.

An option is an eligible pair; what no filter lets through has no option, and so costs the model nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from solvers.rosters.decisions import Decisions
from solvers.rosters.options import OptionsOf, SeatIndex, Seats
from solvers.rosters.roster import Block, Roster
from solvers.window import DAY

if TYPE_CHECKING:
    from solvers.rosters.pins import Kept
    from solvers.rosters.rules.fairness import Measure
    from solvers.rosters.rules.protocol import Filter, SeatRule

Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]
EVENING = 18 * 60
NOBODY: frozenset[int] = frozenset()


@dataclass
class RosterCase(Decisions):
    """A problem with everything that is worked out once for all rules and engines."""

    @cached_property
    def rates(self) -> tuple[int, ...]:
        """How likely each volunteer comes, in thousandths."""
        return tuple(one.rate(self.rosters.policy.rate_floor) for one in self.rosters.volunteers)

    @cached_property
    def types(self) -> frozenset[str]:
        """Types of shifts."""
        return frozenset(one.type for one in self.rosters.shifts)

    def novices(self, shift: int) -> Bools:
        """Who is new to the type of a shift."""
        name, below = self.rosters.shifts[shift].type, self.rosters.policy.novice_below
        if name not in self._known_novices:
            done = ((one.completed or {}).get(name, 0) for one in self.rosters.volunteers)
            self._known_novices[name] = self.vectors.flags(count < below for count in done)
        return self._known_novices[name]

    @cached_property
    def _known_novices(self) -> dict[str, Bools]:
        return {}

    @cached_property
    def visits(self) -> tuple[tuple[int, ...], ...]:
        """Shifts at each elder's home."""
        found: list[list[int]] = [[] for _ in self.rosters.elders]
        for at in range(len(self.rosters.shifts)):
            elder = self.elder_of(at)
            if elder is not None:
                found[elder].append(at)
        return tuple(map(tuple, found))

    def faces(self, roster: Roster, shift: int) -> frozenset[int]:
        """Volunteers who come, in a roster, to the elder whom a shift visits."""
        elder = self.elder_of(shift)
        return frozenset(one for at in self.visits[elder] for one in roster.crew(at)) if elder is not None else NOBODY

    @cached_property
    def pairs_of(self) -> Mapping[int, tuple[int, ...]]:
        """Pairs that each volunteer is part of."""
        found: dict[int, tuple[int, ...]] = {}
        for at, pair in enumerate(self.rosters.pairs):
            for name in (pair.a, pair.b):
                one = self.rosters.volunteer_index[name]
                found[one] = (*found.get(one, ()), at)
        return found

    def shared(self, a: int, b: int) -> frozenset[int]:
        """Shifts on which two volunteers may both serve."""
        mine, theirs = ({self.posts[self.seats[at].post].shift for at in self.options_of[one]} for one in (a, b))
        return frozenset(mine & theirs)

    @cached_property
    def scarce_skills(self) -> frozenset[str]:
        """Skills that few active volunteers hold."""
        held = (skill for one in self.rosters.volunteers if one.active for skill in {part.skill for part in one.skills})
        return frozenset(name for name, count in Counter(held).items() if count < self.rosters.policy.scarce_below)

    @cached_property
    def rare(self) -> Bools:
        """Holders of scarce skills."""
        held = ({part.skill for part in one.skills} for one in self.rosters.volunteers)
        return self.vectors.flags(bool(self.scarce_skills & skills) for skills in held)

    @cached_property
    def idle(self) -> frozenset[int]:
        """Willing volunteers who have done nothing for long although a seat would fit."""
        since = -self.rosters.policy.idle_days
        return frozenset(
            at
            for at, one in enumerate(self.rosters.volunteers)
            if one.willing and one.active and self.options_of[at] and not any(p.day >= since for p in self.past[at])
        )

    @cached_property
    def weeks(self) -> range:
        """Numbers of the weeks of the horizon, 0 for that of the first date."""
        return range((self.horizon.first.weekday() + self.horizon.length - 1) // 7 + 1)

    def weekend_of(self, block: Block) -> int | None:
        """Number of the week at whose end a block lies, None on other days."""
        week, weekday = divmod(block.day + self.horizon.first.weekday(), 7)
        return week if weekday >= 5 else None

    def is_burden(self, block: Block) -> bool:
        """Whether a block lies on a weekend or holiday, in the evening, or is heavy."""
        heavy = block.shift >= 0 and self.rosters.shifts[block.shift].heavy
        rest = self._rest_days[block.day] if block.day >= 0 else self.weekend_of(block) is not None
        return heavy or rest or block.end - block.day * DAY > EVENING

    @cached_property
    def _rest_days(self) -> tuple[bool, ...]:
        return tuple(day.day_type == "rest_day" for _, day in self.horizon.planned)

    def past_load(self, measure: Measure, volunteer: int) -> int:
        """What a volunteer did in the weeks that fairness remembers."""
        return self._past_loads(measure)[volunteer]

    def _past_loads(self, measure: Measure) -> tuple[int, ...]:
        if measure.name not in self._known_loads:
            self._known_loads[measure.name] = tuple(
                sum(measure.load(self, block) for block in blocks) for blocks in self.past
            )
        return self._known_loads[measure.name]

    def shares(self, measure: Measure) -> Sequence[int]:
        """Fair share of each active volunteer: what was done and what is asked for, divided as people offer time."""
        if measure.name not in self._known_shares:
            asked = sum(measure.load(self, block) * self.posts[at].target for at, block in enumerate(self.blocks))
            offered = [
                (one.desired[1] if one.desired else self.rosters.policy.month_minutes) if one.active else 0
                for one in self.rosters.volunteers
            ]
            total, everything = asked + sum(self._past_loads(measure)), max(1, sum(offered))
            self._known_shares[measure.name] = tuple(total * mine // everything for mine in offered)
        return self._known_shares[measure.name]

    @cached_property
    def _known_loads(self) -> dict[str, tuple[int, ...]]:
        return {}

    @cached_property
    def _known_shares(self) -> dict[str, tuple[int, ...]]:
        return {}

    @cached_property
    def held_pins(self) -> Kept:
        """Pins and frozen seats that can hold together, and those that cannot."""
        from solvers.rosters.pins import kept_seats

        return kept_seats(self)

    @property
    def kept_seats(self) -> Mapping[int, tuple[int, ...]]:
        """Posts that each volunteer keeps."""
        return self.held_pins.kept

    @cached_property
    def options(self) -> tuple[Ints, Ints]:
        """Volunteers and posts of all options, post by post."""
        from solvers.rosters.rules import DECIDED, FILTERS

        rules: Sequence[Filter] = [rule for rule in FILTERS if self.on(rule.id)]
        people, posts = [], []
        for at in range(len(self.posts)):
            may = np.ones(len(self.rosters.volunteers), dtype=bool)
            given = self.rosters.shifts[self.posts[at].shift].given
            for rule in (DECIDED,) if given else rules:
                may &= rule.mask(self, at)
            found = np.flatnonzero(may)
            people.append(found.astype(np.int32))
            posts.append(np.full(len(found), at, dtype=np.int32))
        empty = [np.zeros(0, dtype=np.int32)]
        return np.concatenate(people or empty), np.concatenate(posts or empty)

    @cached_property
    def options_on(self) -> tuple[range, ...]:
        """Positions of each post's options."""
        edges = np.searchsorted(self.options[1], np.arange(len(self.posts) + 1))
        return tuple(range(int(first), int(last)) for first, last in pairwise(edges))

    @cached_property
    def options_of(self) -> OptionsOf:
        """Positions of each volunteer's options."""
        return OptionsOf(self.options[0], len(self.rosters.volunteers))

    @cached_property
    def seat_index(self) -> SeatIndex:
        """Position of each option."""
        return SeatIndex(self.options[0], self.options_on)

    @cached_property
    def seats(self) -> Seats:
        """The options as seats."""
        return Seats(*self.options)

    @cached_property
    def prices(self) -> Ints:
        """What each option costs by itself."""
        found = np.zeros(len(self.options[0]), dtype=np.int32)
        for post, span in enumerate(self.options_on):
            people = self.options[0][span.start : span.stop]
            for rule in self._seat_rules if len(people) else ():
                found[span.start : span.stop] += rule.row(self, post, people)
        return found

    def price(self, option: int) -> int:
        """The same of one option."""
        return int(self.prices[option])

    @cached_property
    def _seat_rules(self) -> Sequence[SeatRule]:
        from solvers.rosters.rules import SEAT_RULES

        return [rule for rule in SEAT_RULES if self.on(rule.id)]
