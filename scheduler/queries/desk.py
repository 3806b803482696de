"""What a counter with a queue looks at: people with what they asked for, and what waits for a step of the staff."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.models import Household, Member, Registration, Round, Vehicle
from scheduler.queries.paging import part_of
from scheduler.queries.path import PATH_ROUNDS


def asked_by(session: Session, members: Collection[UUID]) -> dict[UUID, list[tuple[Registration, Round]]]:
    """What people asked for, newest first, with the rounds, by person."""
    wanted = select(Registration, Round).join(Round, Registration.round_id == Round.id)
    wanted = wanted.where(Registration.member_id.in_(members)).order_by(Registration.id.desc())
    found: dict[UUID, list[tuple[Registration, Round]]] = defaultdict(list)
    for row, round_ in session.execute(wanted):
        found[row.member_id].append((row, round_))
    return found


def vehicles_of(session: Session, members: Collection[UUID]) -> dict[UUID, list[Vehicle]]:
    """Vehicles of people, by person."""
    wanted = select(Vehicle).where(Vehicle.member_id.in_(members), Vehicle.removed_at.is_(None))
    found: dict[UUID, list[Vehicle]] = defaultdict(list)
    for row in session.execute(wanted.order_by(Vehicle.id)).scalars():
        found[row.member_id].append(row)
    return found


def vehicles(session: Session, ids: Collection[UUID]) -> dict[UUID, Vehicle]:
    """Some vehicles by their id, removed ones too."""
    found = session.execute(select(Vehicle).where(Vehicle.id.in_(ids))).scalars()
    return {row.id: row for row in found}


def homes(session: Session, members: Collection[UUID]) -> dict[UUID, UUID | None]:
    """The home sites of people's households, by person; those of no household are left out."""
    wanted = select(Member.id, Household.home_site_id).join(Household, Household.id == Member.household_id)
    return {row[0]: row[1] for row in session.execute(wanted.where(Member.id.in_(members)))}


def tally(session: Session, community: UUID, homes: Sequence[UUID] | None) -> Counter[str]:
    """How many registrations of rounds under way are in which state, of some home sites only where they are named."""
    wanted = (
        select(Registration.state, func.count())
        .join(Round, Registration.round_id == Round.id)
        .where(Round.community_id == community, Round.state.in_(PATH_ROUNDS))
        .group_by(Registration.state)
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return Counter({row[0]: row[1] for row in session.execute(wanted)})


def waiting(
    session: Session,
    community: UUID,
    state: str,
    homes: Sequence[UUID] | None,
    last: UUID | None = None,
    limit: int = 50,
) -> list[tuple[Registration, Round, Vehicle | None]]:
    """Registrations of rounds under way in a state, the oldest first, with their rounds and vehicles."""
    wanted = (
        select(Registration, Round, Vehicle)
        .join(Round, Registration.round_id == Round.id)
        .outerjoin(Vehicle, Registration.vehicle_id == Vehicle.id)
        .where(Round.community_id == community, Round.state.in_(PATH_ROUNDS), Registration.state == state)
    )
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return [(row[0], row[1], row[2]) for row in session.execute(part_of(wanted, Registration.id, last, limit, False))]
