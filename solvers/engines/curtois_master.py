r"""The linear program over whole timetables of employees, grown column by column, and the bound that it proves.

With y_pk "employee p works timetable k"::

    sum_k y_pk = 1                                                   each employee
    sum_{p, k with shift s on day d} y_pk + u_ds - o_ds = needed     each day and shift

Timetables enter when the duals ask for them (Dantzig and Wolfe 1960). For any prices v between -over and under of a
cover row, ``sum v needed + sum_p (cheapest timetable at the prices)`` is a lower bound (Lagrange), so rounding of the
duals does no harm. Prices are drawn towards those of the best bound so far, which needs fewer rounds (Wentges 1997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from solvers.bench.curtois import Days, Instance
from solvers.engines.curtois_days import Pricing
from solvers.engines.curtois_model import base_cost, requests_of
from solvers.engines.linear import INFINITY, Floats, GrowingLp, LinearModel, solve_mip

DRAWN = 0.3
"""How far prices are drawn towards those of the best bound."""
EPSILON = 1e-6
MOST = 2
"""Timetables of an employee that may enter in one round."""
COUNTED_STATES = 8_000
"""States of a day up to which types of shifts are counted from the beginning."""


MOST_CELLS = 15_000_000
"""Most states of all days of an employee for dynamic programming: about 120 MB."""


class Prices:
    """What employees' days cost at prices of the cover, and what that proves.

    Parameters
    ----------
    cells
        Most states of all days of an employee.
    """

    def __init__(self, instance: Instance, cells: int = MOST_CELLS) -> None:
        self.instance, self._cells = instance, cells
        self.base = base_cost(instance)
        self.needed = np.array([cover.needed for cover in instance.cover], dtype=np.float64)
        self._day = np.array([cover.day for cover in instance.cover], dtype=np.int64)
        self._shift = np.array([cover.shift for cover in instance.cover], dtype=np.int64)
        self._low = np.array([-cover.over for cover in instance.cover], dtype=np.float64)
        self._high = np.array([cover.under for cover in instance.cover], dtype=np.float64)
        self.requests = np.zeros((len(instance.staff), instance.days, len(instance.shifts)))
        for at, mine in requests_of(instance).items():
            for (day, shift), weight in mine.items():
                self.requests[at, day, shift] = weight
        self.pricings = [pricing_of(instance, at) for at in range(len(instance.staff))]
        self._longer: dict[tuple[int, tuple[int, ...]], Pricing] = {}
        """Pricings that count more types than usual: they are slower, so that each is asked only where it must."""
        self._rows: dict[tuple[int, int | None], list[int]] = {}
        for row, cover in enumerate(instance.cover):
            self._rows.setdefault((cover.day, cover.shift), []).append(row)

    def of(self, at: int, worth: Floats) -> Floats:
        """Price of each day and shift for an employee who is paid `worth` for each row of the cover."""
        prices: Floats = self.requests[at].copy()
        np.subtract.at(prices, (self._day, self._shift), worth)
        return prices

    def cheapest(self, at: int, worth: Floats) -> tuple[float, list[Days]]:
        """Least price of an employee's days (or less), and cheap days that keep to every rule, if any were found."""
        pricing, prices = self.pricings[at], self.of(at, worth)
        while True:
            price, options = pricing.cheapest(prices, MOST)
            legal = [days for days in options if not self._exceeded(at, days)]
            if legal or not options:
                return price, legal
            counted = tuple(sorted({*pricing.counted, *self._exceeded(at, options[0])}))
            if (at, counted) not in self._longer:
                self._longer[at, counted] = Pricing(self.instance, at, counted)
            pricing = self._longer[at, counted]
            if not self._fits(pricing):
                return price, []

    def _fits(self, pricing: Pricing) -> bool:
        return pricing.states * self.instance.days <= self._cells

    @property
    def fit(self) -> bool:
        """Whether every employee's days have few enough states."""
        return all(map(self._fits, self.pricings))

    def _exceeded(self, at: int, days: Days) -> list[int]:
        most = self.instance.staff[at].most
        return [shift for shift, count in Counter(days).items() if shift is not None and count > most[shift]]

    def clipped(self, worth: Floats) -> Floats:
        """The nearest prices that prove a bound."""
        return np.clip(worth, self._low, self._high)

    def one_more(self, present: Floats) -> Floats:
        """What one more employee in each row of the cover is worth beside those `present`."""
        return np.where(present < self.needed, self._high, self._low)

    def present(self, timetables: Iterable[Days]) -> Floats:
        """Employees in each row of the cover."""
        found = np.zeros(self.requests.shape[1:])
        for days in timetables:
            for day, shift in enumerate(days):
                if shift is not None:
                    found[day, shift] += 1
        there: Floats = found[self._day, self._shift]
        return there

    def rows(self, days: Days) -> list[int]:
        """Rows of the cover in which a timetable counts."""
        return [row for place in enumerate(days) for row in self._rows.get(place, ())]

    def cost(self, at: int, days: Days) -> float:
        """What a timetable adds to the cost of the requests."""
        return float(sum(self.requests[at, day, shift] for day, shift in enumerate(days) if shift is not None))


def pricing_of(instance: Instance, at: int) -> Pricing:
    """Pricing that counts the types with the fewest shifts, as far as states allow."""
    one = instance.staff[at]
    counted: list[int] = []
    for most, shift in sorted((most, shift) for shift, most in enumerate(one.most) if 0 < most < instance.days):
        longer = Pricing(instance, at, (*counted, shift))
        if most * instance.shifts[shift].minutes < one.minutes[1] and longer.states <= COUNTED_STATES:
            counted.append(shift)
    return Pricing(instance, at, counted)


@dataclass(frozen=True, slots=True)
class Answer:
    """Days of the employees of a program, None where none were found, and whether no limit cut the search short."""

    days: dict[int, Days] | None
    finished: bool


class Master:
    """The program of some employees, the best bound so far, and all timetables that have entered.

    Parameters
    ----------
    fixed
        Timetables of all others.
    first
        Timetables of the employees of the program to begin with, at least one of each.
    worth
        Prices of the cover to begin with.
    """

    def __init__(
        self,
        prices: Prices,
        first: Mapping[int, Iterable[Days]],
        fixed: Mapping[int, Days],
        worth: Floats | None = None,
    ) -> None:
        self.prices, self.free, self.worth = prices, list(first), worth
        self.bound = -INFINITY
        self.constant = prices.base + sum(prices.cost(at, days) for at, days in fixed.items())
        self.needed = prices.needed - prices.present(fixed.values())
        self.columns: list[tuple[int, Days]] = []
        self.finished = False
        """Whether no timetable is wanted any more."""
        self._known: set[tuple[int, Days]] = set()
        linear = LinearModel()
        for cover, needed in zip(prices.instance.cover, self.needed.tolist(), strict=True):
            row = linear.row([], [], needed, needed)
            for weight, value in ((cover.under, 1.0), (cover.over, -1.0)):
                linear.row_of.append(row)
                linear.column_of.append(linear.column(-float(weight)))
                linear.coefficient.append(value)
        self._first = len(linear.objective)
        self._employee = {at: linear.row([], [], 1.0, 1.0) for at in first}
        for at, many in first.items():
            for days in dict.fromkeys(many):
                self._note(at, days)
                rows = self._rows(at, days)
                linear.row_of += rows
                linear.column_of += [linear.column(-prices.cost(at, days))] * len(rows)
                linear.coefficient += [1.0] * len(rows)
        self.program = GrowingLp(linear)

    def _note(self, at: int, days: Days) -> None:
        self._known.add((at, days))
        self.columns.append((at, days))

    def _rows(self, at: int, days: Days) -> list[int]:
        return [*self.prices.rows(days), self._employee[at]]

    def add(self, at: int, days: Days) -> bool:
        """Let a timetable into the program; whether it is new."""
        if (at, days) in self._known:
            return False
        self._note(at, days)
        rows = self._rows(at, days)
        self.program.column(-self.prices.cost(at, days), INFINITY, rows, [1.0] * len(rows))
        return True

    def round(self, seconds: float) -> Floats | None:
        """Solve, price, let timetables in; the shares of the timetables before, None where the time was too short."""
        answer = self.program.solve(seconds)
        if answer.duals is None or answer.values is None or not answer.finished:
            return None
        duals = self.prices.clipped(-answer.duals[: len(self.needed)])
        if self.worth is None or not self._priced(DRAWN * self.worth + (1 - DRAWN) * duals):
            self.finished = not self._priced(duals)
        self.finished |= self.bound >= self.constant - answer.bound - EPSILON
        return answer.values[self._first :]

    def hopeless(self, value: int) -> bool:
        """Whether it is proven that no roster costs less than `value`; costs are whole numbers."""
        return self.bound > value - 1 + EPSILON

    def _priced(self, worth: Floats) -> int:
        bound = self.constant + float(worth @ self.needed)
        entered = 0
        for at in self.free:
            price, options = self.prices.cheapest(at, worth)
            bound += price
            entered += sum(self.add(at, days) for days in options)
        if bound > self.bound:
            self.bound, self.worth = bound, worth
        return entered

    def best(self, nodes: int, seconds: float, seed: int, start: Mapping[int, Days]) -> Answer:
        """The best mixture of timetables that have entered (a mixed-integer program), from timetables to begin with."""
        linear = self.program.linear
        hint = {self._first + at: float(start[who] == days) for at, (who, days) in enumerate(self.columns)}
        answer = solve_mip(linear, nodes, 0.0, seconds, seed, hint)
        if answer.values is None:
            return Answer(None, answer.finished)
        chosen = zip(self.columns, answer.values[self._first :], strict=True)
        return Answer({at: days for (at, days), value in chosen if value > 0.5}, answer.finished)
