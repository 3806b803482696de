"""What a round brought to one registration or volunteer: asked, got, used, wasted, lost.

The unit is that of the domain: rights in parking, dated sessions in rooms, minutes in rosters. docs/fairness.md
defines each figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

MINUTE = timedelta(minutes=1)
WEEK = 7
GIVEN = ("allocated", "accepted", "active", "ended", "declined", "lapsed")
"""States in which a registration was given something, whatever became of it."""
UNTAKEN = ("allocated", "declined", "lapsed")
"""States in which an offer was not accepted: dates of it that pass are not used."""
NO_KIND = "none"
SERVED, ABSENT = "done", "absent"
COMING = ("offered", "accepted", "confirmed", "checked_in", "checked_out", "looking_for_substitute")


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one subject in one round; `lost`: took part, could have been served, and got nothing."""

    asked: int
    got: int
    used: int
    wasted: int
    lost: bool


def state_that_counts(state: str, left_from: str | None, line: str) -> str:
    """The state that tells what a registration was given: before it withdrew, if it did.

    Who waited and then withdrew had lost; who was not in line by the notice had not.
    """
    if state != "withdrawn":
        return state
    return left_from if left_from in (*GIVEN, "waitlisted") else line


def of_parking(state: str, begun: int) -> Figures:
    """One right. Used: a date of it has begun. Wasted: an offer that nobody answered; a declined one was given back."""
    used = 0 if state in UNTAKEN else min(1, begun)
    got = int(state in GIVEN or used > 0)
    return Figures(1, got, used, int(state == "lapsed"), state == "waitlisted" and not got)


def of_rooms(state: str, sessions: Sequence[Mapping[str, Any]], wished: int, begun: int, given_back: int) -> Figures:
    """Dated sessions. Those given back in time are neither used nor wasted; an offer that nobody answered is wasted."""
    had = sum(len(one.get("dates", ())) + len(one.get("substitutes", ())) for one in sessions)
    short = sum(len(one.get("left_out", ())) for one in sessions)
    used = 0 if state in UNTAKEN else begun
    got = max(used, had + given_back if state in GIVEN else 0)
    asked = max(wished, got + (short if got else 0))
    wasted = got - given_back if state == "lapsed" else 0
    return Figures(asked, got, used, wasted, state == "waitlisted" and not got)


def sessions_wished(section: Mapping[str, Any], first: date, last: date) -> int:
    """Dated sessions that a section asks for: each week, or every few weeks, that its period begins."""
    begins = max(first, date.fromisoformat(section["first"])) if section.get("first") else first
    ends = min(last, date.fromisoformat(section["last"])) if section.get("last") else last
    weeks = -(-((ends - begins).days + 1) // WEEK)
    turns = -(-weeks // int(section.get("every_weeks", 1)))
    return max(1, turns) * int(section.get("sessions", 1))


def of_roster(seats: Iterable[tuple[str, datetime, datetime]], wished: int, passed_over: bool) -> Figures:
    """Minutes. Wasted: those of shifts that somebody stayed away from; who was excused in time wasted nothing."""
    minutes = {SERVED: 0, ABSENT: 0, "coming": 0}
    for state, starts_at, ends_at in seats:
        kind = "coming" if state in COMING else state
        if kind in minutes:
            minutes[kind] += (ends_at - starts_at) // MINUTE
    got = sum(minutes.values())
    return Figures(max(wished, got), got, minutes[SERVED], minutes[ABSENT], passed_over and not got)


def main_kind(seats: Iterable[tuple[str, datetime, datetime]]) -> str:
    """The kind of shift that took most of somebody's minutes; seats by kind."""
    minutes: dict[str, timedelta] = {}
    for kind, starts_at, ends_at in seats:
        minutes[kind] = minutes.get(kind, timedelta()) + (ends_at - starts_at)
    return min(minutes, key=lambda kind: (-minutes[kind], kind), default=NO_KIND)
