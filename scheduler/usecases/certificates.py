"""Certificates of publications: asked for by whoever publishes, made by a job, kept only if their audit accepts them.

waiting → ready, or failed with the reason. A job that takes a certificate writes a fresh lease into it; whoever holds
an older one records nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.certificates.bundle import Context
from scheduler.errors import Conflict, LeaseLost, NotAllowed, NotFound
from scheduler.ids import new_id
from scheduler.models import Certificate, Publication, Round
from scheduler.usecases import planning
from scheduler.usecases.certificate_context import context_of

MOST_ATTEMPTS = 3
"""How often a certificate is begun; one that ended its worker each time is not tried again."""
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Taken:
    """A certificate in the hands of one worker: the two files, and what is told beside them."""

    publication_id: UUID
    lease: UUID
    problem: bytes
    plan: bytes
    context: Context


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle that its own audit accepted."""

    bundle: bytes
    root: str
    solver_bound: int | None
    checked_bound: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate with the version that it is about; its file is there while `displayed`."""

    certificate: Certificate
    publication: Publication
    round: Round
    displayed: bool


def ask_for(session: Session, publication: Publication, actor: Actor, now: datetime) -> None:
    """Note, in the transaction that publishes, that the version shall have a certificate."""
    made = Certificate(
        id=new_id(), community_id=publication.community_id, publication_id=publication.id, created_at=now
    )
    session.add(made)
    session.flush()
    audit.record(session, made.community_id, actor.name, "certificate.ask", "certificate", made.id, now)


def seen(session: Session, *, publication_id: UUID, now: datetime) -> Shown:
    """The certificate of a published version, for everybody.

    Raises
    ------
    NotFound
        If there is none, or the version was never published.
    """
    found = queries.certificates.published(session, publication_id)
    if found is None:
        raise NotFound()
    certificate, publication, round_ = found
    until = None if publication.published_at is None else publication.published_at + timedelta(days=round_.display_days)
    return Shown(certificate, publication, round_, until is not None and now < until)


def file_of(session: Session, *, publication_id: UUID, now: datetime) -> tuple[Certificate, bytes]:
    """The bundle for everybody, for as long as the notice itself is displayed: it names the same receipts.

    That of a roster tells who serves when, if only by numbers, which its notice does not: see `office_file_of`.

    Raises
    ------
    NotFound
        If there is none.
    Conflict
        ``certificate_waiting``, ``certificate_failed``, ``certificate_over``, ``certificate_for_auditors``.
    """
    shown = seen(session, publication_id=publication_id, now=now)
    if shown.round.domain == "rosters":
        raise Conflict("certificate_for_auditors", "publication_id")
    content = _ready(session, shown.certificate)
    if not shown.displayed:
        raise Conflict("certificate_over", "publication_id")
    return shown.certificate, content


def office_file_of(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> tuple[Certificate, bytes]:
    """The bundle of any round at any time, for the office and auditors.

    Raises
    ------
    NotFound, NotAllowed
        If there is none; not for this person.
    Conflict
        ``certificate_waiting``, ``certificate_failed``.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    certificate = seen(session, publication_id=publication_id, now=now).certificate
    if certificate.community_id != actor.community_id:
        raise NotFound()
    return certificate, _ready(session, certificate)


def _ready(session: Session, certificate: Certificate) -> bytes:
    if certificate.state == "waiting":
        raise Conflict("certificate_waiting", "publication_id")
    if certificate.state == "failed":
        raise Conflict("certificate_failed", "publication_id")
    return queries.certificates.bundle(session, certificate.id)


# ---- the job


def take(session: Session, *, publication_id: UUID, now: datetime) -> Taken | None:
    """Take a certificate, also from a worker that seems dead; None where there is nothing to make any more."""
    certificate = queries.certificates.locked(session, publication_id)
    if certificate is None or certificate.state != "waiting":
        return None
    if certificate.attempts >= MOST_ATTEMPTS:
        _fail(session, certificate, "certificate_failed", {}, now)
        return None
    certificate.lease, certificate.attempts = uuid4(), certificate.attempts + 1
    publication = session.get_one(Publication, publication_id)
    problem, plan = planning.files_of(session, plan_id=publication.plan_id)
    return Taken(publication_id, certificate.lease, problem, plan, context_of(session, publication, now))


def finish(session: Session, *, publication_id: UUID, lease: UUID, sealed: Sealed, now: datetime) -> None:
    """Keep a bundle, and its root in the audit chain.

    Raises
    ------
    LeaseLost
        If another worker has the certificate, or it is made.
    """
    certificate = _held(session, publication_id, lease)
    certificate.state, certificate.made_at = "ready", now
    certificate.bundle, certificate.size, certificate.root = sealed.bundle, len(sealed.bundle), sealed.root
    certificate.solver_bound, certificate.checked_bound = sealed.solver_bound, sealed.checked_bound
    session.flush()
    details = {"root": sealed.root, "solver_bound": sealed.solver_bound, "checked_bound": sealed.checked_bound}
    _note(session, certificate, "certificate.make", details, now)


def fail(
    session: Session, *, publication_id: UUID, lease: UUID, code: str, details: Mapping[str, Any], now: datetime
) -> None:
    """End a certificate without a bundle, and say why.

    Raises
    ------
    LeaseLost
        If another worker has the certificate, or it is made.
    """
    _fail(session, _held(session, publication_id, lease), code, details, now)


def release(session: Session, *, publication_id: UUID, lease: UUID) -> None:
    """Give a certificate back, for the worker is told to stop: it counts as not begun this time.

    Raises
    ------
    LeaseLost
        If another worker has the certificate, or it is made.
    """
    certificate = _held(session, publication_id, lease)
    certificate.lease, certificate.attempts = None, certificate.attempts - 1


def _held(session: Session, publication_id: UUID, lease: UUID) -> Certificate:
    certificate = queries.certificates.locked(session, publication_id)
    if certificate is None or certificate.state != "waiting" or certificate.lease != lease:
        raise LeaseLost()
    return certificate


def _fail(session: Session, certificate: Certificate, code: str, details: Mapping[str, Any], now: datetime) -> None:
    certificate.state, certificate.error, certificate.made_at = "failed", code, now
    session.flush()
    _note(session, certificate, "certificate.fail", {"error": code, **details}, now)


def _note(session: Session, certificate: Certificate, action: str, details: Mapping[str, Any], now: datetime) -> None:
    audit.record(session, certificate.community_id, SYSTEM, action, "certificate", certificate.id, now, details)
