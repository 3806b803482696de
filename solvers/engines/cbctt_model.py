"""CP-SAT model of the periods of CB-CTT, for a first timetable and a proven bound.

With x_cp "course c meets in period p" (only where it is available), d_cd "course c meets on day d"::

    sum_p x_cp = lectures of c                            each course
    sum_{c in G} x_cp <= 1                                each period and largest set G of rivals
    sum_c x_cp <= rooms                                   each period
    d_cd <= sum_{p in d} x_cp,  sum_d d_cd + m_c >= days of c
    sum_{c in Q} (x_cp - x_c,p-1 - x_c,p+1) <= i_Qp       each curriculum Q and period, neighbours of the same day
    sum_{c larger than t} x_cp - o_pt <= rooms larger than t     each period and size t

minimise 5 m + 2 i + o. Rooms of a course beyond its first are left out, all else is exact (see `cbctt_anneal`): the
bound holds for the whole objective, and where no such periods exist there is no timetable.
"""

from __future__ import annotations

from math import ceil

from ortools.sat.python import cp_model

from solvers.bench.cbctt import COST_OF_A_MISSING_DAY, COST_OF_AN_ISOLATED_LECTURE, Instance
from solvers.engines.cbctt_week import bits, sizes
from solvers.engines.smptsp_model import Effort


class NoTimetable(Exception):
    """It is proven that the instance has no timetable."""


def _solver(effort: Effort) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.0, effort.seconds)
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    return solver


class PeriodsModel:
    """Variables, rules and the terms of the objective."""

    def __init__(self, instance: Instance) -> None:
        self._cp = cp_model.CpModel()
        self._costs: list[cp_model.LinearExprT] = []
        self._instance = instance
        self._meets = [
            {p: self._cp.new_bool_var("") for p in range(instance.periods) if (at, p) not in instance.unavailable}
            for at in range(len(instance.courses))
        ]
        for at, course in enumerate(instance.courses):
            self._cp.add(sum(self._meets[at].values()) == course.lectures)
            self._days(at)
        groups = set(instance.together())
        largest = sorted(sorted(group) for group in groups if not any(group < other for other in groups))
        weights = dict.fromkeys(map(tuple, map(sorted, instance.curricula)), 0)
        for curriculum in instance.curricula:
            weights[tuple(sorted(curriculum))] += COST_OF_AN_ISOLATED_LECTURE
        for period in range(instance.periods):
            for group in largest:
                self._cp.add_at_most_one(self._of(group, period))
            self._rooms(period)
            for curriculum_courses, weight in weights.items():
                self._curriculum(curriculum_courses, weight, period)

    def first(self, effort: Effort) -> tuple[tuple[int, ...], ...] | None:
        """Periods of each course, at any cost; None where none were found. To be asked before `bound`.

        Raises
        ------
        NoTimetable
            If it is proven that there are none.
        """
        solver = _solver(effort)
        status = solver.solve(self._cp)
        if status == cp_model.INFEASIBLE:
            raise NoTimetable
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return tuple(tuple(p for p, meets in mine.items() if solver.boolean_value(meets)) for mine in self._meets)

    def bound(self, effort: Effort) -> int:
        """Lower bound on the objective."""
        self._cp.minimize(cp_model.LinearExpr.sum(self._costs))
        solver = _solver(effort)
        status = solver.solve(self._cp)
        known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        # A bound just above a whole number is that number, told inexactly.
        return max(0, ceil(solver.best_objective_bound - 1e-6)) if known else 0

    def _of(self, courses: tuple[int, ...] | list[int], period: int) -> list[cp_model.IntVar]:
        return [self._meets[at][period] for at in courses if period in self._meets[at]]

    def _days(self, at: int) -> None:
        """Days on which a course meets, and those that are missing."""
        asked = self._instance.courses[at].days
        if asked <= 1:
            return
        by_day: dict[int, list[cp_model.IntVar]] = {}
        for period, meets in self._meets[at].items():
            by_day.setdefault(period // self._instance.slots, []).append(meets)
        days = [self._cp.new_bool_var("") for _ in by_day]
        for day, lectures in zip(days, by_day.values(), strict=True):
            self._cp.add_bool_or([*lectures, ~day])
        missing = self._cp.new_int_var(0, asked, "")
        self._cp.add(sum(days) + missing >= asked)
        self._costs.append(COST_OF_A_MISSING_DAY * missing)

    def _rooms(self, period: int) -> None:
        """Lectures of a period: no more than rooms, and those too large for their rooms."""
        every = range(len(self._meets))
        self._cp.add(sum(self._of(list(every), period)) <= len(self._instance.rooms))
        for rooms, sets in sizes(self._instance):
            for larger, weight in sets:
                lectures = self._of(list(bits(larger)), period)
                if len(lectures) > rooms:
                    over = self._cp.new_int_var(0, len(lectures) - rooms, "")
                    self._cp.add(sum(lectures) - over <= rooms)
                    self._costs.append(weight * over)

    def _curriculum(self, courses: tuple[int, ...], weight: int, period: int) -> None:
        """A lecture of a curriculum that stands alone in its day."""
        slots = self._instance.slots
        beside = [other for other in (period - 1, period + 1) if other // slots == period // slots]
        lectures = self._of(courses, period)
        if lectures:
            alone = self._cp.new_bool_var("")
            near = [meets for other in beside for meets in self._of(courses, other)]
            self._cp.add(sum(lectures) - sum(near) <= alone)
            self._costs.append(weight * alone)
