"""Volunteers, whom they serve with, and the elders they visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Elder, Member, Seat, Shift, Volunteer, VolunteerPair
from scheduler.queries.paging import part_of
from scheduler.states import SEAT_LIVING

AT_ONCE = 900
"""Most ids in one question; SQLite takes no more than some thousands."""


def one(session: Session, community: UUID, volunteer_id: UUID) -> Volunteer | None:
    """A volunteer of the community."""
    found = session.get(Volunteer, volunteer_id)
    return found if found is not None and found.community_id == community else None


def of_member(session: Session, community: UUID, member_id: UUID | None) -> Volunteer | None:
    """The volunteer that a person is."""
    wanted = select(Volunteer).where(Volunteer.community_id == community, Volunteer.member_id == member_id)
    return session.execute(wanted).scalar_one_or_none()


def by_receipt(session: Session, community: UUID, receipt: str) -> Volunteer | None:
    """A volunteer of the community by the name that plans have."""
    wanted = select(Volunteer).where(Volunteer.community_id == community, Volunteer.receipt == receipt)
    return session.execute(wanted).scalar_one_or_none()


def locked(session: Session, community: UUID, ids: Collection[UUID]) -> list[Volunteer]:
    """Volunteers in the order of their ids, kept from other writers until the transaction ends."""
    found: list[Volunteer] = []
    known = sorted(set(ids))
    for at in range(0, len(known), AT_ONCE):
        wanted = (
            select(Volunteer)
            .where(Volunteer.community_id == community, Volunteer.id.in_(known[at : at + AT_ONCE]))
            .order_by(Volunteer.id)
            .with_for_update()
        )
        found += session.execute(wanted.execution_options(populate_existing=True)).scalars()
    return found


def listed(
    session: Session,
    community: UUID,
    *,
    states: Sequence[str] = (),
    organisation_id: UUID | None = None,
    member_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Volunteer]:
    """Volunteers in the order in which they came."""
    wanted = select(Volunteer).where(Volunteer.community_id == community)
    if states:
        wanted = wanted.where(Volunteer.state.in_(states))
    if organisation_id is not None:
        wanted = wanted.where(Volunteer.organisation_id == organisation_id)
    if member_id is not None:
        wanted = wanted.where(Volunteer.member_id == member_id)
    return list(session.execute(part_of(wanted, Volunteer.id, last, limit, newest)).scalars())


def counted(session: Session, community: UUID) -> dict[str, int]:
    """How many volunteers stand how."""
    wanted = select(Volunteer.state, func.count()).where(Volunteer.community_id == community).group_by(Volunteer.state)
    return {row.state: row[1] for row in session.execute(wanted)}


def is_elsewhere(session: Session, community: UUID, phone_index: bytes | None) -> bool:
    """Whether somebody with a telephone number is an active volunteer of another community of their own."""
    wanted = (
        select(Volunteer.id)
        .join(Member, Volunteer.member_id == Member.id)
        .where(
            Member.phone_index == phone_index,
            Volunteer.community_id != community,
            Volunteer.state == "active",
            Volunteer.neighbour.is_(False),
        )
        .limit(1)
    )
    return phone_index is not None and session.execute(wanted).scalar_one_or_none() is not None


def seats_to_come(session: Session, volunteer_id: UUID, since: datetime) -> list[tuple[Seat, Shift]]:
    """Living seats of a volunteer on shifts that begin after an instant."""
    wanted = (
        select(Seat, Shift)
        .join(Shift, Seat.shift_id == Shift.id)
        .where(Seat.volunteer_id == volunteer_id, Seat.state.in_(SEAT_LIVING), Shift.starts_at > since)
        .order_by(Shift.starts_at, Seat.id)
    )
    return [(seat, shift) for seat, shift in session.execute(wanted)]


def visits_to_come(session: Session, elder_id: UUID, ids: Collection[UUID], since: datetime) -> list[UUID]:
    """Living seats of some volunteers on shifts at an elder's home that are not over."""
    wanted = (
        select(Seat.id)
        .join(Shift, Seat.shift_id == Shift.id)
        .where(
            Shift.elder_id == elder_id,
            Shift.ends_at > since,
            Seat.volunteer_id.in_(ids),
            Seat.state.in_(SEAT_LIVING),
        )
    )
    return sorted(session.execute(wanted).scalars())


def shared_to_come(session: Session, a_id: UUID, b_id: UUID, since: datetime) -> list[Shift]:
    """Shifts, not yet begun, on which both of two volunteers have a living seat."""
    held = [
        select(Seat.id).where(Seat.shift_id == Shift.id, Seat.volunteer_id == one, Seat.state.in_(SEAT_LIVING)).exists()
        for one in (a_id, b_id)
    ]
    wanted = select(Shift).where(Shift.starts_at > since, *held).order_by(Shift.starts_at, Shift.id)
    return list(session.execute(wanted).scalars())


def members(session: Session, ids: Collection[UUID]) -> dict[UUID, Member]:
    """The people who are some volunteers, by the id of the person."""
    found: dict[UUID, Member] = {}
    known = sorted(set(ids))
    for at in range(0, len(known), AT_ONCE):
        wanted = select(Member).where(Member.id.in_(known[at : at + AT_ONCE]))
        found |= {row.id: row for row in session.execute(wanted).scalars()}
    return found


# ---- pairs


def pair(session: Session, community: UUID, pair_id: UUID) -> VolunteerPair | None:
    """A pair of the community."""
    found = session.get(VolunteerPair, pair_id)
    return found if found is not None and found.community_id == community else None


def pair_between(session: Session, first: UUID, second: UUID) -> VolunteerPair | None:
    """What is stated of two volunteers, whoever was named first."""
    wanted = select(VolunteerPair).where(
        VolunteerPair.a_id.in_((first, second)), VolunteerPair.b_id.in_((first, second))
    )
    return session.execute(wanted).scalar_one_or_none()


def pairs_listed(
    session: Session,
    community: UUID,
    *,
    volunteer_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[VolunteerPair]:
    """Pairs in the order in which they were stated."""
    wanted = select(VolunteerPair).where(VolunteerPair.community_id == community)
    if volunteer_id is not None:
        wanted = wanted.where(or_(VolunteerPair.a_id == volunteer_id, VolunteerPair.b_id == volunteer_id))
    return list(session.execute(part_of(wanted, VolunteerPair.id, last, limit, newest)).scalars())


def pairs_of_kinds(session: Session, community: UUID, kinds: Sequence[str]) -> list[VolunteerPair]:
    """All pairs of some kinds."""
    wanted = select(VolunteerPair).where(VolunteerPair.community_id == community, VolunteerPair.kind.in_(kinds))
    return list(session.execute(wanted.order_by(VolunteerPair.id)).scalars())


# ---- elders


def elder(session: Session, community: UUID, elder_id: UUID, lock: bool = False) -> Elder | None:
    """An elder of the community, kept from other writers until the transaction ends where `lock` says so."""
    wanted = select(Elder).where(Elder.id == elder_id, Elder.community_id == community)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def elder_by_code(session: Session, community: UUID, code: str) -> Elder | None:
    """An elder by their name in plans."""
    wanted = select(Elder).where(Elder.community_id == community, Elder.code == code)
    return session.execute(wanted).scalar_one_or_none()


def elders_listed(
    session: Session,
    community: UUID,
    *,
    active: bool | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Elder]:
    """Elders in the order in which they were taken in."""
    wanted = select(Elder).where(Elder.community_id == community)
    if active is not None:
        wanted = wanted.where(Elder.active.is_(active))
    return list(session.execute(part_of(wanted, Elder.id, last, limit, newest)).scalars())


def elders_known_to(session: Session, community: UUID, ids: Collection[UUID]) -> list[Elder]:
    """Active elders whose first or second contact is one of some volunteers."""
    wanted = select(Elder).where(
        Elder.community_id == community,
        Elder.active,
        or_(Elder.primary_id.in_(ids), Elder.second_id.in_(ids)),
    )
    return list(session.execute(wanted.order_by(Elder.code)).scalars())


def retired_elders(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Which of some elders are not visited any more."""
    found: set[UUID] = set()
    known = sorted(set(ids))
    for at in range(0, len(known), AT_ONCE):
        wanted = select(Elder.id).where(Elder.id.in_(known[at : at + AT_ONCE]), Elder.active.is_(False))
        found |= set(session.execute(wanted).scalars())
    return found
