"""Shift scheduling: the reader, the official objective and the checker."""

from pathlib import Path

import pytest

from solvers.bench.curtois import (
    Cost,
    Cover,
    Days,
    Employee,
    Instance,
    Request,
    Shift,
    Violation,
    cost,
    instances,
    violations,
)
from solvers.bench.curtois_read import read
from solvers.bench.smptsp import InstanceError
from solvers.errors import InvalidProblem

FILE = """# A nursery
SECTION_HORIZON
# days
8

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
ann,E=8|L=2,2400,960,3,2,2,1
bob,E=0|L=8,4800,0,8,1,1,2

SECTION_DAYS_OFF
ann,0,7

SECTION_SHIFT_ON_REQUESTS
ann,2,E,3
bob,1,L,2

SECTION_SHIFT_OFF_REQUESTS
ann,3,L,5

SECTION_COVER
2,E,1,100,1
3,L,1,50,4
"""

SHIFTS = (Shift("E", 480, frozenset()), Shift("L", 600, frozenset({0})))
ANN = Employee("ann", (8, 2), (960, 2400), (2, 3), 2, 1, frozenset({0, 7}))
BOB = Employee("bob", (0, 8), (0, 4800), (1, 8), 1, 2, frozenset())
NURSERY = Instance(
    "nursery",
    8,
    SHIFTS,
    (ANN, BOB),
    (Request(0, 2, 0, 3, True), Request(1, 1, 1, 2, True), Request(0, 3, 1, 5, False)),
    (Cover(2, 0, 1, 100, 1), Cover(3, 1, 1, 50, 4)),
)


def days(text: str) -> Days:
    """Days from letters: E, L and a dash for a day off."""
    return tuple({"E": 0, "L": 1, "X": 2, "-": None}[letter] for letter in text)


OFF = days("--------")
GOOD = (days("--EE----"), OFF)


def written(folder: Path, text: str, name: str = "nursery.txt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_shifts_staff_requests_and_cover(tmp_path: Path) -> None:
    assert read(written(tmp_path, FILE)) == NURSERY


def test_comments_blank_lines_spaces_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = FILE.replace("\n\n", "\n").replace("ann,2,E,3", " ann , 2, E ,3 # asked").replace("\n", "\r\n")

    assert read(written(tmp_path, text)) == NURSERY


def test_a_shift_may_ban_one_that_is_named_below_it(tmp_path: Path) -> None:
    first = read(written(tmp_path, FILE.replace("E,480,", "E,480,L|E"))).shifts[0]

    assert first.never_next == frozenset({0, 1})


SHIFT = "a shift not named before, its minutes (at least 1) and the shifts that may not follow, with |"
EMPLOYEE = "an employee not named before, shift=number for each shift, with |, and six numbers"
REQUEST = "an employee, a day below 8, a shift and a weight"
COVER = "a day below 8, a shift, the employees needed, a weight below and a weight above"


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("SECTION_HORIZON", "HORIZON", 2, "SECTION_HORIZON, found 'HORIZON'"),
        ("\n8\n", "\n0\n", 4, "a number of days of at least 1, found '0'"),
        ("\n8\n", "\nweek\n", 4, "a number of days of at least 1, found 'week'"),
        ("\n8\n", "\n8\n9\n", 5, "SECTION_SHIFTS, found '9'"),
        ("E,480,", "E,480", 7, f"{SHIFT}, found 'E,480'"),
        ("E,480,", "E,0,", 7, f"{SHIFT}, found 'E,0,'"),
        ("L,600,E", "E,600,E", 8, f"{SHIFT}, found 'E,600,E'"),
        ("L,600,E", "L,600,N", 8, f"{SHIFT}, found 'N'"),
        ("E,480,", "E,480,N", 7, f"{SHIFT}, found 'N'"),
        ("bob,E=0", "ann,E=0", 12, f"{EMPLOYEE}, found 'ann,E=0|L=8,4800,0,8,1,1,2'"),
        ("E=0|L=8,", "L=8,", 12, f"{EMPLOYEE}, found 'bob,L=8,4800,0,8,1,1,2'"),
        ("E=0|L=8,", "E=0|E=0|L=8,", 12, f"{EMPLOYEE}, found 'bob,E=0|E=0|L=8,4800,0,8,1,1,2'"),
        ("4800,0,8", "4800,-1,8", 12, f"{EMPLOYEE}, found '-1'"),
        ("4800,0,8", "4800,8", 12, f"{EMPLOYEE}, found 'bob,E=0|L=8,4800,8,1,1,2'"),
        ("ann,0,7", "ann,0,8", 15, "an employee and days below 8, found '8'"),
        ("ann,0,7", "eve,0,7", 15, "an employee and days below 8, found 'eve'"),
        ("ann,2,E,3", "ann,2,E", 18, f"{REQUEST}, found 'ann,2,E'"),
        ("ann,2,E,3", "ann,2,N,3", 18, f"{REQUEST}, found 'N'"),
        ("ann,2,E,3", "ann,9,E,3", 18, f"{REQUEST}, found '9'"),
        ("ann,3,L,5", "eve,3,L,5", 22, f"{REQUEST}, found 'eve'"),
        ("3,L,1,50,4", "3,L,1,50,4.5", 26, f"{COVER}, found '4.5'"),
        ("3,L,1,50,4\n", "3,L,1,50,4\nSECTION_MORE\n", 27, "nothing after the cover, found 'SECTION_MORE'"),
        (FILE[FILE.index("SECTION_COVER") :], "", 24, "SECTION_COVER, but the file ends"),
        (FILE, "", 1, "SECTION_HORIZON, but the file ends"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line_what_was_expected_and_what_was_found(
    tmp_path: Path, old: str, new: str, line: int, expected: str
) -> None:
    path = written(tmp_path, FILE.replace(old, new))

    with pytest.raises(InstanceError) as caught:
        read(path)

    assert (caught.value.path, caught.value.line, caught.value.expected) == (path, line, expected)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 0}, "no_day"),
        ({"shifts": (Shift("E", 0, frozenset()), SHIFTS[1])}, "bad_shift"),
        ({"shifts": (Shift("E", 1, frozenset({2})), SHIFTS[1])}, "bad_shift"),
        ({"staff": (ANN, Employee("bob", (1,), (0, 0), (1, 1), 1, 1, frozenset()))}, "bad_employee"),
        ({"staff": (ANN, Employee("bob", (1, 1), (0, 0), (1, 1), 1, -1, frozenset()))}, "bad_employee"),
        ({"staff": (ANN, Employee("bob", (1, 1), (0, 0), (1, 1), 1, 1, frozenset({8})))}, "bad_employee"),
        ({"requests": (Request(2, 0, 0, 1, True),)}, "bad_request"),
        ({"requests": (Request(0, 0, 0, -1, True),)}, "bad_request"),
        ({"cover": (Cover(8, 0, 1, 1, 1),)}, "bad_cover"),
        ({"cover": (Cover(0, 2, 1, 1, 1),)}, "bad_cover"),
        ({"cover": (Cover(0, 0, -1, 1, 1),)}, "bad_cover"),
    ],
)
def test_an_instance_that_contradicts_itself_cannot_be_made(changes: dict[str, object], code: str) -> None:
    sound = {name: getattr(NURSERY, name) for name in ("name", "days", "shifts", "staff", "requests", "cover")}

    with pytest.raises(InvalidProblem) as caught:
        Instance(**sound | changes)

    assert caught.value.code == code


def test_a_valid_roster_breaks_nothing() -> None:
    assert violations(NURSERY, GOOD) == []


@pytest.mark.parametrize(
    ("roster", "broken"),
    [
        (GOOD[:1], Violation("length")),
        ((days("--EE"), OFF), Violation("length")),
        ((GOOD[0], days("-----X--")), Violation("unknown_shift", 1, 5)),
        ((days("EE------"), OFF), Violation("away", 0, 0)),
        ((days("--LE----"), OFF), Violation("succession", 0, 3)),
        ((days("--LLL---"), OFF), Violation("most_shifts", 0)),
        ((GOOD[0], days("E-------")), Violation("most_shifts", 1)),
        ((days("-EE--EL-"), OFF), None),
        ((days("-EE---EE"), OFF), Violation("away", 0, 7)),
        ((OFF, OFF), Violation("fewest_minutes", 0)),
        ((GOOD[0], days("LLLLLLLL")), None),
        ((days("-EEEE---"), OFF), Violation("long_run", 0, 1)),
        ((days("--EE--E-"), OFF), Violation("short_run", 0, 6)),
        ((days("-EE-EE--"), OFF), Violation("short_rest", 0, 3)),
    ],
)
def test_the_checker_names_the_rule_the_employee_and_the_day(
    roster: tuple[Days, ...], broken: Violation | None
) -> None:
    assert violations(NURSERY, roster) == ([] if broken is None else [broken])


def test_more_minutes_than_an_employee_may_work_are_a_violation() -> None:
    little = Employee("eve", (8, 8), (0, 1079), (1, 8), 1, 2, frozenset())
    instance = Instance("minutes", 8, SHIFTS, (little,), (), ())

    assert violations(instance, (days("-EL-----"),)) == [Violation("most_minutes", 0)]
    assert violations(instance, (days("-EE-----"),)) == []


def test_a_weekend_counts_once_for_saturday_and_sunday() -> None:
    one = Employee("eve", (14,), (0, 9999), (1, 14), 1, 1, frozenset())
    instance = Instance("weekends", 14, SHIFTS[:1], (one,), (), ())

    assert violations(instance, (days("-----EE-------"),)) == []
    assert violations(instance, (days("-----E-------E"),)) == [Violation("weekends", 0)]


def test_runs_at_the_edges_of_the_horizon_may_be_short() -> None:
    one = Employee("eve", (8,), (0, 9999), (3, 5), 3, 2, frozenset())
    instance = Instance("edges", 8, SHIFTS[:1], (one,), (), ())

    assert violations(instance, (days("E---EEE-"),)) == []
    assert violations(instance, (days("-EEE---E"),)) == []
    assert violations(instance, (days("-E---EEE"),)) == [Violation("short_run", 0, 1)]
    assert violations(instance, (days("EEE--EEE"),)) == [Violation("short_rest", 0, 3)]
    assert violations(instance, (days("EEEEEE--"),)) == [Violation("long_run", 0, 0)]


def test_the_objective_is_the_sum_of_its_four_parts() -> None:
    """Bob does not get day 1 (2); nobody works late on day 3 (50)."""
    assert cost(NURSERY, GOOD) == Cost(on=2, off=0, under=50, over=0)
    assert cost(NURSERY, GOOD).total == 52


def test_each_employee_beyond_the_need_costs_and_so_does_work_against_a_request() -> None:
    """Ann works late on day 3 (5) and not early on day 2 (3 and 100); both of them late is one too many (4)."""
    assert cost(NURSERY, (days("--LL----"), days("-L-L----"))) == Cost(on=3, off=5, under=100, over=4)


def test_instances_are_found_at_any_depth_in_natural_order(tmp_path: Path) -> None:
    for folder, name in (
        (tmp_path, "Instance10.txt"),
        (tmp_path, "Instance2.txt"),
        (tmp_path / "more", "Instance1.txt"),
    ):
        written(folder, FILE, name)
    written(tmp_path, "instance,best_known_value\n", "best_known.csv")

    assert [path.name for path in instances(tmp_path)] == ["Instance2.txt", "Instance10.txt", "Instance1.txt"]
