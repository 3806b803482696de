r"""A season round as a mixed-integer model over its options.

``y`` in {0, 1} for each free option, under the rows of `solvers.rooms.rows` less what fixed options take. For each
quota the numbers of sessions by length lie in their convex hull (`solvers.engines.rooms_quotas`), which tightens the
linear bound. Each goal adds its own columns: whole sections, steps of fairness, pairs, facilities opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from solvers.engines.linear import LinearModel
from solvers.engines.rooms_quotas import hull
from solvers.rooms import goals
from solvers.rooms.case import RoomsCase
from solvers.rooms.goals import Base, Goal
from solvers.rooms.rows import Rows, quota_groups

FREE = float("inf")


@dataclass
class RoomsModel:
    """Columns for the options `free`; those of `fixed` are chosen for good."""

    case: RoomsCase
    rows: Rows
    free: Sequence[int]
    fixed: Sequence[int] = ()
    base: Base = field(default_factory=dict)
    linear: LinearModel = field(default_factory=LinearModel)

    def __post_init__(self) -> None:
        self.at = {option: self.linear.column(0.0, 1.0) for option in self.free}
        self.by_section: dict[int, list[int]] = {}
        for option, column in self.at.items():
            self.by_section.setdefault(self.case.options[option].section, []).append(column)
        self.fixed_options = [self.case.options[at] for at in self.fixed]
        self._post_rows()
        self._post_hulls()

    def _post_rows(self) -> None:
        place = np.full(len(self.case.options), -1, dtype=np.int64)
        place[list(self.at)] = list(self.at.values())
        taken = np.zeros(len(self.case.options), dtype=bool)
        taken[list(self.fixed)] = True
        for columns, values, low, high in zip(
            self.rows.columns, self.rows.values, self.rows.low, self.rows.high, strict=True
        ):
            mine = place[columns]
            free = mine >= 0
            if free.any():
                load = float(values[taken[columns]].sum())
                self.linear.row(mine[free].tolist(), values[free].tolist(), low - load, high - load)

    def _post_hulls(self) -> None:
        """For each quota of minutes the hull of the numbers of sessions that fit into it."""
        taken = set(self.fixed)
        for columns, minutes, _ in quota_groups(self.case):
            mine = [option for option in columns if option in self.at]
            if minutes is not None and mine:
                spent = sum(self._minutes(option) for option in columns if option in taken)
                self._post_hull(mine, minutes - spent)

    def _minutes(self, option: int) -> int:
        return self.case.options[option].length * len(self.case.options[option].held)

    def _post_hull(self, options: Sequence[int], budget: int) -> None:
        possible: dict[int, set[int]] = {}
        for option in options:
            possible.setdefault(self._minutes(option), set()).add(self.case.options[option].section)
        requests = self.case.rooms.requests
        classes = {value: sum(requests[at].sessions for at in found) for value, found in possible.items()}
        found = hull(budget, classes)
        if found is None:
            return
        grain, ordered, vectors = found
        weights = [self.linear.column(0.0, 1.0, integer=False) for _ in vectors]
        self.linear.row(weights, [1.0] * len(weights), -FREE, 1.0)
        for at, value in enumerate(ordered):
            mine = [self.at[one] for one in options if max(1, self._minutes(one) // grain * grain) == value]
            row = [-float(vector[at]) for vector in vectors]
            self.linear.row([*mine, *weights], [*[1.0] * len(mine), *row], -FREE, 0.0)

    @property
    def options_columns(self) -> set[int]:
        """Columns of the options."""
        return set(self.at.values())

    # ---- goals as a worth for each column

    def worth_of(self, goal: Goal) -> Mapping[int, float]:
        """Coefficients of a goal, signed so that more is better; fixed options are left out of the sum."""
        return {
            "guarantee": self._guarantee,
            "sessions": self._sessions,
            "wishes": self._wishes,
            "fairness": self._fairness,
            "last_season": self._last_season,
            "openings": self._openings,
            "draw": self._draw,
            "kept_sessions": self._kept,
            "moves": self._moves,
        }[goal.name]()

    def _guarantee(self) -> Mapping[int, float]:
        worth, served = dict[int, float](), {option.section for option in self.fixed_options}
        for section, columns in self.by_section.items():
            if section in self.case.guaranteed - served:
                any_of = self.linear.column(0.0, 1.0)
                self.linear.row([any_of, *columns], [1.0, *[-1.0] * len(columns)], -FREE, 0.0)
                worth[any_of] = 1.0
        return worth

    def _draw(self) -> Mapping[int, float]:
        lots = self.case.lots
        found = {column: float(lots.get(self.case.options[at].section, 0)) for at, column in self.at.items()}
        return {column: value for column, value in found.items() if value}

    def _sessions(self) -> Mapping[int, float]:
        case = self.case
        worth = {column: float(goals.worth(case, case.options[at])) for at, column in self.at.items()}
        had = Counter(option.section for option in self.fixed_options)
        for section, columns in self.by_section.items():
            wanted = case.rooms.requests[section].sessions
            extra = goals.bonus(case, section)
            if wanted > 1 and extra:
                whole = self.linear.column(0.0, 1.0)
                row = [float(wanted), *[-1.0] * len(columns)]
                self.linear.row([whole, *columns], row, -FREE, float(had[section]))
                worth[whole] = float(extra)
        return worth

    def _wishes(self) -> Mapping[int, float]:
        worth = {column: float(goals.wish(self.case, self.case.options[at])) for at, column in self.at.items()}
        for one, other, kind in goals.links_of(self.case):
            mine = [*self._known(one)]
            theirs = [*self._known(other)]
            for a in mine:
                self._link(worth, kind, a, theirs)
        return worth

    def _known(self, section: int) -> Iterable[int]:
        """Free and fixed options of a section."""
        fixed = set(self.fixed)
        return (at for at in self.case.options_at[section] if at in self.at or at in fixed)

    def _link(self, worth: dict[int, float], kind: str, a: int, theirs: Sequence[int]) -> None:
        options = self.case.options
        close = [b for b in theirs if goals.near(self.case, kind, options[a], options[b])]
        columns = [self.at[b] for b in close if b in self.at]
        constant = len(close) - len(columns)
        if a not in self.at and not columns:
            return
        sign = 1.0 if kind == "apart" else -1.0
        met = self.linear.column(0.0, 1.0, integer=False)
        worth[met] = 3.0
        high = float(1 - constant) if kind == "apart" else float(constant)
        self.linear.row([met, *columns], [1.0, *[sign] * len(columns)], -FREE, high)
        if a in self.at:
            self.linear.row([met, self.at[a]], [1.0, -1.0], -FREE, 0.0)

    def _fairness(self) -> Mapping[int, float]:
        requests, worth = self.case.rooms.requests, dict[int, float]()
        got = Counter(requests[option.section].party for option in self.fixed_options)
        mine: dict[str, list[int]] = {}
        for section, columns in self.by_section.items():
            mine.setdefault(requests[section].party, []).extend(columns)
        steps = goals.shares(self.case)
        for party, columns in mine.items():
            pieces = [self.linear.column(0.0, 1.0, integer=False) for _ in steps[party][got[party] :]]
            worth |= dict(zip(pieces, map(float, steps[party][got[party] :]), strict=True))
            self.linear.row([*pieces, *columns], [*[1.0] * len(pieces), *[-1.0] * len(columns)], -FREE, 0.0)
        return worth

    def _last_season(self) -> Mapping[int, float]:
        found = {column: float(goals.stays(self.case, self.case.options[at])) for at, column in self.at.items()}
        return {column: value for column, value in found.items() if value}

    def _openings(self) -> Mapping[int, float]:
        case, worth = self.case, dict[int, float]()
        open_ = {goals.opened(case, option) for option in self.fixed_options}
        needed: dict[tuple[int, int], dict[int, list[int]]] = {}
        for at, column in self.at.items():
            option = case.options[at]
            if goals.opened(case, option) not in open_:
                by_section = needed.setdefault(goals.opened(case, option), {})
                by_section.setdefault(option.section, []).append(column)
        for by_section in needed.values():
            opened = self.linear.column(0.0, 1.0)
            worth[opened] = -1.0
            for columns in by_section.values():
                self.linear.row([*columns, opened], [*[1.0] * len(columns), -1.0], -FREE, 0.0)
        return worth

    def _kept(self) -> Mapping[int, float]:
        self.kept: dict[int, int] = {}
        for section, slots in self.base.items():
            columns = self.by_section.get(section, [])
            if columns:
                self.kept[section] = self.linear.column(0.0, float(len(slots)))
                row = [1.0, *[-1.0] * len(columns)]
                self.linear.row([self.kept[section], *columns], row, -FREE, 0.0)
        return dict.fromkeys(self.kept.values(), 1.0)

    def _moves(self) -> Mapping[int, float]:
        worth = dict.fromkeys(self.kept.values(), -1.0)
        same = [column for at, column in self.at.items() if goals.is_base(self.base, self.case.options[at])]
        return worth | dict.fromkeys(same, 1.0)
