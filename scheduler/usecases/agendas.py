"""Agendas: what is on at a place, or for a person, as calendars tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BEHIND, AHEAD = timedelta(days=31), timedelta(days=400)
"""How far back and ahead a calendar tells."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a place: `uid` stays the same as long as it does; title and place in Chinese and English."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    category: str
    title: tuple[str, str]
    place: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A calendar: whose or what it is of, in Chinese and English, and its events in the order of time."""

    name: tuple[str, str]
    zone: str
    events: Sequence[Event]
