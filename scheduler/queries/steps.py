"""Steps of many registrations at once: a few statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, literal, literal_column, select, update
from sqlalchemy.orm import Session

from scheduler.models import Registration, RegistrationEvent

CHUNK = 1_000
"""Most registrations that one statement names."""


def lock_all(
    session: Session,
    round_id: UUID,
    before: Sequence[str],
    homes: Sequence[UUID] | None = None,
    chosen: Collection[UUID] | None = None,
) -> list[UUID]:
    """Registrations of a round in one of some states, kept from other writers; of some home sites, or of those chosen,
    only where they are named.
    """
    wanted = [Registration.round_id == round_id, Registration.state.in_(before)]
    if homes is not None:
        wanted.append(Registration.home_site_id.in_(homes))
    if chosen is not None:
        wanted.append(Registration.id.in_(chosen))
    # Locked first: who leaves or joins meanwhile would else be moved without a step, or have a step without a move.
    locked = select(Registration.id).where(*wanted).order_by(Registration.id).with_for_update()
    return list(session.execute(locked).scalars())


def step_these(
    session: Session, ids: Sequence[UUID], action: str, after: str, actor: UUID | None, now: datetime
) -> None:
    """Take locked registrations to another state, with a step for each."""
    for first in range(0, len(ids), CHUNK):
        _step_some(session, ids[first : first + CHUNK], action, after, actor, now)
    for known in session.identity_map.values():
        if isinstance(known, Registration):
            session.expire(known)


def _step_some(
    session: Session, ids: Sequence[UUID], action: str, after: str, actor: UUID | None, now: datetime
) -> None:
    write_steps(session, [Registration.id.in_(ids)], action, after, actor, now)
    entered = {"entered": True} if after == "competing" else {}
    session.execute(
        update(Registration)
        .where(Registration.id.in_(ids))
        .values(state=after, row_version=Registration.row_version + 1, answer_by=None, **entered)
        .execution_options(synchronize_session=False)
    )


def write_steps(
    session: Session,
    chosen: Sequence[ColumnElement[bool]],
    action: str,
    after: str,
    actor: UUID | None,
    now: datetime,
) -> None:
    """Write a step for every chosen registration, from the state that it has."""
    step = select(
        fresh_id(session),
        Registration.id,
        literal(action),
        Registration.state,
        literal(after),
        literal(actor, RegistrationEvent.actor_id.type),
        literal(""),
        literal(now, RegistrationEvent.at.type),
    ).where(*chosen)
    columns = ["id", "registration_id", "action", "before", "after", "actor_id", "reason", "at"]
    session.execute(insert(RegistrationEvent).from_select(columns, step))


def dates_given_back(session: Session, ids: Collection[UUID]) -> Mapping[UUID, set[date]]:
    """Single dates that were given back, by registration."""
    wanted = select(RegistrationEvent.registration_id, RegistrationEvent.reason).where(
        RegistrationEvent.registration_id.in_(ids), RegistrationEvent.action == "give_back"
    )
    found: defaultdict[UUID, set[date]] = defaultdict(set)
    for registration_id, day in session.execute(wanted):
        found[registration_id].add(date.fromisoformat(day))
    return found


def fresh_id(session: Session) -> ColumnElement[UUID]:
    """A random id that the database makes, one for each row."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(ColumnElement[UUID], literal_column("lower(hex(randomblob(16)))"))
    return func.gen_random_uuid()
