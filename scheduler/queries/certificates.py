"""Certificates of publications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.models import Certificate, CurrentPublication, Publication, Round


def of_publication(session: Session, publication_id: UUID) -> Certificate | None:
    """The certificate of a version of a notice, without its file."""
    return session.execute(_of(publication_id)).scalar_one_or_none()


def published(session: Session, publication_id: UUID) -> tuple[Certificate, Publication, Round] | None:
    """The certificate of a version that is, or was, public."""
    wanted = (
        select(Certificate, Publication, Round)
        .join(Publication, Certificate.publication_id == Publication.id)
        .join(Round, Publication.round_id == Round.id)
        .where(Publication.id == publication_id, Publication.state == "published")
    )
    found = session.execute(wanted).one_or_none()
    return None if found is None else (found[0], found[1], found[2])


def in_force(session: Session, community: UUID, limit: int) -> list[tuple[Round, Publication, Certificate | None]]:
    """The versions that are in force, of the newest rounds first, with their certificates."""
    wanted = (
        select(Round, Publication, Certificate)
        .join(CurrentPublication, CurrentPublication.round_id == Round.id)
        .join(Publication, Publication.id == CurrentPublication.publication_id)
        .outerjoin(Certificate, Certificate.publication_id == Publication.id)
        .where(Round.community_id == community)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted.order_by(Round.id.desc()).limit(limit))]


def locked(session: Session, publication_id: UUID) -> Certificate | None:
    """The certificate of a version, kept from other writers until the transaction ends."""
    wanted = _of(publication_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def bundle(session: Session, certificate_id: UUID) -> bytes:
    """The file of a certificate; empty until it is made."""
    return session.execute(select(Certificate.bundle).where(Certificate.id == certificate_id)).scalar_one() or b""


def waiting(session: Session, since: datetime) -> Sequence[UUID]:
    """Versions whose certificate waits since before an instant."""
    wanted = select(Certificate.publication_id).where(Certificate.state == "waiting", Certificate.created_at < since)
    return session.execute(wanted.order_by(Certificate.id)).scalars().all()


def _of(publication_id: UUID) -> Select[Certificate]:
    return select(Certificate).where(Certificate.publication_id == publication_id)
