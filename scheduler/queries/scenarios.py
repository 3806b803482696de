"""Scenarios of rounds, their runs and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.models import Plan, Run, Scenario
from scheduler.queries.runs import UNFINISHED


def one(session: Session, community: UUID, scenario_id: UUID) -> Scenario | None:
    """A scenario that was not removed."""
    return session.execute(_wanted(community, scenario_id)).scalar_one_or_none()


def locked(session: Session, community: UUID, scenario_id: UUID) -> Scenario | None:
    """A scenario that was not removed, kept from other writers until the transaction ends."""
    wanted = _wanted(community, scenario_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(wanted).scalar_one_or_none()


def _wanted(community: UUID, scenario_id: UUID) -> Select[Scenario]:
    return select(Scenario).where(
        Scenario.id == scenario_id, Scenario.community_id == community, Scenario.removed_at.is_(None)
    )


def of_round(session: Session, round_id: UUID) -> Sequence[Scenario]:
    """Scenarios of a round in the order in which they were made, those removed left out."""
    wanted = select(Scenario).where(Scenario.round_id == round_id, Scenario.removed_at.is_(None))
    return session.execute(wanted.order_by(Scenario.id)).scalars().all()


def named(session: Session, round_id: UUID, name: str) -> Scenario | None:
    """The scenario of a name, removed or not."""
    wanted = select(Scenario).where(Scenario.round_id == round_id, Scenario.name == name)
    return session.execute(wanted).scalar_one_or_none()


def shared(session: Session, share_hash: bytes, now: datetime) -> Scenario | None:
    """The scenario that a share link shows, while it does."""
    wanted = select(Scenario).where(
        Scenario.share_hash == share_hash, Scenario.shared_until > now, Scenario.removed_at.is_(None)
    )
    return session.execute(wanted).scalar_one_or_none()


def newest_run(session: Session, scenario_id: UUID) -> Run | None:
    """The latest run of a scenario."""
    wanted = select(Run).where(Run.scenario_id == scenario_id).order_by(Run.id.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def under_way(session: Session, scenario_id: UUID) -> bool:
    """Whether a run of the scenario is queued or running."""
    wanted = select(Run.id).where(Run.scenario_id == scenario_id, Run.state.in_(UNFINISHED)).limit(1)
    return session.execute(wanted).first() is not None


def newest_plan(session: Session, scenario_id: UUID) -> Plan | None:
    """The latest plan of a scenario."""
    wanted = select(Plan).where(Plan.scenario_id == scenario_id).order_by(Plan.id.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def unchanged_problem(session: Session, round_id: UUID, digest: str) -> bytes | None:
    """The compressed problem file of a round's own run for which the problem has a digest."""
    wanted = select(Run.snapshot).where(
        Run.round_id == round_id, Run.scenario_id.is_(None), Run.problem_digest == digest
    )
    return session.execute(wanted.order_by(Run.id.desc()).limit(1)).scalar_one_or_none()
