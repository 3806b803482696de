"""The public draw in seasons too large to prove it: better lots take the slots of worse ones, all else being equal.

A section without a session takes the very slots of a section with a worse lot where every rule still holds and every
goal but the draw stays as it is. No bound follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from solvers.engines.rooms_solve import Solve
from solvers.rooms.case import Option
from solvers.rooms.goals import wish, worth
from solvers.rooms.greedy import Filler

MOST_TRIES = 1_000
"""Exchanges whose goals are counted in full: a count, not a clock, so that plans repeat."""
Slot = tuple[int, int, int, int]
"""Room, weekday, start, length."""


def slot_of(option: Option) -> Slot:
    """Where and when an option is."""
    return option.room, option.weekday, option.start, option.length


def exchange(solve: Solve) -> None:
    """Give slots to better lots until no exchange is left, `MOST_TRIES` were made or the time is up."""
    if solve.case.lots:
        _Exchange(solve).run()


class _Exchange:
    def __init__(self, solve: Solve) -> None:
        self.solve, self.case, self.tries = solve, solve.case, 0
        self.goals = [goal for goal in solve.goals if goal.name != "draw"]
        self.standing: dict[int, list[int]] = {}
        """Chosen options of each section that no pin holds, and that has nothing in a plan in force."""
        for at in solve.chosen:
            self.standing.setdefault(self.case.options[at].section, []).append(at)
        served = set(self.standing)
        for section in (*self.case.pins, *solve.base):
            self.standing.pop(section, None)
        slots = {slot_of(self.case.options[at]) for at in solve.chosen}
        waiting = (section for section in self.case.lots if section not in served)
        self.own = {section: self._known(section, slots) for section in (*waiting, *self.standing)}
        columns = {*solve.chosen, *(at for known in self.own.values() for at in known.values())}
        self.filler = Filler(self.case, solve.rows_for(columns))
        for at in solve.chosen:
            self.filler.put(at)

    def _known(self, section: int, slots: set[Slot]) -> Mapping[Slot, int]:
        """Options of a section at slots that are taken."""
        options = self.case.options
        return {slot_of(options[at]): at for at in self.case.options_at[section] if slot_of(options[at]) in slots}

    def run(self) -> None:
        """Exchange in the order of the lots."""
        lots = self.case.lots
        waiting = [
            (-lots[section], section) for section in self.own if section in lots and section not in self.standing
        ]
        heapify(waiting)
        while waiting and self.tries < MOST_TRIES and not self.solve.watch.over():
            _, section = heappop(waiting)
            given = next((other for other, plan in self._plans(section) if self._taken(section, other, plan)), None)
            if given is not None and given in lots:
                heappush(waiting, (-lots[given], given))

    def _plans(self, section: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Served sections of worse lots whose slots would do, the worst lot first, with the options there."""
        lots, options, mine = self.case.lots, self.case.options, self.own[section]
        for other in sorted(self.standing, key=lambda at: (lots.get(at, 0), at)):
            if lots.get(other, 0) >= lots[section]:
                return
            theirs = self.standing[other]
            found = [mine[slot] for at in theirs if (slot := slot_of(options[at])) in mine]
            alike = len(found) == len(theirs) and all(
                (worth(self.case, options[a]), wish(self.case, options[a]))
                == (worth(self.case, options[b]), wish(self.case, options[b]))
                for a, b in zip(found, theirs, strict=True)
            )
            if alike and len(found) <= self.case.rooms.requests[section].sessions:
                yield other, found

    def _taken(self, section: int, other: int, plan: Sequence[int]) -> bool:
        """Whether the exchange keeps every rule and every goal; makes it if so."""
        theirs = self.standing[other]
        for at in theirs:
            self.filler.take_back(at)
        fitting = self.filler.put_first(plan, len(plan)) == len(plan)
        if fitting and self._is_equal():
            self.solve.chosen = list(self.filler.chosen)
            self.standing[section] = list(plan)
            del self.standing[other]
            return True
        for at in plan:
            if at in self.filler.chosen:
                self.filler.take_back(at)
        for at in theirs:
            self.filler.put(at)
        return False

    def _is_equal(self) -> bool:
        """Whether what is chosen now counts the same for every goal but the draw."""
        self.tries += 1
        plans = ([self.case.options[at] for at in found] for found in (self.filler.chosen, self.solve.chosen))
        now, before = ([goal.value(self.case, plan) for goal in self.goals] for plan in plans)
        return self.tries <= MOST_TRIES and now == before
