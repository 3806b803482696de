"""The register of documents that staff keep: a document was seen, or an entry was wrong and is struck out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import RegisterEntry
from scheduler.registers import OF_VEHICLES
from scheduler.states import DOCUMENTS
from scheduler.usecases.serving import check_not_own, may_ask_for


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was seen: what it is, of which vehicle where it is one's, from when until when it holds.

    It holds from today where nothing is said, and without an end where it has none. Neither a copy nor a number of it
    is kept.
    """

    document: str
    vehicle_id: UUID | None = None
    valid_from: date | None = None
    valid_until: date | None = None


def record(session: Session, *, actor: Actor, member_id: UUID, paper: Paper, now: datetime) -> RegisterEntry:
    """Write down that a document of somebody was seen.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person, or about themselves (``own_matter``); no such person or vehicle for them.
    Rejected
        No such document, dates that cannot be, a vehicle missing or too many.
    """
    _staff_for(session, actor, member_id)
    _check(session, actor, member_id, paper)
    today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
    first = paper.valid_from or min(today, paper.valid_until or today)
    if paper.valid_until is not None and paper.valid_until < first:
        raise Rejected("inverted_dates", "valid_until", paper.valid_until.isoformat(), f"{first} or later")
    row = RegisterEntry(
        id=new_id(),
        community_id=actor.community_id,
        member_id=member_id,
        vehicle_id=paper.vehicle_id,
        document=paper.document,
        valid_from=first,
        valid_until=paper.valid_until,
        recorded_by=actor.account_id,
        recorded_at=now,
        reason="",
    )
    session.add(row)
    session.flush()
    _note(session, actor, "record", row, now)
    return row


def strike(session: Session, *, actor: Actor, entry_id: UUID, reason: str, now: datetime) -> RegisterEntry:
    """Strike an entry out that was wrong; it stays to be seen, and counts no more.

    Raises
    ------
    NotAllowed, NotFound, Conflict, Rejected
        Not for this person, or about themselves (``own_matter``); no such entry for them; struck out already; a
        reason is missing.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    row = queries.registers.locked(session, actor.community_id, entry_id)
    if row is None or not may_ask_for(session, actor, row.member_id):
        raise NotFound()
    check_not_own(session, actor, row.member_id)
    if row.struck_at is not None:
        raise Conflict("entry_struck", "entry_id")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    row.struck_at, row.struck_by, row.reason = now, actor.account_id, reason.strip()
    session.flush()
    _note(session, actor, "strike", row, now)
    return row


def listed(
    session: Session,
    *,
    actor: Actor,
    member_id: UUID,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[RegisterEntry]:
    """What was seen of somebody: for themselves, for staff who serve them, for auditors.

    Raises
    ------
    NotFound
        No such person for this one.
    """
    if queries.community.member(session, actor.community_id, member_id) is None:
        raise NotFound()
    if not (actor.has(AUDITOR) or may_ask_for(session, actor, member_id)):
        raise NotFound()
    return queries.registers.of_member(session, member_id, last, limit, newest)


def _staff_for(session: Session, actor: Actor, member_id: UUID) -> None:
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    known = queries.community.member(session, actor.community_id, member_id)
    if known is None or not may_ask_for(session, actor, member_id):
        raise NotFound()
    check_not_own(session, actor, member_id)


def _check(session: Session, actor: Actor, member_id: UUID, paper: Paper) -> None:
    if paper.document not in DOCUMENTS:
        raise Rejected("not_offered", "document", paper.document, ", ".join(DOCUMENTS))
    if paper.document not in OF_VEHICLES:
        if paper.vehicle_id is not None:
            raise Rejected("document_of_a_person", "vehicle_id", str(paper.vehicle_id), "no vehicle")
        return
    if paper.vehicle_id is None:
        raise Rejected("missing_field", "vehicle_id", None, "the vehicle that it is of")
    vehicle = queries.community.vehicle(session, actor.community_id, paper.vehicle_id)
    if vehicle is None or vehicle.member_id != member_id:
        raise Rejected("unknown_id", "vehicle_id", str(paper.vehicle_id), "a vehicle of the person")


def _note(session: Session, actor: Actor, action: str, row: RegisterEntry, now: datetime) -> None:
    details = {"document": row.document, "member": str(row.member_id)}
    audit.record(session, row.community_id, actor.name, f"document.{action}", "document", row.id, now, details)
