"""What an owner gets who has their space back: the space itself, another one, or money; and who gives way to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import calendar, numbers, queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.db import conflict_of
from scheduler.errors import Conflict
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, CallBack, Site, Space, SpaceShare
from scheduler.queries.sharing import Use
from scheduler.translation.openings import single_use
from scheduler.usecases import messages, refunds
from scheduler.usecases.vacancies import Kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """From when until when an owner wants their space; `fallback`: or another one, or money, where it is in use."""

    starts_at: datetime
    ends_at: datetime
    channel: str
    fallback: bool = False
    reason: str = ""


def hold(session: Session, actor: Actor, share: SpaceShare, space: Space, wanted: Wanted, now: datetime) -> Booking:
    """Let the owner have a space for the span: nobody else is given it."""
    made = Booking(
        id=new_id(),
        community_id=share.community_id,
        resource_id=space.resource_id,
        member_id=share.member_id,
        receipt=new_receipt(),
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        state="confirmed",
        channel=wanted.channel,
        operator_id=None if actor.member_id == share.member_id else actor.account_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    taken = {"resource_id": space.resource_id, "starts_at": wanted.starts_at, "ends_at": wanted.ends_at}
    try:
        queries.occupation.occupy(session, [{**taken, "active": True, "booking_id": made.id}])
    except DBAPIError as error:
        if conflict_of(error) != "occupation_no_overlap":
            raise
        # Somebody was given it meanwhile.
        until = {"until": wanted.ends_at.isoformat()}
        raise Conflict("space_in_use", "starts_at", wanted.starts_at.isoformat(), "a later time", **until) from error
    return made


def giving_way(session: Session, use: Use, start: datetime, now: datetime) -> Use:
    """The part of a use that gives way: all of it; where somebody stands there now, what follows the return."""
    if use.starts_at > now or use.starts_at >= start:
        return use
    queries.sharing.cut_use(session, use, start)
    return use._replace(starts_at=start, occupation_id=0)


def instead(
    session: Session,
    actor: Actor,
    row: CallBack,
    share: SpaceShare,
    site: Site,
    rules: CovenantSettings,
    wanted: Wanted,
    uses: Sequence[Use],
    now: datetime,
) -> None:
    """Another space where there is one, else money: who stands there by right was promised it."""
    if not wanted.fallback:
        until = max(use.ends_at for use in uses)
        earliest = now + timedelta(hours=rules.sharing.notice_hours)
        raise Conflict(
            "space_in_use", "starts_at", wanted.starts_at.isoformat(), earliest.isoformat(), until=until.isoformat()
        )
    other = None
    if rules.sharing.fallback:
        other = _other_space(session, site, row.space_id, rules, wanted.starts_at, wanted.ends_at)
    if other is None:
        row.state = "compensated"
        session.flush()
        compensate(session, actor, row, rules, now)
        return
    row.state, row.fallback_id = "fallback", other.id
    row.booking_id = hold(session, actor, share, other, wanted, now).id
    zone = queries.community.one(session, row.community_id).zone
    told = {"space": other.code, "at": calendar.local_text(row.starts_at, zone)}
    messages.tell_member(session, row.community_id, share.member_id, "owner_fallback", str(row.id), now, **told)


def give_way(
    session: Session, actor: Actor, row: CallBack, site: Site, use: Use, rules: CovenantSettings, now: datetime
) -> None:
    """Move a use of somebody else to another space of the site, or end it for them with a compensation."""
    zone = queries.community.one(session, row.community_id).zone
    at = calendar.local_text(use.starts_at, zone)
    key = f"{row.id}:{use.occupation_id}"
    other = _other_space(session, site, row.space_id, rules, use.starts_at, use.ends_at)
    if other is not None:
        _move(session, use, other.resource_id)
        told = {"space": other.code, "at": at}
        messages.tell_member(session, row.community_id, use.member_id, "moved_for_owner", key, now, **told)
        return
    if use.occupation_id:
        queries.sharing.drop_use(session, use, now)
    messages.tell_member(session, row.community_id, use.member_id, "lost_to_owner", key, now, at=at)
    _pay(session, actor, use.member_id, site.id, (new_id(), "lost_to_owner"), rules, now)


def _move(session: Session, use: Use, resource_id: int) -> None:
    """Give a use another space; what is left of one that was cut is a dated row of its own."""
    if use.occupation_id:
        queries.sharing.move_use(session, use, resource_id)
        return
    rest = {"booking_id": use.booking_id, "allocation_id": use.allocation_id, "active": True}
    span = {"starts_at": use.starts_at, "ends_at": use.ends_at, "resource_id": resource_id}
    queries.occupation.occupy(session, [{**rest, **span}])


def _other_space(
    session: Session, site: Site, but: UUID, rules: CovenantSettings, since: datetime, until: datetime
) -> Space | None:
    """A space of the site, like the owner's in size, that nobody has in the span and that is open then."""
    own = session.get_one(Space, but)
    zone = queries.community.one(session, site.community_id).zone
    kind = Kind(own.size, "owner", own.ev, own.accessible)
    use = single_use(session, site, kind, rules.parking, zone, since, until)
    taken = queries.sharing.taken_spaces(session, site.id, since, until)
    return next(
        (
            space
            for space in queries.supply.spaces_of(session, site.id)
            if space.id != but and space.id not in taken and use.obstacle(space.code) is None
        ),
        None,
    )


def compensate(session: Session, actor: Actor, row: CallBack, rules: CovenantSettings, now: datetime) -> None:
    """Pay an owner the compensation of the covenant, once for a space and day."""
    share, space = session.get_one(SpaceShare, row.share_id), session.get_one(Space, row.space_id)
    zone = queries.community.one(session, row.community_id).zone
    day = calendar.instant_of(calendar.date_of(row.starts_at, zone), 0, zone)
    others = queries.sharing.asked_before(session, row.space_id, day, day + timedelta(days=1))
    if any(one.fen for one in others):
        return  # one compensation for a space and day, into however many spans it is cut
    row.fen = _pay(session, actor, share.member_id, space.site_id, (row.id, "owner_return"), rules, now)


def _pay(
    session: Session,
    actor: Actor,
    member_id: UUID,
    site_id: UUID,
    why: tuple[UUID, str],
    rules: CovenantSettings,
    now: datetime,
) -> int:
    """Compensate somebody from the fund of the site; nothing where it is empty, which stops no owner's return."""
    fen = rules.fees.compensation_fen
    numbers.lock(session, actor.community_id)
    if not fen or -queries.money.balance(session, actor.community_id, "fund", site_id) < fen:
        return 0
    cause_id, reason = why
    told: dict[str, Any] = {"cause": "call_back", "cause_id": cause_id, "reason": reason}
    refunds.compensate(session, actor=actor, member_id=member_id, site_id=site_id, fen=fen, now=now, **told)
    return fen


def let_go(session: Session, row: CallBack, now: datetime) -> None:
    """Give back what an owner holds by a call-back."""
    booking = None if row.booking_id is None else session.get(Booking, row.booking_id)
    if booking is not None:
        booking.state, booking.cancelled_at, booking.row_version = "cancelled", now, booking.row_version + 1
        session.flush()
        queries.occupation.free_booking(session, booking.id)


def rules_at(session: Session, community: UUID, at: datetime) -> CovenantSettings:
    """What the covenant says at an instant."""
    covenant = queries.community.covenant_in_force(session, community, at)
    if covenant is None:
        raise Conflict("no_covenant")
    return settings_of(covenant.settings)
