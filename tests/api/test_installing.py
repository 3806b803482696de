"""An installation from the command line: made ready, founded, seeded, backed up, examined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from tests.processes import Installation, installed

PASSWORD = "tide-and-moon-42"


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Installation]:
    with installed(database_url, tmp_path) as made:
        yield made


def found(office: Installation, name: str = "tangqiao", password: str = PASSWORD) -> tuple[int, str]:
    names = ("--name-zh", "塘桥", "--name-en", "Tangqiao", "--admin", f"chief@{name}")
    done = office.command("found", name, *names, told=f"{password}\n")
    return done.returncode, done.stderr


def checks(office: Installation) -> dict[str, bool]:
    told = json.loads(office.command("doctor", "--json").stdout)
    return {check["code"]: check["good"] for check in told["checks"]}


def test_a_community_is_founded_once_and_bad_values_are_told_without_a_trace(office: Installation) -> None:
    assert found(office) == (0, "The community tangqiao stands; chief@tangqiao may sign in and set up the rest.\n")
    assert found(office) == (2, "community_exists: A community named tangqiao stands already.\n")
    code, told = found(office, "yangjing", password="short")
    assert (code, told.split(":")[0]) == (2, "weak_password")
    code, told = found(office, "Yang Jing")
    assert (code, told.split(":")[0]) == (2, "not_a_slug")


def test_a_seed_is_told_once_and_changes_nothing_the_second_time(office: Installation) -> None:
    first, second = (json.loads(office.command("seed", "tiny", "--json").stdout) for _ in range(2))

    assert (first["fresh"], second["fresh"]) == (True, True)  # the round is still open: it may be added to
    assert first["round"] == second["round"]
    assert first["logins"] == second["logins"]
    assert "coordinator@tangqiao" in first["logins"]
    assert office.command("seed", "huge").returncode == 2


def test_the_doctor_finds_what_is_missing_and_says_how_to_mend_it(office: Installation) -> None:
    assert not checks(office)["communities"]
    office.command("seed", "tiny")
    healthy = checks(office)
    assert all(healthy[code] for code in ("keys", "database", "migrations", "communities"))
    assert not healthy["workers"]

    (office.folder / "commontide.key").unlink()
    told = office.command("doctor")
    assert told.returncode == 1
    assert "commontide migrate" in told.stderr


def made(office: Installation) -> bool:
    """Whether the office is told when its last backup was made."""
    return (office.folder / "commontide.sqlite-backed-up").exists()


def test_a_backup_is_proven_and_never_overwrites(office: Installation) -> None:
    office.command("seed", "tiny")
    target = office.folder / "copy.sqlite"
    done = office.command("backup", str(target))
    if not office.embedded:
        assert (done.returncode, target.exists()) == (2, False)
        return
    assert (done.returncode, target.exists(), made(office)) == (0, True, True)
    content = target.read_bytes()
    assert office.command("backup", str(target)).returncode == 2
    assert target.read_bytes() == content


def test_a_copy_whose_audit_chain_was_changed_is_no_backup(office: Installation) -> None:
    if not office.embedded:
        pytest.skip("backup: PostgreSQL has its own tools")
    import sqlite3

    office.command("seed", "tiny")
    with sqlite3.connect(office.folder / "commontide.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_entry_written_once")
        connection.execute("UPDATE audit_entry SET action = 'other' WHERE seq = 3")
    connection.close()
    assert (office.command("backup", str(office.folder / "copy.sqlite")).returncode, made(office)) == (2, False)


def test_a_second_process_is_refused_the_file(office: Installation) -> None:
    if not office.embedded:
        pytest.skip("ownership: PostgreSQL takes many")
    office.start()
    assert checks(office)["workers"]
    refused = office.command("migrate")
    assert (refused.returncode, refused.stderr.split(":")[0]) == (2, "database_in_use")
    again = office.command("serve", "--port", "1")
    assert (again.returncode, again.stderr.split(":")[0]) == (2, "database_in_use")
