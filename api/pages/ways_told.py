"""Ways forward as pages tell them: what each is, and whether the reader may take one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.deps import LOOKING_ON
from api.pages import telling
from api.pages.desk import Context
from api.telling_ways import message_of
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import way_prices
from scheduler.usecases.ways_ground import UNSERVED


def of(session: Any, actor: Actor, row: Any, language: str, now: datetime, searched: str | None = None) -> Context:
    """What a registration may take, with what it costs; `searched` is told where a search just found nothing."""
    unserved = row.state in UNSERVED
    found = queries.ways.open_of(session, row.id) if unserved else ()
    return {
        "may_take": unserved and not actor.roles <= LOOKING_ON,
        "ways": [
            {
                "row": way,
                "message": telling.dated(message_of(session, way, language), language),
                "price": way_prices.price_of(session, way, now),
            }
            for way in found
        ],
        "searched": searched,
    }
