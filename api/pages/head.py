"""The head of a page: the sections that somebody is shown, and the entry pages of the one in which they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.pages.navigation import SECTIONS, Entry


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the head of a page; `here` where it leads to the page itself, `within` where that lies below it."""

    place: str
    words: str
    here: bool
    within: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The sections that somebody is shown, and the pages of the one in which they are."""

    sections: tuple[Tab, ...]
    entries: tuple[Tab, ...]


def navigation(viewer: Any, path: str) -> Navigation:
    """What stands in the head of a page for somebody."""
    open_to = [(section.words, [one for one in section.entries if one.who(viewer)]) for section in SECTIONS]
    shown = [(words, entries) for words, entries in open_to if entries]
    known = [entry for _, entries in shown for entry in entries]
    at = max(known, key=lambda entry: entry.covers(path), default=None)
    here = at if at is not None and at.covers(path) else None
    tabs = tuple(_tab(entries[0].place, words, path, here in entries) for words, entries in shown)
    return Navigation(tabs, tuple(_entries(shown, here, path)))


def _entries(shown: list[tuple[str, list[Entry]]], here: Entry | None, path: str) -> Iterator[Tab]:
    """The pages of the section in which somebody is; none where it has but one."""
    for _, entries in shown:
        if here in entries and len(entries) > 1:
            yield from (_tab(one.place, one.words, path, one is here) for one in entries)


def _tab(place: str, words: str, path: str, within: bool) -> Tab:
    return Tab(place, words, place == path, within)
