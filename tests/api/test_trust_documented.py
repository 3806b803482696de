"""What is promised in `docs/trust.md` is kept by tests that exist, and said alike in both languages and on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from api.pages.trust import CHECKS, LIMITS, PROMISED
from api.pages.words import say

ROOT = Path(__file__).parents[2]
DOCS = {"en": ROOT / "docs" / "trust.md", "zh": ROOT / "docs" / "trust.zh.md"}
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def sections(language: str) -> Mapping[str, str]:
    """Text of the doc by its headings."""
    _, *parts = re.split(r"^## ", DOCS[language].read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def named(language: str) -> list[list[tuple[str, str]]]:
    """Files and tests by promise, in order."""
    told = sections(language)
    return [NAMED.findall(told[say(f"promise_{name}", language)]) for name in PROMISED]


def missing_of(tests: list[tuple[str, str]]) -> list[str]:
    """Tests that stand in no file."""
    return [
        f"{file}::{test}"
        for file, test in tests
        if not (ROOT / file).is_file() or f"\ndef {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("language", DOCS)
def test_headings_are_the_promises_of_the_page(language: str) -> None:
    promises = [say(f"promise_{name}", language) for name in PROMISED]

    assert list(sections(language)) == [*promises, say("trust_limits", language), say("trust_check", language)]


def test_every_promise_names_tests_that_exist() -> None:
    assert [name for name, tests in zip(PROMISED, named("en"), strict=True) if not tests] == []
    assert missing_of([test for tests in named("en") for test in tests]) == []


def test_both_languages_name_the_same_tests() -> None:
    assert named("zh") == named("en")


def test_a_test_that_does_not_exist_is_noticed() -> None:
    here = "tests/api/test_trust_documented.py"

    assert missing_of([(here, "test_of_yesterday"), ("tests/no_such_file.py", "test_x")]) == [
        f"{here}::test_of_yesterday",
        "tests/no_such_file.py::test_x",
    ]


@pytest.mark.parametrize("language", DOCS)
def test_limits_and_commands_of_the_page_stand_in_the_doc(language: str) -> None:
    told = sections(language)
    limits = re.sub(r"\s+", " ", told[say("trust_limits", language)])
    commands = [command for commands in CHECKS.values() for command in commands]

    assert [name for name in LIMITS if say(f"limit_{name}", language) not in limits] == []
    assert [command for command in commands if command not in told[say("trust_check", language)]] == []


def test_the_readme_links_both() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in DOCS.values() if f"docs/{path.name}" not in readme] == []
