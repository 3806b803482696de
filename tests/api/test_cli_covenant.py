"""A draft of the covenant tried at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_cli import run, told


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("covenant")
    run(folder, "generate", "parking", "--size", "tiny", "--seed", "1", "-o", "problem.json")
    told(folder, "solve", "problem.json", "--work-limit", "2", "-o", "plan.json")
    return folder


def preview(folder: Path, settings: object, *more: str, code: int = 0) -> dict[str, Any]:
    (folder / "settings.json").write_text(json.dumps(settings))
    files = ("problem.json", "plan.json", "settings.json")
    found: dict[str, Any] = told(folder, "covenant", "preview", *files, "--work-limit", "2", *more, code=code)
    return found


def test_a_draft_tells_who_gains_and_loses_and_the_income(round_: Path) -> None:
    (round_ / "old.json").write_text(json.dumps({"settings": {"fees": {"tariffs": [{"fen": 2_800}]}}}))
    found = preview(round_, {"parking": {"reserve_percent": 60}}, "--in-force", "old.json")

    before, after = found["before"], found["after"]
    assert after["served"] < before["served"]
    assert (before["income_fen"] > 0, after["income_fen"]) == (True, 0)
    assert (found["verified"], "changes" in found) == (True, False)


def test_settings_that_cannot_be_are_refused_with_their_path(round_: Path) -> None:
    error = preview(round_, {"parking": {"reserve": 1}}, code=2)["error"]

    assert (error["code"], error["field"]) == ("unknown_field", "settings.parking.reserve")
