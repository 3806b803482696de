"""Rules of the scheduler's layers that no import tells: who commits, who asks the database."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCHEDULER = Path(__file__).parents[2] / "scheduler"
USE_CASES = sorted((SCHEDULER / "usecases").glob("*.py"))
OUTSIDE_DB = sorted(path for path in SCHEDULER.rglob("*.py") if path != SCHEDULER / "db.py")
STATEMENTS = {"select", "insert", "update", "delete", "text"}
ENDINGS = {"commit", "rollback", "begin", "begin_nested"}
SCHEMA_AND_BENCH = {"migrate.py", "bare.py", "liveness.py"}
"""Migrations begin their own transaction; the bench's bare database and the workers' locks are not ours to guard."""


def called_methods(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


@pytest.mark.parametrize("source", USE_CASES, ids=lambda path: path.stem)
def test_a_use_case_holds_no_statement(source: Path) -> None:
    names = {
        alias.name
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
        for alias in node.names
    }

    assert names & STATEMENTS == set()


@pytest.mark.parametrize("source", OUTSIDE_DB, ids=lambda path: str(path.relative_to(SCHEDULER)))
def test_only_the_database_module_begins_and_commits(source: Path) -> None:
    if source.name in SCHEMA_AND_BENCH:
        return
    endings = ENDINGS & set(called_methods(ast.parse(source.read_text(encoding="utf-8"))))

    # An idempotent command undoes a refused effect to a savepoint inside the transaction that it is given.
    assert endings <= ({"begin_nested"} if source.name == "commands.py" else set())


@pytest.mark.parametrize("module", ["api.cli.app", "api.serving", "api.app", "scheduler.worker"])
def test_no_process_that_serves_or_waits_loads_the_solver(module: str) -> None:
    told = f"import {module}, sys; print('ortools' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=SCHEDULER.parent, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"
