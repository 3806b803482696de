"""The checker reads times and places as the solvers do, and needs nothing but the standard library for it."""

import subprocess
import sys
from datetime import timedelta

import pytest

from scheduler.files import plain_value
from solvers.audit.parking.eligible import Eligibility
from solvers.audit.parking.scene import Scene
from solvers.audit.times import Calendar, clock, first_of, has, minutes_of, span_of, spans_of
from solvers.parking.case import ParkingCase
from solvers.parking.eligibility import closed_minutes, parts_of
from solvers.parking.problem import ParkingProblem
from solvers.timetable import LeaveBy, WindowRule, expand_moments, expand_opening, expand_use
from tests.solvers.audit.parking_rounds import rounds
from tests.solvers.rounds import FIRST, PATTERNS, SITES, SPACES, awkward

CALENDAR = Calendar(plain_value(awkward().horizon))
ROUNDS = dict(rounds())


def test_sets_of_minutes_and_spans_say_the_same() -> None:
    spans = [(-1440, -1400), (0, 1), (5, 1440), (1500, 9000)]
    assert spans_of(minutes_of(spans)) == spans
    assert spans_of(minutes_of([(0, 10), (10, 20), (15, 30), (40, 41)])) == [(0, 30), (40, 41)]
    assert spans_of(0) == []
    assert first_of(minutes_of(spans[2:])) == 5
    assert [minute for minute in range(-3, 8) if has(minutes_of(spans), minute)] == [0, 5, 6, 7]
    assert not has(minutes_of(spans), -1441)


def test_clocks_end_at_twenty_four_and_nights_end_on_the_next_day() -> None:
    assert (clock("00:00"), clock("07:30"), clock("24:00")) == (0, 450, 1440)
    assert span_of({}) == (0, 1440)
    assert span_of({"start": "19:00", "end": "07:00"}) == (1140, 1860)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_uses_expand_as_the_solvers_expand_them(pattern: str) -> None:
    rules = PATTERNS[pattern]
    told = [plain_value(rule) for rule in rules]
    assert tuple(spans_of(CALENDAR.use(told))) == expand_use(rules, awkward().horizon)
    assert tuple(spans_of(CALENDAR.opening(told))) == expand_opening(rules, awkward().horizon)


def test_rules_for_some_dates_expand_as_the_solvers_expand_them() -> None:
    rules = (
        WindowRule(first=FIRST, last=FIRST + timedelta(days=2), start="22:00", end="06:00"),
        WindowRule("labour_day", start="03:00", end="04:00"),
        WindowRule("workday", "summer", (3, 4), start="12:00", end="13:00"),
        WindowRule(last=FIRST - timedelta(days=1)),
    )
    told = [plain_value(rule) for rule in rules]
    assert tuple(spans_of(CALENDAR.use(told))) == expand_use(rules, awkward().horizon)
    assert tuple(spans_of(CALENDAR.opening(told))) == expand_opening(rules, awkward().horizon)


def test_closures_and_leave_by_expand_as_the_solvers_expand_them() -> None:
    leave = (LeaveBy("workday", time="07:30"), LeaveBy(weekdays=(6,), time="24:00"))
    expected = expand_moments(leave, awkward().horizon)
    found = spans_of(CALENDAR.leaving([plain_value(rule) for rule in leave]))
    assert tuple(minute for start, end in found for minute in range(start, end)) == expected
    for closures in (SITES[1].closures, SPACES[3].closures):
        told = [plain_value(closure) for closure in closures]
        assert tuple(spans_of(CALENDAR.closed(told))) == closed_minutes(closures, awkward())


@pytest.mark.parametrize("name", ROUNDS)
def test_stays_and_the_spaces_that_suit_them_are_those_of_the_solvers(name: str) -> None:
    parking = ROUNDS[name]
    case, scene = ParkingCase(parking), Scene(plain_value(parking))
    eligibility = Eligibility(scene)
    for at, request in enumerate(parking.requests):
        record = scene.requests[request.id]
        stays = scene.stays(record)
        assert tuple(stay.spans for stay in stays) == parts_of(parking, request)
        for site in parking.sites:
            found = [eligibility.usable(record, site.id, stay) for stay in stays]
            units = tuple({unit for kind in part for unit in kind.units} for part in found)
            assert (units if all(units) else ()) == suited(case, at, parking.site_index[site.id])


def suited(case: ParkingCase, request: int, site: int) -> tuple[set[str], ...]:
    """Names of the spaces of a site for each part of a request; none where one part has none."""
    parts = case.choices[request].get(site, ())
    return tuple({case.problem.assets[u].id for kind in kinds for u in case.kinds[kind].units} for kinds in parts)


@pytest.mark.parametrize("parking", [awkward(), *ROUNDS.values()][:8])
def test_a_stay_fits_where_the_clock_says_nothing_against_it(parking: ParkingProblem) -> None:
    scene = Scene(plain_value(parking))
    eligibility = Eligibility(scene)
    stays = {stay for request in scene.requests.values() for stay in scene.stays(request) if stay.minutes}
    for kind in scene.kinds.values():
        for stay in stays:
            assert eligibility.fits(kind, stay) == (not eligibility.times(kind, stay))


def test_the_checker_needs_no_package_and_no_other_part_of_the_program() -> None:
    """In a process that can import nothing but the standard library and the checker itself."""
    script = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        own = name == "solvers" or name == "solvers.audit" or name.startswith("solvers.audit.")
        if not own and name.partition(".")[0] not in sys.stdlib_module_names:
            raise ImportError(name)
        if name.startswith("solvers.") and not own:
            raise ImportError(name)

sys.meta_path.insert(0, Nothing())
import solvers.audit.parking as checker
problem = {"horizon": {"first": "2026-03-02", "last": "2026-03-02", "days": [
    {"date": f"2026-03-0{day}", "day_type": "workday"} for day in (1, 2, 3)]},
    "policy": {"criteria": {"points": 1}}, "sites": [{"id": "a", "kind": "compound", "windows": [{}]}],
    "spaces": [{"id": "s", "site": "a", "count": 3}], "patterns": [{"id": "p", "rules": [{"end": "12:00"}]}],
    "requests": [{"id": "r", "vehicle": "v", "pattern": "p", "points": {"points": 9}, "walk": {"a": 120}}]}
plan = {"assignments": [{"request": "r", "site": "a", "spaces": ["s#2"]}],
        "tiers": [{"name": name, "value": 0} for name in ("points", "walking", "stability")]}
print(checker.check(problem, plan, {}), checker.values(problem, plan))
print(checker.checked_bound(problem, {"denominator": 1, "rows": [["spaces", 60, ["s#1"], 2]]}))
"""
    found = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=False)
    assert (found.stderr, found.stdout.splitlines()) == ("", ["[] {'points': 9, 'walking': 200, 'stability': 0}", "13"])
