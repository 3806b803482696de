"""Which spaces vehicles had in earlier rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from scheduler.models import Allocation, Registration, Round

HAD = ("accepted", "active", "ended")
"""States of a registration whose vehicle had its place."""


def spaces_had(session: Session, round_: Round) -> dict[UUID, list[list[str]]]:
    """By vehicle that asks in a round: the spaces it had in each earlier round that it took part in, the last first.

    A round in which it got nothing, or gave the place back, is an empty list.
    """
    asks = select(Registration.vehicle_id).where(Registration.round_id == round_.id)
    wanted = (
        select(Registration.vehicle_id, Registration.round_id, Registration.state, Allocation.space_ids)
        .join(Round, Round.id == Registration.round_id)
        .outerjoin(
            Allocation, and_(Allocation.registration_id == Registration.id, Allocation.state.in_(("held", "released")))
        )
        .where(
            Registration.vehicle_id.in_(asks),
            Registration.entered.is_(True),
            Round.community_id == round_.community_id,
            Round.use_first < round_.use_first,
        )
        .order_by(Round.use_first.desc(), Round.id, Allocation.created_at.desc())
    )
    rounds: dict[UUID, dict[UUID, list[str]]] = {}
    counted: Counter[tuple[UUID, UUID]] = Counter()
    for vehicle, at, state, spaces in session.execute(wanted):
        own = rounds.setdefault(vehicle, {}).setdefault(at, [])
        if state in HAD and spaces and not counted[vehicle, at]:
            own += spaces
            counted[vehicle, at] += 1
    return {vehicle: list(own.values()) for vehicle, own in rounds.items()}


def without_space(session: Session, round_id: UUID, vehicles: Sequence[UUID]) -> list[Registration]:
    """Registrations of a round that compete, of which no space is stated that their vehicle had."""
    wanted = select(Registration).where(
        Registration.round_id == round_id,
        Registration.state == "competing",
        Registration.previous_space_id.is_(None),
        Registration.vehicle_id.in_(vehicles),
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())
