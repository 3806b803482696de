"""Files that gates lay into a folder: taken in whole, again after a fall, and what cannot be is left beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fixtures import people
from scheduler.errors import Rejected
from scheduler.gates import read_line
from scheduler.models import Passage
from scheduler.office import Office
from scheduler.usecases import gate_files
from tests.scheduler.usecases.wishes import refused
from tests.town import START, Town

AT = START.isoformat()


def line(**changed: Any) -> str:
    fields = {"site": "H", "plate": people.plate_of(0), "direction": "in", "at": AT, "reference": "1", **changed}
    return json.dumps({name: value for name, value in fields.items() if value is not None}) + "\n"


@pytest.fixture
def office(town: Town, tmp_path: Path) -> Office:
    """The town's office, to which gates give files."""
    (tmp_path / "gates" / "tangqiao").mkdir(parents=True)
    return replace(town.office, settings=town.office.settings.model_copy(update={"gate_folder": tmp_path / "gates"}))


def lay(office: Office, *lines: str) -> Path:
    assert office.settings.gate_folder is not None
    path = office.settings.gate_folder / "tangqiao" / "east.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def count(office: Office) -> int:
    with office.database.reading() as session:
        return session.execute(select(func.count(Passage.id))).scalar_one()


def test_a_file_is_taken_in_and_removed_and_once_again_changes_nothing(office: Office) -> None:
    lines = [line(), "\n", line(site="T", plate="沪D88888", reference="2")]
    counts = []
    for _ in range(2):
        path = lay(office, *lines)
        gate_files.read_all(office)
        counts.append((count(office), path.exists()))

    assert counts == [(2, False), (2, False)]


def test_lines_that_cannot_be_stop_no_other_and_are_left_beside_the_file(office: Office) -> None:
    bad = [line(site="X"), "no json\n", line(plate="?", reference="3"), line(at="soon")]
    path = lay(office, bad[0], line(), *bad[1:])
    gate_files.read_all(office)

    left = path.with_name("east.jsonl.refused")
    assert (count(office), left.read_text(encoding="utf-8").splitlines(keepends=True)) == (1, bad)
    lay(office, bad[1])
    gate_files.read_all(office)
    assert left.read_text(encoding="utf-8") == "".join(bad)
    assert path.with_name("east.jsonl.2.refused").read_text(encoding="utf-8") == bad[1]


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("{", "not_json", "$"),
        ("[1]", "not_json", "$"),
        ("[" * 1_500, "not_json", "$"),
        (line(note="x" * 2_000), "not_json", "$"),
        (line(colour="red"), "unknown_field", "$"),
        (line(plate=None), "missing_field", "plate"),
        (line(at=5), "wrong_type", "at"),
        (line(at="2026-05-01T12:00"), "not_a_moment", "at"),
        (line(direction="up"), "not_offered", "direction"),
        (line(reference="a\nb"), "out_of_range", "reference"),
    ],
)
def test_a_line_is_refused_for_its_first_fault(text: str, code: str, field: str) -> None:
    with refused(Rejected, code, "" if field == "$" else field):
        read_line(text)
