"""The checker works where nothing of this program is installed: its own folder and Python are enough."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bundles import parts_of, resealed, small_certificate, zipped

ROOT = Path(__file__).parents[3]
CHECKER = ROOT / "solvers" / "audit"
MODULES = sorted(CHECKER.rglob("*.py"))


def imported(module: Path) -> set[str]:
    """Names of the modules that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, module
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("module", MODULES, ids=[module.relative_to(CHECKER).as_posix() for module in MODULES])
def test_the_checker_imports_python_and_itself_only(module: Path) -> None:
    others = {
        name
        for name in imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("solvers.audit")
    }

    assert others == set()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the checker and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "solvers").mkdir()
    shutil.copy(ROOT / "solvers" / "__init__.py", folder / "solvers")
    shutil.copytree(CHECKER, folder / "solvers" / "audit", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(alone: Path, bundle: bytes, *options: str) -> tuple[int, str]:
    """Exit code and stdout of the checker, without any installed package."""
    (alone / "bundle.zip").write_bytes(bundle)
    command = [sys.executable, "-S", "-E", "-m", "solvers.audit", "bundle.zip", *options]
    ended = subprocess.run(command, cwd=alone, capture_output=True, text=True, timeout=300, check=False)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def test_a_good_certificate_is_accepted(alone: Path) -> None:
    code, told = run(alone, small_certificate().bundle, "--json", "--root", small_certificate().audit.root)
    content = json.loads(told)

    assert (code, content["accepted"], content["findings"]) == (0, True, [])
    assert (content["domain"], content["goal"], content["gap"]) == ("parking", "points", 0.0)
    assert (content["checked_bound"], content["solver_bound"], content["values"]["points"]) == (307, 307, 307)
    assert content["not_planned"] == ["R-WITHDRAWN"]


def test_a_changed_certificate_is_refused(alone: Path) -> None:
    parts = parts_of(small_certificate().bundle)
    parts["problem"]["policy"]["criteria"]["points"] = 2
    code, told = run(alone, zipped(parts))

    assert code == 1
    assert told.startswith("REFUSED\n")
    assert "field_changed: problem.policy.criteria" in told


def test_a_right_that_nobody_may_have_is_refused_though_sealed_anew(alone: Path) -> None:
    parts = parts_of(small_certificate().bundle)
    parts["plan"]["assignments"][1]["spaces"] = parts["plan"]["assignments"][0]["spaces"]
    code, told = run(alone, resealed(parts), "--json")

    assert code == 1
    assert {finding["field"].split(".")[0] for finding in json.loads(told)["findings"]} == {"plan", "manifest"}


def test_what_is_no_certificate_is_told_from_one_that_is_refused(alone: Path) -> None:
    code, told = run(alone, b"PK", "--json")

    assert code == 2
    assert json.loads(told) == {
        "accepted": False,
        "error": {"code": "bundle_damaged", "field": "$", "value": "", "allowed": "a whole zip archive"},
    }
