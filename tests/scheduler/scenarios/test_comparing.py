"""Two plans side by side: figures anyone can add up, and who gains, loses or moves."""

from __future__ import annotations

import pytest

from scheduler.planning.solving import Order, Watcher
from scheduler.planning.whatif import solve_changed
from scheduler.scenarios import changed, changes_from
from scheduler.scenarios.comparing import changes_between, compared, tiers_side_by_side
from scheduler.scenarios.figures import places_of, plan_figures
from tests.scheduler.scenarios.test_changes import parking, rooms, rosters

ORDER = Order("auto", None, 3.0, 1, 0)


def test_who_gains_loses_and_moves_is_told_by_what_is_there() -> None:
    before = {"a": ("s", "1"), "b": ("s", "2"), "c": ("s", "3"), "e": ("x", "y")}
    after = {"a": ("s", "1"), "b": ("t", "9"), "d": ("s", "3"), "e": ("x",)}
    found = [(one.request, one.kind) for one in changes_between(before, after)]
    assert found == [("b", "moved"), ("c", "lost"), ("d", "gained"), ("e", "lost")]


def test_classes_add_up_to_the_whole_and_shares_are_theirs() -> None:
    solved = solve_changed(parking(), None, ORDER, Watcher())
    figures = plan_figures(parking(), solved.document)
    assert figures.asked == len(parking().requests) == sum(one.asked for one in figures.classes)
    assert figures.served == len(solved.document.assignments) == sum(one.got for one in figures.classes)
    assert figures.smallest_share == min(one.percent for one in figures.classes if one.percent is not None)


@pytest.mark.parametrize("problem", [parking(), rooms(), rosters()], ids=["parking", "rooms", "rosters"])
def test_a_plan_compared_with_itself_changes_nothing(problem: object) -> None:
    solved = solve_changed(problem, None, ORDER, Watcher())  # type: ignore[arg-type]
    found = compared((problem, solved.document), (problem, solved.document))  # type: ignore[arg-type]
    assert (found.changes, found.counts()) == ((), {"gained": 0, "lost": 0, "moved": 0})
    assert all(tier["before"] == tier["after"] for tier in tiers_side_by_side(found))
    assert len(places_of(solved.document)) > 0


@pytest.mark.parametrize("problem", [parking(), rooms(), rosters()], ids=["parking", "rooms", "rosters"])
def test_a_solve_that_starts_from_a_plan_is_no_worse_than_it(problem: object) -> None:
    first = solve_changed(problem, None, ORDER, Watcher())  # type: ignore[arg-type]
    again = solve_changed(problem, first.document, Order("auto", None, 0.01, 1, 0), Watcher())  # type: ignore[arg-type]
    least, found = first.document.tiers[0].value, again.document.tiers[0].value
    assert again.verified
    assert found <= least if problem is rosters() else found >= least


def test_who_is_shut_out_is_told_as_lost() -> None:
    solved = solve_changed(parking(), None, ORDER, Watcher())
    one = solved.document.assignments[0].request  # type: ignore[union-attr]
    other = changed(parking(), changes_from([{"kind": "set_lock", "request": one, "lock": "ban"}]))
    after = solve_changed(other, solved.document, ORDER, Watcher())
    found = {
        change.request: change.kind
        for change in compared((parking(), solved.document), (other, after.document)).changes
    }
    assert found[one] == "lost"
