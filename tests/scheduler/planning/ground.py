"""A community whose closed round holds an invented problem, with a run queued for it."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.db import Database
from scheduler.files import dump_problem, problem_digest
from scheduler.ids import new_id
from scheduler.models import (
    Community,
    Covenant,
    Member,
    Registration,
    Resource,
    Round,
    Run,
    Site,
    Space,
    Vehicle,
)
from scheduler.office import Office
from scheduler.privacy import Vault
from scheduler.settings import Settings
from solvers.parking.generate import SCALES, Scale, generate_parking
from solvers.parking.problem import ParkingProblem

PATIENCE = 240.0
"""Seconds after which something that does not come is given up, on a machine that has much else to do."""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether something holds before long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def children_of(parent: int, module: str) -> list[int]:
    """Processes below another one that run a module; one that has ended, or that does not run it yet, is none."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes()
                above = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if above == parent and module.encode() in command:
                found.append(int(entry.name))
    return found


def invented(size: str | Scale, seed: int = 1) -> ParkingProblem:
    scale = size if isinstance(size, Scale) else SCALES[size]
    return generate_parking(scale, seed, calendar.horizon(date(2026, 5, 4), date(2026, 5, 31)))


@contextmanager
def opened(url: URL, folder: Path) -> Iterator[Office]:
    """An office on a migrated database."""
    settings = Settings(
        database_url=url.render_as_string(hide_password=False), key_file=folder / "office.key", solve_workers=1
    )
    office = Office(settings, Database(settings.url), Vault.open(settings.key_file, create=True))
    yield office
    office.close()


def queued(database: Database, problem: ParkingProblem, work_limit: float = 5.0) -> UUID:
    """The rows of a round, and its run."""
    with database.writing() as session:
        community = Community(id=new_id(), slug="tangqiao", name_zh="塘桥", name_en="Tangqiao")
        session.add(community)
        session.flush()
        queries.audit.start_chain(session, community.id)
        session.add(Covenant(community_id=community.id, version=1, settings={}, in_force_from=NOON))
        round_ = Round(
            id=new_id(),
            community_id=community.id,
            code="2026-05",
            title_zh="五月",
            title_en="May",
            covenant_version=1,
            state="closed",
            apply_from=NOON,
            apply_until=NOON,
            use_first=problem.horizon.first,
            use_last=problem.horizon.last,
        )
        session.add(round_)
        session.flush()
        _supply(session, community.id, problem)
        _demand(session, round_, problem)
        run = Run(
            id=new_id(),
            community_id=community.id,
            round_id=round_.id,
            snapshot=zlib.compress(dump_problem(problem)),
            problem_digest=problem_digest(problem),
            covenant_version=1,
            work_limit=work_limit,
            versions={},
            created_at=NOON,
        )
        session.add(run)
        return run.id


def _supply(session: Session, community: UUID, problem: ParkingProblem) -> None:
    sites = {
        site.id: Site(id=new_id(), community_id=community, code=site.id, name_zh="楼", name_en="Tower", kind=site.kind)
        for site in problem.sites
    }
    spaces = [(new_id(), unit, problem.spaces[at].site) for unit, at in problem.units]
    resources = [Resource(community_id=community, kind="space", subject_id=row) for row, _, _ in spaces]
    session.add_all([*sites.values(), *resources])
    session.flush()
    session.add_all(
        Space(id=row, community_id=community, site_id=sites[site].id, resource_id=resource.id, code=unit)
        for (row, unit, site), resource in zip(spaces, resources, strict=True)
    )


def _demand(session: Session, round_: Round, problem: ParkingProblem) -> None:
    community = round_.community_id
    member = Member(id=new_id(), community_id=community, name_cipher=b"x", created_at=NOON)
    session.add(member)
    session.flush()
    vehicles = [
        Vehicle(
            id=new_id(),
            community_id=community,
            member_id=member.id,
            plate_cipher=b"x",
            plate_index=at.to_bytes(4, "big"),
            plate_tail_index=b"x",
        )
        for at in range(len(problem.requests))
    ]
    session.add_all(vehicles)
    session.flush()
    session.add_all(
        Registration(
            id=new_id(),
            community_id=community,
            round_id=round_.id,
            receipt=request.id,
            member_id=member.id,
            vehicle_id=vehicle.id,
            channel="web",
            state="competing",
            uses=[],
            walk=dict(request.walk),
            points=dict(request.points),
            created_at=NOON,
            submitted_at=NOON,
            entered=True,
        )
        for request, vehicle in zip(problem.requests, vehicles, strict=True)
    )


def run_of(database: Database, run_id: UUID) -> Run:
    """A run as it stands."""
    with database.reading() as session:
        return session.get_one(Run, run_id)
