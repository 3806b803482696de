"""The round's timetables on its elementary segments, for fast questions about free spaces and full sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from solvers.cells import Bools, Ints, Steps, activity, moments_of
from solvers.constraints.flow_cap import QUARTER
from solvers.constraints.no_overlap import prolonged
from solvers.window import DAY, Span, Timetable


class Segments:
    """The round's timetables on its elementary segments."""

    def __init__(self, parts: Sequence[Timetable], guard: int, limits: Iterable[Steps]) -> None:
        kept = [prolonged(part, guard) for part in parts]
        steps = [limit.minutes for limit in limits]
        self.moments: Ints = np.unique(np.concatenate([moments_of(parts), moments_of(kept), *steps]))
        used = activity(parts, self.moments)
        self.used = [np.flatnonzero(row) for row in used]
        self.used_bits = [_bits(row) for row in used]
        self.kept_bits = [_bits(row) for row in activity(kept, self.moments)]
        self.quarters = [passings(part) for part in parts]


def _bits(row: Bools) -> int:
    return int.from_bytes(np.packbits(row).tobytes(), "big")


def passings(part: Sequence[Span]) -> tuple[Ints, Ints]:
    """Quarters of an hour (from the day before the horizon on) with the number of passings in each."""
    events = np.asarray([(t + DAY) // QUARTER for span in part for t in span], dtype=np.int64)
    quarters, counts = np.unique(events, return_counts=True)
    return quarters, counts
