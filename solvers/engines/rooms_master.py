r"""The linear program over a season's options and the choices of its shares, grown column by column.

``y`` in [0, 1] for options, ``z`` for choices of a share (one each); an option may be used as far as the share's
choices serve its section with that weight. Options and choices enter when the duals ask for them
(Dantzig and Wolfe 1960); at the end the bound is that of the shares' exact choices, with few columns in the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from solvers.engines.linear import INFINITY, Floats, GrowingLp, LinearModel
from solvers.engines.rooms_shares import Shares
from solvers.rooms import goals
from solvers.rooms.case import RoomsCase
from solvers.rooms.rows import Rows

Choice = tuple[tuple[int, int], ...]
"""Sections that a choice serves, each with the weight of the slot, once for each session."""
FIRST_OPTIONS = 4
"""Options of a section, weekday and weight with which the program begins."""
MORE_OPTIONS = 6
"""Most options that a section gains in one round."""
EPSILON = 1e-6


class Prices:
    """What the duals of the rows prove for the options `columns`, whatever the duals are."""

    def __init__(self, case: RoomsCase, rows: Rows, columns: Sequence[int]) -> None:
        self.shares = Shares(case, rows, columns)
        self.worth = np.asarray([goals.worth(case, case.options[at]) for at in columns], dtype=np.float64)
        bonuses = [int(value) for value in self.shares.bonus.values()]
        self.step = gcd(int(np.gcd.reduce(self.worth.astype(np.int64))), *bonuses) or 1
        """What every value of the goal is a multiple of."""
        shared = {share.row for share in self.shares.found}
        self.kept = np.asarray([at for at in range(len(rows.high)) if at not in shared], dtype=np.int64)
        own = {"section", "day"}
        self.priced = np.asarray([at for at in self.kept.tolist() if rows.kinds[at] not in own], dtype=np.int64)
        self.upper = np.isfinite(np.asarray(rows.high))
        self.limits = np.where(self.upper, np.asarray(rows.high), np.asarray(rows.low))
        self._starts, self._row, self._value = rows.by_column(len(columns))
        self._column = np.repeat(np.arange(len(columns)), np.diff(self._starts))

    def bound(self, rents: Floats) -> tuple[float, list[tuple[int, ...]]]:
        """An upper bound of the first goal, and what each share would choose at these prices of the rows."""
        prices = np.zeros(len(self.limits))
        mine = rents[self.priced]
        prices[self.priced] = np.where(self.upper[self.priced], np.maximum(mine, 0.0), np.minimum(mine, 0.0))
        paid = np.bincount(self._column, self._value * prices[self._row], minlength=len(self.worth))
        total, chosen = self.shares.best(self.worth - paid)
        return total + float(prices @ self.limits), chosen


@dataclass
class Master:
    """The program over some of the options `columns`; rows and positions are of those columns."""

    case: RoomsCase
    rows: Rows
    columns: Sequence[int]

    def __post_init__(self) -> None:
        self.prices = Prices(self.case, self.rows, self.columns)
        self.shares = self.prices.shares
        self.at: dict[int, int] = {}
        """Column of each option that has entered."""
        self._known: set[tuple[int, Choice]] = set()
        self._post()
        self.starts, self.row, self.value = self.posted.by_column(len(self.columns))
        self.column = np.repeat(np.arange(len(self.columns)), np.diff(self.starts))
        linear = LinearModel(low=list(self.posted.low), high=list(self.posted.high))
        for section, (whole, claim) in self.whole_rows.items():
            column = linear.column(self.shares.bonus[section], 1.0)
            linear.row_of += [whole, claim]
            linear.column_of += [column, column]
            linear.coefficient += [float(self.case.rooms.requests[section].sessions), 1.0]
        self.program = GrowingLp(linear)

    # ---- rows

    def _post(self) -> None:
        """The rows of the round less the quotas that are shares, then those that tie options to choices."""
        self.source = self.prices.kept
        self.posted = self.rows.only(self.source)
        linked: dict[tuple[int, int], list[int]] = {}
        for at, section in enumerate(self.shares.section.tolist()):
            if section in self.shares.of:
                linked.setdefault((section, int(self.shares.weight[at])), []).append(at)
        self.link_row = {key: self._row("link", mine, 1.0, 0.0) for key, mine in linked.items()}
        self.whole_rows: dict[int, tuple[int, int]] = {}
        by_section: dict[int, list[int]] = {}
        for (section, _), mine in linked.items():
            by_section.setdefault(section, []).extend(mine)
        for section, mine in by_section.items():
            if self.case.rooms.requests[section].sessions > 1:
                self.whole_rows[section] = self._row("whole", mine, -1.0, 0.0), self._row("claim", [], 1.0, 0.0)
        self.choice_row = [self._row("choice", [], 1.0, 1.0) for _ in self.shares.found]

    def _row(self, kind: str, columns: Sequence[int], value: float, high: float) -> int:
        self.posted.add(kind, columns, [value] * len(columns), high)
        return len(self.posted.high) - 1

    # ---- columns

    def add_options(self, positions: Iterable[int]) -> int:
        """Let options into the program; returns how many are new."""
        count = 0
        for at in positions:
            if at not in self.at:
                own = slice(self.starts[at], self.starts[at + 1])
                rows, values = self.row[own].tolist(), self.value[own].tolist()
                self.at[at] = self.program.column(float(self.prices.worth[at]), 1.0, rows, values)
                count += 1
        return count

    def knows(self, share: int, positions: Iterable[int]) -> bool:
        """Whether a share can already make a choice as good as this one."""
        choice = self._choice(positions)
        return not choice or (share, choice) in self._known

    def _choice(self, positions: Iterable[int]) -> Choice:
        section, weight = self.shares.section, self.shares.weight
        return tuple(sorted((int(section[at]), int(weight[at])) for at in positions))

    def add_choice(self, share: int, positions: Iterable[int]) -> None:
        """Let a choice of a share into the program, with the options that it would take."""
        mine = tuple(positions)
        choice = self._choice(mine)
        if self.knows(share, mine):
            return
        self._known.add((share, choice))
        rows, values = [self.choice_row[share]], [1.0]
        for key, count in Counter(choice).items():
            rows.append(self.link_row[key])
            values.append(-float(count))
        for section, count in Counter(section for section, _ in choice).items():
            if section in self.whole_rows and count == self.case.rooms.requests[section].sessions:
                rows.append(self.whole_rows[section][1])
                values.append(-1.0)
        self.program.column(0.0, INFINITY, rows, values)
        self.add_options(mine)

    def add_plan(self, plan: Iterable[int]) -> None:
        """Let the options of a plan into the program, with the choices that it makes."""
        by_share: dict[int, list[int]] = {}
        for at in plan:
            self.add_options([at])
            share = self.shares.of.get(int(self.shares.section[at]))
            if share is not None:
                by_share.setdefault(share, []).append(at)
        for share, mine in by_share.items():
            self.add_choice(share, mine)

    def least_wanted(self, most: int = FIRST_OPTIONS) -> list[int]:
        """For each section, weekday and weight the options whose rooms and hours the fewest others want."""
        size = np.bincount(self.shares.section, minlength=len(self.case.rooms.requests))
        demand = 1.0 / size[self.shares.section]
        rooms = np.asarray(self.posted.kinds) == "room"
        inside = rooms[self.row]
        load = np.bincount(self.row[inside], demand[self.column[inside]], minlength=len(self.posted.high))
        crowd = np.zeros(len(self.columns))
        np.maximum.at(crowd, self.column[inside], load[self.row[inside]])
        return first_of_each(crowd, self.shares.group_of, np.arange(len(self.columns)), most)

    def wanted(self, duals: Floats) -> list[int]:
        """Options outside the program that the duals would let in, the best few of each section."""
        paid = np.bincount(self.column, self.value * duals[self.row], minlength=len(self.columns))
        gain = self.prices.worth - paid
        inside = np.zeros(len(gain), dtype=bool)
        inside[list(self.at)] = True
        found = np.flatnonzero((gain > EPSILON) & ~inside)
        return first_of_each(-gain, self.shares.section, found, MORE_OPTIONS)

    def rents(self, duals: Floats) -> Floats:
        """Duals of the program by the rows of the round."""
        out = np.zeros(len(self.rows.high))
        out[self.source] = duals[: len(self.source)]
        return out


def first_of_each(cost: Floats, kind: NDArray[np.int64], among: NDArray[np.int64], most: int) -> list[int]:
    """Up to `most` positions of each kind, those of least cost."""
    order = among[np.lexsort((among, cost[among], kind[among]))]
    kinds = kind[order]
    starts = np.flatnonzero(np.r_[True, kinds[1:] != kinds[:-1]])[: len(kinds)]
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return sorted(order[rank < most].tolist())
