"""Registers: where it stands that a document of somebody was seen.

The built-in one is the table that staff keep (`usecases.registers`). An installation adds others, as one of the housing
office or the vehicle administration, as entry points of the group `commontide.registers`, each a class without
arguments. A register answers for many people at once, from what it holds itself: it is asked within a transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import PathRules
from scheduler.models import Vehicle

GROUP = "commontide.registers"
OF_VEHICLES = frozenset({"vehicle_licence", "insurance"})
"""Documents that are of a vehicle; all others are of its keeper."""


class Seen(NamedTuple):
    """A document of a person that holds on the day asked for; `vehicle_id` where it is of one vehicle only."""

    document: str
    vehicle_id: UUID | None


class Register(Protocol):
    """What an installation may plug in."""

    def seen(self, session: Session, people: Collection[UUID], on: date) -> Mapping[UUID, Collection[Seen]]:
        """Documents that hold on a day, by the member whose they are."""


class KeptByStaff:
    """The built-in register."""

    def seen(self, session: Session, people: Collection[UUID], on: date) -> Mapping[UUID, Collection[Seen]]:
        """Documents that staff saw and that hold on a day."""
        found: dict[UUID, list[Seen]] = defaultdict(list)
        for row in queries.registers.holding(session, people, on):
            found[row.member_id].append(Seen(row.document, row.vehicle_id))
        return found


@cache
def known() -> tuple[Register, ...]:
    """The built-in register and those that are installed."""
    return (KeptByStaff(), *(one.load()() for one in entry_points(group=GROUP)))


def seen_by(
    session: Session, people: Collection[UUID], on: date, registers: Iterable[Register] | None = None
) -> Mapping[UUID, set[Seen]]:
    """Documents of people that hold on a day, by any register."""
    found: dict[UUID, set[Seen]] = defaultdict(set)
    for register in known() if registers is None else registers:
        for member, seen in register.seen(session, people, on).items():
            found[member] |= set(seen)
    return found


def needed(rules: PathRules, vehicle: Vehicle) -> list[str]:
    """Documents that the covenant asks for a vehicle of its party, in its order; for a need also the card."""
    documents: list[str] = list(rules.documents.get(vehicle.party, ()))  # type: ignore[call-overload]
    if vehicle.needs_accessible and "disability_card" not in documents:
        documents.append("disability_card")
    return documents


def missing(rules: PathRules, vehicle: Vehicle, seen: Collection[Seen]) -> list[str]:
    """Those of the documents needed that no register has."""
    there = {one.document for one in seen if one.vehicle_id in (None, vehicle.id)}
    return [document for document in needed(rules, vehicle) if document not in there]
