"""Versions of covenants, and drafts of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    Community,
    Covenant,
    CovenantDraft,
    DayOverride,
    Registration,
    RegistrationEvent,
    Round,
    SpaceShare,
    Violation,
)
from scheduler.queries.violations import COUNTING

STUDIED = ("planned", "published", "settled")


def last(session: Session, community: UUID) -> Covenant | None:
    """The newest version, whether its day has come or not."""
    wanted = select(Covenant).where(Covenant.community_id == community).order_by(Covenant.version.desc())
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def lock(session: Session, community: UUID) -> None:
    """Let whoever adopts a version do so one after another, until the transaction ends."""
    session.execute(select(Community.id).where(Community.id == community).with_for_update(key_share=True))


def versions(session: Session, community: UUID, before: int | None = None, limit: int = 200) -> Sequence[Covenant]:
    """Versions, the newest first, those older than `before`."""
    wanted = select(Covenant).where(Covenant.community_id == community)
    if before is not None:
        wanted = wanted.where(Covenant.version < before)
    return session.execute(wanted.order_by(Covenant.version.desc()).limit(limit)).scalars().all()


def version(session: Session, community: UUID, number: int) -> Covenant | None:
    """One version."""
    return session.get(Covenant, (community, number))


def draft(session: Session, community: UUID, draft_id: UUID) -> CovenantDraft | None:
    """A draft."""
    return session.execute(_draft(community, draft_id)).scalar_one_or_none()


def locked_draft(session: Session, community: UUID, draft_id: UUID) -> CovenantDraft | None:
    """A draft, kept from other writers until the transaction ends."""
    wanted = _draft(community, draft_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def _draft(community: UUID, draft_id: UUID) -> Select[CovenantDraft]:
    return select(CovenantDraft).where(CovenantDraft.id == draft_id, CovenantDraft.community_id == community)


def drafts(
    session: Session, community: UUID, *, last: UUID | None, limit: int, newest: bool, state: str | None = None
) -> Sequence[CovenantDraft]:
    """Drafts of a community, those after `last`."""
    wanted = select(CovenantDraft).where(CovenantDraft.community_id == community)
    if state is not None:
        wanted = wanted.where(CovenantDraft.state == state)
    if last is not None:
        wanted = wanted.where(CovenantDraft.id < last if newest else CovenantDraft.id > last)
    order = CovenantDraft.id.desc() if newest else CovenantDraft.id
    return session.execute(wanted.order_by(order).limit(limit)).scalars().all()


def last_round(session: Session, community: UUID, domain: str) -> Round | None:
    """The newest round of a domain that was planned."""
    wanted = select(Round).where(Round.community_id == community, Round.domain == domain, Round.state.in_(STUDIED))
    return session.execute(wanted.order_by(Round.use_first.desc(), Round.id.desc()).limit(1)).scalar_one_or_none()


# ---- days whose type the community states


def day_overrides(session: Session, community: UUID, first: date, last: date) -> Sequence[DayOverride]:
    """Dates of a span whose day type the community states itself."""
    wanted = select(DayOverride).where(
        DayOverride.community_id == community, DayOverride.date >= first, DayOverride.date <= last
    )
    return session.execute(wanted.order_by(DayOverride.date)).scalars().all()


def day_override(session: Session, community: UUID, day: date) -> DayOverride | None:
    """What the community states of a date."""
    return session.get(DayOverride, (community, day))


def forget_day(session: Session, community: UUID, day: date) -> None:
    """Take away what the community states of a date."""
    session.execute(delete(DayOverride).where(DayOverride.community_id == community, DayOverride.date == day))


def rights_on(session: Session, community: UUID, day: date) -> list[tuple[Round, int]]:
    """Rounds whose dates of use hold a date and whose rights somebody has, with the number of these rights."""
    wanted = (
        select(Round, func.count(Allocation.id))
        .join(Allocation, Allocation.round_id == Round.id)
        .where(
            Round.community_id == community,
            Round.use_first <= day,
            Round.use_last >= day,
            Allocation.state == "held",
        )
        .group_by(Round.id)
        .order_by(Round.id)
    )
    return [(round_, count) for round_, count in session.execute(wanted)]


# ---- what rounds before brought, for all of a round at once


def violations_by_vehicle(session: Session, community: UUID, round_id: UUID, at: datetime) -> dict[UUID, int]:
    """How many violations counted at an instant, of each vehicle of a round that had any."""
    asked = select(Registration.vehicle_id).where(Registration.round_id == round_id, Registration.entered.is_(True))
    wanted = (
        select(Violation.vehicle_id, func.count(Violation.id))
        .where(
            Violation.community_id == community,
            Violation.vehicle_id.in_(asked),
            Violation.state.in_((*COUNTING, "expired")),  # which may have come since
            Violation.at <= at,
            Violation.counts_until > at,
        )
        .group_by(Violation.vehicle_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def sharers(session: Session, round_id: UUID) -> set[UUID]:
    """People of a round who ever shared their own space."""
    asked = select(Registration.member_id).where(Registration.round_id == round_id, Registration.entered.is_(True))
    return set(session.execute(select(SpaceShare.member_id).where(SpaceShare.member_id.in_(asked))).scalars())


def lost_by_vehicle(session: Session, community: UUID, round_id: UUID) -> dict[UUID, int]:
    """As `registrations.lost_rounds`, for every vehicle of a round."""
    asked = select(Registration.vehicle_id).where(Registration.round_id == round_id, Registration.entered.is_(True))
    had_a_place = select(RegistrationEvent.id).where(
        RegistrationEvent.registration_id == Registration.id, RegistrationEvent.after == "allocated"
    )
    wanted = (
        select(Registration.vehicle_id, Registration.state, had_a_place.exists())
        .where(
            Registration.community_id == community,
            Registration.vehicle_id.in_(asked),
            Registration.round_id != round_id,
            Registration.entered.is_(True),
        )
        .order_by(Registration.id.desc())
    )
    lost: dict[UUID, int] = {}
    ended: set[UUID] = set()
    for vehicle, state, had in session.execute(wanted):
        assert vehicle is not None  # only vehicles of the round are asked for
        if state in ("refused", "waitlisted"):
            lost[vehicle] = lost.get(vehicle, 0) + (vehicle not in ended)
        elif had:
            ended.add(vehicle)
    return lost
