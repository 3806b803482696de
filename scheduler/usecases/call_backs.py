"""An owner has their space back: in due time always, at once where it is free, else by another space or money.

Whoever stands on it by right or booking is given another space of the site for that use, from the owners' reserve or
what else is free; where there is none the use falls away, is told at once and paid for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, numbers, queries
from scheduler.actors import Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, CallBack, Site, Space, SpaceShare
from scheduler.queries.sharing import Use
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.translation.openings import single_use
from scheduler.usecases import messages, refunds, sharing
from scheduler.usecases.serving import runs
from scheduler.usecases.vacancies import Kind

LONGEST = timedelta(days=31)
MISSED_WITHIN = timedelta(days=7)
"""For how long after it began an owner may tell that their space was taken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """From when until when an owner wants their space; `fallback`: or another one, or money, where it is in use."""

    starts_at: datetime
    ends_at: datetime
    channel: str
    fallback: bool = False
    reason: str = ""


def call_back(session: Session, *, actor: Actor, share_id: UUID, wanted: Wanted, now: datetime) -> CallBack:
    """Have one's own space back for a span that it was offered for.

    Raises
    ------
    NotFound
        No such offer for this person.
    Conflict
        ``space_in_use`` by somebody, sooner than the covenant's notice, and no other space is taken instead;
        ``called_back_already``.
    Rejected
        A span or channel that cannot be.
    """
    share = sharing.seen(session, actor=actor, share_id=share_id)
    _may_act(session, actor, share)
    _check(share, actor, wanted, now)
    space = session.get_one(Space, share.space_id)
    site = queries.supply.lock_site(session, space.site_id)
    if any(_meets(one, wanted) for one in queries.sharing.call_backs(session, [share.id])):
        raise Conflict("called_back_already", "starts_at")
    rules = _rules(session, share.community_id, now)
    uses = queries.sharing.uses(session, space.id, share.member_id, wanted.starts_at, wanted.ends_at)
    row = CallBack(
        id=new_id(),
        community_id=share.community_id,
        share_id=share.id,
        space_id=space.id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        state="given_back",
        asked_at=now,
        reason=wanted.reason.strip(),
    )
    due = now + timedelta(hours=rules.sharing.notice_hours)
    session.add(row)
    if uses and wanted.starts_at < due:
        _instead(session, actor, row, share, site, rules, wanted, uses, now)
    else:
        for use in uses:
            _give_way(session, actor, row, site, use, rules, now)
        row.booking_id = _hold(session, actor, share, space, wanted, now).id
    session.flush()
    details = {"state": row.state, "moved": len(uses) if row.state == "given_back" else 0}
    audit.record(session, row.community_id, actor.name, "share.call_back", "call_back", row.id, now, details)
    return row


def withdraw(session: Session, *, actor: Actor, call_back_id: UUID, now: datetime) -> CallBack:
    """Leave one's space to others after all, before the span begins.

    Raises
    ------
    NotFound, Conflict
        No such call-back for this person; ``call_back_over``.
    """
    row = _kept(session, actor, call_back_id)
    if row.state not in ("given_back", "fallback") or row.starts_at <= now:
        raise Conflict("call_back_over", "state", row.state, "a call-back that has not begun")
    row.state = "withdrawn"
    _free(session, row, now)
    audit.record(session, row.community_id, actor.name, "share.withdraw", "call_back", row.id, now)
    return row


def report_missed(session: Session, *, actor: Actor, call_back_id: UUID, now: datetime) -> CallBack:
    """State that the owner came and found their space, or the one instead of it, taken; they get the compensation.

    Raises
    ------
    NotFound, Conflict
        No such call-back for this person; ``missed_already``, ``call_back_not_begun``, ``call_back_over``.
    """
    row = _kept(session, actor, call_back_id)
    if row.missed:
        raise Conflict("missed_already", "call_back_id")
    if row.starts_at > now:
        raise Conflict("call_back_not_begun", "starts_at", row.starts_at.isoformat())
    if row.state not in ("given_back", "fallback") or now > row.starts_at + MISSED_WITHIN:
        raise Conflict("call_back_over", "state", row.state, f"within {MISSED_WITHIN.days} days")
    row.missed = True
    _compensate(session, actor, row, _rules(session, row.community_id, row.starts_at), now)
    audit.record(session, row.community_id, actor.name, "share.missed", "call_back", row.id, now)
    return row


def listed(session: Session, *, actor: Actor, share_id: UUID) -> list[CallBack]:
    """What was called back of an offer.

    Raises
    ------
    NotFound
        No such offer for this person.
    """
    share = sharing.seen(session, actor=actor, share_id=share_id)
    return queries.sharing.call_backs(session, [share.id])


# ---- what an owner gets


def _hold(session: Session, actor: Actor, share: SpaceShare, space: Space, wanted: Wanted, now: datetime) -> Booking:
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
    queries.occupation.occupy(session, [{**taken, "active": True, "booking_id": made.id}])
    return made


def _instead(
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
        _compensate(session, actor, row, rules, now)
        return
    row.state, row.fallback_id = "fallback", other.id
    row.booking_id = _hold(session, actor, share, other, wanted, now).id
    zone = queries.community.one(session, row.community_id).zone
    told = {"space": other.code, "at": calendar.local_text(row.starts_at, zone)}
    messages.tell_member(session, row.community_id, share.member_id, "owner_fallback", str(row.id), now, **told)


def _give_way(
    session: Session, actor: Actor, row: CallBack, site: Site, use: Use, rules: CovenantSettings, now: datetime
) -> None:
    """Move a use of somebody else to another space of the site, or end it for them with a compensation."""
    zone = queries.community.one(session, row.community_id).zone
    at = calendar.local_text(use.starts_at, zone)
    key = f"{row.id}:{use.occupation_id}"
    other = _other_space(session, site, row.space_id, rules, use.starts_at, use.ends_at)
    if other is not None:
        queries.sharing.move_use(session, use, other.resource_id)
        told = {"space": other.code, "at": at}
        messages.tell_member(session, row.community_id, use.member_id, "moved_for_owner", key, now, **told)
        return
    queries.sharing.drop_use(session, use)
    messages.tell_member(session, row.community_id, use.member_id, "lost_to_owner", key, now, at=at)
    _pay(session, actor, use.member_id, site.id, (new_id(), "lost_to_owner"), rules, now)


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


def _compensate(session: Session, actor: Actor, row: CallBack, rules: CovenantSettings, now: datetime) -> None:
    share, space = session.get_one(SpaceShare, row.share_id), session.get_one(Space, row.space_id)
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


def _free(session: Session, row: CallBack, now: datetime) -> None:
    booking = None if row.booking_id is None else session.get(Booking, row.booking_id)
    if booking is not None:
        booking.state, booking.cancelled_at, booking.row_version = "cancelled", now, booking.row_version + 1
        session.flush()
        queries.occupation.free_booking(session, booking.id)


# ---- checks


def _kept(session: Session, actor: Actor, call_back_id: UUID) -> CallBack:
    row = queries.sharing.call_back(session, actor.community_id, call_back_id)
    if row is None:
        raise NotFound()
    _may_act(session, actor, sharing.seen(session, actor=actor, share_id=row.share_id))
    return row


def _may_act(session: Session, actor: Actor, share: SpaceShare) -> None:
    if actor.member_id != share.member_id and not runs(actor, session.get_one(Space, share.space_id).site_id):
        raise NotFound()


def _check(share: SpaceShare, actor: Actor, wanted: Wanted, now: datetime) -> None:
    allowed = OWN_CHANNELS if actor.member_id == share.member_id else STAFF_CHANNELS
    if wanted.channel not in allowed:
        raise Rejected("not_offered", "channel", wanted.channel, ", ".join(allowed))
    if wanted.starts_at < now.replace(second=0, microsecond=0):
        raise Rejected("in_the_past", "starts_at", wanted.starts_at.isoformat(), "a time to come")
    if not wanted.starts_at < wanted.ends_at <= wanted.starts_at + LONGEST:
        raise Rejected("out_of_range", "ends_at", wanted.ends_at.isoformat(), f"at most {LONGEST.days} days later")


def _meets(one: CallBack, wanted: Wanted) -> bool:
    return one.starts_at < wanted.ends_at and one.ends_at > wanted.starts_at and one.state != "compensated"


def _rules(session: Session, community: UUID, at: datetime) -> CovenantSettings:
    covenant = queries.community.covenant_in_force(session, community, at)
    if covenant is None:
        raise Conflict("no_covenant")
    return settings_of(covenant.settings)
