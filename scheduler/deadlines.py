"""Who is to act on a registration, and by when: one answer for every state that is not the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from scheduler import calendar
from scheduler.covenant import PathRules
from scheduler.models import Round
from scheduler.states import COORDINATOR, OWNER, STAFF, SYSTEM

DAYS: Mapping[str, str] = {
    "submitted": "endorse_days",
    "needs_information": "information_days",
    "endorsed": "approve_days",
}
"""Settings of the path by the state that they limit."""
ACTORS: Mapping[str, str] = {
    "draft": OWNER,
    "submitted": STAFF,
    "needs_information": OWNER,
    "endorsed": COORDINATOR,
    "approved": COORDINATOR,
    "competing": COORDINATOR,
    "allocated": OWNER,
    "waitlisted": SYSTEM,
    "accepted": SYSTEM,
    "active": SYSTEM,
}
"""Who acts next, by state; states that are not named are the end of a registration."""
BEFORE_USE = ("approved", "competing")
"""Planned and published before the first date of use."""


class Deadline(NamedTuple):
    """Who is to act, by which instant at the latest."""

    who: str
    by: datetime

    def days_late(self, now: datetime) -> int:
        """Whole days since it was due; 0 within the first."""
        return max(0, (now - self.by).days)


def deadline_of(
    state: str, since: datetime, answer_by: datetime | None, round_: Round, rules: PathRules, zone: str
) -> Deadline | None:
    """What a registration of a round waits for, in its state since an instant; None where it is at its end.

    Days are those of the clock, from the instant on. What nobody decided by the end of its round ends with that.
    """
    who = ACTORS.get(state)
    if who is None:
        return None
    if state in DAYS:
        return Deadline(who, since + timedelta(days=getattr(rules, DAYS[state])))
    if state == "draft":
        return Deadline(who, round_.apply_until)
    if state == "allocated" and answer_by is not None:
        return Deadline(who, answer_by)
    date = round_.use_first if state in (*BEFORE_USE, "accepted") else round_.use_last + timedelta(days=1)
    return Deadline(who, calendar.instant_of(date, 0, zone))
