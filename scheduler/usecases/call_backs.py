"""An owner has their space back: in due time always, at once where it is free, else by another space or money.

Whoever stands on it by right or booking is given another space of the site for that use, from the owners' reserve or
what else is free; where there is none the use falls away, is told at once and paid for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, numbers, queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import CallBack, Space, SpaceShare
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.usecases import owner_returns, sharing
from scheduler.usecases.owner_returns import Wanted as Wanted
from scheduler.usecases.serving import runs

LONGEST = timedelta(days=31)
SHORTEST = timedelta(minutes=30)
MISSED_WITHIN = timedelta(days=7)
"""For how long after it began an owner may tell that their space was taken."""

KEPT = ("given_back", "fallback")
"""States in which an owner shall find their space, or another instead of it."""


def call_back(session: Session, *, actor: Actor, share_id: UUID, wanted: Wanted, now: datetime) -> CallBack:
    """Have one's own space back for a span that it was offered for.

    Raises
    ------
    NotFound
        No such offer for this person.
    Conflict
        ``space_in_use`` by somebody, sooner than the covenant's notice, and no other space is taken instead;
        ``called_back_already``; ``space_not_shared`` any more, or not then.
    Rejected
        A span or channel that cannot be.
    """
    share = sharing.seen(session, actor=actor, share_id=share_id)
    _may_act(session, actor, share)
    _check(share, actor, wanted, now)
    space = session.get_one(Space, share.space_id)
    site = queries.supply.lock_site(session, space.site_id)
    numbers.lock(session, share.community_id)
    _check_shared(session, share, space, wanted)
    rules = owner_returns.rules_at(session, share.community_id, now)
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
        owner_returns.instead(session, actor, row, share, site, rules, wanted, uses, now)
    else:
        for use in uses:
            owner_returns.give_way(
                session, actor, row, site, owner_returns.giving_way(session, use, wanted.starts_at, now), rules, now
            )
        row.booking_id = owner_returns.hold(session, actor, share, space, wanted, now).id
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
    if row.state not in KEPT or row.starts_at <= now:
        raise Conflict("call_back_over", "state", row.state, "a call-back that has not begun")
    row.state = "withdrawn"
    owner_returns.let_go(session, row, now)
    audit.record(session, row.community_id, actor.name, "share.withdraw", "call_back", row.id, now)
    return row


def report_missed(session: Session, *, actor: Actor, call_back_id: UUID, now: datetime) -> CallBack:
    """State that the owner came and found their space, or the one instead of it, taken; it is counted.

    The compensation follows when the staff of the site state it: at once, where they write it for the owner.

    Raises
    ------
    NotFound, Conflict
        No such call-back for this person; ``missed_already``, ``call_back_not_begun``, ``call_back_over``.
    """
    row = _kept(session, actor, call_back_id)
    space = session.get_one(Space, row.space_id)
    by_staff = runs(actor, space.site_id)
    if row.confirmed or (row.missed and not by_staff):
        raise Conflict("missed_already", "call_back_id")
    if row.starts_at > now:
        raise Conflict("call_back_not_begun", "starts_at", row.starts_at.isoformat())
    if row.state not in KEPT or now > row.starts_at + MISSED_WITHIN:
        raise Conflict("call_back_over", "state", row.state, f"within {MISSED_WITHIN.days} days")
    row.missed = True
    if by_staff:
        row.confirmed = True
        owner_returns.compensate(
            session, actor, row, owner_returns.rules_at(session, row.community_id, row.starts_at), now
        )
    audit.record(session, row.community_id, actor.name, "share.missed", "call_back", row.id, now)
    return row


def may_be_missed(row: CallBack, now: datetime) -> bool:
    """Whether its owner may tell now that their space was taken."""
    return not row.missed and _is_time(row, now)


def may_be_stated(row: CallBack, now: datetime) -> bool:
    """Whether the staff of the site may state now that its owner found the space taken, which they do once."""
    return not row.confirmed and _is_time(row, now)


def seen(session: Session, *, actor: Actor, call_back_id: UUID) -> CallBack:
    """One of an offer of somebody's own.

    Raises
    ------
    NotFound
        No such call-back for this person.
    """
    row = queries.sharing.call_back(session, actor.community_id, call_back_id, lock=False)
    if row is None:
        raise NotFound()
    sharing.seen(session, actor=actor, share_id=row.share_id)
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


def served(session: Session, *, actor: Actor, call_back_id: UUID) -> CallBack:
    """One at a site that this person runs.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such call-back for them.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    row = queries.sharing.call_back(session, actor.community_id, call_back_id, lock=False)
    if row is None or not runs(actor, session.get_one(Space, row.space_id).site_id):
        raise NotFound()
    return row


# ---- checks


def _is_time(row: CallBack, now: datetime) -> bool:
    return row.state in KEPT and row.starts_at <= now <= row.starts_at + MISSED_WITHIN


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
    if not SHORTEST <= wanted.ends_at - wanted.starts_at <= LONGEST:
        told = f"{SHORTEST.seconds // 60} minutes to {LONGEST.days} days later"
        raise Rejected("out_of_range", "ends_at", wanted.ends_at.isoformat(), told)


def _check_shared(session: Session, share: SpaceShare, space: Space, wanted: Wanted) -> None:
    """Refuse a space that is not theirs any more, a span that was not offered, and one that is asked for twice."""
    spans = sharing.spans_offered(session, share, wanted.starts_at, wanted.ends_at)
    if space.owner_id != share.member_id or not spans:
        at = wanted.starts_at.isoformat()
        raise Conflict("space_not_shared", "starts_at", at, "a time for which it is offered")
    before = queries.sharing.asked_before(session, space.id, wanted.starts_at, wanted.ends_at)
    held = (space.id, share.member_id, wanted.starts_at, wanted.ends_at)
    if before or queries.sharing.has_own_use(session, *held):
        raise Conflict("called_back_already", "starts_at")
