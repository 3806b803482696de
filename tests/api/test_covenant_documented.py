"""`docs/covenant.md` and `docs/covenant.zh.md` tell a council member what every setting does.

`python -m tests.api.test_covenant_documented` writes their tables of settings and articles again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.sentences.__main__ import uneven
from api.sentences.settings import GROUPS, SETTINGS
from api.sentences.settings.articles import ARTICLES
from scheduler.covenant.difference import settings_paths

DOCS = Path(__file__).parents[2] / "docs"
PAGES: Mapping[str, Path] = {"en": DOCS / "covenant.md", "zh": DOCS / "covenant.zh.md"}
MARK = "<!-- from here on written by tests/api/test_covenant_documented.py -->"
HEADS = {
    "en": ("## Articles", "## Settings", "| setting | usually | what it does |"),
    "zh": ("## 固定条款", "## 设置", "| 设置 | 通常值 | 作用 |"),
}


def tables(language: str) -> str:
    """Articles and settings, group by group."""
    articles, settings, head = HEADS[language]
    lines = [MARK, "", articles, ""]
    lines += [f"{at}. {told.text(language)}" for at, told in enumerate(ARTICLES.values(), start=1)]
    lines += ["", settings]
    for group, name in GROUPS.items():
        lines += ["", f"### {name.text(language)}", "", head, "|---|---|---|", *rows(group, language)]
    return "\n".join(lines) + "\n"


def rows(group: str, language: str) -> Iterator[str]:
    """A line of the table for each setting of a group."""
    for path, usual in settings_paths().items():
        if path.partition(".")[0] == group:
            yield f"| `{path}` | {shown(usual)} | {SETTINGS[path].text(language)} |"


def shown(usual: Any) -> str:
    """A usual value, as a draft would state it; long tables are left to the page."""
    text = json.dumps(usual, ensure_ascii=False, separators=(", ", ": "))
    return f"`{text}`" if len(text) <= 90 else f"`{text[:87]}…`"


@pytest.mark.parametrize("language", PAGES)
def test_every_setting_and_article_is_explained(language: str) -> None:
    assert PAGES[language].read_text(encoding="utf-8").partition(MARK)[2] == tables(language).partition(MARK)[2]


def test_sentences_are_there_for_all_settings_and_no_others_in_both_languages() -> None:
    assert SETTINGS.keys() == settings_paths().keys()
    assert list(uneven({**SETTINGS, **GROUPS, **ARTICLES})) == []


def test_a_setting_without_an_explanation_is_noticed() -> None:
    assert "parking.of_tomorrow" not in tables("en")
    assert "`parking.guard_minutes`" in tables("en")


if __name__ == "__main__":
    for tongue, page in PAGES.items():
        page.write_text(page.read_text(encoding="utf-8").partition(MARK)[0] + tables(tongue), encoding="utf-8")
