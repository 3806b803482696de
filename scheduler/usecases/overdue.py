"""Steps of registrations that are late: who should have acted, and by how many days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor
from scheduler.covenant import PathRules
from scheduler.deadlines import BEFORE_USE, DAYS, Deadline, deadline_of
from scheduler.errors import NotAllowed, Rejected
from scheduler.models import Registration, Round
from scheduler.queries.path import Cut
from scheduler.usecases.path_messages import rules_of

LISTED = (*DAYS, *BEFORE_USE)
"""States in which a registration waits for somebody; in others the clockwork ends what is late by itself."""


class Late(NamedTuple):
    """A registration that waits, since when, for whom, and by when that was due."""

    row: Registration
    since: datetime
    deadline: Deadline
    days: int

    @property
    def id(self) -> UUID:
        """By which lists are parted."""
        return self.row.id


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    state: str | None = None,
    round_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
) -> list[Late]:
    """What is late, as it was registered: all for the office and auditors, those of their sites for property staff.

    Raises
    ------
    NotAllowed, Rejected
        Not for this person; a state in which nothing is late.
    """
    if not actor.has(*OFFICE, AUDITOR, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    if state is not None and state not in LISTED:
        raise Rejected("not_offered", "state", state, ", ".join(LISTED))
    everywhere = actor.has(*OFFICE, AUDITOR) or not actor.sites
    zone = queries.community.one(session, actor.community_id).zone
    rules = {
        one.id: (one, rules_of(session, one))
        for one in queries.path.rounds_under_way(session, actor.community_id)
        if round_id in (None, one.id)
    }
    wanted = LISTED if state is None else (state,)
    cuts = [cut for one, path in rules.values() for cut in _cuts(one, path, wanted, zone, now)]
    homes = None if everywhere else sorted(actor.sites)
    found = queries.path.waiting(session, cuts, homes, last, limit) if cuts else []
    out = []
    for one in found:
        due = deadline_of(one.row.state, one.since, None, one.round, rules[one.round.id][1], zone)
        if due is not None:
            out.append(Late(one.row, one.since, due, due.days_late(now)))
    return out


def _cuts(round_: Round, rules: PathRules, states: Iterable[str], zone: str, now: datetime) -> list[Cut]:
    """What of a round is late: states with days by when they were entered, others from the first date of use on."""
    out = []
    for state in states:
        if state in DAYS:
            out.append(Cut(round_.id, state, now - timedelta(days=getattr(rules, DAYS[state]))))
        elif calendar.instant_of(round_.use_first, 0, zone) <= now:
            out.append(Cut(round_.id, state, None))
    return out
