"""Agreements drawn up: when a parking right was accepted, and anew when its vehicle or address changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, numbers, queries
from scheduler.actors import Actor
from scheduler.covenant import settings_of
from scheduler.ids import new_id, new_receipt
from scheduler.models import Agreement, Allocation, Quote, Registration, Round, Vehicle
from scheduler.privacy import Vault
from scheduler.usecases import agreement_endings, agreement_terms, quotes
from scheduler.usecases.agreement_steps import note, tell

SERIES = "agreement"


def draw_up(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    row: Registration,
    now: datetime,
    replaces: Agreement | None = None,
) -> Agreement | None:
    """The agreement on the parking right that a registration accepted, which its person is told of.

    One that stands for the right already is given back as it is; one on another right ends. None where there is no
    right, or it is one of rooms.
    """
    right = queries.quotes.right_of(session, row.id)
    if right is None or right.site_id is None or row.vehicle_id is None:
        return None
    standing = next(iter(queries.agreements.living_of(session, [row.id])), None)
    if standing is not None and standing.allocation_id == right.id:
        return standing
    numbers.lock(session, row.community_id)
    if standing is not None:
        agreement_endings.end(session, standing, "right_changed", now)
    quote = quotes.quote_for(session, actor, row, now)
    made = _written(session, vault, row, right, quote, now, replaces)
    note(session, made, "draw_up", "", actor, now, numbers={"number": made.number})
    until = calendar.local_text(made.sign_by, queries.community.one(session, row.community_id).zone)
    tell(session, made, "agreement_drawn_up", made.id, now, until=until)
    return made


def _written(
    session: Session,
    vault: Vault,
    row: Registration,
    right: Allocation,
    quote: Quote,
    now: datetime,
    replaces: Agreement | None,
) -> Agreement:
    round_ = session.get_one(Round, row.round_id)
    rules = settings_of(queries.community.covenant(session, row.community_id, round_.covenant_version).settings)
    vehicle = session.get_one(Vehicle, row.vehicle_id)
    ground = agreement_terms.ground_of(session, row, right, vehicle, rules, quote)
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    made = _new(row, right, round_, quote, now)
    made.starts_on, made.sign_by = max(round_.use_first, today), now + timedelta(days=rules.path.sign_days)
    made.replaces_id = None if replaces is None else replaces.id
    made.renews_id = _renewed(session, row, right)
    made.number = numbers.next_number(session, row.community_id, SERIES)
    agreement_terms.seal(vault, made, agreement_terms.terms_of(session, vault, ground, made))
    session.add(made)
    session.flush()
    return made


def _new(row: Registration, right: Allocation, round_: Round, quote: Quote, now: datetime) -> Agreement:
    return Agreement(
        id=new_id(),
        community_id=row.community_id,
        code=new_receipt(),
        round_id=round_.id,
        registration_id=row.id,
        allocation_id=right.id,
        member_id=row.member_id,
        vehicle_id=row.vehicle_id,
        site_id=right.site_id,
        quote_id=quote.id,
        covenant_version=round_.covenant_version,
        state="drawn_up",
        ends_on=round_.use_last,
        drawn_up_at=now,
        row_version=1,
    )


def _renewed(session: Session, row: Registration, right: Allocation) -> UUID | None:
    """The agreement of an earlier round on the same vehicle and one of the same spaces."""
    if right.site_id is None:
        return None
    for known in queries.agreements.earlier(session, row, right.site_id):
        before = session.get_one(Allocation, known.allocation_id)
        if not set(before.space_ids).isdisjoint(right.space_ids):
            return known.id
    return None
