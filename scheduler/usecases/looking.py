"""What people may look at: runs, plans, versions, sites, rights, the audit chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, privacy, queries
from scheduler.actors import ADMIN, AUDITOR, OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import (
    Allocation,
    AuditEntry,
    Member,
    Plan,
    Publication,
    PublicationRow,
    Refusal,
    Registration,
    Round,
    Run,
    Site,
    Space,
    StaffLock,
    Volunteer,
)
from scheduler.privacy import Vault
from scheduler.usecases import registration, rounds
from scheduler.usecases.serving import homes_of, may_see


def rounds_of(
    session: Session,
    *,
    actor: Actor,
    states: Sequence[str],
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
    domain: str | None = None,
) -> list[Round]:
    """Rounds of the community in some states, of one domain or all; drafts for staff and auditors only."""
    wanted = tuple(state for state in states if state != "draft" or actor.has(*STAFF, AUDITOR))
    return queries.rounds.listed(session, actor.community_id, wanted, last, limit, newest, domain) if wanted else []


def registrations_of(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID | None,
    states: Sequence[str] = (),
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Registration]:
    """Registrations of a round for staff and auditors, property staff those of their sites; else a person's own.

    Raises
    ------
    NotFound
        No such round for this person.
    """
    if round_id is not None:
        rounds.seen(session, actor=actor, round_id=round_id)
        if actor.has(*OFFICE, AUDITOR):
            return queries.registrations.of_round(session, round_id, states, last, limit, newest=newest)
        if actor.has(PROPERTY_STAFF):
            return queries.registrations.of_round(session, round_id, states, last, limit, homes_of(actor), newest)
    if actor.member_id is None:
        return []
    return queries.registrations.of_member(session, actor.member_id, round_id, states, last, limit, newest)


def run(session: Session, *, actor: Actor, run_id: UUID) -> Run:
    """A run, for staff and auditors.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    found = queries.runs.one(session, actor.community_id, run_id)
    if found is None or not actor.has(*STAFF, AUDITOR):
        raise NotFound()
    return found


def runs_of(
    session: Session, *, actor: Actor, round_id: UUID, before: UUID | None = None, limit: int = 50
) -> Sequence[Run]:
    """Runs of a round, newest first, for staff and auditors.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    return queries.runs.of_round(session, _round_for_staff(session, actor, round_id).id, before, limit)


def plans_of(session: Session, *, actor: Actor, round_id: UUID) -> list[Plan]:
    """Plans of a round, newest first, for staff and auditors.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    return queries.plans.of_round(session, _round_for_staff(session, actor, round_id).id)


def refusals_of(session: Session, *, actor: Actor, plan: Plan, after: int, limit: int) -> list[tuple[Refusal, str]]:
    """Whom a plan does not serve, in the order of rank; staff bound to sites see those whom they serve."""
    return queries.plans.refusals(session, plan.id, after, limit, homes_of(actor))


def assignments_of(
    session: Session, *, actor: Actor, plan: Plan, after: UUID | None, limit: int
) -> list[queries.plans.Line]:
    """Who got what; staff bound to sites see whom they serve, and who comes to their sites."""
    return queries.plans.lines(session, plan.id, after, limit, homes_of(actor))


def sessions_of(
    session: Session, *, actor: Actor, plan: Plan, after: UUID | None, limit: int
) -> list[queries.plans.SessionLine]:
    """Which groups meet where and when; staff bound to sites see those whom they serve."""
    return queries.plans.session_lines(session, plan.id, after, limit, homes=homes_of(actor))


def rivals_named(actor: Actor) -> bool:
    """Whether somebody is told by receipt who stands in the way of whom: the office and auditors are."""
    return actor.has(*OFFICE, AUDITOR)


def locks_of(session: Session, *, actor: Actor, round_id: UUID) -> Sequence[tuple[StaffLock, str]]:
    """Decisions of the staff that stand, with the receipts; staff bound to sites see those on whom they serve.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    return queries.plans.locks(session, _round_for_staff(session, actor, round_id).id, homes_of(actor))


def publications_of(session: Session, *, actor: Actor, round_id: UUID) -> list[Publication]:
    """Versions of a round, newest first, for staff and auditors.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    return queries.publications.of_round(session, _round_for_staff(session, actor, round_id).id)


def publication(session: Session, *, actor: Actor, publication_id: UUID) -> Publication:
    """A version, for staff and auditors.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    found = queries.publications.one(session, actor.community_id, publication_id)
    if found is None or not actor.has(*STAFF, AUDITOR):
        raise NotFound()
    return found


def site(session: Session, *, actor: Actor, site_id: UUID) -> Site:
    """A site of the community.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = queries.supply.site(session, actor.community_id, site_id)
    if found is None:
        raise NotFound()
    return found


# ---- one's own


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may use: spaces of one site, by the agreement that stands for it, if one does."""

    allocation: Allocation
    site: Site
    spaces: tuple[Space, ...]
    agreement_id: UUID | None


def rights(session: Session, *, actor: Actor) -> list[Right]:
    """The rights that a person holds by published plans."""
    if actor.member_id is None:
        return []
    own = [row.id for row in queries.registrations.of_member(session, actor.member_id)]
    held = [one for one in queries.publications.held(session, own) if one.state == "held" and one.site_id is not None]
    agreed = {one.allocation_id: one.id for one in queries.agreements.living_of(session, own)}
    return [_right(session, one, agreed.get(one.id)) for one in held]


def result(session: Session, *, actor: Actor, registration_id: UUID) -> tuple[Publication, PublicationRow]:
    """What the version in force says of a registration.

    Raises
    ------
    NotFound
        No such registration for this person, or nothing is published of it.
    """
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    current = queries.publications.current(session, row.round_id)
    line = None if current is None else queries.publications.row_of(session, current.id, row.id)
    if current is None or line is None:
        raise NotFound()
    return current, line


# ---- names and records


def names(
    session: Session, *, actor: Actor, vault: Vault, registrations: Sequence[UUID], now: datetime, clear: bool = False
) -> Mapping[UUID, tuple[str, str]]:
    """Receipt and name of registrations, or of volunteers, for who may see them: masked, or in clear for the office,
    which is noted.

    Raises
    ------
    NotAllowed
        Names in clear are not for this person.
    """
    if clear and not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    out = {}
    rows: list[Registration | Volunteer] = [
        row for row in queries.registrations.several(session, actor.community_id, registrations) if may_see(actor, row)
    ]
    if actor.has(*OFFICE, AUDITOR):
        found = queries.rosters.volunteers(session, registrations)
        rows += [row for row in found if row.community_id == actor.community_id]
    for row in rows:
        member = session.get_one(Member, row.member_id)
        name = vault.open_sealed(member.name_cipher, "member.name", member.id)
        out[row.id] = (row.receipt, name if clear else privacy.masked_name(name))
    if clear and out:
        details = {"registrations": sorted(str(row) for row in out)}
        audit.record(session, actor.community_id, actor.name, "names.reveal", "registration", "several", now, details)
    return out


def entries(session: Session, *, actor: Actor, after: int = 0, limit: int = 50) -> list[AuditEntry]:
    """The audit chain of the community, for administrators and auditors.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(ADMIN, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return list(queries.audit.entries(session, actor.community_id, after, limit))


def head(session: Session, *, actor: Actor) -> tuple[int, bytes]:
    """The end of the audit chain, for whoever keeps it elsewhere.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(ADMIN, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return queries.audit.head_of(session, actor.community_id) or queries.audit.START


def _right(session: Session, allocation: Allocation, agreement_id: UUID | None) -> Right:
    community = allocation.community_id
    spaces = [queries.supply.space(session, community, UUID(space)) for space in allocation.space_ids]
    found = tuple(space for space in spaces if space is not None)
    return Right(allocation, session.get_one(Site, allocation.site_id), found, agreement_id)


def _round_for_staff(session: Session, actor: Actor, round_id: UUID) -> Round:
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    if not actor.has(*STAFF, AUDITOR):
        raise NotAllowed("not_for_this_role")
    return round_
