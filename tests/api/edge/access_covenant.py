"""What the access matrix asks for of the covenant: a draft for each of two relations, and a date that is stated."""

from __future__ import annotations

from datetime import date

from scheduler.models import CovenantDraft
from scheduler.usecases import covenants, day_types
from scheduler.usecases.covenants import Wanted
from tests.town import Town

SEEN_BY_NOBODY = 41
STATED = date(2026, 10, 12)


def covenant_things(town: Town, at: int) -> dict[str, str]:
    """A draft of the next version, the number of the first, and a date whose type the community states."""
    wanted = Wanted(f"A larger reserve {at}", {"parking": {"reserve_percent": 10 + at}})
    row = town.do(covenants.make, actor=town.coordinator, wanted=wanted)
    told = {"kind": "rest_day", "names": ["festival"], "reason": "The street's festival."}
    town.do(day_types.state, actor=town.coordinator, day=STATED, **told)
    with town.database.writing() as session:
        session.get_one(CovenantDraft, row.id).row_version = SEEN_BY_NOBODY
    return {"draft_id": str(row.id), "number": "1", "date": STATED.isoformat()}
