"""Moments that matter: of all minutes of a horizon only those whose set of active timetables is maximal.

Equal minutes, days and weeks fall together, so rows are as many as the distinct content, whatever the dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solvers.window import Timetable

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Steps:
    """A whole-numbered function of time: `values[i]` from minute `minutes[i]` on, 0 before the first."""

    minutes: Ints
    values: Ints

    def at(self, moments: Ints) -> Ints:
        """Values at the given minutes."""
        index = np.searchsorted(self.minutes, moments, side="right") - 1
        return np.where(index >= 0, self.values[np.maximum(index, 0)], 0)


def steps_of(timetables: Sequence[tuple[Timetable, int]]) -> Steps:
    """How many of the (timetable, count) are active at each moment."""
    starts, ends, counts = spans_of([timetable for timetable, _ in timetables], [count for _, count in timetables])
    return steps_from(starts, ends, counts)


def steps_from(starts: Ints, ends: Ints, counts: Ints) -> Steps:
    """Sum of `counts` over the spans active at each moment."""
    moments = np.unique(np.concatenate([starts, ends, [np.iinfo(np.int32).min]]))
    change = np.zeros(len(moments), dtype=np.int64)
    np.add.at(change, np.searchsorted(moments, starts), counts)
    np.add.at(change, np.searchsorted(moments, ends), -counts)
    return Steps(moments, np.cumsum(change))


def spans_of(timetables: Sequence[Timetable], counts: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """All starts, ends and counts in three arrays."""
    arrays = [np.asarray(timetable, dtype=np.int64).reshape(-1, 2) for timetable in timetables]
    spans = np.concatenate([*arrays, np.zeros((0, 2), dtype=np.int64)])
    return spans[:, 0], spans[:, 1], np.repeat(np.asarray(counts, dtype=np.int64), [len(array) for array in arrays])


def activity(timetables: Sequence[Timetable], moments: Ints) -> Bools:
    """Which timetables (rows) are active from each moment to the next (columns); no span may begin in between."""
    active = np.zeros((len(timetables), len(moments)), dtype=np.int8)
    for row, timetable in enumerate(timetables):
        if timetable:
            spans = np.searchsorted(moments, np.asarray(timetable, dtype=np.int64))
            np.add.at(active[row], spans[:, 0], 1)
            inside = spans[:, 1] < len(moments)
            np.add.at(active[row], spans[inside, 1], -1)
    return np.cumsum(active, axis=1, dtype=np.int8).astype(np.bool_)


def moments_of(timetables: Sequence[Timetable]) -> Ints:
    """All starts and ends, in order."""
    starts, ends, _ = spans_of(timetables, [0] * len(timetables))
    return np.unique(np.concatenate([starts, ends]))


def distinct_columns(matrix: Bools) -> Ints:
    """Positions of the first of each set of equal columns, all-false columns left out."""
    if not matrix.size:
        return np.zeros(0, dtype=np.int64)
    packed = np.ascontiguousarray(np.packbits(matrix, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first = np.unique(keys, return_index=True)
    return np.sort(first[matrix[:, first].any(axis=0)])


def maximal_cells(timetables: Sequence[Timetable], limit: Steps | None = None) -> tuple[Bools, Ints]:
    """Rows of the capacity constraints of a set of timetables.

    Parameters
    ----------
    timetables
        Distinct timetables; an empty one is active nowhere.
    limit
        How much is allowed at each moment; None where it is the same everywhere.

    Returns
    -------
    (cells, limits)
        `cells[k, j]`: timetable j is active in cell k; `limits[k]` the least limit of the cell's minutes (0 without
        `limit`). A cell is left out if another with no greater limit contains it.
    """
    moments = moments_of(timetables)
    if limit is not None:
        moments = np.unique(np.concatenate([moments, limit.minutes]))
    active = activity(timetables, moments)
    allowed = np.zeros(len(moments), dtype=np.int64) if limit is None else limit.at(moments)
    rows, limits = _least_limits(active, allowed)
    keep = _undominated(rows, limits)
    return rows[keep], limits[keep]


def _least_limits(active: Bools, allowed: Ints) -> tuple[Bools, Ints]:
    """Distinct columns as rows, each with the least of its limits."""
    stacked = np.concatenate([active, _bits(allowed)]) if allowed.any() else active
    first = distinct_columns(stacked)
    first = first[active[:, first].any(axis=0)] if len(first) else first
    order = first[np.argsort(allowed[first], kind="stable")]
    return _first_of_equal(active[:, order].T, allowed[order])


def _first_of_equal(rows: Bools, limits: Ints) -> tuple[Bools, Ints]:
    seen: dict[bytes, int] = {}
    for at, row in enumerate(np.packbits(rows, axis=1)):
        seen.setdefault(row.tobytes(), at)
    keep = sorted(seen.values())
    return rows[keep], limits[keep]


def _bits(values: Ints) -> Bools:
    width = max(1, int(values.max()).bit_length())
    return np.array([(values >> bit) & 1 for bit in range(width)], dtype=np.bool_)


def maximal_rows(rows: Bools) -> Bools:
    """Distinct rows that no other row contains."""
    distinct = rows[distinct_columns(rows.T)]
    return distinct[_undominated(distinct, np.zeros(len(distinct), dtype=np.int64))]


def _undominated(rows: Bools, limits: Ints) -> Bools:
    """Rows that no other row contains at an equal or smaller limit (rows are distinct)."""
    if not len(rows):
        return np.zeros(0, dtype=np.bool_)
    counts = rows.sum(axis=1)
    numeric = rows.astype(np.float32)
    shared = numeric @ numeric.T
    inside = (shared == counts[:, None]) & (limits[None, :] <= limits[:, None])
    np.fill_diagonal(inside, False)
    keep: Bools = ~inside.any(axis=1)
    return keep
