r"""The rules of a round as rows over its options: ``low <= A y <= high`` with ``y`` in {0, 1}.

Rows are posted where options share a timetable (room, hall part, noise, equipment), a person, a day, a section or a
quota. For one (atom, weekday) and each moment at which an option begins, the options that occupy the moment are packed;
over the weeks equal sets are posted once and those within another are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.rules import counts_for, holder

FREE = float("inf")
Key = tuple[object, ...]
Entry = tuple[int, int, int, int]
"""Option, first minute, end and units of what it occupies."""


@dataclass
class Rows:
    """Rows as lists of columns; `kinds` names the rule of each."""

    columns: list[NDArray[np.int64]] = field(default_factory=list)
    values: list[NDArray[np.float64]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def add(
        self, kind: str, columns: Sequence[int], values: Sequence[float] | None, high: float, low: float = -FREE
    ) -> None:
        """Add a row; all coefficients are 1 where `values` is None."""
        self.kinds.append(kind)
        self.columns.append(np.asarray(columns, dtype=np.int64))
        self.values.append(np.ones(len(columns)) if values is None else np.asarray(values, dtype=np.float64))
        self.low.append(low)
        self.high.append(high)

    def keeps(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each row whether the chosen options keep it."""
        loads = [float(v[chosen[c]].sum()) for c, v in zip(self.columns, self.values, strict=True)]
        return (np.asarray(loads) <= np.asarray(self.high) + 1e-9) & (np.asarray(loads) >= np.asarray(self.low) - 1e-9)

    def by_column(self, columns: int) -> tuple[list[int], NDArray[np.int64], NDArray[np.float64]]:
        """Where the entries of each column begin, and their rows and coefficients."""
        sizes = [len(found) for found in self.columns]
        column = np.concatenate([*self.columns, np.zeros(0, dtype=np.int64)])
        value = np.concatenate([*self.values, np.zeros(0)])
        row = np.repeat(np.arange(len(sizes)), sizes)
        order = np.argsort(column, kind="stable")
        starts = np.searchsorted(column[order], np.arange(columns + 1))
        return starts.tolist(), row[order], value[order]

    def only(self, kept: Iterable[int]) -> Rows:
        """Some of the rows."""
        out = Rows()
        for at in kept:
            out.kinds.append(self.kinds[at])
            out.columns.append(self.columns[at])
            out.values.append(self.values[at])
            out.low.append(self.low[at])
            out.high.append(self.high[at])
        return out

    def numbered(self, columns: Sequence[int], total: int) -> Rows:
        """The same rows over `columns` (all that they name, of `total`) by their position there."""
        place = np.full(total, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        return Rows([place[found] for found in self.columns], self.values, self.low, self.high, self.kinds)


def rows_of(case: RoomsCase, columns: Iterable[int] | None = None) -> Rows:
    """Every rule of the round, as far as the options `columns` (all of them where None) are concerned."""
    kept = sorted(set(range(len(case.options)) if columns is None else columns))
    mine: list[list[int]] = [[] for _ in case.rooms.requests]
    for column in kept:
        mine[case.options[column].section].append(column)
    rows = Rows()
    _sections(case, rows, mine)
    for key, entries in _timetables(case, kept).items():
        _pack(case, rows, key, entries)
    _people(case, rows, mine)
    _quotas(case, rows, set(kept))
    return rows


def _sections(case: RoomsCase, rows: Rows, mine: Sequence[Sequence[int]]) -> None:
    """At most k sessions, one slot a day."""
    for section, own in zip(case.rooms.requests, mine, strict=True):
        if not own:
            continue
        rows.add("section", own, None, section.sessions)
        if section.sessions > 1:
            by_day: dict[int, list[int]] = {}
            for column in own:
                by_day.setdefault(case.options[column].weekday, []).append(column)
            for columns in by_day.values():
                rows.add("day", columns, None, 1)


def _timetables(case: RoomsCase, columns: Sequence[int]) -> dict[Key, list[Entry]]:
    """Who may occupy each undivided room, noisy pair and pool of equipment on each weekday."""
    found: dict[Key, list[Entry]] = {}
    pairs_of: dict[int, list[tuple[int, int]]] = {}
    for pair in sorted(case.noisy_pairs):
        for atom in pair:
            pairs_of.setdefault(atom, []).append(pair)
    for at in columns:
        option = case.options[at]
        section = case.rooms.requests[option.section]
        setup, clear = case.rooms.buffers(option.room)
        atoms, facility = case.rooms.atoms[option.room], case.rooms.facility_of[option.room]
        for atom in atoms:
            entry = (at, option.start - setup, option.end + clear, 1)
            found.setdefault(("room", atom, option.weekday), []).append(entry)
        if section.noisy:
            for pair in {pair for atom in atoms for pair in pairs_of.get(atom, ())}:
                found.setdefault(("noise", pair, option.weekday), []).append((at, option.start, option.end, 1))
        for name, count in (section.equipment or {}).items():
            if name not in case.rooms.rooms[option.room].features:
                key = ("equipment", facility, name, option.weekday)
                found.setdefault(key, []).append((at, option.start, option.end, count))
    return found


def _pack(case: RoomsCase, rows: Rows, key: Key, entries: Sequence[Entry]) -> None:
    kind = str(key[0])
    high = 1.0
    if kind == "equipment":
        pool = case.rooms.facilities[int(str(key[1]))].equipment or {}
        high = float(pool.get(str(key[2]), 0))
    table = np.asarray(entries, dtype=np.int64)
    weeks = _weeks(case, table[:, 0])
    for active in _moments(table[:, 1], table[:, 2]):
        if table[active, 3].sum() <= high:
            continue
        for member in _maximal(weeks[active].T):
            chosen = active[member]
            if table[chosen, 3].sum() > high:
                rows.add(kind, table[chosen, 0].tolist(), table[chosen, 3].astype(float).tolist(), high)


def _moments(start: NDArray[np.int64], end: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Maximal sets of entries that occupy one moment."""
    starts = np.unique(start)
    for moment, after in pairwise([*starts.tolist(), None]):
        active = np.flatnonzero((start <= moment) & (end > moment))
        if after is None or (end[active] <= after).any():
            yield active


def _weeks(case: RoomsCase, columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each column the weeks in which it is held."""
    count = case.rooms.horizon.length // 7 + 2
    monday = case.rooms.horizon.first.isoweekday() - 1
    out = np.zeros((len(columns), count), dtype=bool)
    known: dict[tuple[int, ...], NDArray[np.int64]] = {}
    for at, column in enumerate(columns.tolist()):
        held = case.options[column].held
        if held not in known:
            known[held] = (np.asarray(held, dtype=np.int64) + monday) // 7
        out[at, known[held]] = True
    return out


def _maximal(sets: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """Distinct rows of a matrix of sets that lie within no other."""
    distinct = np.unique(sets[sets.any(axis=1)], axis=0)
    if len(distinct) == 1:
        yield distinct[0]
        return
    ordered = distinct[np.argsort(-distinct.sum(axis=1), kind="stable")].astype(np.int32)
    shared = ordered @ ordered.T
    sizes = ordered.sum(axis=1)
    for at in range(len(ordered)):
        if not (shared[at, :at] == sizes[at]).any():
            yield ordered[at].astype(bool)


def _people(case: RoomsCase, rows: Rows, mine: Sequence[Sequence[int]]) -> None:
    """For two sections of the same people: an option of one against all of the other that meet it."""
    for a, b, kind in case.conflicts:
        few, many = (mine[a], mine[b]) if len(mine[a]) < len(mine[b]) else (mine[b], mine[a])
        for column in few:
            against = [other for other in many if _meet(case, case.options[column], case.options[other])]
            if against:
                rows.add(kind, [column, *against], None, 1)


def _meet(case: RoomsCase, a: Option, b: Option) -> bool:
    if a.weekday != b.weekday:
        return False
    apart = case.rooms.facility_of[a.room] != case.rooms.facility_of[b.room]
    guard = case.rooms.policy.travel if apart else 0
    return a.start < b.end + guard and b.start < a.end + guard and not set(a.held).isdisjoint(b.held)


def _quotas(case: RoomsCase, rows: Rows, kept: set[int]) -> None:
    for found, minutes, sessions in quota_groups(case):
        columns = [column for column in found if column in kept]
        own = [case.options[column] for column in columns]
        if minutes is not None and columns:
            rows.add("quota_minutes", columns, [float(one.length * len(one.held)) for one in own], minutes)
        if sessions is not None and columns:
            rows.add("quota_sessions", columns, [float(len(one.held)) for one in own], sessions)


def quota_groups(case: RoomsCase) -> Iterator[tuple[list[int], int | None, int | None]]:
    """Columns, minutes and sessions of every quota and holder."""
    subjects: dict[tuple[str, str | None], list[int]] = {}
    for at, section in enumerate(case.rooms.requests):
        party = case.rooms.parties[case.rooms.party_index[section.party]]
        for subject in (("party", party.id), ("household", party.household), ("category", section.category)):
            subjects.setdefault(subject, []).append(at)
    for quota in case.rooms.quotas:
        groups: dict[str, list[int]] = {}
        anywhere = quota.scope != "facility"
        for at in subjects.get((quota.scope, quota.of), ()) if anywhere else range(len(case.rooms.requests)):
            own: Iterable[int] = case.options_at[at]
            columns = own if anywhere else [one for one in own if counts_for(case, quota, at, case.options[one].room)]
            groups.setdefault(holder(case, quota, at), []).extend(columns)
        yield from ((columns, quota.minutes, quota.sessions) for columns in groups.values() if columns)
