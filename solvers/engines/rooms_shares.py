r"""Shares: the sections under one quota, and the best that each share can choose once every option has its price.

When rooms, equipment and people have prices ``u``, a round falls apart: each share chooses by itself, within its quota,
what is worth most. That choice is found exactly by dynamic programming over what is left of the quota, so

    sum(u * high) + sum over shares of the best choice

is an upper bound for any ``u`` (Lagrangian relaxation), far closer than a linear quota. A section under no quota takes
its best; one with several sessions a week forms a share of its own, because only the whole earns its bonus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd

import numpy as np
from numpy.typing import NDArray

from solvers.engines.linear import Floats
from solvers.rooms import goals
from solvers.rooms.case import RoomsCase
from solvers.rooms.rows import Rows

Ints = NDArray[np.int64]
Pick = tuple[int, ...]
"""Groups of options (section, weekday, weight) from which one each is chosen."""
Alternatives = Mapping[int, tuple[float, Pick]]
"""For each weight the best that a section can be worth and how."""
MOST_STATES = 20_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """Sections that share a quota of `budget`; `row` is the row of that quota, None for a section by itself."""

    sections: tuple[int, ...]
    budget: int
    row: int | None


@dataclass
class Shares:
    """Shares over the options `columns`, by their position there; quotas that overlap with an earlier one stay rows."""

    case: RoomsCase
    rows: Rows
    columns: Sequence[int]
    found: list[Share] = field(default_factory=list)

    def __post_init__(self) -> None:
        options = self.case.options
        self.section = np.asarray([options[at].section for at in self.columns], dtype=np.int64)
        self.weight = np.zeros(len(self.columns), dtype=np.int64)
        self._divide()
        self.of = {section: at for at, share in enumerate(self.found) for section in share.sections}
        weekday = np.asarray([options[at].weekday for at in self.columns], dtype=np.int64)
        self.order = np.lexsort((self.weight, weekday, self.section))
        keys = np.stack([self.section, weekday, self.weight])[:, self.order]
        self.starts = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
        self.group_of = np.empty(len(self.columns), dtype=np.int64)
        sizes = np.diff(np.r_[self.starts, len(self.columns)])
        self.group_of[self.order] = np.repeat(np.arange(len(self.starts)), sizes)
        self.group = [tuple(key) for key in keys[:, self.starts].T.tolist()]
        self.groups: dict[int, list[int]] = {}
        for at, (section, _, _) in enumerate(self.group):
            self.groups.setdefault(section, []).append(at)
        self.bonus = {section: float(goals.bonus(self.case, section)) for section in self.groups}
        self.earned: dict[int, float] = {}
        """What a section with several sessions a week is worth beside them if it is served at all."""
        self._alone = [(own[0], own[-1] + 1) for section, own in self.groups.items() if section not in self.of]

    def _divide(self) -> None:
        sizes = np.bincount(self.section, minlength=len(self.case.rooms.requests))
        taken: set[int] = set()
        for at, (kind, members, values) in enumerate(
            zip(self.rows.kinds, self.rows.columns, self.rows.values, strict=True)
        ):
            if kind.startswith("quota"):
                inside = np.unique(self.section[members]).tolist()
                budget = max(0, int(self.rows.high[at]))
                entire = len(members) == int(sizes[inside].sum())
                if entire and taken.isdisjoint(inside) and len(inside) * budget <= MOST_STATES:
                    taken.update(inside)
                    self.weight[members] = values.astype(np.int64)
                    self.found.append(Share(tuple(inside), budget, at))
        for section in np.flatnonzero(sizes).tolist():
            if section not in taken and self.case.rooms.requests[section].sessions > 1:
                self.found.append(Share((section,), 0, None))

    # ---- choosing at prices

    def best(self, worth: Floats) -> tuple[float, list[tuple[int, ...]]]:
        """Value of the best choice at these worths, and the positions that each share chooses."""
        ordered = worth[self.order]
        tops = np.maximum.reduceat(ordered, self.starts)
        total = sum(max(0.0, float(tops[first:end].max())) for first, end in self._alone)
        chosen = []
        for share in self.found:
            value, groups = self._choose(share, tops)
            chosen.append(tuple(self._option(group, ordered) for group in groups))
            total += value
        return total, chosen

    def _option(self, group: int, ordered: Floats) -> int:
        end = self.starts[group + 1] if group + 1 < len(self.starts) else len(ordered)
        first = int(self.starts[group])
        return int(self.order[first + int(np.argmax(ordered[first:end]))])

    def _choose(self, share: Share, tops: Floats) -> tuple[float, Pick]:
        alternatives = [self._alternatives(section, tops) for section in share.sections]
        grain = gcd(*(weight for found in alternatives for weight in found)) or 1
        best = np.zeros(share.budget // grain + 1)
        taken = []
        for found in alternatives:
            best, how = _extended(best, [(weight // grain, value) for weight, (value, _) in found.items()])
            taken.append(how)
        at, picks = len(best) - 1, []
        for found, how in zip(reversed(alternatives), reversed(taken), strict=True):
            if how[at] >= 0:
                weight, (_, pick) = list(found.items())[how[at]]
                picks.extend(pick)
                at -= weight // grain
        return float(best[-1]), tuple(picks)

    def _alternatives(self, section: int, tops: Floats) -> Alternatives:
        """Ways to serve a section, at most one slot a weekday, the best for each weight."""
        most = self.case.rooms.requests[section].sessions
        states: dict[tuple[int, int], tuple[float, Pick]] = {(0, 0): (0.0, ())}
        for _, groups in self._by_weekday(section):
            grown = dict(states)
            for (count, weight), (value, pick) in states.items():
                for group in groups if count < most else ():
                    key, more = (count + 1, weight + self.group[group][2]), value + float(tops[group])
                    if key not in grown or more > grown[key][0]:
                        grown[key] = (more, (*pick, group))
            states = grown
        out: dict[int, tuple[float, Pick]] = {}
        for (count, weight), (value, pick) in states.items():
            whole = value + (self.bonus[section] if count == most > 1 else 0.0)
            whole += self.earned.get(section, 0.0) if count else 0.0
            if whole > out.get(weight, (0.0, ()))[0]:
                out[weight] = (whole, pick)
        return out

    def _by_weekday(self, section: int) -> Iterator[tuple[int, list[int]]]:
        by_day: dict[int, list[int]] = {}
        for group in self.groups[section]:
            by_day.setdefault(self.group[group][1], []).append(group)
        yield from by_day.items()


def _extended(best: Floats, alternatives: Sequence[tuple[int, float]]) -> tuple[Floats, NDArray[np.int16]]:
    """Best values for each budget after one more section, and which of its alternatives was taken (-1 for none)."""
    new, how = best.copy(), np.full(len(best), -1, dtype=np.int16)
    for at, (weight, value) in enumerate(alternatives):
        if weight < len(best):
            tried = best[: len(best) - weight] + value
            better = tried > new[weight:] + 1e-9
            new[weight:][better] = tried[better]
            how[weight:][better] = at
    return new, how
