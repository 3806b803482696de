"""`commontide bench money`: the books that it writes in bulk are such as the use cases write."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.bench_money import MUST
from api.cli.installing import opened
from fixtures import people
from scheduler.bench import books, town
from scheduler.bench.place import own_place
from scheduler.usecases import money_proofs, months
from tests.databases import server

CROWD = town.Crowd(26, people.name_of, people.phone_of, people.plate_of)
CHARGED = sum(books.PRICE + books.STEP * (at % books.PRICES) for at in range(CROWD.count))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_books_of_the_measurement_hold_and_are_closed_month_by_month(kind: str) -> None:
    beside = None if kind == "sqlite" else server().set(database="postgres").render_as_string(hide_password=False)
    with own_place(beside) as (settings, _), opened(settings) as office:
        built = town.build(office, "bench", CROWD)
        made = books.fill(office, built, 2)
        taken = books.close_all(office, built.community_id)
        with office.database.reading() as session:
            rows = months.published(session, slug="bench")[1]
            faults = money_proofs.faults(session, built.community_id)
        bare = books.bare_seconds(office)

    assert made == {"transactions": 2 * (26 + 2 * 24), "transfers": 2 * (26 + 24 + 3 * 24)}
    assert (len(taken), len(rows), faults, bare > 0) == (2, 2, [], True)
    assert sum(line["billed"] for line in rows[0].statement["sites"]) == CHARGED
    assert rows[0].statement["previous"] == rows[1].digest


@pytest.mark.study
def test_the_command_measures_from_end_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "bench", "money", "--rights", "30", "--months", "2", "--days", "2"]
    done = subprocess.run([*command, "--json"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    assert (told["rights"], told["months"], told["uses"], told["must"]) == (30, 2, 90, MUST)
    assert told["met"] == all(told[name] < most for name, most in MUST.items())
    assert told["close_to_bare"] > 0 < told["page_ms_p50"] <= told["page_ms_p99"]
    assert list(tmp_path.iterdir()) == []
