"""``commontide draw``: whoever has the published parts comes to the same lots."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scheduler.ids import new_receipt
from tests.api.test_cli import told

SECRET = "0f" * 32


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_draw_is_worked_out_again(tmp_path: Path) -> None:
    receipts = [new_receipt() for _ in range(5)]
    found = told(
        tmp_path, "draw", "--secret", SECRET, "--number", " 03 11  19 ", "--commitment", hashed(SECRET), *receipts
    )
    seed = hashed(f"{SECRET}:03 11 19")
    lots = sorted((hashed(f"{seed}:{receipt}"), receipt) for receipt in receipts)
    assert (found["seed"], found["number"], found["commitment"]) == (seed, "03 11 19", hashed(SECRET))
    assert found["entries_digest"] == hashed("\n".join(sorted(receipts)))
    assert [(line["lot"], line["receipt"], line["lot_number"]) for line in found["lots"]] == [
        (lot, receipt, int(lot[:8], 16)) for lot, receipt in lots
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--secret", "0F" * 32, "--number", "1", "@"], "out_of_range"),
        (["--secret", "0f", "--number", "1", "@"], "out_of_range"),
        (["--secret", SECRET, "--number", "none", "@"], "draw_number_malformed"),
        (["--secret", SECRET, "--number", "1", "@", "@"], "duplicate_id"),
        (["--secret", SECRET, "--number", "1", "WRONG"], "not_a_receipt"),
        (["--secret", SECRET, "--number", "1", "--commitment", "00", "@"], "secret_of_other_draw"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, given: list[str], code: str) -> None:
    receipt = new_receipt()
    found = told(tmp_path, "draw", *(receipt if word == "@" else word for word in given), code=2)
    assert found["error"]["code"] == code
