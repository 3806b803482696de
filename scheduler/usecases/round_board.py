"""The board of rounds: how each stands, and what its office is to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotAllowed
from scheduler.models import Draw, Round
from scheduler.usecases import looking
from scheduler.usecases.serving import homes_of

UNCHECKED = ("submitted", "endorsed")
"""Registrations that staff are to look at before their round is planned."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done about a round: a word for it, how many it concerns, and from or until when."""

    step: str
    count: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A round with its registrations by state and what comes next."""

    round: Round
    tally: Counter[str]
    next: Next


@dataclass(frozen=True, slots=True)
class _Scene:
    """What decides about the next step of a round: all of its registrations, and those that one looks after."""

    round: Round
    everybody: Counter[str]
    tally: Counter[str]
    running: bool
    coming: str
    draw: Draw | None
    offered: int
    answered_by: datetime | None
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        return calendar.date_of(self.now, self.zone)

    def waiting(self, step: str, states: Sequence[str]) -> Next | None:
        """A step about registrations in some states: how many one looks after, or that only others are left."""
        own = sum(self.tally[state] for state in states)
        if own:
            return Next(step, own)
        return Next("others") if any(self.everybody[state] for state in states) else None


def listed(
    session: Session,
    *,
    actor: Actor,
    states: Sequence[str],
    now: datetime,
    domain: str | None = None,
    last: UUID | None = None,
    limit: int = 20,
) -> list[Standing]:
    """Rounds of the community in some states, the newest first, with their next steps; for staff and auditors.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    found = looking.rounds_of(session, actor=actor, states=states, last=last, limit=limit, domain=domain)
    return _standing(session, actor, found, now)


def standing(session: Session, *, actor: Actor, round_: Round, now: datetime) -> Standing:
    """How one round stands, for whoever may see it."""
    return _standing(session, actor, [round_], now)[0]


def _standing(session: Session, actor: Actor, found: Sequence[Round], now: datetime) -> list[Standing]:
    ids = [one.id for one in found]
    zone = queries.community.one(session, actor.community_id).zone
    everybody, homes = queries.round_board.counts(session, ids), homes_of(actor)
    counts = everybody if homes is None else queries.round_board.counts(session, ids, homes)
    running = queries.round_board.under_way(session, ids)
    coming, draws = queries.round_board.coming(session, ids), queries.round_board.draws(session, ids)
    offered = queries.round_board.offered(session, [one.id for one in found if one.domain == "rosters"])
    answers = queries.round_board.last_answers(session, [one.id for one in found if one.state == "published"])
    scenes = [
        _Scene(
            round=one,
            everybody=everybody[one.id],
            tally=counts[one.id],
            running=one.id in running,
            coming=coming.get(one.id, ""),
            draw=draws.get(one.id),
            offered=offered.get(one.id, 0),
            answered_by=answers.get(one.id),
            zone=zone,
            now=now,
        )
        for one in found
    ]
    return [Standing(scene.round, scene.tally, _next(scene)) for scene in scenes]


def _next(scene: _Scene) -> Next:
    if scene.running:
        return Next("run")
    if scene.coming:
        return Next("publish" if scene.coming == "prepared" else "preparing")
    return _NEXT[scene.round.state](scene)


def _of_draft(scene: _Scene) -> Next:
    if scene.round.apply_until <= scene.now:
        return Next("amend", at=scene.round.apply_until)
    if scene.round.apply_from > scene.now:
        return Next("opens", at=scene.round.apply_from)
    return Next("open")


def _of_open(scene: _Scene) -> Next:
    waiting = scene.waiting("check", UNCHECKED) or Next("gather")
    return Next(waiting.step, waiting.count, scene.round.apply_until)


def _of_closed(scene: _Scene) -> Next:
    return scene.waiting("check", UNCHECKED) or _drawn(scene) or Next("plan")


def _of_planned(scene: _Scene) -> Next:
    return _drawn(scene) or Next("prepare")


def _drawn(scene: _Scene) -> Next | None:
    """The number that the draw of a closed round waits for, if it has one that is not revealed."""
    if scene.draw is None or scene.draw.state == "revealed":
        return None
    day = datetime.combine(scene.draw.number_on, time(), ZoneInfo(scene.zone))
    return Next("draw" if scene.draw.number_on <= scene.today else "draw_day", at=day)


def _of_published(scene: _Scene) -> Next:
    if scene.offered:
        return Next("seats", scene.offered)
    waiting = scene.waiting("answers", ("allocated",)) or Next("settle")
    return Next(waiting.step, waiting.count, scene.answered_by if waiting.step == "answers" else None)


def _of_settled(scene: _Scene) -> Next:
    return Next("over" if scene.round.use_last < scene.today else "in_use")


def _of_cancelled(_scene: _Scene) -> Next:
    return Next("over")


_NEXT = {
    "draft": _of_draft,
    "open": _of_open,
    "closed": _of_closed,
    "planned": _of_planned,
    "published": _of_published,
    "settled": _of_settled,
    "cancelled": _of_cancelled,
}
