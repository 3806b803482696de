"""Each import rule is broken once on purpose: a contract that reports nothing guards nothing."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "fixtures", "scheduler", "solvers")

# (contract, {module file: the line that breaks it}); a file that the tree lacks is created with its packages.
TRESPASSES = [
    pytest.param("layers", {"solvers/trespasser.py": "import scheduler"}, id="solvers-import-scheduler"),
    pytest.param("layers", {"scheduler/trespasser.py": "import api"}, id="scheduler-imports-api"),
    pytest.param("pure-solvers", {"solvers/trespasser.py": "import sqlalchemy"}, id="database-in-solvers"),
    pytest.param("pure-solvers", {"solvers/trespasser.py": "import pydantic"}, id="schemas-in-solvers"),
    pytest.param("no-web-in-scheduler", {"scheduler/trespasser.py": "import fastapi"}, id="web-in-scheduler"),
    pytest.param("ortools-in-engines", {"scheduler/trespasser.py": "import ortools"}, id="ortools-in-scheduler"),
    pytest.param("ortools-in-engines", {"api/trespasser.py": "import ortools"}, id="ortools-in-api"),
    pytest.param(
        "ortools-in-engines",
        {"solvers/constraints/trespasser.py": "from ortools.sat.python import cp_model"},
        id="ortools-in-a-constraint",
    ),
    pytest.param("bokeh-in-plots", {"api/pages/trespasser.py": "import bokeh"}, id="bokeh-in-a-page"),
    pytest.param("no-rows-in-api", {"api/trespasser.py": "import sqlalchemy"}, id="sql-in-api"),
    pytest.param(
        "no-rows-in-api",
        {"scheduler/models/trespassed.py": "", "api/trespasser.py": "from scheduler.models import trespassed"},
        id="rows-in-api",
    ),
    pytest.param("who-may-plan", {"api/trespasser.py": "from solvers import errors"}, id="solvers-in-api"),
    pytest.param("who-may-plan", {"scheduler/trespasser.py": "import solvers"}, id="solvers-in-scheduler"),
    pytest.param("audit-alone", {"solvers/audit/trespasser.py": "import solvers.timetable"}, id="core-in-the-audit"),
    pytest.param("audit-alone", {"solvers/audit/trespasser.py": "import numpy"}, id="numpy-in-the-audit"),
    pytest.param(
        "independent-constraints",
        {
            "solvers/constraints/trespassed.py": "",
            "solvers/constraints/trespasser.py": "from solvers.constraints import trespassed",
        },
        id="constraint-imports-constraint",
    ),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the packages and their contracts, free to be spoilt."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.json*"))
    return tmp_path


def add_lines(tree: Path, lines: Mapping[str, str]) -> None:
    for name, line in lines.items():
        module = tree / name
        module.parent.mkdir(parents=True, exist_ok=True)
        for folder in module.relative_to(tree).parents[:-1]:
            (tree / folder / "__init__.py").touch()
        with module.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")


def lint_imports(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the import linter in `tree`, which comes before the installed project on its search path."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=300, check=False)


def contract_names() -> dict[str, str]:
    """Return the sentence that names each contract in a report, by the contract's id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.mark.parametrize(("contract", "lines"), TRESPASSES)
def test_a_broken_rule_is_reported_by_its_name(tree: Path, contract: str, lines: Mapping[str, str]) -> None:
    add_lines(tree, lines)

    report = lint_imports(tree, "--contract", contract)

    assert report.returncode == 1, report.stdout + report.stderr
    assert f"{contract_names()[contract]} BROKEN" in report.stdout
    assert "trespasser ->" in report.stdout


def test_every_rule_is_broken_once() -> None:
    assert {trespass.values[0] for trespass in TRESPASSES} == set(contract_names())


def test_the_places_that_may_plan_or_solve_are_not_reported(tree: Path) -> None:
    add_lines(
        tree,
        {
            "api/cli/visitor.py": "from solvers import errors",
            "scheduler/files.py": "from solvers import errors",
            "scheduler/translation.py": "from solvers import errors",
            "scheduler/worker.py": "from solvers import errors",
            "solvers/engines/visitor.py": "from ortools.sat.python import cp_model",
        },
    )

    report = lint_imports(tree)

    assert report.returncode == 0, report.stdout + report.stderr
