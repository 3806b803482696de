"""What single bookings of spaces cost: told when they are looked for, kept to, charged when they are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor, clockwork
from scheduler.covenant import FeesRules
from scheduler.covenant.money import Income
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Booking, Quote, Site, Space, Vehicle
from scheduler.office import Office
from scheduler.tariffs import Line, Priced, price_of_booking, total, window_class_of_span
from scheduler.usecases import invoices
from scheduler.usecases.invoices import Bill
from scheduler.usecases.turns import BATCH, apart
from scheduler.window_classes import month_of

CAUSE = "booking"
LATE = timedelta(days=60)
"""For how long after it a booking is still charged that could not be before."""
MINUTE = timedelta(minutes=1)


def lines_of(
    session: Session, rules: FeesRules, site: Site, vehicle: Vehicle, starts_at: datetime, ends_at: datetime
) -> list[Line]:
    """Lines of a booking of one of a site's spaces for a vehicle; empty where it is free."""
    if not _charges(rules):
        return []
    community = queries.community.one(session, site.community_id)
    first, last = (calendar.date_of(moment, community.zone) for moment in (starts_at, ends_at))
    horizon = calendar.horizon(first, last, queries.community.overrides(session, community.id))
    start, end = (calendar.minute_of(first, moment, community.zone) for moment in (starts_at, ends_at))
    what = Priced(
        subject="booking",
        site=site.code,
        party=vehicle.party,  # type: ignore[arg-type]
        window=window_class_of_span(start, end, horizon),
    )
    return price_of_booking(rules, what, (ends_at - starts_at) // MINUTE)


def keep(
    session: Session, actor: Actor, rules: FeesRules, made: Booking, space_id: UUID, now: datetime
) -> Quote | None:
    """Write down what a booking costs as it is made, so that it is charged as it was told; None where it is free.

    It is income of the owner's where the space is somebody's own. Without prices for bookings nothing is looked up.
    """
    if not _charges(rules):
        return None
    space, vehicle = session.get_one(Space, space_id), session.get_one(Vehicle, made.vehicle_id)
    site = session.get_one(Site, space.site_id)
    lines = lines_of(session, rules, site, vehicle, made.starts_at, made.ends_at)
    covenant = queries.community.covenant_in_force(session, made.community_id, now)
    if not total(lines) or covenant is None:
        return None
    income: Income = "booking" if space.owner_id is None else "own"
    whose = {"income": income, "owner": None if space.owner_id is None else str(space.owner_id)}
    row = Quote(
        id=new_id(),
        community_id=made.community_id,
        subject=CAUSE,
        subject_id=made.id,
        member_id=made.member_id,
        site_id=site.id,
        covenant_version=covenant.version,
        lines=[line | whose for line in lines],
        fen=total(lines),
        made_at=now,
        accepted_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "quote.keep", "quote", row.id, now, {"fen": row.fen})
    return row


def bill_all(office: Office) -> None:
    """Charge the bookings that are over, each in a transaction of its own."""
    database = office.database
    with database.reading() as session:
        communities = [row.id for row in queries.community.all_of_them(session)]
    for community_id in communities:
        last: UUID | None = None
        while found := _due(database, community_id, last):
            for booking_id in found:
                charge = partial(_bill, database, booking_id)
                apart("booking_invoice", partial(database.transact, charge), str(booking_id))
            last = found[-1]


def _charges(rules: FeesRules) -> bool:
    """Whether there are prices for bookings at all."""
    return any(line.subject == "booking" for line in rules.tariffs)


def _due(database: Database, community_id: UUID, last: UUID | None) -> list[UUID]:
    with database.reading() as session:
        now = database.now(session)
        return queries.quotes.bookings_to_bill(session, community_id, now - LATE, now, last, BATCH)


def _bill(database: Database, booking_id: UUID, session: Session) -> None:
    row, quote = session.get_one(Booking, booking_id), queries.quotes.standing(session, booking_id)
    assert quote is not None
    now, community = database.now(session), queries.community.one(session, row.community_id)
    owner = quote.lines[0]["owner"]
    bill = Bill(
        member_id=quote.member_id,
        site_id=quote.site_id,
        cause=CAUSE,
        cause_id=row.id,
        covenant_version=quote.covenant_version,
        income=quote.lines[0]["income"],
        lines=quote.lines,
        month=month_of(calendar.date_of(row.starts_at, community.zone)),
        owner_id=None if owner is None else UUID(owner),
    )
    invoices.issue(session, clockwork(row.community_id), bill, now)
