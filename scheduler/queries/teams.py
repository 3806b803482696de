"""Teams asked for shifts, and the people of organisations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.models import Member, Seat, Shift, TeamRequest
from scheduler.states import SEAT_LIVING


def one(session: Session, community: UUID, team_id: UUID, lock: bool = False) -> TeamRequest | None:
    """A team asked for, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(TeamRequest).where(TeamRequest.id == team_id, TeamRequest.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def of_shift(session: Session, shift_id: UUID, organisation_id: UUID | None = None) -> list[TeamRequest]:
    """Teams asked for a shift; of one organisation only."""
    wanted = select(TeamRequest).where(TeamRequest.shift_id == shift_id)
    if organisation_id is not None:
        wanted = wanted.where(TeamRequest.organisation_id == organisation_id)
    return list(session.execute(wanted.order_by(TeamRequest.id)).scalars())


def of_organisation(session: Session, organisation_id: UUID, now: datetime) -> list[tuple[TeamRequest, Shift]]:
    """Teams of an organisation that are asked for or come to shifts which have not begun, in the order of time."""
    wanted = (
        select(TeamRequest, Shift)
        .join(Shift, Shift.id == TeamRequest.shift_id)
        .where(
            TeamRequest.organisation_id == organisation_id,
            TeamRequest.state.in_(("asked", "accepted")),
            Shift.starts_at > now,
            Shift.state.in_(("planned", "open")),
        )
        .order_by(Shift.starts_at, TeamRequest.id)
    )
    return [(row, shift) for row, shift in session.execute(wanted)]


def named_of(session: Session, team_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many seats of teams are taken by name."""
    wanted = (
        select(Seat.team_id, func.count())
        .where(Seat.team_id.in_(team_ids), Seat.state.in_((*SEAT_LIVING, "done")))
        .group_by(Seat.team_id)
    )
    return {team_id: count for team_id, count in session.execute(wanted) if team_id is not None}


def due(session: Session, now: datetime, limit: int = 200) -> list[TeamRequest]:
    """Teams whose organisation has not answered in time."""
    wanted = select(TeamRequest).where(TeamRequest.state == "asked", TeamRequest.answer_by <= now)
    return list(session.execute(wanted.order_by(TeamRequest.id).limit(limit)).scalars())


def unnamed(session: Session, community: UUID, since: datetime, until: datetime) -> list[tuple[TeamRequest, Shift]]:
    """Teams that come to shifts which begin in a span, not all of whose seats are taken by name."""
    named = (
        select(func.count())
        .select_from(Seat)
        .where(Seat.team_id == TeamRequest.id, Seat.state.in_((*SEAT_LIVING, "done")))
        .correlate(TeamRequest)
        .scalar_subquery()
    )
    wanted = (
        select(TeamRequest, Shift)
        .join(Shift, Shift.id == TeamRequest.shift_id)
        .where(
            TeamRequest.community_id == community,
            TeamRequest.state == "accepted",
            Shift.starts_at > since,
            Shift.starts_at <= until,
            TeamRequest.seats > named,
        )
    )
    return [(row, shift) for row, shift in session.execute(wanted.order_by(TeamRequest.id))]


def people_of(session: Session, organisation_id: UUID) -> list[Member]:
    """People who act for an organisation."""
    wanted = select(Member).where(Member.organisation_id == organisation_id).order_by(Member.id)
    return list(session.execute(wanted).scalars())
