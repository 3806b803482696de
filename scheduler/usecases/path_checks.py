"""What stands against a step of registrations: a vehicle that is blocked, documents that nobody has seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries, registers
from scheduler.covenant import settings_of
from scheduler.errors import Conflict, NotFound, Refused
from scheduler.models import Registration, Round
from scheduler.states import REGISTRATION_MOVES
from scheduler.usecases import blocks

CHECKED = ("endorse", "approve", "accept")
"""Steps that something may stand against."""


class Left(NamedTuple):
    """A registration that could not take a step, and why; without a receipt where it is not for this person."""

    registration_id: UUID
    receipt: str | None
    why: Refused


def against(
    session: Session, round_: Round, action: str, registrations: Collection[UUID], now: datetime
) -> dict[UUID, Conflict]:
    """What stands against an action for registrations of a round, by registration; those not named may take it.

    ``vehicle_blocked`` where one is to be endorsed, approved or accepted, ``documents_missing`` where one is to be
    approved and the covenant wants the documents seen.
    """
    if not registrations or round_.domain != "parking" or action not in CHECKED:
        return {}
    missing = _without_documents(session, round_, registrations, now) if action == "approve" else {}
    zone = queries.community.one(session, round_.community_id).zone
    found = queries.path.blocked(session, registrations, now)
    return missing | {row: blocks.refusal(until, zone) for row, until in found.items()}


def check(session: Session, row: Registration, action: str, now: datetime) -> None:
    """Refuse a step that something stands against.

    Raises
    ------
    Conflict
        As in `against`.
    """
    if action not in CHECKED:
        return
    found = against(session, session.get_one(Round, row.round_id), action, {row.id}, now)
    if row.id in found:
        raise found[row.id]


def not_taken(chosen: Collection[UUID], seen: Collection[Registration], action: str) -> list[Left]:
    """Reasons of chosen registrations that did not wait for an action; `seen` are those that one may know of."""
    there, out = {row.id: row for row in seen}, []
    allowed = ", ".join(REGISTRATION_MOVES[action].before)
    for row_id in sorted(chosen):
        row = there.get(row_id)
        if row is None:
            out.append(Left(row_id, None, NotFound()))
        else:
            why = Conflict("registration_not_ready", "state", row.state, allowed, action=action)
            out.append(Left(row_id, row.receipt, why))
    return out


def _without_documents(
    session: Session, round_: Round, registrations: Collection[UUID], now: datetime
) -> dict[UUID, Conflict]:
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings).path
    if not rules.documents_needed:
        return {}
    today = calendar.date_of(now, queries.community.one(session, round_.community_id).zone)
    rows = queries.registers.vehicles_of(session, registrations)
    seen = registers.seen_by(session, {row.member_id for row, _ in rows}, today)
    out = {}
    for row, vehicle in rows:
        missing = registers.missing(rules, vehicle, seen.get(row.member_id, ()))
        if missing:
            names = ", ".join(missing)
            out[row.id] = Conflict("documents_missing", "documents", None, names, count=len(missing))
    return out
