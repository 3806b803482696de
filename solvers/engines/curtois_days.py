r"""The cheapest days of one employee, at any price of each shift of each day, by dynamic programming.

A state is what the last days were (a run of work of k days that ends in shift s, or of j days off) with what has been
used: minutes in units of their greatest common divisor, weekends, and shifts of the types in `counted`. Types that are
not counted may exceed their most, so that prices are never above the true ones; whoever asks looks, and counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, prod
from typing import Any

import numpy as np

from solvers.bench.curtois import SATURDAY, WEEK, Days, Instance
from solvers.engines.linear import Floats
from solvers.errors import SolverError

State = tuple[int, ...]
Place = tuple[Any, ...]
Moves = list[tuple[Place, Place]]
FREE = float("inf")


def _weekend(day: int, *, starts: bool) -> int:
    """Weekends that work on a day adds: Sunday adds one only where Saturday has not."""
    weekday = day % WEEK
    return int(weekday == SATURDAY or (weekday == SATURDAY + 1 and starts))


class Pricing:
    """Days that an employee may work, and the states that they lead to.

    Parameters
    ----------
    instance, at
        The employee.
    counted
        Types of shifts of which no more than the employee's most are worked.
    """

    def __init__(self, instance: Instance, at: int, counted: Sequence[int] = ()) -> None:
        one = instance.staff[at]
        self.one, self.days = one, instance.days
        self.able = [shift for shift, most in enumerate(one.most) if most > 0]
        """Shifts by their place in the states."""
        minutes = [instance.shifts[shift].minutes for shift in self.able]
        unit = gcd(*minutes) or 1
        self.low, high = -(-one.minutes[0] // unit), one.minutes[1] // unit
        longest = max(minutes, default=0) // unit * self.days
        self.counted = tuple(counted)
        self.shape = (min(high, longest) + 1, one.weekends + 1, *(one.most[shift] + 1 for shift in self.counted))
        self._steps = [
            [(minute // unit, weekend, *(int(shift == kind) for kind in self.counted)) for weekend in (0, 1)]
            for shift, minute in zip(self.able, minutes, strict=True)
        ]
        """What working a shift uses, without and with a weekend."""
        self._begun = self._moves((-1,), (0,))
        self._went_on = self._moves((slice(None),), (slice(1, None),))
        self.before = [
            [place for place, earlier in enumerate(self.able) if shift not in instance.shifts[earlier].never_next]
            for shift in self.able
        ]
        self.rest = max(1, one.rest)
        self._order_the_shifts_before()

    @property
    def states(self) -> int:
        """Number of states of a day."""
        return (len(self.able) * self.one.run[1] + self.rest) * prod(self.shape)

    def cheapest(self, prices: Floats, most: int = 1) -> tuple[float, list[Days]]:
        """Least total price of the employee's days, and cheap days, the cheapest first.

        Parameters
        ----------
        prices
            Price of working each shift (of all types) on each day; days in rows.
        most
            Most days to return, each with other minutes, weekends or counted shifts in all.

        Returns
        -------
        The least price (infinite where the employee cannot be given days at all), and the days, the cheapest first.
        """
        work, off = self._forward(prices)
        ends = np.concatenate([work[-1].reshape(-1, *self.shape), off[-1]])[:, self.low :]
        if not ends.size:
            return FREE, []
        last, least = ends.argmin(axis=0).ravel(), ends.min(axis=0).ravel()
        found = []
        for place in np.argsort(least, kind="stable")[:most].tolist():
            if least[place] < FREE:
                minutes, *rest = (int(number) for number in np.unravel_index(place, ends.shape[1:]))
                state = (int(last[place]), minutes + self.low, *rest)
                found.append((float(least[place]), self._back(work, off, prices, state)))
        return found[0][0] if found else FREE, [days for _, days in found]

    # ---- forward

    def _forward(self, prices: Floats) -> tuple[list[Floats], list[Floats]]:
        """Least price of each state of work and of rest after 0, 1, ... days."""
        work = [np.full((len(self.able), self.one.run[1], *self.shape), FREE)]
        off = [np.full((self.rest, *self.shape), FREE)]
        off[0][(-1, *(0 for _ in self.shape))] = 0.0
        for day in range(self.days):
            work.append(self._worked(day, work[-1], off[-1], prices))
            off.append(self._rested(day, work[-2], off[-1]))
        return work, off

    def _worked(self, day: int, work: Floats, off: Floats, prices: Floats) -> Floats:
        found = np.full(work.shape, FREE)
        if day in self.one.away or not self.one.run[1]:
            return found
        earlier: list[Floats] = []
        for base, more in self._least:
            low = work[more[0], :-1] if base is None else earlier[base]
            for place in more[base is None :]:
                low = np.minimum(low, work[place, :-1])
            earlier.append(low)
        for place, shift in enumerate(self.able):
            price = prices[day, shift]
            for kept, moved in self._begun[place][_weekend(day, starts=True)]:
                np.add(off[kept], price, out=found[moved])
            least = self._before[place]
            for kept, moved in self._went_on[place][_weekend(day, starts=False)] if least >= 0 else ():
                np.add(earlier[least][kept], price, out=found[moved])
        return found

    def _order_the_shifts_before(self) -> None:
        """Plan the least over each set of shifts that may come before, from smaller sets where there are any."""
        sets = sorted({tuple(before) for before in self.before if before}, key=len)
        self._before = [sets.index(tuple(before)) if before else -1 for before in self.before]
        self._least: list[tuple[int | None, list[int]]] = []
        for at, places in enumerate(sets):
            base = max((k for k in range(at) if set(sets[k]) < set(places)), default=None)
            known = set() if base is None else set(sets[base])
            self._least.append((base, [place for place in places if place not in known]))

    def _moves(self, source: Place, target: Place) -> list[tuple[Moves, Moves]]:
        """For each shift, without and with a weekend: states that may work it, and those that they become.

        Nothing where no state may. `target` is led by the place of the shift.
        """
        found = []
        for place, both in enumerate(self._steps):
            mine: list[Moves] = []
            for step in both:
                sizes = list(zip(step, self.shape, strict=True))
                kept = (*source, *(slice(0, size - by) for by, size in sizes))
                moved = (place, *target, *(slice(by, size) for by, size in sizes))
                mine.append([(kept, moved)] if all(by < size for by, size in sizes) else [])
            found.append((mine[0], mine[1]))
        return found

    def _rested(self, day: int, work: Floats, off: Floats) -> Floats:
        found = np.full(off.shape, FREE)
        found[1:] = off[:-1]
        found[-1] = np.minimum(found[-1], off[-1])
        if self.able:
            for runs in self._may_end(day):
                np.minimum(found[0], work[:, runs].min(axis=(0, 1)), out=found[0])
        return found

    def _may_end(self, day: int) -> list[slice]:
        """Places of the lengths of a run of work that may be followed by rest on `day`; a first run may be short."""
        least, most = max(1, self.one.run[0]), self.one.run[1]
        long = [slice(least - 1, most)] if least <= most else []
        return [*long, slice(day - 1, day)] if 0 < day < least and day <= most else long

    # ---- back

    def _back(self, work: list[Floats], off: list[Floats], prices: Floats, state: State) -> Days:
        """Days that led to a state after the last day; states of rest follow those of work."""
        days: list[int | None] = []
        kinds = len(self.able) * self.one.run[1]
        resting, at = state[0] >= kinds, state[0] - kinds if state[0] >= kinds else state[0]
        key: State = (at,) if resting else divmod(at, self.one.run[1])
        used = state[1:]
        for day in reversed(range(self.days)):
            if resting:
                days.append(None)
                resting, key = self._before_rest(
                    day, work[day], off[day], key[0], used, float(off[day + 1][key + used])
                )
            else:
                days.append(self.able[key[0]])
                step = self._steps[key[0]][_weekend(day, starts=key[1] == 0)]
                used = tuple(size - by for size, by in zip(used, step, strict=True))
                if key[1] == 0:
                    resting, key = True, (self.rest - 1,)
                else:
                    options = self.before[key[0]]
                    earlier = [float(work[day][(place, key[1] - 1, *used)]) for place in options]
                    key = (options[int(np.argmin(earlier))], key[1] - 1)
        return tuple(reversed(days))

    def _before_rest(
        self, day: int, work: Floats, off: Floats, length: int, used: State, value: float
    ) -> tuple[bool, State]:
        """State on the day before a day of rest."""
        if length and float(off[(length - 1, *used)]) == value:
            return True, (length - 1,)
        if length == self.rest - 1 and float(off[(length, *used)]) == value:
            return True, (length,)
        for runs in self._may_end(day):
            for run in range(runs.start, runs.stop):
                for place in range(len(self.able)):
                    if float(work[(place, run, *used)]) == value:
                        return False, (place, run)
        raise SolverError("no day before a day of rest")
