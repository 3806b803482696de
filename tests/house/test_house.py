"""The project's own files keep what they promise: locks, Makefile, packages."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import fixtures

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
TARGETS = ["setup", "demo", "test", "study", "check", "bench", "screens", "lock", "clean"]

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*")


def lock_lines(lock: str) -> list[str]:
    """Return the requirements and options of a lock, each with the lines that continue it."""
    lines = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def pins(lock: str) -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in lock_lines(lock)]
    return {pin["name"]: pin["version"] for pin in found if pin}


def project_file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    assert "/" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exact_versions_with_hashes_and_nothing_else(lock: str) -> None:
    assert lock_lines(lock)
    assert [line for line in lock_lines(lock) if not PIN.fullmatch(line)] == []


def test_every_declared_dependency_is_locked_to_a_version_that_it_allows() -> None:
    declared = project_file()
    for lock, texts in [
        ("requirements.lock", declared["project"]["dependencies"]),
        ("requirements-dev.lock", declared["project"]["dependencies"] + declared["dependency-groups"]["dev"]),
    ]:
        locked = pins(lock)
        for requirement in map(Requirement, texts):
            assert requirement.name in locked, f"{requirement} is not in {lock}: run make lock"
            assert requirement.specifier.contains(locked[requirement.name]), f"{lock} is old: run make lock"


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_make_alone_lists_every_target_with_its_purpose() -> None:
    listing = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True).stdout

    assert re.findall(r"^make (\w+) +\S.+$", listing, re.MULTILINE) == TARGETS


def test_fixtures_is_our_own_package() -> None:
    """The name is a common one: another installed package must not take its place."""
    assert Path(fixtures.__file__).parent == ROOT / "fixtures"
