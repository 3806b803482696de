import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.calendar import horizon
from scheduler.errors import FILE_CODES, FileRejected
from scheduler.files import (
    Notice,
    dump_plan,
    dump_problem,
    plan_digest,
    problem_digest,
    read_plan,
    read_problem,
    rejected,
    schema,
    write_json,
)
from solvers.document import Placement, PlanDocument, TierLine, UnheldLock
from solvers.errors import InvalidProblem
from solvers.parking.problem import (
    Closure,
    Location,
    Lock,
    ParkingProblem,
    Partnership,
    Pattern,
    Policy,
    Registration,
    Site,
    Space,
)
from solvers.plan import Status
from solvers.timetable import LeaveBy, WindowRule

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]
Edit = Callable[[Json], object]

DAYTIME = WindowRule("workday", start="08:00", end="18:00")
NIGHT = WindowRule(start="19:00", end="07:30")
PROBLEM = ParkingProblem(
    horizon=horizon(date(2026, 5, 8), date(2026, 5, 11)),
    policy=Policy(criteria={"waiting": 2, "class": 1}),
    sites=(
        Site(
            "甲",
            "compound",
            (DAYTIME,),
            closures=(Closure(date(2026, 5, 9), date(2026, 5, 9), reason="消防演习"),),
            location=Location("GCJ-02", 31.21, 121.52),
        ),
        Site("b", "tower", (NIGHT,), curfews=(WindowRule(start="22:00", end="06:00"),), leave_by=(LeaveBy(),)),
    ),
    spaces=(Space("a1", "甲", ev=True), Space("b", "b", windows=(NIGHT,), count=3)),
    patterns=(Pattern("office", (DAYTIME,)), Pattern("home", (NIGHT,))),
    requests=(
        Registration("r1", "v1", "office", {"waiting": 3, "class": 40}, {"甲": 180}, previous_space="a1"),
        Registration("r2", "v2", "home", {"class": 40}, {"b": 90, "甲": 10}, household="h1", home_site="甲"),
    ),
    partners=(Partnership("甲", "b", 2),),
    locks=(Lock("r2", "pin", space="b#2"), Lock("r1", "ban")),
)
PLACEMENTS = (Placement("r1", "甲", ("a1",)), Placement("r2", "b", ("b#2",)))
PLAN = PlanDocument(
    problem_digest=problem_digest(PROBLEM),
    plan_digest=plan_digest(problem_digest(PROBLEM), PLACEMENTS),
    engine="columns",
    status=Status.OPTIMAL,
    seed=1,
    reproducible=True,
    tiers=(TierLine("points", 86, 86), TierLine("walking", -3)),
    assignments=PLACEMENTS,
    unheld=(UnheldLock("r1", None, "a1", "opening"),),
)
GOOD: Json = json.loads(dump_problem(PROBLEM))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "problem.json"


def refused(path: Path, content: bytes | str | Json | list[Any] | None = None) -> tuple[str, str, str]:
    """Code, field and value of the refusal of a problem file with this content."""
    if content is not None:
        text = content if isinstance(content, bytes | str) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FileRejected) as caught:
        read_problem(path)
    error = caught.value
    assert error.code in FILE_CODES
    assert error.path == str(path)
    assert error.allowed
    return error.code, error.field, error.value


def edited(edit: Edit) -> Json:
    content = deepcopy(GOOD)
    edit(content)
    return content


def put(value: object, *where: str | int) -> Edit:
    """An edit that puts `value` at `where`."""

    def edit(content: Json) -> None:
        target: Any = content
        for step in where[:-1]:
            target = target[step]
        target[where[-1]] = value

    return edit


# ---- good files


def test_what_was_written_is_read_again(path: Path) -> None:
    write_json(path, dump_problem(PROBLEM))

    assert read_problem(path).problem == PROBLEM


def test_a_plan_that_was_written_is_read_again(path: Path) -> None:
    write_json(path, dump_plan(PLAN))

    assert read_plan(path) == PLAN


def test_a_file_is_compact_and_ends_with_one_newline() -> None:
    content = dump_problem(PROBLEM)

    assert content == json.dumps(GOOD, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def test_defaults_are_left_out_but_the_format_is_written() -> None:
    assert GOOD["spaces"][0] == {"ev": True, "id": "a1", "site": "甲"}
    assert GOOD["format"] == "commontide/parking-problem/1"


def test_the_digest_does_not_depend_on_layout_key_order_or_written_defaults(path: Path) -> None:
    content = deepcopy(GOOD)
    content["requests"][1]["walk"] = dict(reversed(GOOD["requests"][1]["walk"].items()))
    content["spaces"][0]["count"] = 1
    path.write_text(json.dumps(dict(reversed(content.items())), indent=4), encoding="utf-8")

    loaded = read_problem(path)

    assert loaded.digest == problem_digest(PROBLEM) == sha256(dump_problem(PROBLEM)).hexdigest()


def test_the_digest_depends_on_every_value() -> None:
    assert problem_digest(replace(PROBLEM, locks=PROBLEM.locks[:1])) != problem_digest(PROBLEM)


def test_the_digest_of_a_plan_does_not_depend_on_the_order_of_its_placements() -> None:
    digest = problem_digest(PROBLEM)

    assert plan_digest(digest, reversed(PLACEMENTS)) == plan_digest(digest, PLACEMENTS)
    assert plan_digest(digest, PLACEMENTS[:1]) != plan_digest(digest, PLACEMENTS)
    assert plan_digest("0" * 64, PLACEMENTS) != plan_digest(digest, PLACEMENTS)


def test_a_file_with_a_byte_order_mark_is_read(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + dump_problem(PROBLEM))

    assert read_problem(path).problem == PROBLEM


def test_a_problem_without_supply_or_demand_is_read(path: Path) -> None:
    empty = edited(lambda content: content.update(sites=[], spaces=[], patterns=[], requests=[], partners=[], locks=[]))
    path.write_text(json.dumps(empty), encoding="utf-8")

    assert read_problem(path).problem.requests == ()


def test_an_official_calendar_gives_no_warning(path: Path) -> None:
    write_json(path, dump_problem(PROBLEM))

    assert read_problem(path).warnings == ()


def test_a_year_without_decreed_make_up_workdays_is_named(path: Path) -> None:
    far = horizon(date(2098, 12, 30), date(2099, 1, 3))
    write_json(path, dump_problem(ParkingProblem(far, Policy(criteria={}), (), (), (), ())))

    assert read_problem(path).warnings == (
        Notice("calendar_not_decreed", {"year": 2098}),
        Notice("calendar_not_decreed", {"year": 2099}),
    )


def test_day_types_that_differ_from_the_official_calendar_are_counted(path: Path) -> None:
    content = edited(put("rest_day", "horizon", "days", 2, "day_type"))
    path.write_text(json.dumps(content), encoding="utf-8")

    assert read_problem(path).warnings == (Notice("day_override", {"count": 1, "date": "2026-05-09"}),)


def test_the_example_of_the_documentation_is_read(path: Path) -> None:
    text = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    path.write_text(example, encoding="utf-8")

    loaded = read_problem(path)

    assert [request.id for request in loaded.problem.requests] == ["r1"]
    assert loaded.warnings == ()


# ---- files that are no problem


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", ("empty_file", "$", ""), id="empty"),
        pytest.param(b" \n\t", ("empty_file", "$", ""), id="blank"),
        pytest.param(b"horizon:\n  first: 1", ("not_json", "line 1 column 1", '"h"'), id="yaml"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", ("not_json", "line 1 column 1"), id="xlsx"),
        pytest.param(b"{'a': 1}", ("not_json", "line 1 column 2", '"{\'"'), id="single-quotes"),
        pytest.param(b'{"a": 1,\n}', ("not_json", "line 2 column 1", '"}"'), id="trailing-comma"),
        pytest.param(b'{"a": 1} x', ("not_json", "line 1 column 10"), id="two-values"),
        pytest.param(b'{"a": "\xff\xfe"}', ("not_utf8", "$"), id="latin"),
        pytest.param('{"a": "中"}'.encode("gbk"), ("not_utf8", "$"), id="gbk"),
        pytest.param('{"a": 1}'.encode("utf-16"), ("not_utf8", "$"), id="utf-16"),
        pytest.param('{"a": "中'.encode()[:-1], ("truncated_json", "line 1 column 9"), id="cut-in-a-character"),
        pytest.param(b'{"a": "\\ud800"}', ("bad_character", "line 1 column 14"), id="lone-surrogate"),
        pytest.param(b'{"a": "x\x00y"}', ("bad_character", "line 1 column 9"), id="raw-nul"),
        pytest.param(b"[" * 100_000, ("too_deep", "line 1 column 202"), id="deep-list"),
        pytest.param(b'{"a":' * 100_000, ("too_deep", "line 1 column 1006"), id="deep-object"),
        pytest.param(b'{"horizon":' + b"9" * 5000 + b"}", ("out_of_range",), id="huge-integer"),
        pytest.param(b"{}", ("missing_field", "horizon", ""), id="empty-object"),
        pytest.param(b"[]", ("wrong_type", "$", "[]"), id="list"),
        pytest.param(b"null", ("wrong_type", "$", "null"), id="null"),
        pytest.param(b"3", ("wrong_type", "$", "3"), id="number"),
    ],
)
def test_a_file_that_is_no_problem_is_refused(path: Path, content: bytes, expected: tuple[str, ...]) -> None:
    assert refused(path, content)[: len(expected)] == expected


def test_a_plan_is_not_taken_for_a_problem(path: Path) -> None:
    assert refused(path, dump_plan(PLAN)) == ("wrong_format", "format", '"commontide/plan/1"')


def test_a_problem_is_not_taken_for_a_plan(path: Path) -> None:
    write_json(path, dump_problem(PROBLEM))

    with pytest.raises(FileRejected) as caught:
        read_plan(path)

    assert (caught.value.code, caught.value.field) == ("wrong_format", "format")


def test_a_file_cut_off_anywhere_is_called_truncated(path: Path) -> None:
    content = dump_problem(PROBLEM).rstrip()

    for length in range(1, len(content), 3):
        assert refused(path, content[:length])[0] == "truncated_json"


def test_a_file_that_does_not_exist_is_refused(path: Path) -> None:
    assert refused(path) == ("not_found", "$", "")
    assert refused(path.with_name("a\0b")) == ("not_found", "$", "")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == ("not_readable", "$", "")


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)

    assert refused(path) == ("too_large", "$", "200000000 bytes")


# ---- problems with a fault

WALK = ("requests", 0, "walk", "甲")
BAD_VALUES = [
    # types
    pytest.param(put("5", *WALK), ("wrong_type", "requests.0.walk.甲", '"5"'), id="text-for-a-number"),
    pytest.param(put(3.0, *WALK), ("wrong_type", "requests.0.walk.甲", "3.0"), id="fraction"),
    pytest.param(put(True, *WALK), ("wrong_type", "requests.0.walk.甲", "true"), id="truth-for-a-number"),
    pytest.param(put(None, *WALK), ("wrong_type", "requests.0.walk.甲", "null"), id="null-for-a-number"),
    pytest.param(put(7, "requests", 0, "id"), ("wrong_type", "requests.0.id", "7"), id="number-for-text"),
    pytest.param(put(1, "spaces", 0, "ev"), ("wrong_type", "spaces.0.ev", "1"), id="number-for-truth"),
    pytest.param(put([], "requests", 0, "walk"), ("wrong_type", "requests.0.walk", "[]"), id="list-for-an-object"),
    pytest.param(put({"a": 1}, "sites"), ("wrong_type", "sites", "{…}"), id="object-for-a-list"),
    pytest.param(put("x", "sites", 0), ("wrong_type", "sites.0", '"x"'), id="text-for-an-object"),
    pytest.param(put(5, "horizon", "last"), ("not_a_date", "horizon.last", "5"), id="number-for-a-date"),
    pytest.param(
        put("2026-02-30", "horizon", "last"), ("not_a_date", "horizon.last", '"2026-02-30"'), id="no-such-date"
    ),
    # fields
    pytest.param(put("office", "requests", 0, "patern"), ("unknown_field", "requests.0.patern", '"office"'), id="typo"),
    pytest.param(put("office", "sites", 0, "windows", 0, "x"), ("unknown_field", "sites.0.windows.0.x"), id="unknown"),
    pytest.param(
        lambda content: content["requests"][0].pop("pattern"), ("missing_field", "requests.0.pattern", ""), id="missing"
    ),
    pytest.param(
        lambda content: put(content["requests"][0].pop("pattern"), "requests", 0, "patern")(content),
        ("unknown_field", "requests.0.patern", '"office"'),
        id="misspelt",
    ),
    # numbers and texts
    pytest.param(put(-1, *WALK), ("out_of_range", "requests.0.walk.甲", "-1"), id="negative-metres"),
    pytest.param(put(10**12, *WALK), ("out_of_range", "requests.0.walk.甲", "1000000000000"), id="absurd-metres"),
    pytest.param(
        put(10**4000, *WALK), ("out_of_range", "requests.0.walk.甲", "a number of about 4001 digits"), id="long-number"
    ),
    pytest.param(put(10**9, "spaces", 1, "count"), ("out_of_range", "spaces.1.count", "1000000000"), id="absurd-pool"),
    pytest.param(put(float("nan"), *WALK), ("not_a_number", "requests.0.walk.甲", "NaN"), id="nan"),
    pytest.param(put(float("-inf"), *WALK), ("not_a_number", "requests.0.walk.甲", "-Infinity"), id="infinity"),
    pytest.param(
        put(float("nan"), "sites", 0, "location", "latitude"),
        ("not_a_number", "sites.0.location.latitude", "NaN"),
        id="nan-degrees",
    ),
    pytest.param(
        put(91.5, "sites", 0, "location", "latitude"),
        ("out_of_range", "sites.0.location.latitude", "91.5"),
        id="beyond-the-pole",
    ),
    pytest.param(put("huge", "spaces", 0, "size"), ("out_of_range", "spaces.0.size", '"huge"'), id="unknown-size"),
    pytest.param(put("", "spaces", 0, "id"), ("out_of_range", "spaces.0.id", '""'), id="empty-id"),
    pytest.param(
        put("x" * 300, "spaces", 0, "id"), ("out_of_range", "spaces.0.id", '"' + "x" * 78 + "…"), id="long-id"
    ),
    pytest.param(put("a\0", "spaces", 0, "id"), ("bad_character", "spaces.0.id", '"a\\u0000"'), id="escaped-nul"),
    pytest.param(
        put(1, "policy", "criteria", "a\nb"),
        ("bad_character", "policy.criteria.a?b", '"a\\nb"'),
        id="newline-in-a-name",
    ),
    pytest.param(
        put([8], "sites", 0, "windows", 0, "weekdays"),
        ("out_of_range", "sites.0.windows.0.weekdays.0", "8"),
        id="weekday",
    ),
    # ids
    pytest.param(put("x", "requests", 1, "pattern"), ("unknown_id", "requests.1.pattern", '"x"'), id="unknown-pattern"),
    pytest.param(put("x", "spaces", 0, "site"), ("unknown_id", "spaces.0.site", '"x"'), id="unknown-site"),
    pytest.param(put("b", "locks", 0, "space"), ("unknown_id", "locks.0.space", '"b"'), id="pool-without-a-number"),
    pytest.param(
        put(1, "requests", 0, "points", "x"), ("unknown_id", "requests.0.points.x", '"x"'), id="unknown-criterion"
    ),
    pytest.param(put("r1", "requests", 1, "id"), ("duplicate_id", "requests.1.id", '"r1"'), id="duplicate-request"),
    pytest.param(put("甲", "sites", 1, "id"), ("duplicate_id", "sites.1.id", '"甲"'), id="duplicate-site"),
    pytest.param(
        lambda content: content["partners"].append({"a": "b", "b": "甲", "tolerance": 1}),
        ("duplicate_id", "partners.1", '"b, 甲"'),
        id="duplicate-pair",
    ),
    pytest.param(put("甲", "partners", 0, "b"), ("partner_of_itself", "partners.0.b", '"甲"'), id="partner-of-itself"),
    # times
    pytest.param(
        put("8:00", "sites", 0, "windows", 0, "start"),
        ("out_of_range", "sites.0.windows.0.start", '"8:00"'),
        id="short-time",
    ),
    pytest.param(
        put("25:00", "sites", 0, "windows", 0, "start"),
        ("not_a_time", "sites.0.windows.0.start", '"25:00"'),
        id="no-time",
    ),
    pytest.param(
        put("00:00", "sites", 0, "windows", 0, "end"),
        ("end_at_00_00", "sites.0.windows.0.end", '"00:00"'),
        id="end-at-0",
    ),
    pytest.param(
        put("24:00", "patterns", 0, "rules", 0, "start"),
        ("start_at_24_00", "patterns.0.rules.0.start", '"24:00"'),
        id="start-at-24",
    ),
    pytest.param(
        put("08:00", "sites", 0, "windows", 0, "end"),
        ("empty_window", "sites.0.windows.0.end", '"08:00"'),
        id="no-minutes",
    ),
    pytest.param(put([], "patterns", 0, "rules"), ("empty_pattern", "patterns.0.rules", "[]"), id="no-rules"),
    # dates
    pytest.param(
        put("2026-05-01", "horizon", "last"), ("inverted_dates", "horizon.last", '"2026-05-01"'), id="last-before-first"
    ),
    pytest.param(put([], "horizon", "days"), ("horizon_gap", "horizon.days", "0"), id="no-days"),
    pytest.param(
        lambda content: content["horizon"]["days"].pop(2),
        ("horizon_gap", "horizon.days.2.date", '"2026-05-10"'),
        id="gap",
    ),
    pytest.param(
        put("2028-01-01", "horizon", "last"), ("horizon_too_long", "horizon.last", '"2028-01-01"'), id="two-years"
    ),
    pytest.param(
        lambda content: content["horizon"].update(first="9999-12-31", last="9999-12-31", days=[]),
        ("out_of_range", "horizon.first", '"9999-12-31"'),
        id="end-of-time",
    ),
    pytest.param(
        put("2026-06-01", "patterns", 0, "rules", 0, "last"),
        ("outside_horizon", "patterns.0.rules.0.last", '"2026-06-01"'),
        id="date-outside",
    ),
    pytest.param(
        lambda content: content["sites"][0]["closures"][0].update(first="2025-01-01", last="2025-01-02"),
        ("outside_horizon", "sites.0.closures.0.first", '"2025-01-01"'),
        id="closure-outside",
    ),
    # sense
    pytest.param(
        put({"class": 0}, "requests", 0, "points"), ("points_do_not_count", "requests.0.points", "0"), id="no-points"
    ),
    pytest.param(
        put([{"id": f"p{at}", "site": "b", "count": 10_000} for at in range(101)], "spaces"),
        ("too_many_spaces", "spaces", "1010000"),
        id="too-many-spaces",
    ),
    pytest.param(
        lambda content: content["locks"][0].pop("space"),
        ("pin_without_place", "locks.0.site", "null"),
        id="pin-nowhere",
    ),
]


@pytest.mark.parametrize(("edit", "expected"), BAD_VALUES)
def test_a_problem_with_a_fault_is_refused_at_its_field(path: Path, edit: Edit, expected: tuple[str, ...]) -> None:
    assert refused(path, edited(edit))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('"id":"r1"', ("duplicate_key", "requests.0.id", '"id"')),
        ('"甲":180', ("duplicate_key", "requests.0.walk.甲", '"甲"')),
        ('"domain":"parking"', ("duplicate_key", "domain", '"domain"')),
    ],
)
def test_a_key_that_stands_twice_is_refused(path: Path, before: str, expected: tuple[str, str, str]) -> None:
    text = dump_problem(PROBLEM).decode()
    assert text.count(before) == 1

    assert refused(path, text.replace(before, f"{before},{before}")) == expected


def test_what_is_allowed_names_the_fields_that_are_known(path: Path) -> None:
    path.write_text(json.dumps(edited(put(1, "partners", 0, "c"))), encoding="utf-8")

    with pytest.raises(FileRejected) as caught:
        read_problem(path)

    assert caught.value.allowed == "a, b, tolerance"


def test_what_is_allowed_names_both_ends_of_a_range(path: Path) -> None:
    path.write_text(json.dumps(edited(put(0, "spaces", 0, "count"))), encoding="utf-8")

    with pytest.raises(FileRejected) as caught:
        read_problem(path)

    assert caught.value.allowed == "a whole number from 1 to 10000"


def test_a_field_that_holds_people_is_not_shown(path: Path) -> None:
    assert refused(path, edited(put([GOOD["requests"][0]], "policy"))) == ("wrong_type", "policy", "[…]")


def test_a_million_faults_are_one_error(path: Path) -> None:
    assert refused(path, edited(put([0] * 1_000_000, "requests"))) == ("wrong_type", "requests.0", "0")


def test_a_fault_found_outside_a_file_is_told_in_the_same_way() -> None:
    error = rejected(InvalidProblem("unknown_id", "requests.3.pattern", "p9", "an id of this problem"), "x.json")

    assert (error.code, error.field, error.value, error.allowed, error.path) == (
        "unknown_id",
        "requests.3.pattern",
        '"p9"',
        "an id of this problem",
        "x.json",
    )


def test_text_with_half_a_character_is_refused_in_python_too() -> None:
    with pytest.raises(InvalidProblem) as caught:
        Space("\ud800", "b")

    assert (caught.value.code, caught.value.field) == ("bad_character", "id")


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.one_of(st.binary(max_size=200), st.text(alphabet='{}[]",:0tfn\\u\ud7ff', max_size=60)))
def test_no_bytes_do_more_than_be_refused(path: Path, content: bytes | str) -> None:
    assert refused(path, content)[0] in FILE_CODES


def places(value: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Paths of all values in a document."""
    steps = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [where, *(place for step, inner in steps for place in places(inner, (*where, step)))]


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["2026-05-09", "9999-12-31", "0001-01-01", "24:00", "00:00", "b", "r1", 10**30, [], {}, [[]]]),
)


@settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.sampled_from(places(GOOD)[1:]), value=ODD, delete=st.booleans())
def test_a_problem_with_any_value_changed_is_read_or_refused(
    path: Path, where: tuple[str | int, ...], value: object, delete: bool
) -> None:
    content = edited(put(value, *where))
    if delete:
        target: Any = content
        for step in where[:-1]:
            target = target[step]
        del target[where[-1]]
    path.write_text(json.dumps(content), encoding="utf-8")

    try:
        loaded = read_problem(path)
    except FileRejected:
        return
    path.write_bytes(dump_problem(loaded.problem))
    assert read_problem(path) == loaded


# ---- writing


def test_writing_replaces_the_file_and_leaves_nothing_beside_it(path: Path) -> None:
    write_json(path, b"old")
    write_json(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    write_json(path, b"old")
    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(FileRejected) as caught:
        write_json(path, b"new")

    assert caught.value.code == "not_writable"
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_does_not_exist_is_refused_when_writing(tmp_path: Path) -> None:
    with pytest.raises(FileRejected) as caught:
        write_json(tmp_path / "missing" / "plan.json", b"{}")

    assert caught.value.code == "not_writable"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileRejected) as caught:
        write_json(tmp_path, b"{}")

    assert caught.value.code == "not_writable"
    assert tmp_path.is_dir()


def test_a_link_stays_a_link_when_it_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "plan.json")

    write_json(link, b"{}")

    assert link.is_symlink()
    assert (tmp_path / "plan.json").read_bytes() == b"{}"


# ---- schemas


def test_the_schemas_name_their_dialect_title_and_no_id() -> None:
    problem, plan = schema("problem"), schema("plan")

    assert problem["$schema"] == plan["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (problem["title"], plan["title"]) == ("Commontide parking problem", "Commontide plan")
    assert "$id" not in problem
    assert "$id" not in plan


def test_a_schema_states_ranges_and_refuses_unknown_fields() -> None:
    request = schema("problem")["$defs"]["Registration"]

    assert request["additionalProperties"] is False
    assert request["properties"]["longest_walk"] == {
        "default": 500,
        "maximum": 50000,
        "minimum": 0,
        "title": "Longest Walk",
        "type": "integer",
    }


def test_a_schema_says_which_fields_must_be_given() -> None:
    assert schema("problem")["required"] == ["horizon", "policy", "sites", "spaces", "patterns", "requests"]


def test_every_code_of_the_core_is_listed_with_the_files_codes() -> None:
    raised = {
        code
        for folder in ("solvers/parking", "solvers")
        for source in (ROOT / folder).glob("*.py")
        if not source.name.startswith("explain")
        for code in re.findall(r'InvalidProblem\(\s*"(\w+)"', source.read_text(encoding="utf-8"))
    }

    assert raised <= set(FILE_CODES)
    assert len(set(FILE_CODES)) == len(FILE_CODES)
