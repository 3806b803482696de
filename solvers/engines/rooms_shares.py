r"""Shares: the sections under one quota, and the best that each share can choose once every option has its price.

When rooms, equipment and people have prices ``u``, a round falls apart: each share chooses by itself, within its quota,
what is worth most. That choice is found exactly by dynamic programming over what is left of the quota, so

    sum(u * high) + sum over shares of the best choice

is an upper bound for any ``u`` (Lagrangian relaxation), far closer than a linear quota. A section under no quota is free
to take its best; one with several sessions a week forms a share of its own, because only the whole earns its bonus.
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
from solvers.rooms.rows import quota_groups

Ints = NDArray[np.int64]
Pick = tuple[int, ...]
"""Groups of options (section, weekday, weight) from which one each is chosen."""
Alternatives = Mapping[int, tuple[float, Pick]]
"""For each weight the best that a section can be worth and how."""
MOST_STATES = 20_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """Sections that share `budget`, which is counted in minutes, in dated sessions, or not at all."""

    sections: tuple[int, ...]
    budget: int
    counted: str


@dataclass
class Shares:
    """Shares over the options `columns`; quotas that overlap with an earlier one are `left` to plain rows."""

    case: RoomsCase
    columns: Sequence[int]
    found: list[Share] = field(default_factory=list)
    left: list[tuple[list[int], list[float], float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        options = self.case.options
        self.section = np.asarray([options[at].section for at in self.columns], dtype=np.int64)
        self._divide()
        self.of = {section: at for at, share in enumerate(self.found) for section in share.sections}
        self.weight = np.asarray([self._weight(at) for at in self.columns], dtype=np.int64)
        weekday = np.asarray([options[at].weekday for at in self.columns], dtype=np.int64)
        self.order = np.lexsort((self.weight, weekday, self.section))
        keys = np.stack([self.section, weekday, self.weight])[:, self.order]
        starts = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
        self.starts = starts if len(self.columns) else np.zeros(0, dtype=np.int64)
        self.group_of = np.empty(len(self.columns), dtype=np.int64)
        self.group_of[self.order] = np.repeat(
            np.arange(len(self.starts)), np.diff(np.r_[self.starts, len(self.columns)])
        )
        self.group = [tuple(key) for key in keys[:, self.starts].T.tolist()]
        self.groups: dict[int, list[int]] = {}
        for at, (section, _, _) in enumerate(self.group):
            self.groups.setdefault(section, []).append(at)
        self.bonus = {section: float(goals.bonus(self.case, section)) for section in self.groups}
        alone = [section for section in self.groups if section not in self.of]
        self._alone = np.asarray([self.groups[section][0] for section in alone], dtype=np.int64)
        self._ends = np.asarray([self.groups[section][-1] + 1 for section in alone], dtype=np.int64)

    # ---- who shares what

    def _divide(self) -> None:
        known, taken = set(self.columns), set[int]()
        present = set(self.section.tolist())
        for columns, minutes, sessions in quota_groups(self.case):
            sections = tuple(dict.fromkeys(self.case.options[at].section for at in columns))
            entire = len(columns) == sum(len(self.case.options_at[at]) for at in sections)
            mine = [at for at in columns if at in known]
            for counted, budget in (("minutes", minutes), ("sessions", sessions)):
                if budget is None or not mine:
                    continue
                inside = tuple(at for at in sections if at in present)
                if entire and taken.isdisjoint(inside) and len(inside) * budget <= MOST_STATES:
                    taken.update(inside)
                    self.found.append(Share(inside, budget, counted))
                else:
                    self.left.append((mine, [float(self._count(at, counted)) for at in mine], float(budget)))
        for section in sorted(present - taken):
            if self.case.rooms.requests[section].sessions > 1:
                self.found.append(Share((section,), 0, ""))

    def _count(self, option: int, counted: str) -> int:
        own = self.case.options[option]
        return {"minutes": own.length * len(own.held), "sessions": len(own.held), "": 0}[counted]

    def _weight(self, option: int) -> int:
        share = self.of.get(self.case.options[option].section)
        return 0 if share is None else self._count(option, self.found[share].counted)

    # ---- choosing at prices

    def best(self, worth: Floats) -> tuple[float, list[tuple[float, tuple[int, ...]]]]:
        """Value of the best choice at these worths, and for each share its value and the positions it chooses."""
        if not len(self.columns):
            return 0.0, []
        ordered = worth[self.order]
        tops = np.maximum.reduceat(ordered, self.starts)
        total = sum(
            max(0.0, float(tops[first:end].max())) for first, end in zip(self._alone, self._ends, strict=True)
        )
        chosen = []
        for share in self.found:
            value, groups = self._choose(share, tops)
            chosen.append((value, tuple(self._option(group, ordered) for group in groups)))
            total += value
        return total, chosen

    def without(self, worth: Floats, share: int, position: int) -> tuple[float, tuple[int, ...]]:
        """What a share would choose if it could not have the group of an option."""
        ordered = worth[self.order]
        tops = np.maximum.reduceat(ordered, self.starts)
        at = self.order.tolist().index(position)
        tops[np.searchsorted(self.starts, at, side="right") - 1] = -np.inf
        value, groups = self._choose(self.found[share], tops)
        return value, tuple(self._option(group, ordered) for group in groups)

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
