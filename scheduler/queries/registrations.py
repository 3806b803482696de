"""Registrations and their steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, or_, select
from sqlalchemy.orm import Session

from scheduler.models import Registration, RegistrationEvent, Vehicle
from scheduler.queries.paging import part_of
from scheduler.queries.whose import is_of
from scheduler.states import HOLDING, LIVING


def one(session: Session, community: UUID, registration_id: UUID) -> Registration | None:
    """A registration of the community."""
    found = session.get(Registration, registration_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, community: UUID, registration_id: UUID) -> Registration | None:
    """A registration, kept from other writers until the transaction ends."""
    wanted = (
        select(Registration)
        .where(Registration.id == registration_id, Registration.community_id == community)
        .with_for_update()
    )
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def several(session: Session, community: UUID, ids: Sequence[UUID]) -> list[Registration]:
    """Some registrations of the community."""
    wanted = select(Registration).where(Registration.community_id == community, Registration.id.in_(list(ids)))
    return list(session.execute(wanted).scalars())


def by_receipt(session: Session, receipt: str) -> Registration | None:
    """The registration of a receipt."""
    return session.execute(select(Registration).where(Registration.receipt == receipt)).scalar_one_or_none()


def competing(session: Session, round_id: UUID) -> list[tuple[Registration, Vehicle]]:
    """Those that take part in a plan, with their vehicles, in the order in which they were received."""
    wanted = select(Registration, Vehicle).join(Vehicle, Registration.vehicle_id == Vehicle.id)
    wanted = wanted.where(*_takes_part(round_id)).order_by(Registration.submitted_at, Registration.id)
    return [(registration, vehicle) for registration, vehicle in session.execute(wanted)]


def entered(session: Session, round_id: UUID) -> list[Registration]:
    """Those that take part in a plan, in the order in which they were received."""
    wanted = select(Registration).where(*_takes_part(round_id))
    return list(session.execute(wanted.order_by(Registration.submitted_at, Registration.id)).scalars())


def of_application(session: Session, community: UUID, application_id: UUID) -> list[Registration]:
    """Sections of one application, in the order in which they were stated."""
    wanted = select(Registration).where(
        Registration.community_id == community, Registration.application_id == application_id
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def sections_of(session: Session, round_id: UUID, organisation: UUID | None, member: UUID) -> list[Registration]:
    """What an organisation, else a person for themselves, asks for in a round and has not given up."""
    who = (
        Registration.organisation_id == organisation
        if organisation is not None
        else (Registration.member_id == member) & Registration.organisation_id.is_(None)
    )
    wanted = select(Registration).where(
        Registration.round_id == round_id,
        who,
        Registration.application_id.is_not(None),
        Registration.state.not_in(("withdrawn", "declined", "lapsed", "ended")),
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def holding_rooms(session: Session, member: UUID, organisation: UUID | None) -> list[Registration]:
    """Sections of a person, or of their organisation, that have a right."""
    whose = [is_of(Registration, member)]
    if organisation is not None:
        whose.append(Registration.organisation_id == organisation)
    wanted = select(Registration).where(
        or_(*whose), Registration.application_id.is_not(None), Registration.state.in_(HOLDING)
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def taking_part(session: Session, round_id: UUID) -> set[UUID]:
    """Ids of those that take part in a plan."""
    return set(session.execute(select(Registration.id).where(*_takes_part(round_id))).scalars())


def _takes_part(round_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.round_id == round_id,
        Registration.vehicle_id.is_not(None) | Registration.application_id.is_not(None),
        Registration.state.in_(("competing", "allocated", "waitlisted", "refused", "accepted", "active")),
        Registration.submitted_at.is_not(None),
        Registration.entered.is_(True),
    )


def of_round(
    session: Session,
    round_id: UUID,
    states: Sequence[str] = (),
    last: UUID | None = None,
    limit: int = 50,
    homes: Sequence[UUID] | None = None,
    newest: bool = False,
) -> list[Registration]:
    """Registrations of a round as they came or `newest` first, of some home sites only where `homes` says so."""
    wanted = select(Registration).where(Registration.round_id == round_id)
    if states:
        wanted = wanted.where(Registration.state.in_(states))
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return list(session.execute(part_of(wanted, Registration.id, last, limit, newest)).scalars())


def of_member(
    session: Session,
    member_id: UUID,
    round_id: UUID | None = None,
    states: Sequence[str] = (),
    last: UUID | None = None,
    limit: int = 200,
    newest: bool = True,
) -> list[Registration]:
    """A person's own, of one round only where it is named."""
    wanted = select(Registration).where(is_of(Registration, member_id))
    if round_id is not None:
        wanted = wanted.where(Registration.round_id == round_id)
    if states:
        wanted = wanted.where(Registration.state.in_(states))
    return list(session.execute(part_of(wanted, Registration.id, last, limit, newest)).scalars())


_OF_VEHICLE = select(Registration).where(
    Registration.round_id == bindparam("round"),
    Registration.vehicle_id == bindparam("vehicle"),
    Registration.state.not_in(("withdrawn", "declined", "lapsed", "ended")),
)


def of_vehicle_in(session: Session, round_id: UUID, vehicle_id: UUID) -> list[Registration]:
    """What is asked for one vehicle in a round and not given up."""
    return list(session.execute(_OF_VEHICLE, {"round": round_id, "vehicle": vehicle_id}).scalars())


def lives_with(session: Session, vehicle_id: UUID) -> bool:
    """Whether a vehicle has or may get a place in a round."""
    wanted = select(Registration.id).where(Registration.vehicle_id == vehicle_id, Registration.state.in_(LIVING))
    return session.execute(wanted.limit(1)).first() is not None


def uses_in(session: Session, round_id: UUID) -> list[tuple[str, list[Any]]]:
    """Receipt and uses of what lives in a round, in the order in which it came."""
    wanted = select(Registration.receipt, Registration.uses)
    wanted = wanted.where(
        Registration.round_id == round_id, Registration.state.in_(LIVING), Registration.application_id.is_(None)
    ).order_by(Registration.id)
    return [(row[0], row[1]) for row in session.execute(wanted)]


def sections_in(session: Session, round_id: UUID) -> list[Registration]:
    """Sections that live in a round, in the order in which they came."""
    wanted = select(Registration).where(
        Registration.round_id == round_id, Registration.state.in_(LIVING), Registration.application_id.is_not(None)
    )
    return list(session.execute(wanted.order_by(Registration.id)).scalars())


def members_in(session: Session, round_id: UUID) -> list[tuple[UUID, Sequence[str]]]:
    """Marks of the members of sections that live in a round and state any, in the order in which they came."""
    wanted = select(Registration.id, Registration.section["members"]).where(
        Registration.round_id == round_id, Registration.state.in_(LIVING), Registration.application_id.is_not(None)
    )
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(Registration.id)) if row[1]]


def equipment_in(session: Session, round_id: UUID) -> Mapping[UUID, Mapping[str, int]]:
    """What sections of a round have carried to their rooms, those that need anything."""
    wanted = select(Registration.id, Registration.section).where(
        Registration.round_id == round_id, Registration.application_id.is_not(None)
    )
    return {row[0]: row[1]["equipment"] for row in session.execute(wanted) if (row[1] or {}).get("equipment")}


def waiting(session: Session, round_id: UUID) -> list[Registration]:
    """The waitlist, first in line first."""
    wanted = (
        select(Registration)
        .where(Registration.round_id == round_id, Registration.state == "waitlisted")
        .order_by(Registration.waitlist_rank, Registration.id)
    )
    return list(session.execute(wanted).scalars())


def unanswered(session: Session, now: datetime, limit: int) -> list[Registration]:
    """Allocations whose answer is overdue."""
    wanted = (
        select(Registration)
        .where(Registration.state == "allocated", Registration.answer_by <= now)
        .order_by(Registration.answer_by)
        .limit(limit)
    )
    return list(session.execute(wanted).scalars())


def awaited(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime | None]]:
    """Whose registrations they are, and until when an answer is awaited."""
    wanted = select(Registration.id, Registration.member_id, Registration.answer_by).where(Registration.id.in_(ids))
    return {row[0]: (row[1], row[2]) for row in session.execute(wanted)}


def annulled(session: Session, round_id: UUID, after: UUID | None, limit: int) -> list[Registration]:
    """Registrations that ended with their round, some at a time."""
    wanted = (
        select(Registration)
        .join(RegistrationEvent, RegistrationEvent.registration_id == Registration.id)
        .where(Registration.round_id == round_id, RegistrationEvent.action == "annul")
        .order_by(Registration.id)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(Registration.id > after)
    return list(session.execute(wanted).scalars())


def place_in_line(session: Session, row: Registration) -> int | None:
    """How many of the waitlist come before somebody, and they themselves; None for who is not on it."""
    if row.state != "waitlisted" or row.waitlist_rank is None:
        return None
    before = select(func.count()).where(
        Registration.round_id == row.round_id,
        Registration.state == "waitlisted",
        Registration.waitlist_rank < row.waitlist_rank,
    )
    return session.execute(before).scalar_one() + 1


def counts(session: Session, round_id: UUID, homes: Sequence[UUID] | None = None) -> Counter[str]:
    """How many are in which state, of some home sites only where `homes` says so."""
    wanted = select(Registration.state, func.count()).where(Registration.round_id == round_id)
    if homes is not None:
        wanted = wanted.where(Registration.home_site_id.in_(homes))
    return Counter({row[0]: row[1] for row in session.execute(wanted.group_by(Registration.state))})


_LOST = (
    select(
        Registration.state,
        select(RegistrationEvent.id)
        .where(RegistrationEvent.registration_id == Registration.id, RegistrationEvent.after == "allocated")
        .exists(),
    )
    .where(
        Registration.community_id == bindparam("community"),
        Registration.vehicle_id == bindparam("vehicle"),
        Registration.round_id != bindparam("but"),
        Registration.entered.is_(True),
    )
    .order_by(Registration.id.desc())
)


def lost_rounds(session: Session, community: UUID, vehicle_id: UUID, but: UUID) -> int:
    """In how many other rounds a vehicle was asked for and got nothing, since it last got something."""
    lost = 0
    for state, had_a_place in session.execute(_LOST, {"community": community, "vehicle": vehicle_id, "but": but}):
        if state in ("refused", "waitlisted"):
            lost += 1
        elif had_a_place:
            break
    return lost


_ADD_STEP = insert(cast(Table, RegistrationEvent.__table__))


def add_steps(session: Session, steps: Sequence[dict[str, Any]]) -> None:
    """Note steps of a registration; written on every command, hence without the unit of work."""
    session.connection().execute(_ADD_STEP, list(steps))


def steps(session: Session, registration_id: UUID) -> list[RegistrationEvent]:
    """What happened to a registration, in order."""
    wanted = (
        select(RegistrationEvent)
        .where(RegistrationEvent.registration_id == registration_id)
        .order_by(RegistrationEvent.at, RegistrationEvent.id)
    )
    return list(session.execute(wanted).scalars())
