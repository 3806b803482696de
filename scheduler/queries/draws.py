"""Draws of rounds, and which receipts take part in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Draw, Registration, Round, Shift, Volunteer


def of_round(session: Session, round_id: UUID) -> Draw | None:
    """The draw of a round, if one was committed to and stands."""
    return session.execute(_standing(round_id)).scalar_one_or_none()


def all_of_round(session: Session, round_id: UUID) -> Sequence[Draw]:
    """Every draw that was committed to for a round, the latest first: all but the first are withdrawn."""
    wanted = select(Draw).where(Draw.round_id == round_id).order_by(Draw.committed_at.desc(), Draw.id.desc())
    return session.execute(wanted).scalars().all()


def _standing(round_id: UUID) -> Select[Draw]:
    return select(Draw).where(Draw.round_id == round_id, Draw.state != "withdrawn")


def locked(session: Session, round_id: UUID) -> Draw | None:
    """The draw of a round, kept from other writers until the transaction ends."""
    wanted = _standing(round_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def seed(session: Session, round_id: UUID) -> str:
    """The seed of a round's draw; empty where there is none, or it is not revealed."""
    wanted = select(Draw.seed).where(Draw.round_id == round_id, Draw.state == "revealed")
    return session.execute(wanted).scalar_one_or_none() or ""


def seed_of_shift(session: Session, shift_id: UUID) -> str:
    """The seed of the draw of a shift's round, as `seed`."""
    wanted = select(Draw.seed).join(Shift, Shift.round_id == Draw.round_id)
    wanted = wanted.where(Shift.id == shift_id, Draw.state == "revealed")
    return session.execute(wanted).scalar_one_or_none() or ""


def taking_part(session: Session, round_: Round) -> Sequence[str]:
    """Receipts that take part in a draw, sorted: what was sent and not given up; in rosters active volunteers."""
    if round_.domain == "rosters":
        volunteers = select(Volunteer.receipt).where(
            Volunteer.community_id == round_.community_id, Volunteer.state == "active"
        )
        return sorted(session.execute(volunteers).scalars())
    wanted = select(Registration.receipt).where(
        Registration.round_id == round_.id, Registration.submitted_at.is_not(None), ~_gone()
    )
    return sorted(session.execute(wanted).scalars())


def _gone() -> ColumnElement[bool]:
    """Withdrawn, or refused before any plan was made."""
    rejected = and_(Registration.state == "refused", Registration.entered.is_(False))
    return or_(Registration.state == "withdrawn", rejected)
