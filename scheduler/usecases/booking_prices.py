"""What single bookings of spaces cost: told when they are looked for, charged when they are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import clockwork
from scheduler.covenant import FeesRules, settings_of
from scheduler.db import Database
from scheduler.errors import Conflict
from scheduler.models import Booking, Site, Vehicle
from scheduler.office import Office
from scheduler.tariffs import Line, Priced, price_of_booking, window_class_of_span
from scheduler.usecases import invoices
from scheduler.usecases.invoices import Bill
from scheduler.usecases.turns import BATCH, apart
from scheduler.window_classes import month_of

CAUSE = "booking"
LATE = timedelta(days=60)
"""For how long after it a booking is still charged that could not be before."""
AHEAD = timedelta(days=60)
"""No booking is made longer before it ends."""
MINUTE = timedelta(minutes=1)


def lines_of(
    session: Session, rules: FeesRules, site: Site, vehicle: Vehicle, starts_at: datetime, ends_at: datetime
) -> list[Line]:
    """Lines of a booking of one of a site's spaces for a vehicle; empty where it is free."""
    if not any(line.subject == "booking" for line in rules.tariffs):
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


def bill_all(office: Office) -> None:
    """Charge the bookings that are over, each in a transaction of its own."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        charging = [row.id for row in queries.community.all_of_them(session) if _charges(session, row.id, now)]
    for community_id in charging:
        last: UUID | None = None
        while found := _due(database, community_id, last):
            for booking_id in found:
                charge = partial(_bill, database, booking_id)
                apart("booking_invoice", partial(database.transact, charge), str(booking_id))
            last = found[-1]


def _charges(session: Session, community_id: UUID, now: datetime) -> bool:
    """Whether a covenant under which bookings were made that may be over by now has a tariff for them."""
    return any(
        line.subject == "booking"
        for covenant in queries.quotes.covenants_since(session, community_id, now - LATE - AHEAD)
        for line in settings_of(covenant.settings).fees.tariffs
    )


def _due(database: Database, community_id: UUID, last: UUID | None) -> list[UUID]:
    with database.reading() as session:
        now = database.now(session)
        return queries.quotes.bookings_to_bill(session, community_id, now - LATE, now, last, BATCH)


def _bill(database: Database, booking_id: UUID, session: Session) -> None:
    row = session.get_one(Booking, booking_id)
    now, community = database.now(session), queries.community.one(session, row.community_id)
    covenant = queries.community.covenant_in_force(session, row.community_id, row.created_at)
    if covenant is None:
        raise Conflict("no_covenant")
    site = session.get_one(Site, queries.supply.site_of_resource(session, row.resource_id))
    rules, vehicle = settings_of(covenant.settings).fees, session.get_one(Vehicle, row.vehicle_id)
    bill = Bill(
        member_id=row.member_id,
        site_id=site.id,
        cause=CAUSE,
        cause_id=row.id,
        covenant_version=covenant.version,
        income="booking",
        lines=lines_of(session, rules, site, vehicle, row.starts_at, row.ends_at),
        month=month_of(calendar.date_of(row.starts_at, community.zone)),
    )
    invoices.issue(session, clockwork(row.community_id), bill, now)
