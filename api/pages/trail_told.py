"""Entries of the audit chain as people read them: who did what to which thing, and the numbers that go with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.pages import telling
from api.pages.words import WORDS, say
from scheduler import calendar

FAMILIES: Mapping[str, Sequence[str]] = {
    "access": ("session", "account", "token", "audit"),
    "people": ("member", "names", "vehicle", "organisation", "document", "feed"),
    "places": (
        "community",
        "day",
        "site",
        "space",
        "spaces",
        "windows",
        "share",
        "facility",
        "room",
        "equipment",
    ),
    "rounds": ("round", "lock", "run", "publication", "certificate", "draw", "scenario", "ways"),
    "registrations": ("registration", "registrations", "alternative", "agreement"),
    "use": ("booking", "waiting", "passages", "violation", "block"),
    "money": ("money", "quote", "invoice", "invoices", "payment", "refund"),
    "volunteers": (
        "volunteer",
        "pair",
        "elder",
        "point",
        "template",
        "shift",
        "seat",
        "wish",
        "substitute",
        "swap",
        "team",
        "hours",
        "roster_lock",
    ),
    "council": ("covenant_draft", "dispute", "feedback"),
}
"""Kinds of events by which the trail is looked through: the first words of their actions."""
PLACES = {
    "round": "/office/rounds/{}",
    "account": "/office/accounts/{}",
    "money": "/office/ledger/transactions/{}",
    "invoice": "/papers/invoices/{}",
    "payment": "/papers/receipts/{}",
}
"""Where a thing has a page that whoever reads the trail may see."""
STATES = {"registration": "registration_", "registrations": "registration_", "round": "round_"}
"""Words of the states before and after, by the first words of actions."""
COUNTED = ("number", "count", "rows", "faults", "version")
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words; `raw` is its record as the digest covers it."""

    row: Any
    day: date
    what: str
    who: str
    by: str
    place: str | None
    facts: Sequence[tuple[str, str]]
    raw: str


def told(row: Any, logins: Mapping[str, str], zone: str, language: str) -> Told:
    """An entry in words."""
    place = PLACES.get(row.subject)
    return Told(
        row,
        calendar.date_of(row.at, zone),
        event_of(row.action, language),
        say("trail_system", language) if row.actor == SYSTEM else logins.get(row.actor, row.actor),
        row.actor.rpartition(":")[2],
        None if place is None else place.format(row.subject_id),
        list(_facts(row, language)),
        json.dumps(row.details, sort_keys=True, ensure_ascii=False, indent=1),
    )


def event_of(action: str, language: str) -> str:
    """What happened, in a sentence."""
    key = f"event_{action.replace('.', '_')}"
    return say(key, language) if key in WORDS else say("trail_other_event", language, action=action)


def thing_of(subject: str, language: str) -> str:
    """What a kind of things is called."""
    key = f"thing_{subject}"
    return say(key, language) if key in WORDS else say("thing_other", language)


def _facts(row: Any, language: str) -> Iterator[tuple[str, str]]:
    """Numbers and states of an entry that tell something by themselves."""
    details = row.details
    for name in COUNTED:
        if isinstance(details.get(name), int):
            yield say(f"fact_{name}", language), telling.count(details[name], language)
    if isinstance(details.get("fen"), int):
        yield say("fact_fen", language), telling.yuan(details["fen"], language)
    states = STATES.get(row.action.partition(".")[0], "")
    for name, family in (("role", "role_"), ("purpose", "purpose_"), ("before", states), ("after", states)):
        key = f"{family}{details.get(name)}"
        if family and key in WORDS:
            yield say(f"fact_{name}", language), say(key, language)
    if details.get("month"):
        yield say("fact_month", language), str(details["month"])


def span_of(first: date | None, last: date | None, zone: str) -> tuple[datetime | None, datetime | None]:
    """The instants from the beginning of a date to the end of another."""
    since = None if first is None else calendar.instant_of(first, 0, zone)
    return since, None if last is None else calendar.instant_of(last, 1440, zone)
