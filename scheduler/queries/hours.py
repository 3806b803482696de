"""The time bank: what was posted, what stands in accounts, what is to be credited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from scheduler.models import HoursPosting, HoursTransaction, Seat, ServiceRecord, Shift, Volunteer
from scheduler.queries.paging import part_of


class Line(NamedTuple):
    """A transaction as it touched one account, with the shift where it was of one."""

    transaction: HoursTransaction
    minutes: int
    shift: Shift | None


class Moved(NamedTuple):
    """Transactions of a kind and evidence: how many, minutes worked, into accounts of volunteers and out of them."""

    kind: str
    evidence: str
    transactions: int
    worked: int
    into: int
    out: int


# ---- whose account


def by_receipt(session: Session, community: UUID, receipt: str) -> Volunteer | None:
    """The volunteer of a receipt."""
    wanted = select(Volunteer).where(Volunteer.community_id == community, Volunteer.receipt == receipt)
    return session.execute(wanted).scalar_one_or_none()


def balance(session: Session, volunteer_id: UUID, before: datetime | None = None) -> int:
    """Minutes in an account, now or at an instant."""
    wanted = select(func.coalesce(func.sum(HoursPosting.minutes), 0)).where(HoursPosting.volunteer_id == volunteer_id)
    if before is not None:
        wanted = wanted.join(HoursTransaction, HoursTransaction.id == HoursPosting.transaction_id)
        wanted = wanted.where(HoursTransaction.at < before)
    return int(session.execute(wanted).scalar_one())


def given(session: Session, volunteer_id: UUID, since: datetime, until: datetime) -> int:
    """Minutes that somebody gave to others in a span; what was corrected counts as corrected."""
    wanted = (
        select(func.coalesce(func.sum(-HoursPosting.minutes), 0))
        .select_from(HoursTransaction)
        .join(HoursPosting, HoursPosting.transaction_id == HoursTransaction.id)
        .where(
            HoursPosting.volunteer_id == volunteer_id,
            HoursPosting.minutes < 0,
            HoursTransaction.kind == "transfer",
            HoursTransaction.at >= since,
            HoursTransaction.at < until,
            _stands(),
        )
    )
    return int(session.execute(wanted).scalar_one())


# ---- seats


def seat(session: Session, community: UUID, seat_id: UUID) -> Seat | None:
    """A seat of the community."""
    found = session.get(Seat, seat_id)
    return found if found is not None and found.community_id == community else None


def lock_seat(session: Session, seat_id: UUID) -> tuple[Seat, Shift]:
    """A seat and its shift, kept from other writers until the transaction ends; the volunteer is locked before."""
    fresh = {"populate_existing": True}
    of_seat = select(Shift).join(Seat, Seat.shift_id == Shift.id).where(Seat.id == seat_id)
    shift = session.execute(of_seat.with_for_update(of=Shift).execution_options(**fresh)).scalar_one()
    wanted = select(Seat).where(Seat.id == seat_id).with_for_update().execution_options(**fresh)
    return session.execute(wanted).scalar_one(), shift


def to_credit(session: Session, now: datetime, limit: int) -> list[Seat]:
    """Seats whose people checked out of a shift that is over."""
    wanted = select(Seat).join(Shift, Shift.id == Seat.shift_id)
    wanted = wanted.where(Seat.state == "checked_out", Shift.ends_at <= now)
    return list(session.execute(wanted.order_by(Seat.id).limit(limit)).scalars())


def first_credit(session: Session, seat_id: UUID) -> HoursTransaction | None:
    """The transaction by which a seat was credited first."""
    wanted = select(HoursTransaction).where(HoursTransaction.credits_seat_id == seat_id)
    return session.execute(wanted).scalar_one_or_none()


def standing_credit(session: Session, seat_id: UUID) -> HoursTransaction | None:
    """What a seat is credited with after all corrections."""
    wanted = select(HoursTransaction).where(
        HoursTransaction.seat_id == seat_id, HoursTransaction.kind == "service", _stands()
    )
    return session.execute(wanted).scalar_one_or_none()


# ---- transactions


def one(session: Session, community: UUID, transaction_id: UUID) -> HoursTransaction | None:
    """A transaction of the community."""
    found = session.get(HoursTransaction, transaction_id)
    return found if found is not None and found.community_id == community else None


def is_corrected(session: Session, transaction_id: UUID) -> bool:
    """Whether an opposite of a transaction stands."""
    wanted = select(HoursTransaction.id).where(HoursTransaction.corrects_id == transaction_id)
    return session.execute(wanted).scalar_one_or_none() is not None


def postings(session: Session, transaction_id: UUID) -> list[HoursPosting]:
    """The sides of a transaction."""
    wanted = select(HoursPosting).where(HoursPosting.transaction_id == transaction_id)
    return list(session.execute(wanted.order_by(HoursPosting.line)).scalars())


def add(session: Session, transaction: HoursTransaction, sides: Sequence[HoursPosting]) -> None:
    """Write a transaction with its sides."""
    session.add(transaction)
    session.flush()
    session.add_all(sides)
    session.flush()


# ---- what is shown


def lines(session: Session, volunteer_id: UUID, since: datetime, until: datetime) -> list[Line]:
    """What touched an account in a span, in order."""
    wanted = _lines(volunteer_id).where(HoursTransaction.at >= since, HoursTransaction.at < until)
    rows = session.execute(wanted.order_by(HoursTransaction.at, HoursTransaction.id))
    return [Line(*row) for row in rows]


def listed(session: Session, volunteer_id: UUID, last: UUID | None, limit: int, newest: bool = True) -> list[Line]:
    """A part of all that ever touched an account."""
    rows = session.execute(part_of(_lines(volunteer_id), HoursTransaction.id, last, limit, newest))
    return [Line(*row) for row in rows]


def served(session: Session, volunteer_id: UUID) -> list[tuple[HoursTransaction, Shift]]:
    """What somebody served and was credited with, after all corrections, in the order of the shifts."""
    wanted = (
        select(HoursTransaction, Shift)
        .join(Seat, Seat.id == HoursTransaction.seat_id)
        .join(Shift, Shift.id == Seat.shift_id)
        .where(
            Seat.volunteer_id == volunteer_id,
            HoursTransaction.kind == "service",
            HoursTransaction.worked_minutes > 0,
            _stands(),
        )
        .order_by(Shift.starts_at, HoursTransaction.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def moved(session: Session, community: UUID, since: datetime, until: datetime) -> list[Moved]:
    """What moved in a span, by kind and evidence; transactions that posted nothing count too."""
    minutes = HoursPosting.minutes
    sides = (
        select(
            HoursPosting.transaction_id,
            func.sum(case((minutes > 0, minutes), else_=0)).label("into"),
            func.sum(case((minutes < 0, -minutes), else_=0)).label("out"),
        )
        .where(HoursPosting.account == "volunteer")
        .group_by(HoursPosting.transaction_id)
        .subquery()
    )
    found = HoursTransaction
    wanted = (
        select(
            found.kind,
            found.evidence,
            func.count(),
            func.sum(found.worked_minutes),
            func.coalesce(func.sum(sides.c.into), 0),
            func.coalesce(func.sum(sides.c.out), 0),
        )
        .outerjoin(sides, sides.c.transaction_id == found.id)
        .where(found.community_id == community, found.at >= since, found.at < until)
        .group_by(found.kind, found.evidence)
        .order_by(found.kind, found.evidence)
    )
    return [Moved(row[0], row[1], *(int(number) for number in row[2:])) for row in session.execute(wanted)]


def accounts(session: Session, community: UUID, before: datetime) -> Mapping[str, int]:
    """Minutes in the accounts of a community by their kind, at an instant."""
    wanted = (
        select(HoursPosting.account, func.sum(HoursPosting.minutes))
        .join(HoursTransaction, HoursTransaction.id == HoursPosting.transaction_id)
        .where(HoursTransaction.community_id == community, HoursTransaction.at < before)
        .group_by(HoursPosting.account)
    )
    return {account: int(minutes) for account, minutes in session.execute(wanted)}


# ---- records of service


def record(session: Session, community: UUID, record_id: UUID) -> ServiceRecord | None:
    """A record of service that the community issued."""
    found = session.get(ServiceRecord, record_id)
    return found if found is not None and found.community_id == community else None


def record_of_code(session: Session, code: str) -> ServiceRecord | None:
    """The record of service whose code asks for it."""
    return session.execute(select(ServiceRecord).where(ServiceRecord.code == code)).scalar_one_or_none()


def records(session: Session, volunteer_id: UUID, limit: int) -> list[ServiceRecord]:
    """The newest records of service of a volunteer."""
    wanted = select(ServiceRecord).where(ServiceRecord.volunteer_id == volunteer_id)
    return list(session.execute(wanted.order_by(ServiceRecord.id.desc()).limit(limit)).scalars())


# ---- proofs


def unbalanced(session: Session, community: UUID) -> int:
    """How many transactions do not sum to nothing."""
    wanted = (
        select(HoursPosting.transaction_id)
        .join(HoursTransaction, HoursTransaction.id == HoursPosting.transaction_id)
        .where(HoursTransaction.community_id == community)
        .group_by(HoursPosting.transaction_id)
        .having(func.sum(HoursPosting.minutes) != 0)
    )
    return session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()


def overdrawn(session: Session, community: UUID) -> int:
    """How many volunteers have less than nothing."""
    wanted = (
        select(HoursPosting.volunteer_id)
        .join(Volunteer, Volunteer.id == HoursPosting.volunteer_id)
        .where(Volunteer.community_id == community)
        .group_by(HoursPosting.volunteer_id)
        .having(func.sum(HoursPosting.minutes) < 0)
    )
    return session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()


def _stands() -> ColumnElement[bool]:
    """Whether a transaction was not corrected."""
    later = aliased(HoursTransaction)
    return ~select(later.id).where(later.corrects_id == HoursTransaction.id).exists()


def _lines(volunteer_id: UUID) -> Any:
    return (
        select(HoursTransaction, HoursPosting.minutes, Shift)
        .join(HoursPosting, HoursPosting.transaction_id == HoursTransaction.id)
        .outerjoin(Seat, Seat.id == HoursTransaction.seat_id)
        .outerjoin(Shift, Shift.id == Seat.shift_id)
        .where(HoursPosting.volunteer_id == volunteer_id)
    )
