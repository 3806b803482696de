"""Moments that matter: equal ones fold, contained ones are left out, nothing that binds is lost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solvers.cells import Bools, Steps, activity, maximal_cells, maximal_rows, moments_of, steps_of
from solvers.timetable import WindowRule, expand_use
from solvers.window import Timetable, merged
from tests.solvers.rounds import week

TIMETABLES = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=0, max_size=3).map(
        lambda found: merged((start, start + length) for start, length in found)
    ),
    min_size=1,
    max_size=5,
)
LIMITS = st.lists(st.integers(0, 4), min_size=1, max_size=4)


def rows(cells: Bools) -> list[tuple[int, ...]]:
    return sorted(tuple(int(at) for at in cell.nonzero()[0]) for cell in cells)


def test_equal_weeks_fold_into_one_row() -> None:
    rules = [
        [WindowRule("workday", start="08:00", end="12:00")],
        [WindowRule("workday", start="11:00", end="17:00")],
        [WindowRule("rest_day", start="11:00", end="17:00")],
    ]
    for length in (7, 70):
        cells, _ = maximal_cells([expand_use(found, week(length)) for found in rules])
        assert rows(cells) == [(0, 1), (2,)]


def test_a_cell_within_another_is_left_out() -> None:
    cells, limits = maximal_cells([((0, 10),), ((5, 20),), ((6, 8),)])
    assert (rows(cells), limits.tolist()) == ([(0, 1, 2)], [0])


def test_a_smaller_cell_with_a_smaller_limit_stays() -> None:
    limit = Steps(np.array([0, 10]), np.array([2, 1]))
    cells, limits = maximal_cells([((0, 20),), ((0, 10),)], limit)
    assert sorted(zip(rows(cells), sorted(limits.tolist()), strict=True)) == [((0,), 1), ((0, 1), 2)]


def test_a_cell_takes_the_least_limit_of_its_moments() -> None:
    limit = Steps(np.array([0, 4, 6]), np.array([3, 1, 3]))
    cells, limits = maximal_cells([((0, 10),), ((0, 10),)], limit)
    assert (rows(cells), limits.tolist()) == ([(0, 1)], [1])


def test_no_timetables_make_no_rows() -> None:
    cells, limits = maximal_cells([])
    assert (len(cells), len(limits)) == (0, 0)


def test_an_empty_timetable_is_active_nowhere() -> None:
    cells, _ = maximal_cells([(), ((0, 5),)])
    assert rows(cells) == [(1,)]


def test_counts_add_up_over_time() -> None:
    steps = steps_of([(((0, 10), (20, 30)), 2), (((5, 25),), 1)])
    assert steps.at(np.array([-1, 0, 5, 10, 20, 25, 30])).tolist() == [0, 2, 3, 1, 3, 2, 0]


def test_activity_is_half_open() -> None:
    timetables: list[Timetable] = [((0, 10),), ((10, 20),)]
    assert activity(timetables, moments_of(timetables)).tolist() == [[True, False, False], [False, True, False]]


def test_rows_within_others_are_left_out() -> None:
    given_rows = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 1, 0]], dtype=np.bool_)
    assert rows(maximal_rows(given_rows)) == [(0, 1), (1, 2)]


@given(TIMETABLES, LIMITS, st.data())
def test_cells_allow_just_what_every_minute_allows(
    timetables: list[Timetable], values: list[int], data: st.DataObject
) -> None:
    """Counts of each timetable keep all cells if and only if they keep the limit in every single minute."""
    limit = Steps(np.arange(len(values)) * 10 - 5, np.array(values))
    counts = [data.draw(st.integers(0, 3)) for _ in timetables]
    cells, limits = maximal_cells(timetables, limit)
    by_cells = all(int(cell @ np.array(counts)) <= allowed for cell, allowed in zip(cells, limits, strict=True))
    by_minutes = all(
        load <= int(limit.at(np.array([minute]))[0])
        for minute in range(-5, 45)
        if (
            load := sum(
                n for n, found in zip(counts, timetables, strict=True) if any(a <= minute < b for a, b in found)
            )
        )
    )
    assert by_cells == by_minutes
