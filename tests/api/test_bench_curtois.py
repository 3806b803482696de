"""`commontide bench curtois` as a user meets it: a table on stdout, one clear error for a file that is no instance."""

from __future__ import annotations

from pathlib import Path

from tests.api.test_cli import run, told

FILE = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
ann,D=7,2400,1440,5,2,2,1
SECTION_DAYS_OFF
ann,0
SECTION_SHIFT_ON_REQUESTS
ann,1,D,2
SECTION_SHIFT_OFF_REQUESTS
ann,3,D,4
SECTION_COVER
1,D,1,100,1
5,D,2,100,1
"""


def test_each_instance_gets_a_row_with_value_bound_and_the_parts_of_the_objective(tmp_path: Path) -> None:
    """Ann works Tuesday and Wednesday, rests on her day and Friday, works on Saturday where one more is missing."""
    (tmp_path / "Ward1.txt").write_text(FILE)
    (tmp_path / "best_known.csv").write_text("instance,best_known_value\nWard1,100\n")

    (row,) = told(tmp_path, "bench", "curtois", ".", "--seconds", "300", "--workers", "1", "--seed", "3")["rows"]

    assert isinstance(row.pop("seconds"), float)
    known = {"instance": "Ward1", "status": "optimal", "value": 100, "bound": 100, "gap": 0.0, "best_known": 100}
    assert row == known | {"on": 0, "off": 0, "under": 100, "over": 0}


def test_the_table_for_people_is_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "Ward1.txt").write_text(FILE)

    done = run(tmp_path, "bench", "curtois", ".")

    assert done.stdout == ""
    assert [word in done.stderr for word in ("Ward1", "optimal", "100")] == [True, True, True]


def test_a_file_that_is_no_instance_is_told_with_its_line_and_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "Ward1.txt").write_text(FILE.replace("ann,1,D,2", "ann,1,N,2"))

    answer = told(tmp_path, "bench", "curtois", ".", code=2)

    assert answer["rows"] == []
    assert answer["error"]["code"] == "bad_instance"
    message = "Ward1.txt, line 10: expected an employee, a day below 7, a shift and a weight, found 'N'"
    assert answer["error"]["message"] == message


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "bench", "curtois", "none", code=2)["error"]["code"] == "not_found"
