"""The pages that stand in the head of every page: sections, the entry pages of each, and who is shown which.

An entry page is one line: its address, the key of its words, who is shown it, and what else lies below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scheduler.actors import ADMIN, AUDITOR, COMMITTEE, COUNCIL, OFFICE, STAFF

Who = Callable[[Any], bool]
"""Whether somebody who looks, or nobody known, is shown an entry."""


def everybody(_viewer: Any) -> bool:
    """Everybody, with or without a login."""
    return True


def signed_in(viewer: Any) -> bool:
    """Everybody who has an account."""
    return viewer is not None


def people(viewer: Any) -> bool:
    """Who may have registrations of their own."""
    return viewer is not None and viewer.asks


def holding(*roles: str) -> Who:
    """Who holds one of some roles."""
    return lambda viewer: viewer is not None and viewer.actor.has(*roles)


clerks = holding(*STAFF)
planners = holding(*OFFICE, AUDITOR)
office = holding(*OFFICE)
overseers = holding(*OFFICE, AUDITOR, COMMITTEE, COUNCIL)
admins = holding(ADMIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry page; pages whose address begins with its own, or with one of `also`, lie below it."""

    place: str
    words: str
    who: Who = everybody
    also: tuple[str, ...] = ()

    def covers(self, path: str) -> int:
        """How much of an address tells that it lies below this page; 0 where it does not."""
        starts = [start for start in (self.place, *self.also) if path == start or path.startswith(f"{start}/")]
        return max(map(len, starts), default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together."""

    words: str
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        "section_home",
        (
            Entry("/", "nav_home"),
            Entry("/notices", "nav_notices", also=("/rounds",)),
            Entry("/how", "nav_how", also=("/covenant", "/fees", "/trust")),
        ),
    ),
    Section(
        "section_parking",
        (
            Entry("/parking", "nav_parking_free"),
            Entry("/mine/parking", "nav_register", people, also=("/mine/registrations",)),
        ),
    ),
    Section(
        "section_rooms",
        (
            Entry("/rooms", "nav_rooms", also=("/facilities",)),
            Entry("/mine/rooms", "nav_my_rooms", people, also=("/mine/apply", "/mine/sections")),
            Entry("/counter/rooms", "nav_counter_rooms", clerks),
            Entry("/office/rooms", "nav_office_rooms", planners),
        ),
    ),
    Section(
        "section_mine",
        (
            Entry("/mine", "nav_mine", people),
            Entry("/mine/spaces", "nav_my_spaces", people),
            Entry("/mine/fees", "nav_my_fees", people),
            Entry("/mine/disputes", "nav_my_disputes", people),
        ),
    ),
    Section(
        "section_volunteers",
        (
            Entry("/mine/shifts", "nav_my_shifts", people),
            Entry("/mine/shifts/open", "nav_open_shifts", people),
            Entry("/check-in", "nav_check_in", people),
            Entry("/mine/shifts/offer", "nav_my_offer", people),
            Entry("/mine/hours", "nav_my_hours", people),
        ),
    ),
    Section(
        "section_counter",
        (
            Entry("/counter", "nav_counter", clerks),
            Entry("/counter/enrol", "nav_enrol", clerks),
            Entry("/counter/plates", "nav_plates", clerks),
            Entry("/counter/use", "nav_use", clerks),
            Entry("/counter/overdue", "nav_overdue", clerks),
        ),
    ),
    Section(
        "section_office",
        (
            Entry("/office/rounds", "nav_office", planners, also=("/office/plans", "/office/publications")),
            Entry("/office/agreements", "nav_agreements", planners, also=("/agreements",)),
        ),
    ),
    Section(
        "section_money",
        (Entry("/office/fees", "nav_office_fees", planners), Entry("/office/money", "nav_months", planners)),
    ),
    Section(
        "section_oversight",
        (
            Entry("/office/review", "nav_review", overseers),
            Entry("/office/disputes", "nav_hearing", overseers),
            Entry("/office/covenant", "nav_covenant", overseers),
        ),
    ),
    Section("section_setup", ()),
)
"""All entry pages; a section is shown as soon as somebody is shown one of its pages, and leads to the first of them."""


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
