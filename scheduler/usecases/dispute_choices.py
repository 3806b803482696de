"""Which effects those who hear a case can choose among: on what either side has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.models import Dispute
from scheduler.queries.dispute_matters import Planned
from scheduler.queries.violations import COUNTING
from scheduler.usecases.decisions import PLANNED, TAKING_PART
from scheduler.usecases.dispute_effects import is_bound
from scheduler.usecases.disputes import SETTLED

MOST = 20


class Choice(NamedTuple):
    """An effect that can be chosen: on what of which side, with the receipt or number by which it is known."""

    kind: str
    subject_id: UUID
    side: str
    name: str


def choices(session: Session, row: Dispute, now: datetime) -> list[Choice]:
    """Effects that a settlement, or a decision in arbitration, can bring about now."""
    found = _all(session, row, now)
    if row.state == "arbitration":
        return list(found)
    settled = [one for one in found if one.kind in SETTLED]
    return [one for one in settled if one.kind != "waive" or not is_bound(session, row, one.subject_id)]


def _all(session: Session, row: Dispute, now: datetime) -> Iterator[Choice]:
    sides = {row.member_id: "opened"} | ({row.other_id: "other"} if row.other_id is not None else {})
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    planned = Planned(TAKING_PART, PLANNED, today)
    found = queries.dispute_matters.affected(session, list(sides), planned, COUNTING, now, MOST)
    for one in found.registrations:
        kinds = ("pin", "forbid") if one.vehicle_id is None else ("pin", "forbid", "correct_points")
        for kind in kinds:
            yield Choice(kind, one.id, sides[one.member_id], one.receipt)
    for member, side in sides.items():
        yield Choice("compensate", member, side, "")
    for violation in found.violations:
        yield Choice("waive", violation.id, sides[violation.member_id], "")
    for invoice in found.invoices:
        yield Choice("waive", invoice.id, sides[invoice.member_id], str(invoice.number))
    for block, member in found.blocks:
        yield Choice("lift_block", block.id, sides[member], "")
