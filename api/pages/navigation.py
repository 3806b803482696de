"""The pages that stand in the head of every page: sections, the entry pages of each, and who is shown which.

An entry page is one line: its address, the key of its words, who is shown it, and what else lies below it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scheduler.actors import ADMIN, AUDITOR, COMMITTEE, COUNCIL, OFFICE, STAFF

Who = Callable[[Any], bool]
"""Whether somebody who looks, or nobody known, is shown an entry."""


def everybody(_viewer: Any) -> bool:
    """Everybody, with or without a login."""
    return True


def people(viewer: Any) -> bool:
    """Who may have registrations of their own."""
    return viewer is not None and viewer.asks


def volunteers(viewer: Any) -> bool:
    """Who serves on shifts."""
    return viewer is not None and viewer.volunteers


def holding(*roles: str) -> Who:
    """Who holds one of some roles."""
    return lambda viewer: viewer is not None and viewer.actor.has(*roles)


clerks = holding(*STAFF)
lookers = holding(*STAFF, AUDITOR)
planners = holding(*OFFICE, AUDITOR)
office = holding(*OFFICE)
overseers = holding(*OFFICE, AUDITOR, COMMITTEE, COUNCIL)
reviewers = holding(*STAFF, AUDITOR, COMMITTEE, COUNCIL)
keepers = holding(ADMIN, AUDITOR)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry page; pages whose address begins with its own, or with one of `also`, lie below it; `*` is any part."""

    place: str
    words: str
    who: Who = everybody
    also: tuple[str, ...] = ()

    def covers(self, path: str) -> int:
        """How much of an address tells that it lies below this page; 0 where it does not."""
        return max((len(start) for start in (self.place, *self.also) if _begins(path, start)), default=0)


def _begins(path: str, start: str) -> bool:
    """Whether an address is a place, or one below it."""
    wanted = start.split("/")
    given = path.split("/")[: len(wanted)]
    return len(given) == len(wanted) and all(own in ("*", part) for own, part in zip(wanted, given, strict=True))


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
            Entry("/how", "nav_how", also=("/covenant", "/fees", "/money", "/trust", "/ratings")),
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
            Entry("/mine/calendar", "nav_my_dates", people),
            Entry("/mine/messages", "nav_messages", people),
            Entry("/mine/spaces", "nav_my_spaces", people),
            Entry("/mine/fees", "nav_my_fees", people),
            Entry("/mine/disputes", "nav_my_disputes", people),
            Entry("/mine/feedback", "nav_my_feedback", people),
        ),
    ),
    Section(
        "section_volunteers",
        (
            Entry("/mine/shifts", "nav_my_shifts", people),
            Entry("/mine/shifts/open", "nav_open_shifts", volunteers),
            Entry("/check-in", "nav_check_in", volunteers),
            Entry("/mine/shifts/offer", "nav_my_offer", people),
            Entry("/mine/hours", "nav_my_hours", volunteers),
            Entry(
                "/office/roster",
                "nav_roster",
                planners,
                also=("/office/shifts", "/office/seats", "/office/rounds/*/roster", "/office/rounds/*/shifts"),
            ),
            Entry("/office/volunteers", "nav_volunteers_office", planners),
            Entry("/office/swaps", "nav_swaps", planners),
            Entry("/office/templates", "nav_templates", planners),
            Entry("/office/meeting-points", "nav_points", planners),
            Entry("/office/elders", "nav_elders", planners),
            Entry("/office/pairs", "nav_pairs", planners),
        ),
    ),
    Section(
        "section_counter",
        (
            Entry("/counter", "nav_counter", clerks),
            Entry("/counter/enrol", "nav_enrol", clerks),
            Entry("/counter/checks", "nav_checks", clerks),
            Entry("/counter/overdue", "nav_overdue", clerks),
        ),
    ),
    Section(
        "section_sites",
        (
            Entry("/counter/sites", "nav_my_sites", lookers, also=("/counter/notices",)),
            Entry("/counter/returns", "nav_returns", lookers),
            Entry("/counter/use", "nav_use", clerks),
            Entry("/counter/plates", "nav_plates", clerks),
            Entry("/counter/blocks", "nav_blocks", lookers),
        ),
    ),
    Section(
        "section_office",
        (
            Entry("/office/rounds", "nav_office", lookers, also=("/office/plans", "/office/publications")),
            Entry("/office/agreements", "nav_agreements", lookers, also=("/agreements",)),
        ),
    ),
    Section(
        "section_money",
        (
            Entry("/office/fees", "nav_office_fees", planners),
            Entry("/office/money", "nav_months", planners),
            Entry("/office/ledger", "nav_ledger", planners),
        ),
    ),
    Section(
        "section_oversight",
        (
            Entry("/office/oversight", "nav_oversight", overseers),
            Entry("/office/audit", "nav_audit", keepers),
            Entry("/office/review", "nav_review", reviewers),
            Entry("/office/disputes", "nav_hearing", overseers),
            Entry("/office/covenant", "nav_covenant", reviewers),
        ),
    ),
    Section(
        "section_setup",
        (
            Entry("/office/community", "nav_community", planners),
            Entry("/office/sites", "nav_sites", lookers),
            Entry("/office/facilities", "nav_facilities", lookers),
            Entry("/office/calendar", "nav_calendar", lookers),
            Entry("/office/organisations", "nav_organisations", planners),
            Entry("/office/accounts", "nav_accounts", keepers),
            Entry("/office/running", "nav_running", keepers),
        ),
    ),
)
"""All entry pages; a section is shown as soon as somebody is shown one of its pages, and leads to the first of them."""
