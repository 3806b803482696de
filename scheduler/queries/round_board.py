"""What a board of rounds tells of each of them: a few statements, whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.models import Draw, Publication, Registration, Run, Seat, Shift
from scheduler.queries.runs import UNFINISHED


def counts(
    session: Session, rounds: Collection[UUID], homes: Sequence[UUID] | None = None
) -> Mapping[UUID, Counter[str]]:
    """How many registrations of each round are in which state, of some home sites only where `homes` says so."""
    found: dict[UUID, Counter[str]] = {round_id: Counter() for round_id in rounds}
    wanted = (
        select(Registration.round_id, Registration.state, func.count())
        .where(Registration.round_id.in_(list(rounds)))
        .group_by(Registration.round_id, Registration.state)
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    for round_id, state, count in session.execute(wanted):
        found[round_id][state] = count
    return found


def under_way(session: Session, rounds: Collection[UUID]) -> set[UUID]:
    """Rounds of which a run, not of a scenario, is queued or running."""
    wanted = select(Run.round_id).where(
        Run.round_id.in_(list(rounds)), Run.scenario_id.is_(None), Run.state.in_(UNFINISHED)
    )
    return set(session.execute(wanted).scalars())


def coming(session: Session, rounds: Collection[UUID]) -> Mapping[UUID, str]:
    """The state of the version of each round that is being prepared, or waits to be published."""
    wanted = select(Publication.round_id, Publication.state).where(
        Publication.round_id.in_(list(rounds)), Publication.state.in_(("preparing", "prepared"))
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def offered(session: Session, rounds: Collection[UUID]) -> Mapping[UUID, int]:
    """How many seats of each round's shifts wait for the answer of a volunteer."""
    wanted = (
        select(Shift.round_id, func.count())
        .join(Seat, Seat.shift_id == Shift.id)
        .where(Shift.round_id.in_(list(rounds)), Seat.state == "offered")
        .group_by(Shift.round_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def offered_on(session: Session, shifts: Collection[UUID]) -> Mapping[UUID, int]:
    """How many seats of each shift wait for the answer of a volunteer; shifts without any are left out."""
    wanted = (
        select(Seat.shift_id, func.count())
        .where(Seat.shift_id.in_(list(shifts)), Seat.state == "offered")
        .group_by(Seat.shift_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def last_answers(session: Session, rounds: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When the last of those in each round who were given something must have answered."""
    wanted = (
        select(Registration.round_id, func.max(Registration.answer_by))
        .where(
            Registration.round_id.in_(list(rounds)),
            Registration.state == "allocated",
            Registration.answer_by.is_not(None),
        )
        .group_by(Registration.round_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted) if row[1] is not None}


def draws(session: Session, rounds: Collection[UUID]) -> Mapping[UUID, Draw]:
    """The draw of each round that was committed to and stands."""
    wanted = select(Draw).where(Draw.round_id.in_(list(rounds)), Draw.state != "withdrawn")
    return {draw.round_id: draw for draw in session.execute(wanted).scalars()}
