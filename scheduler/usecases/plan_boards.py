"""The board of a plan: who has which space, room or seat over the days of a week, and how that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import ModuleType
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor
from scheduler.errors import NotFound
from scheduler.models import Plan, Round
from scheduler.usecases import board_parking, board_rooms, board_rosters, planning, rounds
from scheduler.usecases.board_parts import Bar, Choice, Lane, Scene

DOMAINS: Mapping[str, ModuleType] = {"parking": board_parking, "rooms": board_rooms, "rosters": board_rosters}
DECIDABLE = ("open", "closed", "planned", "published")
"""States of a round for which decisions are still taken: a run may follow."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Board:
    """A week of a plan, of one place or of all; `newest` is the latest plan of the round.

    `weeks` are the Mondays of the round's time, `rest_days` those of the week on which nobody works.
    """

    plan: Plan
    round: Round
    newest: Plan
    choices: Sequence[Choice]
    choice: Choice | None
    weeks: Sequence[date]
    first: date
    last: date
    rest_days: frozenset[date]
    lanes: Sequence[Lane]
    bars: Sequence[Bar]
    may_decide: bool
    zone: str

    @property
    def whole(self) -> bool:
        """Whether all places may be looked at together."""
        return bool(DOMAINS[self.round.domain].WHOLE)


def seen(
    session: Session, *, actor: Actor, plan_id: UUID, place: str = "", week: date | None = None, now: datetime
) -> Board:
    """A week of a plan; a place or week that is none of the round's gives the usual one.

    Raises
    ------
    NotFound
        No such plan for this person: who serves on which shift, only the office and auditors see.
    """
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    round_ = rounds.seen(session, actor=actor, round_id=plan.round_id)
    if round_.domain == "rosters" and not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    zone = queries.community.one(session, plan.community_id).zone
    weeks = weeks_of(round_)
    first = _week(weeks, week or calendar.date_of(now, zone))
    scene = Scene(session, actor, plan, round_, zone, first, first + timedelta(days=6))
    domain = DOMAINS[round_.domain]
    choices = domain.choices(scene)
    usual = None if domain.WHOLE else next(iter(choices), None)
    choice = next((one for one in choices if one.key == place), usual)
    lanes, bars = domain.drawn(scene, choice)
    return Board(
        plan=plan,
        round=round_,
        newest=queries.plans.newest(session, round_.id) or plan,
        choices=choices,
        choice=choice,
        weeks=weeks,
        first=first,
        last=scene.last,
        rest_days=frozenset(day.date for day in scene.horizon.days if day.day_type == "rest_day"),
        lanes=lanes,
        bars=bars,
        may_decide=may_decide(actor, round_),
        zone=zone,
    )


def may_decide(actor: Actor, round_: Round) -> bool:
    """Whether somebody may take decisions that later plans of a round obey."""
    who = OFFICE if round_.domain == "rosters" else {*OFFICE, PROPERTY_STAFF}
    return actor.has(*who) and round_.state in DECIDABLE


def weeks_of(round_: Round) -> Sequence[date]:
    """Mondays of the weeks in which a round is used."""
    monday = round_.use_first - timedelta(days=round_.use_first.weekday())
    return [monday + WEEK * at for at in range((round_.use_last - monday).days // 7 + 1)]


def _week(weeks: Sequence[date], day: date) -> date:
    """The week of a date; the first of the round where it lies outside."""
    monday = day - timedelta(days=day.weekday())
    return monday if monday in weeks else weeks[0]
