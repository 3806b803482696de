"""Disputes, their steps and effects; who mediates and arbitrates, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Account, Dispute, DisputeEffect, DisputeEvent, Role
from scheduler.queries.paging import part_of
from scheduler.states import DISPUTE_LIVING

MEDIATED = ("mediate", "settle", "hearing")
"""Steps by which somebody takes part in a mediation."""
REMIND = "remind"


class Count(NamedTuple):
    """How many closed cases of a kind came out how."""

    about: str
    state: str
    upheld: bool | None
    cases: int


def one(session: Session, community: UUID, dispute_id: UUID) -> Dispute | None:
    """A dispute of the community."""
    found = session.get(Dispute, dispute_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, community: UUID, dispute_id: UUID) -> Dispute | None:
    """A dispute, kept from other writers until the transaction ends."""
    wanted = select(Dispute).where(Dispute.id == dispute_id, Dispute.community_id == community).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def listed(
    session: Session,
    community: UUID,
    states: Sequence[str] = (),
    party: UUID | None = None,
    writer: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Dispute]:
    """Disputes of the community; only those of a side, or written by an account, where either is named."""
    wanted = select(Dispute).where(Dispute.community_id == community)
    if states:
        wanted = wanted.where(Dispute.state.in_(states))
    if party is not None or writer is not None:
        sides = [Dispute.member_id == party, Dispute.other_id == party] if party is not None else []
        written = [Dispute.operator_id == writer] if writer is not None else []
        wanted = wanted.where(or_(*sides, *written))
    return list(session.execute(part_of(wanted, Dispute.id, last, limit, newest)).scalars())


def due_first(session: Session, community: UUID, states: Sequence[str], skip: int, limit: int) -> list[Dispute]:
    """Disputes of the community in some states, the one that is due first before the others; the first `skip` not."""
    wanted = select(Dispute).where(Dispute.community_id == community, Dispute.state.in_(states))
    ordered = wanted.order_by(Dispute.answer_by.is_(None), Dispute.answer_by, Dispute.id)
    return list(session.execute(ordered.offset(skip).limit(limit)).scalars())


def before(session: Session, member_id: UUID, subject_id: UUID | None) -> list[Dispute]:
    """Cases that a person opened on the same thing, or on neighbours where none is named, in order."""
    same = Dispute.subject_id.is_(None) if subject_id is None else Dispute.subject_id == subject_id
    wanted = select(Dispute).where(Dispute.member_id == member_id, same)
    return list(session.execute(wanted.order_by(Dispute.id)).scalars())


def opened_since(session: Session, member_id: UUID, about: str, since: datetime) -> int:
    """How many cases about something a person opened since an instant, whatever became of them."""
    wanted = select(func.count()).where(
        Dispute.member_id == member_id, Dispute.about == about, Dispute.opened_at >= since
    )
    return session.execute(wanted).scalar_one()


def events(session: Session, dispute_id: UUID) -> list[DisputeEvent]:
    """Steps and notes of a dispute, in order."""
    wanted = select(DisputeEvent).where(DisputeEvent.dispute_id == dispute_id)
    return list(session.execute(wanted.order_by(DisputeEvent.id)).scalars())


def effects(session: Session, dispute_id: UUID) -> list[DisputeEffect]:
    """What a dispute brought about."""
    wanted = select(DisputeEffect).where(DisputeEffect.dispute_id == dispute_id)
    return list(session.execute(wanted.order_by(DisputeEffect.id)).scalars())


def mediated(session: Session, dispute_id: UUID, account_id: UUID | None) -> bool:
    """Whether an account took part in the mediation of a dispute."""
    wanted = select(DisputeEvent.id).where(
        DisputeEvent.dispute_id == dispute_id,
        DisputeEvent.actor_id == account_id,
        DisputeEvent.action.in_(MEDIATED),
        DisputeEvent.after != "arbitration",
    )
    return account_id is not None and session.execute(wanted.limit(1)).first() is not None


# ---- who hears them, and when


def hearers(session: Session, community: UUID, roles: Sequence[str]) -> list[UUID]:
    """People who hold one of the roles and have an inbox."""
    wanted = (
        select(Account.member_id)
        .join(Role, Role.account_id == Account.id)
        .where(
            Account.community_id == community,
            Role.name.in_(roles),
            Account.member_id.is_not(None),
            Account.disabled_at.is_(None),
        )
        .distinct()
    )
    return sorted(found for found in session.execute(wanted).scalars() if found is not None)


def overdue(session: Session, now: datetime, limit: int) -> list[Dispute]:
    """Cases that were not settled in time, longest overdue first."""
    wanted = select(Dispute).where(Dispute.state.in_(("opened", "mediation")), Dispute.answer_by <= now)
    return list(session.execute(wanted.order_by(Dispute.answer_by).limit(limit)).scalars())


def to_remind(session: Session, community: UUID, until: datetime, limit: int) -> list[Dispute]:
    """Living cases whose step is due by an instant, and of whose present state nobody was reminded."""
    reminded = select(DisputeEvent.id).where(
        DisputeEvent.dispute_id == Dispute.id, DisputeEvent.action == REMIND, DisputeEvent.before == Dispute.state
    )
    wanted = select(Dispute).where(
        Dispute.community_id == community,
        Dispute.state.in_(DISPUTE_LIVING),
        Dispute.answer_by <= until,
        ~reminded.exists(),
    )
    return list(session.execute(wanted.order_by(Dispute.answer_by).limit(limit)).scalars())


def outcomes(session: Session, community: UUID, since: datetime, until: datetime) -> list[Count]:
    """How cases came out that were closed in a span, by what they were about."""
    wanted = (
        select(Dispute.about, Dispute.state, Dispute.upheld, func.count())
        .where(Dispute.community_id == community, Dispute.decided_at >= since, Dispute.decided_at < until)
        .where(Dispute.state.not_in(DISPUTE_LIVING))
        .group_by(Dispute.about, Dispute.state, Dispute.upheld)
    )
    return [Count(*row) for row in session.execute(wanted)]


def living(session: Session, community: UUID) -> Mapping[str, int]:
    """How many cases are at which step."""
    wanted = select(Dispute.state, func.count()).where(
        Dispute.community_id == community, Dispute.state.in_(DISPUTE_LIVING)
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Dispute.state))}


def late(session: Session, community: UUID, now: datetime) -> int:
    """How many living cases are past the time in which their step was due."""
    of_it = (Dispute.community_id == community, Dispute.state.in_(DISPUTE_LIVING), Dispute.answer_by <= now)
    return session.execute(select(func.count(Dispute.id)).where(*of_it)).scalar_one()


def is_disputed(session: Session, round_id: UUID) -> bool:
    """Whether a case that concerns a round is under way."""
    wanted = select(Dispute.id).where(Dispute.round_id == round_id, Dispute.state.in_(DISPUTE_LIVING))
    return session.execute(wanted.limit(1)).first() is not None
