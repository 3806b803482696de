"""What a way forward costs: told on it before it is taken, kept to when it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.ids import new_id
from scheduler.models import Allocation, Alternative, Registration
from scheduler.usecases import quotes
from scheduler.usecases.quotes import Price


def price_of(session: Session, way: Alternative, now: datetime) -> Price | None:
    """The price of a way in parking if it is taken now, or was taken for; None in rooms, or of one that is gone."""
    row = session.get_one(Registration, way.registration_id)
    if way.site_id is None or row.vehicle_id is None or way.state not in ("found", "held", "taken"):
        return None
    if way.state == "taken":
        return quotes.kept(session, row)
    right = Allocation(id=new_id(), round_id=way.round_id, site_id=way.site_id, space_ids=way.space_ids, created_at=now)
    used = queries.quotes.standing(session, row.id) is not None
    return quotes.price_to(session, row, right, way.uses, quotes.first_of(session, row, now, used))


def keep(session: Session, row: Registration, actor: Actor, now: datetime) -> None:
    """Keep to the price of a right in parking that was just taken."""
    right = queries.quotes.right_of(session, row.id)
    if right is not None and right.site_id is not None and row.vehicle_id is not None:
        quotes.quote_for(session, actor, row, now)
