"""What rounds brought to whom: what it is worked out from, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, Table, bindparam, case, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.models import (
    Allocation,
    Household,
    Member,
    Occupation,
    Outcome,
    Publication,
    PublicationRow,
    Registration,
    RegistrationEvent,
    Seat,
    SeatWish,
    Shift,
    Vehicle,
    Volunteer,
)

SUBJECTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "person": Outcome.member_id,
    "household": Outcome.household_id,
    "organisation": Outcome.organisation_id,
}
"""Whose outcomes may be summed, by the column that names them."""
_TABLE = cast(Table, Outcome.__table__)


class Entry(NamedTuple):
    """A registration that took part, with its latest line in a notice and the class of its vehicle."""

    row: Registration
    line: str
    party: str | None


class SeatTime(NamedTuple):
    """A seat of a round: whose, what became of it, on which shift."""

    volunteer_id: UUID
    state: str
    starts_at: datetime
    ends_at: datetime
    terms: Mapping[str, Any]


class Past(NamedTuple):
    """An outcome as streaks and sums need it; `points` are those of its line in the notice."""

    round_id: UUID
    domain: str
    member_id: UUID
    household_id: UUID | None
    organisation_id: UUID | None
    home_site_id: UUID | None
    person_class: str
    asked: int
    got: int
    used: int
    wasted: int
    lost: bool
    points: int


# ---- what an outcome is worked out from


def entries(session: Session, round_id: UUID) -> list[Entry]:
    """Registrations with a line in any version that was published, as they came; who left between two is among them."""
    last = _last_lines(Publication.round_id == round_id)
    wanted = (
        select(Registration, last.c.outcome, Vehicle.party)
        .join(last, (last.c.registration_id == Registration.id) & (last.c.newest == 1))
        .outerjoin(Vehicle, Vehicle.id == Registration.vehicle_id)
        .order_by(Registration.id)
    )
    return [Entry(*found) for found in session.execute(wanted)]


def _last_lines(of: ColumnElement[bool]) -> Subquery:
    """Lines of published versions, numbered for each registration from its latest one, which is 1."""
    newest = func.row_number().over(partition_by=PublicationRow.registration_id, order_by=Publication.version.desc())
    return (
        select(PublicationRow.registration_id, PublicationRow.outcome, PublicationRow.points, newest.label("newest"))
        .join(Publication, Publication.id == PublicationRow.publication_id)
        .where(of, Publication.state == "published")
        .subquery()
    )


def dates_begun(session: Session, round_id: UUID, now: datetime) -> Mapping[UUID, int]:
    """Dated uses of rights that have begun and were not given back before, by registration."""
    wanted = (
        select(Allocation.registration_id, func.count(func.distinct(Occupation.starts_at)))
        .join(Occupation, Occupation.allocation_id == Allocation.id)
        .where(Allocation.round_id == round_id, Occupation.active, Occupation.starts_at <= now)
        .group_by(Allocation.registration_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def left_from(session: Session, round_id: UUID) -> Mapping[UUID, str]:
    """In which state those who withdrew were before."""
    wanted = (
        select(RegistrationEvent.registration_id, RegistrationEvent.before)
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .where(Registration.round_id == round_id, RegistrationEvent.action.in_(("withdraw", "annul")))
        .order_by(RegistrationEvent.at, RegistrationEvent.id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def given_back(session: Session, round_id: UUID) -> Mapping[UUID, int]:
    """Single dates given back in time, by registration."""
    wanted = (
        select(RegistrationEvent.registration_id, func.count())
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .where(Registration.round_id == round_id, RegistrationEvent.action == "give_back")
        .group_by(RegistrationEvent.registration_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def last_rights(session: Session, round_id: UUID) -> Mapping[UUID, list[Any]]:
    """Weekly slots that each registration holds, or held last."""
    wanted = (
        select(Allocation.registration_id, Allocation.sessions)
        .where(Allocation.round_id == round_id, Allocation.state.in_(("held", "released")))
        .order_by(Allocation.created_at, Allocation.id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def seat_times(session: Session, round_id: UUID) -> list[SeatTime]:
    """All seats of a round of rosters."""
    wanted = (
        select(Seat.volunteer_id, Seat.state, Shift.starts_at, Shift.ends_at, Shift.terms)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(Shift.round_id == round_id)
        .order_by(Seat.id)
    )
    return [SeatTime(*found) for found in session.execute(wanted)]


def passed_over(session: Session, round_id: UUID) -> set[UUID]:
    """Volunteers who wished for a post that was drawn by lot, and did not get it."""
    wanted = select(SeatWish.volunteer_id).join(Shift, Shift.id == SeatWish.shift_id)
    return set(session.execute(wanted.where(Shift.round_id == round_id, SeatWish.state == "passed")).scalars())


def volunteers(session: Session, community: UUID) -> list[tuple[Volunteer, UUID | None, UUID | None]]:
    """Volunteers with their households and home sites."""
    wanted = (
        select(Volunteer, Member.household_id, Household.home_site_id)
        .join(Member, Member.id == Volunteer.member_id)
        .outerjoin(Household, Household.id == Member.household_id)
        .where(Volunteer.community_id == community)
        .order_by(Volunteer.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


# ---- what is remembered


def known(session: Session, round_id: UUID) -> dict[UUID, tuple[UUID, dict[str, Any]]]:
    """Row and figures of each outcome of a round, by subject."""
    names = ("asked", "got", "used", "wasted", "lost")
    wanted = select(Outcome.subject_id, Outcome.id, *(getattr(Outcome, name) for name in names))
    rows = session.execute(wanted.where(Outcome.round_id == round_id))
    return {row[0]: (row[1], dict(zip(names, row[2:], strict=True))) for row in rows}


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember outcomes, all at once."""
    if rows:
        session.connection().execute(insert(_TABLE), [dict(row) for row in rows])


def change(session: Session, rows: Iterable[tuple[UUID, Mapping[str, Any]]]) -> None:
    """Put other figures in the place of those remembered."""
    changed = [{"row": row, **figures} for row, figures in rows]
    if changed:
        session.connection().execute(update(_TABLE).where(_TABLE.c.id == bindparam("row")), changed)


def past(
    session: Session,
    community: UUID,
    domain: str | None = None,
    but: UUID | None = None,
    kind: str = "person",
    of: Sequence[UUID] | None = None,
) -> list[Past]:
    """Outcomes of a community in the order in which its rounds settled, of some subjects only where `of` says so."""
    names = Past._fields[:-1]
    last = _last_lines(Publication.community_id == community)
    wanted = (
        select(*(getattr(Outcome, name) for name in names), func.coalesce(last.c.points, 0))
        .outerjoin(last, (last.c.registration_id == Outcome.subject_id) & (last.c.newest == 1))
        .where(Outcome.community_id == community)
        .order_by(Outcome.recorded_at, Outcome.round_id, Outcome.id)
    )
    if domain is not None:
        wanted = wanted.where(Outcome.domain == domain)
    if but is not None:
        wanted = wanted.where(Outcome.round_id != but)
    if of is not None:
        wanted = wanted.where(SUBJECTS[kind].in_(list(of)))
    return [Past._make(found) for found in session.execute(wanted)]


def subjects(
    session: Session, community: UUID, kind: str, domain: str | None, last: UUID | None, limit: int
) -> list[UUID]:
    """Persons, households or organisations with outcomes, by number."""
    column = SUBJECTS[kind]
    wanted = select(column).where(Outcome.community_id == community, column.is_not(None)).distinct()
    if domain is not None:
        wanted = wanted.where(Outcome.domain == domain)
    if last is not None:
        wanted = wanted.where(column > last)
    return list(session.execute(wanted.order_by(column).limit(limit)).scalars())


def fingerprint(session: Session, community: UUID) -> tuple[int | None, ...]:
    """Sums by which one sees that what is remembered of a community has changed, or that points were told anew."""
    figures = (Outcome.asked, Outcome.got, Outcome.used, Outcome.wasted, case((Outcome.lost, 1), else_=0))
    versions = select(func.count()).where(Publication.community_id == community, Publication.state == "published")
    wanted = select(func.count(), *map(func.sum, figures), versions.scalar_subquery())
    found = session.execute(wanted.where(Outcome.community_id == community)).one()
    return tuple(None if one is None else int(one) for one in found)


def is_forgotten(session: Session, round_id: UUID) -> bool:
    """Whether nothing is remembered of a round, as of those that settled before outcomes were kept."""
    return session.execute(select(Outcome.id).where(Outcome.round_id == round_id).limit(1)).first() is None
