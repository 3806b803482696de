"""Seasons of activity rooms as a domain of planning."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings
from scheduler.files import Document, dump_plan, plain_value, sessions_digest
from scheduler.models import Plan, Registration, RoomSession, Round
from scheduler.queries.plans import SessionLine
from scheduler.translation.domain import Places, RefusalLine, requests_served
from scheduler.translation.seasons import season_of as problem_of
from scheduler.translation.sessions import session_from
from solvers.plan import Status
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.plan import Session as WeeklySession

__all__ = ["ENGINES", "base_of", "keep", "places", "problem_of", "unheld", "worth"]
ENGINES: tuple[str, ...] = ("auto", "options", "greedy", "fcfs")


def base_of(session: Session, round_: Round, digest: str, published: bool) -> bytes | None:
    """A plan file of the sessions that groups hold, else of the newest plan; who takes part no more is left out."""
    known = {row.receipt: row for row in queries.registrations.entered(session, round_.id)}
    if published:
        held = queries.publications.held_sessions(session, round_.id)
        sessions = tuple(session_from(receipt, one) for receipt, own in held.items() if receipt in known for one in own)
    else:
        plan = queries.plans.to_depart_from(session, round_.id)
        if plan is None:
            return None
        lines = queries.plans.session_lines(session, plan.id)
        sessions = tuple(session_from(line.receipt, stored_line(line)) for line in lines if line.receipt in known)
    document = RoomsPlan(digest, sessions_digest(digest, sessions), "held", Status.FEASIBLE, 0, True, (), sessions)
    return zlib.compress(dump_plan(document))


def keep(
    session: Session,
    plan: Plan,
    document: Document,
    by_receipt: Mapping[str, Registration],
    refusals: Sequence[RefusalLine],
) -> tuple[int, int]:
    """Write which group meets where and when; how many took part, and how many are served."""
    assert isinstance(document, RoomsPlan)
    rooms = {room.code: room.id for room in queries.rooms.rooms_by_id(session, plan.community_id).values()}
    rows = list(_sessions(plan, document.assignments, by_receipt, rooms))
    if rows:
        session.execute(insert(RoomSession), rows)
    return requests_served(document, refusals)


def _sessions(
    plan: Plan,
    sessions: Iterable[WeeklySession],
    by_receipt: Mapping[str, Registration],
    rooms: Mapping[str, UUID],
) -> Iterable[dict[str, Any]]:
    parts: dict[UUID, int] = {}
    for one in sessions:
        registration = by_receipt.get(one.request)
        if registration is None:
            continue  # withdrawn while the plan was made
        stored = plain_value(one)
        part = parts[registration.id] = parts.get(registration.id, -1) + 1
        yield {
            "plan_id": plan.id,
            "registration_id": registration.id,
            "part": part,
            "room_id": rooms[one.room],
            "weekday": one.weekday,
            "start_clock": one.start,
            "end_clock": one.end,
            "dates": stored.get("dates", []),
            "substitutes": stored.get("substitutes", []),
            "left_out": stored.get("left_out", []),
        }


def stored_line(line: SessionLine) -> dict[str, Any]:
    """A weekly slot of a plan as a right keeps it."""
    return {
        "room": line.room_code,
        "weekday": line.weekday,
        "start": line.start,
        "end": line.end,
        "dates": line.dates,
        "substitutes": line.substitutes,
        "left_out": line.left_out,
    }


def unheld(document: Document) -> list[dict[str, Any]]:
    """Decisions of the staff that cannot hold."""
    assert isinstance(document, RoomsPlan)
    return [{"request": lock.request, "room": lock.room, "rule": lock.rule} for lock in document.unheld]


def worth(rules: CovenantSettings, row: Registration) -> int:
    """What a dated session of the section counts."""
    category = (row.section or {}).get("category", "other")
    return rules.rooms.weights.get(category, 1)


def places(session: Session, plan_id: UUID) -> Places:
    """Weekly slots of every served registration, as texts."""
    found: dict[UUID, tuple[str, ...]] = {}
    for line in queries.plans.session_lines(session, plan_id):
        moved = "".join(f" {one['date']}>{one['room']} {one['start']}-{one['end']}" for one in line.substitutes)
        told = f"{line.room_code} {line.weekday} {line.start}-{line.end} x{len(line.dates)}{moved}"
        found[line.registration_id] = (*found.get(line.registration_id, ()), told)
    return found
