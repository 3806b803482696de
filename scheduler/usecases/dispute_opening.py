"""A dispute is opened: by whom a matter concerns, or by the staff who serve them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, privacy, queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id, new_receipt
from scheduler.models import Dispute
from scheduler.privacy import Vault
from scheduler.states import ABOUT, DISPUTE_LIVING
from scheduler.usecases import dispute_notes
from scheduler.usecases.dispute_grounds import Matter, matter, rules_in_force
from scheduler.usecases.disputes import write_step
from scheduler.usecases.registration import check_channel
from scheduler.usecases.serving import may_ask_for

STATEMENT = "dispute.statement"
NEIGHBOUR = "neighbour"
MOST_CASES = 2
"""How often a matter is opened at most: once more after it was withdrawn."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody has to say about which matter: of a neighbour, the plate of whose vehicle and where, if known.

    `member_id` is for staff who open a case on a neighbour for somebody.
    """

    about: str
    statement: str
    subject_id: UUID | None = None
    member_id: UUID | None = None
    plate: str | None = None
    site_id: UUID | None = None


def open_case(
    session: Session, *, actor: Actor, vault: Vault, complaint: Complaint, channel: str, now: datetime
) -> Dispute:
    """Open a dispute; the neighbourhood committee is told.

    Raises
    ------
    NotFound
        No such matter for this person.
    Conflict
        ``nothing_decided``, ``too_late_to_dispute``, ``disputed_already``, ``disputed_before``,
        ``too_many_cases``.
    Rejected
        For the first value that cannot be.
    """
    if complaint.about not in ABOUT:
        raise Rejected("not_offered", "about", complaint.about, ", ".join(ABOUT))
    if not complaint.statement.strip():
        raise Rejected("reason_missing", "statement", "", "a sentence")
    version, rules = rules_in_force(session, actor.community_id, now)
    found = (
        _neighbours(session, actor, complaint, now) if complaint.about == NEIGHBOUR else _own(session, actor, complaint)
    )
    other_id = _other(session, actor, vault, complaint, found.member_id)
    check_channel(actor, found.member_id, channel)
    _check_time(found, rules.disputes.open_days, now)
    _check_new(session, complaint, found)
    if complaint.about == NEIGHBOUR:
        _check_count(session, actor.community_id, found.member_id, rules.disputes.most_neighbour_cases, now)
    row = Dispute(
        id=new_id(),
        community_id=actor.community_id,
        receipt=new_receipt(),
        about=complaint.about,
        subject_id=complaint.subject_id,
        member_id=found.member_id,
        other_id=other_id,
        site_id=found.site_id,
        round_id=found.round_id,
        covenant_version=version,
        state="opened",
        row_version=1,
        channel=channel,
        operator_id=None if actor.member_id == found.member_id else actor.account_id,
        opened_at=now,
        answer_by=now + timedelta(days=rules.disputes.mediation_days),
    )
    row.statement_cipher = vault.seal(complaint.statement, STATEMENT, row.id)
    session.add(row)
    session.flush()
    write_step(session, actor, vault, row, "open", "", now)
    dispute_notes.tell_opened(session, row, now)
    dispute_notes.tell_hearers(session, row, now)
    return row


def _own(session: Session, actor: Actor, complaint: Complaint) -> Matter:
    """The matter named, if it concerns whoever opens the case, or somebody whom they serve."""
    for name in ("member_id", "plate", "site_id"):
        if getattr(complaint, name) is not None:
            raise Rejected("not_offered", name, None, "a case on a neighbour")
    if complaint.subject_id is None:
        raise Rejected("missing_field", "subject_id")
    found = matter(session, actor.community_id, complaint.about, complaint.subject_id)
    if not may_ask_for(session, actor, found.member_id):
        raise NotFound()
    return found


def _neighbours(session: Session, actor: Actor, complaint: Complaint, now: datetime) -> Matter:
    """A matter between neighbours: of whoever opens the case, or somebody whom they serve."""
    if complaint.subject_id is not None:
        raise Rejected("not_offered", "subject_id", None, "a case on a neighbour without a subject")
    person = complaint.member_id or actor.member_id
    if person is None:
        raise Rejected("missing_field", "member_id")
    known = queries.community.member(session, actor.community_id, person)
    if known is None or not may_ask_for(session, actor, person):
        raise NotFound()
    if complaint.site_id is not None and queries.supply.site(session, actor.community_id, complaint.site_id) is None:
        raise Rejected("unknown_id", "site_id", str(complaint.site_id), "a site of the community")
    return Matter(person, now, complaint.site_id)


def _other(session: Session, actor: Actor, vault: Vault, complaint: Complaint, member_id: UUID) -> UUID | None:
    """Whose vehicle a plate names, if it is known; whoever opens the case does not learn whether it is."""
    if complaint.plate is None:
        return None
    digest = vault.index(privacy.plate_of(complaint.plate), "vehicle.plate")
    vehicles = queries.community.vehicles_by_plate(session, actor.community_id, digest)
    return next((one.member_id for one in vehicles if one.member_id != member_id), None)


def _check_time(found: Matter, open_days: int, now: datetime) -> None:
    if found.since is None:
        raise Conflict("nothing_decided", "subject_id")
    if found.since + timedelta(days=open_days) < now:
        raise Conflict("too_late_to_dispute", "subject_id", found.since.isoformat(), f"within {open_days} days")


def _check_new(session: Session, complaint: Complaint, found: Matter) -> None:
    """A matter is heard once; it is opened again only where it was withdrawn, and that once.

    A registration that was decided on anew is a new matter.
    On neighbours somebody has one case at a time, whoever they are: else its refusal would tell whose a plate is.
    """
    queries.community.lock_member(session, found.member_id)
    cases = queries.disputes.before(session, found.member_id, complaint.subject_id)
    for row in cases:
        if row.state in DISPUTE_LIVING:
            raise Conflict("disputed_already", "subject_id" if complaint.subject_id else "about", receipt=row.receipt)
    if complaint.subject_id is None:
        return
    if complaint.about == "decision" and found.since is not None:
        cases = [row for row in cases if row.opened_at >= found.since]
    if len(cases) >= MOST_CASES or any(row.state != "withdrawn" for row in cases):
        raise Conflict("disputed_before", "subject_id", receipt=cases[-1].receipt)


def _check_count(session: Session, community: UUID, member_id: UUID, most: int, now: datetime) -> None:
    """Nobody names one neighbour after the other; cases that were withdrawn count."""
    zone = queries.community.one(session, community).zone
    first = calendar.instant_of(calendar.date_of(now, zone).replace(day=1), 0, zone)
    if queries.disputes.opened_since(session, member_id, NEIGHBOUR, first) >= most:
        raise Conflict("too_many_cases", "about", NEIGHBOUR, f"{most} a month")
