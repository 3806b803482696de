"""Decisions of disputes that are to enter a plan: a published round is held open for them while it is in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.errors import Conflict
from scheduler.models import Round
from scheduler.queries.dispute_matters import Waiting
from scheduler.states import UNDECIDED

ENTERING = ("pin", "forbid", "correct_points")
"""Effects that nothing but a plan brings about."""
PLANNED = ("open", "closed", "planned", "published", "settled")
"""States of a round that is planned, or planned again for a decision, while its use is not over."""
TAKING_PART = (
    *(one for one in UNDECIDED if one != "draft"),
    "allocated",
    "refused",
    "waitlisted",
    "accepted",
    "active",
)
"""States of a registration that a plan may give a place, or take one from."""


def today_of(session: Session, round_: Round, now: datetime) -> date:
    """The date of a round's community."""
    return calendar.date_of(now, queries.community.one(session, round_.community_id).zone)


def may_enter(round_: Round, today: date) -> bool:
    """Whether a plan may still be made that a decision changes."""
    return round_.state in PLANNED and today <= round_.use_last


def waiting(session: Session, round_: Round) -> Sequence[Waiting]:
    """Decisions on registrations of a round that the plan in force does not know of, oldest first."""
    return queries.dispute_matters.waiting(session, round_.id, ENTERING, TAKING_PART)


def holding(session: Session, round_: Round, today: date) -> Conflict | None:
    """Why a round is not settled yet: a case is under way, or a decision waits for a plan; None once its use is over.

    A settled round has no plan any more, and what nobody decided in it has ended.
    """
    if round_.use_last < today:
        return None
    if queries.disputes.is_disputed(session, round_.id):
        return Conflict("round_is_disputed", "state", round_.state, "a round without a case under way")
    found = waiting(session, round_)
    if found:
        return Conflict("decision_waits_for_plan", "state", round_.state, "a plan made since", receipt=found[0].receipt)
    return None
