"""Settings of a covenant as pages tell them: by groups, each with what it does and its value in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.pages import telling
from api.pages.words import WORDS, say
from api.sentences.settings import GROUPS, SETTINGS
from api.sentences.settings.articles import ARTICLES
from api.sentences.speak import SENTENCES
from scheduler.covenant import CovenantSettings
from scheduler.covenant.difference import Differing, settings_paths
from scheduler.covenant.lines import ARTICLES as ORDER

FAMILIES = (
    "setting_",
    "party_",
    "criterion_",
    "document_",
    "window_",
    "period_",
    "share_",
    "fee_",
    "category_",
    "kind_",
)
"""Beginnings of the words for names that settings use."""
MONEY = "fen"


class Told(NamedTuple):
    """A setting: its path, what it does, its value, and whether a covenant changed it from the usual."""

    path: str
    what: str
    value: str
    usual: bool


class Changed(NamedTuple):
    """A setting that differs, with both values."""

    path: str
    what: str
    before: str
    after: str


def groups_told(settings: CovenantSettings, language: str) -> list[tuple[str, str, list[Told]]]:
    """All settings by group: its key, its name, its settings."""
    usual, found = settings_paths(), settings_paths(settings)
    told: dict[str, list[Told]] = {group: [] for group in GROUPS}
    for path, value in found.items():
        line = Told(path, what(path, language), value_told(path, value, language), usual[path] == value)
        told[path.partition(".")[0]].append(line)
    return [(group, GROUPS[group].text(language), lines) for group, lines in told.items()]


def changes_told(found: Sequence[Differing], language: str) -> list[Changed]:
    """What differs between two versions."""
    return [
        Changed(
            one.path,
            what(one.path, language),
            value_told(one.path, one.before, language),
            value_told(one.path, one.after, language),
        )
        for one in found
    ]


def articles_told(language: str) -> list[str]:
    """Articles that every version holds to, in their order."""
    return [ARTICLES[name].text(language) for name in ORDER]


def what(path: str, language: str) -> str:
    """What a setting does."""
    return SETTINGS[path].text(language)


def value_told(name: str, value: Any, language: str) -> str:
    """A value in words; what is told of several lines stands on lines of their own."""
    if value is None or isinstance(value, bool):
        return say(f"value_{str(value).lower()}", language)
    if isinstance(value, int) and name == "share":
        return f"{value / 100:g}%"
    if isinstance(value, int):
        money = name.rpartition(".")[2].endswith(MONEY)
        return telling.yuan(value, language) if money else telling.count(value, language)
    if isinstance(value, Mapping):
        return _joined(_pairs(value, language), language) or say("value_none", language)
    if isinstance(value, list):
        lines = [value_told(name, one, language) for one in value]
        whole = "\n".join(lines) if any(isinstance(one, Mapping) for one in value) else _joined(lines, language)
        return whole or say("value_none", language)
    return _word(str(value), language)


def _pairs(value: Mapping[str, Any], language: str) -> Iterator[str]:
    colon = say("colon", language)
    for name, one in value.items():
        if one not in (None, "", []):
            yield f"{_word(str(name), language)}{colon}{value_told(str(name), one, language)}"


def _joined(parts: Iterable[str], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(parts)


def _word(name: str, language: str) -> str:
    """A name as people call it; one that only this covenant knows by itself."""
    for key in (f"{family}{name}" for family in FAMILIES):
        if key in WORDS:
            return say(key, language)
        if key in SENTENCES:
            return SENTENCES[key].text(language)
    return name
