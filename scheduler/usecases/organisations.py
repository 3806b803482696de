"""Organisations: groups, companies and schools that use rooms or lend them, and who belongs to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Member, Organisation
from scheduler.usecases.facilities import check_office


def add(session: Session, *, actor: Actor, name: str, now: datetime) -> Organisation:
    """A new organisation of the community.

    Raises
    ------
    NotAllowed, Rejected, Conflict
        Not for this person; a name that cannot be; the name is known.
    """
    check_office(actor)
    row = Organisation(id=new_id(), community_id=actor.community_id, name="")
    _name(session, row, name)
    audit.record(session, row.community_id, actor.name, "organisation.add", "organisation", row.id, now)
    return row


def rename(
    session: Session, *, actor: Actor, organisation_id: UUID, version: int, name: str, now: datetime
) -> Organisation:
    """Give an organisation another name.

    Raises
    ------
    NotAllowed, NotFound, Stale, Rejected, Conflict
        Not for this person; no such organisation; changed meanwhile; a name that cannot be; the name is known.
    """
    check_office(actor)
    row = queries.rooms.locked_organisation(session, actor.community_id, organisation_id)
    if row is None:
        raise NotFound()
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    _name(session, row, name)
    row.row_version += 1
    audit.record(session, row.community_id, actor.name, "organisation.rename", "organisation", row.id, now)
    return row


def listed(session: Session, *, actor: Actor) -> list[Organisation]:
    """All organisations for staff and auditors, else those that a person belongs to."""
    found = queries.rooms.organisations_of(session, actor.community_id)
    if actor.has(*STAFF, AUDITOR):
        return found
    member = None if actor.member_id is None else queries.community.member(session, actor.community_id, actor.member_id)
    return [row for row in found if member is not None and row.id == member.organisation_id]


def join(session: Session, *, actor: Actor, member_id: UUID, organisation_id: UUID | None, now: datetime) -> Member:
    """State for which organisation a person acts, or for none.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such person; no such organisation.
    """
    check_office(actor)
    row = queries.community.member(session, actor.community_id, member_id)
    if row is None:
        raise NotFound()
    queries.community.lock_member(session, row.id)
    if organisation_id is not None:
        check_known(session, actor, organisation_id)
    row.organisation_id = organisation_id
    row.row_version += 1
    details = {"organisation": None if organisation_id is None else str(organisation_id)}
    audit.record(session, row.community_id, actor.name, "member.join", "member", row.id, now, details)
    return row


def check_known(session: Session, actor: Actor, organisation_id: UUID) -> None:
    """Refuse an organisation that the community does not have.

    Raises
    ------
    Rejected
        ``unknown_id``.
    """
    if queries.rooms.organisation(session, actor.community_id, organisation_id) is None:
        allowed = "an organisation of the community"
        raise Rejected("unknown_id", "organisation_id", str(organisation_id), allowed)


def check_member_of(session: Session, actor: Actor, organisation_id: UUID | None, own: UUID | None) -> None:
    """Refuse to act for an organisation that somebody does not belong to; the office acts for all.

    Raises
    ------
    NotAllowed, Rejected
        ``not_your_organisation``; ``unknown_id``.
    """
    if organisation_id is None or organisation_id == own:
        return
    if not actor.has(*OFFICE):
        raise NotAllowed("not_your_organisation", "organisation_id")
    check_known(session, actor, organisation_id)


def _name(session: Session, row: Organisation, name: str) -> None:
    """Name an organisation, new or known."""
    plain = " ".join(name.split())
    if not plain:
        raise Rejected("empty_name", "name", allowed="a name")
    row.name = plain
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("name_in_use", "name") from error
