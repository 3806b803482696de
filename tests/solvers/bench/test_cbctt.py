"""Curriculum timetabling: the reader, the official objective, the checker, the bound and the engine."""

from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.bench.cbctt import Cost, Course, Instance, Timetable, Violation, cost, instances, violations
from solvers.bench.cbctt_read import read
from solvers.bench.smptsp import InstanceError, best_known
from solvers.engines.cbctt import Search, rows, solve
from solvers.engines.cbctt_anneal import Pace, Periods, Places, cool
from solvers.engines.cbctt_model import NoTimetable, PeriodsModel
from solvers.engines.cbctt_week import Week, rivals
from solvers.engines.smptsp_model import Effort
from solvers.errors import InvalidProblem, SolverError

SHARED = Path(__file__).parents[4] / "shared" / "bench" / "cbctt"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the public instances are not on this machine")

FILE = """Name: Choirs
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 2
Constraints: 2

COURSES:
song t0 2 2 30
drum t1 2 1 10
tune t0 1 1 50

ROOMS:
hall 40
loft 20

CURRICULA:
q0 2 song drum
q1 1 tune

UNAVAILABILITY_CONSTRAINTS:
drum 0 0
tune 1 2

END.
"""

CHOIRS = Instance(
    "choirs",
    2,
    3,
    (Course("song", "t0", 2, 2, 30), Course("drum", "t1", 2, 1, 10), Course("tune", "t0", 1, 1, 50)),
    (40, 20),
    (frozenset({0, 1}), frozenset({2})),
    frozenset({(1, 0), (2, 5)}),
)

# Song on both days, beside a drum each time; tune stands alone (2) with ten students too many (10).
GOOD = (((0, 0), (3, 0)), ((1, 1), (4, 1)), ((2, 0),))

# A full week: not every course can stay in one room, so that no value meets the bound, which leaves rooms out.
CROWDED = Instance(
    "crowded",
    3,
    3,
    tuple(Course(str(at), f"t{at}", 2 + at % 2, 2, 10 * at) for at in range(10)),
    (90, 60, 30),
    tuple(frozenset({at, at + 1}) for at in range(0, 10, 2)),
    frozenset({(at, at % 9) for at in range(10)}),
)

EFFORT = Effort(seconds=30, workers=1, seed=0)


@st.composite
def small_instances(draw: st.DrawFn) -> Instance:
    """Two courses or three in four periods; mostly feasible."""
    course = st.tuples(st.sampled_from("ab"), st.integers(1, 2), st.integers(0, 2), st.integers(0, 9))
    courses = draw(st.lists(course, min_size=1, max_size=3))
    some = st.frozensets(st.integers(0, len(courses) - 1), max_size=2)
    return Instance(
        "random",
        2,
        2,
        tuple(Course(str(at), *rest) for at, rest in enumerate(courses)),
        tuple(draw(st.lists(st.integers(0, 9), min_size=1, max_size=2))),
        tuple(draw(st.lists(some, max_size=3))),
        draw(st.frozensets(st.tuples(st.integers(0, len(courses) - 1), st.integers(0, 3)), max_size=2)),
    )


def all_timetables(instance: Instance) -> list[Timetable]:
    places = list(product(range(instance.periods), range(len(instance.rooms))))
    choices = [list(combinations(places, course.lectures)) for course in instance.courses]
    return [timetable for timetable in product(*choices) if not violations(instance, timetable)]


def periods_of(timetable: Timetable) -> list[list[int]]:
    return [[period for period, _ in lectures] for lectures in timetable]


def written(folder: Path, text: str, name: str = "choirs.ctt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_courses_rooms_and_curricula(tmp_path: Path) -> None:
    assert read(written(tmp_path, FILE)) == CHOIRS


def test_blank_lines_spaces_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    text = FILE.replace("\n\n", "\n").replace("loft 20", "\n loft\t20 ").replace("\n", "\r\n")

    assert read(written(tmp_path, text)) == CHOIRS


COURSE = "a course not named before, teacher, lectures (at least 1), days and students"
ROOM = "a room not named before and its seats"
CURRICULUM = "a curriculum not named before, k, then k different courses"
UNAVAILABLE = "a course, a day below 2 and a period below 3"


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("Name: Choirs", "Choirs", 1, "Name: and a value"),
        ("Rooms: 2", "Courses: 2", 3, "Rooms: and a value"),
        ("Rooms: 2", "Rooms: two", 3, "Rooms: and a number of at least 0"),
        ("Days: 2", "Days: 0", 4, "Days: and a number of at least 1"),
        ("COURSES:", "CLASSES:", 9, "COURSES:"),
        ("Courses: 3", "Courses: 2", 12, "ROOMS:"),
        ("Courses: 3", "Courses: 4", 14, COURSE),
        ("song t0 2 2 30", "song t0 2 2", 10, COURSE),
        ("song t0 2 2 30", "song t0 0 2 30", 10, COURSE),
        ("song t0 2 2 30", "song t0 2 2 -3", 10, COURSE),
        ("drum t1 2 1 10", "song t1 2 1 10", 11, COURSE),
        ("loft 20", "hall 20", 16, ROOM),
        ("loft 20", "loft", 16, ROOM),
        ("q0 2 song drum", "q0 3 song drum", 19, CURRICULUM),
        ("q0 2 song drum", "q0 2 song song", 19, CURRICULUM),
        ("q0 2 song drum", "q0 2 song harp", 19, CURRICULUM),
        ("q1 1 tune", "q0 1 tune", 20, CURRICULUM),
        ("drum 0 0", "harp 0 0", 23, UNAVAILABLE),
        ("drum 0 0", "drum 2 0", 23, UNAVAILABLE),
        ("drum 0 0", "drum 0 3", 23, UNAVAILABLE),
        ("drum 0 0", "drum 0", 23, UNAVAILABLE),
        ("END.", "", 27, "END."),
        ("END.", "END.\nmore", 27, "nothing after END."),
        (FILE, "", 1, "Name: and a value"),
    ],
)
def test_a_malformed_file_is_refused_with_its_path_its_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, expected: str
) -> None:
    path = written(tmp_path, FILE.replace(old, new))

    with pytest.raises(InstanceError) as caught:
        read(path)

    assert (caught.value.path, caught.value.line, caught.value.expected) == (path, line, expected)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slots": 0}, "no_period"),
        ({"courses": (Course("song", "t0", 0, 1, 1),)}, "negative"),
        ({"rooms": (-1,)}, "negative"),
        ({"curricula": (frozenset({1}),)}, "unknown_course"),
        ({"unavailable": frozenset({(0, 4)})}, "unknown_period"),
    ],
)
def test_an_instance_that_contradicts_itself_cannot_be_made(changes: dict[str, object], code: str) -> None:
    sound: dict[str, object] = {
        "name": "wrong",
        "days": 2,
        "slots": 2,
        "courses": (Course("song", "t0", 1, 1, 1),),
        "rooms": (1,),
        "curricula": (frozenset({0}),),
        "unavailable": frozenset(),
    }

    with pytest.raises(InvalidProblem) as caught:
        Instance(**sound | changes)  # type: ignore[arg-type]

    assert caught.value.code == code


def test_the_objective_is_the_sum_of_its_four_parts() -> None:
    assert cost(CHOIRS, GOOD) == Cost(capacity=10, days=0, isolated=2, rooms=0)
    assert cost(CHOIRS, GOOD).total == 12


def test_students_over_capacity_count_for_each_lecture() -> None:
    assert cost(CHOIRS, (((0, 1), (3, 1)), ((1, 1), (4, 1)), ((2, 1),))).capacity == 10 + 10 + 30


def test_each_missing_day_costs_five() -> None:
    assert cost(CHOIRS, (((0, 0), (1, 0)), ((3, 0), (4, 0)), ((2, 0),))).days == 5


def test_each_room_beyond_the_first_costs_one() -> None:
    assert cost(CHOIRS, (((0, 0), (3, 1)), ((1, 1), (4, 0)), ((2, 0),))).rooms == 2


def test_the_last_period_of_a_day_is_not_beside_the_first_of_the_next() -> None:
    """Song 2 and 3, drum 5 and 1: 1 and 2 are one block, 3 and 5 stand alone; tune alone as well."""
    assert cost(CHOIRS, (((2, 0), (3, 0)), ((5, 1), (1, 1)), ((4, 0),))).isolated == 2 * 3


def test_a_valid_timetable_breaks_nothing() -> None:
    assert violations(CHOIRS, GOOD) == []


@pytest.mark.parametrize(
    ("timetable", "broken"),
    [
        (GOOD[:2], Violation("length")),
        ((((0, 0),), GOOD[1], GOOD[2]), Violation("lectures", (0,))),
        ((((0, 0), (6, 0)), GOOD[1], GOOD[2]), Violation("unknown_place", (0,), 6)),
        ((((0, 0), (3, 2)), GOOD[1], GOOD[2]), Violation("unknown_place", (0,), 3)),
        ((((0, 0), (0, 1)), GOOD[1], GOOD[2]), Violation("repeated", (0,), 0)),
        ((GOOD[0], GOOD[1], ((5, 0),)), Violation("unavailable", (2,), 5)),
        ((GOOD[0], ((1, 1), (3, 1)), GOOD[2]), Violation("conflict", (0, 1), 3)),
        ((GOOD[0], GOOD[1], ((3, 1),)), Violation("conflict", (0, 2), 3)),
        ((GOOD[0], GOOD[1], ((4, 1),)), Violation("room_taken", (1, 2), 4)),
    ],
)
def test_the_checker_names_the_rule_the_courses_and_the_period(timetable: Timetable, broken: Violation) -> None:
    assert violations(CHOIRS, timetable) == [broken]


def test_courses_of_a_curriculum_or_a_teacher_are_rivals() -> None:
    assert rivals(CHOIRS) == [0b111, 0b011, 0b101]


@settings(max_examples=40, deadline=None)
@given(small_instances(), st.integers(0, 99))
def test_a_change_of_the_week_costs_what_counting_anew_says(instance: Instance, seed: int) -> None:
    every = all_timetables(instance)
    if not every:
        return
    start = Random(seed).choice(every)
    for search in (Periods(instance, periods_of(start), Random(seed)), Places(instance, start, Random(seed), 0.5)):
        for _ in range(40):
            search.step(temperature=20.0)
            reached = search.timetable()
            assert violations(instance, reached) == []
            whole = cost(instance, reached)
            assert search.cost() == (whole.total if isinstance(search, Places) else whole.total - whole.rooms)


def test_equal_curricula_count_each_for_itself() -> None:
    """Two lectures on two days, each alone in two curricula."""
    twice = Instance("twice", 2, 2, (Course("a", "t", 2, 1, 0),), (9,), (frozenset({0}), frozenset({0})), frozenset())

    assert Week(twice, [[0, 2]]).cost() == cost(twice, (((0, 0), (2, 0)),)).total == 8


def test_a_cooling_without_time_returns_where_it_began() -> None:
    search = Places(CHOIRS, GOOD, Random(0), 0.5)

    assert [sorted(mine) for mine in cool(search, 1.0, 0.1, 0, Pace(0.0))] == [sorted(mine) for mine in GOOD]


@settings(max_examples=40, deadline=None)
@given(small_instances())
def test_the_model_proves_that_there_is_no_timetable_or_a_bound_below_the_best(instance: Instance) -> None:
    every = all_timetables(instance)
    model = PeriodsModel(instance)
    if not every:
        with pytest.raises(NoTimetable):
            model.first(EFFORT)
        return
    assert model.first(EFFORT) is not None
    parts = [cost(instance, timetable) for timetable in every]
    assert model.bound(EFFORT) == min(whole.total - whole.rooms for whole in parts)


@settings(max_examples=25, deadline=None)
@given(small_instances())
def test_the_engine_finds_what_trying_all_timetables_finds(instance: Instance) -> None:
    least = min((cost(instance, timetable).total for timetable in all_timetables(instance)), default=None)

    result = solve(instance, seconds=30, workers=1, moves=20_000)

    assert (result.cost and result.cost.total) == least
    assert (result.timetable is None) == (result.status == "infeasible") == (least is None)
    if least is not None and result.timetable is not None and result.bound is not None:
        assert cost(instance, result.timetable) == result.cost
        assert result.bound <= least
        assert (result.status == "optimal") == (result.bound == least)


def test_without_time_nothing_is_claimed() -> None:
    result = solve(CHOIRS, seconds=0, workers=1)

    assert (result.status, result.timetable, result.cost, result.bound) == ("unknown", None, None, 0)


def test_a_timetable_that_breaks_a_rule_is_not_kept() -> None:
    search = Search(CHOIRS, seconds=30, workers=1, seed=0, on_progress=None)

    with pytest.raises(SolverError):
        search.keep((GOOD[0], GOOD[1], ((4, 1),)))

    assert search.timetable is None


def test_only_a_better_timetable_takes_the_place_of_the_best() -> None:
    search = Search(CHOIRS, seconds=30, workers=1, seed=0, on_progress=None)
    for timetable in ((((0, 0), (3, 1)), GOOD[1], GOOD[2]), GOOD, (GOOD[0], GOOD[1], ((2, 1),))):
        search.keep(timetable)

    assert (search.timetable, search.value) == (GOOD, 12)


def test_progress_ends_with_the_value_and_bound_of_the_result() -> None:
    seen: list[tuple[int | None, int]] = []

    result = solve(CHOIRS, 30, workers=2, moves=4096, on_progress=lambda value, bound: seen.append((value, bound)))

    assert result.cost is not None
    assert seen[0] == (None, 0)
    assert seen[-1] == (result.cost.total, result.bound) == (12, 12)


def test_one_worker_one_seed_and_as_many_moves_give_one_timetable() -> None:
    first, again, other = (solve(CROWDED, seconds=60, workers=1, seed=seed, moves=8192) for seed in (3, 3, 4))

    assert first.status == "feasible"
    assert first == again
    assert first.timetable != other.timetable


def test_the_table_has_a_row_for_each_file_in_natural_order(tmp_path: Path) -> None:
    written(tmp_path / "set", FILE, "case_10.ctt")
    written(tmp_path / "set", FILE, "case_2.ctt")
    written(tmp_path, "instance,best_known_value\ncase_2,12\n", "best_known.csv")
    seen: list[str] = []

    table = rows(tmp_path, seconds=20, on_progress=lambda name, value, bound: seen.append(name))

    assert list(dict.fromkeys(seen)) == ["case_2", "case_10"]
    for row, name, best in zip(table, ("case_2", "case_10"), (12, None), strict=True):
        assert isinstance(row.pop("seconds"), float)
        told = {"instance": name, "status": "optimal", "value": 12, "bound": 12, "best_known": best}
        assert row == told | {"capacity": 10, "days": 0, "isolated": 2, "rooms": 0}


@shared
def test_a_small_public_instance_is_solved_to_its_best_known_value() -> None:
    (path,) = (path for path in instances(SHARED) if path.stem == "comp11")

    result = solve(read(path), seconds=600, workers=2)

    assert result.cost is not None
    assert (result.status, result.cost.total) == ("optimal", best_known(path.parent, "comp11"))
