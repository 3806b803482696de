"""Ways forward as pages tell them: what each is, and whether the reader may take one."""

from __future__ import annotations

from typing import Any

from api.deps import LOOKING_ON
from api.pages.desk import Context
from api.telling_ways import message_of
from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases.ways_ground import UNSERVED


def of(session: Any, actor: Actor, row: Any, language: str, searched: str | None = None) -> Context:
    """What a registration may take; `searched` is told where a search just found nothing."""
    unserved = row.state in UNSERVED
    found = queries.ways.open_of(session, row.id) if unserved else ()
    return {
        "may_take": unserved and not actor.roles <= LOOKING_ON,
        "ways": [{"row": way, "message": message_of(session, way, language)} for way in found],
        "searched": searched,
    }
