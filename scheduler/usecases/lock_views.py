"""Decisions of the staff that stand in a round, as they are looked at: on registrations, or on seats of a roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.models import Plan, Registration, Round, Run, Shift, StaffLock
from scheduler.usecases import locks, looking, plan_boards, roster_locks, rounds
from scheduler.usecases.serving import may_see


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands: on whom, what, where and why; `group` is the site or facility of the place.

    `who` is the registration or volunteer, `subject` the registration or shift.

    `late` tells that the newest plan was ordered before it; `unheld` is the rule for which that plan could not keep it.
    `bound` tells that the council decided so, which nobody else takes back.
    """

    id: UUID
    kind: str
    receipt: str
    who: UUID
    subject: UUID
    reason: str
    by: str
    created_at: datetime
    late: bool
    bound: bool
    unheld: str
    open: bool
    place: Any = None
    group: Any = None
    weekday: int | None = None
    start_clock: str | None = None
    shift: Shift | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All decisions that stand in a round, and its newest plan, if it has one."""

    round: Round
    plan: Plan | None
    decided: Sequence[Decided]
    may_decide: bool


def of_round(session: Session, *, actor: Actor, round_id: UUID) -> Standing:
    """Decisions that stand in a round, for staff and auditors; on seats of a roster for the office and auditors.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    plans = looking.plans_of(session, actor=actor, round_id=round_id)
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    if round_.domain == "rosters" and not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    plan = plans[0] if plans else None
    may = plan_boards.may_decide(actor, round_)
    told = (_on_seats if round_.domain == "rosters" else _on_registrations)(session, actor, round_, plan, may)
    return Standing(round_, plan, told, may)


def whose(session: Session, *, actor: Actor, round_: Round, receipt: str) -> UUID | None:
    """The registration or volunteer of a receipt in a round, for whoever is told of the decisions on them."""
    if round_.domain == "rosters":
        helper = queries.volunteers.by_receipt(session, round_.community_id, receipt)
        return None if helper is None else helper.id
    row = queries.registrations.by_receipt(session, receipt)
    return row.id if row is not None and row.round_id == round_.id and may_see(actor, row) else None


def receipt_of(session: Session, *, actor: Actor, round_: Round, who: UUID) -> str:
    """The receipt of a registration or volunteer in a round, for whoever is told of the decisions on them.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    if round_.domain == "rosters":
        helper = queries.volunteers.one(session, round_.community_id, who)
        if helper is not None:
            return helper.receipt
    else:
        row = queries.registrations.one(session, round_.community_id, who)
        if row is not None and row.round_id == round_.id and may_see(actor, row):
            return row.receipt
    raise NotFound()


def _on_registrations(session: Session, actor: Actor, round_: Round, plan: Plan | None, may: bool) -> Sequence[Decided]:
    found = queries.plans.locks(session, round_.id)
    bound = queries.boards.by_decision(session, round_.id)
    rows = {row.id: row for row in _several(session, actor, [lock.registration_id for lock, _ in found])}
    logins = queries.boards.logins(session, {lock.created_by for lock, _ in found})
    places, ordered = _Places(session, round_), _ordered(session, plan)
    unheld = {str(one["request"]): str(one["rule"]) for one in (plan.unheld if plan else ())}
    return [
        Decided(
            id=lock.id,
            kind=lock.kind,
            receipt=receipt,
            who=lock.registration_id,
            subject=lock.registration_id,
            reason=locks.reason_for(actor, lock),
            by=logins.get(lock.created_by, ""),
            created_at=lock.created_at,
            late=ordered is not None and lock.created_at > ordered,
            bound=lock.id in bound,
            unheld=unheld.get(receipt, ""),
            open=may and lock.id not in bound and lock.registration_id in rows,
            **places.of(lock),
        )
        for lock, receipt in found
        if lock.registration_id in rows
    ]


def _on_seats(session: Session, actor: Actor, round_: Round, plan: Plan | None, may: bool) -> Sequence[Decided]:
    found = queries.boards.locks_of_shifts(session, round_.id)
    logins = queries.boards.logins(session, {lock.created_by for lock, _, _ in found})
    ordered = _ordered(session, plan)
    unheld = {(str(one["request"]), str(one["shift"])): str(one["rule"]) for one in (plan.unheld if plan else ())}
    return [
        Decided(
            id=lock.id,
            kind=lock.kind,
            receipt=receipt,
            who=lock.volunteer_id,
            subject=shift.id,
            reason=roster_locks.reason_for(actor, lock),
            by=logins.get(lock.created_by, ""),
            created_at=lock.created_at,
            late=ordered is not None and lock.created_at > ordered,
            bound=False,
            unheld=unheld.get((receipt, shift.code), ""),
            open=may,
            shift=shift,
            role=lock.role or "",
        )
        for lock, shift, receipt in found
    ]


class _Places:
    """Places of decisions by id, read once."""

    def __init__(self, session: Session, round_: Round) -> None:
        community = round_.community_id
        house = queries.rooms.house_of(session, community) if round_.domain == "rooms" else None
        self._rooms: Mapping[UUID | None, Any] = {row.id: row for row in house.rooms} if house else {}
        self._facilities: Mapping[UUID | None, Any] = {row.id: row for row in house.facilities} if house else {}
        self._sites: Mapping[UUID | None, Any] = {site.id: site for site in queries.supply.sites_of(session, community)}
        ids = {lock.space_id for lock, _ in queries.plans.locks(session, round_.id) if lock.space_id is not None}
        self._spaces: Mapping[UUID | None, Any] = {row.id: row for row in queries.boards.spaces(session, ids)}

    def of(self, lock: StaffLock) -> Mapping[str, Any]:
        """What a decision speaks of: a space or room with where it is, or a whole site or facility."""
        space = self._spaces.get(lock.space_id)
        room = self._rooms.get(lock.room_id)
        if space is not None:
            return {"place": space, "group": self._sites[space.site_id]}
        if room is not None:
            where = {"weekday": lock.weekday, "start_clock": lock.start_clock}
            return {"place": room, "group": self._facilities[room.facility_id], **where}
        group = self._sites.get(lock.site_id) or self._facilities.get(lock.facility_id)
        return {"group": group, "weekday": lock.weekday, "start_clock": lock.start_clock}


def _several(session: Session, actor: Actor, ids: Sequence[UUID]) -> Sequence[Registration]:
    rows = queries.registrations.several(session, actor.community_id, ids)
    return [row for row in rows if may_see(actor, row)]


def _ordered(session: Session, plan: Plan | None) -> datetime | None:
    """When a plan was ordered: what was decided since, it may not know; its run reads the round once, soon after."""
    return None if plan is None else session.get_one(Run, plan.run_id).created_at
