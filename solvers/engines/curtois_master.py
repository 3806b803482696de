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
from collections.abc import Sequence

import numpy as np

from solvers.bench.curtois import Instance
from solvers.engines.curtois_days import Days, Pricing
from solvers.engines.curtois_model import base_cost, requests_of
from solvers.engines.linear import INFINITY, Floats, GrowingLp, LinearModel

DRAWN = 0.5
"""How far prices are drawn towards those of the best bound."""
EPSILON = 1e-6
COUNTED_STATES = 8_000
"""States of a day up to which types of shifts are counted from the beginning."""


class Prices:
    """What employees' days cost at prices of the cover, and what that proves."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
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

    def of(self, at: int, worth: Floats) -> Floats:
        """Price of each day and shift for an employee who is paid `worth` for each row of the cover."""
        prices: Floats = self.requests[at].copy()
        np.subtract.at(prices, (self._day, self._shift), worth)
        return prices

    def cheapest(self, at: int, worth: Floats) -> tuple[float, list[Days]]:
        """Least price of an employee's days, and cheap days that keep to every rule."""
        while True:
            price, options = self.pricings[at].cheapest(self.of(at, worth))
            legal = [days for days in options if not self._exceeded(at, days)]
            if legal or not options:
                return price, legal
            more = self._exceeded(at, options[0])
            self.pricings[at] = Pricing(self.instance, at, (*self.pricings[at].counted, *more))

    def _exceeded(self, at: int, days: Days) -> list[int]:
        most = self.instance.staff[at].most
        return [shift for shift, count in Counter(days).items() if shift is not None and count > most[shift]]

    def clipped(self, worth: Floats) -> Floats:
        """The nearest prices that prove a bound."""
        return np.clip(worth, self._low, self._high)

    def answer(self, worth: Floats, present: Floats) -> Floats:
        """What one more employee in each row of the cover is worth beside those `present`."""
        return np.where(present < self.needed, self._high, self._low)

    def present(self, timetables: Sequence[Days]) -> Floats:
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
        return [row for row, (day, shift) in enumerate(zip(self._day, self._shift, strict=True)) if days[day] == shift]

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


class Master:
    """The program, the best bound so far, and all timetables that have entered."""

    def __init__(self, prices: Prices) -> None:
        self.prices = prices
        self.bound = -INFINITY
        self.columns: list[tuple[int, Days]] = []
        self._known: set[tuple[int, Days]] = set()
        self._best: Floats | None = None
        linear = LinearModel()
        for cover in prices.instance.cover:
            row = linear.row([], [], float(cover.needed), float(cover.needed))
            for worth, value in ((cover.under, 1.0), (cover.over, -1.0)):
                linear.row_of.append(row)
                linear.column_of.append(linear.column(-float(worth)))
                linear.coefficient.append(value)
        self._first = len(linear.objective)
        self._employee = [linear.row([], [], 1.0, 1.0) for _ in prices.instance.staff]
        self.program = GrowingLp(linear)

    def add(self, at: int, days: Days) -> bool:
        """Let a timetable into the program; whether it is new."""
        if (at, days) in self._known:
            return False
        self._known.add((at, days))
        self.columns.append((at, days))
        rows = [*self.prices.rows(days), self._employee[at]]
        self.program.column(-self.prices.cost(at, days), INFINITY, rows, [1.0] * len(rows))
        return True

    def round(self, seconds: float) -> tuple[float, int]:
        """Solve, price, let timetables in: the program's value and how many entered."""
        answer = self.program.solve(seconds)
        if answer.duals is None or not answer.finished:
            return -INFINITY, 0
        duals = self.prices.clipped(-answer.duals[: len(self.prices.needed)])
        entered = self._priced(duals if self._best is None else DRAWN * self._best + (1 - DRAWN) * duals)
        return self.prices.base - answer.bound, entered or self._priced(duals)

    def _priced(self, worth: Floats) -> int:
        bound = self.prices.base + float(worth @ self.prices.needed)
        entered = 0
        for at in range(len(self._employee)):
            price, options = self.prices.cheapest(at, worth)
            bound += price
            entered += sum(self.add(at, days) for days in options)
        if bound > self.bound:
            self.bound, self._best = bound, worth
        return entered
