"""Runs: how far they are, and which are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from scheduler.models import Round, Run

UNFINISHED = ("queued", "running")


WORKER = "commontide-worker"
"""What a worker is called among the connections of PostgreSQL."""


def one(session: Session, community: UUID, run_id: UUID) -> Run | None:
    """A run of the community."""
    found = session.get(Run, run_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, run_id: UUID) -> Run | None:
    """A run that nobody else changes until the transaction ends."""
    wanted = select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def under_way(session: Session, round_id: UUID) -> bool:
    """Whether a run of the round, not of a scenario of it, is queued or running."""
    wanted = (
        select(Run.id).where(Run.round_id == round_id, Run.scenario_id.is_(None), Run.state.in_(UNFINISHED)).limit(1)
    )
    return session.execute(wanted).first() is not None


def of_round(session: Session, round_id: UUID, before: UUID | None = None, limit: int = 50) -> Sequence[Run]:
    """Runs of a round, not of its scenarios, newest first, from the one before `before` on."""
    own = select(Run).where(Run.round_id == round_id, Run.scenario_id.is_(None))
    wanted = own.order_by(Run.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(Run.id < before)
    return session.execute(wanted).scalars().all()


def listened_to(session: Session, ids: Sequence[UUID]) -> Sequence[Run]:
    """Several runs at once, for whoever watches them."""
    return session.execute(select(Run).where(Run.id.in_(ids))).scalars().all()


def snapshot(session: Session, run_id: UUID) -> bytes:
    """The compressed problem file of a run, empty until it was frozen."""
    return session.execute(select(Run.snapshot).where(Run.id == run_id)).scalar_one() or b""


def keep_snapshot(session: Session, run_id: UUID, snapshot: bytes, digest: str, base: bytes | None) -> None:
    """Keep what a run starts from, unless it was kept before."""
    session.execute(
        update(Run)
        .where(Run.id == run_id, Run.problem_digest.is_(None))
        .values(snapshot=snapshot, problem_digest=digest, base=base)
        .execution_options(synchronize_session=False)
    )


def document_of_base(session: Session, run_id: UUID) -> bytes | None:
    """The compressed plan file that a re-run departs from."""
    return session.execute(select(Run.base).where(Run.id == run_id)).scalar_one()


def silent_since(session: Session, queued: datetime, running: datetime) -> Sequence[Run]:
    """Runs that are queued since before `queued`, or running without a word since before `running`."""
    heard = func.coalesce(Run.progress_at, Run.started_at, Run.created_at)
    wanted = select(Run).where(
        ((Run.state == "queued") & (Run.created_at < queued)) | ((Run.state == "running") & (heard < running))
    )
    return session.execute(wanted.order_by(Run.id)).scalars().all()


def of_community(session: Session, community: UUID, since: datetime, limit: int) -> Sequence[tuple[Run, Round]]:
    """Runs that are under way, and those that ended since then, the newest first, with their rounds."""
    wanted = (
        select(Run, Round)
        .join(Round, Round.id == Run.round_id)
        .where(Run.community_id == community, or_(Run.state.in_(UNFINISHED), Run.finished_at >= since))
    )
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Run.id.desc()).limit(limit))]


def workers(session: Session) -> int:
    """How many workers are connected to a PostgreSQL database."""
    wanted = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = :worker AND datname = current_database()"
    )
    return int(session.execute(wanted, {"worker": WORKER}).scalar_one())
