"""Agreements 协议 looked at: by those whom they concern, and verified by whoever holds the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.ids import read_receipt
from scheduler.models import Agreement, AgreementEvent, Registration, Vehicle
from scheduler.privacy import Vault, masked_plate
from scheduler.usecases import agreement_terms
from scheduler.usecases.agreement_steps import rests as rests
from scheduler.usecases.agreement_steps import seen
from scheduler.usecases.serving import runs


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    of_all: bool = False,
    overdue: bool = False,
    states: Sequence[str] = (),
    round_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Agreement]:
    """One's own agreements; with `of_all` those of the people and places that one serves, for staff and auditors.

    `overdue` asks for those that should have been signed by now.

    Raises
    ------
    NotAllowed
        Those of others are not for this person.
    """
    if not of_all:
        own = actor.member_id
        return [] if own is None else queries.agreements.of_member(session, own, states, last, limit, newest)
    if not actor.has(*OFFICE, AUDITOR, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    sites = None if actor.has(*OFFICE, AUDITOR) or not actor.sites else list(actor.sites)
    unsigned_at = now if overdue else None
    return queries.agreements.listed(
        session, actor.community_id, states, round_id, sites, unsigned_at, last, limit, newest
    )


def steps_of(session: Session, *, actor: Actor, agreement_id: UUID) -> list[AgreementEvent]:
    """What happened to an agreement, in order.

    Raises
    ------
    NotFound
        No such agreement for this person.
    """
    return queries.agreements.steps(session, seen(session, actor=actor, agreement_id=agreement_id).id)


def read(
    session: Session, *, actor: Actor, vault: Vault, agreement_id: UUID, now: datetime
) -> tuple[Agreement, dict[str, Any]]:
    """An agreement with its terms in clear; noted in the audit chain where somebody else reads them.

    Raises
    ------
    NotFound, NotAllowed
        No such agreement for this person; only those who serve its person or run the site read of people, others
        whom it is shown, as auditors, look at its steps.
    """
    row = seen(session, actor=actor, agreement_id=agreement_id)
    if row.member_id != actor.member_id:
        home = session.get_one(Registration, row.registration_id).home_site_id
        if not runs(actor, row.site_id) and not runs(actor, home):
            raise NotAllowed("not_for_this_role")
        audit.record(session, row.community_id, actor.name, "agreement.reveal", "agreement", row.id, now)
    return row, agreement_terms.opened(vault, row)


# ---- verified by anybody who holds the paper


@dataclass(frozen=True, slots=True)
class Verified:
    """What everybody may know of an agreement whose code they have; `in_force` tells of today."""

    number: int
    state: str
    in_force: bool
    first: date
    last: date
    masked_plate: str


def verify(session: Session, *, vault: Vault, code: str, now: datetime) -> Verified:
    """Whether a printed agreement is true, and in force today.

    Raises
    ------
    NotFound
        If no agreement has this code.
    """
    receipt = read_receipt(code)
    row = None if receipt is None else queries.agreements.by_code(session, receipt)
    if row is None:
        raise NotFound()
    vehicle = session.get_one(Vehicle, row.vehicle_id)
    plate = vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id)
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    last = row.ends_on if row.ended_on is None else row.ended_on
    return Verified(row.number, row.state, is_in_force(row, today), row.starts_on, last, masked_plate(plate))


def is_in_force(row: Agreement, day: date) -> bool:
    """Whether an agreement that is signed, or needs no signature, gives its right on a date."""
    if row.state not in ("signed", "active", "suspended") or not row.starts_on <= day <= row.ends_on:
        return False
    return row.state != "suspended" or not rests(row, day)
