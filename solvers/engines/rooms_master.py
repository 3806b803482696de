r"""The linear program over a season's options and the choices of its shares, grown column by column.

``y`` in [0, 1] for options, ``z`` for choices of a share (one each); an option may be used as far as the share's
choices serve its section with that weight. Options and choices enter when the duals ask for them
(Dantzig and Wolfe 1960); at the end the bound is that of the shares' exact choices, with few columns in the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solvers.engines.linear import INFINITY, Floats, GrowingLp, LinearModel, LinearSolution
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


@dataclass
class Master:
    """The program over some of the options `columns`; positions are those within `columns`."""

    case: RoomsCase
    rows: Rows
    columns: Sequence[int]
    choices: list[tuple[int, Choice, int]] = field(default_factory=list)
    """Share, choice and column of the program."""

    def __post_init__(self) -> None:
        options = self.case.options
        self.shares = Shares(self.case, self.columns)
        self.worth = np.asarray([goals.worth(self.case, options[at]) for at in self.columns], dtype=np.float64)
        self.place = np.full(len(options), -1, dtype=np.int64)
        self.place[list(self.columns)] = np.arange(len(self.columns))
        self._post()
        self.starts, self.row, self.value = self.posted.by_column(len(self.columns))
        self.column = np.repeat(np.arange(len(self.columns)), np.diff(self.starts))
        self.at: dict[int, int] = {}
        self._known: set[tuple[int, Choice]] = set()
        linear = LinearModel(low=list(self.posted.low), high=list(self.posted.high))
        self.wholes = {section: linear.column(self.shares.bonus[section], 1.0) for section in self.whole_row}
        for section, column in self.wholes.items():
            wanted = float(self.case.rooms.requests[section].sessions)
            for row, value in ((self.whole_row[section], wanted), (self.claim_row[section], 1.0)):
                linear.row_of.append(row)
                linear.column_of.append(column)
                linear.coefficient.append(value)
        self.program = GrowingLp(linear)

    # ---- rows

    def _post(self) -> None:
        self.posted = Rows()
        source = self.rows
        for kind, columns, values, low, high in zip(
            source.kinds, source.columns, source.values, source.low, source.high, strict=True
        ):
            if not kind.startswith("quota"):
                self.posted.add(kind, self.place[columns].tolist(), values.tolist(), high, low)
        for found, weights, high in self.shares.left:
            self.posted.add("quota", self.place[found].tolist(), weights, high)
        kinds = np.asarray(self.posted.kinds)
        self.priced = np.flatnonzero((kinds != "section") & (kinds != "day"))
        self.link_row: dict[tuple[int, int], int] = {}
        self.whole_row: dict[int, int] = {}
        self.claim_row: dict[int, int] = {}
        linked: dict[tuple[int, int], list[int]] = {}
        for at, (section, weight) in enumerate(
            zip(self.shares.section.tolist(), self.shares.weight.tolist(), strict=True)
        ):
            if section in self.shares.of:
                linked.setdefault((section, weight), []).append(at)
        for key, mine in linked.items():
            self.link_row[key] = self._row("link", mine, 1.0, 0.0)
        by_section: dict[int, list[int]] = {}
        for (section, _), mine in linked.items():
            by_section.setdefault(section, []).extend(mine)
        for section, mine in by_section.items():
            if self.case.rooms.requests[section].sessions > 1 and self.shares.bonus[section] > 0:
                self.whole_row[section] = self._row("whole", mine, -1.0, 0.0)
                self.claim_row[section] = self._row("claim", [], 1.0, 0.0)
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
                self.at[at] = self.program.column(float(self.worth[at]), 1.0, rows, values)
                count += 1
        return count

    def add_choice(self, share: int, positions: Iterable[int]) -> bool:
        """Let a choice of a share into the program, with the options that it would take; False if it is known."""
        mine = tuple(positions)
        weights = self.shares.weight
        choice = tuple(sorted((int(self.shares.section[at]), int(weights[at])) for at in mine))
        if not choice or (share, choice) in self._known:
            return False
        self._known.add((share, choice))
        rows, values = [self.choice_row[share]], [1.0]
        for key, count in Counter(choice).items():
            rows.append(self.link_row[key])
            values.append(-float(count))
        for section, count in Counter(section for section, _ in choice).items():
            if section in self.claim_row and count == self.case.rooms.requests[section].sessions:
                rows.append(self.claim_row[section])
                values.append(-1.0)
        self.choices.append((share, choice, self.program.column(0.0, INFINITY, rows, values)))
        self.add_options(mine)
        return True

    def add_plan(self, plan: Iterable[int]) -> None:
        """Let a plan (options of the round) into the program, with the choices that it makes."""
        by_share: dict[int, list[int]] = {}
        for option in plan:
            at = int(self.place[option])
            self.add_options([at])
            share = self.shares.of.get(self.case.options[option].section)
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
        return self._first_of_each(crowd, self.shares.group_of, np.arange(len(self.columns)), most)

    def _first_of_each(self, cost: Floats, kind: NDArray[np.int64], among: NDArray[np.int64], most: int) -> list[int]:
        """Up to `most` positions of each kind, those of least cost."""
        order = among[np.lexsort((among, cost[among], kind[among]))]
        kinds = kind[order]
        starts = np.flatnonzero(np.r_[True, kinds[1:] != kinds[:-1]]) if len(kinds) else np.zeros(0, dtype=np.int64)
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        return sorted(order[rank < most].tolist())

    # ---- prices

    def bound(self, duals: Floats) -> tuple[float, list[tuple[float, tuple[int, ...]]], Floats]:
        """The bound that the duals prove, what each share would choose at their prices, and the worth of each option."""
        low, high = np.asarray(self.posted.low), np.asarray(self.posted.high)
        prices = np.zeros(len(high))
        mine = duals[self.priced]
        prices[self.priced] = np.where(np.isfinite(high[self.priced]), np.maximum(mine, 0.0), np.minimum(mine, 0.0))
        limits = np.where(np.isfinite(high), high, low)
        paid = self.worth - np.bincount(self.column, self.value * prices[self.row], minlength=len(self.worth))
        total, chosen = self.shares.best(paid)
        return total + float(prices[self.priced] @ limits[self.priced]), chosen, paid

    def wanted(self, duals: Floats) -> list[int]:
        """Options outside the program that the duals would let in, the best few of each section."""
        gain = self.worth - np.bincount(self.column, self.value * duals[self.row], minlength=len(self.worth))
        inside = np.zeros(len(gain), dtype=bool)
        inside[list(self.at)] = True
        found = np.flatnonzero((gain > EPSILON) & ~inside)
        return self._first_of_each(-gain, self.shares.section, found, MORE_OPTIONS)

    def solve(self, seconds: float) -> LinearSolution:
        """Solve the program as it stands."""
        return self.program.solve(seconds)
