"""Three tellings of who may stand where: arrays for the model, plain Python for the verifier, minute by minute here."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import EligibilityCheck, FitTable, parts_of
from solvers.parking.problem import Closure, ParkingProblem, Pattern, Site, Space
from solvers.timetable import LeaveBy, WindowRule
from solvers.window import DAY, Timetable, span_of
from tests.solvers.rounds import FIRST, asks, awkward, awkward_horizon

HORIZON = awkward_horizon()
TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(0, 24, 2) for minute in (0, 30)]
DAYS = st.sampled_from(["every", "workday", "rest_day", "labour_day"])
SEASONS = st.sampled_from(["any", "any", "summer", "winter"])
WEEKDAYS = st.sampled_from([(), (), (1, 2, 3), (5, 6), (7,)])
DATES = st.integers(-1, 9).map(lambda number: FIRST + timedelta(days=number))
CLOCKS = st.tuples(st.sampled_from(TIMES), st.sampled_from([*TIMES[1:], "24:00"])).filter(lambda two: two[0] != two[1])
RULES = st.builds(
    lambda days, season, weekdays, times: WindowRule(days, season, weekdays, start=times[0], end=times[1]),
    DAYS,
    SEASONS,
    WEEKDAYS,
    CLOCKS,
)
CLOSURES = st.builds(
    lambda dates, times: Closure(min(dates), max(dates), times[0], times[1]), st.tuples(DATES, DATES), CLOCKS
)
LEAVING = st.builds(lambda days, time: LeaveBy(days, time=time), DAYS, st.sampled_from(TIMES))


@st.composite
def rounds(draw: st.DrawFn) -> ParkingProblem:
    """One site, a few spaces with windows of their own, a few patterns; much is open, so that both verdicts occur."""
    wide = WindowRule(start="00:00", end="24:00")
    windows = tuple(draw(st.lists(RULES, max_size=2))) + ((wide,) if draw(st.booleans()) else ())
    site = Site(
        "yard",
        "compound",
        windows,
        curfews=tuple(draw(st.lists(RULES, max_size=1))),
        leave_by=tuple(draw(st.lists(LEAVING, max_size=1))),
        closures=tuple(draw(st.lists(CLOSURES, max_size=1))),
    )
    spaces = [Space("plain", "yard")]
    for at in range(draw(st.integers(0, 2))):
        own = (*draw(st.lists(RULES, max_size=2)), *((wide,) if draw(st.booleans()) else ()))
        spaces.append(Space(f"own{at}", "yard", windows=own, closures=tuple(draw(st.lists(CLOSURES, max_size=1)))))
    patterns = [Pattern(f"p{at}", tuple(draw(st.lists(RULES, min_size=1, max_size=2)))) for at in range(3)]
    requests = [asks(found.id, found.id, walk={"yard": 100}, split_at_season=draw(st.booleans())) for found in patterns]
    return awkward(
        sites=(site,), spaces=tuple(spaces), patterns=tuple(patterns), requests=tuple(requests), partners=(), locks=()
    )


@cache
def open_minutes(rules: tuple[WindowRule, ...]) -> set[int]:
    """Minutes of an opening, date by date: a named day's own rules, else all that match."""
    found: set[int] = set()
    for number, day in HORIZON.known:
        mine = [
            rule
            for rule in rules
            if rule.days in ("every", day.day_type, *day.names)
            and rule.season in ("any", day.season)
            and (not rule.weekdays or day.date.isoweekday() in rule.weekdays)
        ]
        named = [rule for rule in mine if rule.days in day.names]
        for rule in named or mine:
            start, end = span_of(rule.start, rule.end)
            found.update(range(number * DAY + start, number * DAY + end))
    return found


def may_stand(problem: ParkingProblem, part: Timetable, space: Space) -> bool:
    """Minute by minute."""
    (site,) = problem.sites
    standing = {minute for start, end in part for minute in range(start, end)}
    if not standing <= open_minutes(space.windows if space.windows is not None else site.windows):
        return False
    for closure in (*site.closures, *space.closures):
        start, end = span_of(closure.start, closure.end)
        dates = [n for n in range(-2, 12) if closure.first <= FIRST + timedelta(days=n) <= closure.last]
        if any(standing & set(range(number * DAY + start, number * DAY + end)) for number in dates):
            return False
    quiet = open_minutes(site.curfews)
    if any(moment in quiet for span in part for moment in span):
        return False
    for rule in site.leave_by:
        for number, day in HORIZON.known:
            hours, minutes = map(int, rule.time.split(":"))
            moment = number * DAY + hours * 60 + minutes
            if rule.days in ("every", day.day_type, *day.names) and {moment - 1, moment} <= standing:
                return False
    return True


@settings(max_examples=40)
@given(rounds())
def test_model_verifier_and_clock_agree_on_who_may_stand_where(problem: ParkingProblem) -> None:
    case = ParkingCase(problem)
    table, check = FitTable(problem, case.parts), EligibilityCheck(problem)
    for at, request in enumerate(case.problem.requests):
        for position, part in zip(case.parts_at[at], request.parts, strict=True):
            for unit, space in enumerate(problem.spaces if part else ()):
                fits = bool(table.fits(problem.sites[0], space)[position])
                refused = [found.rule for found in check.refusals(at, part, unit)]
                assert (fits, refused == []) == (may_stand(problem, part, space),) * 2


def test_both_verdicts_occur_among_random_rounds() -> None:
    seen: set[bool] = set()

    @settings(max_examples=20)
    @given(rounds())
    def look(problem: ParkingProblem) -> None:
        case = ParkingCase(problem)
        seen.update(bool(fit) for row in case.kinds for fit in row.fits)

    look()
    assert seen == {False, True}


# ---- parts


def test_a_right_that_may_change_spaces_has_a_part_for_each_season() -> None:
    problem = awkward()
    split = problem.requests[problem.request_index["split"]]
    winter, summer = parts_of(problem, split)
    assert [start // DAY for start, _ in winter] == [1, 2, 3]
    assert [start // DAY for start, _ in summer] == [4, 5]


def test_a_right_within_one_season_has_one_part() -> None:
    problem = awkward()
    request = replace(problem.requests[problem.request_index["in_summer"]], split_at_season=True)
    assert len(parts_of(problem, request)) == 1


def test_a_right_without_a_date_may_stand_nowhere() -> None:
    problem = awkward()
    never = problem.request_index["never"]
    refused = [found.rule for found in EligibilityCheck(problem).refusals(never, (), problem.unit_index["y1"])]
    assert (refused, dict(ParkingCase(problem).choices[never])) == (["never_active"], {})


def test_a_right_without_a_date_has_one_empty_part() -> None:
    problem = awkward()
    never = problem.requests[problem.request_index["never"]]
    assert parts_of(problem, never) == parts_of(problem, replace(never, split_at_season=True)) == ((),)


def test_a_stay_that_crosses_a_seasons_boundary_is_not_cut() -> None:
    """The night of the last winter date ends in summer; the space changes in the pause after it."""
    problem = awkward()
    night = replace(problem.requests[problem.request_index["night"]], split_at_season=True)
    winter, summer = parts_of(problem, night)
    assert (winter[-1], summer[0]) == ((3 * DAY + 1140, 4 * DAY + 420), (4 * DAY + 1140, 5 * DAY + 420))


@pytest.mark.parametrize(("guard", "last_of_winter"), [(0, 4 * DAY + 420), (10, 4 * DAY + 420), (11, 6 * DAY + 420)])
def test_a_space_changes_in_the_first_pause_of_at_least_the_guard(guard: int, last_of_winter: int) -> None:
    """From 07:10 to 07:00 of the next date: a pause of ten minutes every morning."""
    problem = awkward()
    patterns = (Pattern("nearly_always", (WindowRule("workday", start="07:10", end="07:00"),)),)
    requests = (asks("r", "nearly_always", split_at_season=True),)
    changed = replace(
        problem, patterns=patterns, requests=requests, locks=(), policy=replace(problem.policy, guard_minutes=guard)
    )
    parts = parts_of(changed, requests[0])
    assert parts[0][-1][1] == last_of_winter
    assert sum(len(part) for part in parts) == 5


@given(rounds(), st.sampled_from([0, 15, 60, 240]))
def test_parts_of_a_right_are_its_whole_use_and_keep_the_guard(problem: ParkingProblem, guard: int) -> None:
    problem = replace(problem, policy=replace(problem.policy, guard_minutes=guard))
    for request in problem.requests:
        (whole,) = parts_of(problem, replace(request, split_at_season=False))
        parts = parts_of(problem, replace(request, split_at_season=True))
        assert tuple(sorted(span for part in parts for span in part)) == whole
        labelled = sorted((span, at) for at, part in enumerate(parts) for span in part)
        for (before, a), (after, b) in pairwise(labelled):
            assert a == b or after[0] - before[1] >= guard
